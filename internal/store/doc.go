// Package store keeps everything in PostgreSQL (15 or later) and is the only
// speaker of GORM and SQL.
//
// # One way to change an evaluation
//
// [Store.Update] is it: one transaction locks the evaluation's row, loads what
// the command touches, lets a pure function decide, folds the events into the
// state, writes the rows that differ, and puts the events behind the journal's
// head. So rows are always the fold of the journal; [Store.VerifyJournal]
// proves it for one evaluation, [Store.Replay] folds to any moment.
//
// # Two roles
//
// [Migrate] runs as the owner of the schema. Everything else works as the role
// jiheng_app, which may only add to the journal, to the security log and to the
// versions of the calendar, and can change no table. Triggers refuse changes to
// these three to everybody.
//
// # Faults
//
// Whatever the driver says is translated in error.go, for all methods: the
// database being away is unavailable, wherever it is noticed.
package store

// Package activitytest has what tests of activities and workflows need: a
// store in memory that decides by the real core, people who act on it, and
// trouble on demand.
//
// Where it overlaps with the store on PostgreSQL (Facts, Situation, Update,
// Held) both pass Conform.
package activitytest

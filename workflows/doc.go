// Package workflows is the timeline: what time does to an evaluation.
//
// One Evaluation workflow runs per evaluation. It holds no truth of its own.
// Whenever it is called, or an instant of the agenda comes, it reads the facts
// from the database, asks evaluation.Next what is to be done now, carries that
// out through activities, and sleeps until the next instant. A signal only
// says "look again": doubled, late, reordered or lost, it cannot change an
// outcome.
package workflows

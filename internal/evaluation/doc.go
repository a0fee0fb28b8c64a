// Package evaluation is the core: what a self-evaluation (预算绩效自评) is,
// what people may do to it, and what time does to it.
//
// The flow, once through. A Definition says how a process runs. Begin turns
// it into an Evaluation with a planned instant for every stage. From then on
// two kinds of movers act on it:
//
//   - people, through Apply: a Command by an Actor becomes Events, or a fault
//     that says who refused and why;
//   - time, through Next: Facts and the present instant become Moves (open a
//     stage, handle what is due, let the system perform its own step, settle),
//     which the workflow carries out one by one through Open, Tick, Seal, File,
//     Publish, Settle and Finish.
//
// Both end in Events, and an Event changes state in one place only: Fold. So
// the rows in the database, the replay of the journal, the as-of view and the
// verifier cannot disagree on what an event means.
//
// Everything here is pure: no clock, no I/O, no decoding, no map iteration.
// Facts and Next are replayed by workflows and must stay deterministic.
package evaluation

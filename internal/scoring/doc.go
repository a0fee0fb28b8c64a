// Package scoring recomputes what can be recomputed and lays it beside what
// was stated. Nothing a unit declared is ever overwritten: where our
// arithmetic differs, both figures stand, with the steps and the difference.
//
// # Numbers as written
//
// "78" and "78.00" are the same amount and not the same statement: the second
// claims two more digits. A [Number] is a decimal with the digits it was
// written with, and keeps them through JSON and text. There is no float here.
//
// # Computations
//
// A [Computation] names a kind, the published figures it starts from, how to
// round, and what was stated. [Compute] gives the computed number, the
// arithmetic as data for people to follow, and whether the stated one differs.
// That is judged at the precision of the statement: 78.09 does not contradict
// a stated 78; 55.54 contradicts a stated 55, which is the truncated value, and
// the result says so.
//
// # Score sheets
//
// A [ScoreSheet] is a declared total, grade and items. Published reports often
// give a total and no item; then nothing may be made up: a weight or score that
// is not published is nil, and [Check] reports items_not_published instead of a
// sum. Grade bands, full marks and rounding belong to a [Scheme].
//
// # What comes later
//
// The rules by which an item earns its points (capped ratio, inverse ratio,
// three-step judgement, deduction for every n points over, bands, checklists,
// gates, averages over other units …) each turn figures into a Number with
// Steps. They share Number, Figure, Step, Rounding and Finding, and arrive as
// further kinds and fields; those that exist keep their meaning.
//
// Everything here is pure arithmetic on values passed in; no function panics
// on any input. Decoding into these types is for the edges.
package scoring

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
// # Schemes
//
// A [Scheme] is a tree of indicators with rules. [Scheme.Score] scores a cohort
// in two passes: every indicator by its rules, then the means over the cohort;
// then it rounds where the scheme rounds, and adds up. Points are exact
// fractions until then. What the source leaves open is a [Choice]; it has no
// default that is not shown with the result.
//
// The kinds of rules, with the numbers under which the field lists them:
//
//	 1 capped_ratio     2 inverse_ratio   3 equal           4 judgement
//	 5 excess           6 shortfall       7 bands           8 checklist
//	 9 occurrence      10 late           11 late_share     12 gate
//	13 discretion      14 cohort_mean    15 review_gap     16 grade_map
//	17 bonus           18 not_applicable 19 parent         20 merged
//	21 money           22 overachieved   23 date           24 reporters
//
// One table of shapes says for each what it reads and what it must say; it
// drives [Scheme.Lint], the reader of scheme files and the manual. A further
// kind is a shape and a method of the ledger.
//
// # Reviews
//
// [LaySideBySide] puts what unit, department and finance bureau gave side by
// side; [Draw] draws what is reviewed by a published seed; [Rank] and [Select]
// rank a cohort and take its best.
//
// Everything here is pure arithmetic on values passed in; no function panics
// on any input. Decoding into these types is for the edges.
package scoring

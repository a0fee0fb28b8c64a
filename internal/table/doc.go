// Package table reads a published self-evaluation table (自评表) and holds its
// figures against each other.
//
// # From cells to a table
//
// [Read] takes the JSON of one table and keeps every cell as it was written;
// what a table does not state stays empty. Fields it does not know are left
// alone, so that remarks of whoever collected a table cannot change what is
// found. [Table.Check] then reads the cells as a clerk would: half-width signs,
// 万 and 亿 multiplied out, "≥", "不少于" and "以上" as one sign, a rate of 0.958
// and of 95.8% as the same.
//
// # What is a finding
//
// A [Finding] is a contradiction between two figures of the table, or a cell
// that has to be filled and is not. Both figures are shown and nothing declared
// is changed. What the table does not state is not guessed: an excerpt has no
// total, a group that may be cut has no sum, an indicator whose direction is not
// known is neither met nor missed, and a rule of scoring written into the table
// comes before the rule of the ministry (document 10 of 2020, see docs/check.md).
//
// Everything here is pure; no input makes it panic.
package table

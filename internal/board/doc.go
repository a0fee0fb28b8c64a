// Package board tells how many evaluations stand at once (进度看板): a cell for
// each stage of each, what is late, who has how much to do, and how far all of
// them are beside the plan. The store reads counts; what they mean is decided here.
package board

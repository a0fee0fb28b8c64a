// Package virus has files scanned (查毒).
//
// Clamd speaks to a scanner over its own protocol. A Ward takes the files that
// wait, one after the other, keeps the verdicts and has infected papers put
// away. A scanner that is away, or that cannot tell, leaves a file waiting: no
// file is ever taken to be clean without a verdict.
package virus

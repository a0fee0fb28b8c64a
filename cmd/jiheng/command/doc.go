// Package command is the command line of Jiheng, and the only place that
// wires its parts. Two binaries share it: jiheng, which needs an existing
// PostgreSQL and Temporal, and jiheng-standalone, which brings both along as a
// Platform.
//
// Exit codes: 0 done, 1 failed, 2 wrong usage, 3 findings (lint, check), 4 a
// verification that failed.
package command

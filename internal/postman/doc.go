// Package postman carries notices out of the application (投递): it writes
// those that journals call for, and the digests of the day, and sends what
// waits by whatever channel it is meant for.
//
// Any number of postmen may be at work, in any number of processes. A notice
// is leased before it is sent and marked after. One that dies between the
// answer of a channel and the mark leaves a lease behind; when it is over,
// another sends the notice again under the same id.
package postman

// Package review is the finance bureau's side: what has been filed with it,
// what it finds, and what it draws to look at again (财政收件与复核). It is pure,
// as the core is: no clock, no I/O; the store keeps the rows and chains the
// events in a journal of each receiver's year.
//
// A filing arrives, is received with a number, and is accepted or returned
// with reasons; a later version supersedes it. Opinions of the department and
// of the bureau stand beside what the unit gave itself; an opinion is followed
// by another one, never changed. A draw goes in three steps that cannot be
// swapped: the list is fixed and hashed, a seed is published, the lots are
// computed from both.
package review

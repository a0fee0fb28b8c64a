// Package notifytest has what tests of notices need: a small but real SMTP
// server that can be told to misbehave, and a channel that only remembers.
package notifytest

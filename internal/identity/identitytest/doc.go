// Package identitytest checks that a repository keeps the contract of
// identity.Repository, and has one in memory that does. The store runs the
// same suite on PostgreSQL, so that what is tested against the one in memory
// holds for the real one.
package identitytest

// Package identity knows who somebody is: people (人员), their login accounts
// (账号), passwords and sessions (会话).
//
// A login runs like this:
//
//	Login → Repository.UpdateThrottle   count the attempt before it is tried
//	      → Repository.AccountByLogin   unknown logins go on with a dummy hash
//	      → Hasher.Verify               argon2id, a bounded number at once
//	      → Repository.CreateSession    session and log entry, one transaction
//
// The token given out is random and opaque; only its SHA-256 is stored, so a
// copy of the database opens no session. Whatever goes wrong with a login is
// answered with the same fault after the same work: nobody learns from it
// which logins exist.
//
// The package does no I/O and reads no clock of its own: storage is the
// Repository, the clock is a function, and cookies are the api's business.
// What a person may do is decided in policy, not here.
package identity

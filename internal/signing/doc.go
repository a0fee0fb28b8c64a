// Package signing signs what leaves the house and checks what comes in:
// filings, receipts, notices, checkpoints of the journal.
//
// Two algorithms stand side by side: Ed25519, and SM2 with SM3 digests (GB/T
// 32918, the default user id 1234567812345678), for those who must use the
// national ones. Keys are PEM files, PKCS #8 for the private half (mode 0600)
// and SubjectPublicKeyInfo for the public one beside it. The id of a key is
// the SHA-256 of its SubjectPublicKeyInfo, hex, whatever the algorithm.
//
// # What is signed, version 1
//
// frame(x) is the length of x in bytes as an unsigned 64-bit big-endian number,
// followed by x; ‖ puts byte strings together.
//
//	message = frame("jiheng/signature/v1") ‖ frame(type) ‖ frame(algorithm)
//	        ‖ frame(key_id) ‖ frame(payload)
//
// The type keeps what was signed for one purpose from passing for another. An
// [Envelope] carries all five, so that whoever holds the public key can check
// it with nothing but this page.
package signing

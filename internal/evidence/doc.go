// Package evidence packs everything that proves how one evaluation went into a
// single file, and verifies such a file with nothing but a public key (证据包).
//
// # Layout
//
// The file is packed as a sealed dossier is (internal/dossier): stored, in one
// order, with one date, so that packing its content again gives the same bytes
// and nothing can hide between them. Two of its documents are about the rest:
//
//   - contents.json lists every other document with its size and digests, and
//     says what the package is of: canonical JSON.
//   - signature.json is the envelope (internal/signing) over those very bytes.
//
// The manifest of the packing has to be the one that follows from these two,
// so there is one file only that a signature is good for. Whoever changes a
// byte, anywhere, changes the packing, a digest or the signature.
//
// # What the documents prove together
//
// journal.jsonl is the whole journal; its chain has to end in the head that
// contents.json names. proof.json has a signed checkpoint and, for every
// statement ever made about this journal, the audit path that leads to its
// root: so the journal was no other at each of those times. Every paper and
// dossier that the journal speaks of lies under documents/, named by its digest;
// so do the process, the policies and the histories of the workflow.
package evidence

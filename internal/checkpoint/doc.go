// Package checkpoint is the arithmetic of checkpoints (检查点): what a moment of
// all journals comes to in one number, how that number is written down, and
// how two of them are held against each other. It stores and signs nothing.
//
// # The log of statements
//
// A [Statement] says where one chain has got to: chain, seq, hash. Statements
// form one log that only grows. A checkpoint puts one statement behind it for
// every chain that has moved since the checkpoint before, sorted by the name
// of the chain, and none for a chain at rest; it then names the size of the log
// and the root of the Merkle tree (RFC 6962, section 2.1) over all statements
// ever made. So the tree of an older checkpoint is a prefix of that of a newer
// one, a consistency proof (2.1.2) between any two shows that no statement
// was changed or taken away, and an audit path (2.1.1) shows with a few hashes
// that a chain stood at a head when a checkpoint was made.
//
// What each kind of forgery runs into:
//
//   - A chain cut at its tail is shorter than its last statement says.
//   - A chain that is gone has statements and no entries.
//   - A chain written anew from the middle contradicts every statement behind
//     that point.
//   - Statements rewritten to match give another root than every checkpoint
//     since then; checkpoints rewritten as well need the key, and give other
//     roots than those that were kept elsewhere or printed.
//
// # Layout, version 1
//
// frame(x) is the length of x in bytes as an unsigned 64-bit big-endian number,
// followed by x; be64 is a signed 64-bit big-endian number; ‖ puts byte strings
// together.
//
//	leaf(statement) = SHA-256( 0x00
//	  ‖ frame("jiheng/checkpoint/statement/v1")
//	  ‖ frame(chain) ‖ frame(be64(seq)) ‖ frame(hash) )
//	node(l, r)      = SHA-256( 0x01 ‖ l ‖ r )
//
// The text of a checkpoint, which is what is signed, has seven lines, each
// ended by a line feed: "jiheng/checkpoint/v1", the installation, the number,
// the size of the log, the root, the time (RFC 3339, UTC, microseconds), and
// the SHA-256 of the text of the checkpoint before (64 zeros for the first).
// The SHA-256 of a text is the digest of its checkpoint, so that one digest
// on paper pins down all checkpoints up to it.
package checkpoint

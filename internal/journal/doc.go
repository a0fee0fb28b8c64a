// Package journal is the arithmetic of the append-only journal: how an event
// becomes canonical bytes, how entries are chained by their hashes, and how a
// chain is checked. It stores nothing; the store keeps the entries and anyone
// with a copy of them can repeat every step below.
//
// # The chain
//
// Every evaluation has a chain of its own. [Genesis] is its head before the
// first entry; [Append] puts one entry behind a head and gives the next head.
// Entries are numbered 1, 2, 3 … without a gap, and each carries the hash of
// the one before it. Whoever changes, drops, inserts or swaps an entry breaks
// a hash or a number; whoever cuts the tail or rewrites everything behind some
// point is betrayed by a head that was written down elsewhere: the row that
// arbitrates, a signed checkpoint, a printed sheet.
//
// # Layout of the hash, version 1
//
// frame(x) is the length of x in bytes as an unsigned 64-bit big-endian number,
// followed by x. be64(n) is a signed 64-bit big-endian number in two's
// complement. Text is UTF-8 as it stands, without normalisation. An absent text
// is empty, so its frame is eight zero bytes. ‖ puts byte strings together.
//
//	genesis(evaluation_id) = SHA-256(
//	    frame("jiheng/journal/genesis/v1") ‖ frame(evaluation_id) )
//
//	hash(entry) = SHA-256(
//	    frame("jiheng/journal/entry/v1")
//	  ‖ frame(prev_hash)        32 bytes: the hash before, or genesis(evaluation_id) for entry 1
//	  ‖ frame(evaluation_id)
//	  ‖ frame(be64(seq))        1 for the first entry
//	  ‖ frame(be64(at))         microseconds since 1970-01-01T00:00:00Z
//	  ‖ frame(type)
//	  ‖ frame(actor_id)
//	  ‖ frame(on_behalf_of)
//	  ‖ frame(task_id)
//	  ‖ frame(item_id)
//	  ‖ frame(stage_id)
//	  ‖ frame(rule)
//	  ‖ frame(policy_version)
//	  ‖ frame(request_id)
//	  ‖ frame(client_address)
//	  ‖ frame(data) )           canonical JSON, below
//
// Lengths in front keep neighbours apart ("ab","c" is not "a","bc"); the name
// in front keeps a hash made for one purpose from passing for another; the
// evaluation in the genesis keeps chains from being exchanged.
//
// # Canonical JSON
//
// The data of an entry is JSON as RFC 8785 writes it: members sorted by the
// UTF-16 code units of their names, no space between tokens, only the escapes
// \" \\ \b \f \n \r \t and \u00xx for the other control characters. Numbers are
// integers of at most 2^53-1 in size; amounts and points are text. Refused are
// fractions, exponents, negative zero, text that is not UTF-8 or holds a NUL
// (PostgreSQL stores none), a member named twice, and nesting deeper than 64.
//
// # Time
//
// Entries are stamped under the row lock of their evaluation, so times do not
// decrease along a chain. Should the clock of a machine be set back, Append
// gives the entry the time of the one before it rather than refuse work.
// A decrease found later is therefore a sign that something else wrote the
// entry; it breaks no hash by itself, so it is a warning.
//
// # What workflows must not call
//
// [Canonical] and the JSON methods use encoding/json; they are for the edges
// and not for workflow code. Append, Sum and Verify are plain arithmetic.
package journal

// Package audit verifies a whole installation (核验): that nobody has bent its
// history, and where if somebody has. It reads and changes nothing.
//
// What is held against what:
//
//   - the chain of every evaluation and of the installation against its head
//     and against every statement a checkpoint ever made about it;
//   - the checkpoints against each other, their signatures and the statements
//     below them;
//   - the rows against the fold of the journal;
//   - every file against its digests, every dossier against its manifest and
//     its package, the journal against the head that the manifest names;
//   - every entry against the policy that it names: whoever acted held a role
//     that this policy entitled, at that moment;
//   - archived workflow histories against their digests and the journal.
//
// Findings come one by one as they are made, so that nothing grows with what
// is verified; what is remembered are the digests of files seen, the grants of
// roles and the texts of policies.
package audit

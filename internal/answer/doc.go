// Package answer answers what auditors ask of an evaluation (审计问答):
//
//   - who could have done this at that moment, by which role, appointment or
//     substitution, and who was kept from it by which rule;
//   - why an attempt was refused, by which rule of the policy of that version,
//     and what would have been needed;
//   - what changed after the dossier was sealed, or that nothing did, with the
//     proof: what was sealed is what is served now.
//
// It folds the past as the store does and asks the policy of that time. It
// changes nothing; whoever shows an answer notes that it was asked for.
package answer

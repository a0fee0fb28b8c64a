package adapter

import (
	"jiheng/internal/dossier"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// Anchors gives the heads of an evaluation's journal that were written down
// outside of it: so far that of its sealed dossier, whose digest is filed and
// published. Whoever writes the journal anew, with its rows and its head, has
// to leave the dossier as it is, or everybody who has its digest can tell.
//
// Fault: internal dossier_damaged.
func Anchors(e *evaluation.Evaluation) ([]journal.Head, error) {
	if e.Dossier == nil {
		return nil, nil
	}
	m, err := dossier.Parse([]byte(e.Dossier.Manifest))
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "dossier_damaged", "read the manifest of %s", e.ID)
	}
	digest, err := m.Digest()
	if err != nil || digest.SHA256 != e.Dossier.Digest {
		return nil, fault.New(fault.Internal, "dossier_damaged", "the manifest of %s is not what was sealed", e.ID)
	}
	return Anchor(m)
}

// Anchor gives the head that a manifest has written down, if it has one.
func Anchor(m dossier.Manifest) ([]journal.Head, error) {
	if m.JournalSeq == 0 || m.JournalHash == "" {
		return nil, nil
	}
	hash, err := journal.ParseDigest(m.JournalHash)
	if err != nil {
		return nil, err
	}
	return []journal.Head{{EvaluationID: m.EvaluationID, Seq: m.JournalSeq, Hash: hash}}, nil
}

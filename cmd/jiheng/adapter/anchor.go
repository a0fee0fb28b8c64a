package adapter

import (
	"jiheng/internal/dossier"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// Anchors gives the heads of an evaluation's journal that were written down
// outside of it: so far those of its sealed dossiers, whose digests are filed and
// published. Whoever writes the journal anew, with its rows and its head, has
// to leave the dossier as it is, or everybody who has its digest can tell.
//
// Fault: internal dossier_damaged.
func Anchors(e *evaluation.Evaluation) ([]journal.Head, error) {
	sealed := e.Dossiers
	if len(sealed) == 0 && e.Dossier != nil {
		sealed = []evaluation.Dossier{*e.Dossier}
	}
	var out []journal.Head
	for i := range sealed {
		heads, err := anchorsOf(e.ID, &sealed[i])
		if err != nil {
			return nil, err
		}
		out = append(out, heads...)
	}
	return out, nil
}

func anchorsOf(id evaluation.ID, d *evaluation.Dossier) ([]journal.Head, error) {
	m, err := dossier.Parse([]byte(d.Manifest))
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "dossier_damaged", "read the manifest of %s", id)
	}
	digest, err := m.Digest()
	if err != nil || digest.SHA256 != d.Digest {
		return nil, fault.New(fault.Internal, "dossier_damaged", "the manifest of %s is not what was sealed", id)
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

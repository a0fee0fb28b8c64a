package audit

import (
	"context"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// evaluation verifies one evaluation: its chain, rows, authority, dossier and
// files.
func (r *run) evaluation(ctx context.Context, id evaluation.ID) error {
	anchors, err := r.Source.Stated(ctx, string(id))
	if err != nil {
		return err
	}
	s, err := r.Source.Situation(ctx, id)
	if err != nil {
		// Nothing to hold the journal against; it is verified all the same.
		if err := r.unreadable(Rows, id, "evaluations "+string(id), err); err != nil {
			return err
		}
		s = nil
	} else {
		anchors = append(anchors, dossierAnchors(s.Evaluation)...)
	}
	judge := r.judge(id, s)
	j, err := r.Source.Journal(ctx, id, judge.look, anchors)
	r.result.Evaluations++
	r.result.Entries += j.Entries
	for _, f := range j.Findings(id) {
		r.report(f)
	}
	if fault.ReasonOf(err) == "evaluation_not_found" {
		return err
	}
	if err := r.unreadable(Rows, id, "evaluations "+string(id), err); err != nil || s == nil {
		return err
	}
	if err := judge.gate(ctx); err != nil {
		return err
	}
	return r.files(ctx, s.Evaluation)
}

// dossierAnchors gives the heads that sealed manifests name.
func dossierAnchors(e *evaluation.Evaluation) []journal.Head {
	var heads []journal.Head
	for i := range e.Dossiers {
		m, ok := manifest(&e.Dossiers[i])
		hash, err := journal.ParseDigest(m.JournalHash)
		if ok && err == nil && m.JournalSeq > 0 {
			heads = append(heads, journal.Head{EvaluationID: string(e.ID), Seq: m.JournalSeq, Hash: hash})
		}
	}
	return heads
}

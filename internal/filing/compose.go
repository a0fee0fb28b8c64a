package filing

import (
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/signing"
)

// Of is the manifest of what an evaluation files next, or has filed last. It says the
// same however often it is asked: its time is that at which the step of filing
// began, so that a filing that is sent again is the same to the last byte.
//
// Errors: conflict dossier_not_sealed, filing_not_due.
func Of(e *evaluation.Evaluation, unit string, size int64) (Manifest, error) {
	d := filed(e)
	if d == nil {
		return Manifest{}, fault.New(fault.Conflict, "dossier_not_sealed", "evaluation %s has no sealed dossier", e.ID)
	}
	m := Manifest{
		EvaluationID: string(e.ID), UnitID: e.UnitID, Unit: unit, ReceiverID: e.ReceiverID, Title: e.Title, Year: e.Year,
		Digest: d.Digest, Package: d.Package, Size: size, DeclaredTotal: d.DeclaredTotal, DeclaredGrade: d.DeclaredGrade,
	}
	for i := range e.Tasks {
		t := &e.Tasks[i]
		if t.State == evaluation.StateCompleted && len(t.Submission.Sheet) > 0 {
			m.Sheet = t.Submission.Sheet
		}
		if t.Effect == evaluation.EffectFile && t.State != evaluation.StateCancelled {
			m.FiledAt = t.OpenedAt
		}
	}
	if m.FiledAt.IsZero() {
		return m, fault.New(fault.Conflict, "filing_not_due", "evaluation %s has nothing to file yet", e.ID)
	}
	m.Version, m.Supersedes = e.FilingNow()
	m.Rectifies = repliesOf(e)
	return m, nil
}

// SignOf is Of, signed.
func SignOf(s signing.Signer, e *evaluation.Evaluation, unit string, size int64) (signing.Envelope, Manifest, error) {
	m, err := Of(e, unit, size)
	if err != nil {
		return signing.Envelope{}, m, err
	}
	if s == nil {
		return signing.Envelope{}, m, fault.New(fault.Unavailable, "signing_key_missing", "this installation has no key to sign with")
	}
	envelope, err := Sign(s, m)
	return envelope, m, err
}

// filed is the dossier of the filing that is under way, or of the last one when
// none is: there may be a corrected one since.
func filed(e *evaluation.Evaluation) *evaluation.Dossier {
	if e.Filing == nil || e.FilingTask() != nil {
		return e.Dossier
	}
	for i := range e.Dossiers {
		if d := &e.Dossiers[i]; d.Digest == e.Filing.Digest {
			return d
		}
	}
	return e.Dossier
}

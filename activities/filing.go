package activities

import (
	"context"

	"jiheng/internal/evaluation"
	"jiheng/internal/filing"
)

// file hands the sealed dossier to the receiver. One in this system, or one
// that cannot be called, has it once that is recorded. To one that can be
// called it is sent, and what is recorded is its receipt: a worker that dies in
// between sends the same once more and is given the same receipt.
func (a *Activities) file(ctx context.Context, s *evaluation.Situation, m evaluation.Move) (act, error) {
	if err := a.verifyPackage(s.Evaluation); err != nil {
		return nil, err
	}
	receiver := a.Receivers[s.Evaluation.ReceiverID]
	if receiver == nil || !receiver.Online() {
		return func(s *evaluation.Situation) ([]evaluation.Event, error) { return evaluation.File(s, m.Task) }, nil
	}
	answer, err := a.deliver(ctx, receiver, s.Evaluation)
	if err != nil {
		return nil, err
	}
	return func(s *evaluation.Situation) ([]evaluation.Event, error) { return evaluation.Acknowledge(s, answer) }, nil
}

// deliver sends the filing and gives the receipt, checked.
//
// Faults: those of filing.SignOf and filing.Receiver.Deliver.
func (a *Activities) deliver(ctx context.Context, to *filing.Receiver, e *evaluation.Evaluation) (evaluation.Answer, error) {
	names, err := a.Store.Names(ctx, e)
	if err != nil {
		return evaluation.Answer{}, err
	}
	content, size, err := a.Blobs.Open(e.Dossier.Package)
	if err != nil {
		return evaluation.Answer{}, err
	}
	defer func() { _ = content.Close() }()
	envelope, manifest, err := filing.SignOf(a.Signer, e, names.Unit, size)
	if err != nil {
		return evaluation.Answer{}, err
	}
	sealed, _, err := to.Deliver(ctx, envelope, manifest, content)
	if err != nil {
		return evaluation.Answer{}, err
	}
	return to.Answer(sealed, manifest)
}

package activities

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// reasonGateHeld is why a stage stays open although all in it is done.
const reasonGateHeld = "gate_held"

// held puts a refusal of the gate into the journal, once for each decision and
// rule: what holds a stage is seen there by everybody who may read it, and told
// from there. The timeline goes on asking, at the next change and hourly at
// least, so that it goes on by itself once the cause is mended.
//
// The error is the refusal itself; that it could not be kept as well is said
// in the log.
func (a *Activities) held(ctx context.Context, in MoveInput, refusal error) error {
	f := fault.As(refusal)
	if f.Reason != reasonGateHeld {
		return refusal
	}
	task := evaluation.TaskID(f.Params["task"])
	r := whole(in.Evaluation)
	r.Fingerprint = strings.Join([]string{reasonGateHeld, string(in.Move.Stage), string(task), f.Params["person"], f.Rule}, "\n")
	sum := sha256.Sum256([]byte(r.Fingerprint))
	r.IdempotencyKey = reasonGateHeld + ":" + string(in.Evaluation) + ":" + hex.EncodeToString(sum[:16])
	_, err := a.Store.Update(ctx, r, func(s *evaluation.Situation) (evaluation.Outcome, error) {
		event := evaluation.AttemptRefused{TaskRef: evaluation.TaskRef{Task: task, Stage: in.Move.Stage}, Code: string(f.Code), Reason: f.Reason, Rule: f.Rule}
		if t := s.Evaluation.Task(task); t != nil {
			event.TaskRef, event.Action = t.Ref(), evaluation.Complete
			if step, _ := s.Definition.Step(t.Stage, t.Step); step.Decides {
				event.Action = evaluation.Approve
			}
		}
		return a.outcome([]evaluation.Event{event}, f.Rule), nil
	})
	if err != nil {
		a.Log.WarnContext(ctx, "gate: refusal not kept", "evaluation", in.Evaluation, "stage", in.Move.Stage, "error", err)
	}
	return refusal
}

package answer

import (
	"context"
	"encoding/json"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/policy"
)

// Refused is why an attempt was refused (为什么被拒绝).
type Refused struct {
	Under
	Entry  journal.Entry
	Action evaluation.Action
	// Code, Reason and Rule are what the person was told.
	Code, Reason, Rule string
	// Could says who could have done it at that moment; what would have been
	// needed can be seen by them.
	Could Could
}

// WhyRefused answers why an entry refused what was attempted, by the policy
// that the entry names.
//
// Faults: not_found entry_not_found; conflict entry_refuses_nothing,
// policy_not_replayable; not_found policy_not_found.
func (d *Desk) WhyRefused(ctx context.Context, id evaluation.ID, seq int64) (Refused, error) {
	entry, err := d.entry(ctx, id, seq)
	if err != nil {
		return Refused{}, err
	}
	if entry.Type != string(evaluation.TypeAttemptRefused) {
		return Refused{}, fault.New(fault.Conflict, "entry_refuses_nothing", "entry %d is %s", seq, entry.Type)
	}
	var event evaluation.AttemptRefused
	if err := json.Unmarshal(entry.Data, &event); err != nil {
		return Refused{}, fault.Wrap(err, fault.Internal, "entry_unreadable", "entry %d of %s", seq, id)
	}
	source, err := d.Source.PolicyNamed(ctx, entry.PolicyVersion)
	if err != nil {
		return Refused{}, err
	}
	out := Refused{Entry: entry, Action: event.Action, Code: event.Code, Reason: event.Reason, Rule: event.Rule}
	if out.Under, err = d.under(source); err != nil {
		return out, err
	}
	out.Could, err = d.whoCould(ctx, Question{Evaluation: id, Task: event.Task, Action: event.Action, At: entry.At}, out.Under)
	return out, err
}

// Needed are the roles to which the policy gave what was attempted, whatever
// the relation.
func (r *Refused) Needed() []evaluation.RoleID {
	object := policy.ObjectTask
	if r.Entry.TaskID == "" {
		object = policy.ObjectEvaluation
	}
	return r.Policy.RolesFor(object, r.Action)
}

package store

import (
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/notify"
)

// tell is one thing that people are to be told: what, about which task, whom.
type tell struct {
	seq    int64
	at     time.Time
	kind   notify.Kind
	task   evaluation.TaskID
	to     []evaluation.Audience
	person evaluation.PersonID // told in any case, if set
	by     evaluation.PersonID // who did it, if a person did
	reason string
	// key names what is told where no entry of the journal leads to it.
	key string
	// deciders tells those who decide on more time for the task.
	deciders bool
}

// entry is the journal entry that leads to it, nil for none.
func (w tell) entry() *int64 {
	if w.key != "" {
		return nil
	}
	return &w.seq
}

// tellings says what journal entries call for. It looks at the entries alone,
// so that telling late, or again, tells the same.
func tellings(initiator evaluation.PersonID, records []evaluation.Record) []tell {
	var out []tell
	var back []evaluation.Record // returns whose new round has not come yet
	for _, r := range records {
		switch v := r.Event.(type) {
		case evaluation.TaskReturned:
			back = append(back, r)
		case evaluation.TaskOpened:
			out = append(out, opened(r, v.Task, back)...)
		case evaluation.Reminded:
			out = append(out, tell{seq: r.Seq, at: r.At, kind: notify.Reminder, task: v.Task, to: v.To})
		case evaluation.FoundOverdue:
			out = append(out, tell{seq: r.Seq, at: r.At, kind: notify.Overdue, task: v.Task, to: assignee()})
		case evaluation.Escalated:
			out = append(out, tell{seq: r.Seq, at: r.At, kind: notify.Escalation, task: v.Task, to: v.To})
		default:
			out = append(out, handedOver(r)...)
		case evaluation.AttemptRefused:
			// A gate that holds a stage back stops everything behind it.
			if r.Actor == evaluation.SystemPerson && v.Task != "" {
				out = append(out, tell{seq: r.Seq, at: r.At, kind: notify.Conflict, task: v.Task, person: initiator})
			}
		case evaluation.MaterialQuarantined:
			out = append(out, infected(r, v, initiator)...)
		case evaluation.DossierFiled:
			out = append(out, tell{seq: r.Seq, at: r.At, kind: notify.Copied, task: v.Task, person: initiator})
		case evaluation.DossierPublished:
			out = append(out, tell{seq: r.Seq, at: r.At, kind: notify.Copied, task: v.Task, person: initiator})
		}
	}
	return out
}

// opened tells those who can do a new task; where it came back, its doer is
// told why. The system needs no telling.
func opened(r evaluation.Record, t evaluation.Task, back []evaluation.Record) []tell {
	if t.Effect != evaluation.EffectNone {
		return nil
	}
	for _, b := range back {
		v, ok := b.Event.(evaluation.TaskReturned)
		// The round a return leads to begins in the same command.
		if ok && v.Stage == t.Stage && v.Item == t.Item && v.To == t.Step && b.At.Equal(r.At) {
			return []tell{{seq: r.Seq, at: r.At, kind: notify.Returned, task: t.ID, to: assignee(), by: b.Actor, reason: v.Reason}}
		}
	}
	return []tell{{seq: r.Seq, at: r.At, kind: notify.TaskOpened, task: t.ID, to: assignee()}}
}

func assignee() []evaluation.Audience { return []evaluation.Audience{{Assignee: true}} }

// infected tells who supplied a paper in which a virus was found, and the
// office that started the evaluation.
func infected(r evaluation.Record, v evaluation.MaterialQuarantined, initiator evaluation.PersonID) []tell {
	out := []tell{{seq: r.Seq, at: r.At, kind: notify.Infected, task: v.Task, person: v.SuppliedBy, reason: v.Signature}}
	if initiator != v.SuppliedBy {
		out = append(out, tell{seq: r.Seq, at: r.At, kind: notify.Infected, task: v.Task, person: initiator, reason: v.Signature})
	}
	return out
}

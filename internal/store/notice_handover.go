package store

import (
	"jiheng/internal/evaluation"
	"jiheng/internal/notify"
)

// handedOver says who is told when a task changes hands, or when something is
// wanted of somebody besides doing it.
func handedOver(r evaluation.Record) []tell {
	one := func(kind notify.Kind, task evaluation.TaskID, p evaluation.PersonID, reason string) []tell {
		if p == "" {
			return []tell{{seq: r.Seq, at: r.At, kind: notify.TaskOpened, task: task, to: assignee()}}
		}
		return []tell{{seq: r.Seq, at: r.At, kind: kind, task: task, person: p, by: r.Actor, reason: reason}}
	}
	switch v := r.Event.(type) {
	case evaluation.TaskTransferred:
		return one(notify.Transferred, v.Task, v.To, v.Reason)
	case evaluation.TaskDelegated:
		return one(notify.Transferred, v.Task, v.To, v.Reason)
	case evaluation.TaskHandedBack:
		return one(notify.Transferred, v.Task, v.To, v.Opinion)
	case evaluation.TaskReassigned:
		return one(notify.Transferred, v.Task, v.To, v.Reason)
	case evaluation.TaskVacated:
		return one(notify.TaskOpened, v.Task, "", "")
	case evaluation.TaskCancelled:
		return []tell{{seq: r.Seq, at: r.At, kind: notify.Cancelled, task: v.Task, to: assignee()}}
	}
	return wanted(r)
}

// wanted says who is told that something is wanted, or was decided.
func wanted(r evaluation.Record) []tell {
	t := tell{seq: r.Seq, at: r.At, by: r.Actor}
	switch v := r.Event.(type) {
	case evaluation.TaskUrged:
		t.kind, t.task, t.to, t.reason = notify.Urged, v.Task, assignee(), v.Text
	case evaluation.TaskCopied:
		return toEach(t, notify.Copied, v.Task, v.To)
	case evaluation.Commented:
		return toEach(t, notify.Mentioned, v.Task, v.Mentions)
	case evaluation.ExtensionAsked:
		t.kind, t.task, t.deciders, t.reason = notify.ExtensionAsked, v.Task, true, v.Reason
	case evaluation.ExtensionGranted:
		t.kind, t.task, t.to = notify.DeadlineChanged, v.Task, assignee()
	case evaluation.ExtensionRefused:
		t.kind, t.task, t.to, t.reason = notify.ExtensionRefused, v.Task, assignee(), v.Reason
	default:
		return nil
	}
	return []tell{t}
}

func toEach(like tell, kind notify.Kind, task evaluation.TaskID, people []evaluation.PersonID) []tell {
	var out []tell
	for _, p := range people {
		t := like
		t.kind, t.task, t.person = kind, task, p
		out = append(out, t)
	}
	return out
}

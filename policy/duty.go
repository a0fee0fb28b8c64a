package policy

import (
	"slices"

	"jiheng/internal/evaluation"
)

// substitutionConfirmed is the rule of acting for another (代理), which the store
// asks when it reads who acts.
const substitutionConfirmed = "substitution:confirmed"

// assigneeOnly is the rule of personal assignment (本人办理).
const assigneeOnly = "assignment:assignee-only"

// bound tells whether separation of duties keeps people from an action. It
// does from everything that moves the matter or takes hold of it, also by the
// hand of the office: who handed something in does not jump over its review.
// Giving a task away or back is not among them: who may no longer do it must be
// able to let go. Neither are remarks, reading, and the rest of what the office
// does around a task.
func bound(a evaluation.Action) bool {
	return slices.Contains([]evaluation.Action{
		evaluation.Claim, evaluation.Draft, evaluation.Complete, evaluation.Approve, evaluation.Return,
		evaluation.Supply, evaluation.TakeBack, evaluation.CheckMarks, evaluation.Withdraw, evaluation.AddSigner, evaluation.RemoveSigner, evaluation.Jump,
	}, a)
}

// recused is the rule of who has recused himself or was recused (回避).
const recused = "duty:recused"

// kept names the duty that keeps the actor from an action, "" if none does.
// Whoever is recused from a matter already has no interest left to declare.
func kept(s *evaluation.Situation, t *evaluation.Task, a evaluation.Action) string {
	rule := s.Excluded(t)
	if bound(a) || a == evaluation.Recuse && rule == recused {
		return rule
	}
	return ""
}

// personal tells whether an action is the assignee's alone.
func personal(a evaluation.Action) bool {
	return slices.Contains([]evaluation.Action{
		evaluation.Release, evaluation.Draft, evaluation.Complete, evaluation.Approve, evaluation.Return,
		evaluation.Supply, evaluation.TakeBack, evaluation.CheckMarks, evaluation.Transfer, evaluation.Delegate, evaluation.HandBack, evaluation.AddSigner,
		evaluation.RemoveSigner, evaluation.AskExtension,
	}, a)
}

// theirs tells whether a task is the actor's own, in person or for whom the
// actor stands in. What was delegated can also be called back by its owner.
func theirs(s *evaluation.Situation, t *evaluation.Task, a evaluation.Action) bool {
	me := s.Actor.Principal()
	return t.Assignee == me || a == evaluation.HandBack && t.Owner == me
}

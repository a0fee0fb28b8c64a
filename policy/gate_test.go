package policy_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/policy"
)

// register is who held what since when, for those of the small process.
type register []struct {
	person      evaluation.PersonID
	grant       evaluation.Grant
	since, till time.Time
}

func (r register) held(p evaluation.PersonID, role evaluation.RoleID, unitID, department string, at time.Time) bool {
	for _, e := range r {
		if e.person == p && e.grant.Role == role && e.grant.UnitID == unitID &&
			(department == "" || e.grant.DepartmentID == department) &&
			!at.Before(e.since) && (e.till.IsZero() || at.Before(e.till)) {
			return true
		}
	}
	return false
}

func staff() register {
	var out register
	for _, a := range []evaluation.Actor{ann, abe, rob, bob, kate} {
		for _, g := range a.Grants {
			out = append(out, struct {
				person      evaluation.PersonID
				grant       evaluation.Grant
				since, till time.Time
			}{person: a.Person, grant: g, since: noon})
		}
	}
	return out
}

// finished is the small process after the receiver acknowledged the filing.
func finished(t testing.TB) *world {
	t.Helper()
	w := filing(t)
	delivered, err := evaluation.File(w.filed(), w.task("", "deliver"))
	require.NoError(t, err)
	w.fold(evaluation.System(), delivered...)
	task := w.task("", "acknowledge")
	w.do(kate, evaluation.Claim, task)
	c := commandFor(evaluation.Complete, task)
	c.Submission.Fields = []evaluation.FieldValue{{Name: evaluation.ReceiptField, Value: "2026-1"}}
	out, err := w.policy.Decide(w.seenBy(kate), c)
	require.NoError(t, err)
	require.NoError(t, out.Refusal)
	w.fold(kate, out.Events...)
	return w
}

func TestWhatWasDoneByRightPassesEveryGate(t *testing.T) {
	t.Parallel()
	w := finished(t)
	for _, stage := range w.def.Stages {
		require.Empty(t, w.policy.CheckGate(w.seenBy(evaluation.System()), stage.ID, staff().held), stage.ID)
	}
}

func TestAGateFindsWhatWasDoneWithoutRight(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		step   evaluation.StepID
		item   evaluation.ItemID
		tamper func(*world, *evaluation.Task, register) register
		reason string
		rule   string
	}{
		"the role was held only later": {"submit", "water", func(_ *world, k *evaluation.Task, r register) register {
			r[0].since = k.SettledAt.Add(time.Second)
			return r
		}, "role_missing", "gate:role-held-at-the-time"},
		"the role had ended": {"submit", "water", func(_ *world, k *evaluation.Task, r register) register {
			r[0].till = k.SettledAt
			return r
		}, "role_missing", "gate:role-held-at-the-time"},
		"the role was held in another department": {"submit", "water", func(_ *world, _ *evaluation.Task, r register) register {
			r[0].grant.DepartmentID = "d2"
			return r
		}, "role_missing", "gate:role-held-at-the-time"},
		"the appointment came after the approval": {"inspect", "water", func(w *world, k *evaluation.Task, r register) register {
			for i := range w.state.Members {
				w.state.Members[i].Since = k.SettledAt.Add(time.Second)
			}
			return r
		}, "role_missing", "gate:role-held-at-the-time"},
		"the recorded role is none that was asked for": {"review", "water", func(_ *world, k *evaluation.Task, r register) register {
			k.DoneAs = policy.Section
			r[0].person = "bob"
			return r
		}, "role_missing", "gate:role-held-at-the-time"},
		"the recorded role is held elsewhere": {"acknowledge", "", func(_ *world, k *evaluation.Task, r register) register {
			k.UnitID = unit
			r[4].grant.UnitID = unit
			return r
		}, "role_missing", "gate:role-held-at-the-time"},
		"somebody else had the task": {"review", "water", func(_ *world, k *evaluation.Task, r register) register {
			k.Assignee = "ann"
			return r
		}, "not_assignee", "assignment:assignee-only"},
		"nobody had the task and nobody did it": {"review", "water", func(_ *world, k *evaluation.Task, r register) register {
			k.Assignee, k.DoneBy = "", ""
			return r
		}, "not_assignee", "assignment:assignee-only"},
		"the doer had handed it in": {"review", "water", func(w *world, _ *evaluation.Task, r register) register {
			w.state.Task(w.task("water", "submit")).OnBehalfOf = "bob"
			return r
		}, "duty_conflict", notSubmitter},
		"the doer acted for whoever handed it in": {"review", "water", func(_ *world, k *evaluation.Task, r register) register {
			k.OnBehalfOf = "ann"
			return r
		}, "duty_conflict", notSubmitter},
		"the doer held a role in the department": {"inspect", "water", func(_ *world, _ *evaluation.Task, r register) register {
			own := r[0]
			own.person = "carl"
			return append(r, own)
		}, "duty_conflict", "duty:not-department-of-item"},
		"a person did what is the system's": {"deliver", "", func(_ *world, k *evaluation.Task, r register) register {
			k.DoneBy = "bob"
			return r
		}, "role_missing", "gate:role-held-at-the-time"},
		"a task of the system was done in a role": {"deliver", "", func(_ *world, k *evaluation.Task, r register) register {
			k.DoneAs = policy.FinanceOffice
			return r
		}, "role_missing", "gate:role-held-at-the-time"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := finished(t)
			task := w.state.Task(w.task(c.item, c.step))
			people := c.tamper(w, task, staff())
			found := w.policy.CheckGate(w.seenBy(evaluation.System()), task.Stage, people.held)
			require.Contains(t, found, policy.Violation{
				Task: task.ID, Person: task.DoneBy, Role: task.DoneAs, At: task.SettledAt, Reason: c.reason, Rule: c.rule,
			})
			require.NotEmpty(t, w.policy.Wording(c.rule))
			require.NotEmpty(t, policy.ReasonWording(c.reason))
		})
	}
}

func TestAGateAsksTheRulesInForce(t *testing.T) {
	t.Parallel()
	w := finished(t)
	w.def.Roles = append(w.def.Roles, evaluation.Role{ID: policy.Auditor, HeldBy: evaluation.HeldByUnit})
	task := w.state.Task(w.task("", "compile"))
	task.Roles = append(task.Roles, policy.Auditor)
	task.DoneAs = policy.Auditor
	always := func(evaluation.PersonID, evaluation.RoleID, string, string, time.Time) bool { return true }
	found := w.policy.CheckGate(w.seenBy(evaluation.System()), "roll_up", always)
	require.Len(t, found, 1)
	require.Equal(t, "casbin:task/complete/assignee", found[0].Rule)
}

func TestAGateKeepsApprovalAndCompletionApart(t *testing.T) {
	t.Parallel()
	model, rules := policy.Shipped()
	strict, err := policy.Build(model, strings.Replace(rules, "p, participant, task, approve,  assignee\n", "", 1))
	require.NoError(t, err)
	found := strict.CheckGate(finished(t).seenBy(evaluation.System()), "self_check", staff().held)
	require.Len(t, found, 2)
	for _, v := range found {
		require.Equal(t, "casbin:task/approve/assignee", v.Rule)
	}
}

// A step may ask for another person in its next round; the round itself is
// then not held against its own doer.
func TestATaskIsNotHeldAgainstItself(t *testing.T) {
	t.Parallel()
	w := finished(t)
	review := &w.def.Stages[0].Steps[1]
	review.Excludes = append(review.Excludes, evaluation.Exclusion{DoerOf: &evaluation.StepRef{Stage: "self_check", Step: "review"}})
	require.Empty(t, w.policy.CheckGate(w.seenBy(evaluation.System()), "self_check", staff().held))
}

func TestWhatIsDoneAfterwardsDoesNotSpoilWhatWasDone(t *testing.T) {
	t.Parallel()
	w := finished(t)
	review := w.state.Task(w.task("water", "review"))
	submit := w.state.Task(w.task("water", "submit"))
	submit.DoneBy, submit.Assignee, submit.SettledAt = "bob", "bob", review.SettledAt.Add(time.Second)
	people := append(staff(), staff()[0])
	people[len(people)-1].person = "bob"
	require.Empty(t, w.policy.CheckGate(w.seenBy(evaluation.System()), "self_check", people.held))
}

func TestAGateLooksAtItsOwnStageAndAtWhatWasCompleted(t *testing.T) {
	t.Parallel()
	w := finished(t)
	nobody := func(evaluation.PersonID, evaluation.RoleID, string, string, time.Time) bool { return false }
	found := w.policy.CheckGate(w.seenBy(evaluation.System()), "self_check", nobody)
	require.Len(t, found, 4) // two submissions, two reviews
	for i := range w.state.Tasks {
		w.state.Tasks[i].State = evaluation.StateReturned
	}
	require.Empty(t, w.policy.CheckGate(w.seenBy(evaluation.System()), "self_check", nobody))
}

// known is staff with others beside them.
func known(more ...evaluation.Actor) register {
	out := staff()
	for _, a := range more {
		for _, g := range a.Grants {
			one := out[0]
			one.person, one.grant = a.Person, g
			out = append(out, one)
		}
	}
	return out
}

func (w *world) gate(stage evaluation.StageID, r register) []policy.Violation {
	w.t.Helper()
	return w.policy.CheckGate(w.seenBy(evaluation.System()), stage, r.held)
}

func TestAGateLooksForTheRoleAtWhomASubstituteStoodInFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self_check")
	w.take(standingIn("rob", ann), evaluation.Complete, w.task("water", "submit"))
	w.take(rob, evaluation.Complete, w.task("road", "submit"))
	for _, item := range []evaluation.ItemID{"water", "road"} {
		w.take(bob, evaluation.Approve, w.task(item, "review"))
	}
	require.Empty(t, w.gate("self_check", staff()), "rob had no role in d1, ann had")

	without := staff()[1:] // ann had none either
	found := w.gate("self_check", without)
	require.Len(t, found, 1)
	require.Equal(t, policy.Violation{
		Task: w.task("water", "submit"), Person: "rob", Role: policy.Section, At: w.state.Task(w.task("water", "submit")).SettledAt,
		Reason: policy.ReasonRoleMissing, Rule: "gate:role-held-at-the-time",
	}, found[0])

	// Somebody for whom he stood in, but not the one who had it.
	w.state.Task(w.task("water", "submit")).OnBehalfOf = "abe"
	found = w.gate("self_check", staff())
	require.Len(t, found, 1)
	require.Equal(t, policy.ReasonNotAssignee, found[0].Reason)
}

func TestAGateHoldsTheDutiesOfBothAgainstASubstitute(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		doer, principal evaluation.PersonID
		more            evaluation.Actor
		rule            string
	}{
		"the substitute handed it in":                  {"ann", "emma", evaluation.Actor{}, notSubmitter},
		"the principal handed it in":                   {"bob", "ann", evaluation.Actor{}, notSubmitter},
		"the substitute held a role in the department": {"abe", "emma", evaluation.Actor{}, "duty:not-department-of-item"},
		"the principal held a role in the department": {
			"bob", "emma", holding(someone("emma"), policy.Section, unit, "d1"), "duty:not-department-of-item",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := inspection(t)
			w.state.Members = append(w.state.Members, evaluation.Member{Person: "ann", Role: policy.Member, Since: noon})
			w.take(emma, evaluation.Approve, w.task("water", "inspect"))
			task := w.state.Task(w.task("water", "inspect"))
			require.Empty(t, w.gate("inspection", staff()))
			task.DoneBy, task.OnBehalfOf, task.Assignee = c.doer, c.principal, c.principal
			found := w.gate("inspection", known(c.more))
			require.Len(t, found, 1)
			require.Equal(t, [2]string{policy.ReasonDutyConflict, c.rule}, [2]string{found[0].Reason, found[0].Rule})
		})
	}
}

func TestAGateCountsNobodyTwice(t *testing.T) {
	t.Parallel()
	w := approval(t)
	for _, member := range []evaluation.Actor{carl, dora, emma} {
		w.do(member, evaluation.Approve, w.task("", "approve", member.Person))
	}
	require.Empty(t, w.gate("roll_up", staff()))
	second := w.state.Task(w.task("", "approve", "emma"))
	second.DoneBy, second.OnBehalfOf = "carl", "emma"
	found := w.gate("roll_up", staff())
	require.Len(t, found, 1)
	require.Equal(t, [3]string{string(second.ID), policy.ReasonDutyConflict, "duty:one-person-one-seat"},
		[3]string{string(found[0].Task), found[0].Reason, found[0].Rule})
}

func TestAGateAsksNoRoleOfAnAddedSignerButEveryDuty(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self_check")
	w.take(ann, evaluation.Complete, w.task("water", "submit"))
	review := w.task("water", "review")
	w.do(bob, evaluation.Claim, review)
	w.must(bob, asking(evaluation.AddSigner, review, "rob"), rob)
	signature := w.task("water", "review", "rob")
	w.do(rob, evaluation.Approve, signature)
	w.do(bob, evaluation.Approve, review)
	require.Empty(t, w.gate("self_check", staff()), "rob signed without the role, as he was asked to")

	w.state.Task(w.task("water", "submit")).OnBehalfOf = "rob"
	found := w.gate("self_check", staff())
	require.NotEmpty(t, found)
	last := found[len(found)-1]
	require.Equal(t, [3]string{string(signature), policy.ReasonDutyConflict, notSubmitter}, [3]string{string(last.Task), last.Reason, last.Rule})

	w.state.Task(signature).AddedBy = "" // then it is a seat like any other
	found = w.gate("self_check", staff())
	require.Contains(t, reasonsOf(found, signature), policy.ReasonRoleMissing)
}

func reasonsOf(found []policy.Violation, task evaluation.TaskID) []string {
	var out []string
	for _, v := range found {
		if v.Task == task {
			out = append(out, v.Reason)
		}
	}
	return out
}

func TestAGateLetsFormerMembersKeepWhatTheyDid(t *testing.T) {
	t.Parallel()
	w := inspection(t)
	w.take(emma, evaluation.Approve, w.task("water", "inspect"))
	task := w.state.Task(w.task("water", "inspect"))
	for i := range w.state.Members {
		if w.state.Members[i].Person == "emma" {
			w.state.Members[i].Until = task.SettledAt.Add(time.Second)
		}
	}
	require.Empty(t, w.gate("inspection", staff()), "she left afterwards")
	for i := range w.state.Members {
		if w.state.Members[i].Person == "emma" {
			w.state.Members[i].Until = task.SettledAt.Add(-time.Second)
		}
	}
	require.Equal(t, []string{policy.ReasonRoleMissing}, reasonsOf(w.gate("inspection", staff()), task.ID), "she had left")
}

func TestAGateHoldsARecusalAgainstWhatCameAfterIt(t *testing.T) {
	t.Parallel()
	w := inspection(t)
	w.take(emma, evaluation.Approve, w.task("water", "inspect"))
	task := w.state.Task(w.task("water", "inspect"))
	w.state.Recusals = []evaluation.Recusal{{Person: "emma", Item: "water", At: task.SettledAt.Add(time.Second)}}
	require.Empty(t, w.gate("inspection", staff()), "she recused herself afterwards")
	w.state.Recusals[0].At = task.SettledAt.Add(-time.Second)
	require.Equal(t, []string{policy.ReasonDutyConflict}, reasonsOf(w.gate("inspection", staff()), task.ID))
}

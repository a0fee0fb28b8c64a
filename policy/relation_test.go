package policy_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/policy"
)

// tell decides a command that is not from commandFor, and keeps what comes of it.
func (w *world) tell(a evaluation.Actor, c evaluation.Command, others ...evaluation.Actor) (evaluation.Outcome, error) {
	s := w.seenBy(a)
	s.Others = others
	out, err := w.policy.Decide(s, c)
	w.fold(a, out.Events...)
	return out, err
}

// must is tell for what must be allowed.
func (w *world) must(a evaluation.Actor, c evaluation.Command, others ...evaluation.Actor) {
	w.t.Helper()
	out, err := w.tell(a, c, others...)
	require.NoError(w.t, err)
	require.NoError(w.t, out.Refusal)
}

func asking(a evaluation.Action, task evaluation.TaskID, whom evaluation.PersonID) evaluation.Command {
	c := commandFor(a, task)
	c.Person = whom
	return c
}

func TestADelegatePreparesAndHandsBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self_check")
	task := w.task("water", "submit")
	w.do(ann, evaluation.Claim, task)
	w.must(ann, asking(evaluation.Delegate, task, "bob"), bob)

	// bob has no role that the task asks for: he was invited to it.
	for _, a := range []evaluation.Action{policy.Read, evaluation.Draft, evaluation.Supply, evaluation.Comment} {
		d, err := w.policy.Authorize(w.seenBy(bob), a, task)
		require.NoError(t, err, a)
		require.Equal(t, "casbin:task/"+string(a)+"/invited", d.Rule)
	}
	out, err := w.try(bob, evaluation.Complete, task)
	refusal(t, out, err, fault.Conflict, "task_delegated", "state:claimed")
	for _, a := range []evaluation.Action{evaluation.Release, evaluation.Transfer, evaluation.Delegate, evaluation.AddSigner, evaluation.AskExtension} {
		out, err := w.tell(bob, asking(a, task, "abe"), abe)
		refusal(t, out, err, fault.Forbidden, "role_missing", "casbin:task/"+string(a)+"/invited")
	}
	out, err = w.try(ann, evaluation.Complete, task)
	require.Equal(t, "bob", refusal(t, out, err, fault.Forbidden, "not_assignee", "assignment:assignee-only")["by"])
	out, err = w.try(abe, evaluation.HandBack, task) // a colleague of the owner
	refusal(t, out, err, fault.Forbidden, "not_assignee", "assignment:assignee-only")

	w.do(bob, evaluation.HandBack, task)
	w.do(ann, evaluation.Complete, task)
}

func TestAnOwnerCallsBackWhatWasDelegated(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self_check")
	task := w.task("water", "submit")
	w.do(ann, evaluation.Claim, task)
	w.must(ann, asking(evaluation.Delegate, task, "bob"), bob)
	w.do(ann, evaluation.HandBack, task)
	_, err := w.policy.Authorize(w.seenBy(bob), evaluation.Draft, task)
	require.ErrorIs(t, err, fault.New(fault.Forbidden, "not_candidate", ""))
	w.do(ann, evaluation.Complete, task)
}

func TestAnAddedSignerSignsWithoutTheRole(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self_check")
	w.take(ann, evaluation.Complete, w.task("water", "submit"))
	review := w.task("water", "review")
	w.do(bob, evaluation.Claim, review)
	head := holding(someone("hana"), policy.UnitHead, unit)
	w.must(bob, asking(evaluation.AddSigner, review, "hana"), head)
	d, err := w.policy.Authorize(w.seenBy(head), evaluation.Approve, w.task("water", "review", "hana"))
	require.NoError(t, err)
	require.Equal(t, "casbin:task/approve/invited", d.Rule)
	require.Equal(t, policy.UnitHead, d.Role)

	// Who has left the unit is nobody whom anybody could have invited.
	_, err = w.policy.Authorize(w.seenBy(someone("hana")), evaluation.Approve, w.task("water", "review", "hana"))
	require.ErrorIs(t, err, fault.New(fault.Forbidden, "role_missing", ""))

	out, err := w.tell(bob, asking(evaluation.AddSigner, review, "ann"), ann) // handed it in
	require.Equal(t, notSubmitter, refusal(t, out, err, fault.Conflict, "person_excluded", notSubmitter)["rule"])
}

func TestOnlyWhoDidItWithdrawsIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self_check")
	task := w.task("water", "submit")
	w.take(ann, evaluation.Complete, task)
	out, err := w.try(abe, evaluation.Withdraw, task)
	refusal(t, out, err, fault.Forbidden, "role_missing", "casbin:task/withdraw/candidate")
	out, err = w.try(bob, evaluation.Withdraw, task)
	refusal(t, out, err, fault.Forbidden, "not_candidate", "casbin:task/withdraw/unit")
	d, err := w.policy.Authorize(w.seenBy(ann), evaluation.Withdraw, task)
	require.NoError(t, err)
	require.Equal(t, "casbin:task/withdraw/doer", d.Rule)

	w.do(bob, evaluation.Claim, w.task("water", "review"))
	out, err = w.try(ann, evaluation.Withdraw, task)
	refusal(t, out, err, fault.Conflict, "withdrawn_too_late", "state:completed")
}

func TestWhoIsNamedDecidesOnTimeButNotOnHisOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.def.Stages[0].Extension = &evaluation.ExtensionRule{By: []evaluation.RoleID{policy.Chair, policy.Section}}
	w.open("self_check")
	task := w.task("water", "submit")
	w.do(ann, evaluation.Claim, task)
	w.do(ann, evaluation.AskExtension, task)

	out, err := w.try(ann, evaluation.GrantExtension, task) // a section, which may in general
	refusal(t, out, err, fault.Forbidden, "role_missing", "casbin:task/grant_extension/assignee")
	out, err = w.try(standingIn("ann", abe), evaluation.GrantExtension, task)
	refusal(t, out, err, fault.Forbidden, "role_missing", "casbin:task/grant_extension/candidate")
	out, err = w.try(bob, evaluation.GrantExtension, task)
	refusal(t, out, err, fault.Forbidden, "not_candidate", "casbin:task/grant_extension/unit")
	d, err := w.policy.Authorize(w.seenBy(dora), evaluation.RefuseExtension, task)
	require.NoError(t, err)
	require.Equal(t, "casbin:task/refuse_extension/decider", d.Rule)
	w.do(dora, evaluation.GrantExtension, task)
}

func TestASubstituteHasWhatThePrincipalHasAndNoMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self_check")
	task := w.task("water", "submit")
	w.do(ann, evaluation.Claim, task)
	robForAnn := standingIn("rob", ann)
	out, err := w.try(rob, evaluation.Complete, task)
	refusal(t, out, err, fault.Forbidden, "not_candidate", "casbin:task/complete/unit")
	w.do(robForAnn, evaluation.Complete, task)
	done := w.state.Task(task)
	require.Equal(t, [3]evaluation.PersonID{"rob", "ann", "ann"}, [3]evaluation.PersonID{done.DoneBy, done.OnBehalfOf, done.Assignee})

	// His own section is no role of hers.
	out, err = w.try(robForAnn, evaluation.Claim, w.task("road", "submit"))
	refusal(t, out, err, fault.Forbidden, "not_candidate", "casbin:task/claim/unit")
}

func TestASubstituteHasNoSecondVoice(t *testing.T) {
	t.Parallel()
	w := approval(t)
	carlForEmma := standingIn("carl", emma)
	out, err := w.try(carlForEmma, evaluation.Approve, w.task("", "approve", "emma"))
	refusal(t, out, err, fault.Forbidden, "duty_conflict", "duty:one-person-one-seat")
	annForEmma := standingIn("ann", emma)
	w.do(annForEmma, evaluation.Approve, w.task("", "approve", "emma"))
	out, err = w.try(standingIn("ann", dora), evaluation.Approve, w.task("", "approve", "dora"))
	refusal(t, out, err, fault.Forbidden, "duty_conflict", "duty:one-person-one-seat")
}

// approval is the moment at which the group approves.
func approval(t testing.TB) *world {
	t.Helper()
	w := inspection(t)
	w.take(carl, evaluation.Approve, w.task("water", "inspect"))
	w.take(emma, evaluation.Approve, w.task("road", "inspect"))
	w.settle("inspection")
	w.open("roll_up")
	w.take(bob, evaluation.Complete, w.task("", "compile"))
	return w
}

func TestWhoIsRecusedHasNothingMoreToDoWithAMatter(t *testing.T) {
	t.Parallel()
	w := inspection(t)
	task := w.task("water", "inspect")
	w.do(carl, evaluation.Claim, task)
	w.do(carl, evaluation.Recuse, task)
	require.Equal(t, evaluation.StateOpen, w.state.Task(task).State)
	for _, a := range []evaluation.Actor{carl, standingIn("carl", emma), standingIn("emma", carl)} {
		for _, action := range []evaluation.Action{evaluation.Claim, evaluation.Recuse} {
			out, err := w.try(a, action, task)
			refusal(t, out, err, fault.Forbidden, "duty_conflict", "duty:recused")
		}
	}
	w.do(carl, evaluation.Claim, w.task("road", "inspect")) // another matter
	w.take(emma, evaluation.Approve, task)
}

// The office can move any matter, but not past the check of its own work.
func TestWhoHandedInDoesNotJumpOverTheReview(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self_check")
	officer := holding(ann, policy.UnitOffice, unit)
	w.take(officer, evaluation.Complete, w.task("water", "submit"))
	c := evaluation.Command{Action: evaluation.Jump, Task: w.task("water", "review"), To: "submit", Reason: "材料不全"}
	out, err := w.tell(officer, c)
	refusal(t, out, err, fault.Forbidden, "duty_conflict", notSubmitter)
	w.must(holding(someone("olga"), policy.UnitOffice, unit), c)
}

func TestASuspendedEvaluationIsTheReasonForItsTasks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self_check")
	task := w.task("water", "submit")
	office := holding(someone("olga"), policy.UnitOffice, unit)
	w.must(office, evaluation.Command{Action: evaluation.Suspend, Reason: "审计进点"})
	out, err := w.try(ann, evaluation.Claim, task)
	refusal(t, out, err, fault.Conflict, "evaluation_suspended", "state:suspended")
	for _, told := range w.policy.Explain(w.seenBy(ann), task) {
		if told.Action == evaluation.Claim {
			require.Equal(t, "state:suspended", told.Rule)
			require.Equal(t, "evaluation_suspended", told.Reason)
		}
	}
	w.must(office, evaluation.Command{Action: evaluation.Resume})
	w.do(ann, evaluation.Claim, task)
}

// whole is a command on the evaluation whose input is in order.
func whole(a evaluation.Action) evaluation.Command { return commandFor(a, "") }

// TestExplainEvaluationAgreesWithDecide goes through every role, state and
// action on the evaluation as a whole.
func TestExplainEvaluationAgreesWithDecide(t *testing.T) {
	t.Parallel()
	p := newPolicy(t)
	for _, role := range matrixRoles() {
		for _, rel := range []evaluation.Relation{evaluation.RelationUnit, evaluation.RelationReceiver, evaluation.RelationNone} {
			for _, of := range evaluation.States() {
				for _, proposer := range []evaluation.PersonID{"", "other", "me"} {
					if isAppointed(role) && rel == evaluation.RelationReceiver {
						continue
					}
					s := standing(t, role, rel)
					grouped(s, of, proposer)
					agreeOnWhole(t, p, s, string(role), string(rel), string(of), string(proposer))
					s.Actor.Person, s.Actor.OnBehalfOf = "deputy", "me"
					agreeOnWhole(t, p, s, string(role), string(rel), string(of), string(proposer), "by another")
				}
			}
		}
	}
}

// grouped forms the group, with a change that somebody proposed.
func grouped(s *evaluation.Situation, of evaluation.State, proposer evaluation.PersonID) {
	e := s.Evaluation
	e.State, e.Group = of, &evaluation.Group{}
	if of == evaluation.Suspended {
		e.SuspendedAt = noon.Add(-time.Hour)
	}
	if _, known := s.Definition.Role(policy.Member); !known {
		s.Definition.Roles = append(s.Definition.Roles, evaluation.Role{ID: policy.Member, HeldBy: evaluation.HeldByAppointment})
	}
	if proposer != "" {
		e.GroupChange = &evaluation.GroupChange{By: proposer, At: noon, Join: []evaluation.Appointment{{Person: "heir", Role: policy.Member}}}
	}
	s.Others = []evaluation.Actor{heir(e.Task("task"))}
	s.Calendar = calendar.China()
	published(s, proposer)
}

// published lets there be something to correct, and a correction that somebody
// proposed. What its approval leads to is the core's own matter.
func published(s *evaluation.Situation, proposer evaluation.PersonID) {
	if proposer == "other" {
		return // as in a process without corrections
	}
	s.Definition.Correction = &evaluation.CorrectionRule{
		By: []evaluation.RoleID{policy.Member, policy.FinanceOffice}, ApprovedBy: []evaluation.RoleID{policy.Member}, Reopens: "stage",
	}
	s.Evaluation.Publication = &evaluation.Publication{Digest: "aa"}
	if proposer != "" {
		s.Evaluation.Corrections = []evaluation.Correction{{Number: 1, Digest: "aa", State: evaluation.CorrectionWaiting, By: proposer}}
	}
}

func agreeOnWhole(t *testing.T, p *policy.Policy, s *evaluation.Situation, where ...string) {
	t.Helper()
	told := p.ExplainEvaluation(s)
	for i, a := range evaluation.EvaluationActions() {
		out, err := p.Decide(s, whole(a))
		if len(told) == 0 {
			require.Equal(t, fault.NotFound, fault.CodeOf(err), "%v %s", where, a)
			continue
		}
		require.NoError(t, err, "%v %s", where, a)
		require.Equal(t, a, told[i].Action)
		require.NotEmpty(t, p.Wording(out.Rule), out.Rule)
		require.Equal(t, told[i].Allowed, out.Refusal == nil, "%v %s: %v", where, a, out.Refusal)
		require.Equal(t, told[i].Rule, out.Rule, "%v %s", where, a)
		if !told[i].Allowed {
			f := fault.As(out.Refusal)
			require.Equal(t, told[i].Reason, f.Reason, "%v %s", where, a)
			require.Equal(t, told[i].Params, f.Params, "%v %s", where, a)
			require.NotEmpty(t, policy.ReasonWording(f.Reason), f.Reason)
		}
	}
}

func TestNobodyDecidesOnHisOwnProposal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.state.Group = &evaluation.Group{}
	head := holding(someone("hana"), policy.UnitHead, unit)
	both := holding(holding(someone("olga"), policy.UnitOffice, unit), policy.UnitHead, unit)
	w.must(both, whole(evaluation.ProposeChange), heir(&evaluation.Task{}))
	for _, a := range []evaluation.Actor{both, standingIn("olga", head), standingIn("hana", both)} {
		for _, action := range []evaluation.Action{evaluation.ApproveChange, evaluation.RefuseChange} {
			out, err := w.tell(a, whole(action))
			refusal(t, out, err, fault.Forbidden, "duty_conflict", "duty:not-proposer")
		}
	}
	w.must(head, whole(evaluation.ApproveChange))
}

func TestAnActionOnATaskIsNoneOnTheEvaluation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, a := range []evaluation.Action{evaluation.Claim, evaluation.Jump, "fly"} {
		out, err := w.tell(holding(someone("hana"), policy.UnitHead, unit), whole(a))
		require.ErrorIs(t, err, fault.New(fault.Invalid, "unknown_action", ""))
		require.Empty(t, out)
	}
}

package policy_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/policy"
)

// Neither oversight nor administration has any of the actions on a task or on
// an evaluation, however they stand to it.
func TestAuditorsAndAdministratorsChangeNothing(t *testing.T) {
	t.Parallel()
	p := newPolicy(t)
	for _, role := range append(policy.AdministratorRoles(), policy.Auditor) {
		for _, rel := range evaluation.Relations() {
			s := standing(t, role, rel)
			for _, a := range evaluation.TaskActions() {
				d, err := p.Authorize(s, a, "task")
				require.Error(t, err, "%s %s %s", role, a, rel)
				require.False(t, d.Allowed)
			}
			for _, a := range evaluation.EvaluationActions() {
				d, err := p.AuthorizeEvaluation(s, a)
				if role == policy.Auditor && holds(a) && err == nil {
					continue
				}
				require.Error(t, err, "%s %s %s", role, a, rel)
				require.False(t, d.Allowed)
			}
		}
	}
}

// holds tells of what an auditor may order: that things stay as they are.
func holds(a evaluation.Action) bool { return a == evaluation.PlaceHold || a == evaluation.LiftHold }

// They are not asked to do anything either, since all would wait for them.
func TestAuditorsAreNotAskedToSignNorToPrepare(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self_check")
	task := w.task("water", "submit")
	w.do(ann, evaluation.Claim, task)
	auditor := holding(someone("heir"), policy.Auditor, unit)
	for _, a := range []evaluation.Action{evaluation.AddSigner, evaluation.Delegate} {
		for _, asked := range []struct {
			person evaluation.Actor
			refuse bool
		}{{auditor, true}, {holding(auditor, policy.Bureau, stranger), true}, {holding(auditor, policy.FinanceOffice, unit), false}} {
			s := w.seenBy(ann)
			s.Others = []evaluation.Actor{bob, asked.person}
			out, err := w.policy.Decide(s, commandFor(a, task))
			require.NoError(t, err)
			require.Equal(t, asked.refuse, out.Refusal != nil, "%s %v", a, out.Refusal)
			if asked.refuse {
				refusal(t, out, err, fault.Conflict, "person_without_role", "state:claimed")
			}
		}
	}
}

func TestTheAuditorReadsAndChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self_check")
	task := w.task("water", "submit")
	auditor := holding(someone("nora"), policy.Auditor, unit)
	before := w.state.Task(task).Version
	for _, a := range evaluation.TaskActions() {
		out, err := w.try(auditor, a, task)
		refusal(t, out, err, fault.Forbidden, "role_missing", "casbin:task/"+string(a)+"/unit")
	}
	require.Equal(t, before, w.state.Task(task).Version)
	for _, o := range []policy.Object{policy.ObjectEvaluation, policy.ObjectJournal, policy.ObjectDossier} {
		d, err := w.policy.AuthorizeObject(w.seenBy(auditor), o, policy.Read, "")
		require.NoError(t, err)
		require.Equal(t, policy.Auditor, d.Role)
	}
}

func TestAdministratorsHaveNoPartInTheWork(t *testing.T) {
	t.Parallel()
	p := newPolicy(t)
	for _, role := range policy.AdministratorRoles() {
		for _, rel := range evaluation.Relations() {
			s := standing(t, role, rel)
			for _, o := range policy.Objects() {
				for _, a := range policy.ActionsOn(o) {
					task := evaluation.TaskID("")
					if o == policy.ObjectTask || o == policy.ObjectMaterial {
						task = "task"
					}
					d, err := p.AuthorizeObject(s, o, a, task)
					may := administers(role, o, a) || role == policy.AuditAdmin && o == policy.ObjectJournal && a != policy.ReadContent ||
						role == policy.SecurityAdmin && o == policy.ObjectSubstitution && a != policy.Ask
					may = may && s.RelationToEvaluation() == evaluation.RelationUnit
					require.Equal(t, may, d.Allowed, "%s %s %s %s", role, a, o, rel)
					require.Equal(t, may, err == nil)
				}
			}
		}
	}
}

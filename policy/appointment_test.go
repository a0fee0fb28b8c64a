package policy_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/policy"
)

func TestAnAppointedPersonActsInTheAppointedRole(t *testing.T) {
	t.Parallel()
	w := inspection(t)
	d, err := w.policy.Authorize(w.seenBy(holding(carl, policy.UnitHead, unit)), evaluation.Claim, w.task("water", "inspect"))
	require.NoError(t, err)
	require.Equal(t, policy.Member, d.Role)
}

func TestAnAppointmentInAnotherEvaluationIsNone(t *testing.T) {
	t.Parallel()
	w := inspection(t)
	elsewhere := newWorld(t)
	elsewhere.state.Members = append(elsewhere.state.Members, evaluation.Member{Person: "gina", Role: policy.Member, Since: noon})
	out, err := w.try(someone("gina"), evaluation.Claim, w.task("water", "inspect"))
	unknownTask(t, out, err)
	_, err = elsewhere.policy.AuthorizeEvaluation(elsewhere.seenBy(someone("gina")), policy.Read)
	require.NoError(t, err)
}

func TestAStandingGrantOfAnAppointedRoleIsWorthNothing(t *testing.T) {
	t.Parallel()
	w := inspection(t)
	out, err := w.try(holding(someone("hugo"), policy.Chair, unit), evaluation.Claim, w.task("water", "inspect"))
	refusal(t, out, err, fault.Forbidden, "role_missing", "casbin:task/claim/unit")

	w.def.Roles[4].HeldBy = evaluation.HeldByUnit // a definition that asks units for a chair
	out, err = w.try(holding(someone("hugo"), policy.Chair, unit), evaluation.Claim, w.task("water", "inspect"))
	refusal(t, out, err, fault.Forbidden, "role_missing", "casbin:task/claim/candidate")
}

func TestAnAppointmentUnderTheNameOfAnOfficeIsOnlyAnAppointment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.def.Roles = append(w.def.Roles, evaluation.Role{ID: policy.AuditAdmin, HeldBy: evaluation.HeldByAppointment},
		evaluation.Role{ID: policy.UnitOffice, HeldBy: evaluation.HeldByAppointment})
	w.state.Members = append(w.state.Members, evaluation.Member{Person: "ivan", Role: policy.AuditAdmin}, evaluation.Member{Person: "ivan", Role: "unknown"})
	d, err := w.policy.AuthorizeObject(w.seenBy(someone("ivan")), policy.ObjectEvaluation, policy.Start, "")
	require.ErrorIs(t, err, fault.New(fault.Forbidden, "role_missing", ""))
	require.False(t, d.Allowed)
}

func TestAMemberWhomTheDefinitionDoesNotAppointHoldsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.state.Members = append(w.state.Members, evaluation.Member{Person: "ivan", Role: "unknown"}, evaluation.Member{Person: "ivan", Role: policy.Section})
	_, err := w.policy.AuthorizeEvaluation(w.seenBy(someone("ivan")), policy.Read)
	require.ErrorIs(t, err, fault.New(fault.Forbidden, "role_missing", ""))
}

// A role that does tasks but is kept from one action lacks the right to it,
// not the role that the task asks for.
func TestACandidateWhomTheFileKeepsOutLacksTheRole(t *testing.T) {
	t.Parallel()
	model, rules := policy.Shipped()
	strict, err := policy.Build(model, strings.Replace(rules, "p, participant, task, claim,    candidate\n", "", 1))
	require.NoError(t, err)
	_, err = strict.Authorize(standing(t, policy.Section, evaluation.RelationCandidate), evaluation.Claim, "task")
	require.ErrorIs(t, err, fault.New(fault.Forbidden, "role_missing", ""))
}

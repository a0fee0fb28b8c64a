package policy_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/evaluation"
	"jiheng/policy"
)

func TestProperty_ExplainAgreesWithDecide(t *testing.T) {
	t.Parallel()
	p := newPolicy(t)
	rapid.Check(t, func(t *rapid.T) { agree(t, p, drawn(t)) })
}

func TestProperty_OnlyTheAssigneeDoesATask(t *testing.T) {
	t.Parallel()
	p := newPolicy(t)
	done := 0
	rapid.Check(t, func(t *rapid.T) {
		s := drawn(t)
		for _, a := range personal {
			if allowed(t, p, s, a) {
				done++
				task := s.Evaluation.Task("task")
				require.Contains(t, []evaluation.Relation{evaluation.RelationAssignee, evaluation.RelationInvited}, s.Relation(task))
				require.Equal(t, s.Actor.Principal(), task.Assignee)
				require.NotContains(t, []evaluation.PersonID{"", evaluation.SystemPerson}, s.Actor.Person)
			}
		}
	})
	require.Positive(t, done, "nothing was ever allowed, so nothing was tested")
}

func TestProperty_NobodyExcludedActs(t *testing.T) {
	t.Parallel()
	p := newPolicy(t)
	kept := 0
	rapid.Check(t, func(t *rapid.T) {
		s := drawn(t)
		if s.Excluded(s.Evaluation.Task("task")) == "" {
			return
		}
		kept++
		for _, a := range moves {
			require.False(t, allowed(t, p, s, a), a)
		}
	})
	require.Positive(t, kept, "nobody was ever excluded, so nothing was tested")
}

// A role that has no part in the work gives none, whatever a definition asks.
func TestProperty_OversightAndAdministrationChangeNothing(t *testing.T) {
	t.Parallel()
	p := newPolicy(t)
	rapid.Check(t, func(t *rapid.T) {
		s := drawn(t)
		s.Evaluation.Members = nil
		idle := append(policy.AdministratorRoles(), policy.Auditor)
		s.Actor.Grants = slices.DeleteFunc(s.Actor.Grants, func(g evaluation.Grant) bool { return !slices.Contains(idle, g.Role) })
		for _, a := range evaluation.TaskActions() {
			require.False(t, allowed(t, p, s, a), a)
		}
		auditor := slices.ContainsFunc(s.Actor.Grants, func(g evaluation.Grant) bool { return g.Role == policy.Auditor })
		for _, a := range evaluation.EvaluationActions() {
			d, err := p.AuthorizeEvaluation(s, a)
			if auditor && holds(a) {
				continue // that things stay as they are
			}
			require.Error(t, err, a)
			require.False(t, d.Allowed, a)
		}
	})
}

// What the duties of either hand forbid is forbidden to both together.
func TestProperty_ASubstituteIsBoundByTheDutiesOfBoth(t *testing.T) {
	t.Parallel()
	p := newPolicy(t)
	kept := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		s := drawn(t)
		if s.Actor.OnBehalfOf == "" {
			return
		}
		task := s.Evaluation.Task("task")
		for hand, a := range hands(s.Actor) {
			alone := *s
			alone.Actor = a
			if rule := alone.Excluded(task); rule != "" {
				kept[hand]++
				for _, a := range moves {
					require.False(t, allowed(t, p, s, a), "%s: %s is kept by %s", a, hand, rule)
				}
			}
		}
	})
	require.Positive(t, kept["substitute"], "no substitute was ever kept from anything")
	require.Positive(t, kept["principal"], "no principal was ever kept from anything")
}

// hands are both who act when one stands in for the other.
func hands(a evaluation.Actor) map[string]evaluation.Actor {
	return map[string]evaluation.Actor{
		"substitute": {Person: a.Person, DepartmentID: a.Own.DepartmentID, Grants: a.Own.Grants},
		"principal":  {Person: a.OnBehalfOf, DepartmentID: a.DepartmentID, Grants: a.Grants},
	}
}

// Every allowed action is allowed by a role that the actor holds in the unit
// of the task or of the evaluation, or by an appointment within it.
func TestProperty_ARoleElsewhereIsWorthNothing(t *testing.T) {
	t.Parallel()
	p := newPolicy(t)
	rapid.Check(t, func(t *rapid.T) {
		s := drawn(t)
		s.Evaluation.Members = nil
		s.Actor.Grants = slices.DeleteFunc(s.Actor.Grants, func(g evaluation.Grant) bool { return g.UnitID == unit || g.UnitID == receiver })
		for _, o := range policy.Objects() {
			for _, a := range policy.ActionsOn(o) {
				d, err := p.AuthorizeObject(s, o, a, "")
				require.Error(t, err)
				require.False(t, d.Allowed, "%s %s", a, o)
			}
		}
		for _, a := range evaluation.TaskActions() {
			require.False(t, allowed(t, p, s, a), a)
		}
	})
}

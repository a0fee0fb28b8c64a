package policy_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/policy"
)

// kinds are the steps that tell actions apart: completed, decided, decided
// without return.
func kinds() map[string]evaluation.StepDefinition {
	material := []evaluation.MaterialKind{{ID: "report", Title: "报告"}}
	return map[string]evaluation.StepDefinition{
		"completing": {ID: "do", Quorum: evaluation.QuorumOne, Materials: material},
		"deciding":   {ID: "do", Quorum: evaluation.QuorumOne, Materials: material, Decides: true, ReturnTo: "before"},
		"confirming": {ID: "do", Quorum: evaluation.QuorumOne, Materials: material, Decides: true},
	}
}

// TestExplainAgreesWithDecide goes through every kind of step, state, relation
// and action, on a task for all and for one, running and finished.
func TestExplainAgreesWithDecide(t *testing.T) {
	t.Parallel()
	p := newPolicy(t)
	for kind, step := range kinds() {
		for _, rel := range evaluation.Relations() {
			for _, state := range evaluation.TaskStates() {
				for _, seat := range []int{0, 1} {
					for _, of := range evaluation.States() {
						s := standing(t, policy.FinanceOffice, rel)
						s.Definition.Stages[0].Steps[1] = step
						s.Evaluation.State = of
						supplied(s)
						task := &s.Evaluation.Tasks[0]
						task.State, task.Seat = state, seat
						if state == evaluation.StateOpen {
							task.Assignee = ""
						}
						agree(t, p, s, kind, string(rel), string(state), string(of))
					}
				}
			}
		}
	}
}

func supplied(s *evaluation.Situation) {
	s.Evaluation.Materials = []evaluation.Material{{ID: "m", Task: "task", Item: s.Evaluation.Task("task").Item, Kind: "report", Version: 1}}
}

// testing.T and rapid.T both are.
type asserts interface {
	require.TestingT
	Helper()
}

// agree asserts that Explain tells exactly what Decide does to a command whose
// input is in order, and that nothing is left unworded.
func agree(t asserts, p *policy.Policy, s *evaluation.Situation, where ...string) {
	t.Helper()
	told := p.Explain(s, "task")
	require.Contains(t, []int{0, len(evaluation.TaskActions())}, len(told), where)
	for i, a := range evaluation.TaskActions() {
		out, err := p.Decide(s, commandFor(a, "task"))
		if len(told) == 0 {
			require.Equal(t, fault.NotFound, fault.CodeOf(err), "%v %s", where, a)
			require.Empty(t, out)
			continue
		}
		require.NoError(t, err, "%v %s", where, a)
		require.Equal(t, a, told[i].Action)
		require.Equal(t, told[i].Allowed, out.Refusal == nil, "%v %s: %v", where, a, out.Refusal)
		require.Equal(t, told[i].Rule, out.Rule, "%v %s", where, a)
		require.NotEmpty(t, p.Wording(out.Rule), "rule %s has no wording", out.Rule)
		if !told[i].Allowed {
			f := fault.As(out.Refusal)
			require.Equal(t, told[i].Reason, f.Reason, "%v %s", where, a)
			require.Equal(t, told[i].Params, f.Params, "%v %s", where, a)
			require.NotEmpty(t, policy.ReasonWording(f.Reason), "reason %s has no wording", f.Reason)
		}
	}
}

func TestATaskThatThereIsNotIsNotExplained(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require.Nil(t, w.policy.Explain(w.seenBy(ann), "ev-1:no:such:task:1"))
}

// drawn is a situation such as no process would make on purpose: any role may
// be asked for, held anywhere, appointed or not, by people with a past.
func drawn(t *rapid.T) *evaluation.Situation {
	roles := append(matrixRoles(), "unheard_of")
	people := []evaluation.PersonID{"me", "you", "system", ""}
	asked := rapid.SliceOfNDistinct(rapid.SampledFrom(roles), 1, 3, rapid.ID[evaluation.RoleID]).Draw(t, "asked")
	var declared []evaluation.Role
	for _, r := range roles {
		declared = append(declared, evaluation.Role{ID: r, HeldBy: rapid.SampledFrom(evaluation.Holdings()).Draw(t, "held by")})
	}
	_, steps := names(kinds())
	step := rapid.SampledFrom(steps).Draw(t, "step")
	if rapid.Bool().Draw(t, "excludes doer") {
		step.Excludes = append(step.Excludes, evaluation.Exclusion{DoerOf: &evaluation.StepRef{Stage: "work", Step: "before"}})
	}
	if rapid.Bool().Draw(t, "excludes department") {
		step.Excludes = append(step.Excludes, evaluation.Exclusion{DepartmentOfItem: true})
	}
	s := oneTask(declared, step)
	department := rapid.SampledFrom([]string{"", "d1", "d2"})
	where := rapid.SampledFrom([]string{unit, receiver, stranger, ""})
	e := s.Evaluation
	e.Items = []evaluation.Item{{ID: "item", DepartmentID: department.Draw(t, "department of item")}}
	task := &e.Tasks[0]
	task.Item, task.Roles = "item", asked
	supplied(s)
	task.State = rapid.SampledFrom(evaluation.TaskStates()).Draw(t, "state")
	task.Assignee = rapid.SampledFrom(people).Draw(t, "assignee")
	task.UnitID = rapid.SampledFrom([]string{unit, receiver}).Draw(t, "unit of task")
	task.DepartmentID = department.Draw(t, "department of task")
	task.Effect = rapid.SampledFrom([]evaluation.Effect{"", "", "", evaluation.EffectSeal}).Draw(t, "effect")
	e.Tasks = append(e.Tasks, evaluation.Task{
		ID: "earlier", Stage: "work", Item: "item", Step: "before", Round: 1, State: evaluation.StateCompleted,
		DoneBy: rapid.SampledFrom(people).Draw(t, "done by"), OnBehalfOf: rapid.SampledFrom(people).Draw(t, "done for"),
	})
	if rapid.Bool().Draw(t, "filed") {
		e.Filing = &evaluation.Filing{}
	}
	for range rapid.IntRange(0, 3).Draw(t, "members") {
		e.Members = append(e.Members, evaluation.Member{
			Person: rapid.SampledFrom(people).Draw(t, "member"), Role: rapid.SampledFrom(roles).Draw(t, "as"), Since: noon,
		})
	}
	s.Actor = evaluation.Actor{
		Person:       rapid.SampledFrom([]evaluation.PersonID{"me", "me", "me", "me", "system", ""}).Draw(t, "actor"),
		OnBehalfOf:   rapid.SampledFrom(people).Draw(t, "on behalf of"),
		DepartmentID: department.Draw(t, "own department"),
	}
	for range rapid.IntRange(0, 4).Draw(t, "grants") {
		s.Actor.Grants = append(s.Actor.Grants, evaluation.Grant{
			Role: rapid.SampledFrom(roles).Draw(t, "role"), UnitID: where.Draw(t, "in"), DepartmentID: department.Draw(t, "of"),
		})
	}
	if rapid.Bool().Draw(t, "entitled") {
		entitle(t, s)
	}
	return s
}

// entitle makes the actor somebody whom the task asks for, since that hardly
// happens by chance; all that stands in the way stays.
func entitle(t *rapid.T, s *evaluation.Situation) {
	task := s.Evaluation.Task("task")
	role := rapid.SampledFrom([]evaluation.RoleID{policy.Section, policy.FinanceOffice, policy.Bureau, policy.Chair, expert}).Draw(t, "entitled as")
	task.Roles, task.Effect, s.Actor.Person = []evaluation.RoleID{role}, evaluation.EffectNone, "me"
	for i := range s.Definition.Roles {
		if d := &s.Definition.Roles[i]; d.ID == role {
			d.HeldBy = evaluation.HeldByUnit
			if isAppointed(role) {
				d.HeldBy = evaluation.HeldByAppointment
			}
		}
	}
	if isAppointed(role) {
		s.Evaluation.Members = append(s.Evaluation.Members, evaluation.Member{Person: "me", Role: role, Since: noon})
	} else {
		s.Actor.Grants = append(s.Actor.Grants, evaluation.Grant{Role: role, UnitID: task.UnitID, DepartmentID: task.DepartmentID})
	}
	if rapid.IntRange(0, 3).Draw(t, "takes it") > 0 {
		task.State, task.Assignee = evaluation.StateClaimed, "me"
	}
}

func names(m map[string]evaluation.StepDefinition) (keys []string, steps []evaluation.StepDefinition) {
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		steps = append(steps, m[k])
	}
	return keys, steps
}

func TestProperty_ExplainAgreesWithDecide(t *testing.T) {
	t.Parallel()
	p := newPolicy(t)
	rapid.Check(t, func(t *rapid.T) { agree(t, p, drawn(t)) })
}

// moves are the actions that change something or take hold of it.
var moves = []evaluation.Action{
	evaluation.Claim, evaluation.Draft, evaluation.Complete, evaluation.Approve, evaluation.Return, evaluation.Supply,
}

func TestProperty_OnlyTheAssigneeDoesATask(t *testing.T) {
	t.Parallel()
	p := newPolicy(t)
	done := 0
	rapid.Check(t, func(t *rapid.T) {
		s := drawn(t)
		for _, a := range append(slices.Clone(moves[1:]), evaluation.Release) {
			if allowed(t, p, s, a) {
				done++
				task := s.Evaluation.Task("task")
				require.Equal(t, evaluation.RelationAssignee, s.Relation(task))
				require.Equal(t, s.Actor.Person, task.Assignee)
				require.Equal(t, evaluation.PersonID("me"), s.Actor.Person)
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
	})
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

// allowed tells whether a command goes through, by all three who answer.
func allowed(t *rapid.T, p *policy.Policy, s *evaluation.Situation, a evaluation.Action) bool {
	out, err := p.Decide(s, commandFor(a, "task"))
	through := err == nil && out.Refusal == nil
	d, refused := p.Authorize(s, a, "task")
	require.Equal(t, d.Allowed, refused == nil)
	if through {
		require.True(t, d.Allowed)
		require.NotEmpty(t, d.Role)
		require.Equal(t, d.Rule, out.Rule)
		require.Equal(t, p.Version(), out.PolicyVersion)
	}
	return through
}

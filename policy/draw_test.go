package policy_test

import (
	"slices"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/policy"
)

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
	drawnAround(t, s, people)
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
	drawnSubstitute(t, s)
	ready(s)
	return s
}

// drawnAround is what may have happened to a task beside being done.
func drawnAround(t *rapid.T, s *evaluation.Situation, people []evaluation.PersonID) {
	seldom := func(label string) bool { return rapid.IntRange(0, 3).Draw(t, label) == 0 }
	task := s.Evaluation.Task("task")
	if seldom("delegated") {
		task.Owner = rapid.SampledFrom(people[:2]).Draw(t, "owner")
	}
	if seldom("added") {
		task.AddedBy, task.Seat = rapid.SampledFrom(people[:2]).Draw(t, "added by"), 2
	}
	if seldom("recused") {
		s.Evaluation.Recusals = []evaluation.Recusal{{Person: rapid.SampledFrom(people[:2]).Draw(t, "recusal of"), Item: task.Item, At: noon}}
	}
	if seldom("suspended") {
		task.SuspendedAt = noon
	}
	if seldom("extension") {
		s.Definition.Stages[0].Extension = &evaluation.ExtensionRule{By: task.Roles}
		if rapid.Bool().Draw(t, "asked for time") {
			until := calendar.Date{Year: 2026, Month: 4, Day: 1}
			task.Extension = &evaluation.Extension{By: rapid.SampledFrom(people[:2]).Draw(t, "asked by"), At: noon, Until: until}
		}
	}
	if seldom("voice") {
		s.Evaluation.Tasks = append(s.Evaluation.Tasks, evaluation.Task{
			ID: "other", Stage: task.Stage, Item: task.Item, Step: task.Step, Round: 1, Seat: 3, State: evaluation.StateCompleted,
			Assignee: "you", DoneBy: rapid.SampledFrom(people[:2]).Draw(t, "voice of"),
		})
	}
	if task.State == evaluation.StateCompleted {
		task.DoneBy = rapid.SampledFrom(people[:2]).Draw(t, "settled by")
	}
}

// drawnSubstitute lets "deputy" act for whoever would act, with a past of his
// own.
func drawnSubstitute(t *rapid.T, s *evaluation.Situation) {
	if s.Actor.Person != "me" || rapid.IntRange(0, 2).Draw(t, "substitute") > 0 {
		return
	}
	s.Actor.Person, s.Actor.OnBehalfOf = "deputy", "me"
	department := rapid.SampledFrom([]string{"", "d1", "d2"}).Draw(t, "department of the deputy")
	s.Actor.Own = evaluation.Own{DepartmentID: department}
	if rapid.Bool().Draw(t, "deputy holds a role") {
		s.Actor.Own.Grants = []evaluation.Grant{{Role: policy.Section, UnitID: unit, DepartmentID: department}}
	}
	switch rapid.IntRange(0, 4).Draw(t, "past of the deputy") {
	case 0:
		s.Evaluation.Task("earlier").DoneBy = "deputy"
	case 1:
		s.Evaluation.Recusals = append(s.Evaluation.Recusals, evaluation.Recusal{Person: "deputy", Item: "item", At: noon})
	case 2:
		s.Evaluation.Tasks = append(s.Evaluation.Tasks, evaluation.Task{
			ID: "own", Stage: "work", Item: "item", Step: "do", Round: 1, Seat: 4, State: evaluation.StateClaimed, Assignee: "deputy",
		})
	}
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

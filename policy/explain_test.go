package policy_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/calendar"
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
// and action, on a task for all and for one, running and not.
func TestExplainAgreesWithDecide(t *testing.T) {
	t.Parallel()
	p := newPolicy(t)
	for _, rel := range evaluation.Relations() {
		for _, state := range evaluation.TaskStates() {
			for _, seat := range []int{0, 1} {
				for kind := range kinds() {
					agree(t, p, placed(t, rel, kind, state, seat), kind, string(rel), string(state))
				}
				for _, of := range evaluation.States() {
					s := placed(t, rel, "deciding", state, seat)
					s.Evaluation.State = of
					agree(t, p, s, string(rel), string(state), string(of))
				}
			}
			for name, change := range conditions() {
				s := placed(t, rel, "deciding", state, 0)
				change(s, s.Evaluation.Task("task"))
				agree(t, p, s, name, string(rel), string(state))
			}
		}
	}
}

// placed is a situation in which somebody stands in a relation to a task of a
// kind of step, in a state.
func placed(t *testing.T, rel evaluation.Relation, kind string, state evaluation.TaskState, seat int) *evaluation.Situation {
	t.Helper()
	s := standing(t, policy.FinanceOffice, rel)
	s.Definition.Stages[0].Steps[1] = kinds()[kind]
	supplied(s)
	task := &s.Evaluation.Tasks[0]
	task.State, task.Seat = state, seat
	if state == evaluation.StateOpen {
		task.Assignee = ""
	}
	ready(s)
	return s
}

func supplied(s *evaluation.Situation) {
	s.Evaluation.Materials = []evaluation.Material{{ID: "m", Task: "task", Item: s.Evaluation.Task("task").Item, Kind: "report", Version: 1}}
}

// ready puts into a situation what commandFor speaks of.
func ready(s *evaluation.Situation) {
	task := s.Evaluation.Task("task")
	s.Definition.Stages[0].Steps[1].By = task.Roles
	task.Signers = []evaluation.Signer{{Person: "signer", By: "other"}}
	s.Others = []evaluation.Actor{heir(task)}
}

// conditions are what a task and an evaluation can be in beside their states.
func conditions() map[string]func(*evaluation.Situation, *evaluation.Task) {
	return map[string]func(*evaluation.Situation, *evaluation.Task){
		"suspended": func(_ *evaluation.Situation, t *evaluation.Task) { t.SuspendedAt = noon },
		"delegated": func(_ *evaluation.Situation, t *evaluation.Task) { t.Owner = "other" },
		"delegated by me": func(_ *evaluation.Situation, t *evaluation.Task) {
			t.Owner, t.Assignee = "me", "other"
		},
		"recused": func(s *evaluation.Situation, t *evaluation.Task) {
			s.Evaluation.Recusals = []evaluation.Recusal{{Person: "me", Item: t.Item, At: noon}}
		},
		"asked for time": func(s *evaluation.Situation, t *evaluation.Task) {
			s.Definition.Stages[0].Extension = &evaluation.ExtensionRule{By: []evaluation.RoleID{policy.FinanceOffice}}
			t.Extension = &evaluation.Extension{By: "other", At: noon, Until: calendar.Date{Year: 2026, Month: 4, Day: 1}}
		},
		"asked for time myself": func(s *evaluation.Situation, t *evaluation.Task) {
			s.Definition.Stages[0].Extension = &evaluation.ExtensionRule{By: []evaluation.RoleID{policy.FinanceOffice}}
			t.Extension = &evaluation.Extension{By: "me", At: noon, Until: calendar.Date{Year: 2026, Month: 4, Day: 1}}
		},
		"waiting for a signer": func(s *evaluation.Situation, t *evaluation.Task) {
			s.Evaluation.Tasks = append(s.Evaluation.Tasks, evaluation.Task{
				ID: "asked", Stage: t.Stage, Item: t.Item, Step: t.Step, Round: t.Round, Seat: 9, State: evaluation.StateClaimed,
				Assignee: "elder", AddedBy: "me", Anchor: t.ID, Place: evaluation.PlaceBefore,
			})
		},
		"for another": func(s *evaluation.Situation, _ *evaluation.Task) {
			s.Actor.Person, s.Actor.OnBehalfOf = "deputy", "me"
		},
		"for another, with a voice of one's own": func(s *evaluation.Situation, t *evaluation.Task) {
			s.Actor.Person, s.Actor.OnBehalfOf = "deputy", "me"
			s.Evaluation.Tasks = append(s.Evaluation.Tasks, evaluation.Task{
				ID: "own", Stage: t.Stage, Item: t.Item, Step: t.Step, Round: t.Round, Seat: 9, State: evaluation.StateCompleted,
				Assignee: "deputy", DoneBy: "deputy",
			})
		},
	}
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
		if told[i].Allowed && about(out.Refusal) {
			continue
		}
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

// about tells whether a refusal is about what was handed in, of which nobody
// can be told beforehand: whom the actor named, and whether there are others.
func about(refusal error) bool {
	return slices.Contains([]string{
		"person_without_role", "person_excluded", "person_has_seat", "recused_already", "role_without_holder",
		"signer_missing", "roles_exclusive",
	}, fault.ReasonOf(refusal))
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

func TestProperty_ExplainAgreesWithDecide(t *testing.T) {
	t.Parallel()
	p := newPolicy(t)
	rapid.Check(t, func(t *rapid.T) { agree(t, p, drawn(t)) })
}

// moves are the actions that change something or take hold of it.
var moves = []evaluation.Action{
	evaluation.Claim, evaluation.Draft, evaluation.Complete, evaluation.Approve, evaluation.Return, evaluation.Supply,
	evaluation.Withdraw, evaluation.AddSigner, evaluation.RemoveSigner, evaluation.Jump,
}

// personal are the actions that are the assignee's alone.
var personal = []evaluation.Action{
	evaluation.Release, evaluation.Draft, evaluation.Complete, evaluation.Approve, evaluation.Return, evaluation.Supply,
	evaluation.Transfer, evaluation.Delegate, evaluation.AddSigner, evaluation.RemoveSigner, evaluation.AskExtension,
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

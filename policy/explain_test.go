package policy_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

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

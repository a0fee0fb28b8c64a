package evaluation_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

// meeting is the case when the group of five reviews, of whom a share must take
// part.
func meeting(t *testing.T, q evaluation.Quorum, rule evaluation.QuorumRule, group evaluation.Share) *evaluationtest.Case {
	t.Helper()
	c := submitted(t, reviewed(q, rule))
	c.Definition.Group = &evaluation.GroupRule{Quorum: group}
	return c
}

func votes(c *evaluationtest.Case) []evaluation.VoteDecided {
	var out []evaluation.VoteDecided
	for _, r := range c.Records {
		if v, ok := r.Event.(evaluation.VoteDecided); ok {
			out = append(out, v)
		}
	}
	return out
}

func TestAnyOfTheGroupDecidesOnlyWhenEnoughHaveTakenPart(t *testing.T) {
	t.Parallel()
	c := meeting(t, evaluation.QuorumAny, evaluation.QuorumRule{}, evaluation.Share{Numerator: 1, Denominator: 2, MoreThan: true})
	for i, p := range reviewers()[:3] {
		require.Len(t, open(c), 5-i, "below the quorum the round stays open")
		c.As(p).On("work", "", "review").Approves()
	}
	require.Equal(t, []string{"sign#1 anybody"}, open(c), "three are more than half of five")

	c = meeting(t, evaluation.QuorumAny, evaluation.QuorumRule{}, evaluation.Share{Numerator: 1, Denominator: 1})
	c.As(reviewers()[0]).On("work", "", "review").Returns("no")
	require.Equal(t, []string{"submit#2 finance-officer"}, open(c), "one who sends it back decides nothing for the group")
}

func TestAVoteOfTheGroupWaitsForItsQuorum(t *testing.T) {
	t.Parallel()
	four := evaluation.Share{Numerator: 4, Denominator: 5}
	c := meeting(t, evaluation.QuorumRatio, half(), four)
	cast, decided := ballot(t, c, "+++++")
	require.Equal(t, 4, cast, "three would be half, but four must take part")
	require.Equal(t, evaluation.VoteDecided{TaskRef: decided.TaskRef, Passed: true, For: 4, Total: 5, Present: 4, Required: 4}, decided)

	c = meeting(t, evaluation.QuorumRatio, half(), four)
	cast, decided = ballot(t, c, "---++")
	require.Equal(t, 4, cast, "it is not lost before either")
	require.False(t, decided.Passed)
	require.Equal(t, [2]int{4, 4}, [2]int{decided.Present, decided.Required})

	c = submitted(t, reviewed(evaluation.QuorumRatio, half()))
	cast, decided = ballot(t, c, "+++++")
	require.Equal(t, [3]int{3, 0, 0}, [3]int{cast, decided.Present, decided.Required}, "where nothing is said, nothing is asked for")
}

func TestWhoHasRecusedHimselfIsMissedByNobody(t *testing.T) {
	t.Parallel()
	c := meeting(t, evaluation.QuorumRatio, half(), evaluation.Share{Numerator: 1, Denominator: 1})
	for _, p := range reviewers()[:4] {
		c.As(p).On("work", "", "review").Approves()
	}
	require.Empty(t, votes(c))
	c.As(reviewers()[4]).On("work", "", "review").Does(evaluation.Command{Action: evaluation.Recuse, Reason: "亲属"})
	require.Equal(t, [2]int{4, 4}, [2]int{votes(c)[0].Present, votes(c)[0].Required}, "the quorum is counted anew")
	require.Equal(t, []string{"sign#1 anybody"}, open(c))
}

func TestWhoHasTakenPartIsToldWhyTheRoundIsStillOpen(t *testing.T) {
	t.Parallel()
	c := meeting(t, evaluation.QuorumAny, evaluation.QuorumRule{}, evaluation.Share{Numerator: 2, Denominator: 3})
	c.As(reviewers()[0]).On("work", "", "review").Approves()
	var mine *evaluation.Task
	for i := range c.Evaluation.Tasks {
		if o := &c.Evaluation.Tasks[i]; o.Step == "review" && o.State == evaluation.StateCompleted {
			mine = o
		}
	}
	for _, p := range evaluation.Actions(c.Situation(reviewers()[0]), mine.ID) {
		if p.Action == evaluation.Approve {
			require.False(t, p.Allowed)
			require.Equal(t, "quorum_not_reached", p.Reason)
			require.Equal(t, map[string]string{"present": "1", "required": "4"}, p.Params)
		}
	}
}

func TestOnlyWhatSeveralOfTheGroupDecideNeedsItsQuorum(t *testing.T) {
	t.Parallel()
	def := evaluationtest.Overall()
	step := evaluation.StepDefinition{By: []evaluation.RoleID{"chair", "member"}, Quorum: evaluation.QuorumAll, Decides: true}
	require.True(t, def.DecidedByGroup(step))
	for name, change := range map[string]func(*evaluation.StepDefinition){
		"one claims it":       func(s *evaluation.StepDefinition) { s.Quorum = evaluation.QuorumOne },
		"one after the other": func(s *evaluation.StepDefinition) { s.Quorum = evaluation.QuorumSequence },
		"nothing is decided":  func(s *evaluation.StepDefinition) { s.Decides = false },
		"others are there":    func(s *evaluation.StepDefinition) { s.By = append(s.By, "unit_head") },
	} {
		other := step
		change(&other)
		require.False(t, def.DecidedByGroup(other), name)
	}
}

func TestTheGroupPassesNothingBelowItsQuorum(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		several := []evaluation.Quorum{evaluation.QuorumAny, evaluation.QuorumAll, evaluation.QuorumRatio, evaluation.QuorumVote}
		share := evaluation.Share{Numerator: rapid.IntRange(1, 5).Draw(r, "share"), Denominator: 5}
		c := meeting(t, rapid.SampledFrom(several).Draw(r, "quorum"), half(), share)
		w := newWatcher(r, c)
		for _, p := range rapid.Permutation(reviewers()).Draw(r, "order") {
			mine := slices.IndexFunc(c.Evaluation.Tasks, func(o evaluation.Task) bool {
				return o.Step == "review" && o.State.Live() && o.Assignee == p.Person
			})
			if mine < 0 {
				return // it is decided
			}
			before := len(c.Records)
			does := evaluation.Command{Action: evaluation.Approve, Task: c.Evaluation.Tasks[mine].ID}
			switch rapid.IntRange(0, 4).Draw(r, "does") {
			case 0:
				does.Action, does.Reason = evaluation.Return, "no"
			case 1:
				does = recuse(does.Task)
			}
			_, err := c.Try(p, does)
			require.NoError(r, err)
			var events []evaluation.Event
			for _, one := range c.Records[before:] {
				events = append(events, one.Event)
			}
			w.votes(events)
			w.meetings(events)
		}
	})
}

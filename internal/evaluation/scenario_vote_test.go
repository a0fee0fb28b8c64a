package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

func twoThirds() evaluation.QuorumRule {
	return evaluation.QuorumRule{Share: evaluation.Share{Numerator: 2, Denominator: 3}}
}

func half() evaluation.QuorumRule { // 半数以上
	return evaluation.QuorumRule{Share: evaluation.Share{Numerator: 1, Denominator: 2}}
}

func moreThanHalf() evaluation.QuorumRule { // 过半数
	return evaluation.QuorumRule{Share: evaluation.Share{Numerator: 1, Denominator: 2, MoreThan: true}}
}

func TestAShareIsCountedAsTheLawCountsIt(t *testing.T) {
	t.Parallel()
	require.True(t, twoThirds().Share.Reached(2, 3), "a limit that is named is included")
	require.False(t, twoThirds().Share.Reached(2, 4))
	require.True(t, twoThirds().Share.Reached(3, 4))
	require.True(t, half().Share.Reached(2, 4))
	require.False(t, moreThanHalf().Share.Reached(2, 4), "more than half is more than half")
	require.True(t, moreThanHalf().Share.Reached(3, 5))
}

// ballot lets reviewers vote one after the other until the round closes: "+"
// agrees, "-" does not. It gives how many votes were cast, and the count.
func ballot(t *testing.T, c *evaluationtest.Case, votes string) (cast int, decided evaluation.VoteDecided) {
	t.Helper()
	by := map[evaluation.PersonID]evaluation.Actor{}
	for _, p := range c.Staff() {
		by[p.Person] = p
	}
	for i, v := range votes {
		task := c.Live("work", "", "review")
		require.NotNil(t, task, "closed after %d votes", i)
		w := c.As(by[task.Assignee]).On("work", "", "review")
		if v == '+' {
			w.Approves()
		} else {
			w.Returns("no")
		}
		for _, r := range c.Records {
			if d, ok := r.Event.(evaluation.VoteDecided); ok {
				return i + 1, d
			}
		}
	}
	return len(votes), decided
}

func TestAVoteClosesAsSoonAsItCanNoLongerChange(t *testing.T) {
	t.Parallel()
	three, four := []evaluation.PersonID{"office-head", "hotline-head"}, []evaluation.PersonID{"office-head", "hotline-head", "supervision-head"}
	for name, row := range map[string]struct {
		rule    evaluation.QuorumRule
		members []evaluation.PersonID
		votes   string
		cast    int
		passed  bool
		count   [3]int
		next    string
	}{
		"2/3 of 3, two agree":           {twoThirds(), three, "+++", 2, true, [3]int{2, 0, 3}, "sign"},
		"2/3 of 3, one does not":        {twoThirds(), three, "-++", 3, true, [3]int{2, 1, 3}, "sign"},
		"2/3 of 3, two do not":          {twoThirds(), three, "--+", 2, false, [3]int{0, 2, 3}, "submit"},
		"2/3 of 4, three agree":         {twoThirds(), four, "++++", 3, true, [3]int{3, 0, 4}, "sign"},
		"2/3 of 4, two do not":          {twoThirds(), four, "+-+-", 4, false, [3]int{2, 2, 4}, "submit"},
		"more than half of 4, a tie":    {moreThanHalf(), four, "++--", 4, false, [3]int{2, 2, 4}, "submit"},
		"more than half of 4, two not":  {moreThanHalf(), four, "--++", 2, false, [3]int{0, 2, 4}, "submit"},
		"more than half of 4, three":    {moreThanHalf(), four, "+-++", 4, true, [3]int{3, 1, 4}, "sign"},
		"half of 4 is enough":           {half(), four, "-+++", 3, true, [3]int{2, 1, 4}, "sign"},
		"more than half of 3, two do":   {moreThanHalf(), three, "+-+", 3, true, [3]int{2, 1, 3}, "sign"},
		"more than half of 3, two dont": {moreThanHalf(), three, "-+-", 3, false, [3]int{1, 2, 3}, "submit"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := working(t, reviewed(evaluation.QuorumRatio, row.rule))
			onlyMembers(c, row.members...)
			c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Claims().Completes(evaluation.Submission{})
			cast, decided := ballot(t, c, row.votes)
			require.Equal(t, row.cast, cast)
			require.Equal(t, row.passed, decided.Passed)
			counted := [3]int{decided.For, decided.Against, decided.Total}
			require.Equal(t, row.count, counted)
			require.Len(t, open(c), 1)
			require.NotNil(t, c.Live("work", "", evaluation.StepID(row.next)), "nobody is left with something to do in the round")
		})
	}
}

func TestAWeightedVoteClosesEarly(t *testing.T) {
	t.Parallel()
	rule := moreThanHalf()
	rule.Weights = []evaluation.Weight{{Role: "chair", Points: 4}} // the members have one each: four
	c := submitted(t, reviewed(evaluation.QuorumVote, rule))
	cast, decided := ballot(t, c, "+++++")
	require.Equal(t, 2, cast, "the chair and one more are more than half of eight")
	require.Equal(t, evaluation.VoteDecided{TaskRef: decided.TaskRef, Passed: true, For: 5, Against: 0, Total: 8}, decided)

	c = submitted(t, reviewed(evaluation.QuorumVote, rule))
	cast, decided = ballot(t, c, "-")
	require.Equal(t, 1, cast, "without the chair it cannot pass")
	require.Equal(t, [3]int{0, 4, 8}, [3]int{decided.For, decided.Against, decided.Total})
	require.Equal(t, []string{"submit#2 finance-officer"}, open(c))
	require.Equal(t, "returned by director", history(c, "review")[0][len("review.1#1 "):])
}

func TestAVoteThatIsStillOpenIsNoDecision(t *testing.T) {
	t.Parallel()
	c := submitted(t, reviewed(evaluation.QuorumRatio, twoThirds()))
	c.As(evaluationtest.Director()).On("work", "", "review").Returns("no")
	require.Len(t, open(c), 4, "one against does not stop a vote")
	v, ok := last(c, 0).(evaluation.TaskReturned)
	require.True(t, ok)
	require.Empty(t, v.To)
}

func TestAVoteGoesOnWithoutThoseWhoLetItsDeadlinePass(t *testing.T) {
	t.Parallel()
	closing := func(sd *evaluation.StageDefinition) {
		reviewed(evaluation.QuorumRatio, twoThirds())(sd)
		sd.OnOverdue = evaluation.OverdueClose
	}
	c := submitted(t, closing)
	c.As(evaluationtest.Director()).On("work", "", "review").Approves()
	c.At("2020-08-16 00:00")
	require.Equal(t, []string{"sign#1 anybody"}, open(c), "those who voted decide")

	c = submitted(t, closing)
	c.As(evaluationtest.Director()).On("work", "", "review").Returns("no")
	c.At("2020-08-16 00:00")
	require.Equal(t, []string{"submit#2 finance-officer"}, open(c))

	c = submitted(t, closing).At("2020-08-16 00:00")
	require.Equal(t, []string{"sign#1 anybody"}, open(c), "nobody voted: it is done without")
}

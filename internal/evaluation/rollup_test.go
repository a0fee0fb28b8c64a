package evaluation_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

func rollUpItem(t *testing.T, c *evaluationtest.Case, item evaluation.ItemID) evaluation.RollUpItem {
	t.Helper()
	items, err := c.Situation(evaluationtest.FinanceOfficer()).RollUpItems()
	require.NoError(t, err)
	for _, p := range items {
		if p.Item == item {
			return p
		}
	}
	require.Fail(t, "no such item", item)
	return evaluation.RollUpItem{}
}

func stale(t *testing.T, c *evaluationtest.Case) bool {
	t.Helper()
	is, err := c.Situation(evaluation.System()).StaleRollUp()
	require.NoError(t, err)
	return is
}

func compile(t *testing.T, c *evaluationtest.Case) {
	t.Helper()
	w := c.As(evaluationtest.FinanceOfficer()).On("roll_up", "", "compile")
	if w.Task().State == evaluation.StateOpen {
		w.Claims()
	}
	w.Completes(evaluationtest.Filled(stepOf(c, "roll_up", "compile")))
}

func TestTheRollUpTellsWhatIsInLateReturnedAndMissing(t *testing.T) {
	t.Parallel()
	c := inspecting(t, "online-hall")
	c.As(evaluationtest.SupervisionHead()).On("inspection", "online-hall", "inspect").Claims().
		Does(evaluation.Command{Action: evaluation.Return, To: "self_check.submit", Reason: "no"})
	back := rollUpItem(t, c, "online-hall")
	require.True(t, back.Asked)
	require.False(t, back.In)
	require.Equal(t, 1, back.Returned)
	require.Empty(t, back.Sources, "what is being done again is no source")
	require.Equal(t, evaluation.StageID("self_check"), back.SentBack.ID)
	require.Equal(t, evaluation.PersonID("supervision-head"), back.SentBack.Reopened.By)
	require.Len(t, back.Live, 1)
	require.False(t, rollUpItem(t, c, "running-costs").Asked, "it is below the threshold")

	c.At("2020-08-28 09:00")
	late := rollUpItem(t, c, "terminals")
	require.Positive(t, late.LateDays)
	require.False(t, late.In)
	c.Through("inspection")
	in := rollUpItem(t, c, "terminals")
	require.True(t, in.In)
	require.Len(t, in.Sources, 1+2+7, "what was filled in, two papers and seven")
	require.Empty(t, in.Live)
	for i := range c.Evaluation.Tasks {
		c.Evaluation.Tasks[i].OverdueDays = 4
	}
	require.Equal(t, 4, rollUpItem(t, c, "terminals").LateDays, "the days of several tasks are the same days")
}

func TestARollUpCountsEveryCleanCopyOfAPaper(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("roll_up")
	compile(t, c)
	before := len(rollUpItem(t, c, "terminals").Sources)
	i := slices.IndexFunc(c.Evaluation.Materials, func(m evaluation.Material) bool { return m.Item == "terminals" })
	first := c.Evaluation.Materials[i]
	second, infected := first, first
	second.Copy, second.SHA256 = first.Copy+1, "second"
	infected.Copy, infected.SHA256, infected.Quarantined = first.Copy+2, "infected", "Eicar"
	anew := first
	anew.Version, anew.SHA256, anew.Quarantined = first.Version+1, "anew", "Eicar"
	c.Evaluation.Materials = append(c.Evaluation.Materials, second, infected, anew)
	copies := map[int]string{}
	for _, src := range rollUpItem(t, c, "terminals").Sources {
		if src.Paper == first.Kind {
			copies[src.Copy] = src.SHA256
		}
	}
	require.Equal(t, map[int]string{first.Copy: first.SHA256, second.Copy: "second"}, copies)
	require.Len(t, rollUpItem(t, c, "terminals").Sources, before+1)
	require.True(t, stale(t, c), "a copy that was added later")
}

func TestARollUpRecordsItsSourcesAndAReturnMakesItStale(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("roll_up")
	require.Nil(t, c.Evaluation.RollUp)
	require.False(t, stale(t, c))
	compile(t, c)
	first := *c.Evaluation.RollUp
	require.Equal(t, evaluation.PersonID("finance-officer"), first.By)
	rolled, ok := c.Records[first.Seq-1].Event.(evaluation.RolledUp)
	require.True(t, ok)
	require.Len(t, rolled.Sources, 3*10)
	require.False(t, stale(t, c))

	c.As(evaluationtest.HotlineHead()).On("roll_up", "", "approve").Does(evaluation.Command{
		Action: evaluation.Return, To: "self_check.submit", Items: []evaluation.ItemID{"terminals"}, Reason: "wrong",
	})
	require.True(t, stale(t, c), "before anything new is handed in")
	c.Opened("roll_up")
	require.True(t, stale(t, c))
	compile(t, c)
	require.False(t, stale(t, c))
	require.NotEqual(t, first.Digest, c.Evaluation.RollUp.Digest)
	c.Finished()
}

func TestAStaleRollUpIsNotSealedAndANewOneIsAskedFor(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("roll_up")
	compile(t, c)
	w := c.As(evaluationtest.HotlineHead()).On("roll_up", "", "approve")
	back := evaluation.Command{Action: evaluation.Return, To: "self_check.submit", Items: []evaluation.ItemID{"terminals"}, Back: true, Reason: "wrong"}
	requireFault(t, w.Tries(back), fault.Invalid, "back_over_effect")
	back.Back = false
	w.Does(back)
	c.Opened("roll_up")
	// The office passes over the new roll-up.
	_, err := c.Try(evaluationtest.OfficeHead(), evaluation.Command{
		Action: evaluation.Jump, Task: c.Live("roll_up", "", "compile").ID, To: "approve", Reason: "in haste",
	})
	require.NoError(t, err)
	for _, p := range reviewers() {
		c.As(p).On("roll_up", "", "approve").Approves()
	}
	require.Nil(t, c.Evaluation.Dossier)
	require.NotNil(t, c.Live("roll_up", "", "compile"), "a new one is asked for")
	refused := false
	for _, r := range c.Records {
		v, ok := r.Event.(evaluation.AttemptRefused)
		refused = refused || ok && v.Reason == "roll_up_stale"
	}
	require.True(t, refused, "and why stands in the journal")
	c.Finished()
	require.False(t, stale(t, c))
}

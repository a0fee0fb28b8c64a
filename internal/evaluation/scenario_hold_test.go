package evaluation_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

// expired is a case that is over for so long that its papers need not be kept.
func expired(t evaluationtest.T) *evaluationtest.Case {
	c := evaluationtest.New(t).Running().Finished()
	c.Retention = 10
	c.Now = c.Evaluation.KeptUntil(10)
	return c
}

func hold(reference string) evaluation.Command {
	return evaluation.Command{Action: evaluation.PlaceHold, Reason: "under investigation", Reference: reference}
}

func lift(number int) evaluation.Command {
	return evaluation.Command{Action: evaluation.LiftHold, Number: number, Reason: "the investigation is over"}
}

func asksDisposal() evaluation.Command {
	return evaluation.Command{Action: evaluation.ProposeDisposal, Reason: "the time is over"}
}

func agree() evaluation.Command {
	return evaluation.Command{Action: evaluation.ApproveDisposal, Opinion: "agreed"}
}

func does(c *evaluationtest.Case, by evaluation.Actor, command evaluation.Command) {
	c.T.Helper()
	_, err := c.Try(by, command)
	require.NoError(c.T, err)
}

func explained(list []evaluation.Permission, a evaluation.Action) evaluation.Permission {
	return list[slices.IndexFunc(list, func(p evaluation.Permission) bool { return p.Action == a })]
}

func TestPapersAreDisposedOfByTwoPeopleWhenTheirTimeIsOver(t *testing.T) {
	t.Parallel()
	c := expired(t)
	does(c, evaluationtest.OfficeHead(), asksDisposal())
	require.False(t, c.Evaluation.Disposed())
	does(c, evaluationtest.Director(), agree())
	require.True(t, c.Evaluation.Disposed())
	d := c.Evaluation.Disposals[0]
	require.Equal(t, evaluation.PersonID("director"), d.DecidedBy)
	require.Equal(t, 10, d.Years)
	require.NotEmpty(t, c.Evaluation.Materials, "what there was can still be told")
	require.NotEmpty(t, c.Evaluation.Dossier.Digest)

	_, err := c.Try(evaluationtest.FinanceOfficer(), hold(""))
	require.Equal(t, "contents_disposed", fault.ReasonOf(err))
	c.Definition.Correction = &evaluation.CorrectionRule{By: []evaluation.RoleID{"finance_office"}, ApprovedBy: []evaluation.RoleID{"chair"}, Reopens: "roll_up"}
	_, err = c.Try(evaluationtest.FinanceOfficer(), proposal())
	require.Equal(t, "contents_disposed", fault.ReasonOf(err))
	require.Equal(t, c.Evaluation, replayed(c.Records, c.Evaluation.ID))
}

func TestADisposalIsRefused(t *testing.T) {
	t.Parallel()
	asked := func(c *evaluationtest.Case) { does(c, evaluationtest.OfficeHead(), asksDisposal()) }
	for name, row := range map[string]struct {
		at      func(*evaluationtest.Case)
		by      evaluation.Actor
		command evaluation.Command
		code    fault.Code
		reason  string
	}{
		"a day early": {
			func(c *evaluationtest.Case) { c.Now = c.Now.Add(-time.Second) }, evaluationtest.OfficeHead(), asksDisposal(), fault.Conflict, "retention_running",
		},
		"where papers are kept for good": {func(c *evaluationtest.Case) { c.Retention = 0 }, evaluationtest.OfficeHead(), asksDisposal(), fault.Conflict, "kept_for_good"},
		"of what is held": {
			func(c *evaluationtest.Case) { does(c, evaluationtest.FinanceOfficer(), hold("")) }, evaluationtest.OfficeHead(), asksDisposal(),
			fault.Conflict, "evaluation_held",
		},
		"twice":             {asked, evaluationtest.OfficeHead(), asksDisposal(), fault.Conflict, "disposal_pending"},
		"by who asked":      {asked, evaluationtest.OfficeHead(), agree(), fault.Forbidden, "duty_conflict"},
		"that nobody asked": {func(*evaluationtest.Case) {}, evaluationtest.Director(), agree(), fault.Conflict, "disposal_missing"},
		"held meanwhile": {
			func(c *evaluationtest.Case) { asked(c); does(c, evaluationtest.FinanceOfficer(), hold("2031-17")) }, evaluationtest.Director(), agree(),
			fault.Conflict, "evaluation_held",
		},
		"kept longer meanwhile": {
			func(c *evaluationtest.Case) { asked(c); c.Retention = 30 }, evaluationtest.Director(), agree(), fault.Conflict, "retention_running",
		},
		"kept for good meanwhile": {
			func(c *evaluationtest.Case) { asked(c); c.Retention = 0 }, evaluationtest.Director(), agree(), fault.Conflict, "kept_for_good",
		},
		"a hold lifted by who placed it": {
			func(c *evaluationtest.Case) { does(c, evaluationtest.FinanceOfficer(), hold("")) }, evaluationtest.FinanceOfficer(), lift(1),
			fault.Forbidden, "duty_conflict",
		},
		"a hold lifted that is not there": {func(*evaluationtest.Case) {}, evaluationtest.FinanceOfficer(), lift(1), fault.Conflict, "hold_missing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := expired(t)
			row.at(c)
			before := len(c.Evaluation.Disposals)
			_, err := c.Try(row.by, row.command)
			require.Equal(t, row.code, fault.CodeOf(err))
			require.Equal(t, row.reason, fault.ReasonOf(err))
			require.Len(t, c.Evaluation.Disposals, before)
			require.False(t, c.Evaluation.Disposed())
		})
	}
	c := evaluationtest.New(t).Running()
	c.Retention = 10
	_, err := c.Try(evaluationtest.OfficeHead(), asksDisposal())
	require.Equal(t, "evaluation_not_over", fault.ReasonOf(err))
}

// Whatever people do in whatever order: what is disposed of was over for long
// enough, held by nobody, asked for by one and agreed to by another.
func TestNothingHeldIsEverDisposedOf(t *testing.T) {
	t.Parallel()
	people := []evaluation.Actor{evaluationtest.OfficeHead(), evaluationtest.Director(), evaluationtest.FinanceOfficer()}
	rapid.Check(t, func(t *rapid.T) {
		c := expired(t)
		c.Now = c.Evaluation.FinishedAt.AddDate(rapid.IntRange(8, 12).Draw(t, "years"), 0, 0)
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			if rapid.IntRange(0, 9).Draw(t, "changed") == 0 {
				c.Retention = rapid.SampledFrom([]int{0, 5, 10, 30}).Draw(t, "retention")
			}
			command := rapid.SampledFrom([]evaluation.Command{
				hold(""), lift(1), lift(2), asksDisposal(), agree(), {Action: evaluation.RefuseDisposal, Reason: "wanted"},
			}).Draw(t, "command")
			held, done, kept := c.Evaluation.Held(), c.Evaluation.Disposed(), c.Evaluation.KeptUntil(c.Retention)
			by := rapid.SampledFrom(people).Draw(t, "by")
			told := explained(evaluation.WholeActions(c.Situation(by)), command.Action)
			_, err := c.Try(by, command)
			if !told.Allowed {
				require.Error(t, err, "%s: told %s", command.Action, told.Reason)
			} else if command.Action != evaluation.LiftHold { // it may be another that can be lifted
				require.NoError(t, err, command.Action)
			}
			switch {
			case done:
				require.True(t, c.Evaluation.Disposed(), "what is gone does not come back")
			case c.Evaluation.Disposed():
				require.NoError(t, err)
				require.False(t, held)
				require.False(t, kept.IsZero() || c.Now.Before(kept))
				d := c.Evaluation.Disposals[len(c.Evaluation.Disposals)-1]
				require.NotEqual(t, d.By, d.DecidedBy)
			}
			for _, h := range c.Evaluation.Holds {
				require.NotEqual(t, h.By, h.LiftedBy)
			}
		}
		require.Equal(t, replayed(c.Records, c.Evaluation.ID), c.Evaluation)
	})
}

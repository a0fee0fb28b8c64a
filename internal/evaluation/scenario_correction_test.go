package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

// correctable is the case in a process that knows corrections: the finance
// office asks, the chair agrees, and the roll-up is done again.
func correctable(t evaluationtest.T) *evaluationtest.Case {
	c := evaluationtest.New(t)
	c.Definition.Correction = &evaluation.CorrectionRule{
		By: []evaluation.RoleID{"finance_office"}, ApprovedBy: []evaluation.RoleID{"chair"}, Reopens: "roll_up",
	}
	return c.Running()
}

func proposal() evaluation.Command {
	return evaluation.Command{Action: evaluation.ProposeCorrection, Reason: "the sum was typed wrong", Note: "one figure is corrected"}
}

func TestWhatWasPublishedIsCorrectedByANewDossierBesideTheOld(t *testing.T) {
	t.Parallel()
	c := correctable(t).Finished()
	first := *c.Evaluation.Dossier
	_, err := c.Try(evaluationtest.FinanceOfficer(), proposal())
	require.NoError(t, err)
	require.Equal(t, evaluation.CorrectionWaiting, c.Evaluation.Corrections[0].State)
	require.Equal(t, first.Digest, c.Evaluation.Corrections[0].Digest)
	require.Equal(t, evaluation.Finished, c.Evaluation.State, "nothing has changed yet")

	_, err = c.Try(evaluationtest.Director(), evaluation.Command{Action: evaluation.ApproveCorrection, Opinion: "agreed"})
	require.NoError(t, err)
	require.Equal(t, evaluation.Running, c.Evaluation.State)
	require.Equal(t, "one figure is corrected", c.Evaluation.Correcting().Note)
	require.Equal(t, first.Digest, c.Evaluation.Publication.Digest, "the old one stays public meanwhile")
	require.NotNil(t, c.Live("roll_up", "", "compile"))

	c.Finished()
	require.Len(t, c.Evaluation.Dossiers, 2)
	require.Equal(t, first, c.Evaluation.Dossiers[0], "the old one is as it was")
	require.Equal(t, first.Digest, c.Evaluation.Dossier.Supersedes)
	require.Equal(t, c.Evaluation.Dossier.Digest, c.Evaluation.Publication.Digest)
	require.Equal(t, c.Evaluation.Dossier.Digest, c.Evaluation.Filing.Digest)
	require.Equal(t, first.Digest, c.Evaluation.Publications[0].Digest)
	require.Nil(t, c.Evaluation.Correcting())
}

func TestACorrectionIsRefused(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		at      func(*evaluationtest.Case)
		by      evaluation.Actor
		command evaluation.Command
		code    fault.Code
		reason  string
	}{
		"before anything is public": {func(c *evaluationtest.Case) { c.Opened("roll_up") }, evaluationtest.FinanceOfficer(), proposal(), fault.Conflict, "nothing_published"},
		"where the process knows none": {
			func(c *evaluationtest.Case) { c.Finished(); c.Definition.Correction = nil }, evaluationtest.FinanceOfficer(), proposal(),
			fault.Conflict, "correction_not_provided",
		},
		"by somebody else": {func(c *evaluationtest.Case) { c.Finished() }, evaluationtest.HotlineClerk(), proposal(), fault.Forbidden, "role_missing"},
		"without reason": {
			func(c *evaluationtest.Case) { c.Finished() }, evaluationtest.FinanceOfficer(),
			evaluation.Command{Action: evaluation.ProposeCorrection, Note: "x"},
			fault.Invalid, "reason_required",
		},
		"without a note": {
			func(c *evaluationtest.Case) { c.Finished() }, evaluationtest.FinanceOfficer(),
			evaluation.Command{Action: evaluation.ProposeCorrection, Reason: "x", Note: " "},
			fault.Invalid, "note_required",
		},
		"a note that cannot be printed": {
			func(c *evaluationtest.Case) { c.Finished() }, evaluationtest.FinanceOfficer(),
			evaluation.Command{Action: evaluation.ProposeCorrection, Reason: "x", Note: "a\u202eb"},
			fault.Invalid, "text_not_printable",
		},
		"twice": {proposed, evaluationtest.FinanceOfficer(), proposal(), fault.Conflict, "correction_pending"},
		"decided without a proposal": {
			func(c *evaluationtest.Case) { c.Finished() }, evaluationtest.Director(),
			evaluation.Command{Action: evaluation.ApproveCorrection},
			fault.Conflict, "correction_missing",
		},
		"decided by somebody else": {proposed, evaluationtest.OfficeHead(), evaluation.Command{Action: evaluation.ApproveCorrection}, fault.Forbidden, "role_missing"},
		"refused without reason":   {proposed, evaluationtest.Director(), evaluation.Command{Action: evaluation.RefuseCorrection}, fault.Invalid, "reason_required"},
		"while it is under way": {
			func(c *evaluationtest.Case) { proposed(c); agreed(c) }, evaluationtest.FinanceOfficer(), proposal(),
			fault.Conflict, "correction_under_way",
		},
		"after the evaluation was terminated": {
			func(c *evaluationtest.Case) { c.Finished(); c.Evaluation.State = evaluation.Terminated },
			evaluationtest.FinanceOfficer(), proposal(), fault.Conflict, "evaluation_finished",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := correctable(t)
			row.at(c)
			before := len(c.Records)
			_, err := c.Try(row.by, row.command)
			requireFault(t, err, row.code, row.reason)
			require.Len(t, c.Records, before)
		})
	}
}

func proposed(c *evaluationtest.Case) {
	c.Finished()
	_, err := c.Try(evaluationtest.FinanceOfficer(), proposal())
	require.NoError(c.T, err)
}

func agreed(c *evaluationtest.Case) {
	_, err := c.Try(evaluationtest.Director(), evaluation.Command{Action: evaluation.ApproveCorrection})
	require.NoError(c.T, err)
}

func TestNobodyDecidesOnTheCorrectionHeAskedFor(t *testing.T) {
	t.Parallel()
	c := correctable(t)
	c.Definition.Correction.By = []evaluation.RoleID{"chair"}
	c.Finished()
	_, err := c.Try(evaluationtest.Director(), proposal())
	require.NoError(t, err)
	_, err = c.Try(evaluationtest.Director(), evaluation.Command{Action: evaluation.ApproveCorrection})
	requireFault(t, err, fault.Forbidden, "duty_conflict")
}

func TestACorrectionThatIsRefusedChangesNothingAndCanBeAskedForAgain(t *testing.T) {
	t.Parallel()
	c := correctable(t)
	proposed(c)
	_, err := c.Try(evaluationtest.Director(), evaluation.Command{Action: evaluation.RefuseCorrection, Reason: "it is right"})
	require.NoError(t, err)
	require.Equal(t, evaluation.CorrectionDeclined, c.Evaluation.Corrections[0].State)
	require.Equal(t, evaluation.Finished, c.Evaluation.State)
	_, err = c.Try(evaluationtest.FinanceOfficer(), proposal())
	require.NoError(t, err)
	require.Equal(t, 2, c.Evaluation.Corrections[1].Number)
}

// The receiver has the old one before him when the correction is agreed to.
func TestACorrectionDuringFilingTakesTheFilingBack(t *testing.T) {
	t.Parallel()
	c := correctable(t).Through("publication").Opened("filing")
	c.As(evaluationtest.FinanceOfficer()).On("filing", "", "hand_in").Claims().Approves()
	acknowledge := c.Live("filing", "", "acknowledge").ID
	old := c.Evaluation.Filing.Digest
	_, err := c.Try(evaluationtest.FinanceOfficer(), proposal())
	require.NoError(t, err)
	agreed(c)
	require.Equal(t, evaluation.StateCancelled, c.Evaluation.Task(acknowledge).State)
	require.Equal(t, old, c.Evaluation.Filing.Digest, "what was filed was filed")

	c.Finished()
	require.Equal(t, c.Evaluation.Dossier.Digest, c.Evaluation.Filing.Digest)
	require.NotEqual(t, old, c.Evaluation.Filing.Digest)
	require.NotEmpty(t, c.Evaluation.Filing.ReceiptNo)
}

// Whatever is sealed again and again: each supersedes the one before, none is
// ever changed, and what is public and filed at the end is the last.
func TestVersionsOfTheDossierFormAChain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := correctable(t).Finished()
		seen := []evaluation.Dossier{*c.Evaluation.Dossier}
		for range rapid.IntRange(0, 3).Draw(t, "corrections") {
			_, err := c.Try(evaluationtest.FinanceOfficer(), proposal())
			require.NoError(t, err)
			if rapid.Bool().Draw(t, "refused") {
				_, err := c.Try(evaluationtest.Director(), evaluation.Command{Action: evaluation.RefuseCorrection, Reason: "no"})
				require.NoError(t, err)
				continue
			}
			agreed(c)
			c.Finished()
			seen = append(seen, *c.Evaluation.Dossier)
		}
		require.Equal(t, seen, c.Evaluation.Dossiers)
		before := ""
		for i, d := range c.Evaluation.Dossiers {
			require.Equal(t, before, d.Supersedes)
			require.Equal(t, i+1, d.Version)
			require.Equal(t, d.Digest, c.Evaluation.Publications[i].Digest)
			before = d.Digest
		}
		require.Equal(t, before, c.Evaluation.Publication.Digest)
		require.Equal(t, before, c.Evaluation.Filing.Digest)

		again := &evaluation.Evaluation{ID: c.Evaluation.ID}
		for _, r := range c.Records {
			again.Fold(r)
		}
		require.Equal(t, c.Evaluation, again)
	})
}

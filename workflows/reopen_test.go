package workflows_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

// correct opens the roll-up again, as for a figure that was wrong.
func (r *rig) correct() {
	_, err := r.store.Update(context.Background(), evaluation.Request{Evaluation: r.id(), Actor: "office-head", Whole: true},
		func(s *evaluation.Situation) (evaluation.Outcome, error) {
			again := evaluation.Reopening{To: evaluation.StepRef{Stage: "roll_up", Step: "compile"}, Reason: "a figure was wrong"}
			events, err := evaluation.Reopen(s, again)
			return evaluation.Outcome{Events: events}, err
		})
	require.NoError(r.t, err)
}

// corrected is what people do until the result is sealed, public and filed anew.
func corrected() []act {
	agree := func(by evaluation.Actor) act {
		return act{"2020-08-30 10:00", by, "roll_up", "", "approve", []evaluation.Command{approve()}}
	}
	receipt := complete(evaluationtest.Fields(evaluation.ReceiptField, "R-2"))
	return []act{
		{"2020-08-29 12:00", evaluationtest.FinanceOfficer(), "roll_up", "", "compile", []evaluation.Command{complete(compiled())}},
		agree(evaluationtest.Director()), agree(evaluationtest.OfficeHead()), agree(evaluationtest.SupervisionHead()),
		agree(evaluationtest.CoordinationHead()), agree(evaluationtest.HotlineHead()),
		{"2020-08-31 09:00", evaluationtest.OfficeHead(), "publication", "", "confirm", []evaluation.Command{approve()}},
		{"2020-08-31 10:00", evaluationtest.FinanceOfficer(), "filing", "", "hand_in", []evaluation.Command{approve()}},
		{"2020-08-31 11:00", evaluationtest.BureauClerk(), "filing", "", "acknowledge", []evaluation.Command{claim(), receipt}},
	}
}

func requireCorrected(t *testing.T, r *rig) {
	t.Helper()
	e := r.evaluation()
	require.Equal(t, evaluation.Finished, e.State)
	require.Equal(t, 2, e.Dossier.Version)
	require.Equal(t, "R-2", e.Filing.ReceiptNo)
	require.Equal(t, evaluationtest.Instant(t, "2020-08-31 11:00").UTC(), e.FinishedAt)
}

func TestEvaluation_goes_on_when_it_is_opened_again_while_its_last_notices_wait(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.begin()
	r.play(zhanjiang())
	r.at("2020-08-28 00:30", func() { r.mail.breakDown(mailDown()) })
	r.at("2020-08-29 09:00", func() {
		require.Equal(t, evaluation.Finished, r.evaluation().State)
		require.False(t, r.env.IsWorkflowCompleted(), "it sees its notices off")
		r.correct()
		r.mail.breakDown(nil)
	})
	r.play(corrected())
	require.NoError(t, r.run())
	requireCorrected(t, r)
}

func TestEvaluation_that_is_over_is_led_on_by_a_new_run(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.begin()
	r.play(zhanjiang())
	require.NoError(t, r.run())
	require.Equal(t, evaluation.Finished, r.evaluation().State)

	r.store.OnGrowth(func(evaluation.ID, int64) {}) // there is nobody to be told
	r.store.Clock(func() time.Time { return evaluationtest.Instant(t, "2020-08-29 08:59") })
	r.correct()
	next := r.continued()
	next.began = evaluationtest.Instant(t, "2020-08-29 09:00")
	next.env.SetStartTime(next.began)
	next.play(corrected())
	require.NoError(t, next.run())
	requireCorrected(t, next)
}

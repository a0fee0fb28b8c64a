package workflows_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/workflow"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/workflows"
)

// signalsPerRun is the bound of which the design speaks.
const signalsPerRun = 1000

// requireContinued gives what the run was continued with.
func (r *rig) requireContinued(err error) workflows.EvaluationInput {
	r.t.Helper()
	var next *workflow.ContinueAsNewError
	require.ErrorAs(r.t, err, &next)
	require.Equal(r.t, "Evaluation", next.WorkflowType.Name)
	var in workflows.EvaluationInput
	require.NoError(r.t, converter.GetDefaultDataConverter().FromPayloads(next.Input, &in))
	return in
}

// signals sends a number of signals, one a second.
func (r *rig) signals(n int) {
	if n == 0 {
		return
	}
	r.after(time.Second, func() {
		r.env.SignalWorkflow(workflows.LookAgain, nil)
		r.signals(n - 1)
	})
}

// continued is the next run, on what the last one left behind.
func (r *rig) continued() *rig {
	next := rigFor(r.t, r.c)
	next.began = r.env.Now()
	next.env.SetStartTime(next.began)
	next.store = r.store
	next.store.Clock(next.env.Now)
	next.store.OnGrowth(func(_ evaluation.ID, seq int64) { next.tell(seq) })
	next.acts(&quick{next.activities()})
	return next
}

func TestEvaluation_is_continued_as_new_after_many_signals(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.tell = func(int64) {} // only what the test sends
	r.begin()
	r.signals(signalsPerRun - 1)
	r.at("2020-08-05 09:30", func() { require.False(t, r.env.IsWorkflowCompleted(), "one less is not enough") })
	r.play(formation()[:1])
	r.at("2020-08-05 09:40", func() { r.env.SignalWorkflow(workflows.LookAgain, nil) })
	in := r.requireContinued(r.run())
	require.Equal(t, r.id(), in.Evaluation)
	require.Equal(t, evaluationtest.Instant(t, "2020-08-05 09:40").UTC(), r.env.Now().UTC())

	next := r.continued()
	next.play(zhanjiang()[1:])
	require.NoError(t, next.run())
	requireSameStory(t, next)
	require.Zero(t, next.store.Unsent(next.id()))
}

// A call that comes while the run looks is answered by the same run.
func TestEvaluation_is_continued_only_when_every_call_was_answered(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.tell = func(int64) {}
	r.begin()
	looks, late := 0, 0
	r.env.SetOnLocalActivityStartedListener(func(info *activityInfo, _ context.Context, _ []any) {
		if info.ActivityType.Name != "Facts" {
			return
		}
		looks++
		if looks > signalsPerRun && late < 3 { // this look is the last that is needed
			late++
			r.env.SignalWorkflow(workflows.LookAgain, nil)
		}
	})
	r.signals(signalsPerRun)
	r.requireContinued(r.run())
	require.Equal(t, 3, late)
	require.GreaterOrEqual(t, looks, signalsPerRun+3, "each late call was followed by a look")
}

func TestEvaluation_is_continued_when_the_server_says_so(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.begin()
	r.play(zhanjiang()[:1])
	r.at("2020-08-05 10:00", func() {
		r.env.SetContinueAsNewSuggested(true)
		r.env.SignalWorkflow(workflows.LookAgain, nil)
	})
	r.requireContinued(r.run())
	next := r.continued()
	next.play(zhanjiang()[1:])
	require.NoError(t, next.run())
	requireSameStory(t, next)
}

// A delivery that is under way when the run ends is begun again by the next.
func TestEvaluation_sends_what_was_on_its_way_when_it_was_continued(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.mail.breakDown(mailDown())
	r.begin()
	r.at("2020-08-05 09:00", func() {
		r.env.SetContinueAsNewSuggested(true)
		r.env.SignalWorkflow(workflows.LookAgain, nil)
	})
	r.requireContinued(r.run())
	require.Positive(t, r.store.Unsent(r.id()))
	next := r.continued()
	next.after(10*time.Minute, func() { require.Zero(t, next.store.Unsent(next.id())) })
	next.play(zhanjiang())
	require.NoError(t, next.run())
	requireEachOnce(t, next)
}

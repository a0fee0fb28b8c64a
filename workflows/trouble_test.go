package workflows_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/temporal"

	"jiheng/activities"
	"jiheng/activities/activitytest"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

// jury is a stage beside the self-checks whose condition cannot be judged until
// it is mended.
func jury(def *evaluation.Definition, mended *atomic.Bool) {
	def.Roles = append(def.Roles, evaluation.Role{ID: "juror", HeldBy: evaluation.HeldByAppointment})
	def.Stages = append(def.Stages, evaluation.StageDefinition{
		ID: "jury", Title: "jury", After: []evaluation.StageID{"formation"}, Due: evaluation.Offset{Count: 30},
		ForEach: &evaluation.ForEach{Kind: evaluation.ItemProject, Where: unclear{mended}},
		Steps: []evaluation.StepDefinition{{
			ID: "judge", Title: "judge", By: []evaluation.RoleID{"juror"}, Quorum: evaluation.QuorumAll, Decides: true,
		}},
	})
}

// unclear is a condition that fails until it is mended, and then holds for one
// project.
type unclear struct{ mended *atomic.Bool }

func (u unclear) Holds(it evaluation.Item, _ []evaluation.ParameterValue) (bool, error) {
	if !u.mended.Load() {
		return false, errors.New("cannot be judged")
	}
	return it.ID == "terminals", nil
}

func (unclear) Text() string { return "unclear" }

// appoint makes the director the juror.
func (r *rig) appoint() {
	_, err := r.store.Update(context.Background(), evaluation.Request{Evaluation: r.id(), Actor: "director"},
		func(*evaluation.Situation) (evaluation.Outcome, error) {
			formed := evaluation.GroupFormed{Members: []evaluation.Appointment{{Person: "director", Role: "juror"}}}
			return evaluation.Outcome{Events: []evaluation.Event{formed}}, nil
		})
	require.NoError(r.t, err)
}

func TestEvaluation_goes_on_around_a_move_that_fails_and_tries_it_again(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	var mended atomic.Bool
	jury(r.c.Definition, &mended)
	r.begin()
	r.play(zhanjiang())
	opened := func() time.Time { return r.evaluation().Stage("jury").OpenedAt }
	var tried int
	r.at("2020-09-20 09:00", func() {
		require.True(t, opened().IsZero(), "it could not be judged what it is for")
		require.Equal(t, evaluation.StageClosed, r.evaluation().Stage("filing").State, "the other stages did not wait")
		tried = r.times("Advance")
	})
	r.at("2020-09-21 09:00", func() {
		require.LessOrEqual(t, r.times("Advance")-tried, 24, "it is not tried more often than once an hour in the end")
		require.GreaterOrEqual(t, r.times("Advance")-tried, 23)
		mended.Store(true)
		r.appoint()
	})
	r.play([]act{{"2020-09-21 10:00", evaluationtest.Director(), "jury", "terminals", "judge", []evaluation.Command{approve()}}})
	require.NoError(t, r.run())
	require.Equal(t, evaluationtest.Instant(t, "2020-09-21 09:00").UTC(), opened(), "the journal grew, so it was tried at once")
	require.Equal(t, evaluation.Finished, r.evaluation().State)
}

// A gate that refuses is such a failure too; what mends it leaves no trace in
// the journal.
func TestEvaluation_tries_a_refused_gate_again_by_itself(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.gate.Refuse(fault.New(fault.Forbidden, "gate_held", "decided by somebody who might not"))
	r.begin()
	r.play(formation())
	r.everyone(24 * time.Hour)
	r.at("2020-08-06 12:00", func() {
		require.Equal(t, evaluation.StageActive, r.evaluation().Stage("formation").State)
		r.gate.Refuse(nil)
	})
	require.NoError(t, r.run())
	settled := r.evaluation().Stage("formation").SettledAt
	require.WithinDuration(t, evaluationtest.Instant(t, "2020-08-06 12:30"), settled, 30*time.Minute)
	require.Equal(t, evaluation.Finished, r.evaluation().State)
}

func TestEvaluation_goes_on_when_the_database_is_back(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.begin()
	r.play(formation())
	r.at("2020-08-12 20:00", func() { r.store.Away(activitytest.Unavailable()) })
	back := evaluationtest.Instant(t, "2020-08-13 07:00")
	var asked int
	r.at("2020-08-13 07:00", func() {
		asked = r.store.Asked(activitytest.Facts)
		r.store.Away(nil)
	})
	r.after(back.Sub(r.began)+2*time.Hour, func() { r.everyone(12 * time.Hour) })
	require.NoError(t, r.run())

	require.Equal(t, evaluation.Finished, r.evaluation().State)
	require.LessOrEqual(t, asked, 150, "seven hours of trouble do not fill the history")
	late := r.evaluation().Task("e-2019:self_check:terminals:submit:1")
	require.WithinRange(t, late.OverdueAt, back, back.Add(time.Hour), "the deadline had passed meanwhile")
}

func TestEvaluation_gives_up_after_a_day_without_an_evaluation(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	err := r.run()
	app, ok := errors.AsType[*temporal.ApplicationError](err)
	require.True(t, ok, "%v", err)
	require.Equal(t, string(fault.NotFound), app.Type())
	require.WithinDuration(t, r.began.Add(25*time.Hour), r.env.Now(), time.Hour)
	require.LessOrEqual(t, r.total(), 100, "looks become rare")
}

func TestEvaluation_waits_for_a_database_that_is_being_restored(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.after(20*time.Hour, r.begin)
	r.after(22*time.Hour, func() { r.everyone(12 * time.Hour) })
	require.NoError(t, r.run())
	require.Equal(t, evaluation.Finished, r.evaluation().State)
}

func TestEvaluation_ends_when_it_is_cancelled(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.begin()
	r.after(30*time.Hour, r.env.CancelWorkflow)
	err := r.run()
	require.True(t, temporal.IsCanceledError(err), "%v", err)
	require.Equal(t, evaluation.Running, r.evaluation().State)
}

// behind is a store whose clock is behind Temporal's.
type behind struct {
	*activitytest.Memory
	by time.Duration
}

// Update decides in the past.
func (b behind) Update(ctx context.Context, r evaluation.Request, decide func(*evaluation.Situation) (evaluation.Outcome, error)) (evaluation.Result, error) {
	return b.Memory.Update(ctx, r, func(s *evaluation.Situation) (evaluation.Outcome, error) {
		s.Now = s.Now.Add(-b.by)
		return decide(s)
	})
}

func TestEvaluation_waits_for_a_clock_that_is_behind(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t)
	r := rigFor(t, c)
	acts := r.activities()
	acts.Store = behind{r.store, 5 * time.Second}
	r.acts(&quick{acts})
	r.begin()
	r.play(formation())
	due := evaluationtest.Instant(t, "2020-08-13 00:00")
	var tried int
	r.at("2020-08-12 23:59", func() { tried = r.times("Advance") })
	r.at("2020-08-13 00:01", func() {
		require.LessOrEqual(t, r.times("Advance")-tried, 5, "it does not spin")
		found := r.evaluation().Task("e-2019:self_check:terminals:submit:1").OverdueAt
		require.WithinRange(t, found, due, due.Add(10*time.Second))
		r.env.CancelWorkflow()
	})
	require.True(t, temporal.IsCanceledError(r.run()))
}

// broken never manages a step of the system until it is mended.
type broken struct {
	quick
	mended func() bool
}

// Perform fails.
func (b *broken) Perform(ctx context.Context, in activities.MoveInput) error {
	if !b.mended() {
		return errors.New("the disk is full")
	}
	return b.quick.Perform(ctx, in)
}

func TestEvaluation_keeps_deadlines_while_a_step_of_the_system_fails(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t)
	early := c.Definition.Stages[3].Steps[2] // seal
	c.Definition.Stages = append(c.Definition.Stages, evaluation.StageDefinition{
		ID: "early", Title: "early", After: []evaluation.StageID{"formation"}, Due: evaluation.Offset{Count: 20},
		Steps: []evaluation.StepDefinition{early},
	})
	r := rigFor(t, c)
	mended := evaluationtest.Instant(t, "2020-08-20 09:00")
	r.acts(&broken{quick{r.activities()}, func() bool { return !r.env.Now().Before(mended) }})
	r.begin()
	r.play(zhanjiang())
	require.NoError(t, r.run())

	overdue := r.evaluation().Task("e-2019:self_check:online-hall:submit:1").OverdueAt
	require.Equal(t, evaluationtest.Instant(t, "2020-08-13 00:00").UTC(), overdue)
	require.WithinRange(t, r.evaluation().Stage("early").SettledAt, mended, mended.Add(time.Hour))
	require.Equal(t, evaluation.Finished, r.evaluation().State)
}

// An instant of the agenda that comes while the system is at a step of its own
// must not make it begin the step again.
func TestEvaluation_does_a_slow_step_of_the_system_once(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t)
	c.Definition.Stages = append(c.Definition.Stages, evaluation.StageDefinition{
		ID: "early", Title: "early", After: []evaluation.StageID{"formation"}, Due: evaluation.Offset{Count: 20},
		Steps: []evaluation.StepDefinition{c.Definition.Stages[3].Steps[2]}, // seal
	})
	r := rigFor(t, c)
	seal := &quick{r.activities()}
	r.acts(seal)
	r.env.OnActivity("Perform", mock.Anything, mock.Anything).After(9 * time.Minute).Return(seal.Perform)
	r.begin()
	acts := formation()
	acts[1].at = "2020-08-09 23:55" // the self-checks' reminders are due at midnight
	r.play(acts)
	r.at("2020-08-10 00:03", func() {
		require.Equal(t, evaluation.StageActive, r.evaluation().Stage("early").State)
		reminded := r.evaluation().Task("e-2019:self_check:terminals:submit:1").Agenda[0].DoneAt
		require.Equal(t, evaluationtest.Instant(t, "2020-08-10 00:00").UTC(), reminded)
		require.Equal(t, 1, r.times("Perform"))
	})
	r.at("2020-08-10 00:05", func() { require.Equal(t, evaluation.StageClosed, r.evaluation().Stage("early").State) })
	r.at("2020-08-10 09:00", r.env.CancelWorkflow)
	require.True(t, temporal.IsCanceledError(r.run()))
	require.Equal(t, 1, r.times("Perform"))
}

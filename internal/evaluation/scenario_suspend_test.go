package evaluation_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

func suspend() evaluation.Command {
	return evaluation.Command{Action: evaluation.Suspend, Reason: "flood"}
}

func resume() evaluation.Command { return evaluation.Command{Action: evaluation.Resume} }

func TestWhileItIsSuspendedNothingMovesButWords(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil).At("2020-08-07 10:00")
	require.Equal(t, "evaluation_suspended", happened(t, c, evaluationtest.Director(), suspend()))
	task := c.Live("work", "", "review")
	for _, a := range evaluation.TaskActions() {
		_, err := evaluation.Apply(c.Situation(evaluationtest.Director()), everything(a, task, c.Definition))
		if a.Remark() && a != evaluation.CopyTo {
			require.NoError(t, err, a)
			continue
		}
		if a != evaluation.CopyTo {
			requireFault(t, err, fault.Conflict, "evaluation_suspended")
			require.Equal(t, "2020-08-07T02:00:00Z", fault.As(err).Params["at"])
		}
	}
	before := len(c.Records)
	c.At("2020-08-30 10:00")
	require.Len(t, c.Records, before, "no reminder, no deadline")
	for _, a := range []evaluation.Action{evaluation.Suspend, evaluation.ProposeChange, evaluation.ApproveChange} {
		_, err := c.Try(evaluationtest.Director(), evaluation.Command{Action: a, Reason: "x"})
		requireFault(t, err, fault.Conflict, "evaluation_suspended")
	}
}

func TestTheDaysOfASuspensionAreAdded(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil).At("2020-08-07 10:00")
	_, err := c.Try(evaluationtest.Director(), resume())
	requireFault(t, err, fault.Conflict, "evaluation_not_suspended")
	_, err = c.Try(evaluationtest.Director(), suspend())
	require.NoError(t, err)
	c.At("2020-08-12 15:00")
	require.Equal(t, "evaluation_resumed; replanned", happened(t, c, evaluationtest.Director(), resume()))
	require.Equal(t, day("2020-08-20"), c.Evaluation.Stage("work").DueOn)
	for i := range c.Evaluation.Tasks {
		if task := &c.Evaluation.Tasks[i]; task.State.Live() {
			require.False(t, task.Extended, "it follows its stage")
			requireArmed(t, c, task, "reminder-1 2020-08-18T00:00:00", "overdue-1 2020-08-21T00:00:00", "escalation-1 2020-08-22T00:00:00")
		}
	}
	require.True(t, c.Evaluation.SuspendedAt.IsZero())
	c.Finished()
}

func TestASuspensionOverAHolidayCostsTheWorkingDaysOnly(t *testing.T) {
	t.Parallel()
	c := planned(t, func(sd *evaluation.StageDefinition) { sd.Due = evaluation.Offset{Count: 5, Workdays: true} })
	c.Start.StartOn = day("2020-09-28") // National Day is from 1 to 8 October; Saturday the 10th is worked
	c.Running().Opened("work")
	require.Equal(t, day("2020-10-12"), c.Evaluation.Stage("work").DueOn)
	c.At("2020-09-30 10:00")
	_, err := c.Try(evaluationtest.Director(), suspend())
	require.NoError(t, err)
	c.At("2020-10-09 09:00")
	_, err = c.Try(evaluationtest.Director(), resume())
	require.NoError(t, err)
	require.Equal(t, day("2020-10-13"), c.Evaluation.Stage("work").DueOn, "one working day was lost")
}

func TestStagesToComeMoveWithThoseBeforeThem(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("self_check").At("2020-08-07 10:00")
	_, err := c.Try(evaluationtest.Director(), suspend())
	require.NoError(t, err)
	c.At("2020-08-10 10:00")
	_, err = c.Try(evaluationtest.Director(), resume())
	require.NoError(t, err)
	var got []string
	for _, s := range c.Evaluation.Stages {
		got = append(got, string(s.ID)+" "+s.OpensOn.String()+" "+s.DueOn.String())
	}
	require.Equal(t, []string{
		"formation 2020-08-05 2020-08-05", "self_check 2020-08-05 2020-08-15", "inspection 2020-08-15 2020-08-20",
		"roll_up 2020-08-20 2020-08-30", "publication 2020-08-30 2020-08-30", "filing 2020-08-30 2020-08-31",
	}, got)
	plan, ok := last(c, 0).(evaluation.Replanned)
	require.True(t, ok)
	require.Equal(t, evaluation.ReplanSuspension, plan.Cause)
	require.Len(t, plan.Stages, 5, "the stage that is over keeps its dates")
	require.Equal(t, 3, plan.Stages[0].Shift)
	require.Zero(t, plan.Stages[1].Delay, "it is carried along")
}

func TestAStageThatWaitsForItsDayWaitsLonger(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Through("self_check") // everybody was quick
	require.Equal(t, day("2020-08-12"), c.Evaluation.Stage("inspection").OpensOn)
	c.At("2020-08-06 10:00")
	_, err := c.Try(evaluationtest.Director(), suspend())
	require.NoError(t, err)
	c.At("2020-08-20 10:00")
	_, err = c.Try(evaluationtest.Director(), resume())
	require.NoError(t, err)
	s := c.Evaluation.Stage("inspection")
	require.Equal(t, []string{"2020-08-26", "2020-08-31"}, []string{s.OpensOn.String(), s.DueOn.String()})
	require.Equal(t, 14, s.Delay)
	require.Equal(t, evaluation.StageWaiting, s.State)

	// A calendar that comes later keeps the delay.
	c.Calendar.Version = "another"
	c.Record(evaluation.System(), evaluation.Replan(bySystem(c)))
	require.Equal(t, day("2020-08-26"), c.Evaluation.Stage("inspection").OpensOn)
}

func TestAStageThatWaitsForALateOneDoesNotLoseItsTime(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("self_check").At("2020-08-14 10:00") // the self-check is late by two days
	_, err := c.Try(evaluationtest.Director(), suspend())
	require.NoError(t, err)
	c.At("2020-09-13 10:00")
	_, err = c.Try(evaluationtest.Director(), resume())
	require.NoError(t, err)
	require.Equal(t, day("2020-08-12"), c.Evaluation.Stage("self_check").DueOn, "late is late")
	require.Equal(t, day("2020-09-16"), c.Evaluation.Stage("inspection").DueOn, "but those after it had their days before them")
	require.Equal(t, day("2020-09-26"), c.Evaluation.Stage("roll_up").DueOn)
}

func TestOneTaskIsSuspendedWithItsClock(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil).At("2020-08-07 10:00")
	task := c.As(evaluationtest.HotlineHead()).On("work", "", "review").Task()
	stop := suspend()
	stop.Task = task.ID
	require.Equal(t, "task_suspended", happened(t, c, evaluationtest.Director(), stop))
	_, err := c.Try(evaluationtest.HotlineHead(), evaluation.Command{Action: evaluation.Approve, Task: task.ID})
	requireFault(t, err, fault.Conflict, "task_suspended")
	_, err = c.Try(evaluationtest.HotlineHead(), evaluation.Command{Action: evaluation.Comment, Task: task.ID, Text: "why?"})
	require.NoError(t, err)

	c.At("2020-08-20 10:00")
	require.True(t, task.OverdueAt.IsZero())
	require.False(t, c.Live("work", "", "review").OverdueAt.IsZero(), "the others' clocks went on")
	again := resume()
	again.Task = task.ID
	require.Equal(t, "task_resumed; replanned", happened(t, c, evaluationtest.Director(), again))
	requireArmed(t, c, task, "reminder-1 2020-08-26T00:00:00", "overdue-1 2020-08-29T00:00:00", "escalation-1 2020-08-30T00:00:00")
	require.True(t, task.Extended)
	_, err = c.Try(evaluationtest.Director(), again)
	requireFault(t, err, fault.Conflict, "task_not_suspended")
}

func TestATaskThatWasSuspendedByItselfGetsItsDaysOnce(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil).At("2020-08-06 10:00")
	task := c.As(evaluationtest.HotlineHead()).On("work", "", "review").Task()
	stop, again := suspend(), resume()
	stop.Task, again.Task = task.ID, task.ID
	for at, step := range []evaluation.Command{stop, suspend(), resume(), again} {
		c.Until(evaluationtest.Instant(t, "2020-08-06 10:00").Add(time.Duration(at) * 48 * time.Hour))
		_, err := c.Try(evaluationtest.Director(), step)
		require.NoError(t, err)
	}
	require.Equal(t, day("2020-08-17"), c.Evaluation.Stage("work").DueOn, "it stood still for two days")
	require.Equal(t, day("2020-08-21"), task.DueOn, "and the task for six")
}

func TestWhatWasLateBeforeItStoodStillStaysLate(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil).At("2020-08-18 10:00")
	task := c.As(evaluationtest.HotlineHead()).On("work", "", "review").Task()
	found := task.OverdueAt
	_, err := c.Try(evaluationtest.Director(), suspend())
	require.NoError(t, err)
	c.At("2020-08-25 10:00")
	_, err = c.Try(evaluationtest.Director(), resume())
	require.NoError(t, err)
	require.Equal(t, day("2020-08-15"), task.DueOn)
	require.Equal(t, found, task.OverdueAt, "it was found late then, and is not found late again")
	requireAgenda(t, task, overdue, escalate)
	for _, a := range task.Agenda {
		require.False(t, a.DoneAt.IsZero())
	}
}

func TestAnExtendedTaskGetsItsDaysToo(t *testing.T) {
	t.Parallel()
	c := submitted(t, extendable)
	w := c.As(evaluationtest.HotlineHead()).On("work", "", "review").Does(ask("2020-08-20"))
	_, err := c.Try(evaluationtest.Director(), evaluation.Command{Action: evaluation.GrantExtension, Task: w.Task().ID})
	require.NoError(t, err)
	c.At("2020-08-17 10:00") // the stage is late, the task is not
	_, err = c.Try(evaluationtest.Director(), suspend())
	require.NoError(t, err)
	c.At("2020-08-19 10:00")
	_, err = c.Try(evaluationtest.Director(), resume())
	require.NoError(t, err)
	require.Equal(t, day("2020-08-22"), w.Task().DueOn)
	require.Equal(t, day("2020-08-15"), c.Evaluation.Stage("work").DueOn)
}

func TestTheEndBeforeItsTime(t *testing.T) {
	t.Parallel()
	for _, suspended := range []bool{false, true} {
		c := submitted(t, nil).At("2020-08-07 10:00")
		if suspended {
			_, err := c.Try(evaluationtest.Director(), suspend())
			require.NoError(t, err)
		}
		_, err := c.Try(evaluationtest.Director(), evaluation.Command{Action: evaluation.Terminate})
		requireFault(t, err, fault.Invalid, "reason_required")
		end := evaluation.Command{Action: evaluation.Terminate, Reason: "the unit was dissolved"}
		require.Equal(t, "evaluation_terminated", happened(t, c, evaluationtest.Director(), end))
		require.Equal(t, evaluation.Terminated, c.Evaluation.State)
		require.Equal(t, "the unit was dissolved", c.Evaluation.EndReason)
		require.Equal(t, c.Now, c.Evaluation.FinishedAt)
		require.Empty(t, open(c), "nobody has anything left to do")
		moves, wake := evaluation.Next(evaluation.FactsOf(c.Evaluation), c.Now)
		require.Empty(t, moves)
		require.True(t, wake.IsZero())
		require.Empty(t, evaluation.Replan(bySystem(c)))
		for _, a := range evaluation.EvaluationActions() {
			if a == evaluation.PlaceHold {
				break // from here on about how long it is kept
			}
			_, err := c.Try(evaluationtest.Director(), evaluation.Command{Action: a, Reason: "x"})
			requireFault(t, err, fault.Conflict, "evaluation_finished")
		}
	}
}

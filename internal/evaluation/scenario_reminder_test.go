package evaluation_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

// Complaint 2: reminders and deadlines are lost after a return. Here every task
// that comes into somebody's hands is armed for the due date that it has then.

const (
	remind   = "reminder-1 2020-08-13T00:00:00"
	overdue  = "overdue-1 2020-08-16T00:00:00"
	escalate = "escalation-1 2020-08-17T00:00:00"
)

func TestRemindersAreArmedAgainWhateverHappensToATask(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		do   func(*evaluationtest.Case)
		step evaluation.StepID
	}{
		"a return": {func(c *evaluationtest.Case) {
			c.As(evaluationtest.HotlineHead()).On("work", "", "review").Returns("again")
		}, "submit"},
		"a return and a second round": {func(c *evaluationtest.Case) {
			c.As(evaluationtest.HotlineHead()).On("work", "", "review").Returns("again")
			c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Completes(evaluation.Submission{})
		}, "review"},
		"a withdrawal": {func(c *evaluationtest.Case) {
			_, err := c.Try(evaluationtest.FinanceOfficer(), evaluation.Command{Action: evaluation.Withdraw, Task: "e-2019:work::submit:1"})
			require.NoError(c.T, err)
		}, "submit"},
		"a jump": {func(c *evaluationtest.Case) {
			jump := evaluation.Command{Action: evaluation.Jump, Task: c.Live("work", "", "review").ID, To: "sign", Reason: "x"}
			_, err := c.Try(evaluationtest.OfficeHead(), jump)
			require.NoError(c.T, err)
		}, "sign"},
		"an added signer": {func(c *evaluationtest.Case) {
			c.As(evaluationtest.Director()).On("work", "", "review").Does(evaluation.Command{
				Action: evaluation.AddSigner, Person: "office-clerk", Place: evaluation.PlaceBeside, Reason: "x",
			})
		}, "review"},
		"a joiner": {func(c *evaluationtest.Case) {
			_, err := c.Try(evaluationtest.OfficeHead(), evaluation.Command{Action: evaluation.ProposeChange, Join: member("office-clerk"), Reason: "x"})
			require.NoError(c.T, err)
			_, err = c.Try(evaluationtest.Director(), evaluation.Command{Action: evaluation.ApproveChange})
			require.NoError(c.T, err)
		}, "review"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := submitted(t, nil)
			row.do(c)
			require.NotNil(t, c.Live("work", "", row.step))
			for i := range c.Evaluation.Tasks {
				if task := &c.Evaluation.Tasks[i]; task.Stage == "work" && task.State.Live() {
					requireArmed(t, c, task, remind, overdue, escalate)
				}
			}
		})
	}
}

func TestAReminderThatWasMissedInTheFirstRoundIsToldInTheSecond(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil).At("2020-08-12 09:00")
	c.As(evaluationtest.HotlineHead()).On("work", "", "review").Returns("again")
	c.At("2020-08-13 00:00")
	told := slices.IndexFunc(c.Records, func(r evaluation.Record) bool {
		v, ok := r.Event.(evaluation.Reminded)
		return ok && v.Task == "e-2019:work::submit:2"
	})
	require.Positive(t, told, "whoever has it again is reminded")
	require.True(t, c.Evaluation.Task("e-2019:work::submit:1").NextAgendaAt().IsZero(), "of what is done nobody is")
}

func TestWhatIsReturnedAfterItsDeadlineIsLateAtOnceAndThoseAboveAreTold(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil).At("2020-08-20 09:00")
	c.As(evaluationtest.HotlineHead()).On("work", "", "review").Returns("again")
	task := c.Live("work", "", "submit")
	requireAgenda(t, task, overdue, escalate)
	require.Equal(t, c.Now, task.OverdueAt)
	require.Equal(t, "escalated", string(last(c, 0).Type()))
}

func TestAReminderIsRepeatedAsOftenAsItSays(t *testing.T) {
	t.Parallel()
	c := working(t, func(sd *evaluation.StageDefinition) {
		sd.Reminders[0].Every, sd.Reminders[0].Times = evaluation.Offset{Count: 1, Workdays: true}, 3
		sd.Escalations[0].Every, sd.Escalations[0].Times = evaluation.Offset{Count: 2}, 2
		sd.Reminders[0].Offset.Minute = 9 * 60
		sd.Due.Minute = 17 * 60
	})
	requireAgenda(t, c.Live("work", "", "submit"),
		"reminder-1 2020-08-13T09:00:00", "reminder-1.2 2020-08-14T09:00:00", "reminder-1.3 2020-08-17T09:00:00",
		"overdue-1 2020-08-15T17:00:00", "escalation-1 2020-08-17T00:00:00", "escalation-1.2 2020-08-19T00:00:00")
	c.At("2020-08-15 16:59")
	require.True(t, c.Live("work", "", "submit").OverdueAt.IsZero())
	c.At("2020-08-15 17:00")
	require.False(t, c.Live("work", "", "submit").OverdueAt.IsZero(), "its deadline ends at an hour")
}

func TestThoseAboveAreNotToldBeforeTheDeadline(t *testing.T) {
	t.Parallel()
	c := working(t, func(sd *evaluation.StageDefinition) { sd.Escalations[0].Offset = evaluation.Offset{Count: -3} })
	requireAgenda(t, c.Live("work", "", "submit"), remind, overdue, "escalation-1 2020-08-16T00:00:00")
}

func TestNoReminderIsRepeatedForEver(t *testing.T) {
	t.Parallel()
	c := working(t, func(sd *evaluation.StageDefinition) {
		sd.Escalations[0].Every, sd.Escalations[0].Times = evaluation.Offset{Count: 1}, 1_000_000
	})
	require.Len(t, c.Live("work", "", "submit").Agenda, 2+evaluation.MaxTimes)
}

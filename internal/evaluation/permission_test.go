package evaluation_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

func TestEveryActionIsAnsweredInTheOrderOfTheVocabulary(t *testing.T) {
	t.Parallel()
	c, by, task := atSubmit(t)
	var asked []evaluation.Action
	for _, p := range evaluation.Actions(c.Situation(by), task.ID) {
		asked = append(asked, p.Action)
	}
	require.Equal(t, evaluation.TaskActions(), asked)
}

func TestARefusalBecomesOneEntry(t *testing.T) {
	t.Parallel()
	c, by, task := atSubmit(t)
	refusal := fault.New(fault.Forbidden, "duty_conflict", "no").WithRule("duty:not-doer-of:self_check.submit")
	out, err := evaluation.Refuse(c.Situation(by), evaluation.Command{Action: evaluation.Approve, Task: task.ID}, refusal, "v1")
	require.NoError(t, err)
	require.Equal(t, evaluation.Outcome{
		Events: []evaluation.Event{evaluation.AttemptRefused{
			TaskRef: task.Ref(), Action: evaluation.Approve, Code: "forbidden", Reason: "duty_conflict", Rule: "duty:not-doer-of:self_check.submit",
		}},
		Refusal: refusal, Rule: "duty:not-doer-of:self_check.submit", PolicyVersion: "v1",
	}, out)

	out, err = evaluation.Refuse(c.Situation(by), evaluation.Command{Action: evaluation.Claim, Task: "elsewhere"},
		fault.New(fault.Conflict, "stale_version", "no"), "v1")
	require.NoError(t, err)
	require.Equal(t, evaluation.Subject{Task: "elsewhere"}, out.Events[0].Subject())
}

func TestAMistakeLeavesNoTrace(t *testing.T) {
	t.Parallel()
	c, by, task := atSubmit(t)
	for _, code := range fault.Codes() {
		mistake := fault.New(code, "some_reason", "no")
		out, err := evaluation.Refuse(c.Situation(by), evaluation.Command{Action: evaluation.Claim, Task: task.ID}, mistake, "v1")
		if code == fault.Forbidden || code == fault.Conflict {
			require.NoError(t, err)
			continue
		}
		require.Equal(t, mistake, err)
		require.Empty(t, out.Events)
	}
	broken := errors.New("broken")
	_, err := evaluation.Refuse(c.Situation(by), evaluation.Command{Task: task.ID}, broken, "v1")
	require.Equal(t, broken, err)
}

func TestNamesStandInForThemselvesWhenUnknown(t *testing.T) {
	t.Parallel()
	n := evaluation.Names{
		People:      []evaluation.PersonName{{ID: "p1", Name: "Director", Post: "主任", DepartmentID: "d1"}},
		Departments: []evaluation.DepartmentName{{ID: "d1", Name: "办公室"}},
	}
	require.Equal(t, "主任", n.Person("p1").Post)
	require.Equal(t, evaluation.PersonName{ID: "p2", Name: "p2", Post: "p2"}, n.Person("p2"))
	require.Equal(t, "办公室", n.Department("d1"))
	require.Equal(t, "d2", n.Department("d2"))
}

func TestTheNextInstantOfATaskIsItsEarliestUnhandledOne(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("self_check")
	task := c.Live("self_check", "online-hall", "submit")
	require.Equal(t, "2020-08-10T00:00:00", civil(task.NextAgendaAt()))
	task.Agenda[0], task.Agenda[2] = task.Agenda[2], task.Agenda[0]
	require.Equal(t, "2020-08-10T00:00:00", civil(task.NextAgendaAt()), "whatever their order")
	c.At("2020-08-13 00:00")
	require.Equal(t, "2020-08-14T00:00:00", civil(task.NextAgendaAt()))
	c.At("2020-08-14 00:00")
	require.True(t, task.NextAgendaAt().IsZero())
}

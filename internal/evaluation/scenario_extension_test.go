package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

// extendable lets the head of the unit and the finance office grant up to five days.
func extendable(sd *evaluation.StageDefinition) {
	sd.Extension = &evaluation.ExtensionRule{By: []evaluation.RoleID{"unit_head", "finance_office"}, AtMost: evaluation.Offset{Count: 5}}
}

func ask(until string) evaluation.Command {
	return evaluation.Command{Action: evaluation.AskExtension, Until: day(until), Reason: "the audit is not over"}
}

func TestMoreTimeIsAskedForAndGranted(t *testing.T) {
	t.Parallel()
	c := working(t, extendable).At("2020-08-13 10:00") // one reminder was sent
	w := c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Claims().Does(ask("2020-08-20"))
	require.Equal(t, &evaluation.Extension{
		By: "finance-officer", At: c.Now, Until: day("2020-08-20"), Reason: "the audit is not over",
	}, w.Task().Extension)
	requireFault(t, w.Tries(ask("2020-08-19")), fault.Conflict, "extension_pending")

	grant := evaluation.Command{Action: evaluation.GrantExtension, Task: w.Task().ID, Opinion: "agreed"}
	require.Equal(t, evaluation.RelationDecider, c.Situation(evaluationtest.Director()).RelationFor(w.Task(), evaluation.GrantExtension))
	require.Equal(t, "extension_granted; replanned", happened(t, c, evaluationtest.Director(), grant))
	require.Nil(t, w.Task().Extension)
	require.True(t, w.Task().Extended)
	require.Equal(t, day("2020-08-20"), w.Task().DueOn)
	require.Equal(t, day("2020-08-15"), c.Evaluation.Stage("work").DueOn, "the stage keeps its date")
	requireArmed(t, c, w.Task(), "reminder-1 2020-08-18T00:00:00", "overdue-1 2020-08-21T00:00:00", "escalation-1 2020-08-22T00:00:00")
	plan, ok := last(c, 0).(evaluation.Replanned)
	require.True(t, ok)
	require.Equal(t, evaluation.ReplanExtension, plan.Cause)
	require.Equal(t, day("2020-08-15"), plan.Tasks[0].DueBefore, "the journal shows before and after")
	require.Equal(t, day("2020-08-20"), plan.Tasks[0].DueOn)
}

func TestLessTimeIsGrantedThanWasAskedFor(t *testing.T) {
	t.Parallel()
	c := working(t, extendable)
	w := c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Claims().Does(ask("2020-08-20"))
	less := evaluation.Command{Action: evaluation.GrantExtension, Task: w.Task().ID, Until: day("2020-08-17")}
	require.Equal(t, "extension_granted; replanned", happened(t, c, evaluationtest.Director(), less))
	require.Equal(t, day("2020-08-17"), w.Task().DueOn)
}

func TestMoreTimeIsRefused(t *testing.T) {
	t.Parallel()
	c := working(t, extendable)
	w := c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Claims().Does(ask("2020-08-20"))
	refuse := evaluation.Command{Action: evaluation.RefuseExtension, Task: w.Task().ID}
	_, err := c.Try(evaluationtest.Director(), refuse)
	requireFault(t, err, fault.Invalid, "reason_required")
	refuse.Reason = "no time left"
	require.Equal(t, "extension_refused", happened(t, c, evaluationtest.Director(), refuse))
	require.Equal(t, day("2020-08-15"), w.Task().DueOn)
	_, err = c.Try(evaluationtest.Director(), refuse)
	requireFault(t, err, fault.Conflict, "extension_missing")
}

func TestHowMuchMoreTimeThereIs(t *testing.T) {
	t.Parallel()
	c := working(t, extendable)
	w := c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Claims()
	for until, want := range map[string]string{
		"2020-08-15": "until extension_not_later", "2020-08-01": "until extension_not_later", "2020-08-21": "until extension_too_long",
	} {
		require.Equal(t, []string{want}, reasons(w.Tries(ask(until))), until)
	}
	require.Equal(t, []string{"until extension_not_later"}, reasons(w.Tries(evaluation.Command{Action: evaluation.AskExtension, Reason: "x"})))
	require.Equal(t, []string{"reason reason_required"}, reasons(w.Tries(evaluation.Command{Action: evaluation.AskExtension, Until: day("2020-08-18")})))
	w.Does(ask("2020-08-20"))
	c.At("2020-08-22 09:00")
	late := evaluation.Command{Action: evaluation.GrantExtension, Task: w.Task().ID}
	_, err := c.Try(evaluationtest.Director(), late)
	require.Equal(t, []string{"until extension_not_later"}, reasons(err), "time that is over is not granted")
}

func TestWithoutALimitAnyDateCanBeGranted(t *testing.T) {
	t.Parallel()
	c := working(t, func(sd *evaluation.StageDefinition) { extendable(sd); sd.Extension.AtMost = evaluation.Offset{} })
	w := c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Claims().Does(ask("2021-08-20"))
	grant := evaluation.Command{Action: evaluation.GrantExtension, Task: w.Task().ID}
	require.Equal(t, "extension_granted; replanned", happened(t, c, evaluationtest.Director(), grant))
}

func TestWhereAStageGrantsNoTimeNoneIsAskedFor(t *testing.T) {
	t.Parallel()
	c := working(t, nil)
	w := c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Claims()
	requireFault(t, w.Tries(ask("2020-08-20")), fault.Conflict, "extension_not_offered")
	require.NotEqual(t, evaluation.RelationDecider, c.Situation(evaluationtest.Director()).RelationFor(w.Task(), evaluation.GrantExtension))
}

func TestNobodyGrantsTimeToHimself(t *testing.T) {
	t.Parallel()
	c := working(t, extendable)
	c.People = append(c.People, colleague("second-officer", "finance", "finance_office"))
	second := c.People[len(c.People)-1]
	w := c.As(standIn(evaluationtest.Director(), evaluationtest.FinanceOfficer())).On("work", "", "submit").Claims().Does(ask("2020-08-20"))
	decides := func(by evaluation.Actor) bool {
		return c.Situation(by).RelationFor(w.Task(), evaluation.GrantExtension) == evaluation.RelationDecider
	}
	require.Equal(t, evaluation.PersonID("director"), w.Task().Extension.Hand)
	require.False(t, decides(evaluationtest.FinanceOfficer()), "whose request it is")
	require.False(t, decides(evaluationtest.Director()), "who made it for him")
	require.False(t, decides(standIn(evaluationtest.FinanceOfficer(), evaluationtest.Director())), "nor for somebody else")
	require.True(t, decides(second))

	// Nor does a task that asks by itself, or changes hands, make its holder judge.
	w.Does(evaluation.Command{Action: evaluation.Transfer, Person: "second-officer"})
	require.False(t, decides(second))
	require.False(t, decides(evaluationtest.Director()))
}

func TestAnExtensionIsForOneTask(t *testing.T) {
	t.Parallel()
	c := submitted(t, extendable)
	w := c.As(evaluationtest.HotlineHead()).On("work", "", "review").Does(ask("2020-08-20"))
	_, err := c.Try(evaluationtest.Director(), evaluation.Command{Action: evaluation.GrantExtension, Task: w.Task().ID})
	require.NoError(t, err)
	c.At("2020-08-16 00:00")
	for _, task := range c.Evaluation.Tasks {
		if task.Step == "review" {
			require.Equal(t, task.ID == w.Task().ID, task.OverdueAt.IsZero(), task.ID)
		}
	}
	c.Calendar = calendar.Calendar{Version: "another"}
	c.Record(evaluation.System(), evaluation.Replan(bySystem(c)))
	require.Equal(t, day("2020-08-20"), w.Task().DueOn, "what was granted stays granted")
}

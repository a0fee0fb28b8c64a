package evaluation_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

func TestATaskIsShownToOthersOnce(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	task := c.Live("work", "", "review").ID
	show := func(people ...evaluation.PersonID) ([]evaluation.Event, error) {
		return c.Try(evaluationtest.Director(), evaluation.Command{Action: evaluation.CopyTo, Task: task, People: people, Text: "for your information"})
	}
	_, err := show()
	require.Equal(t, []string{"people people_required"}, reasons(err))
	_, err = show(make([]evaluation.PersonID, evaluation.MaxPeople+1)...)
	require.Equal(t, []string{"people people_required"}, reasons(err))
	_, err = show("stranger")
	require.Equal(t, []string{"people person_unknown"}, reasons(err))
	events, err := show("hotline-clerk", "office-clerk", "hotline-clerk")
	require.NoError(t, err)
	require.Equal(t, []evaluation.PersonID{"hotline-clerk", "office-clerk"}, events[0].(evaluation.TaskCopied).To) //nolint:forcetypeassert // seen above
	require.Equal(t, evaluation.Copy{Task: task, Person: "office-clerk", By: "director", At: c.Now, Seq: c.Evaluation.Seq}, c.Evaluation.Copies[1])
	_, err = show("office-clerk")
	requireFault(t, err, fault.Conflict, "copied_already")
	events, err = show("office-clerk", "finance-officer")
	require.NoError(t, err)
	require.Equal(t, []evaluation.PersonID{"finance-officer"}, events[0].(evaluation.TaskCopied).To) //nolint:forcetypeassert // seen above
}

func TestATaskIsReadForTheFirstTimeOnce(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	task := c.Live("work", "", "review").ID
	read := evaluation.Command{Action: evaluation.MarkRead, Task: task}
	require.Equal(t, "task_read", happened(t, c, evaluationtest.Director(), read))
	require.Empty(t, happened(t, c, evaluationtest.Director(), read))
	require.Equal(t, "task_read", happened(t, c, substitute(), read))
	require.Equal(t, evaluation.PersonID("hotline-deputy"), c.Evaluation.Reads[1].Person, "who saw it saw it himself")
}

func TestATaskIsUrgedOnceAnHour(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil).At("2020-08-06 10:00")
	urge := evaluation.Command{Action: evaluation.Urge, Task: c.Live("work", "", "review").ID, Text: "today, please"}
	require.Equal(t, "task_urged", happened(t, c, evaluationtest.FinanceOfficer(), urge))
	c.At("2020-08-06 10:59")
	_, err := c.Try(evaluationtest.OfficeHead(), urge)
	requireFault(t, err, fault.Conflict, "urged_recently")
	require.Equal(t, map[string]string{"at": "2020-08-06T02:00:00Z", "next": "2020-08-06T03:00:00Z"}, fault.As(err).Params)
	c.At("2020-08-06 11:00")
	require.Equal(t, "task_urged", happened(t, c, evaluationtest.OfficeHead(), urge))
}

func TestHowUrgentATaskIs(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	task := c.Live("work", "", "review")
	set := func(p evaluation.Priority) error {
		_, err := c.Try(evaluationtest.OfficeHead(), evaluation.Command{Action: evaluation.SetPriority, Task: task.ID, Priority: p})
		return err
	}
	requireFault(t, set(evaluation.PriorityNormal), fault.Conflict, "priority_unchanged")
	require.Equal(t, []string{"priority priority_unknown"}, reasons(set(3)))
	require.Equal(t, []string{"priority priority_unknown"}, reasons(set(-1)))
	require.NoError(t, set(evaluation.PriorityUrgent))
	require.Equal(t, evaluation.PrioritySet{TaskRef: task.Ref(), Before: evaluation.PriorityNormal, Priority: evaluation.PriorityUrgent}, last(c, 0))
	require.Equal(t, evaluation.PriorityUrgent, task.Priority)

	var labels []string
	for _, p := range evaluation.Priorities() {
		labels = append(labels, p.Label())
	}
	require.Equal(t, []string{"一般", "紧急", "特急"}, labels)
}

func TestAPriorityIsOfTheRoundNotOfOneSeat(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	w := c.As(evaluationtest.Director()).On("work", "", "review")
	w.Does(evaluation.Command{Action: evaluation.SetPriority, Priority: evaluation.PriorityHigh}).Does(sign("office-clerk", evaluation.PlaceBeside))
	require.Equal(t, evaluation.PriorityHigh, c.As(evaluationtest.OfficeClerk()).On("work", "", "review").Task().Priority)
}

func TestWhoIsMentionedIsOfTheUnit(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	task := c.Live("work", "", "review")
	say := func(people ...evaluation.PersonID) error {
		_, err := c.Try(evaluationtest.Director(), evaluation.Command{Action: evaluation.Comment, Task: task.ID, Text: "please look", People: people})
		return err
	}
	require.Equal(t, []string{"mentions person_unknown"}, reasons(say("stranger")))
	require.Equal(t, []string{"mentions too_many_people"}, reasons(say(make([]evaluation.PersonID, evaluation.MaxPeople+1)...)))
	require.NoError(t, say("office-clerk"))
	require.Equal(t, evaluation.Commented{TaskRef: task.Ref(), Text: "please look", Mentions: []evaluation.PersonID{"office-clerk"}}, last(c, 0))
}

// Whatever takes something from somebody or stops something says why, and no
// text is longer than a page.
func TestReasonsAreGivenAndBounded(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", evaluation.MaxText+1)
	c := submitted(t, extendable)
	w := c.As(evaluationtest.HotlineHead()).On("work", "", "review").Does(ask("2020-08-20")).
		Does(sign("hotline-clerk", evaluation.PlaceAfter)).Does(evaluation.Command{Action: evaluation.Delegate, Person: "office-clerk"})
	delegated := w.Task()
	task := c.As(evaluationtest.SupervisionHead()).On("work", "", "review").Task()
	w = c.As(evaluationtest.Director()).On("work", "", "review").Does(sign("finance-officer", evaluation.PlaceAfter))
	signed := w.Task()
	stopped := c.As(evaluationtest.OfficeHead()).On("work", "", "review").Task()
	_, err := c.Try(evaluationtest.Director(), evaluation.Command{Action: evaluation.Suspend, Task: stopped.ID, Reason: "x"})
	require.NoError(t, err)
	approved := c.As(evaluationtest.CoordinationHead()).On("work", "", "review").Approves().Task()

	command := func(a evaluation.Action, on *evaluation.Task) evaluation.Command {
		return evaluation.Command{
			Action: a, Task: on.ID, Person: "finance-officer", People: []evaluation.PersonID{"office-clerk"}, Place: evaluation.PlaceBeside,
			Until: day("2020-08-20"), To: "sign", Opinion: long, Reason: long, Text: long,
		}
	}
	for _, row := range []struct {
		action   evaluation.Action
		on       *evaluation.Task
		required bool
	}{
		{evaluation.Return, task, true},
		{evaluation.AddSigner, task, true},
		{evaluation.RemoveSigner, signed, true},
		{evaluation.AskExtension, task, true},
		{evaluation.RefuseExtension, delegated, true},
		{evaluation.Recuse, task, true},
		{evaluation.ImposeRecusal, task, true},
		{evaluation.Reassign, task, true},
		{evaluation.Jump, task, true},
		{evaluation.Suspend, task, true},
		{evaluation.Comment, task, true},
		{evaluation.Withdraw, approved, false},
		{evaluation.Transfer, task, false},
		{evaluation.Delegate, task, false},
		{evaluation.HandBack, delegated, false},
		{evaluation.CopyTo, task, false},
		{evaluation.Urge, task, false},
		{evaluation.GrantExtension, delegated, false},
		{evaluation.Resume, stopped, false},
		{evaluation.Approve, task, false},
	} {
		by := evaluationtest.SupervisionHead()
		if row.on == delegated {
			by = evaluationtest.OfficeClerk()
		}
		try := command(row.action, row.on)
		_, err := evaluation.Apply(c.Situation(by), try)
		requireFault(t, err, fault.Invalid, "text_too_long")
		if row.required {
			try.Reason, try.Text = " \n", " \n"
			_, err = evaluation.Apply(c.Situation(by), try)
			require.Equal(t, fault.Invalid, fault.CodeOf(err), row.action)
			require.Contains(t, []string{"reason_required", "text_required"}, fault.ReasonOf(err), row.action)
		}
	}
}

func TestReasonsOnTheWholeAreGivenAndBounded(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", evaluation.MaxText+1)
	c := submitted(t, nil)
	try := func(command evaluation.Command) error {
		_, err := evaluation.Apply(c.Situation(evaluationtest.Director()), command)
		return err
	}
	for _, a := range []evaluation.Action{evaluation.Suspend, evaluation.Terminate, evaluation.ProposeChange, evaluation.RefuseChange} {
		requireFault(t, try(evaluation.Command{Action: a}), fault.Invalid, "reason_required")
		requireFault(t, try(evaluation.Command{Action: a, Reason: long}), fault.Invalid, "text_too_long")
	}
	_, err := c.Try(evaluationtest.OfficeHead(), evaluation.Command{Action: evaluation.ProposeChange, Reason: "x", Join: member("office-clerk")})
	require.NoError(t, err)
	requireFault(t, try(evaluation.Command{Action: evaluation.ApproveChange, Opinion: long}), fault.Invalid, "text_too_long")
	requireFault(t, try(evaluation.Command{Action: evaluation.Claim}), fault.Invalid, "unknown_action")
	_, err = c.Try(evaluationtest.Director(), suspend())
	require.NoError(t, err)
	requireFault(t, try(evaluation.Command{Action: evaluation.Resume, Reason: long}), fault.Invalid, "text_too_long")
}

func TestManyJoinersAreTooMany(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	var join []evaluation.Appointment
	for i := range evaluation.MaxPeople + 1 {
		p := evaluation.PersonID(fmt.Sprint("clerk-", i))
		c.People = append(c.People, colleague(p, "office", "section"))
		join = append(join, evaluation.Appointment{Person: p, Role: "member"})
	}
	_, err := c.Try(evaluationtest.OfficeHead(), evaluation.Command{Action: evaluation.ProposeChange, Reason: "x", Join: join})
	require.Equal(t, []string{"join group_change_empty"}, reasons(err))
}

package evaluation_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

func day(text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func stage(id evaluation.StageID, due evaluation.Offset, after ...evaluation.StageID) evaluation.StageDefinition {
	return evaluation.StageDefinition{ID: id, Due: due, After: after}
}

func TestOffsetsAreCountedOnTheCalendar(t *testing.T) {
	t.Parallel()
	china, fixed := calendar.China(), day("2020-12-31")
	for name, row := range map[string]struct {
		offset      evaluation.Offset
		from, want  string
		provisional bool
	}{
		"calendar days":                  {evaluation.Offset{Count: 7}, "2020-08-05", "2020-08-12", false},
		"no days":                        {evaluation.Offset{}, "2020-08-08", "2020-08-08", false},
		"working days over a weekend":    {evaluation.Offset{Count: 1, Workdays: true}, "2020-08-28", "2020-08-31", false},
		"back over a weekend":            {evaluation.Offset{Count: -3, Workdays: true}, "2020-08-24", "2020-08-19", false},
		"over National Day 2020":         {evaluation.Offset{Count: 1, Workdays: true}, "2020-09-30", "2020-10-09", false},
		"a make-up Saturday counts":      {evaluation.Offset{Count: 2, Workdays: true}, "2020-10-09", "2020-10-12", false},
		"a fixed date":                   {evaluation.Offset{Count: 9, On: &fixed}, "2020-08-05", "2020-12-31", false},
		"a year whose notice is to come": {evaluation.Offset{Count: 1, Workdays: true}, "2030-05-06", "2030-05-07", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			on, provisional := row.offset.From(day(row.from), china)
			require.Equal(t, row.want, on.String())
			require.Equal(t, row.provisional, provisional)
		})
	}
}

func TestAStageOpensOnTheLatestDueDateOfThoseBeforeIt(t *testing.T) {
	t.Parallel()
	def := &evaluation.Definition{Stages: []evaluation.StageDefinition{
		stage("root", evaluation.Offset{Count: 2}),
		stage("short", evaluation.Offset{Count: 1}, "root"),
		stage("long", evaluation.Offset{Count: 5}, "root"),
		stage("last", evaluation.Offset{Count: 1, Workdays: true}, "short", "long"),
		stage("aside", evaluation.Offset{Count: 30}),
	}}
	stages, provisional, err := evaluation.Plan(def, evaluation.Timetable{StartOn: day("2020-08-05"), Calendar: calendar.China()})
	require.NoError(t, err)
	require.False(t, provisional)
	var got []string
	for _, s := range stages {
		require.Equal(t, evaluation.StageWaiting, s.State)
		require.Equal(t, s.OpensOn.Start(), s.OpensAt)
		require.Equal(t, s.DueOn.End(), s.DueAt, "a deadline ends at 24:00 of its day")
		got = append(got, string(s.ID)+" "+s.OpensOn.String()+" "+s.DueOn.String())
	}
	require.Equal(t, []string{
		"root 2020-08-05 2020-08-07", "short 2020-08-07 2020-08-08", "long 2020-08-07 2020-08-12",
		"last 2020-08-12 2020-08-13", "aside 2020-08-05 2020-09-04",
	}, got)
}

func TestAPlanCountedInAnUnknownYearIsProvisional(t *testing.T) {
	t.Parallel()
	def := &evaluation.Definition{Stages: []evaluation.StageDefinition{
		stage("first", evaluation.Offset{Count: 1, Workdays: true}), stage("second", evaluation.Offset{Count: 1}, "first"),
	}}
	_, provisional, err := evaluation.Plan(def, evaluation.Timetable{StartOn: day("2031-05-06"), Calendar: calendar.China()})
	require.NoError(t, err)
	require.True(t, provisional)
}

func TestADemonstrationIsOnlyAnotherAgenda(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, time.March, 2, 10, 0, 0, 0, calendar.Location())
	scale := calendar.Timescale{Origin: day("2020-08-05"), StartedAt: began, Day: 2 * time.Second}
	stages, _, err := evaluation.Plan(evaluationtest.Overall(), evaluation.Timetable{StartOn: day("2020-08-05"), Calendar: calendar.China(), Timescale: scale})
	require.NoError(t, err)
	require.Equal(t, began, stages[0].OpensAt)
	require.Equal(t, began.Add(8*2*time.Second), stages[1].DueAt)
	require.Equal(t, "2020-08-12", stages[1].DueOn.String(), "people see civil dates")
}

func TestAPlanThatCannotBe(t *testing.T) {
	t.Parallel()
	early := day("2020-08-04")
	for name, row := range map[string]struct {
		stages []evaluation.StageDefinition
		reason string
		params map[string]string
	}{
		"after an unknown stage": {
			[]evaluation.StageDefinition{stage("a", evaluation.Offset{}, "nowhere")},
			"stage_order",
			map[string]string{"stage": "a", "after": "nowhere"},
		},
		"after itself": {
			[]evaluation.StageDefinition{stage("a", evaluation.Offset{}, "a")},
			"stage_order",
			map[string]string{"stage": "a", "after": "a"},
		},
		"a cycle": {
			[]evaluation.StageDefinition{stage("a", evaluation.Offset{}, "b"), stage("b", evaluation.Offset{}, "a")},
			"stage_order",
			map[string]string{"stage": "a", "after": "b"},
		},
		"due before it opens": {
			[]evaluation.StageDefinition{stage("a", evaluation.Offset{On: &early})},
			"due_before_opening",
			map[string]string{"stage": "a", "due": "2020-08-04", "opens": "2020-08-05"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := evaluation.Plan(&evaluation.Definition{Stages: row.stages},
				evaluation.Timetable{StartOn: day("2020-08-05"), Calendar: calendar.China()})
			requireFault(t, err, fault.Invalid, row.reason)
			require.Equal(t, row.params, fault.As(err).Params)
		})
	}
}

func TestTheAgendaOfATaskComesFromItsStage(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t)
	notify := func(offset evaluation.Offset) evaluation.Notification {
		return evaluation.Notification{Offset: offset, To: []evaluation.Audience{{Role: "unit_office"}}}
	}
	first := &c.Definition.Stages[0]
	first.Due, first.Reminders, first.Escalations = evaluation.Offset{Count: 30}, nil, nil
	for i := range 11 {
		first.Reminders = append(first.Reminders, notify(evaluation.Offset{Count: -i}))
	}
	first.Reminders = append(first.Reminders, notify(evaluation.Offset{Count: -30}))
	first.Escalations = append(first.Escalations, notify(evaluation.Offset{Count: 1}), notify(evaluation.Offset{Count: 2, Workdays: true}))
	c.Running()

	task := c.Live("formation", evaluation.WholeItem, "draft_notice")
	requireAgenda(t, task,
		"reminder-1 2020-09-04T00:00:00", "reminder-2 2020-09-03T00:00:00", "reminder-3 2020-09-02T00:00:00",
		"reminder-4 2020-09-01T00:00:00", "reminder-5 2020-08-31T00:00:00", "reminder-6 2020-08-30T00:00:00",
		"reminder-7 2020-08-29T00:00:00", "reminder-8 2020-08-28T00:00:00", "reminder-9 2020-08-27T00:00:00",
		"reminder-10 2020-08-26T00:00:00", "reminder-11 2020-08-25T00:00:00",
		"overdue-1 2020-09-05T00:00:00", "escalation-1 2020-09-06T00:00:00", "escalation-2 2020-09-09T00:00:00")
	require.Equal(t, []evaluation.Audience{{Role: "unit_office"}}, task.Agenda[0].To)
	require.Empty(t, task.Agenda[11].To, "being late is found, not told; escalations tell")
}

func TestATaskOfALateStageIsFoundLateAtOnce(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().At("2020-08-20 09:00").Through("formation")
	task := c.Live("self_check", "online-hall", "submit")
	requireAgenda(t, task, "overdue-1 2020-08-13T00:00:00", "escalation-1 2020-08-14T00:00:00")
	require.Equal(t, c.Now, task.OverdueAt)
	require.Equal(t, c.Now, task.Agenda[1].DoneAt, "what is owed to those above is not dropped")
}

func TestTheAgendaOfAPlannedStageHasEverything(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t)
	timetable := evaluation.Timetable{StartOn: c.Start.StartOn, Calendar: c.Calendar}
	stages, _, err := evaluation.Plan(c.Definition, timetable)
	require.NoError(t, err)
	agenda := evaluation.StageAgenda(c.Definition.Stages[5], stages[5], timetable)
	requireAgenda(t, &evaluation.Task{Agenda: agenda},
		"reminder-1 2020-08-28T00:00:00", "overdue-1 2020-08-29T00:00:00", "escalation-1 2020-09-01T00:00:00")
}

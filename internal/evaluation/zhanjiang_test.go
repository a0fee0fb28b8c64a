package evaluation_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

// TestZhanjiang is the published case: the group formed on 5 August 2020,
// self-checks until the 12th, inspection until the 17th, roll-up and
// publication on the 27th, filing on the 28th, 97 points, grade 优. One
// self-check comes late, one is returned, and one member returns the result.
func TestZhanjiang(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running()
	t.Log("every stage has its published dates from the first moment")
	requirePlan(t, c)
	formTheGroup(t, c)
	checkInTheSections(t, c)
	inspectTogether(t, c)
	rollUp(t, c)
	publishAndFile(t, c)
	requireOutcome(t, c)
	golden(t, "testdata/zhanjiang.txt", story(c))
}

func requirePlan(t *testing.T, c *evaluationtest.Case) {
	t.Helper()
	var got []string
	for _, s := range c.Evaluation.Stages {
		got = append(got, fmt.Sprintf("%s %s %s %s %s", s.ID, s.OpensOn, s.DueOn, civil(s.OpensAt), civil(s.DueAt)))
	}
	require.Equal(t, []string{
		"formation 2020-08-05 2020-08-05 2020-08-05T00:00:00 2020-08-06T00:00:00",
		"self_check 2020-08-05 2020-08-12 2020-08-05T00:00:00 2020-08-13T00:00:00",
		"inspection 2020-08-12 2020-08-17 2020-08-12T00:00:00 2020-08-18T00:00:00",
		"roll_up 2020-08-17 2020-08-27 2020-08-17T00:00:00 2020-08-28T00:00:00",
		"publication 2020-08-27 2020-08-27 2020-08-27T00:00:00 2020-08-28T00:00:00",
		"filing 2020-08-27 2020-08-28 2020-08-27T00:00:00 2020-08-29T00:00:00",
	}, got)
	require.False(t, c.Evaluation.Provisional, "the calendar of 2020 is known")
}

func formTheGroup(t *testing.T, c *evaluationtest.Case) {
	t.Helper()
	w := c.As(evaluationtest.OfficeClerk()).On("formation", evaluation.WholeItem, "draft_notice")
	requireAgenda(t, w.Task(), "overdue-1 2020-08-06T00:00:00")
	c.At("2020-08-05 09:30")
	w.Claims().Completes(evaluation.Submission{Members: evaluationtest.Group()})
	c.At("2020-08-05 15:00").As(evaluationtest.Director()).On("formation", evaluation.WholeItem, "issue_notice").Claims().Approves()
	require.Equal(t, []evaluation.PersonID{"director"}, c.Evaluation.HoldersOf("chair"))
	require.Len(t, c.Evaluation.HoldersOf("member"), 4)
	require.Equal(t, evaluation.StageActive, c.Evaluation.Stage("self_check").State)
	require.Nil(t, c.Live("self_check", "running-costs", "submit"), "below a million yuan")
}

func checkInTheSections(t *testing.T, c *evaluationtest.Case) {
	t.Helper()
	const item, submit, review = "online-hall", "submit", "review"
	requireAgenda(t, c.Live("self_check", item, submit),
		"reminder-1 2020-08-10T00:00:00", "overdue-1 2020-08-13T00:00:00", "escalation-1 2020-08-14T00:00:00")

	c.At("2020-08-07 10:00").As(evaluationtest.CoordinationClerk()).On("self_check", "terminals", submit).Claims().Supplies().Completes(conclusion())
	c.At("2020-08-10 11:00").As(evaluationtest.FinanceOfficer()).On("self_check", "terminals", review).Claims().Approves()

	c.At("2020-08-11 09:00").As(evaluationtest.OfficeClerk()).On("self_check", "poverty-relief", submit).Claims().Supplies().Completes(conclusion())
	c.At("2020-08-11 16:00").As(evaluationtest.FinanceOfficer()).On("self_check", "poverty-relief", review).Claims().Returns("the score sheet does not add up")
	c.At("2020-08-12 09:00").As(evaluationtest.OfficeClerk()).On("self_check", "poverty-relief", submit).Supplies("score_sheet").Completes(conclusion())
	c.At("2020-08-12 17:00").As(evaluationtest.FinanceOfficer()).On("self_check", "poverty-relief", review).Claims().Approves()

	c.At("2020-08-14 09:00")
	late := c.As(evaluationtest.HotlineClerk()).On("self_check", item, submit).Claims().Supplies().Completes(conclusion())
	require.Equal(t, "2020-08-13T00:00:00", civil(late.Task().OverdueAt))
	require.Equal(t, evaluation.StageActive, c.Evaluation.Stage("self_check").State, "one item is not through")
	c.At("2020-08-14 11:00").As(evaluationtest.FinanceOfficer()).On("self_check", item, review).Claims().Approves()
	require.Equal(t, "2020-08-14T11:00:00", civil(c.Evaluation.Stage("self_check").SettledAt))
}

func inspectTogether(t *testing.T, c *evaluationtest.Case) {
	t.Helper()
	requireAgenda(t, c.Live("inspection", "online-hall", "supply"),
		"reminder-1 2020-08-16T00:00:00", "overdue-1 2020-08-18T00:00:00", "escalation-1 2020-08-19T00:00:00")
	c.At("2020-08-14 15:00")
	c.As(evaluationtest.CoordinationHead()).On("inspection", "terminals", "supply").Claims().Supplies().Completes(evaluation.Submission{})
	c.As(evaluationtest.HotlineHead()).On("inspection", "online-hall", "supply").Claims().Supplies().Completes(evaluation.Submission{})
	c.As(evaluationtest.OfficeClerk()).On("inspection", "poverty-relief", "supply").Claims().Supplies().Completes(evaluation.Submission{})

	own := c.Live("inspection", "terminals", "inspect")
	require.Equal(t, "duty:not-department-of-item", c.Situation(evaluationtest.CoordinationHead()).Excluded(own))
	c.At("2020-08-17 10:00")
	c.As(evaluationtest.HotlineHead()).On("inspection", "terminals", "inspect").Claims().Approves()
	c.As(evaluationtest.Director()).On("inspection", "online-hall", "inspect").Claims().Approves()
	c.As(evaluationtest.SupervisionHead()).On("inspection", "poverty-relief", "inspect").Claims().Approves()
	require.Equal(t, evaluation.StageActive, c.Evaluation.Stage("roll_up").State)
}

func rollUp(t *testing.T, c *evaluationtest.Case) {
	t.Helper()
	requireAgenda(t, c.Live("roll_up", evaluation.WholeItem, "compile"),
		"reminder-1 2020-08-24T00:00:00", "overdue-1 2020-08-28T00:00:00", "escalation-1 2020-08-29T00:00:00")
	c.At("2020-08-20 14:00").As(evaluationtest.FinanceOfficer()).On("roll_up", evaluation.WholeItem, "compile").Claims().Completes(compiled())
	c.At("2020-08-21 09:00")
	for _, p := range []evaluation.Actor{evaluationtest.OfficeHead(), evaluationtest.SupervisionHead(), evaluationtest.HotlineHead()} {
		c.As(p).On("roll_up", evaluation.WholeItem, "approve").Approves()
	}
	c.At("2020-08-21 10:00").As(evaluationtest.CoordinationHead()).On("roll_up", evaluation.WholeItem, "approve").
		Returns("349400 yuan were not spent and not explained")

	c.At("2020-08-24 10:00").As(evaluationtest.FinanceOfficer()).On("roll_up", evaluation.WholeItem, "compile").Completes(compiled())
	requireAgenda(t, c.Live("roll_up", evaluation.WholeItem, "approve"),
		"overdue-1 2020-08-28T00:00:00", "escalation-1 2020-08-29T00:00:00")
	c.At("2020-08-26 16:00")
	for _, p := range []evaluation.Actor{
		evaluationtest.HotlineHead(), evaluationtest.CoordinationHead(), evaluationtest.SupervisionHead(),
		evaluationtest.OfficeHead(), evaluationtest.Director(),
	} {
		require.Nil(t, c.Evaluation.Dossier, "not before all five have approved")
		c.As(p).On("roll_up", evaluation.WholeItem, "approve").Approves()
	}
	require.Equal(t, "2020-08-26T16:00:00", civil(c.Evaluation.Dossier.SealedAt))
}

func publishAndFile(t *testing.T, c *evaluationtest.Case) {
	t.Helper()
	require.Equal(t, "2020-08-27T00:00:00", civil(c.Turn()), "both stages wait for their day")
	c.At("2020-08-27 09:00")
	requireAgenda(t, c.Live("publication", evaluation.WholeItem, "confirm"),
		"overdue-1 2020-08-28T00:00:00", "escalation-1 2020-08-29T00:00:00")
	requireAgenda(t, c.Live("filing", evaluation.WholeItem, "hand_in"),
		"reminder-1 2020-08-28T00:00:00", "overdue-1 2020-08-29T00:00:00", "escalation-1 2020-09-01T00:00:00")
	c.As(evaluationtest.OfficeHead()).On("publication", evaluation.WholeItem, "confirm").Claims().Approves()
	require.Equal(t, "2020-08-27T09:00:00", civil(c.Evaluation.Publication.PublishedAt))

	c.At("2020-08-28 09:00").As(evaluationtest.FinanceOfficer()).On("filing", evaluation.WholeItem, "hand_in").Claims().Approves()
	require.Equal(t, evaluationtest.Receiver, c.Evaluation.Filing.ReceiverID)
	require.True(t, c.Evaluation.Filing.ReceivedAt.IsZero())
	c.At("2020-08-28 11:00").As(evaluationtest.BureauClerk()).On("filing", evaluation.WholeItem, "acknowledge").
		Claims().Completes(evaluationtest.Fields(evaluation.ReceiptField, "R-1"))
}

func requireOutcome(t *testing.T, c *evaluationtest.Case) {
	t.Helper()
	e := c.Evaluation
	require.Equal(t, evaluation.Finished, e.State)
	require.Equal(t, "2020-08-28T11:00:00", civil(e.FinishedAt))
	require.Equal(t, e.Dossier.Digest, e.Publication.Digest, "what is public is what was sealed")
	require.Equal(t, e.Dossier.Digest, e.Filing.Digest, "what was filed is what was sealed")
	require.Equal(t, "R-1", e.Filing.ReceiptNo)
	require.Equal(t, evaluation.PersonID("bureau-clerk"), e.Filing.ReceivedBy)
	var settled []string
	for _, s := range e.Stages {
		settled = append(settled, string(s.ID)+" "+civil(s.SettledAt))
	}
	require.Equal(t, []string{
		"formation 2020-08-05T15:00:00", "self_check 2020-08-14T11:00:00", "inspection 2020-08-17T10:00:00",
		"roll_up 2020-08-26T16:00:00", "publication 2020-08-27T09:00:00", "filing 2020-08-28T11:00:00",
	}, settled)
	require.Equal(t, []string{
		"2020-08-10T00:00:00 reminded self_check/online-hall/submit",
		"2020-08-10T00:00:00 reminded self_check/poverty-relief/submit",
		"2020-08-10T00:00:00 reminded self_check/terminals/review",
		"2020-08-13T00:00:00 found_overdue self_check/online-hall/submit",
		"2020-08-14T00:00:00 escalated self_check/online-hall/submit",
		"2020-08-14T09:00:00 escalated self_check/online-hall/review",
		"2020-08-14T09:00:00 found_overdue self_check/online-hall/review",
		"2020-08-16T00:00:00 reminded inspection/online-hall/inspect",
		"2020-08-16T00:00:00 reminded inspection/poverty-relief/inspect",
		"2020-08-16T00:00:00 reminded inspection/terminals/inspect",
		"2020-08-24T00:00:00 reminded roll_up//compile",
		"2020-08-28T00:00:00 reminded filing//hand_in",
	}, whatTimeDid(c))
}

func whatTimeDid(c *evaluationtest.Case) []string {
	var out []string
	for _, r := range c.Records {
		byTime := []evaluation.EventType{evaluation.TypeReminded, evaluation.TypeFoundOverdue, evaluation.TypeEscalated}
		if slices.Contains(byTime, r.Event.Type()) {
			about := r.Event.Subject()
			step := c.Evaluation.Task(about.Task).Step
			out = append(out, fmt.Sprintf("%s %s %s/%s/%s", civil(r.At), r.Event.Type(), about.Stage, about.Item, step))
		}
	}
	slices.Sort(out)
	return out
}

// story tells the journal line by line, for people to read.
func story(c *evaluationtest.Case) string {
	var b strings.Builder
	for _, r := range c.Records {
		about := r.Event.Subject()
		place := strings.TrimRight(string(about.Stage)+"/"+string(about.Item), "/")
		fmt.Fprintf(&b, "%3d %s %-18s %-26s %s\n", r.Seq, civil(r.At), r.Actor, place, tellOne(r.Event))
	}
	return b.String()
}

func requireAgenda(t *testing.T, task *evaluation.Task, want ...string) {
	t.Helper()
	got := make([]string, 0, len(task.Agenda))
	for _, a := range task.Agenda {
		got = append(got, a.ID+" "+civil(a.At))
	}
	require.Equal(t, want, got)
}

// civil writes an instant as the wall clock in Shanghai shows it.
func civil(at time.Time) string {
	return at.In(calendar.Location()).Format("2006-01-02T15:04:05")
}

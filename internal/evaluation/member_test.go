package evaluation_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

func TestAListOfMembersFitsTheRoles(t *testing.T) {
	t.Parallel()
	with := func(more ...evaluation.Appointment) []evaluation.Appointment {
		return append(evaluationtest.Group(), more...)
	}
	without := func(role evaluation.RoleID) []evaluation.Appointment {
		return slices.DeleteFunc(evaluationtest.Group(), func(a evaluation.Appointment) bool { return a.Role == role })
	}
	for name, row := range map[string]struct {
		members []evaluation.Appointment
		want    []string
	}{
		"no chair":                    {without("chair"), []string{"members too_few_members"}},
		"no member, no office":        {evaluationtest.Group()[:1], []string{"members too_few_members", "members too_few_members"}},
		"two chairs":                  {with(evaluation.Appointment{Person: "office-head", Role: "chair"}), []string{"members too_many_members"}},
		"somebody twice in a role":    {with(evaluation.Appointment{Person: "hotline-head", Role: "member"}), []string{"members member_twice"}},
		"a role that is granted":      {with(evaluation.Appointment{Person: "director", Role: "unit_head"}), []string{"members role_not_appointed"}},
		"a role that does not exist":  {with(evaluation.Appointment{Person: "director", Role: "king"}), []string{"members role_not_appointed"}},
		"nobody behind an entry":      {with(evaluation.Appointment{Role: "member"}), []string{"members person_missing"}},
		"the system itself":           {with(evaluation.Appointment{Person: evaluation.SystemPerson, Role: "member"}), []string{"members person_missing"}},
		"one person in several roles": {with(evaluation.Appointment{Person: "director", Role: "member"}), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := evaluationtest.New(t).Running()
			err := c.As(evaluationtest.OfficeClerk()).On("formation", evaluation.WholeItem, "draft_notice").Claims().
				Tries(evaluation.Command{Action: evaluation.Complete, Submission: evaluation.Submission{Members: row.members}})
			if row.want == nil {
				require.NoError(t, err)
				return
			}
			requireFault(t, err, fault.Invalid, "members_invalid")
			require.Equal(t, row.want, reasons(err))
		})
	}
}

func TestTheGroupIsFormedWhenTheNoticeIsIssuedNotWhenItIsDrafted(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running()
	c.As(evaluationtest.OfficeClerk()).On("formation", evaluation.WholeItem, "draft_notice").Claims().
		Completes(evaluation.Submission{Members: evaluationtest.Group()})
	require.Empty(t, c.Evaluation.Members)
	c.At("2020-08-05 15:00").As(evaluationtest.Director()).On("formation", evaluation.WholeItem, "issue_notice").Claims().Approves()
	require.Len(t, c.Evaluation.Members, len(evaluationtest.Group()))
	require.Equal(t, evaluation.Member{Person: "director", Role: "chair", Since: c.Now}, c.Evaluation.Members[0])
}

func TestTheLastListHandedInCounts(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running()
	draft := c.As(evaluationtest.OfficeClerk()).On("formation", evaluation.WholeItem, "draft_notice").Claims()
	draft.Completes(evaluation.Submission{Members: evaluationtest.Group()})
	c.At("2020-08-05 11:00").As(evaluationtest.Director()).On("formation", evaluation.WholeItem, "issue_notice").Claims().Returns("one member fewer")
	fewer := slices.DeleteFunc(evaluationtest.Group(), func(a evaluation.Appointment) bool { return a.Person == "hotline-head" })
	c.At("2020-08-05 12:00").As(evaluationtest.OfficeClerk()).On("formation", evaluation.WholeItem, "draft_notice").
		Completes(evaluation.Submission{Members: fewer})
	slices.Reverse(c.Evaluation.Tasks) // in whatever order they were read
	c.As(evaluationtest.Director()).On("formation", evaluation.WholeItem, "issue_notice").Claims().Approves()
	require.NotContains(t, c.Evaluation.HoldersOf("member"), evaluation.PersonID("hotline-head"))
}

func TestAStepThatAppointsTakesItsOwnListFirst(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t)
	issue := &c.Definition.Stages[0].Steps[1]
	issue.Decides, issue.ReturnTo = false, ""
	issue.Form = []evaluation.FormField{{Name: "members", Kind: evaluation.FieldMembers}}
	c.Running().As(evaluationtest.OfficeClerk()).On("formation", evaluation.WholeItem, "draft_notice").Claims().
		Completes(evaluation.Submission{Members: evaluationtest.Group()})
	own := append(evaluationtest.Group(), evaluation.Appointment{Person: "office-clerk", Role: "member"})
	w := c.As(evaluationtest.Director()).On("formation", evaluation.WholeItem, "issue_notice").Claims()
	w.Completes(evaluation.Submission{Members: own})
	require.Len(t, c.Evaluation.HoldersOf("member"), 5)
}

func TestNoGroupIsFormedOfNobody(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t)
	c.Definition.Stages[0].Steps[0].Form = nil
	c.Running().As(evaluationtest.OfficeClerk()).On("formation", evaluation.WholeItem, "draft_notice").Claims().Completes(evaluation.Submission{})
	err := c.As(evaluationtest.Director()).On("formation", evaluation.WholeItem, "issue_notice").Claims().
		Tries(evaluation.Command{Action: evaluation.Approve})
	requireFault(t, err, fault.Invalid, "members_invalid")
}

func TestAnAppointmentReplacesTheHoldersOfItsRolesOnly(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Through("formation")
	at := c.Now.Add(time.Hour)
	c.Evaluation.Fold(evaluation.Record{Seq: 99, At: at, Event: evaluation.GroupFormed{
		Members: []evaluation.Appointment{{Person: "office-clerk", Role: "chair"}},
	}})
	require.Equal(t, []evaluation.PersonID{"office-clerk"}, c.Evaluation.HoldersOf("chair"))
	require.Len(t, c.Evaluation.HoldersOf("member"), 4)
	require.Nil(t, c.Evaluation.HoldersOf("nobody"))
}

func TestTheGroupSignsInTheStageThatFormsIt(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t)
	first := &c.Definition.Stages[0]
	first.Steps = append(first.Steps, evaluation.StepDefinition{
		ID: "sign", Title: "Sign", By: []evaluation.RoleID{"chair", "member"}, Quorum: evaluation.QuorumAll, Decides: true,
	})
	c.Running().As(evaluationtest.OfficeClerk()).On("formation", evaluation.WholeItem, "draft_notice").Claims().
		Completes(evaluation.Submission{Members: evaluationtest.Group()})
	w := c.As(evaluationtest.Director()).On("formation", evaluation.WholeItem, "issue_notice").Claims()
	events, err := evaluation.Apply(c.Situation(evaluationtest.Director()), evaluation.Command{Action: evaluation.Approve, Task: w.Task().ID})
	require.Equal(t, "task_approved as unit_head; group_formed; task_opened sign.1#1 claimed director; "+
		"task_opened sign.2#1 claimed office-head; task_opened sign.3#1 claimed supervision-head; "+
		"task_opened sign.4#1 claimed coordination-head; task_opened sign.5#1 claimed hotline-head", tell(events, err))
	require.Empty(t, c.Evaluation.Members, "until it is recorded")
}

func TestAListHandedInElsewhereAppointsNobody(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t)
	again := c.Definition.Stages[0]
	again.ID, again.After, again.ForEach = "again", []evaluation.StageID{"formation"}, &evaluation.ForEach{Kind: evaluation.ItemProject}
	draft := again.Steps[0]
	draft.Form = []evaluation.FormField{{Name: "members", Kind: evaluation.FieldMembers}}
	again.Steps = []evaluation.StepDefinition{draft, again.Steps[1]}
	c.Definition.Stages = []evaluation.StageDefinition{c.Definition.Stages[0], again}
	c.Running().Through("formation")

	c.As(evaluationtest.OfficeClerk()).On("again", "terminals", "draft_notice").Claims().Completes(evaluation.Submission{})
	issue := c.As(evaluationtest.Director()).On("again", "terminals", "issue_notice").Claims()
	requireFault(t, issue.Tries(evaluation.Command{Action: evaluation.Approve}), fault.Invalid, "members_invalid")

	c.As(evaluationtest.OfficeClerk()).On("again", "online-hall", "draft_notice").Claims().
		Completes(evaluation.Submission{Members: evaluationtest.Group()})
	requireFault(t, issue.Tries(evaluation.Command{Action: evaluation.Approve}), fault.Invalid, "members_invalid")
}

package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

func TestTheGroupKeepsTheNoticeThatFormedIt(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t)
	c.Definition.Stages[0].Steps[0].Form = append(c.Definition.Stages[0].Steps[0].Form,
		evaluation.FormField{Name: evaluation.NoticeDateField, Kind: evaluation.FieldDate},
		evaluation.FormField{Name: evaluation.NoticeBasisField, Kind: evaluation.FieldText},
		evaluation.FormField{Name: evaluation.NoticeUntilField, Kind: evaluation.FieldDate},
		evaluation.FormField{Name: evaluation.NoticeTasksField, Kind: evaluation.FieldText},
		evaluation.FormField{Name: evaluation.NoticeOfficeField, Kind: evaluation.FieldText})
	notice := evaluationtest.Fields(evaluation.NoticeNumberField, "No. 12", evaluation.NoticeDateField, "2020-08-05",
		evaluation.NoticeBasisField, "the bureau's notice", evaluation.NoticeUntilField, "2020-12-31",
		evaluation.NoticeTasksField, "leads the evaluation", evaluation.NoticeOfficeField, "the office")
	notice.Members = evaluationtest.Group()
	c.Running().As(evaluationtest.OfficeHead()).On("formation", "", "draft_notice").Claims().Completes(notice)
	c.As(evaluationtest.Director()).On("formation", "", "issue_notice").Claims().Approves()
	require.Equal(t, &evaluation.Group{FormedAt: c.Now, GroupNotice: evaluation.GroupNotice{
		Number: "No. 12", Date: day("2020-08-05"), Basis: "the bureau's notice", Until: day("2020-12-31"),
		Tasks: "leads the evaluation", Office: "the office",
	}}, c.Evaluation.Group)
}

func TestWhoLeavesKeepsHisHistoryAndLosesHisTasks(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	c.As(evaluationtest.OfficeHead()).On("work", "", "review").Approves()
	require.Equal(t, "group_change_approved; task_cancelled", changed(t, c, nil, member("hotline-head")))
	require.Equal(t, "group_change_approved", changed(t, c, nil, member("office-head")))
	require.Equal(t, []string{"review.1#1 director", "review.3#1 supervision-head", "review.4#1 coordination-head"}, open(c))
	require.Contains(t, history(c, "review"), "review.2#1 completed by office-head")
	left := c.Evaluation.Members[1]
	require.Equal(t, evaluation.Member{Person: "office-head", Role: "member", Since: left.Since, Until: c.Now}, left)
	require.Equal(t, 2, c.Evaluation.Group.Changes)
	c.Finished()
}

func TestTheLeaderLeavesInTheMiddleOfARoundAndAnotherTakesHisPlace(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	chair := func(p evaluation.PersonID) []evaluation.Appointment {
		return []evaluation.Appointment{{Person: p, Role: "chair"}}
	}
	require.Equal(t, "group_change_approved; task_opened review.6#1 claimed office-clerk; task_cancelled",
		changed(t, c, chair("office-clerk"), chair("director")))
	require.Equal(t, []evaluation.PersonID{"office-clerk"}, c.Evaluation.HoldersOf("chair"))
	require.Contains(t, open(c), "review.6#1 office-clerk")
	require.NotContains(t, open(c), "review.1#1 director")
	c.Finished()
}

func TestWhoJoinsGetsASeatInEveryRoundThatIsOpen(t *testing.T) {
	t.Parallel()
	for quorum, want := range map[evaluation.Quorum]string{
		evaluation.QuorumAll:      "group_change_approved; task_opened review.6#1 claimed office-clerk",
		evaluation.QuorumAny:      "group_change_approved; task_opened review.6#1 claimed office-clerk",
		evaluation.QuorumRatio:    "group_change_approved; task_opened review.6#1 claimed office-clerk",
		evaluation.QuorumVote:     "group_change_approved; task_opened review.6#1 claimed office-clerk",
		evaluation.QuorumSequence: "group_change_approved", // his turn comes
		evaluation.QuorumOne:      "group_change_approved", // he may claim it
	} {
		c := submitted(t, reviewed(quorum, twoThirds()))
		require.Equal(t, want, changed(t, c, member("office-clerk"), nil), quorum)
		c.Finished()
	}
	c := submitted(t, nil)
	office := []evaluation.Appointment{{Person: "hotline-clerk", Role: "group_office"}}
	require.Equal(t, "group_change_approved", changed(t, c, office, nil), "whose role does not review has no seat")
	chair := []evaluation.Appointment{{Person: "director", Role: "member"}}
	require.Equal(t, "group_change_approved", changed(t, c, chair, nil), "who has a seat has no second one")
}

func TestADelegateWhoJoinsGetsASeatOfHisOwn(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	w := c.As(evaluationtest.HotlineHead()).On("work", "", "review").Does(evaluation.Command{Action: evaluation.Delegate, Person: "office-clerk"})
	require.Equal(t, "group_change_approved; task_opened review.6#1 claimed office-clerk", changed(t, c, member("office-clerk"), nil))
	for _, p := range append(reviewers()[:4], evaluationtest.OfficeClerk()) {
		task := c.Evaluation.Task("e-2019:work::review:1.6")
		if p.Person != task.Assignee {
			task = c.As(p).On("work", "", "review").Task()
		}
		_, err := c.Try(p, evaluation.Command{Action: evaluation.Approve, Task: task.ID})
		require.NoError(t, err)
	}
	require.Equal(t, []string{"review.5#1 office-clerk"}, open(c), "the owner's voice is still to come")
	w.Does(evaluation.Command{Action: evaluation.HandBack}).Approves()
	require.Equal(t, []string{"sign#1 anybody"}, open(c))
}

func TestWhoLeavesOneRoleKeepsWhatAnotherGivesHim(t *testing.T) {
	t.Parallel()
	c := submitted(t, func(sd *evaluation.StageDefinition) {
		sd.Steps[1].By = append(sd.Steps[1].By, "group_office", "unit_office")
	})
	require.Equal(t, "group_change_approved", changed(t, c, nil, member("office-head")), "the office reviews too")
}

func TestWhoLeavesStillSignsWhatHeWasAskedToSign(t *testing.T) {
	t.Parallel()
	c := working(t, nil)
	c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Claims().Does(sign("hotline-head", evaluation.PlaceBefore))
	require.Equal(t, "group_change_approved", changed(t, c, nil, member("hotline-head")))
	c.As(evaluationtest.HotlineHead()).On("work", "", "submit").Approves()
}

func TestAChangeOfTheGroupIsItselfApproved(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	propose := evaluation.Command{Action: evaluation.ProposeChange, Reason: "posts were changed", Leave: member("hotline-head")}
	approve := evaluation.Command{Action: evaluation.ApproveChange, Opinion: "agreed"}
	refuse := evaluation.Command{Action: evaluation.RefuseChange, Reason: "no"}
	try := func(by evaluation.Actor, command evaluation.Command) error {
		_, err := c.Try(by, command)
		return err
	}
	requireFault(t, try(evaluationtest.Director(), approve), fault.Conflict, "group_change_missing")
	requireFault(t, try(evaluationtest.Director(), refuse), fault.Conflict, "group_change_missing")
	deputy := standIn(evaluationtest.FinanceOfficer(), evaluationtest.OfficeHead())
	require.NoError(t, try(deputy, propose))
	require.Equal(t, evaluation.PersonID("finance-officer"), c.Evaluation.GroupChange.Hand)
	requireFault(t, try(evaluationtest.Director(), propose), fault.Conflict, "group_change_pending")
	for _, by := range []evaluation.Actor{
		evaluationtest.OfficeHead(), evaluationtest.FinanceOfficer(), standIn(evaluationtest.FinanceOfficer(), evaluationtest.Director()),
	} {
		requireFault(t, try(by, approve), fault.Forbidden, "duty_conflict")
		requireFault(t, try(by, refuse), fault.Forbidden, "duty_conflict")
		for _, p := range evaluation.WholeActions(c.Situation(by)) {
			require.Equal(t, p.Action == evaluation.Suspend || p.Action == evaluation.Terminate || p.Action == evaluation.PlaceHold, p.Allowed, p.Action)
			if p.Action == evaluation.ApproveChange {
				require.Equal(t, "duty:not-proposer", p.Rule)
			}
		}
	}
	requireFault(t, try(evaluationtest.Director(), evaluation.Command{Action: evaluation.RefuseChange}), fault.Invalid, "reason_required")
	require.NoError(t, try(evaluationtest.Director(), refuse))
	require.Nil(t, c.Evaluation.GroupChange)
	require.Contains(t, c.Evaluation.HoldersOf("member"), evaluation.PersonID("hotline-head"))
}

func TestAChangeFitsTheRolesWhenItIsAskedForAndWhenItIsApproved(t *testing.T) {
	t.Parallel()
	early := evaluationtest.New(t).Running()
	_, err := early.Try(evaluationtest.OfficeHead(), evaluation.Command{Action: evaluation.ProposeChange, Reason: "x", Join: member("office-clerk")})
	requireFault(t, err, fault.Conflict, "group_not_formed")

	c := submitted(t, nil)
	propose := func(join, leave []evaluation.Appointment) error {
		_, err := c.Try(evaluationtest.OfficeHead(), evaluation.Command{Action: evaluation.ProposeChange, Reason: "x", Join: join, Leave: leave})
		return err
	}
	require.Equal(t, []string{"join group_change_empty"}, reasons(propose(nil, nil)))
	require.Equal(t, []string{"join person_unknown"}, reasons(propose(member("stranger"), nil)))
	require.Equal(t, []string{"join person_unknown"}, reasons(propose(member("bureau-clerk"), nil)))
	require.Equal(t, []string{"leave not_a_member"}, reasons(propose(nil, member("office-clerk"))))
	require.Equal(t, []string{"members member_twice"}, reasons(propose(member("hotline-head"), nil)))
	require.Equal(t, []string{"members too_few_members"}, reasons(propose(nil, []evaluation.Appointment{{Person: "director", Role: "chair"}})))
	require.Equal(t, []string{"members too_many_members"}, reasons(propose([]evaluation.Appointment{{Person: "office-clerk", Role: "chair"}}, nil)))

	require.NoError(t, propose(nil, member("hotline-head")))
	onlyMembers(c, "office-head") // it changed meanwhile
	_, err = c.Try(evaluationtest.Director(), evaluation.Command{Action: evaluation.ApproveChange})
	require.Equal(t, []string{"leave not_a_member"}, reasons(err))
}

func TestAGroupThatIsFormedAnewReplacesTheOneBefore(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Through("formation")
	before := c.Evaluation.Members[1]
	c.Now = c.Now.AddDate(0, 0, 1)
	c.Record(evaluation.System(), []evaluation.Event{evaluation.GroupFormed{Members: evaluationtest.Group()[:3]}})
	require.Equal(t, []evaluation.PersonID{"office-head", "supervision-head"}, c.Evaluation.HoldersOf("member"))
	require.Contains(t, c.Evaluation.Members, before, "who stays has been there all along")
	require.Equal(t, 1, c.Evaluation.Group.Changes)
}

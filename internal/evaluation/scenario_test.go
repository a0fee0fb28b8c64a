package evaluation_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

// working is a case with one stage "work" that is under way: a paper is
// submitted by the finance office, reviewed by the group, and signed by the
// head of the unit. It opens on Wednesday, 2020-08-05 and is due ten days later.
func working(t *testing.T, change func(*evaluation.StageDefinition)) *evaluationtest.Case {
	t.Helper()
	c := planned(t, change)
	return c.Running().Opened("work")
}

// planned is the same before it starts.
func planned(t *testing.T, change func(*evaluation.StageDefinition)) *evaluationtest.Case {
	t.Helper()
	c := evaluationtest.New(t)
	work := evaluation.StageDefinition{
		ID: "work", Title: "Work", After: []evaluation.StageID{"formation"}, Due: evaluation.Offset{Count: 10},
		Reminders:   []evaluation.Notification{{Offset: evaluation.Offset{Count: -2}, To: []evaluation.Audience{{Assignee: true}}}},
		Escalations: []evaluation.Notification{{Offset: evaluation.Offset{Count: 1}, To: []evaluation.Audience{{Role: "chair"}}}},
		Steps: []evaluation.StepDefinition{
			{ID: "submit", Title: "Submit", By: []evaluation.RoleID{"finance_office"}, Quorum: evaluation.QuorumOne},
			{
				ID: "review", Title: "Review", By: []evaluation.RoleID{"chair", "member"}, Quorum: evaluation.QuorumAll,
				Decides: true, ReturnTo: "submit",
			},
			{
				ID: "sign", Title: "Sign", By: []evaluation.RoleID{"unit_head"}, Quorum: evaluation.QuorumOne,
				Decides: true, ReturnTo: "review",
			},
		},
	}
	if change != nil {
		change(&work)
	}
	c.Definition.Stages = append(c.Definition.Stages[:1], work)
	return c
}

// reviewed gives the review another quorum.
func reviewed(q evaluation.Quorum, rule evaluation.QuorumRule) func(*evaluation.StageDefinition) {
	return func(sd *evaluation.StageDefinition) { sd.Steps[1].Quorum, sd.Steps[1].Rule = q, rule }
}

// submitted is the case once the paper has been submitted.
func submitted(t *testing.T, change func(*evaluation.StageDefinition)) *evaluationtest.Case {
	t.Helper()
	c := working(t, change)
	c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Claims().Completes(evaluation.Submission{})
	return c
}

// signing is the case once the paper has been reviewed.
func signing(t *testing.T) *evaluationtest.Case {
	t.Helper()
	c := submitted(t, nil)
	for _, p := range reviewers() {
		c.As(p).On("work", "", "review").Approves()
	}
	return c
}

func reviewers() []evaluation.Actor {
	return []evaluation.Actor{
		evaluationtest.Director(), evaluationtest.OfficeHead(), evaluationtest.SupervisionHead(),
		evaluationtest.CoordinationHead(), evaluationtest.HotlineHead(),
	}
}

// onlyMembers makes the group as large as a test wants: the director leads it.
func onlyMembers(c *evaluationtest.Case, members ...evaluation.PersonID) {
	c.T.Helper()
	var kept []evaluation.Member
	for _, m := range c.Evaluation.Members {
		if m.Role != "member" {
			kept = append(kept, m)
		}
	}
	for _, p := range members {
		kept = append(kept, evaluation.Member{Person: p, Role: "member", Since: c.Now})
	}
	c.Evaluation.Members = kept
}

// open lists the tasks that wait for somebody: "review.2#1 office-head".
func open(c *evaluationtest.Case) []string {
	out := []string{}
	for _, t := range c.Evaluation.Tasks {
		if t.State.Live() {
			who := string(t.Assignee)
			if who == "" {
				who = "anybody"
			}
			out = append(out, fmt.Sprintf("%s#%d %s", seat(t), t.Round, who))
		}
	}
	return out
}

// history tells how the tasks of a step stand: "review.2#1 approved by ...".
func history(c *evaluationtest.Case, step evaluation.StepID) []string {
	out := []string{}
	for _, t := range c.Evaluation.Tasks {
		if t.Step != step {
			continue
		}
		line := fmt.Sprintf("%s#%d %s", seat(t), t.Round, t.State)
		if t.DoneBy != "" {
			line += " by " + string(t.DoneBy)
		}
		if t.OnBehalfOf != "" {
			line += " for " + string(t.OnBehalfOf)
		}
		out = append(out, line)
	}
	return out
}

// last is the entry of the journal made last but n.
func last(c *evaluationtest.Case, n int) evaluation.Event {
	return c.Records[len(c.Records)-1-n].Event
}

// happened lists the types of what a command led to.
func happened(t *testing.T, c *evaluationtest.Case, by evaluation.Actor, command evaluation.Command) string {
	t.Helper()
	events, err := c.Try(by, command)
	return tell(events, err)
}

// requireArmed: whoever has something to do is told before its deadline, at it
// and after it.
func requireArmed(t *testing.T, c *evaluationtest.Case, task *evaluation.Task, want ...string) {
	t.Helper()
	requireAgenda(t, task, want...)
	for _, a := range task.Agenda {
		require.True(t, a.At.Before(c.Now) || a.DoneAt.IsZero(), "%s is still to come", a.ID)
	}
}

// changed proposes a change of the group and has it approved.
func changed(t *testing.T, c *evaluationtest.Case, join, leave []evaluation.Appointment) string {
	t.Helper()
	_, err := c.Try(evaluationtest.OfficeHead(), evaluation.Command{
		Action: evaluation.ProposeChange, Reason: "posts were changed", Join: join, Leave: leave,
	})
	require.NoError(t, err)
	return happened(t, c, evaluationtest.Director(), evaluation.Command{Action: evaluation.ApproveChange})
}

func member(p evaluation.PersonID) []evaluation.Appointment {
	return []evaluation.Appointment{{Person: p, Role: "member"}}
}

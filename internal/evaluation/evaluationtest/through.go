package evaluationtest

import (
	"encoding/json"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
)

// Through lets everybody do what is asked of them until a stage is settled,
// waiting for instants that lie ahead.
func (c *Case) Through(stage evaluation.StageID) *Case {
	c.T.Helper()
	return c.until(func() bool { return c.Evaluation.Stage(stage).State == evaluation.StageClosed })
}

// Finished lets everybody do what is asked of them until the very end.
func (c *Case) Finished() *Case {
	c.T.Helper()
	return c.until(func() bool { return c.Evaluation.State == evaluation.Finished })
}

// Opened lets everybody do what is asked of them until a stage opens.
func (c *Case) Opened(stage evaluation.StageID) *Case {
	c.T.Helper()
	return c.until(func() bool { return c.Evaluation.Stage(stage).State != evaluation.StageWaiting })
}

func (c *Case) until(there func() bool) *Case {
	c.T.Helper()
	for range longest {
		wake := c.Turn()
		if there() {
			return c
		}
		if c.resumed() {
			continue
		}
		if t := c.firstForPeople(); t != nil {
			c.serve(t)
			continue
		}
		require.False(c.T, wake.IsZero(), "nobody has anything to do, and time brings nothing")
		c.Now = wake
	}
	require.FailNow(c.T, "it never ends")
	return c
}

func (c *Case) firstForPeople() *evaluation.Task {
	for i := range c.Evaluation.Tasks {
		if t := &c.Evaluation.Tasks[i]; t.State.Live() && t.Effect == evaluation.EffectNone {
			return t
		}
	}
	return nil
}

// serve takes a task one action further, by the first person who may: its
// delegate gives it back, its signers come before it, and where nobody may the
// office helps.
func (c *Case) serve(t *evaluation.Task) {
	c.T.Helper()
	for i := range c.Evaluation.Tasks {
		o := &c.Evaluation.Tasks[i]
		if o.Anchor == t.ID && o.Place == evaluation.PlaceBefore && o.State.Live() {
			t = o
		}
	}
	for _, p := range c.People {
		switch {
		case !c.may(p, t):
		case t.Owner != "":
			Worker{c, p, t.ID}.does(evaluation.Command{Action: evaluation.HandBack})
			return
		case t.State == evaluation.StateOpen:
			Worker{c, p, t.ID}.Claims()
			return
		default:
			Worker{c, p, t.ID}.handsIn()
			return
		}
	}
	c.relieve(t)
}

// may tells whether a person can take a task further.
func (c *Case) may(p evaluation.Actor, t *evaluation.Task) bool {
	s := c.Situation(p)
	if t.Owner != "" {
		return p.Person == t.Assignee
	}
	_, holds := s.Holds(t)
	free := t.State == evaluation.StateOpen || t.Assignee == p.Principal()
	return (holds || t.AddedBy != "") && free && s.Excluded(t) == ""
}

func (w Worker) handsIn() {
	w.c.T.Helper()
	t := w.Task()
	step, _ := w.c.Definition.Step(t.Stage, t.Step)
	if t.AddedBy == "" {
		w.Supplies().Inspects()
	}
	command := evaluation.Command{Action: evaluation.Approve}
	if statement, asked := evaluation.StatementFor(w.c.Situation(w.by), t); asked {
		command.Attests = statement.WordingDigest
	}
	if !step.Decides && t.AddedBy == "" {
		command.Action, command.Submission = evaluation.Complete, Filled(step)
		if d := w.c.Evaluation.Dossier; command.Submission.Clearance != nil && d != nil {
			command.Submission.Clearance = Cleared(d)
		}
	}
	w.does(command)
}

// Cleared decides on every file of a dossier as its definition has it; what has
// to be decided on is withheld.
func Cleared(d *evaluation.Dossier) *evaluation.Clearing {
	c := evaluation.Clearing{Digest: d.Digest}
	for _, f := range d.Files {
		one := evaluation.FileDecision{Path: f.Path, Public: f.Publish == evaluation.PublishYes, Acknowledged: "a public number"}
		if !one.Public {
			one.Reason, one.Basis = "personal data", "the rules"
		}
		c.Files = append(c.Files, one)
	}
	return &c
}

// Filled fills in the form of a step: every field, with something that fits.
func Filled(step evaluation.StepDefinition) evaluation.Submission {
	var sub evaluation.Submission
	for _, f := range step.Form {
		value := "as planned"
		switch f.Kind {
		case evaluation.FieldMembers:
			sub.Members = Group()
			continue
		case evaluation.FieldSheet:
			sub.Sheet = Sheet()
			continue
		case evaluation.FieldClearance:
			sub.Clearance = &evaluation.Clearing{}
			continue
		case evaluation.FieldDate:
			value = "2020-08-27"
		case evaluation.FieldMoney:
			value = "19528200.00"
		case evaluation.FieldPoints:
			value = "97"
		case evaluation.FieldChoice:
			value = f.Options[0]
		case evaluation.FieldText, evaluation.FieldPart:
		}
		sub.Fields = append(sub.Fields, evaluation.FieldValue{Name: f.Name, Value: value})
	}
	return sub
}

// Sheet holds the figures that the service centre published for 2019, in yuan
// and percent.
func Sheet() json.RawMessage {
	return json.RawMessage(`{"budget_income_yuan":"19877600.00","expenditure_yuan":"19528200.00","completion_percent":"98.24"}`)
}

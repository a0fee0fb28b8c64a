package evaluation_test

import (
	"slices"

	"pgregory.net/rapid"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

// drawTask draws a task of the matter that was acted on last, mostly: what
// people do to each other's tasks shows only where they meet.
func (k *walk) drawTask() *evaluation.Task {
	tasks := k.c.Evaluation.Tasks
	which := func(task evaluation.Task) bool { return task.State.Live() }
	switch rapid.IntRange(0, 9).Draw(k.t, "any task") {
	case 9:
		which = func(evaluation.Task) bool { return true }
	case 4, 5, 6:
		which = func(task evaluation.Task) bool {
			return task.Stage == k.stage && task.Item == k.item && task.State.Live()
		}
	case 7, 8:
		which = func(task evaluation.Task) bool { return task.Stage == k.stage && task.Item == k.item }
	}
	var some []int
	for i := range tasks {
		if which(tasks[i]) {
			some = append(some, i)
		}
	}
	task := &tasks[len(tasks)-1]
	if len(some) > 0 {
		task = &tasks[rapid.SampledFrom(some).Draw(k.t, "task")]
	}
	k.stage, k.item = task.Stage, task.Item
	return task
}

// drawActor draws somebody who may, mostly; now and then somebody whom a duty
// keeps away, or anybody.
func (k *walk) drawActor(task *evaluation.Task, a evaluation.Action) evaluation.Actor {
	anybody := append(slices.Clone(k.c.People), evaluationtest.Stranger())
	some := slices.Clone(anybody)
	switch rapid.IntRange(0, 9).Draw(k.t, "who") {
	case 0:
	case 1:
		some = slices.DeleteFunc(some, func(p evaluation.Actor) bool { return k.c.Situation(p).Excluded(task) == "" })
	default:
		some = slices.DeleteFunc(some, func(p evaluation.Actor) bool { return mayNot(k.c.Situation(p), task, a) != nil })
	}
	if len(some) == 0 {
		some = anybody
	}
	return rapid.SampledFrom(some).Draw(k.t, "actor")
}

func (k *walk) drawAction(task *evaluation.Task) evaluation.Action {
	if rapid.IntRange(0, 3).Draw(k.t, "sensible") > 0 {
		return k.sensible(task)
	}
	return rapid.SampledFrom(evaluation.TaskActions()).Draw(k.t, "action")
}

func (k *walk) drawCommand(task *evaluation.Task, action evaluation.Action) evaluation.Command {
	command := everything(action, task, k.c.Definition)
	step, _ := k.c.Definition.Step(task.Stage, task.Step)
	if len(step.Materials) > 0 {
		command.Material = evaluationtest.Paper(rapid.SampledFrom(step.Materials).Draw(k.t, "paper").ID)
	}
	command.Person = k.drawPerson("person")
	command.People = []evaluation.PersonID{k.drawPerson("people"), k.drawPerson("people")}
	switch action { //nolint:exhaustive // the others take what everything gives
	case evaluation.Return, evaluation.Jump:
		sd, _ := k.c.Definition.Stage(task.Stage)
		steps := []evaluation.StepID{"", evaluation.ToPrevious, evaluation.ToInitiator, sd.Steps[0].ID, sd.Steps[len(sd.Steps)-1].ID}
		steps = append(steps, k.earlier(task)...)
		command.To, command.Back = rapid.SampledFrom(steps).Draw(k.t, "to"), rapid.Bool().Draw(k.t, "back")
	case evaluation.AddSigner:
		command.Place = rapid.SampledFrom(evaluation.Places()).Draw(k.t, "place")
	case evaluation.RemoveSigner:
		command.Person = k.signerOf(task, command.Person)
	case evaluation.Reassign:
		if rapid.IntRange(0, 3).Draw(k.t, "to the candidates") == 0 {
			command.Person = ""
		}
	case evaluation.AskExtension, evaluation.GrantExtension:
		command.Until = task.DueOn.AddDays(rapid.SampledFrom([]int{1, 1, 1, 2, 3, 6, 0, -1}).Draw(k.t, "until"))
		if action == evaluation.GrantExtension && rapid.Bool().Draw(k.t, "as asked") {
			command.Until = calendar.Date{}
		}
	}
	if rapid.IntRange(0, 9).Draw(k.t, "empty-handed") == 0 {
		command.Submission, command.Reason, command.Text = evaluation.Submission{}, "", ""
	}
	return command
}

// earlier lists the first and the last steps of the stages before a task's.
func (k *walk) earlier(task *evaluation.Task) []evaluation.StepID {
	var out []evaluation.StepID
	for _, sd := range k.c.Definition.Stages {
		if k.w.before(sd.ID, task.Stage) {
			for _, step := range []evaluation.StepDefinition{sd.Steps[0], sd.Steps[len(sd.Steps)-1]} {
				out = append(out, evaluation.StepID(string(sd.ID)+"."+string(step.ID)))
			}
		}
	}
	return out
}

func (k *walk) drawPerson(label string) evaluation.PersonID {
	return rapid.SampledFrom(k.c.People).Draw(k.t, label).Person
}

func (k *walk) hasSigners(task *evaluation.Task) bool {
	return len(task.Signers) > 0 || slices.ContainsFunc(k.c.Evaluation.Tasks, func(o evaluation.Task) bool {
		return o.Anchor == task.ID && o.State.Live()
	})
}

// signerOf finds somebody who was added to a task, mostly.
func (k *walk) signerOf(task *evaluation.Task, otherwise evaluation.PersonID) evaluation.PersonID {
	for _, o := range k.c.Evaluation.Tasks {
		if o.Anchor == task.ID && o.State.Live() {
			return o.Assignee
		}
	}
	if len(task.Signers) > 0 {
		return task.Signers[0].Person
	}
	return otherwise
}

// fitting names somebody whom a command can name, mostly: by chance alone it
// would be done too seldom.
func (k *walk) fitting(by evaluation.Actor, c evaluation.Command) evaluation.Command {
	if rapid.IntRange(0, 3).Draw(k.t, "anybody") == 0 {
		return c
	}
	var some []evaluation.PersonID
	for _, p := range k.c.Staff() {
		named := c
		named.Person = p.Person
		if _, err := evaluation.Apply(k.c.Facing(by, named), named); err == nil {
			some = append(some, p.Person)
		}
	}
	if len(some) > 0 {
		c.Person = rapid.SampledFrom(some).Draw(k.t, "fitting")
	}
	return c
}

// names tells whether an action names a person.
func names(a evaluation.Action) bool {
	return slices.Contains([]evaluation.Action{
		evaluation.Transfer, evaluation.Delegate, evaluation.AddSigner, evaluation.RemoveSigner, evaluation.Reassign, evaluation.ImposeRecusal,
	}, a)
}

// sensible is an action that brings a task on.
func (k *walk) sensible(task *evaluation.Task) evaluation.Action {
	step, _ := k.c.Definition.Step(task.Stage, task.Step)
	switch {
	case task.State == evaluation.StateCompleted:
		return rapid.SampledFrom([]evaluation.Action{evaluation.Withdraw, evaluation.Withdraw, evaluation.RemoveSigner}).Draw(k.t, "afterwards")
	case task.Extension != nil:
		return rapid.SampledFrom([]evaluation.Action{evaluation.GrantExtension, evaluation.GrantExtension, evaluation.RefuseExtension}).Draw(k.t, "on time")
	case k.hasSigners(task) && rapid.Bool().Draw(k.t, "take back"):
		return evaluation.RemoveSigner
	case task.State == evaluation.StateClaimed && task.SuspendedAt.IsZero() && rapid.IntRange(0, 3).Draw(k.t, "others too") == 3:
		return rapid.SampledFrom([]evaluation.Action{
			evaluation.AddSigner, evaluation.AddSigner, evaluation.RemoveSigner, evaluation.Delegate, evaluation.Transfer,
			evaluation.AskExtension, evaluation.AskExtension, evaluation.Recuse, evaluation.Reassign,
		}).Draw(k.t, "with others")
	case !task.SuspendedAt.IsZero():
		return evaluation.Resume
	case task.State == evaluation.StateOpen:
		return evaluation.Claim
	case task.Owner != "":
		return evaluation.HandBack
	case step.ReturnTo != "" && rapid.Bool().Draw(k.t, "return"):
		return evaluation.Return
	case step.Decides || task.AddedBy != "":
		return evaluation.Approve
	case len(step.Materials) > 0 && rapid.Bool().Draw(k.t, "supply"):
		return evaluation.Supply
	}
	return evaluation.Complete
}

// drawWholeCommand draws what is done to the evaluation as a whole; no action
// stands for a new calendar.
func (k *walk) drawWholeCommand() evaluation.Command {
	actions := []evaluation.Action{
		evaluation.Suspend, evaluation.Resume, evaluation.Resume, evaluation.ProposeChange, evaluation.ProposeChange,
		evaluation.ApproveChange, evaluation.ApproveChange, evaluation.RefuseChange, "",
	}
	c := evaluation.Command{Action: rapid.SampledFrom(actions).Draw(k.t, "whole action"), Reason: "because"}
	if k.c.Evaluation.State == evaluation.Suspended && rapid.Bool().Draw(k.t, "resume") {
		c.Action = evaluation.Resume
	}
	if k.c.Evaluation.GroupChange != nil && rapid.Bool().Draw(k.t, "decide on the change") {
		c.Action = evaluation.ApproveChange
	}
	if c.Action == evaluation.Suspend && rapid.IntRange(0, 9).Draw(k.t, "for good") == 0 {
		c.Action = evaluation.Terminate
	}
	if c.Action == evaluation.ProposeChange {
		role := rapid.SampledFrom([]evaluation.RoleID{"member", "member", "chair", "group_office"}).Draw(k.t, "role")
		if rapid.Bool().Draw(k.t, "joins") {
			c.Join = []evaluation.Appointment{{Person: k.drawPerson("joiner"), Role: role}}
		}
		if held := k.c.Evaluation.HoldersOf(role); len(held) > 0 && (len(c.Join) == 0 || rapid.Bool().Draw(k.t, "leaves")) {
			c.Leave = []evaluation.Appointment{{Person: rapid.SampledFrom(held).Draw(k.t, "leaver"), Role: role}}
		}
	}
	return c
}

// mayNot stands in for policy: the relation says what one may do, nobody who is
// excluded moves the matter, and a claimed task belongs to its assignee.
func mayNot(s *evaluation.Situation, t *evaluation.Task, a evaluation.Action) error {
	relation := s.RelationFor(t, a)
	switch {
	case !slices.Contains(allowed(relation), a):
		return fault.New(fault.Forbidden, "role_missing", "no role")
	case moves(a) && s.Excluded(t) != "":
		return fault.New(fault.Forbidden, "duty_conflict", "excluded").WithRule(s.Excluded(t))
	}
	return nil
}

// moves tells whether an action moves the matter or takes hold of it.
func moves(a evaluation.Action) bool {
	return slices.Contains([]evaluation.Action{
		evaluation.Claim, evaluation.Draft, evaluation.Complete, evaluation.Approve, evaluation.Return, evaluation.Supply,
		evaluation.Withdraw, evaluation.Transfer, evaluation.Delegate, evaluation.AddSigner,
	}, a)
}

func allowed(r evaluation.Relation) []evaluation.Action {
	spoken := []evaluation.Action{evaluation.Comment, evaluation.CopyTo, evaluation.MarkRead}
	done := []evaluation.Action{evaluation.Draft, evaluation.Complete, evaluation.Approve, evaluation.Return, evaluation.Supply, evaluation.TakeBack, evaluation.CheckMarks}
	switch r {
	case evaluation.RelationAssignee:
		return append(append(spoken, done...), evaluation.Claim, evaluation.Release, evaluation.Transfer, evaluation.Delegate,
			evaluation.HandBack, evaluation.AddSigner, evaluation.RemoveSigner, evaluation.AskExtension, evaluation.Recuse)
	case evaluation.RelationCandidate:
		return append(spoken, evaluation.Claim, evaluation.HandBack, evaluation.Recuse)
	case evaluation.RelationInvited:
		return append(append(spoken, done...), evaluation.HandBack, evaluation.Recuse)
	case evaluation.RelationDoer:
		return []evaluation.Action{evaluation.Withdraw}
	case evaluation.RelationDecider:
		return []evaluation.Action{evaluation.GrantExtension, evaluation.RefuseExtension}
	case evaluation.RelationUnit:
		return append(spoken, evaluation.Urge, evaluation.SetPriority, evaluation.ImposeRecusal, evaluation.Reassign,
			evaluation.Jump, evaluation.Suspend, evaluation.Resume)
	case evaluation.RelationReceiver, evaluation.RelationNone:
	}
	return nil
}

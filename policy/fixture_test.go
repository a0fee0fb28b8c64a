package policy_test

import (
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/policy"
)

const (
	unit     = "unit-1"
	receiver = "bureau-1"
	stranger = "unit-9"
)

var noon = time.Date(2026, time.March, 2, 4, 0, 0, 0, time.UTC)

func newPolicy(t testing.TB) *policy.Policy {
	t.Helper()
	p, err := policy.New()
	require.NoError(t, err)
	return p
}

// someone is a person without any role.
func someone(id evaluation.PersonID) evaluation.Actor { return evaluation.Actor{Person: id} }

// holding gives a person a role in a unit, department optional.
func holding(a evaluation.Actor, role evaluation.RoleID, unitID string, department ...string) evaluation.Actor {
	g := evaluation.Grant{Role: role, UnitID: unitID}
	if len(department) > 0 {
		g.DepartmentID = department[0]
	}
	a.Grants = append(slices.Clone(a.Grants), g)
	return a
}

func allRoles() []evaluation.Role {
	role := func(id evaluation.RoleID, by evaluation.Holding) evaluation.Role {
		return evaluation.Role{ID: id, Title: policy.RoleTitle(id), HeldBy: by}
	}
	return []evaluation.Role{
		role(policy.Section, evaluation.HeldByUnit), role(policy.FinanceOffice, evaluation.HeldByUnit),
		role(policy.UnitOffice, evaluation.HeldByUnit), role(policy.UnitHead, evaluation.HeldByUnit),
		role(policy.Chair, evaluation.HeldByAppointment), role(policy.Member, evaluation.HeldByAppointment),
		role(policy.GroupOffice, evaluation.HeldByAppointment), role(policy.Bureau, evaluation.HeldByReceiver),
	}
}

// definition is a process small enough to read and large enough to have every
// kind of step and duty.
func definition() *evaluation.Definition {
	submit := evaluation.Exclusion{DoerOf: &evaluation.StepRef{Stage: "self_check", Step: "submit"}}
	ofDepartment := evaluation.Exclusion{DepartmentOfItem: true}
	step := func(id evaluation.StepID, title string, by ...evaluation.RoleID) evaluation.StepDefinition {
		return evaluation.StepDefinition{ID: id, Title: title, By: by, Quorum: evaluation.QuorumOne}
	}
	ofItem := func(s evaluation.StepDefinition) evaluation.StepDefinition { s.OfItem = true; return s }
	deciding := func(s evaluation.StepDefinition, to evaluation.StepID, x ...evaluation.Exclusion) evaluation.StepDefinition {
		s.Decides, s.ReturnTo, s.Excludes = true, to, x
		return s
	}
	byAll := deciding(step("approve", "领导小组审定", policy.Chair, policy.Member), "compile")
	byAll.Quorum = evaluation.QuorumAll
	deliver := step("deliver", "送达", evaluation.SystemRole)
	deliver.Effect = evaluation.EffectFile
	acknowledge := step("acknowledge", "签收", policy.Bureau)
	acknowledge.Receives = true
	acknowledge.Form = []evaluation.FormField{{Name: evaluation.ReceiptField, Kind: evaluation.FieldText, Required: true}}
	projects := &evaluation.ForEach{Kind: evaluation.ItemProject}
	return &evaluation.Definition{
		Name: "small", Version: 1, Title: "小流程", Roles: allRoles(),
		Stages: []evaluation.StageDefinition{
			{ID: "self_check", Title: "科室自查", ForEach: projects, Steps: []evaluation.StepDefinition{
				ofItem(step("submit", "提交自评报告", policy.Section)),
				deciding(step("review", "财务室审核", policy.FinanceOffice), "submit", submit),
			}},
			{ID: "inspection", Title: "集中检查", After: []evaluation.StageID{"self_check"}, ForEach: projects, Steps: []evaluation.StepDefinition{
				ofItem(step("supply", "备齐材料", policy.Section)),
				deciding(step("inspect", "集中检查", policy.Chair, policy.Member), "supply", submit, ofDepartment),
			}},
			{ID: "roll_up", Title: "汇总", After: []evaluation.StageID{"inspection"}, Steps: []evaluation.StepDefinition{
				step("compile", "汇总填报", policy.FinanceOffice), byAll,
			}},
			{ID: "filing", Title: "报送", After: []evaluation.StageID{"roll_up"}, Steps: []evaluation.StepDefinition{
				step("hand_in", "确认报送", policy.FinanceOffice), deliver, acknowledge,
			}},
		},
	}
}

// world is an evaluation that runs, with the policy in front of it.
type world struct {
	t      testing.TB
	policy *policy.Policy
	def    *evaluation.Definition
	state  evaluation.Evaluation
	now    time.Time
}

// newWorld starts an evaluation of two projects: "water" of department d1 and
// "road" of department d2. dora chairs; carl and emma are members.
func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{t: t, policy: newPolicy(t), def: definition(), state: evaluation.Evaluation{ID: "ev-1"}, now: noon}
	project := func(id evaluation.ItemID, department string) evaluation.Item {
		return evaluation.Item{ID: id, Kind: evaluation.ItemProject, Title: string(id), DepartmentID: department, Amount: decimal.NewFromInt(1)}
	}
	events, err := evaluation.Begin(w.seenBy(someone("founder")), evaluation.Start{
		UnitID: unit, ReceiverID: receiver, Title: "自评", Year: 2025, StartOn: calendar.Date{Year: 2026, Month: 3, Day: 2},
		Timescale: calendar.RealTime(), Items: []evaluation.Item{project("water", "d1"), project("road", "d2")},
	})
	require.NoError(t, err)
	w.fold(someone("founder"), append(events, evaluation.GroupFormed{Members: []evaluation.Appointment{
		{Person: "dora", Role: policy.Chair}, {Person: "carl", Role: policy.Member}, {Person: "emma", Role: policy.Member},
	}})...)
	return w
}

func (w *world) seenBy(a evaluation.Actor) *evaluation.Situation {
	return &evaluation.Situation{Evaluation: &w.state, Definition: w.def, Actor: a, Now: w.now}
}

func (w *world) fold(a evaluation.Actor, events ...evaluation.Event) {
	for _, e := range events {
		w.state.Fold(evaluation.Record{Seq: w.state.Seq + 1, At: w.now, Actor: a.Person, OnBehalfOf: a.OnBehalfOf, Event: e})
	}
	w.now = w.now.Add(time.Minute)
}

func (w *world) open(stage evaluation.StageID) {
	w.t.Helper()
	events, err := evaluation.Open(w.seenBy(evaluation.System()), stage)
	require.NoError(w.t, err)
	require.NotEmpty(w.t, events, "stage %s does not open", stage)
	w.fold(evaluation.System(), events...)
}

func (w *world) settle(stage evaluation.StageID) {
	w.t.Helper()
	events := evaluation.Settle(w.seenBy(evaluation.System()), stage)
	require.NotEmpty(w.t, events, "stage %s is not settled", stage)
	w.fold(evaluation.System(), events...)
}

// task finds the latest task of a step that a person may have.
func (w *world) task(item evaluation.ItemID, step evaluation.StepID, of ...evaluation.PersonID) evaluation.TaskID {
	w.t.Helper()
	for i := range slices.Backward(w.state.Tasks) {
		k := &w.state.Tasks[i]
		if k.Item == item && k.Step == step && (len(of) == 0 || slices.Contains(of, k.Assignee)) {
			return k.ID
		}
	}
	require.Failf(w.t, "no task", "%s of %q", step, item)
	return ""
}

// try decides a command and keeps what comes of it, as the store does.
func (w *world) try(a evaluation.Actor, action evaluation.Action, task evaluation.TaskID) (evaluation.Outcome, error) {
	out, err := w.policy.Decide(w.seenBy(a), commandFor(action, task))
	w.fold(a, out.Events...)
	return out, err
}

// do is try for what must be allowed.
func (w *world) do(a evaluation.Actor, action evaluation.Action, task evaluation.TaskID) {
	w.t.Helper()
	out, err := w.try(a, action, task)
	require.NoError(w.t, err)
	require.NoError(w.t, out.Refusal)
}

// take claims a task and does it.
func (w *world) take(a evaluation.Actor, action evaluation.Action, task evaluation.TaskID) {
	w.t.Helper()
	w.do(a, evaluation.Claim, task)
	w.do(a, action, task)
}

// commandFor is a command whose input is in order where "heir" is among those
// whom it names, and "signer" is asked to sign after the task.
func commandFor(a evaluation.Action, task evaluation.TaskID) evaluation.Command {
	c := evaluation.Command{
		Action: a, Task: task, Opinion: "已阅", Reason: "材料不全", Text: "请补充", Note: "更正一处数字",
		Material: evaluation.Material{Kind: "report", FileName: "report.docx"},
		Person:   "heir", Place: evaluation.PlaceBeside, Priority: evaluation.PriorityUrgent,
	}
	inputs := map[evaluation.Action]func(){
		evaluation.Jump:         func() { c.To = "after" },
		evaluation.RemoveSigner: func() { c.Person = "signer" },
		evaluation.CopyTo:       func() { c.People = []evaluation.PersonID{"heir"} },
		evaluation.AskExtension: func() { c.Until = calendar.Date{Year: 2026, Month: 6, Day: 1} },
		evaluation.ProposeChange: func() {
			c.Join = []evaluation.Appointment{{Person: "heir", Role: policy.Member}}
		},
	}
	if fill := inputs[a]; fill != nil {
		fill()
	}
	return c
}

// heir is a colleague who can be given a task, and joined to the group.
func heir(t *evaluation.Task) evaluation.Actor {
	a := holding(evaluation.Actor{Person: "heir", UnitID: unit}, policy.FinanceOffice, unit)
	for _, role := range t.Roles {
		a = holding(a, role, t.UnitID, t.DepartmentID)
	}
	return a
}

// standingIn is somebody who acts for another, with the other's grants and his
// own beside them.
func standingIn(p evaluation.PersonID, principal evaluation.Actor) evaluation.Actor {
	own := evaluation.Own{}
	for _, a := range []evaluation.Actor{ann, abe, rob, bob, kate} {
		if a.Person == p {
			own = evaluation.Own{DepartmentID: a.DepartmentID, Grants: a.Grants}
		}
	}
	principal.OnBehalfOf, principal.Person, principal.Own = principal.Person, p, own
	return principal
}

// The people of the small process.
var (
	ann  = holding(evaluation.Actor{Person: "ann", UnitID: unit, DepartmentID: "d1"}, policy.Section, unit, "d1")
	abe  = holding(evaluation.Actor{Person: "abe", UnitID: unit, DepartmentID: "d1"}, policy.Section, unit, "d1")
	rob  = holding(evaluation.Actor{Person: "rob", UnitID: unit, DepartmentID: "d2"}, policy.Section, unit, "d2")
	bob  = holding(evaluation.Actor{Person: "bob", UnitID: unit, DepartmentID: "fin"}, policy.FinanceOffice, unit)
	dora = someone("dora")
	carl = someone("carl")
	emma = someone("emma")
	kate = holding(evaluation.Actor{Person: "kate", UnitID: receiver}, policy.Bureau, receiver)
)

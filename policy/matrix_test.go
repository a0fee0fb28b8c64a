package policy_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/policy"
)

var update = flag.Bool("update", false, "rewrite golden files")

// expert stands for a role that a definition appoints under a name of its own.
const expert evaluation.RoleID = "expert"

func matrixRoles() []evaluation.RoleID {
	roles := append(policy.StandingRoles(), policy.AppointedRoles()...)
	roles = append(roles, expert, policy.Auditor)
	return append(roles, policy.AdministratorRoles()...)
}

// TestAuthorityMatrix computes for every role, action and relation what the
// policy answers, and holds the answers against the table that was reviewed.
func TestAuthorityMatrix(t *testing.T) {
	t.Parallel()
	m := &matrix{t: t, policy: newPolicy(t)}
	m.write()
	const golden = "testdata/authority_matrix.md"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(m.text.String()), 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Empty(t, changedLines(string(want), m.text.String()), "authority has changed: review, then go test ./policy -update")
}

// changedLines keeps the answer short: the whole table is a long read.
func changedLines(want, got string) []string {
	if want == got {
		return nil
	}
	var out []string
	old, now := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(old), len(now)) {
		switch {
		case i >= len(old):
			out = append(out, "+ "+now[i])
		case i >= len(now):
			out = append(out, "- "+old[i])
		case old[i] != now[i]:
			out = append(out, "- "+old[i], "+ "+now[i])
		}
	}
	return out[:min(len(out), 20)]
}

type matrix struct {
	t      *testing.T
	policy *policy.Policy
	text   strings.Builder
}

func (m *matrix) write() {
	m.text.WriteString("# 权限矩阵\n\n" +
		"每一格都由真实判定得出,并由测试与规则核对:`go test ./policy -update` 重新生成,差异须经审阅。\n" +
		"任务一节以“已由一人签收”的任务为例;职责分离另见末节。\n" +
		"“—”表示该角色不可能处于该身份。拒绝时写明原因和规则;`not_found` 表示对方不会得知有此事项。\n")
	for _, o := range policy.Objects() {
		for _, a := range policy.ActionsOn(o) {
			m.section(o, a)
		}
	}
	m.duties()
}

func (m *matrix) section(o policy.Object, a evaluation.Action) {
	relations := relationsTo(o, a)
	fmt.Fprintf(&m.text, "\n## %s · %s\n\n| 角色 |", o, a)
	for _, r := range relations {
		fmt.Fprintf(&m.text, " %s %s |", policy.RelationTitle(r), r)
	}
	m.text.WriteString("\n|---|" + strings.Repeat("---|", len(relations)) + "\n")
	for _, role := range matrixRoles() {
		fmt.Fprintf(&m.text, "| %s %s |", titleOf(role), role)
		for _, r := range relations {
			m.text.WriteString(" " + m.cell(o, a, role, r) + " |")
		}
		m.text.WriteString("\n")
	}
}

func titleOf(role evaluation.RoleID) string {
	if role == expert {
		return "流程自定的任命角色"
	}
	return policy.RoleTitle(role)
}

// relationsTo lists the relations that one can have to a kind of object.
func relationsTo(o policy.Object, a evaluation.Action) []evaluation.Relation {
	switch o {
	case policy.ObjectTask:
		return slices.DeleteFunc(evaluation.Relations(), func(r evaluation.Relation) bool { return !relates(a, r) })
	case policy.ObjectMaterial:
		return relationsTo(policy.ObjectTask, policy.Read)
	case policy.ObjectEvaluation:
		if a == policy.Start {
			return []evaluation.Relation{evaluation.RelationUnit, evaluation.RelationNone}
		}
	case policy.ObjectOrganisation, policy.ObjectSubstitution, policy.ObjectView, policy.ObjectFiling, policy.ObjectGrant, policy.ObjectPublishing, policy.ObjectAccount:
		return []evaluation.Relation{evaluation.RelationUnit, evaluation.RelationNone}
	case policy.ObjectJournal, policy.ObjectDossier, policy.ObjectDefinition, policy.ObjectInstallation, policy.ObjectBoard:
	}
	return []evaluation.Relation{evaluation.RelationUnit, evaluation.RelationReceiver, evaluation.RelationNone}
}

// relates tells whether one can stand in a relation to a task when it comes to
// an action: what the office does around tasks is judged by the unit, who
// withdraws by having done it, who decides on time by being named for that.
func relates(a evaluation.Action, r evaluation.Relation) bool {
	switch r {
	case evaluation.RelationDoer, evaluation.RelationDecider:
		return a == actionFor(r) || a == evaluation.RefuseExtension && r == evaluation.RelationDecider
	case evaluation.RelationAssignee, evaluation.RelationCandidate, evaluation.RelationInvited:
		return !slices.Contains(officeActions(), a)
	case evaluation.RelationUnit, evaluation.RelationReceiver, evaluation.RelationNone:
	}
	return true
}

func officeActions() []evaluation.Action {
	return []evaluation.Action{
		evaluation.Urge, evaluation.SetPriority, evaluation.ImposeRecusal, evaluation.Reassign,
		evaluation.Jump, evaluation.Suspend, evaluation.Resume,
	}
}

// actionFor is an action for which a relation counts.
func actionFor(r evaluation.Relation) evaluation.Action {
	switch r {
	case evaluation.RelationDoer:
		return evaluation.Withdraw
	case evaluation.RelationDecider:
		return evaluation.GrantExtension
	case evaluation.RelationAssignee, evaluation.RelationCandidate, evaluation.RelationInvited,
		evaluation.RelationUnit, evaluation.RelationReceiver, evaluation.RelationNone:
	}
	return policy.Read
}

func (m *matrix) cell(o policy.Object, a evaluation.Action, role evaluation.RoleID, rel evaluation.Relation) string {
	ofUnit := a == policy.Start || slices.Contains([]policy.Object{policy.ObjectOrganisation, policy.ObjectSubstitution, policy.ObjectView, policy.ObjectFiling, policy.ObjectGrant, policy.ObjectPublishing, policy.ObjectAccount}, o)
	if isAppointed(role) && (rel == evaluation.RelationReceiver || ofUnit && rel == evaluation.RelationUnit) {
		return "—"
	}
	s := standing(m.t, role, rel)
	var d policy.Decision
	var err error
	switch {
	case ofUnit:
		d, err = m.policy.AuthorizeUnit(s.Actor, unit, o, a)
	case o == policy.ObjectTask || o == policy.ObjectMaterial:
		d, err = m.policy.AuthorizeObject(s, o, a, "task")
	default:
		d, err = m.policy.AuthorizeObject(s, o, a, "")
	}
	return m.verdict(d, err)
}

func (m *matrix) verdict(d policy.Decision, err error) string {
	require.Equal(m.t, m.policy.Version(), d.Version)
	require.NotEmpty(m.t, m.policy.Wording(d.Rule), "rule %s has no wording", d.Rule)
	require.Equal(m.t, d.Allowed, err == nil)
	if err == nil {
		return "**允许** `" + d.Rule + "`"
	}
	f := fault.As(err)
	require.NotEmpty(m.t, policy.ReasonWording(f.Reason), "reason %s has no wording", f.Reason)
	if f.Code == fault.NotFound {
		return "拒绝 not_found"
	}
	require.Equal(m.t, fault.Forbidden, f.Code)
	require.Equal(m.t, d.Rule, f.Rule)
	return "拒绝 " + f.Reason + " `" + d.Rule + "`"
}

func isAppointed(role evaluation.RoleID) bool {
	return role == expert || slices.Contains(policy.AppointedRoles(), role)
}

// standing is a situation in which somebody who holds one role stands in one
// relation to the task "task", which some person has.
func standing(t *testing.T, role evaluation.RoleID, rel evaluation.Relation) *evaluation.Situation {
	t.Helper()
	asked, heldBy := role, evaluation.HeldByUnit
	switch {
	case isAppointed(role):
		heldBy = evaluation.HeldByAppointment
	case role == policy.Bureau:
		heldBy = evaluation.HeldByReceiver
	}
	declared := []evaluation.Role{{ID: role, HeldBy: heldBy}, {ID: "nobody", HeldBy: evaluation.HeldByUnit}}
	s := oneTask(declared, evaluation.StepDefinition{ID: "do", Quorum: evaluation.QuorumOne})
	e := s.Evaluation
	task := &e.Tasks[0]
	task.State, task.Assignee = evaluation.StateClaimed, "other"
	s.Actor = someone("me")
	where := unit
	switch rel {
	case evaluation.RelationAssignee, evaluation.RelationCandidate:
		where = e.UnitOf(declared[0])
		task.UnitID = where
		if rel == evaluation.RelationAssignee {
			task.Assignee = "me"
		}
	case evaluation.RelationUnit:
		asked = "nobody"
	case evaluation.RelationInvited:
		asked, task.Assignee, task.AddedBy = "nobody", "me", "other"
	case evaluation.RelationDoer:
		asked, task.DoneBy = "nobody", "me"
	case evaluation.RelationDecider:
		asked = "nobody"
		s.Definition.Stages[0].Extension = &evaluation.ExtensionRule{By: []evaluation.RoleID{role}}
		task.Extension = &evaluation.Extension{By: "other", At: noon, Until: calendar.Date{Year: 2026, Month: 4, Day: 1}}
	case evaluation.RelationReceiver:
		asked, where = "nobody", receiver
		e.Filing = &evaluation.Filing{ReceiverID: receiver}
	case evaluation.RelationNone:
		where = stranger
	}
	task.Roles = []evaluation.RoleID{asked}
	switch {
	case !isAppointed(role):
		s.Actor = holding(s.Actor, role, where)
	case rel != evaluation.RelationNone: // else appointed in another evaluation, which is nothing here
		e.Members = []evaluation.Member{{Person: "me", Role: role, Since: noon}}
	}
	require.Equal(t, rel, s.RelationFor(task, actionFor(rel)), "the fixture does not stand as it should")
	return s
}

// oneTask is an evaluation with one task, of the step given, that stands
// between an earlier and a later step.
func oneTask(roles []evaluation.Role, step evaluation.StepDefinition) *evaluation.Situation {
	other := func(id evaluation.StepID) evaluation.StepDefinition {
		return evaluation.StepDefinition{ID: id, By: []evaluation.RoleID{policy.Section}, Quorum: evaluation.QuorumOne}
	}
	return &evaluation.Situation{
		Definition: &evaluation.Definition{Name: "one", Roles: roles, Stages: []evaluation.StageDefinition{
			{ID: "work", Title: "办理", Steps: []evaluation.StepDefinition{other("before"), step, other("after")}},
		}},
		Evaluation: &evaluation.Evaluation{
			ID: "ev-1", UnitID: unit, ReceiverID: receiver, State: evaluation.Running,
			Stages: []evaluation.Stage{{ID: "work", State: evaluation.StageActive}},
			Tasks: []evaluation.Task{{
				ID: "task", Stage: "work", Step: step.ID, Round: 1, State: evaluation.StateOpen, UnitID: unit, Version: 1,
			}},
		},
		Now: noon,
	}
}

// duties shows separation of duties and recusal on a process that runs.
func (m *matrix) duties() {
	w := newWorld(m.t)
	w.open("self_check")
	submit := w.task("water", "submit")
	w.take(ann, evaluation.Complete, submit)
	review := w.task("water", "review")
	both := holding(ann, policy.FinanceOffice, unit)
	forAnn, annFor, recused := standingIn("bob", both), standingIn("ann", bob), bob
	recused.Person = "rita"
	w.state.Recusals = append(w.state.Recusals, evaluation.Recusal{Person: "rita", Item: "water", At: noon})
	m.text.WriteString("\n## 职责分离与回避\n\n科室人员 ann 已提交 water 的自评报告;`self_check.review` 排除 `self_check.submit` 的办理人。\n\n" +
		"| 操作 | 兼任财务室的 ann | 代 ann 办理的 bob | 代 bob 办理的 ann | 已回避的 rita | 未参与的 bob |\n|---|---|---|---|---|---|\n")
	for _, a := range policy.ActionsOn(policy.ObjectTask) {
		fmt.Fprintf(&m.text, "| %s |", a)
		for _, actor := range []evaluation.Actor{both, forAnn, annFor, recused, bob} {
			m.text.WriteString(" " + m.verdict(w.policy.Authorize(w.assigned(actor, review), a, review)) + " |")
		}
		m.text.WriteString("\n")
	}
}

// assigned is the situation in which the actor has the task.
func (w *world) assigned(a evaluation.Actor, task evaluation.TaskID) *evaluation.Situation {
	s := w.seenBy(a)
	e := *s.Evaluation
	e.Tasks = append([]evaluation.Task(nil), e.Tasks...)
	s.Evaluation = &e
	k := e.Task(task)
	k.State, k.Assignee, k.ClaimedAt = evaluation.StateClaimed, a.Principal(), w.now
	return s
}

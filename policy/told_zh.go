package policy

import (
	"slices"
	"strings"

	"jiheng/internal/evaluation"
)

// Told says to somebody in Chinese why an action on a task is not open to him,
// as the task is and as he stands to it. ReasonWording has what is true of a
// reason in any case; a page shows one person one task, and can say more. No
// task means the evaluation as a whole.
func (p *Policy) Told(s *evaluation.Situation, task evaluation.TaskID, why evaluation.Permission) string {
	t := s.Evaluation.Task(task)
	if t == nil {
		return p.toldOfWhole(s.Definition, why)
	}
	r := reader{situation: s, task: t, me: s.Actor.Principal(), action: why.Action}
	var text string
	switch why.Reason {
	case ReasonRoleMissing, ReasonNotCandidate:
		text = p.toldOfRole(r, why.Reason)
	case ReasonNotAssignee, "task_already_claimed":
		text = r.toldOfHolder()
	case "task_already_settled":
		text = r.toldOfEnd()
	case "wrong_decision":
		text = r.toldOfDecision()
	case "task_delegated":
		text = r.toldOfDelegation()
	case "signer_missing":
		text = "这项任务没有等待办理的加签人员，无需减签。"
	}
	if text == "" {
		return ReasonWording(why.Reason)
	}
	return text
}

// toldOfWhole is for what is done to an evaluation as a whole.
func (p *Policy) toldOfWhole(def *evaluation.Definition, why evaluation.Permission) string {
	who := p.stewards(def, ObjectEvaluation, why.Action)
	if who == "" || why.Reason != ReasonRoleMissing && why.Reason != ReasonNotCandidate {
		return ReasonWording(why.Reason)
	}
	return toldOfStewards(who)
}

func toldOfStewards(who string) string {
	return "这项操作由" + who + "进行，您现有的岗位不在其中。"
}

// reader is who reads why he cannot do something to a task.
type reader struct {
	situation *evaluation.Situation
	task      *evaluation.Task
	me        evaluation.PersonID
	action    evaluation.Action
}

// toldOfHolder is for whoever does not have the task, or has it already.
func (r reader) toldOfHolder() string {
	t := r.task
	switch {
	case !t.State.Live():
		return r.toldOfEnd()
	case r.action == evaluation.HandBack && t.Owner == "":
		return ReasonWording("task_not_delegated")
	case r.otherwiseDecided():
		return r.toldOfDecision()
	case t.State == evaluation.StateOpen:
		return "任务尚未签收。请先签收，再办理。"
	case t.Owner == r.me, t.Assignee == r.me && t.Owner != "":
		return r.toldOfDelegation()
	case t.Assignee == r.me:
		return "这项任务已经在您名下，请直接办理。"
	case t.Seat > 0:
		return "会签和加签的任务每人一份，这一份只能由其本人办理。"
	}
	return "任务已由他人签收，只能由签收人办理。如需由您办理，请与签收人联系，由其退签后再签收。"
}

func (r reader) toldOfEnd() string {
	t := r.task
	switch t.State {
	case evaluation.StateCompleted, evaluation.StateReturned:
		if t.DoneBy == r.situation.Actor.Person || t.DoneBy == r.me || t.OnBehalfOf == r.me {
			return "这项任务已经由您办结，不能再办理。"
		}
		return "这项任务已经由他人办结，不能再办理。"
	case evaluation.StateCancelled:
		return "这项任务已经作废，无需办理。"
	case evaluation.StateExpired:
		return "这项任务已经逾期关闭，不再办理。"
	case evaluation.StateOpen, evaluation.StateClaimed:
	}
	return ""
}

// otherwiseDecided tells whether the step asks for another decision, whoever
// has the task.
func (r reader) otherwiseDecided() bool {
	step, ok := r.situation.Definition.Step(r.task.Stage, r.task.Step)
	if !ok {
		return false
	}
	decides := step.Decides || r.task.AddedBy != ""
	return decides && r.action == evaluation.Complete || !decides && (r.action == evaluation.Approve || r.action == evaluation.Return)
}

func (r reader) toldOfDecision() string {
	switch r.action { //nolint:exhaustive // only these three settle a task
	case evaluation.Complete:
		return "这是审批环节，请用“同意”或者“退回”。"
	case evaluation.Approve:
		return "这不是审批环节，请用“办理”。"
	case evaluation.Return:
		return "这一环节没有可以退回的前一环节。"
	}
	return ""
}

// toldOfDelegation is for both sides of it: whoever has the task for another
// hands it back.
func (r reader) toldOfDelegation() string {
	if r.me == r.task.Owner {
		return "您已把这项任务委派他人。请待其归还，或者先收回委派。"
	}
	if r.me == r.task.Assignee {
		return "您受委派办理这项任务。办好以后请归还，由委派人办结。"
	}
	return "任务已由签收人委派他人办理。请待其归还以后再作处理。"
}

// toldOfRole is for whoever lacks the role: what matters first is whether
// there is anything to do, then who does it.
func (p *Policy) toldOfRole(r reader, reason string) string {
	t, a := r.task, r.action
	switch {
	case t.Assignee == r.me && t.Owner != "" && personalHandling(a):
		return r.toldOfDelegation()
	case a == evaluation.Withdraw && t.State.Live():
		return "任务还没有办结，无需撤回。"
	case a == evaluation.Withdraw:
		return "任务不是由您办结的，只能由办结的人撤回。"
	case (a == evaluation.GrantExtension || a == evaluation.RefuseExtension) && t.Extension == nil:
		return "这项任务没有等待决定的延期申请。"
	case a == evaluation.GrantExtension || a == evaluation.RefuseExtension:
		return "延期由流程指定的岗位决定，您现有的岗位不在其中。"
	case reason == ReasonRoleMissing && t.Assignee != r.me && !p.takesPart(standingFor(r.situation, t, a)):
		return "您现有的角色只能查阅这项任务，不能办理。如确应由您办理，请联系本单位办公室核对任职。"
	}
	if who := p.stewards(r.situation.Definition, ObjectTask, a); who != "" {
		return toldOfStewards(who)
	}
	if who := titlesOf(r.situation.Definition, t.Roles); reason == ReasonNotCandidate && who != "" {
		return "这一环节由" + who + "办理，您现有的岗位不在其中，或者不属于承办的科室。"
	}
	return ""
}

// personalHandling are the actions that go with having a task as one's own.
func personalHandling(a evaluation.Action) bool {
	return slices.Contains([]evaluation.Action{
		evaluation.Claim, evaluation.Release, evaluation.Transfer, evaluation.Delegate, evaluation.AddSigner,
		evaluation.RemoveSigner, evaluation.AskExtension,
	}, a)
}

// stewards are the roles that look after the tasks of others: who takes an
// action for the unit alone.
func (p *Policy) stewards(def *evaluation.Definition, o Object, a evaluation.Action) string {
	var roles []evaluation.RoleID
	for _, r := range p.rules.permissions {
		if r.object != o || r.action != a {
			continue
		}
		if r.relation != evaluation.RelationUnit {
			return ""
		}
		roles = append(roles, r.role)
	}
	return titlesOf(def, roles)
}

// titlesOf lists roles by the titles that a definition gives them.
func titlesOf(def *evaluation.Definition, roles []evaluation.RoleID) string {
	var titles []string
	for _, id := range roles {
		title := RoleTitle(id)
		if role, ok := def.Role(id); ok && role.Title != "" {
			title = role.Title
		}
		if title != "" && !slices.Contains(titles, title) {
			titles = append(titles, title)
		}
	}
	return strings.Join(titles, "、")
}

package policy

import (
	"slices"
	"strings"

	"jiheng/internal/evaluation"
	"jiheng/internal/quotation"
)

// Wording says in Chinese what a rule demands, for whoever is refused by it
// or reads it in the journal: "" for a rule that there is not.
func (p *Policy) Wording(rule string) string { return p.WordingIn(nil, rule) }

// WordingIn is Wording with the titles of a definition in place of the ids
// of its stages and steps.
func (p *Policy) WordingIn(def *evaluation.Definition, rule string) string {
	kind, rest, _ := strings.Cut(rule, ":")
	switch kind {
	case "casbin":
		return p.wordingOfPermission(rest)
	case "duty":
		return wordingOfDuty(def, rest)
	case "state":
		if text := wordingOfState(evaluation.TaskState(rest)); text != "" {
			return text
		}
		return wordingOfWhole(evaluation.State(rest))
	}
	switch rule {
	case "attestation:outdated":
		return "审阅签署：签署的应当是审阅时所见的内容。审阅以后内容有变动的，须重新审阅后再签署。"
	case "clearance:outdated":
		return "公开审查：审查的应当是现在的定稿。审查以后重新定稿的，须按现在的定稿重新审查。"
	case "roll_up:stale":
		return "汇总定稿：定稿的汇总应当与所依据的材料一致。汇总以后材料有变动的，须重新汇总、重新签署后再定稿。"
	case "exchange:signed":
		return "跨单位交换：来文经核验数字签名，确由对方单位签发，由系统据此登记。"
	case "system:look-back":
		return "整改回头看：到了规定的时间，由系统自动发起。"
	case assigneeOnly:
		return "本人办理：任务由谁签收，就只能由谁办理。"
	case substitutionConfirmed:
		return "代理办理：代理关系须经确认，并在约定的日期和流程之内，才能代他人办理。"
	case roleAtTheTime:
		return "关口复核：办理人在办理当时必须具有所记录的角色。请核对任职起止时间，由有权人员重新办理。"
	}
	return ""
}

// wordingOfPermission reads the answer off the rules themselves, so that it
// says who may even after they change.
func (p *Policy) wordingOfPermission(rule string) string {
	parts := strings.Split(rule, "/")
	if len(parts) != 3 {
		return ""
	}
	o, a, rel := Object(parts[0]), evaluation.Action(parts[1]), evaluation.Relation(parts[2])
	what, as := deed(o, a), RelationTitle(rel)
	if what == "" || as == "" {
		return ""
	}
	return "岗位权限：" + quotation.Mark(what) + "授予" + p.whoMay(o, a) + "。本次按" + quotation.Mark(as) + "的身份判断。"
}

// whoMay lists the roles that may, each with the relations in which it may.
func (p *Policy) whoMay(o Object, a evaluation.Action) string {
	var roles []evaluation.RoleID
	relations := make(map[evaluation.RoleID][]string)
	for _, r := range p.rules.permissions {
		if r.object != o || r.action != a {
			continue
		}
		if !slices.Contains(roles, r.role) {
			roles = append(roles, r.role)
		}
		relations[r.role] = append(relations[r.role], RelationTitle(r.relation))
	}
	who := make([]string, 0, len(roles))
	for _, role := range roles {
		who = append(who, RoleTitle(role)+"（"+strings.Join(relations[role], "、")+"）")
	}
	return strings.Join(who, "；")
}

func wordingOfDuty(def *evaluation.Definition, duty string) string {
	switch duty {
	case "not-department-of-item":
		return "回避：项目负责科室的人员不能检查本科室的项目。请由其他科室的人员办理。"
	case "recused":
		return "回避：本人或所代理的人已对这一事项回避，不能再办理。请由其他符合条件的人员办理。"
	case "one-person-one-seat":
		return "一人一票：同一轮会签或表决中，一个人只能表示一次意见，代他人办理也计算在内。请由被代理人本人办理。"
	case "not-proposer":
		return "职责分离：提出变更、更正或者销毁、作出保全的人，以及由其代理或代理其办理的人，不能自己决定。请由其他有权人员决定。"
	case "not-own-filing":
		return "回避：不能审核、退回或者复核本人所在单位以及本人参与其工作的单位报送的材料。请由其他人员办理。"
	case "named-for-correction":
		return "更正由流程定义指定的岗位申请和决定，您现有的岗位不在其中。请由相应岗位的人员办理。"
	case "not-own-proposal":
		return "职责分离：提出申请的人不能自己批准或者驳回。请由另一名安全管理员办理。"
	case "not-own-grant":
		return "职责分离：任免和账号事项不能由所涉人员本人提出、批准或者办理。请由其他管理员办理。"
	case "three-administrators":
		return "三员分立：系统管理员、安全管理员、审计管理员互不兼任，也不兼任业务角色。请先解除原有角色。"
	case "not-party":
		return "职责分离：代理关系的双方和申请人不能自己确认这一代理。请由其他管理员确认。"
	}
	ref, ok := strings.CutPrefix(duty, "not-doer-of:")
	if !ok {
		return ""
	}
	return "职责分离：办理过" + quotation.Mark(titleOf(def, ref)) + "的人不能再办理这一环节，代其办理的人也不能。请由其他符合条件的人员办理。"
}

// titleOf gives the titles of a stage and step named "stage.step".
func titleOf(def *evaluation.Definition, ref string) string {
	stage, step, _ := strings.Cut(ref, ".")
	if def == nil {
		return ref
	}
	sd, ok1 := def.Stage(evaluation.StageID(stage))
	st, ok2 := def.Step(evaluation.StageID(stage), evaluation.StepID(step))
	if !ok1 || !ok2 {
		return ref
	}
	return sd.Title + "—" + st.Title
}

func wordingOfState(s evaluation.TaskState) string {
	switch s {
	case evaluation.StateOpen:
		return "任务状态：待签收。须先签收，再办理。"
	case evaluation.StateClaimed:
		return "任务状态：已签收，由签收人办理。"
	case evaluation.StateCompleted:
		return "任务状态：已办结，不再变动。"
	case evaluation.StateReturned:
		return "任务状态：已退回，由前一环节重新办理。"
	case evaluation.StateCancelled:
		return "任务状态：已作废，无需办理。"
	case evaluation.StateExpired:
		return "任务状态：已逾期关闭，视为未交，不再办理。"
	}
	return ""
}

func wordingOfWhole(s evaluation.State) string {
	switch s {
	case evaluation.Running:
		return "自评状态：进行中，没有挂起。"
	case evaluation.Suspended:
		return "自评状态：已挂起，恢复以前各项任务都不能办理。"
	case evaluation.Finished:
		return "自评状态：已办结，不再变动。"
	case evaluation.Terminated:
		return "自评状态：已终止，不再变动。"
	}
	return ""
}

package evaluationtest

import (
	"strings"

	"github.com/shopspring/decimal"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

// Overall is the shipped process overall-self-evaluation, version 1, as the
// parser would give it, except for the digest of its source.
func Overall() *evaluation.Definition {
	return &evaluation.Definition{
		Name: "overall-self-evaluation", Version: 1, Title: "整体支出绩效自评", Digest: strings.Repeat("0", 64),
		Roles: []evaluation.Role{
			{ID: "section", Title: "项目负责科室", HeldBy: evaluation.HeldByUnit},
			{ID: "finance_office", Title: "财务室", HeldBy: evaluation.HeldByUnit},
			{ID: "unit_office", Title: "办公室", HeldBy: evaluation.HeldByUnit},
			{ID: "unit_head", Title: "主要负责人", HeldBy: evaluation.HeldByUnit},
			{ID: "chair", Title: "领导小组组长", HeldBy: evaluation.HeldByAppointment, Minimum: 1, Maximum: 1},
			{ID: "member", Title: "领导小组组员", HeldBy: evaluation.HeldByAppointment, Minimum: 1},
			{ID: "group_office", Title: "领导小组办公室", HeldBy: evaluation.HeldByAppointment, Minimum: 1},
			{ID: "bureau", Title: "财政局绩效科", HeldBy: evaluation.HeldByReceiver},
		},
		Parameters: []evaluation.Parameter{
			{Name: "self_check_amount", Title: "科室自查的项目金额下限", Unit: "yuan", Default: decimal.NewFromInt(1_000_000)},
		},
		Stages: []evaluation.StageDefinition{formation(), selfCheck(), inspection(), rollUp(), publication(), filing()},
	}
}

func formation() evaluation.StageDefinition {
	return evaluation.StageDefinition{
		ID: "formation", Title: "成立领导小组", Due: days(0),
		Steps: []evaluation.StepDefinition{
			{
				ID: "draft_notice", Title: "拟定成立通知", By: roles("unit_office"), Quorum: evaluation.QuorumOne,
				Form: []evaluation.FormField{
					{Name: "notice_number", Title: "通知文号", Kind: evaluation.FieldText},
					{Name: "members", Title: "领导小组名单", Kind: evaluation.FieldMembers, Required: true},
				},
			},
			{
				ID: "issue_notice", Title: "研究印发成立通知", By: roles("unit_head"), Quorum: evaluation.QuorumOne,
				Decides: true, ReturnTo: "draft_notice", Appoints: roles("chair", "member", "group_office"),
			},
		},
	}
}

func selfCheck() evaluation.StageDefinition {
	return evaluation.StageDefinition{
		ID: "self_check", Title: "科室自查", After: []evaluation.StageID{"formation"}, Due: days(7), ForEach: largeProjects(),
		Reminders:   []evaluation.Notification{{Offset: days(-2), To: assignee()}},
		Escalations: []evaluation.Notification{{Offset: workdays(1), To: holders("group_office")}},
		Steps: []evaluation.StepDefinition{
			{
				ID: "submit", Title: "提交自评报告和评分表", By: roles("section"), OfItem: true, Quorum: evaluation.QuorumOne,
				Form: []evaluation.FormField{{Name: "conclusion", Title: "自查结论", Kind: evaluation.FieldText, Required: true}},
				Materials: []evaluation.MaterialKind{
					{ID: "self_evaluation_report", Title: "财政项目支出绩效自评报告"},
					{ID: "score_sheet", Title: "绩效评价评分表"},
				},
			},
			{
				ID: "review", Title: "财务室审核", By: roles("finance_office"), Quorum: evaluation.QuorumOne,
				Decides: true, ReturnTo: "submit", Excludes: []evaluation.Exclusion{doerOf("self_check", "submit")},
			},
		},
	}
}

func inspection() evaluation.StageDefinition {
	return evaluation.StageDefinition{
		ID: "inspection", Title: "集中检查", After: []evaluation.StageID{"self_check"}, Due: days(5), ForEach: largeProjects(),
		Reminders:   []evaluation.Notification{{Offset: days(-1), To: assignee()}},
		Escalations: []evaluation.Notification{{Offset: workdays(1), To: holders("group_office")}},
		Steps: []evaluation.StepDefinition{
			{
				ID: "supply", Title: "备齐检查材料", By: roles("section"), OfItem: true, Quorum: evaluation.QuorumOne,
				Materials: []evaluation.MaterialKind{
					{ID: "application", Title: "项目申报书"},
					{ID: "contract", Title: "项目合同书"},
					{ID: "approval_document", Title: "立项文件"},
					{ID: "acceptance", Title: "验收情况"},
					{ID: "progress", Title: "项目实施进展情况"},
					{ID: "financial_statement", Title: "财务报表"},
					{ID: "expense_voucher", Title: "详细经费使用凭证"},
				},
			},
			{
				ID: "inspect", Title: "集中检查", By: roles("chair", "member"), Quorum: evaluation.QuorumOne,
				Decides: true, ReturnTo: "supply",
				Excludes: []evaluation.Exclusion{doerOf("self_check", "submit"), {DepartmentOfItem: true}},
			},
		},
	}
}

func rollUp() evaluation.StageDefinition {
	return evaluation.StageDefinition{
		ID: "roll_up", Title: "汇总", After: []evaluation.StageID{"inspection"}, Due: days(10),
		Reminders:   []evaluation.Notification{{Offset: workdays(-3), To: assignee()}},
		Escalations: []evaluation.Notification{{Offset: workdays(1), To: holders("chair", "group_office")}},
		Steps: []evaluation.StepDefinition{
			{
				ID: "compile", Title: "汇总填报数据表、评分表和自评报告", By: roles("finance_office"), Quorum: evaluation.QuorumOne,
				Form: []evaluation.FormField{
					{Name: "total", Title: "自评总分", Kind: evaluation.FieldPoints, Required: true},
					{Name: "grade", Title: "自评等级", Kind: evaluation.FieldChoice, Required: true, Options: []string{"优", "良", "中", "差"}},
					{Name: "sheet", Title: "自评数据表和评分表", Kind: evaluation.FieldSheet, Required: true},
					{Name: "problems", Title: "存在问题", Kind: evaluation.FieldText},
					{Name: "measures", Title: "改进措施", Kind: evaluation.FieldText},
				},
			},
			{
				ID: "approve", Title: "领导小组审定", By: roles("chair", "member"), Quorum: evaluation.QuorumAll,
				Decides: true, ReturnTo: "compile",
			},
			system("seal", "定稿", evaluation.EffectSeal),
		},
	}
}

func publication() evaluation.StageDefinition {
	return evaluation.StageDefinition{
		ID: "publication", Title: "公开", After: []evaluation.StageID{"roll_up"}, Due: days(0),
		Escalations: []evaluation.Notification{{Offset: workdays(1), To: holders("chair")}},
		Steps: []evaluation.StepDefinition{
			{ID: "confirm", Title: "确认公开", By: roles("group_office"), Quorum: evaluation.QuorumOne, Decides: true},
			system("publish", "在门户公开", evaluation.EffectPublish),
		},
	}
}

func filing() evaluation.StageDefinition {
	return evaluation.StageDefinition{
		ID: "filing", Title: "报送", After: []evaluation.StageID{"roll_up"}, Due: days(1),
		Reminders:   []evaluation.Notification{{Offset: days(0), To: assignee()}},
		Escalations: []evaluation.Notification{{Offset: workdays(1), To: holders("chair")}},
		Steps: []evaluation.StepDefinition{
			{ID: "hand_in", Title: "确认报送", By: roles("finance_office"), Quorum: evaluation.QuorumOne, Decides: true},
			system("deliver", "送达财政局", evaluation.EffectFile),
			{
				ID: "acknowledge", Title: "财政局签收", By: roles("bureau"), Quorum: evaluation.QuorumOne, Receives: true,
				Form: []evaluation.FormField{{Name: evaluation.ReceiptField, Title: "回执编号", Kind: evaluation.FieldText, Required: true}},
			},
		},
	}
}

// Start is what the service centre starts with on 2020-08-05: three projects
// above the threshold of a million yuan, and its running costs below it.
func Start() evaluation.Start {
	item := func(id evaluation.ItemID, title, department string, yuan int64) evaluation.Item {
		return evaluation.Item{ID: id, Kind: evaluation.ItemProject, Title: title, DepartmentID: department, Amount: decimal.NewFromInt(yuan)}
	}
	return evaluation.Start{
		UnitID: Unit, ReceiverID: Receiver, Title: "2019年度整体支出绩效自评", Year: 2019,
		StartOn: calendar.Date{Year: 2020, Month: 8, Day: 5},
		Items: []evaluation.Item{
			item("terminals", "“市民之窗”自助终端项目", "coordination", 4_690_000),
			item("online-hall", "网上办事大厅二期项目", "hotline", 3_060_000),
			item("poverty-relief", "精准扶贫帮扶项目", "office", 4_830_000),
			item("running-costs", "公用经费", "office", 386_000),
		},
	}
}

// Grade is the grade that the service centre gave itself.
const Grade = "优"

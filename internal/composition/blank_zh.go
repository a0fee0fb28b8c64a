package composition

import "jiheng/internal/typeset"

// blankReport is an empty report with the parts that a rule demands, to be
// filled in by hand and supplied as a paper.
type blankReport struct {
	name, title, rule string
	parts             [][2]string // title and what belongs there
}

// blankReports are the reports of a county's rules for performance management:
// six parts for a unit as a whole (article 27), five for a project (article 28).
func blankReports() []blankReport {
	return []blankReport{
		{"self-evaluation-report", "项目支出绩效自评报告", "第二十八条", [][2]string{
			{"项目基本概况", "项目内容、资金投入和使用情况"},
			{"项目管理情况", "为实现绩效目标制定的制度、采取的措施"},
			{"绩效评价结果", "绩效目标实现程度、产出、综合效益、满意度和持续影响力"},
			{"绩效偏离情况", "存在的问题和原因"},
			{"绩效评价结论、整改措施及改进建议", "结论、整改措施、改进建议"},
		}},
		{"overall-self-evaluation-report", "整体支出绩效自评报告", "第二十七条", [][2]string{
			{"部门概述", "部门职能、机构构成和人员情况"},
			{"部门整体支出管理及使用情况", "基本支出、项目支出和“三公”经费的管理和使用情况"},
			{"部门管理情况", "为实现绩效目标制定的制度、措施，工作计划和年度评价工作"},
			{"部门整体或基本绩效评价结果", "绩效目标实现程度、产出、综合效益、满意度和持续影响力的自评打分"},
			{"绩效偏离情况", "存在的问题和原因"},
			{"绩效评价结论、整改措施及改进建议", "结论、整改措施、改进建议"},
		}},
	}
}

// BlankReport gives the empty report of a name with its title, false when there
// is none.
func BlankReport(name string) (typeset.Document, bool) {
	for _, b := range blankReports() {
		if b.name != name {
			continue
		}
		d := typeset.Document{
			Title: "　　　　年度" + b.title,
			Particulars: []typeset.Particular{
				{Name: "评价单位（公章）：　　　　　　　　　　"}, {Name: "填报日期：　　　　年　　月　　日"},
			},
			Signed: []string{"单位负责人：　　　　　　　", "填报人：　　　　　　　", "联系电话：　　　　　　　"},
		}
		for i, part := range b.parts {
			d.Blocks = append(d.Blocks, typeset.Heading{Level: 1, Text: part[0]},
				typeset.Paragraph{Text: "（" + b.rule + "第（" + typeset.Numeral(i+1) + "）项：" + part[1] + "）"})
		}
		return d, true
	}
	return typeset.Document{}, false
}

// BlankTitle is what an empty report is called.
func BlankTitle(name string) string {
	for _, b := range blankReports() {
		if b.name == name {
			return b.title
		}
	}
	return name
}

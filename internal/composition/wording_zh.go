package composition

import (
	"fmt"
	"strconv"
	"strings"

	"jiheng/internal/calendar"
	"jiheng/internal/declaration"
	"jiheng/internal/evaluation"
	"jiheng/internal/quotation"
	"jiheng/internal/scoring"
)

// The words of the sealed documents.

const (
	titleDataTable  = "自评数据表"
	titleScoreTable = "自评评分表"
	titleAppraisal  = "评分核算表"
	titleReport     = "自评报告"
	titleMaterials  = "佐证材料概况"
	titleProjects   = "项目清单"
	titleChecklist  = "佐证材料清单"
	titleFormation  = "成立领导小组的通知"
	markDraft       = "（未定稿）"
	markBeside      = "（另行编制，以定稿卷宗为准）"
	titleLetter     = "报送函"

	// strayGroup are rows that belong to no group of the scheme.
	strayGroup = "评分方案没有的指标"

	wordSelf       = "自评"
	wordTotal      = "自评总分"
	wordGrade      = "自评等级"
	wordPoints     = "分"
	wordByBands    = "按百分制等级区间"
	wordOnTime     = "按期"
	wordLate       = "逾期办结"
	wordUnderWay   = "定稿时办理中"
	wordOverdue    = "定稿时已逾期，仍在办理"
	wordProcess    = "自评工作过程"
	wordItems      = "纳入自查和集中检查的项目"
	wordItem       = "项目"
	wordDepartment = "承办科室"
	wordAmount     = "金额（元）"
	wordMaterial   = "材料"
	wordCount      = "份数"
	wordOffices    = "各科室"

	noteStated      = "“填报数”为单位填报，系统未作任何改动；“核算数”由同表列出的数据重新计算，两者不一致时并列显示。"
	noteUnpublished = "各项指标的分值和得分未公布，系统不推算；总分和等级为单位填报。"
	statement       = "本单位对所报送材料的真实性、完整性、一致性、规范性负责；报送与公开使用同一份定稿卷宗。"
)

// contradictionText names a contradiction and why it stands.
func contradictionText(c declaration.Contradiction, reason string) string {
	text := "矛盾：" + c.Message
	if c.Code == declaration.FigureMismatch {
		text = "矛盾：" + quotation.Mark(c.Row) + c.Message
	}
	if reason != "" {
		text += "单位说明：" + reason
	}
	return text
}

// titled is the title of a paper of an evaluation: what it is about, then what
// the paper is. 2019年度绩效自评 and 自评报告 make 2019年度绩效自评报告.
func titled(e *evaluation.Evaluation, paper string) string {
	if strings.HasSuffix(e.Title, wordSelf) {
		paper = strings.TrimPrefix(paper, wordSelf)
	}
	return e.Title + paper
}

// gradesText sets the grade that was declared beside that which follows.
func gradesText(declared, computed scoring.Grade) string {
	return "自评等级：" + orDash(declared.Label()) + "；核算等级：" + orDash(computed.Label())
}

func orDash(text string) string {
	if text == "" {
		return "—"
	}
	return text
}

func stateText(state scoring.ScoreState) string { return "核算状态：" + state.Label() }

// rowTitle names a row that a unit wrote; a part of one is a row within it.
func rowTitle(l scoring.Line) string {
	title := numbered(l.ID, l.Title)
	if l.Part {
		return "其中：" + title
	}
	return title
}

// materialsText counts supporting papers that are too many to be named.
func materialsText(n int) string {
	return "佐证材料（共" + strconv.Itoa(n) + "份，名称见定稿卷宗的清单）"
}

func appraisalSource(source string) string { return "依据：" + source }

func projectReportTitle(project string) string { return project + "绩效自评报告" }

func stepTitle(stage, step string) string { return stage + "：" + step }

// processText tells how the evaluation went, in numbers. Only a unit that formed
// a leading group says so.
func processText(unit string, formed bool, stages, completed, returned, overdue int) string {
	how := "按流程分"
	if formed {
		how = "成立领导小组后，" + how
	}
	return unit + how + strconv.Itoa(stages) + "个阶段开展自评，共办结任务" + strconv.Itoa(completed) +
		"项，退回" + strconv.Itoa(returned) + "次，逾期" + strconv.Itoa(overdue) + "项。各阶段计划与实际起止时间见下表。"
}

// remarkText says of a stage whether it kept its time, and until when it was
// due.
func remarkText(due calendar.Date, kept string) string {
	return fmt.Sprintf("%s（时限%d年%d月%d日）", kept, due.Year, due.Month, due.Day)
}

// paragraphs splits what somebody typed at its line breaks.
func paragraphs(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

package composition

import (
	"strconv"
	"strings"

	"jiheng/internal/evaluation"
	"jiheng/internal/scoring"
)

// The words of the sealed documents.

const (
	titleDataTable  = "自评数据表"
	titleScoreTable = "自评评分表"
	titleReport     = "自评报告"
	titleMaterials  = "佐证材料概况"
	titleProjects   = "项目清单"
	titleChecklist  = "佐证材料清单"
	titleFormation  = "成立领导小组的通知"
	markDraft       = "（未定稿）"
	titleLetter     = "报送函"

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
	wordSize       = "合计大小（KB）"

	noteStated      = "“填报值”为单位填报，系统未作任何改动；“计算值”由同表列出的数据重新计算，两者不一致时并列显示。"
	noteUnpublished = "各项指标的分值和得分未公布，系统不推算；总分和等级为单位填报。"
	statement       = "本单位对所报送材料的真实性、完整性、一致性、规范性负责；报送与公开使用同一份定稿卷宗。"
)

func dataTitle(e *evaluation.Evaluation) string { return e.Title + titleDataTable }

func scoreTitle(e *evaluation.Evaluation) string { return e.Title + titleScoreTable }

func projectReportTitle(project string) string { return project + "绩效自评报告" }

func projectsTitle(e *evaluation.Evaluation) string { return e.Title + titleProjects }

func checklistTitle(e *evaluation.Evaluation) string { return e.Title + titleChecklist }

func stepTitle(stage, step string) string { return stage + "：" + step }

// processText tells how the evaluation went, in numbers.
func processText(unit string, stages, completed, returned, overdue int) string {
	return unit + "成立领导小组后，按流程分" + strconv.Itoa(stages) + "个阶段开展自评，共办结任务" + strconv.Itoa(completed) +
		"项，退回" + strconv.Itoa(returned) + "次，逾期" + strconv.Itoa(overdue) + "项。各阶段计划与实际起止时间见下表。"
}

// remarkText says of a stage whether it kept its time, and until when it was
// due.
func remarkText(due, kept string) string { return kept + "（时限" + due + "）" }

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

// sign stands between the operands of a step.
func sign(op scoring.Op) string {
	switch op {
	case scoring.Add:
		return " + "
	case scoring.Subtract:
		return " − "
	case scoring.Percent:
		return " ÷ "
	case scoring.CountDays:
		return " 至 "
	}
	return " "
}

// equals ends a step with its result.
func equals(s scoring.Step) string {
	equal := " = "
	if s.Rounded {
		equal = " ≈ "
	}
	switch s.Op {
	case scoring.Percent:
		return equal + s.Result.String() + "%"
	case scoring.CountDays:
		return equal + s.Result.String() + "天"
	case scoring.Add, scoring.Subtract:
	}
	return equal + s.Result.String()
}

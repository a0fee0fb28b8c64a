package document

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"jiheng/internal/typeset"
)

// The words of reports, notices, replies and letters.
const (
	sealHere       = "（公章）"
	headProblems   = "存在的问题"
	headMeasures   = "改进措施"
	headGroup      = "自评工作领导小组"
	headTimeline   = "各阶段办理时间"
	headResults    = "自评结果"
	headCourse     = "自评工作情况"
	headStatement  = "责任声明"
	headSignature  = "声明"
	captionGroup   = "领导小组组成"
	captionStages  = "工作阶段"
	captionResults = "填报数与核算数对照"

	headOpinion     = "总体意见"
	headFaults      = "存在的问题和整改要求"
	headReply       = "报送整改情况"
	labelBasis      = "依据："
	labelDemand     = "整改要求："
	headOverview    = "整改工作组织情况"
	headRemedies    = "问题整改情况"
	headFurther     = "下一步工作"
	captionRemedies = "整改情况表"
)

const (
	labelSigner   = "签署岗位"
	labelPost     = "职务"
	labelSignedAt = "签署时间"
	labelContent  = "所审阅内容的摘要"
	labelWording  = "声明原文的摘要"
	noteSignature = "声明在系统内签署，签署记录见过程记录；定稿卷宗的清单（manifest.json）载有同一声明。摘要均为SHA-256。"
)

func signatureCaptions() []string { return []string{"事项", "内容"} }

// signedFor says for whom somebody signed.
func signedFor(office, principal string) string { return office + "（代" + principal + "）" }

func signHere(role string) string {
	return role + "（签字）：　　　　　　年　　月　　日"
}

// instantText prints a civil instant to the minute.
func instantText(at time.Time) string {
	if at.IsZero() {
		return dateText(at)
	}
	return dateText(at) + fmt.Sprintf(" %02d:%02d", at.Hour(), at.Minute())
}

func groupCaptions() []string { return []string{"组内分工", "职务"} }

func stageCaptions() []string { return []string{"阶段", "时间", "说明"} }

func resultCaptions() []string {
	return []string{"项目", "单位", "填报数", "核算数", "差异", "核算规则"}
}

func remedyCaptions() []string {
	return []string{"序号", "问题", "整改措施", "进展", "完成日期", "责任岗位"}
}

// particulars are the lines on the cover.
func particulars(unit string, year int, filedOn time.Time) []typeset.Particular {
	var out []typeset.Particular
	if year != 0 {
		out = append(out, typeset.Particular{Name: "评价年度", Value: strconv.Itoa(year) + "年度"})
	}
	return append(out, typeset.Particular{Name: "评价单位", Value: unit}, typeset.Particular{Name: "填报日期", Value: dateText(filedOn)})
}

func spanText(from, to time.Time) string {
	if to.IsZero() || to.Equal(from) {
		return dateText(from)
	}
	return dateText(from) + "至" + dateText(to)
}

func countedText(n int, text string) string { return strconv.Itoa(n) + "." + text }

func decimalCount(n int) string { return strconv.Itoa(n) }

func dayOrNothing(day time.Time) string {
	if day.IsZero() {
		return nothing
	}
	return dateText(day)
}

func rectificationTitle(subject string) string {
	return "关于" + subject + "发现问题的整改通知"
}

// noticeOpening says what was reviewed and, where it is known, under which
// number it was received.
func noticeOpening(basis, subject, received string) string {
	if received != "" {
		subject += "材料（收件编号：" + received + "）"
	}
	return according(basis) + "我单位对你单位报送的" + subject + "进行了审核，现将发现的问题和整改要求通知如下。"
}

// withoutUnit leaves out the name of the unit that is spoken to or speaks.
func withoutUnit(subject, unit string) string {
	if rest := strings.TrimPrefix(subject, unit); rest != "" {
		return rest
	}
	return subject
}

// according is the clause on what a paper rests on, nothing for nothing.
func according(basis string) string {
	if basis == "" {
		return ""
	}
	return "根据" + basis + "，"
}

func replyText(days int, due time.Time, bureau string) string {
	when := dateText(due) + "前"
	if days > 0 {
		when = fmt.Sprintf("收到本通知后%d日内", days)
		if !due.IsZero() {
			when += "（" + dateText(due) + "前）"
		}
	}
	return "请对照上述问题逐项整改，于" + when + "将整改情况书面报送" + bureau + "。"
}

func contactText(contact, telephone string) string {
	text := "联系岗位：" + contact
	if telephone != "" {
		text += "；联系电话：" + telephone
	}
	return text
}

func replyTitle(subject string) string {
	return "关于" + subject + "发现问题整改情况的报告"
}

func replyOpening(number string, on time.Time, subject string) string {
	notice := "整改通知"
	if number != "" {
		notice += "（" + number + "）"
	}
	if !on.IsZero() {
		notice = dateText(on) + notice
	}
	return notice + "收悉。现将我单位" + subject + "发现问题的整改情况报告如下。"
}

func filingTitle(subject string) string { return "关于报送" + subject + "材料的函" }

func filingText(basis, subject string) string {
	return according(basis) + "我单位已完成" + subject + "，现将有关材料随函报送，请予审核。"
}

func digestText(digest string) string {
	return "定稿卷宗的摘要（SHA-256）为" + digest + "。本函写有该摘要，随卷宗另行送达，不在卷宗之内。"
}

func formationTitle(subject string) string {
	return "关于成立" + subject + "工作领导小组的通知"
}

func formationOpening(basis, subject string) string {
	return "为做好" + subject + "工作，" + according(basis) + "经研究，决定成立" + subject + "工作领导小组，组成如下："
}

func postsText(role string, offices []string) string {
	return role + "：" + strings.Join(offices, "、")
}

func termText(until time.Time) string { return "领导小组任期至" + dateText(until) + "。" }

// numberHere is the room for the number of a paper (发文字号), with its year.
func numberHere(issuedOn time.Time) string {
	year := "　　"
	if !issuedOn.IsZero() {
		year = strconv.Itoa(issuedOn.Year())
	}
	return "　　　　〔" + year + "〕　　号"
}

const wordGroupOffice = "领导小组办公室"

// tasksText says what a group has to do; tasks of several lines stand below
// one another.
func tasksText(tasks string) string {
	tasks = strings.TrimSpace(tasks)
	switch {
	case tasks == "":
		return ""
	case strings.Contains(tasks, "\n"):
		return "领导小组的主要职责：\n" + tasks
	}
	return "领导小组的主要职责：" + sentence(tasks)
}

// officeText says where the office of a group is. Whoever wrote a whole
// sentence is not spoken for.
func officeText(office string) string {
	office = strings.TrimSpace(office)
	switch {
	case office == "":
		return ""
	case strings.Contains(office, wordGroupOffice):
		return sentence(office)
	}
	return wordGroupOffice + "设在" + sentence(strings.TrimPrefix(office, "设在"))
}

// sentence ends a text as sentences end.
func sentence(text string) string {
	if strings.ContainsRune("。！？；", []rune(text)[len([]rune(text))-1]) {
		return text
	}
	return text + "。"
}

package command

import (
	"fmt"
	"strings"

	"jiheng/internal/answer"
	"jiheng/internal/evaluation"
	"jiheng/policy"
)

const (
	auditAnswerShort        = "回答审计提问：当时谁能办、为什么被拒、谁看过、定稿后变了什么"
	answerWhoCouldShort     = "当时谁能办理这件事，谁被哪条规则排除"
	answerWhyRefusedShort   = "这次尝试为什么被拒绝，当时需要什么条件"
	answerWhoLookedShort    = "谁看过、领取过这些文件，公开文件下载了多少次"
	answerAfterSealingShort = "定稿以后变了什么；没有变化的给出证明（不一致时退出码为 4）"
	atFlag                  = "时点，如 2026-03-01T09:00:00+08:00，或者北京时间 2026-03-01 09:00"
	instantWanted           = "形如 2026-03-01T09:00:00+08:00 或者 2026-03-01 09:00 的时点（北京时间）"
	entryFlag               = "被拒绝的那条流水的流水号"
	materialFlag            = "材料编号，只看这一份"
	separator               = "、"
)

func notYet(at string) error {
	return fmt.Errorf("时点还没有到：%s 在将来，请给出现在以前的时点", at)
}

func candidateLine(names evaluation.Names, could *answer.Could, c answer.Candidate) string {
	who := calling(names, string(c.Person))
	if c.OnBehalfOf != "" {
		who += "（代" + calling(names, string(c.OnBehalfOf)) + "）"
	}
	if c.Allowed {
		return "可以  " + who + "  以" + policy.RoleTitle(c.As) + "身份  " + c.Rule
	}
	return "不能  " + who + "  " + c.Rule + "  " + could.Policy.WordingIn(could.Then.Definition, c.Rule)
}

func refusedLines(why *answer.Refused) string {
	def := why.Could.Then.Definition
	lines := []string{
		fmt.Sprintf("第 %d 条  %s  %s  尝试“%s”被拒绝", why.Entry.Seq, stamp(why.Entry.At), why.Entry.ActorID, why.Action.Label()),
		"规则  " + why.Rule + "  " + why.Policy.WordingIn(def, why.Rule),
		"策略版本  " + why.Entry.PolicyVersion,
		"说明  " + policy.ReasonWording(why.Reason),
		"这一版策略授予  " + titles(why.Needed()),
		"当时可以办理的人员：",
	}
	return strings.Join(lines, "\n")
}

func sealingLines(s *answer.Sealed) string {
	same := "一致"
	if !s.Same() {
		same = "不一致"
	}
	lines := []string{
		fmt.Sprintf("第 %d 版  %s 定稿（第 %d 条流水）", s.Version, stamp(s.At), s.Seq),
		"定稿摘要  " + s.Digest,
		"现在提供  " + s.Served + "  " + same,
		fmt.Sprintf("定稿以后流水 %d 条，其中改动 %d 条；任职变动 %d 次；查阅领取 %d 次；后续流程 %d 项",
			s.Total, s.Changes(), len(s.Grants), s.Looks, len(s.FollowUps)),
	}
	for _, k := range s.Kinds {
		if !answer.OnItsWay(k.Type) {
			lines = append(lines, fmt.Sprintf("  %s  %d 条", k.Type.Label(), k.Count))
		}
	}
	if s.Unchanged() {
		lines = append(lines, "没有变化。")
	}
	return strings.Join(lines, "\n")
}

func lookTitle(manner string) string {
	switch manner {
	case "download":
		return "下载"
	case "preview":
		return "预览"
	case "text":
		return "查看文字"
	}
	return "领取"
}

func publicLine(path string, count int64) string {
	return fmt.Sprintf("公开下载  %s  %d 次", path, count)
}

package command

import (
	"fmt"
	"strings"
	"time"

	"jiheng/api"
	"jiheng/internal/answer"
	"jiheng/internal/evaluation"
	"jiheng/internal/ledger"
	"jiheng/internal/quotation"
	"jiheng/internal/store"
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

// fully names a person by post and id, whom he stood in for too.
func fully(names evaluation.Names, id, principal evaluation.PersonID) string {
	who := calling(names, string(id))
	if who != string(id) && id != evaluation.SystemPerson {
		who += "（" + string(id) + "）"
	}
	if principal != "" {
		who += "，代" + calling(names, string(principal))
	}
	return who
}

// couldHead says what was asked and by which policy it is answered.
func couldHead(q answer.Question, could *answer.Could) string {
	about := "整项评价"
	if t := could.Then.Evaluation.Task(q.Task); t != nil {
		about = quotation.Mark(t.Title) + "（" + string(t.ID) + "）"
	}
	return fmt.Sprintf("%s，对%s办理“%s”\n%s", stamp(q.At), about, q.Action.Label(), under(could.Under))
}

// under says by which policy something is answered.
func under(u answer.Under) string {
	line := "当时的权限策略  " + u.Policy.Version()
	if !u.InCode {
		line += "（其中写在程序里的规则与现在的程序不同，按现在的程序推演）"
	}
	return line
}

func couldHeadings() [3]string {
	return [3]string{"可以办理的 %d 人：", "有相应岗位、但被规则排除的 %d 人：", "没有相应岗位的 %d 人："}
}

func candidateLine(names evaluation.Names, could *answer.Could, c answer.Candidate) string {
	who := fully(names, c.Person, c.OnBehalfOf)
	rule := c.Rule + "  " + could.Policy.WordingIn(could.Then.Definition, c.Rule)
	if c.Allowed {
		return "可以  " + who + "  以" + policy.RoleTitle(c.As) + "身份  " + rule
	}
	return "不能  " + who + "  " + api.ReasonTitle(c.Reason) + "  " + rule
}

func refusedLines(names evaluation.Names, why *answer.Refused, could int) string {
	def := why.Could.Then.Definition
	about := "整项评价"
	if t := why.Could.Then.Evaluation.Task(evaluation.TaskID(why.Entry.TaskID)); t != nil {
		about = quotation.Mark(t.Title)
	}
	lines := []string{
		fmt.Sprintf("第 %d 条流水  %s  %s 对%s办理“%s”，被拒绝", why.Entry.Seq, stamp(why.Entry.At),
			fully(names, evaluation.PersonID(why.Entry.ActorID), evaluation.PersonID(why.Entry.OnBehalfOf)), about, why.Action.Label()),
		"规则  " + why.Rule + "  " + why.Policy.WordingIn(def, why.Rule),
	}
	if said := api.ReasonTitle(why.Reason); said != "" {
		lines = append(lines, "原因  "+said)
	}
	needed := "没有授予任何角色"
	if list := why.Needed(); len(list) > 0 {
		needed = titles(list)
	}
	return strings.Join(append(lines, under(why.Under), "这一版策略把它授予  "+needed, fmt.Sprintf("当时可以办理的 %d 人：", could)), "\n")
}

func sealingLines(names evaluation.Names, s *answer.Sealed) string {
	lines := []string{
		fmt.Sprintf("第 %d 版  %s 定稿（第 %d 条流水）", s.Version, stamp(s.At), s.Seq),
		"定稿摘要  " + s.Digest,
		"现在提供  " + servedNow(s.Served, s.Digest, s.Disposed),
	}
	lines = append(lines, publicLines(s)...)
	lines = append(lines, fmt.Sprintf("定稿以后流水 %d 条，其中改动 %d 条；任职变动 %d 次；查阅领取 %d 次；公开下载 %d 次；后续流程 %d 项",
		s.Total, s.Changes(), len(s.Grants), s.Looks, downloads(s), len(s.FollowUps)))
	for _, k := range s.Kinds {
		if !answer.OnItsWay(k.Type) {
			lines = append(lines, fmt.Sprintf("  %s  %d 条", k.Type.Label(), k.Count))
		}
	}
	lines = append(lines, correctionLines(names, s)...)
	for _, g := range s.Grants {
		what := "开始担任"
		if g.Ended {
			what = "不再担任"
		}
		lines = append(lines, fmt.Sprintf("  任职变动  %s  %s%s%s", stamp(g.At), fully(names, g.Person, ""), what, policy.RoleTitle(g.Role)))
	}
	for _, l := range s.LatestLooks {
		lines = append(lines, "  "+lookLine(names, store.Look{File: l.File, Person: l.Person, OnBehalfOf: l.OnBehalfOf, Manner: l.Manner, At: l.At, ClientAddress: l.ClientAddress}))
	}
	if n := s.Looks - int64(len(s.LatestLooks)); n > 0 {
		lines = append(lines, fmt.Sprintf("  另有更早的查阅领取 %d 次，用 jiheng audit answer who-looked 查看", n))
	}
	for _, d := range s.Downloads {
		lines = append(lines, "  "+publicLine(d.Path, d.Count))
	}
	for _, o := range s.Opinions {
		lines = append(lines, fmt.Sprintf("  复核意见  %s  %s第 %d 次  总分 %s  %s  %s", stamp(o.At), o.ReviewerLabel, o.Round, o.Total, fully(names, o.By, ""), o.Opinion))
	}
	for _, f := range s.FollowUps {
		lines = append(lines, fmt.Sprintf("  后续流程  %s  %s（%s）", stamp(f.StartedAt), f.Title, f.ID))
	}
	return strings.Join(append(lines, verdict(s)), "\n")
}

// servedNow says whether what is kept is what it was.
func servedNow(now, then string, disposed time.Time) string {
	switch {
	case now == then:
		return now + "  一致"
	case now == "" && !disposed.IsZero():
		return "已于 " + stamp(disposed) + " 同意到期销毁，内容不再保管"
	case now == "":
		return "没有：文件缺失或者损坏  不一致"
	}
	return now + "  不一致"
}

func publicLines(s *answer.Sealed) []string {
	if s.Public == nil {
		return []string{"没有公开"}
	}
	line := "现在向公众提供  " + servedNow(s.Public.Served, s.Public.Package, s.Disposed)
	if s.Public.Withdrawn {
		line += "（压缩包已停止提供）"
	}
	return []string{fmt.Sprintf("%s 公开，压缩包 SHA-256  %s", stamp(s.Public.At), s.Public.Package), line}
}

func downloads(s *answer.Sealed) (n int64) {
	for _, d := range s.Downloads {
		n += d.Count
	}
	return n
}

// correctionLines tell of corrections and of decisions on what is public.
func correctionLines(names evaluation.Names, s *answer.Sealed) (lines []string) {
	for _, c := range s.Corrections {
		line := fmt.Sprintf("  更正  第 %d 次  %s  %s申请：%s", c.Number, stamp(c.At), fully(names, c.By, ""), c.Reason)
		switch c.State {
		case evaluation.CorrectionWaiting:
			line += "；等待审批"
		case evaluation.CorrectionAgreed:
			line += fmt.Sprintf("；%s 于 %s 同意", fully(names, c.DecidedBy, ""), stamp(c.DecidedAt))
		case evaluation.CorrectionDeclined:
			line += fmt.Sprintf("；%s 于 %s 不同意", fully(names, c.DecidedBy, ""), stamp(c.DecidedAt))
		}
		lines = append(lines, line)
	}
	if s.SupersededBy > 0 {
		lines = append(lines, fmt.Sprintf("  已由第 %d 版取代", s.SupersededBy))
	}
	for i, c := range s.Clearances {
		line := fmt.Sprintf("  公开审查  %s  %s：不公开 %d 件", stamp(c.At), fully(names, c.By, c.OnBehalfOf), c.Withheld)
		if i > 0 {
			line += "；与上一次不同的有：" + strings.Join(c.Changed, separator)
		}
		lines = append(lines, line)
	}
	return lines
}

func verdict(s *answer.Sealed) string {
	switch {
	case s.Unchanged():
		return "结论：没有变化，现在提供的就是定稿的。"
	case s.Same():
		return "结论：现在提供的就是定稿的；定稿以后另有上列改动。"
	case !s.Disposed.IsZero():
		return "结论：内容已按规定销毁，摘要、清单和流水仍在。"
	}
	return "结论：现在提供的与定稿的不一致，或者已经缺失，请保留现场并运行 jiheng audit verify。"
}

// noLooks says that the question could be asked and that nobody was found.
const noLooks = "没有记录：还没有人查阅、领取过。"

func lookLine(names evaluation.Names, l store.Look) string {
	line := stamp(l.At) + "  " + fully(names, l.Person, l.OnBehalfOf) + "  " + lookTitle(l.Manner) + "  " + l.File
	if l.ClientAddress != "" {
		line += "  " + l.ClientAddress
	}
	return line
}

func fileLine(f store.FileLooks) string {
	return fmt.Sprintf("合计  %s  %d 次，%d 人，最近一次 %s", f.File, f.Times, f.People, stamp(f.Last))
}

func readingLine(l ledger.Line) string {
	return "流水  " + stamp(l.At) + "  " + l.Actor + "  " + api.EntryTitle(l.Type)
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

package scheme

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"jiheng/internal/layout"
	"jiheng/internal/scoring"
)

// WriteScores writes results for people to follow line by line: first what was
// taken where the source leaves something open, then for every unit a table,
// and below it why each point was lost.
func WriteScores(w io.Writer, s scoring.Scores) error {
	var b strings.Builder
	fmt.Fprintf(&b, "评分方案：%s（%s 第 %d 版）\n依据：%s\n", s.Title, s.Scheme, s.Version, s.Source)
	fmt.Fprintf(&b, "适用期：%s\n", validity(s.From, s.Until))
	if s.OutOfForce {
		b.WriteString("注意：评价年度不在方案的适用期内\n")
	}
	if s.Round != (scoring.PointRounding{}) {
		fmt.Fprintf(&b, "舍入：%s，保留 %s 位小数，%s\n", scoring.Rounding(s.Round.How).Label(), s.Round.Digits, scoring.Place(s.Round.Place).Label())
	}
	writeChoices(&b, s)
	for _, c := range s.Subjects {
		writeCard(&b, c, s)
	}
	writeRanking(&b, s)
	_, err := io.WriteString(w, b.String())
	return err
}

func validity(from, until string) string {
	switch {
	case from == "" && until == "":
		return "依据未载明"
	case until == "":
		return from + " 起"
	case from == "":
		return "至 " + until
	}
	return from + " 至 " + until
}

func writeChoices(b *strings.Builder, s scoring.Scores) {
	if len(s.Choices) > 0 {
		b.WriteString("\n依据没有规定或者允许调整的事项，本次取法如下（可在评分数据的 choices 里改）：\n")
		t := layout.Table{{"事项", "内容", "取法", "由谁定"}}
		for _, c := range s.Choices {
			t = append(t, []string{c.Name, c.Title + at(c.Clause), taken(c), whose(c)})
		}
		b.WriteString(t.String())
	}
	if len(s.Questions) > 0 {
		b.WriteString("\n存疑：\n")
		for _, q := range s.Questions {
			b.WriteString("  " + q + "\n")
		}
	}
}

func at(clause string) string {
	if clause == "" {
		return ""
	}
	return "（" + clause + "）"
}

func taken(c scoring.Chosen) string {
	if c.ValueTitle == "" || c.ValueTitle == c.Value {
		return c.Value
	}
	return c.ValueTitle
}

func whose(c scoring.Chosen) string {
	switch {
	case c.Usual:
		return usually
	case c.Assumed:
		return "系统假定"
	}
	return "评分时选定"
}

func writeCard(b *strings.Builder, c scoring.Scorecard, s scoring.Scores) {
	name := strings.TrimSpace(c.ID + " " + c.Title)
	if name == "" {
		name = "本表"
	}
	fmt.Fprintf(b, "\n%s：%s\n", name, c.State.Label())
	t := layout.Table{{"编号", "指标", "分值", "得分", "扣分", "填报", "差异"}}
	for _, l := range c.Lines {
		t = append(t, []string{
			strings.Repeat("  ", l.Level) + l.ID, l.Title, written(l.Full), points(l), written(l.Lost), written(l.Declared), written(l.Difference),
		})
	}
	total := "总分"
	if c.Bonus != nil {
		total += "（含加分 " + c.Bonus.String() + "）"
	}
	t = append(t, []string{"", total, written(c.Full), written(c.Total), "", written(c.DeclaredTotal), written(c.Difference)})
	b.WriteString(t.String())
	if c.Grade != "" || c.DeclaredGrade != "" {
		fmt.Fprintf(b, "等级：%s；填报：%s\n", orDash(c.Grade.Label()), orDash(c.DeclaredGrade.Label()))
	}
	for _, a := range c.Applied {
		b.WriteString("总分：" + explain(a) + "\n")
	}
	writeReasons(b, c, s)
	for _, r := range c.Remarks {
		b.WriteString("提示：" + remark(r) + "\n")
	}
}

func orDash(text string) string {
	if text == "" {
		return "—"
	}
	return text
}

func written(n *scoring.Number) string {
	if n == nil {
		return "—"
	}
	return n.String()
}

// points mark a number with more digits than are shown.
func points(l scoring.Line) string {
	switch {
	case l.Points == nil && l.Absent != "":
		return "不适用"
	case l.Points != nil && l.Rounded:
		return l.Points.String() + "…"
	}
	return written(l.Points)
}

// writeReasons says of every line that lost or waits what happened.
func writeReasons(b *strings.Builder, c scoring.Scorecard, s scoring.Scores) {
	title := false
	for _, l := range c.Lines {
		text := reasons(l, s)
		if text == "" {
			continue
		}
		if !title {
			b.WriteString("为什么扣这一分：\n")
			title = true
		}
		b.WriteString("  " + l.ID + " " + l.Title + at(l.Clause) + "\n" + text)
	}
}

func reasons(l scoring.Line, s scoring.Scores) string {
	var b strings.Builder
	lost := l.Lost != nil && l.Lost.Decimal().Sign() != 0 || l.Bonus
	if l.Group && len(l.Waits) == 0 && len(l.Remarks) == 0 {
		return ""
	}
	if l.Rate != nil {
		b.WriteString("    比率：" + stepTexts(l.RateSteps) + "\n")
	}
	for _, a := range l.Applied {
		if lost || l.Absent != "" || a.Rule == scoring.Reporters {
			b.WriteString("    " + explain(a) + "\n")
		}
	}
	if l.Absent != "" && !strings.Contains(b.String(), l.Absent) {
		b.WriteString("    不适用：" + l.Absent + "\n")
	}
	if lost {
		for _, name := range l.Chosen {
			b.WriteString("    取法：" + choiceText(name, s) + "\n")
		}
	}
	for _, w := range l.Waits {
		b.WriteString("    " + waitText(w) + "\n")
	}
	for _, r := range l.Remarks {
		b.WriteString("    提示：" + remark(r) + "\n")
	}
	if l.Reason != "" {
		b.WriteString("    填报原因：" + l.Reason + "\n")
	}
	return b.String()
}

// Why says of one line why it lost points or waits, a sentence a line; "" when
// there is nothing to say.
func Why(l scoring.Line, s scoring.Scores) string {
	var out []string
	for text := range strings.Lines(reasons(l, s)) {
		out = append(out, strings.TrimSpace(text))
	}
	text := strings.Join(out, "\n")
	for _, w := range l.Waits { // a paper has no use for the names of inputs
		if w.Input != "" {
			text = strings.ReplaceAll(text, "（"+w.Input+"）", "")
		}
	}
	return text
}

// Taken says what was taken where the source leaves something open, as far as
// it played a part for a subject.
func Taken(s scoring.Scores, card scoring.Scorecard) []string {
	var out []string
	for _, c := range s.Choices {
		if slices.ContainsFunc(card.Lines, func(l scoring.Line) bool { return slices.Contains(l.Chosen, c.Name) }) {
			out = append(out, "取法："+choiceText(c.Name, s))
		}
	}
	return out
}

func choiceText(name string, s scoring.Scores) string {
	for _, c := range s.Choices {
		if c.Name == name {
			return c.Title + "：" + taken(c) + "（" + whose(c) + "）"
		}
	}
	return name
}

// explain writes a rule at work in one line.
func explain(a scoring.Application) string {
	text := a.Rule.Label()
	if a.Effect == scoring.Clamps {
		text = "取值"
	}
	if a.Title != "" {
		text += "·" + a.Title
	}
	if len(a.Steps) > 0 {
		text += "：" + stepTexts(a.Steps) + stepsText(a)
	}
	if a.Points != nil {
		text += "，" + a.Effect.Label() + " " + a.Points.String()
	}
	if a.Effect == scoring.Closes {
		text += "，" + a.Effect.Label()
	}
	if a.Reason != "" {
		text += "（" + a.Reason + "）"
	}
	return text
}

// stepsText says how a rule counts steps, where it counted some.
func stepsText(a scoring.Application) string {
	for _, step := range a.Steps {
		if step.Op != scoring.CountSteps {
			continue
		}
		for _, s := range a.Settings {
			if s.Name == "steps" {
				return "（" + stepsLabel(string(s.Value)) + "）"
			}
		}
	}
	return ""
}

func stepsLabel(how string) string {
	switch how {
	case "whole":
		return "满一台阶才扣"
	case "begun":
		return "不足一台阶按一台阶扣"
	}
	return "按实际折算"
}

func stepTexts(list []scoring.Step) string {
	texts := make([]string, len(list))
	for i, s := range list {
		texts[i] = s.Text()
		if s.Op == scoring.RoundOff {
			texts[i] += "（舍入）"
		}
	}
	return strings.Join(texts, "；")
}

func waitText(w scoring.Wait) string {
	text := w.Reason.Label()
	switch {
	case w.Problem != nil:
		text += "：" + lineSentence(*w.Problem)
	case w.Title != "":
		text += "：" + w.Title + "（" + w.Input + "）"
	case w.Input != "":
		text += "：" + scoring.InputLabel(w.Input) + "（" + w.Input + "）"
	}
	return text
}

func remark(r scoring.Remark) string {
	text := r.Kind.Label()
	if r.Stated != "" && r.Computed != "" {
		text += "：" + r.Stated + "，对照 " + r.Computed
	}
	return text
}

func writeRanking(b *strings.Builder, s scoring.Scores) {
	if len(s.Ranking) == 0 {
		return
	}
	b.WriteString("\n排名：\n")
	t := layout.Table{{"名次", "单位", "得分", ""}}
	for _, r := range s.Ranking {
		tie := ""
		if r.Tied {
			tie = "并列"
		}
		t = append(t, []string{fmt.Sprint(r.Place), r.ID, r.Points.String(), tie})
	}
	b.WriteString(t.String())
	if s.Best != nil {
		fmt.Fprintf(b, "先进名额 %d 个：%s\n", s.Best.Count, orDash(strings.Join(s.Best.Chosen, "、")))
		if len(s.Best.Undecided) > 0 {
			b.WriteString("名额边界上并列，须由人决定：" + strings.Join(s.Best.Undecided, "、") + "\n")
		}
	}
}

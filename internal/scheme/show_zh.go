package scheme

import (
	"fmt"
	"io"
	"strings"

	"jiheng/internal/layout"
	"jiheng/internal/scoring"
)

// WriteList lists schemes, one a line.
func WriteList(w io.Writer, schemes []scoring.Scheme) error {
	t := layout.Table{{"方案", "名称", "适用期", "依据"}}
	for _, s := range schemes {
		t = append(t, []string{Ref(s), s.Title, validity(s.From, s.Until), s.Source})
	}
	_, err := io.WriteString(w, t.String())
	return err
}

// WriteScheme writes a scheme for people to read.
func WriteScheme(w io.Writer, s scoring.Scheme) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s（%s）\n依据：%s\n适用期：%s\n文件的 SHA-256：%s\n", s.Title, Ref(s), s.Source, validity(s.From, s.Until), s.Digest)
	t := layout.Table{{"编号", "指标", "分值", "计分办法", "出处"}}
	t = showIndicators(t, s, s.Indicators, 0)
	b.WriteString("\n" + t.String())
	if len(s.Natures) > 0 {
		b.WriteString("\n指标性质：\n")
		n := layout.Table{{"性质", "名称", "计分办法"}}
		for _, nature := range s.Natures {
			n = append(n, []string{nature.ID, nature.Title, natureStandard(s, nature)})
		}
		b.WriteString(n.String())
	}
	if len(s.Choices) > 0 {
		b.WriteString("\n依据没有规定、须在评分时选定的事项：\n")
		c := layout.Table{{"事项", "内容", "可选（填写值：意思）", "不选时"}}
		for _, choice := range s.Choices {
			c = append(c, []string{choice.Name, choice.Title + at(choice.Clause), optionsText(choice), orMust(choice)})
		}
		b.WriteString(c.String())
	}
	for i, q := range s.Questions {
		if i == 0 {
			b.WriteString("\n存疑：\n")
		}
		b.WriteString("  " + q + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// orMust says what is taken where nothing is chosen.
func orMust(c scoring.Choice) string {
	if c.Assumed == "" {
		return "必须选定"
	}
	for _, o := range c.Options {
		if o.Value == c.Assumed {
			return "暂按“" + o.Title + "”"
		}
	}
	if c.Usual {
		return "原则上 " + c.Assumed
	}
	return "暂按 " + c.Assumed
}

func optionsText(c scoring.Choice) string {
	if len(c.Options) == 0 {
		return "任意数"
	}
	var list []string
	for _, o := range c.Options {
		list = append(list, o.Value+"："+o.Title)
	}
	return strings.Join(list, "；")
}

func showIndicators(t layout.Table, s scoring.Scheme, list []scoring.Indicator, level int) layout.Table {
	for _, i := range list {
		w := &wording{scheme: s}
		full := w.open(i.Full)
		switch {
		case w.unchosen:
			full = "评分时选定"
		case w.usual:
			full += "（" + usually + "）"
		case w.assumed:
			full += "（系统假定）"
		case full == "" && i.Leaf():
			full = "未公开"
		case i.Bonus:
			full = "加分，最多 " + full
		}
		rules := Standard(s, i)
		if i.Open {
			rules = "由单位逐行填列"
		}
		t = append(t, []string{strings.Repeat("  ", level) + i.ID, i.Title, full, rules, i.Clause})
		t = showIndicators(t, s, i.Children, level+1)
	}
	return t
}

// NoProblems says that a file passed, and what is in it: the indicators that
// the scheme lists, and the groups whose rows the units write.
func NoProblems(file string, s scoring.Scheme) string {
	listed, open := counted(s.Indicators)
	text := fmt.Sprintf("%d 个指标", listed)
	if open > 0 {
		text += fmt.Sprintf("，另有 %d 组指标由单位逐行填列", open)
	}
	return fmt.Sprintf("%s：无问题（%s，%d 个未定事项）", file, text, len(s.Choices))
}

func counted(list []scoring.Indicator) (listed, open int) {
	for _, i := range list {
		l, o := counted(i.Children)
		listed, open = listed+l, open+o
		switch {
		case i.Open:
			open++
		case i.Leaf():
			listed++
		}
	}
	return listed, open
}

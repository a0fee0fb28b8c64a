package scheme

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"jiheng/internal/scoring"
)

// Standard says how an indicator gives and takes points, as a printed table
// would (评分标准), one line for each rule. It is made from the settings of the
// rules; what a scheme leaves open and assumes is told with the assumption.
func Standard(s scoring.Scheme, i scoring.Indicator) string {
	w := &wording{scheme: s, indicator: i}
	lines := w.lines(i.Rules)
	if len(i.Rules) > 0 && onlyTakes(i.Rules) {
		lines = append([]string{"符合要求的得满分"}, lines...)
	}
	if i.Bonus && i.Full != "" {
		lines = append(lines, "最多加"+string(i.Full)+"分")
	}
	return strings.Join(lines, "；")
}

// Looked says what an indicator looks at (考评内容): what is counted, compared or
// judged.
func Looked(i scoring.Indicator) string {
	var list []string
	for _, r := range i.Rules {
		if text := (&wording{indicator: i}).looked(r); text != "" && !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return strings.Join(list, "；")
}

func natureStandard(s scoring.Scheme, n scoring.Nature) string {
	w := &wording{scheme: s}
	return strings.Join(w.lines(n.Rules), "；")
}

// onlyTakes tells that no rule gives points: all are there, and some are taken.
func onlyTakes(rules []scoring.Rule) bool {
	return !slices.ContainsFunc(rules, func(r scoring.Rule) bool {
		return r.Kind.Effect() == scoring.Awards || r.Kind == scoring.Lateness || r.Kind == scoring.Excess || r.Kind == scoring.Shortfall
	})
}

// wording puts the rules of an indicator into words.
type wording struct {
	scheme    scoring.Scheme
	indicator scoring.Indicator
	// assumed tells that a setting that was said is one the source leaves open.
	assumed bool
	// usual tells that what was assumed is what the source gives as the rule.
	usual bool
	// unchosen tells that one was said for which nothing is assumed.
	unchosen bool
}

// lines has a line for each rule; that no more is taken than there is stands at
// the last that takes.
func (w *wording) lines(rules []scoring.Rule) []string {
	var list []string
	last := -1
	for i, r := range rules {
		w.assumed, w.unchosen, w.usual = false, false, false
		text, endless := strings.CutSuffix(w.rule(r), untilNone)
		if endless {
			last = i
		}
		switch {
		case w.unchosen:
			text += "（评分时选定）"
		case w.usual:
			text += "（" + usually + "）"
		case w.assumed:
			text += "（系统假定）"
		}
		list = append(list, text)
	}
	if last >= 0 {
		list[last] += untilNone
	}
	return list
}

// usually is what the source gives as the rule and lets others depart from.
const usually = "依据的原则规定"

// unsaid stands for a figure that has to be chosen.
const unsaid = "若干"

// untilNone ends what takes points.
const untilNone = "，扣完为止"

// set gives a setting; of one that is left open it gives what is assumed.
func (w *wording) set(r scoring.Rule, name string) string {
	for _, s := range r.Settings {
		if s.Name != name {
			continue
		}
		chosen, open := strings.CutPrefix(string(s.Value), "$")
		if !open {
			return string(s.Value)
		}
		return w.assumption(chosen)
	}
	return ""
}

// assumption is what is taken where a choice is not made.
func (w *wording) assumption(choice string) string {
	w.assumed = true
	value := w.assumedValue(choice)
	w.unchosen = w.unchosen || value == ""
	return value
}

func (w *wording) assumedValue(choice string) string {
	name, key, sets := strings.Cut(choice, ".")
	for _, c := range w.scheme.Choices {
		if c.Name != name {
			continue
		}
		if !sets {
			w.usual = c.Usual
			return c.Assumed
		}
		for _, o := range c.Options {
			for _, s := range o.Sets {
				if o.Value == c.Assumed && s.Name == key {
					return string(s.Value)
				}
			}
		}
	}
	return ""
}

func (w *wording) rule(r scoring.Rule) string {
	switch r.Kind.Effect() {
	case scoring.Awards:
		return w.award(r)
	case scoring.Deducts, scoring.Closes:
		return w.deduction(r)
	case scoring.Replaces, scoring.Prepares, scoring.Clamps, scoring.Remarks:
	}
	return w.aside(r)
}

func (w *wording) award(r scoring.Rule) string {
	switch r.Kind { //nolint:exhaustive // the kinds that award
	case scoring.CappedRatio:
		return w.share(r)
	case scoring.InverseRatio:
		return "不超过" + w.aim(r) + "的得满分，超过的按" + w.aim(r) + "与完成值的比例得分"
	case scoring.Equality:
		return "与" + w.aim(r) + "相等的得满分，不足的" + wordFor(w.set(r, "short"), "zero", "不得分", "按比例得分") + "，超过的" +
			wordOf(w.set(r, "excess"), map[string]string{"met": "视为完成", "inverse": "按" + w.aim(r) + "与完成值的比例得分", "deviation": "按偏离的程度扣分", "zero": "不得分"})
	case scoring.Judgement, scoring.Banded, scoring.Checklist, scoring.GradeMap:
		return w.tiers(r)
	case scoring.Bonus:
		return fmt.Sprintf("%s每项加%s分", strings.TrimSuffix(r.Title, "项数"), w.set(r, "points"))
	case scoring.Money:
		return w.money(r)
	case scoring.DateTarget:
		return "按期或提前完成的得满分，逾期的" + wordFor(w.set(r, "late"), "zero", "不得分", "由审核人酌情给分并说明理由")
	case scoring.LateShare:
		return "按期报送的得满分，逾期的按逾期项目占应报项目的比例扣分"
	}
	return r.Kind.Meaning()
}

// aim is the target, with its figure where the scheme gives it.
func (w *wording) aim(r scoring.Rule) string {
	if target := w.set(r, "target"); target != "" {
		return target
	}
	return "目标值"
}

func (w *wording) share(r scoring.Rule) string {
	switch measured, target := w.measured(), w.set(r, "target"); {
	case w.set(r, "actual") != "" && target != "":
		return fmt.Sprintf("按%s占%s分的比例得分", scoring.InputLabel(w.set(r, "actual")), target)
	case measured != "" && (target == "" || target == "100"):
		return "按" + measured + "得分"
	case target != "":
		return fmt.Sprintf("达到%s的得满分，未达到的按比例得分", target)
	}
	return "达到目标值的得满分，未达到的按完成值占目标值的比例得分"
}

// measured says of what to what a rate is.
func (w *wording) measured() string {
	m := w.indicator.Measure
	if m == nil {
		return ""
	}
	return sumWords(m.Above) + "占" + sumWords(m.Below) + "的比例"
}

func sumWords(terms []scoring.Term) string {
	var b strings.Builder
	for i, t := range terms {
		switch {
		case t.Minus:
			b.WriteString("减")
		case i > 0:
			b.WriteString("加")
		}
		b.WriteString(t.Title)
	}
	if len(terms) > 1 {
		return "（" + b.String() + "）"
	}
	return b.String()
}

func (w *wording) money(r scoring.Rule) string {
	text := "按执行数占全年预算数的比例得分，不超过分值"
	if below := w.set(r, "explain_below"); below != "" {
		text += "，执行率低于" + below + "%的要说明原因"
		if most := w.set(r, "explain_characters"); most != "" {
			text += "（不超过" + most + "字）"
		}
	}
	return text
}

func (w *wording) deduction(r scoring.Rule) string {
	per, points := cmp.Or(w.set(r, "per"), unsaid), cmp.Or(w.set(r, "points"), unsaid)
	switch r.Kind { //nolint:exhaustive // the kinds that take
	case scoring.Excess:
		return fmt.Sprintf("%s不超过%s%%的得满分，每超过%s个百分点扣%s分，扣完为止", w.rate(), w.set(r, "over"), per, points)
	case scoring.Shortfall:
		return fmt.Sprintf("%s达到%s%%的得满分，每低%s个百分点扣%s分，扣完为止", w.rate(), w.set(r, "below"), per, points)
	case scoring.Occurrence:
		return w.occurrence(r, points)
	case scoring.Lateness:
		return fmt.Sprintf("按期的得满分，每逾期%s天扣%s分，扣完为止", per, points)
	case scoring.Discretion:
		return w.discretion(r)
	case scoring.ReviewGap:
		gap := wordFor(w.set(r, "sides"), "self_higher", "自评分高于复核分", "复核分与自评分相差")
		return fmt.Sprintf("%s超过%s分的，每差%s分扣%s分，扣完为止", gap, w.set(r, "over"), per, points)
	case scoring.Gate:
		return closedText(r.Title, w.set(r, "closed_when") == "true")
	}
	return r.Kind.Meaning()
}

func (w *wording) rate() string {
	if measured := w.measured(); measured != "" {
		return measured
	}
	return "比率"
}

// countedWords are the endings of what is counted, with what one of it is called.
var countedWords = [][2]string{{"处数", "处"}, {"次数", "次"}, {"项目数", "个项目"}, {"项数", "项"}, {"个数", "个"}, {"天数", "天"}, {"例数", "例"}}

// yesIsOne follows what is counted where it happens once or not at all.
const yesIsOne = "（是为 1，否为 0）"

func (w *wording) occurrence(r scoring.Rule, points string) string {
	if subject, once := strings.CutSuffix(r.Title, yesIsOne); once {
		return fmt.Sprintf("%s的扣%s分", subject, points)
	}
	subject, each := r.Title, "次"
	for _, c := range countedWords {
		if cut, ok := strings.CutSuffix(r.Title, c[0]); ok {
			subject, each = cut, c[1]
			break
		}
	}
	if !strings.HasSuffix(subject, "指标") {
		subject = strings.TrimSuffix(subject, "的") + "的"
	}
	text := fmt.Sprintf("%s，每%s扣%s分", subject, each, points)
	switch free := w.set(r, "free"); free {
	case "", "0":
	case "1":
		text += wordFor(w.set(r, "free_per"), "project", "，每个项目第一次不扣", "，第一次不扣")
	default:
		text += wordFor(w.set(r, "free_per"), "project", "，每个项目前", "，前") + free + "次不扣"
	}
	return text + untilNone
}

func (w *wording) discretion(r scoring.Rule) string {
	most := w.set(r, "at_most")
	text := strings.TrimSuffix(r.Title, "酌情扣分") + "的酌情扣分"
	if most != "" && most != string(w.indicator.Full) {
		text += "，最多扣" + most + "分"
	}
	return text
}

// closedText turns "是否申报" into "未申报的不得分".
func closedText(title string, closedByYes bool) string {
	by := wordFor(fmt.Sprint(closedByYes), "true", "", "未")
	if strings.Contains(title, "是否") {
		return strings.Replace(title, "是否", by, 1) + "的不得分"
	}
	return title + wordFor(fmt.Sprint(closedByYes), "true", "为“是”的不得分", "为“否”的不得分")
}

// aside is what stands beside the points: who is left out, what is combined.
func (w *wording) aside(r scoring.Rule) string {
	switch r.Kind { //nolint:exhaustive // the kinds beside the points
	case scoring.CohortMean:
		return "不适用的单位得本项平均分"
	case scoring.NotApplicable:
		return "不适用的" + wordOf(w.set(r, "treat"), map[string]string{"full": "得满分", "zero": "不得分", "rescale": "不考核，其余指标按百分制折算", "mean": "得本项平均分", "": "怎样计"})
	case scoring.Overachieved:
		return fmt.Sprintf("超过目标值%s%%以上的，核对目标是否偏低，是否扣分由审核人定", w.set(r, "from"))
	case scoring.Reporters:
		return "几个单位填报的，" + wordOf(w.set(r, "combine"), map[string]string{
			"by_measure": "绝对值相加，相对值按资金加权平均", "sum": "各单位相加", "mean": "取各单位平均", "weighted": "按资金加权平均", "": "怎样汇总",
		})
	case scoring.Merged:
		return "合并计分的，" + wordFor(w.set(r, "by"), "least", "取各部分得分中最低的", "取各部分得分的平均")
	case scoring.Parent:
		return "按下级各行合计计分，下级不重复计分"
	}
	return r.Kind.Meaning()
}

func wordFor(value, is, then, otherwise string) string {
	if value == is {
		return then
	}
	return otherwise
}

func wordOf(value string, words map[string]string) string {
	if text, ok := words[value]; ok {
		return text
	}
	return value
}

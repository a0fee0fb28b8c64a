package scheme

import (
	"slices"
	"strings"

	"jiheng/internal/scoring"
)

// tiers puts the levels, bands, grades or entries of a rule into words.
func (w *wording) tiers(r scoring.Rule) string {
	var list []string
	if r.Kind == scoring.Banded && !slices.ContainsFunc(r.Tiers, func(t scoring.Tier) bool { return w.open(t.Points) != "" }) {
		return "按所选的分档表得分"
	}
	for _, t := range r.Tiers {
		switch r.Kind { //nolint:exhaustive // the kinds with tiers
		case scoring.Judgement:
			list = append(list, t.Title+"的得分值的"+w.rangeText(t))
		case scoring.Banded:
			list = append(list, w.rangeText(t)+"的"+pointsText(w.open(t.Points)))
		case scoring.Checklist:
			list = append(list, t.Title+"的"+pointsText(w.open(t.Points)))
		default:
			list = append(list, "结果为"+t.Title+"的"+pointsText(w.open(t.Points)))
		}
	}
	return strings.Join(list, "，")
}

// open gives a value, of one that is left open what is assumed.
func (w *wording) open(v scoring.Value) string {
	chosen, open := strings.CutPrefix(string(v), "$")
	if !open {
		return string(v)
	}
	return w.assumption(chosen)
}

func pointsText(points string) string {
	switch points {
	case "":
		return "得若干分"
	case "0":
		return "不得分"
	case "by_score":
		return "按评分的比例得分"
	}
	return "得" + points + "分"
}

// rangeText writes the ends of a tier: 60%（含）至80%（不含）.
func (w *wording) rangeText(t scoring.Tier) string {
	end := func(v scoring.Value, open bool) string {
		return w.open(v) + "%" + wordFor(openText(open), "open", "（不含）", "（含）")
	}
	switch {
	case t.From == "" && t.To == "":
		return "其他"
	case t.From == "":
		return end(t.To, t.ToOpen) + "以下"
	case t.To == "":
		return end(t.From, t.FromOpen) + "以上"
	case t.From == t.To:
		return w.open(t.From) + "%"
	}
	return end(t.From, t.FromOpen) + "至" + end(t.To, t.ToOpen)
}

func openText(open bool) string {
	if open {
		return "open"
	}
	return ""
}

// looked says what a rule looks at.
func (w *wording) looked(r scoring.Rule) string {
	switch r.Kind {
	case scoring.Gate:
		return r.Title
	case scoring.Occurrence:
		return strings.TrimSuffix(r.Title, yesIsOne)
	case scoring.Discretion:
		return strings.TrimSuffix(r.Title, "酌情扣分") + "的情形"
	case scoring.Lateness, scoring.DateTarget:
		return "是否按期，逾期多少天"
	case scoring.LateShare:
		return "应报项目数与逾期项目数"
	case scoring.ReviewGap:
		return "自评分与复核分的差距"
	case scoring.GradeMap:
		return "评价结果的等级和评分"
	case scoring.Bonus:
		return r.Title
	case scoring.Money:
		return "全年预算数与执行数"
	case scoring.Checklist:
		var list []string
		for _, t := range r.Tiers {
			list = append(list, t.Title)
		}
		return strings.Join(list, "、")
	case scoring.CappedRatio, scoring.InverseRatio, scoring.Equality, scoring.Excess, scoring.Shortfall, scoring.Banded:
		if measured := w.measured(); measured != "" {
			return measured
		}
		if w.set(r, "actual") != "" {
			return scoring.InputLabel(w.set(r, "actual"))
		}
		return "目标值与完成值"
	case scoring.Judgement:
		return "达到预期的程度"
	case scoring.CohortMean, scoring.NotApplicable, scoring.Parent, scoring.Merged, scoring.Overachieved, scoring.Reporters:
	}
	return ""
}

package scoring

import "strings"

const nationalSource = "财预〔2020〕10号"

// Label is what people read.
func (g Grade) Label() string {
	switch g {
	case Excellent:
		return "优"
	case Good:
		return "良"
	case Medium:
		return "中"
	case Poor:
		return "差"
	}
	return string(g)
}

// GradeNamed reads a grade as reports write it, with the usual synonyms.
func GradeNamed(text string) (Grade, bool) {
	switch text {
	case "优", "优秀":
		return Excellent, true
	case "良", "良好":
		return Good, true
	case "中", "中等":
		return Medium, true
	case "差", "较差":
		return Poor, true
	}
	return "", false
}

// Label is what people read.
func (k Kind) Label() string {
	switch k {
	case Ratio:
		return "比率"
	case Growth:
		return "增长率"
	case Reduction:
		return "压缩率"
	case Sum:
		return "合计"
	case Difference:
		return "差额"
	case DaysBetween:
		return "间隔天数"
	}
	return string(k)
}

// Label is what people read.
func (o Op) Label() string {
	switch o {
	case Add:
		return "相加"
	case Subtract:
		return "相减"
	case Percent:
		return "相除得百分比"
	case CountDays:
		return "计算天数"
	case Multiply:
		return "相乘"
	case Proportion:
		return "按比例"
	case CountSteps:
		return "计算台阶"
	case Take:
		return "取值"
	case Lesser:
		return "取小"
	case Greater:
		return "取大"
	case Mean:
		return "平均"
	case Divide:
		return "相除"
	case WeightedMean:
		return "加权平均"
	case RoundOff:
		return "舍入"
	}
	return string(o)
}

// Label is what people read.
func (r Rounding) Label() string {
	switch r {
	case HalfUp:
		return "四舍五入"
	case Down:
		return "舍去尾数"
	case Up:
		return "进位"
	}
	return string(r)
}

// Label is what people read.
func (s Status) Label() string {
	switch s {
	case Recomputed:
		return "已由分项核算"
	case ItemsNotPublished:
		return "分项未公开，不能核算"
	}
	return string(s)
}

// Label is what people read.
func (k FindingKind) Label() string {
	switch k {
	case TotalDiffers:
		return "总分与分项合计不符"
	case WeightsDiffer:
		return "分值合计与满分不符"
	case ScoreAboveWeight:
		return "得分超过分值"
	case TotalAboveFull:
		return "总分超过满分"
	case GradeDiffers:
		return "等级与总分不符"
	}
	return string(k)
}

// Label is what people read.
func (r Reviewer) Label() string {
	switch r {
	case BySelf:
		return "单位自评"
	case ByDepartment:
		return "部门审核"
	case ByFinance:
		return "财政复核"
	}
	return string(r)
}

// Label is what people read.
func (b Border) Label() string {
	switch b {
	case BorderIn:
		return "并列的全部列入"
	case BorderOut:
		return "并列的全部不列入"
	case BorderAsk:
		return "并列的由人决定"
	}
	return string(b)
}

// named writes the name of an input with its words.
func named(name, word string) string {
	if word == "" || word == name {
		return name
	}
	return name + "（" + word + "）"
}

func joined(list []string) string {
	if len(list) == 0 {
		return "（没有要填的数据）"
	}
	return strings.Join(list, "、")
}

// supposed asks whether a name was meant, where there is one near.
func supposed(name string) string {
	if name == "" {
		return ""
	}
	return "（是不是“" + name + "”？）"
}

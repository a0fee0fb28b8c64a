package scoring

// Label is what people read.
func (k RuleKind) Label() string {
	for _, l := range ruleLabels() {
		if l.kind == k {
			return l.title
		}
	}
	return string(k)
}

// Meaning says in a sentence how a kind gives or takes points.
func (k RuleKind) Meaning() string {
	for _, l := range ruleLabels() {
		if l.kind == k {
			return l.meaning
		}
	}
	return ""
}

type ruleLabel struct {
	kind           RuleKind
	title, meaning string
}

func ruleLabels() []ruleLabel {
	return []ruleLabel{
		{CappedRatio, "比例封顶", "正向指标（≥）：分值×完成值÷目标值，不超过分值"},
		{InverseRatio, "反比", "反向指标（≤）：不超过目标得满分，超过时分值×目标值÷完成值；完成值为 0 得满分"},
		{Equality, "等于型", "恰好等于目标得满分；不足和超过各如何计，由 short 和 excess 写明"},
		{Judgement, "定性分档", "由人在所选档次的区间内给分，未给满分的要写理由；区间两端是否包含逐一写明"},
		{Excess, "超额扣分", "比率每超过 over 一个 per，扣 points；steps 写明按连续、满一台阶还是起一台阶计"},
		{Shortfall, "不足扣分", "比率每低于 below 一个 per，扣 points；steps 同上"},
		{Banded, "分档表", "比率落在哪一档，得哪一档的分；两端是否包含逐一写明"},
		{Checklist, "清单计分", "逐项核对，有一项得一项的分"},
		{Occurrence, "按次扣分", "每处、每例、每次扣 points；free 是免扣的次数"},
		{Lateness, "逾期扣分", "每逾期 per 天扣 points；天数可由流程引擎计，也可由截止日和完成日算出"},
		{LateShare, "逾期比例", "分值×（1－逾期数÷应报数）；没有应报项目时如何计由 none_due 写明"},
		{Gate, "闸门", "未申报、未报送等情形出现时，本项或全部不得分"},
		{Discretion, "酌情扣分", "由人在上下限内扣分，必须写理由"},
		{CohortMean, "本项平均分", "不适用的单位取同批次适用单位本项得分的平均：先算完全体，再回填"},
		{ReviewGap, "复核分差", "自评与复核相差超过 over 时，每差 per 扣 points；从零起还是从超过部分起、是否双向，逐一写明"},
		{GradeMap, "等级映射", "按等级得分，或按评分比例得分"},
		{Bonus, "加分封顶", "每项加 points，合计不超过本项分值；加分在满分之外"},
		{NotApplicable, "不适用", "没有即满分（full）、不得分（zero），或不考核并按适用指标折算（rescale）"},
		{Parent, "父子汇总", "父行等于子行之和，子行不重复计分"},
		{Merged, "合并计分", "几个指标共一个分：各自算出后取平均（mean）或取低（least）"},
		{Money, "资金执行率", "分值×执行数÷预算数，不超过分值；预算数为调整后的总额"},
		{Overachieved, "超额提示", "超过目标 from% 及以上时提示核对目标是否偏低，由人决定是否扣分，不自动定值"},
		{DateTarget, "日期目标", "按期或提前得满分；逾期不得分（zero）或由人给分（judged）"},
		{Reporters, "多主体汇总", "绝对值累加，相对值按资金加权；或求和、平均、加权"},
	}
}

// Label is what people read.
func (e Effect) Label() string {
	switch e {
	case Awards:
		return "得分"
	case Deducts:
		return "扣分"
	case Closes:
		return "不得分"
	case Replaces:
		return "代入"
	case Prepares:
		return "汇总"
	case Clamps:
		return "取值"
	case Remarks:
		return "提示"
	}
	return string(e)
}

// Label is what people read.
func (p Place) Label() string {
	switch p {
	case EachItem:
		return "逐项"
	case EachGroup:
		return "按一级指标合计"
	case TheTotal:
		return "只在总分"
	}
	return string(p)
}

// Label is what people read.
func (s ScoreState) Label() string {
	switch s {
	case Scored:
		return "已计分"
	case Waiting:
		return "数据未齐，暂无总分"
	case MarksUnpublished:
		return "分值未公开，总分取填报数，未作计算"
	}
	return string(s)
}

// Label is what people read.
func (w WaitReason) Label() string {
	switch w {
	case InputMissing:
		return "未填"
	case RowsMissing:
		return "没有填列指标"
	case PartWaits:
		return "下级未齐"
	case NoMean:
		return "同批次尚无可取平均的得分"
	case NoFullMarks:
		return "分值未公开"
	case NotComputable:
		return "不能计算"
	}
	return string(w)
}

// Label is what people read.
func (k RemarkKind) Label() string {
	switch k {
	case PassedByFar:
		return "超额较多，请核对年初目标是否偏低"
	case WeightsOff:
		return "各行分值合计与本组分值不符"
	case PartsOff:
		return "下级合计与上级不符"
	case ExplanationNeeded:
		return "执行率偏低，须说明原因"
	case ExplanationLong:
		return "说明超过规定字数"
	case OverBudget:
		return "执行数大于预算数"
	case DaysOff:
		return "填报的逾期天数与流程引擎所计不符"
	case ScalesOff:
		return "完成值与目标值疑为一个写百分数、一个写小数，请核对"
	case TotalDeclaredOnly:
		return "总分为填报数，未作计算"
	}
	return string(k)
}

// InputLabel is what people read for the inputs that rules share.
func InputLabel(name string) string {
	for _, l := range [][2]string{
		{inActual, "完成值"},
		{inTarget, "目标值"},
		{inRate, "比率"},
		{inDue, "截止日"},
		{inDone, "完成日"},
		{inDays, "逾期天数"},
		{inLevel, "档次"},
		{inPoints, "给分"},
		{"budget", "预算数"},
		{"executed", "执行数"},
		{"late", "逾期数"},
		{"all", "应报数"},
		{"grade", "等级"},
		{"score", "评分"},
		{"self", "自评分"},
		{"review", "复核分"},
		{"adjustment", "调减分"},
	} {
		if l[0] == name {
			return l[1]
		}
	}
	return name
}

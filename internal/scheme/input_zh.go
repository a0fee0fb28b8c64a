package scheme

import (
	"jiheng/internal/fault"
	"jiheng/internal/source"
)

// InputSentence says what is wrong with a field of a score sheet and what to
// do, without its path.
func InputSentence(f fault.Field) string {
	if text := InputWording(f.Reason); text != "" {
		return source.Fill(text, f.Params)
	}
	return f.Reason
}

// lineSentence says what is wrong with a row of a form, on which nobody sees
// the names that a score sheet gives its fields.
func lineSentence(f fault.Field) string {
	for _, s := range lineSentences() {
		if s.Reason == f.Reason {
			return source.Fill(s.Text, f.Params)
		}
	}
	return InputSentence(f)
}

func lineSentences() []source.Sentence {
	return []source.Sentence{
		{Reason: "group_unknown", Text: "评分方案没有“{value}”这一组指标，这一行不知计入哪一组"},
		{Reason: "nature_unknown", Text: "评分方案没有这一行所用的计分办法，由人核定"},
		{Reason: "full_missing", Text: "没有写分值"},
		{Reason: "reason_missing", Text: "未得满分，没有写偏差原因"},
		{Reason: "points_out_of_bounds", Text: "得分 {value} 应在 {from} 与 {to} 之间"},
		{Reason: "item_repeated", Text: "同一指标写了两次"},
	}
}

// InputWording is the sentence of a reason with its {placeholders}, "" when
// there is none.
func InputWording(reason string) string {
	for _, s := range inputSentences() {
		if s.Reason == reason {
			return s.Text
		}
	}
	return ""
}

// InputReasons lists the reasons of all wrong fields.
func InputReasons() []string {
	var list []string
	for _, s := range inputSentences() {
		list = append(list, s.Reason)
	}
	return list
}

func inputSentences() []source.Sentence {
	return []source.Sentence{
		{Reason: "sheet_unreadable", Text: "不是可读的 JSON"},
		{Reason: "sheet_too_large", Text: "评分数据太大"},
		{Reason: "field_required", Text: "这里必须填写"},
		{Reason: "field_twice", Text: "这个字段写了两次"},
		{Reason: "year_invalid", Text: "年度应为四位数"},
		{Reason: "field_unknown", Text: "没有这个字段"},
		{Reason: "field_meant", Text: "没有这个字段（是不是“{nearest}”？）"},
		{Reason: "field_of_inputs", Text: "这一项写在 inputs 里，如 \"inputs\": {\"{name}\": …}"},
		{Reason: "table_given", Text: "这是一份自评表，不是评分数据；自评表用 jiheng check 核对，评分数据的格式见 docs/scoring.md"},
		{Reason: "object_expected", Text: "这里应是对象 {…}"},
		{Reason: "list_expected", Text: "这里应是列表 […]"},
		{Reason: "list_too_long", Text: "列表超过 {limit} 项"},
		{Reason: "scalar_expected", Text: "这里应是一个值"},
		{Reason: "text_expected", Text: "这里应是文字"},
		{Reason: "text_too_long", Text: "文字超过 {limit} 个字"},
		{Reason: "text_not_printable", Text: "文字里有看不见的字符"},
		{Reason: "number_invalid", Text: "“{value}”不是数，应填写如 95、95.5、95% 或 9.5分"},
		{Reason: "units_mixed", Text: "“{value}”与“{other}”的计量单位对不上，两个数请用同一个单位"},
		{Reason: "flag_expected", Text: "这里只能是 true 或 false"},
		{Reason: "beside_units", Text: "已有 units，单个单位的字段应写在 units 里"},
		{Reason: "one_unit_only", Text: "这里只填一个单位的数据"},
		{Reason: "parts_too_deep", Text: "下级的层次太多"},
		{Reason: "units_count_wrong", Text: "单位数应为 1 至 {limit}"},
		{Reason: "items_too_many", Text: "指标数超过 {limit}"},
		{Reason: "id_invalid", Text: "单位编号缺失，或不是一行文字"},
		{Reason: "id_twice", Text: "单位编号“{value}”重复"},
		{Reason: "choice_unknown", Text: "方案没有这个未定事项"},
		{Reason: "choice_twice", Text: "这个未定事项选定了两次"},
		{Reason: "option_unknown", Text: "没有“{value}”这个选项"},
		{Reason: "choice_missing", Text: "依据没有规定，须在 choices 里选定：{value}"},
		{Reason: "weights_differ", Text: "分值合计 {computed}，与 {stated} 不符"},
		{Reason: "item_unknown", Text: "方案没有编号为“{value}”的指标；自填的行要写 group"},
		{Reason: "item_repeated", Text: "编号“{value}”写了两次"},
		{Reason: "item_is_group", Text: "“{value}”是一组指标，数据写在它的下级"},
		{Reason: "group_unknown", Text: "方案没有由单位填列的组“{value}”"},
		{Reason: "nature_unknown", Text: "方案没有指标性质“{value}”{nearest}，可以填写：{known}"},
		{Reason: "full_missing", Text: "自填的行要写分值"},
		{Reason: "full_not_positive", Text: "分值应大于 0"},
		{Reason: "parts_missing", Text: "合并计分的行至少有两个部分"},
		{Reason: "merging_not_provided", Text: "方案没有规定合并计分"},
		{Reason: "absence_not_provided", Text: "方案没有规定这个指标不适用时怎样计"},
		{Reason: "input_unknown", Text: "这个指标没有“{value}”这一项{nearest}，可以填写：{known}"},
		{Reason: "input_repeated", Text: "“{value}”填了两次"},
		{Reason: "number_unreadable", Text: "“{value}”不是数，应填写如 95、1,234.5、95% 或 120万元"},
		{Reason: "number_too_long", Text: "“{value}”位数太多"},
		{Reason: "number_negative", Text: "这里不能是负数"},
		{Reason: "count_invalid", Text: "“{value}”不是个数：应为 0 或正整数"},
		{Reason: "flag_invalid", Text: "“{value}”应为 true（是）或 false（否）"},
		{Reason: "date_unreadable", Text: "“{value}”不是日期；写法如 2026-08-28"},
		{Reason: "target_not_positive", Text: "正向指标的目标值应大于 0"},
		{Reason: "denominator_not_positive", Text: "分母应大于 0；没有这一事项的按不适用填"},
		{Reason: "budget_zero", Text: "预算数为 0，请核对"},
		{Reason: "none_due", Text: "没有应报项目，方案选定由人处理"},
		{Reason: "part_above_whole", Text: "逾期数大于应报数"},
		{Reason: "no_band", Text: "{value} 不在任何一档里，由人处理"},
		{Reason: "level_unknown", Text: "没有档次“{value}”"},
		{Reason: "points_outside_level", Text: "给分 {value} 不在“{level}”的区间（分值的 {from}% 至 {to}%）里"},
		{Reason: "points_out_of_bounds", Text: "{value} 应在 {from} 与 {to} 之间"},
		{Reason: "reason_missing", Text: "要写理由"},
		{Reason: "grade_unknown", Text: "没有等级“{value}”"},
		{Reason: "score_out_of_range", Text: "评分超出范围"},
		{Reason: "adjustment_uncalled", Text: "没有明显超过目标，不能因目标偏低调减"},
		{Reason: "reports_not_allowed", Text: "方案没有规定几个主体怎样汇总"},
		{Reason: "money_missing", Text: "按资金加权，要写各主体的资金额"},
	}
}

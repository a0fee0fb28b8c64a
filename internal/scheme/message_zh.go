package scheme

import (
	"jiheng/internal/source"
)

// Sentence says what is wrong and what to do, without the position.
func Sentence(p source.Problem) string {
	for _, s := range sentences() {
		if s.Reason == p.Reason {
			return source.Fill(s.Text, p.Params)
		}
	}
	return p.Reason
}

// Reasons lists the reasons of all problems.
func Reasons() []string {
	var list []string
	for _, s := range sentences() {
		list = append(list, s.Reason)
	}
	return list
}

func sentences() []source.Sentence {
	return append(source.ShapeChinese("评分方案", "方案"), []source.Sentence{
		{Reason: "name_invalid", Text: "方案名“{value}”不合规则：小写字母开头，用小写字母和数字，词之间用一个连字符，不超过 60 个字符"},
		{Reason: "name_differs", Text: "方案名“{value}”与文件名“{file}”不一致"},
		{Reason: "id_invalid", Text: "编号“{value}”不合规则：只用字母、数字、点、下划线和连字符，不超过 41 个字符"},
		{Reason: "id_twice", Text: "编号“{value}”缺失或重复"},
		{Reason: "word_invalid", Text: "“{value}”不是可用的取值：写数字、小写单词，或“$未定事项”"},
		{Reason: "number_invalid", Text: "“{value}”不是可用的数"},
		{Reason: "date_invalid", Text: "“{value}”不是日期；写法如 2026-08-28"},
		{Reason: "source_missing", Text: "没有写依据（source）"},
		{Reason: "validity_reversed", Text: "失效日期早于生效日期"},
		{Reason: "indicators_missing", Text: "没有指标"},
		{Reason: "option_unknown", Text: "选项里没有“{value}”"},
		{Reason: "option_single", Text: "只有一个选项，不是未定事项"},
		{Reason: "option_incomplete", Text: "这个选项没有写“{name}”，第一个选项写了"},
		{Reason: "choice_unknown", Text: "没有声明未定事项“{value}”"},
		{Reason: "choice_without_sets", Text: "“{value}”没有随选项给出的取值（sets）"},
		{Reason: "choice_unused", Text: "未定事项“{value}”声明了却没有用到"},
		{Reason: "digits_out_of_range", Text: "小数位数应为 0 至 4 的整数，不能是“{value}”"},
		{Reason: "full_not_positive", Text: "分值应大于 0"},
		{Reason: "full_missing", Text: "有计分规则就要有分值（full）"},
		{Reason: "weights_differ", Text: "分值合计 {computed}，与 {stated} 不符"},
		{Reason: "rules_missing", Text: "有分值就要有计分规则（rules）"},
		{Reason: "rule_unknown", Text: "没有计分规则“{value}”"},
		{Reason: "rule_of_leaf", Text: "“{value}”只能写在没有下级的指标上"},
		{Reason: "setting_missing", Text: "这条规则还要写明“{name}”"},
		{Reason: "setting_unknown", Text: "这条规则没有“{name}”"},
		{Reason: "input_name_wrong", Text: "这条规则的 of 没有写，或不该写"},
		{Reason: "input_twice", Text: "同一指标里“{value}”用了两次"},
		{Reason: "awards_several", Text: "一个指标只能有一条得分的规则"},
		{Reason: "bonus_misplaced", Text: "加分规则（bonus）只用于加分项（bonus: true），加分项也只用加分规则"},
		{Reason: "bonus_not_leaf", Text: "加分项应在第一级，没有下级，并写明封顶分值"},
		{Reason: "bonus_missing", Text: "没有加分项，不用写 bonus_over_full"},
		{Reason: "gate_expected", Text: "这里只能写闸门（kind: gate）"},
		{Reason: "tiers_wrong", Text: "档次（tiers）没有写，或不该写"},
		{Reason: "end_missing", Text: "每一档都要写明 from 和 to"},
		{Reason: "end_unasked", Text: "这里不写 from 和 to"},
		{Reason: "points_unasked", Text: "这里不写 points"},
		{Reason: "points_above_full", Text: "得分 {value} 超过分值 {full}"},
		{Reason: "bands_not_adjacent", Text: "这一档与上一档不衔接：从高到低写，相接的一端恰有一档包含"},
		{Reason: "band_empty", Text: "这一档里没有数"},
		{Reason: "band_not_below", Text: "等级区间应从高到低"},
		{Reason: "band_above_full", Text: "等级区间超过满分"},
		{Reason: "grade_missing", Text: "没有写等级"},
		{Reason: "grade_repeated", Text: "等级写了两次"},
		{Reason: "lowest_band_not_zero", Text: "最低一档应从 0（含）起"},
		{Reason: "share_invalid", Text: "比例应在 0 与 100 之间，不能是“{value}”"},
		{Reason: "natures_missing", Text: "由单位填列指标的组，要先写明指标性质（natures）"},
		{Reason: "open_with_children", Text: "由单位填列指标的组没有下级，也没有计算公式"},
		{Reason: "measure_of_group", Text: "计算公式只能写在没有下级的指标上"},
		{Reason: "merged_part_has_full", Text: "合并计分的各部分不写分值，也没有下级"},
		{Reason: "mean_of_row", Text: "单位自填的行没有同批次可比，不能取平均分"},
	}...)
}

package api

// scoreMessages word what can be wrong with scores, draws and rankings.
func scoreMessages() map[string]message {
	return map[string]message{
		"scheme_not_found":  {"没有这个评分方案", "请从评分方案列表中选择。"},
		"inputs_wrong":      {"评分数据有误", "请按提示修改后再计算。"},
		"choice_missing":    {"还有未定事项没有选定", "依据没有规定的事项，请逐项选定。"},
		"seed_invalid":      {"抽取种子有误", "种子应是一行文字。"},
		"count_invalid":     {"抽取个数有误", "个数应在0与项目数之间。"},
		"share_invalid":     {"比例有误", "比例应在0与100之间。"},
		"border_unknown":    {"没有这种并列处理方式", "请从给出的选项中选择。"},
		"units_count_wrong": {"单位个数有误", "请至少填写一个单位。"},
		"items_too_many":    {"指标过多", "请删减后再计算。"},

		"sheet_incomplete":          {"评分表没有填写完整", "评分表有该填未填的栏目，或者有本流程没有的栏目，请逐处改正。"},
		"contradictions_unanswered": {"表内矛盾没有写明理由", "数据表和评分表中有互相矛盾的数。请逐处核对：改正，或者写明为什么这样填报。"},
	}
}

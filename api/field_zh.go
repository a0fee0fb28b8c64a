package api

import (
	"cmp"
	"strings"

	"jiheng/internal/fault"
	"jiheng/internal/scheme"
)

// fieldMessage says in Chinese what is wrong with one input.
func fieldMessage(f fault.Field) string {
	said := cmp.Or(fieldMessages()[f.Reason], actionFieldMessages()[f.Reason], filingFieldMessages()[f.Reason], scoreFieldMessage(f.Reason), "内容有误，请检查。")
	if kind, ok := kindNames()[f.Params["limit"]]; ok {
		said = strings.ReplaceAll(said, "{limit}", kind)
	}
	return filled(said, f.Params)
}

// fieldError says what is wrong with one input, and what people call it.
func fieldError(f fault.Field) FieldError {
	return FieldError{Field: f.Name, Title: f.Params["title"], Reason: f.Reason, Message: fieldMessage(f)}
}

// scoreFieldMessage words what can be wrong in a score sheet.
func scoreFieldMessage(reason string) string {
	if said := scheme.InputWording(reason); said != "" {
		return said + fullStop()
	}
	return ""
}

// kindNames are what people call the types of the contract.
func kindNames() map[string]string {
	return map[string]string{
		"string": "文字", "integer": "整数", "number": "数字", "boolean": "是或者否", "array": "列表", "object": "一组内容",
	}
}

func fieldMessages() map[string]string {
	return map[string]string{
		"field_required":     "必须填写。",
		"field_unknown":      "没有这一项，请删除。",
		"field_twice":        "重复填写了。",
		"field_type":         "类型不对，应为{limit}。",
		"field_pattern":      "格式不对。",
		"field_invalid":      "内容有误，请检查。",
		"text_too_long":      "文字过长。不超过{limit}个字。",
		"text_too_short":     "文字过短。至少{limit}个字。",
		"list_too_short":     "至少要有{limit}项。",
		"text_not_printable": "含有看不见的字符、控制字符或者不该有的换行（常由复制粘贴带入），请删除后重新输入。",
		"list_too_long":      "条数过多。不超过{limit}条。",
		"number_too_small":   "不得小于{limit}。",
		"number_too_big":     "不得大于{limit}。",
		"number_invalid":     "应填写数字，不带单位和千分位符。",
		"choice_unknown":     "请从给出的选项中选择。",
		"date_invalid":       "日期应写成2020-08-05的形式，并且确有这一天。",
		"date_unreadable":    "日期应写成2020-08-05的形式，并且确有这一天。",

		"report_part_placeholder": "这一部分是报告必备内容，不能只写“无”“待补充”之类的占位文字。确无此类情况的，请写明情况。",

		"title_required":          "请填写标题。",
		"reason_required":         "请写明理由或者意见。",
		"text_required":           "请填写内容。",
		"unit_required":           "请选择单位。",
		"unit_unknown":            "没有登记这个单位。",
		"receiver_required":       "请选择接收报送材料的单位。",
		"department_unknown":      "本单位没有这个科室。",
		"year_invalid":            "年度应在2000至2100之间。",
		"item_id_invalid":         "编号不能为空，不能超过64个字符，不能含有冒号、斜线和空格。",
		"item_kind_unknown":       "没有这种评价对象。",
		"item_twice":              "编号与其他评价对象重复。",
		"too_many_items":          "评价对象过多，请分批启动。",
		"parameter_unknown":       "流程没有这个参数。",
		"day_length_out_of_range": "一天的时长应在1毫秒到24小时之间。",
		"origin_impossible":       "请核对开始日期。",
		reasonNoRehearsal:         "本系统没有开放演练。",

		"department_required": "该角色须落实到科室，请选择科室。",
		"period_wrong":        "截止日期早于开始日期，或者已经过去。",

		"role_not_appointed":   "这个角色不由领导小组名单产生。",
		"person_missing":       "请选择人员。",
		"person_unknown":       "本单位没有这名人员。",
		"member_twice":         "同一人在同一角色中出现了两次。",
		"too_few_members":      "{role}的人数不足。",
		"too_many_members":     "{role}的人数超出规定。",
		"material_unscanned":   "材料待查毒。",
		"material_quarantined": "材料带有病毒，请重新提交。",
		"material_not_current": "不是最新的材料。",
		"mark_missing":         "没有确认封面上有{mark}。",
		"mark_rejected":        "核对时没有见到{mark}，请重新提交。",
		"mark_unchecked":       "没有核对封面上有没有{mark}。",
		"mark_unknown":         "没有这种标记，或者写了两次。",
		"material_missing":     "缺少材料。",

		"sheet_invalid":            "数据表和评分表应为一个JSON对象。",
		"column_not_asked":         "本流程的评分表没有“{column}”这一栏，请删去。",
		"rows_missing":             "评分表没有指标，请逐行填列。",
		"sheet_empty":              "数据表和评分表都还是空的，请至少填列一张。",
		"missing_target":           "{row}：{message}",
		"missing_actual":           "{row}：{message}",
		"missing_score":            "{row}：{message}",
		"missing_reason":           "{row}：{message}",
		"placeholder_reason":       "{row}：{message}",
		"deducted_though_met":      "{row}：{message}",
		"contradiction_unanswered": "{message}请改正，或者写明理由（{row}）。",
		"answer_unknown":           "“{row}”已没有这处矛盾，请刷新后核对说明。",
		"sheet_unreadable":         "数据表和评分表不能识别，请检查格式。",
		"sheet_too_large":          "数据表或者评分表过大。",
		"kind_unknown":             "没有这种计算类型。",
		"digits_out_of_range":      "小数位数超出范围。",
		"rounding_unknown":         "没有这种舍入方式。",
		"operand_count_wrong":      "参与计算的数据个数不对。",
		"operand_missing":          "缺少参与计算的数据。",
		"operand_negative":         "参与计算的数据不能为负数。",
		"units_differ":             "参与计算的数据单位不一致。",
		"division_by_zero":         "除数为零，不能计算。",
		"dates_reversed":           "结束日期早于开始日期。",
		"number_unreadable":        "应填写数字，不带单位和千分位符。",
		"field_repeated":           "同一字段出现两次，请只保留一个。",
		"field_type_wrong":         "类型不对：应为文字、数字或者空，列表栏应为列表。",
		"cell_too_long":            "内容过长。",
		"too_many_rows":            "行数过多。不超过2000行。",
		"number_too_long":          "数字位数过多。",
		"number_not_exact":         "数字的小数位数过多。",
		"number_negative":          "不能为负数。",
		"idempotency_key_required": "页面已过期，请刷新。",
		"idempotency_key_reused":   "页面已过期，请刷新。",
		"idempotency_key_too_long": "页面已过期，请刷新。",
		"box_unknown":              "没有这个任务箱。",
		"notice_kind_unknown":      "没有这种通知。",
		"notice_kind_twice":        "同一种通知选择了两次。",
		"medium_unknown":           "没有这种通知渠道，或者重复选择。",
		"mail_mode_unknown":        "邮件方式应为逐条发送或者每日汇总。",
		"hour_out_of_range":        "钟点应为0至23。",
		"quiet_hours_invalid":      "免打扰时段的起止时间不能相同。",
		"cursor_invalid":           "翻页位置有误。",
		"as_of_missing":            "请同时给出回溯的时点。",
		"as_of_in_future":          "将来的时点不受理，请选择现在以前的时点。",
		"as_of_acting":             "回溯时不能同时代理他人，请改用“当时代理谁”。",
		"cursor_unreadable":        "翻页位置属于另一次查询，请回到第一页。",
		"sort_unknown":             "没有这种排序方式。",
		"role_unknown":             "没有这个岗位角色。",
		"limit_out_of_range":       "每页条数超出范围。",
		"password_wrong":           "原口令不正确。",
		"password_unchanged":       "新口令与原口令相同。",
		"password_weak":            "口令过于简单。",
		"password_too_short":       "口令过短，至少10个字符。",
		"password_too_long":        "口令过长，不超过128个字符。",
		"password_common":          "口令过于常见。",
		"password_is_login":        "口令不能与账号相同。",
		"password_not_text":        "口令中有不能使用的字符。",
	}
}

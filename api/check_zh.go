package api

// The words for what is wrong with a table that is to be checked.
func tableMessages() map[string]message {
	return map[string]message{
		reasonTableTooLarge: {"自评表过大", "自评表的 JSON 文件不超过4MB、每个列表不超过2000行。请精简后重新上传。"},
		"table_unreadable":  {"自评表不能读取", "应为 UTF-8 编码的 JSON 文件。请重新导出后上传。"},
		"not_a_table":       {"这不是自评表", "文件中既没有指标行 rows，也没有资金行 budget_rows。请核对文件。"},
		"field_repeated":    {"同一字段出现两次", "请在所示的位置只保留一个后重新上传。"},
		"field_type_wrong":  {"字段类型不对", "文字和数字栏应为文字、数字或者空，列表栏应为列表。请改正所示的位置后重新上传。"},
		"number_too_long":   {"数字过长", "请改正所示的位置后重新上传。"},
		"cell_too_long":     {"单元格内容过长", "请改正所示的位置后重新上传。"},
		"too_many_rows":     {"行数过多", "每个列表不超过2000行。请拆分后重新上传。"},
	}
}

package holiday

// sentences says in Chinese what each reason means and what to do.
func sentences() map[string]string {
	return map[string]string{
		"file_too_large":     "文件超过 {max} MB，一年的放假安排不应这么大",
		"file_empty":         "文件里没有内容",
		"format_unknown":     "不认识这种文件；请用 .json、.csv、.xlsx 或 .ics",
		"workbook_old":       "这是旧版 .xls 工作簿，请另存为 .xlsx",
		"workbook_damaged":   "工作簿打不开，可能已损坏或加了密码，请重新另存为 .xlsx",
		"encoding_unknown":   "文字既不是 UTF-8 也不是 GBK 编码，请另存为“CSV UTF-8”",
		"csv_syntax":         "CSV 格式有误，请检查这一行的引号",
		"heading_missing":    "没有找到表头；前 10 行中应有一行写明：日期、类型、名称、依据",
		"column_missing":     "表头缺少“{column}”一列；应有：日期、类型、名称、依据",
		"column_twice":       "表头中“{column}”出现了两次",
		"too_many_rows":      "超过 {max} 行，一份放假安排不应这么长",
		"rows_missing":       "表头下面没有内容",
		"sheet_ambiguous":    "有几张工作表都有表头（{sheets}），请只留下一张",
		"ics_not_utf8":       "日历文件不是 UTF-8 编码",
		"ics_ends_early":     "日历文件没有写完，缺少 END:VEVENT",
		"ics_without_days":   "没有找到写明放假或补班的日程",
		"ics_without_source": "日历文件不写依据；请用 --source 给出通知的文号或网址",
		"ics_repeats":        "不接受重复的日程或只写时长的日程；请逐日写明",
		"ics_span":           "一个日程超过 31 天，请核对起止日期",
		"json_syntax":        "JSON 语法有误，请检查这里及前面的引号、逗号和括号",
		"json_ends_early":    "JSON 没有写完，缺少结尾的括号",
		"json_goes_on":       "JSON 结束以后还有内容",
		"key_unknown":        "不认识的名称“{key}”；这里可以写：{known}",
		"key_twice":          "“{key}”写了两次",
		"key_missing":        "缺少“{key}”",
		"years_missing":      "没有写年度：应有 year 和 days，或者 years",
		"year_beside_years":  "year 和 years 只能写一个",
		"object_expected":    "这里应是一组 {\"名称\": 值}",
		"list_expected":      "这里应是一个列表 [ … ]",
		"text_expected":      "这里应是加引号的文字",
		"flag_expected":      "这里只能写 true（放假）或 false（上班）",
		"year_expected":      "这里应是年度，如 2027，不加引号",
		"year_out_of_range":  "年度“{year}”不对，应在 1950 与 2200 之间",
		"duplicate_year":     "{year} 年写了两次，{first}已经写过",
		"no_rest_days":       "{year} 年没有一天放假。通知未发布的年度不能导入，否则会被当作已确定",
		"festival_missing":   "{year} 年的安排里没有{festivals}，文件可能不完整；通知修改时也请给出全年的安排",
		"paper_missing":      "{year} 年没有写依据；请写明通知的文号或网址，或者用 --source 给出",
		"basis_missing":      "没有写依据；请写明通知的文号或网址，或者用 --source 给出",
		"date_missing":       "没有写日期",
		"date_unreadable":    "“{text}”不是日期；请写成 2027-01-01",
		"date_outside_year":  "{date} 不属于 {year} 年的通知：一年的通知只规定当年和上一年 12 月的日子",
		"duplicate_date":     "{date} 写了两次，{first}已经写过",
		"contradicting_date": "{date} 写了两次且互相矛盾：{first}写的是{kind}",
		"ruled_already":      "{date} 已由 {year} 年的通知规定为{kind}；请先核对两份通知",
		"kind_missing":       "没有写类型；只能写“放假”或“上班”",
		"kind_unknown":       "类型“{text}”不明确；只能写“放假”或“上班”",
		"make_up_on_weekday": "{date} 是{weekday}，本来就上班；调休上班只能在周六、周日",
		"name_missing":       "没有写节日名称",
		"name_too_long":      "文字超过 {max} 个字",
	}
}

func kindChinese(off bool) string {
	if off {
		return "放假"
	}
	return "上班"
}

func weekdayChinese(day int) string {
	return "周" + string([]rune("日一二三四五六")[day])
}

func placeChinese(p Place) string {
	switch {
	case p.Cell != "":
		return " " + p.Cell + " "
	case p.Line > 0:
		return "第 " + itoa(p.Line) + " 行"
	}
	return "前面"
}

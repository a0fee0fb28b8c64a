package source

// ShapeChinese words what can be wrong with any source. Noun is what is read,
// one what a file holds one of.
func ShapeChinese(noun, one string) []Sentence {
	return []Sentence{
		{"source_too_large", "文件超过 {max} kB，" + noun + "不应这么大"},
		{"source_not_utf8", "文件不是 UTF-8 编码，请在编辑器中另存为 UTF-8"},
		{"source_empty", "文件里没有内容"},
		{"tab_found", "这里有制表符（Tab），YAML 只能用空格缩进"},
		{"yaml_syntax", "YAML 语法有误，请检查这一行及前后的缩进、冒号后的空格、引号和括号（{detail}）"},
		{"several_documents", "一个文件只能写一个" + one + "，这里用“---”另起了一个"},
		{"anchor_not_allowed", "不允许使用锚点“&{name}”，请直接写出内容"},
		{"alias_not_allowed", "不允许使用引用“*{name}”，请直接写出内容"},
		{"tag_not_allowed", "不允许使用类型标记“{name}”"},

		{"mapping_expected", "这里应是一组“关键字: 值”"},
		{"key_unknown", "不认识的关键字“{key}”；这里可以写：{known}"},
		{"key_twice", "关键字“{key}”写了两次，第 {line} 行已经写过"},
		{"key_missing", "缺少关键字“{key}”"},
		{"key_reserved", "“{key}”是为以后的版本保留的，现在还不能用"},
		{"list_expected", "这里应是一个列表"},
		{"list_empty", "列表是空的；没有内容就不要写这个关键字"},
		{"list_too_long", "列表超过 {max} 项"},
		{"text_expected", "这里应是文字；若是数字或 true、false，请加引号"},
		{"text_empty", "这里不能为空"},
		{"text_too_long", "文字超过 {max} 个字"},
		{"text_not_plain", "文字只能写在一行里，首尾不能有空格，也不能有看不见的字符"},
		{"integer_expected", "这里应是整数"},
		{"integer_out_of_range", "数应在 {min} 与 {max} 之间"},
		{"flag_expected", "这里只能写 true 或 false"},
		{"value_unknown", "不认识的值“{value}”；可以写：{known}"},
		{"value_twice", "“{value}”写了两次，第 {line} 行已经写过"},
	}
}

package process

// fieldAliases are the Chinese names of an item's fields, which conditions may
// use as well.
func fieldAliases() map[string]string {
	return map[string]string{"金额": "amount", "类别": "kind", "名称": "title", "科室": "department"}
}

// kindChinese names what a part of a condition gives.
func kindChinese(k kind) string {
	switch k {
	case kindNumber:
		return "数"
	case kindText:
		return "文字"
	case kindTruth:
		return "真或假"
	case kindTexts:
		return "文字列表"
	case kindNone:
	}
	return string(k)
}

package workbook

import "strings"

// unitIsSaid tells a line that says the unit of a table.
func unitIsSaid(text string) bool {
	return strings.HasPrefix(text, "单位：") || strings.HasPrefix(text, "单位:") || strings.HasPrefix(text, "金额单位") || strings.HasPrefix(text, "计量单位")
}

package holiday

import (
	"strconv"
	"strings"
)

func itoa(n int) string { return strconv.Itoa(n) }

// The columns of a table.
const (
	columnDate  = "日期"
	columnKind  = "类型"
	columnName  = "名称"
	columnBasis = "依据"
	columnNote  = "备注" // may be left out
)

func wantedColumns() []string { return []string{columnDate, columnKind, columnName, columnBasis} }

// columnCalled gives the column that a heading means, "" for a foreign one.
func columnCalled(heading string) string {
	switch strings.Join(strings.Fields(strings.TrimPrefix(heading, "\ufeff")), "") {
	case columnDate:
		return columnDate
	case columnKind, "休/班", "休班", "放假/上班", "安排":
		return columnKind
	case columnName, "节日", "节日名称", "假日", "假日名称":
		return columnName
	case columnBasis, "文号", "来源", "文件依据":
		return columnBasis
	case columnNote, "说明":
		return columnNote
	}
	return ""
}

// kindCalled reads what a row says of its day. A bare "shifted" says neither.
func kindCalled(text string) (off, ok bool) {
	switch strings.Join(strings.Fields(text), "") {
	case "放假", "休", "休息", "休假":
		return true, true
	case "上班", "班", "补班", "调休上班", "调班":
		return false, true
	}
	return false, false
}

// festivals are the words by which a year's notice names the statutory
// festivals; there are seven since 2008.
func festivals() []string {
	return []string{"元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆"}
}

func festivalNames(words []string) string {
	names := make([]string, len(words))
	for i, w := range words {
		names[i] = w
		if w != "元旦" && w != "春节" {
			names[i] += "节"
		}
	}
	return strings.Join(names, "、")
}

// dateMarks turns the ways of writing a date into one with hyphens.
func dateMarks() *strings.Replacer {
	return strings.NewReplacer("年", "-", "月", "-", "日", "", "号", "", "/", "-", ".", "-", "／", "-", "．", "-", "－", "-")
}

func lineChinese(line, column int) string {
	return "第" + strconv.Itoa(line) + "行第" + strconv.Itoa(column) + "列"
}

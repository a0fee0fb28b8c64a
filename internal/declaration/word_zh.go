package declaration

// What people write for true and false, and before a part.
const (
	yesWord = "是"
	noWord  = "否"

	// partWord begins a row that is part of another.
	partWord = "其中"

	// noGroupWord is what a row is in that names no group.
	noGroupWord = "（没有写一级指标）"

	// wholeWord is what a finding on no single row is about.
	wholeWord = "整张表"
)

// fieldWord is what people call a field of a score sheet.
func fieldWord(name string) string { return fieldWords[name] }

var fieldWords = map[string]string{
	"id": "编号", "title": "名称", "items": "指标", "total": "总分", "grade": "等级", "declared": "得分", "full": "分值", "reason": "原因",
	"inputs": "数据", "nature": "指标性质", "group": "组", "parts": "部分", "year": "年度", "units": "单位", "merged": "合并", "absent": "不适用",
}

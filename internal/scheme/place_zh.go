package scheme

import (
	"strconv"
	"strings"

	"jiheng/internal/scoring"
)

// FieldPlace says in words where a field of a score sheet stands, and gives its
// path in brackets for whoever edits the file.
func FieldPlace(path string) string {
	if path == "" || path == "sheet" {
		return "整个文件"
	}
	var words []string
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	for i := 0; i < len(parts); i++ {
		name := strings.NewReplacer("~1", "/", "~0", "~").Replace(parts[i])
		next := ""
		if i+1 < len(parts) {
			next = parts[i+1]
		}
		if place, whole := ordinalPlace(name, next); place != "" {
			words = append(words, place)
			if whole {
				i++
			}
			continue
		}
		words = append(words, fieldWord(name))
	}
	return strings.Join(words, "·") + "（" + path + "）"
}

// ordinalPlace gives 第3个指标 for items/2; whole tells that it took the number
// too. What only holds others together needs no word.
func ordinalPlace(name, next string) (place string, whole bool) {
	n, err := strconv.Atoi(next)
	if err != nil {
		return "", false
	}
	for _, o := range [][3]string{{"units", "第", "个单位"}, {"items", "第", "个指标"}, {"parts", "其下第", "行"}, {"reports", "第", "个填报主体"}} {
		if o[0] == name {
			return o[1] + strconv.Itoa(n+1) + o[2], true
		}
	}
	return "", false
}

func fieldWord(name string) string {
	for _, w := range [][2]string{
		{"units", "各单位"},
		{"items", "各指标"},
		{"parts", "下级"},
		{"reports", "各主体填报"},
		{"inputs", "数据"},
		{"gates", "闸门"},
		{"choices", "未定事项"},
		{"year", "评价年度"},
		{"id", "编号"},
		{"title", "名称"},
		{"total", "填报的总分"},
		{"declared", "填报的得分"},
		{"full", "分值"},
		{"nature", "指标性质"},
		{"group", "所属的组"},
		{"reason", "原因"},
		{"absent", "不适用的说明"},
		{"merged", "合并计分"},
		{"value", "数值"},
		{"money", "资金额"},
		{"by", "填报主体"},
		{"relative", "相对值"},
	} {
		if w[0] == name {
			return w[1]
		}
	}
	return scoring.InputLabel(name)
}

package command

import (
	"errors"
	"fmt"

	"jiheng/internal/fault"
	"jiheng/internal/table"
)

const checkShort = "核对一份公开的自评表，指出自相矛盾之处；有发现时退出码为 3 (check a published table)"

var errOneTable = errors.New("请给出一份自评表的 JSON 文件 (name one file with a table)")

// badTable says in one sentence what cannot be read in a table, and where.
func badTable(file string, f *fault.Error) error {
	return fmt.Errorf("%s 不能作为自评表读取：%s", file, tableTrouble(f))
}

func tableTrouble(f *fault.Error) string {
	if len(f.Fields) == 0 {
		return tableFault(f.Reason)
	}
	at := f.Fields[0]
	switch name := table.PlaceName(at.Name); {
	case at.Params["line"] != "":
		return syntaxTrouble(at.Params["cause"], fmt.Sprintf("第%s行第%s个字符", at.Params["line"], at.Params["column"]))
	case at.Name == "" && f.Reason == "field_type_wrong":
		return "整份文件应是一个对象 {…}"
	case at.Name == "":
		return tableFault(f.Reason)
	case name != "":
		return fmt.Sprintf("%s（%s）：%s", name, at.Name, tableFault(f.Reason))
	}
	return at.Name + "：" + tableFault(f.Reason)
}

// syntaxTrouble says why reading ended where it did.
func syntaxTrouble(cause, place string) string {
	switch cause {
	case table.CutOff:
		return "文件不完整，读到" + place + "就完了，请重新取得整个文件"
	case table.MoreBehind:
		return "后面还有内容，一份文件只能有一份表；从" + place + "起"
	case table.TooDeep:
		return "嵌套过深；读到" + place + "为止"
	}
	return "不是正确的 JSON；读到" + place + "为止"
}

func tableFault(reason string) string {
	switch reason {
	case "table_too_large":
		return fmt.Sprintf("内容过大，文件不得超过 %d MB", table.MaxBytes>>20)
	case "table_unreadable":
		return "不是 UTF-8 编码的 JSON，或嵌套过深"
	case "not_a_table":
		return "既没有 rows 也没有 budget_rows"
	case "field_repeated":
		return "同一字段出现两次，请只保留一个"
	case "field_type_wrong":
		return "字段类型不对，文字和数字栏应为文字、数字或 null，列表栏应为数组"
	case "number_too_long":
		return "数字过长"
	case "cell_too_long":
		return "单元格内容过长"
	case "too_many_rows":
		return fmt.Sprintf("行数过多，不得超过 %d 行", table.MaxRows)
	}
	return reason
}

// tableLine is a finding for people.
func tableLine(f table.Finding) string {
	row := "全表"
	if f.Row != nil {
		row = *f.Row
	}
	return fmt.Sprintf("%s：%s [%s]", row, f.Message, f.Code)
}

func tableSummary(file string, count int) string {
	if count == 0 {
		return file + "：没有发现自相矛盾之处"
	}
	return fmt.Sprintf("%s：共发现 %d 处，请逐条核实；表中数字未作任何改动", file, count)
}

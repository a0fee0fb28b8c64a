package command

import (
	"errors"
	"fmt"

	"jiheng/internal/fault"
	"jiheng/internal/table"
)

const checkShort = "核对一份公开的自评表，指出自相矛盾之处；有发现时退出码为 3 (check a published table)"

var errOneTable = errors.New("请给出一份自评表的 JSON 文件 (name one file with a table)")

// badTable says in one sentence where a table cannot be read.
func badTable(file string, f *fault.Error) error {
	at := ""
	if len(f.Fields) > 0 && f.Fields[0].Name != "" {
		at = "，位置 " + f.Fields[0].Name
	}
	return fmt.Errorf("%s 不能作为自评表读取：%s%s", file, tableFault(f.Reason), at)
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

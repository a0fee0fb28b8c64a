package declaration

import "jiheng/internal/evaluation"

// columnTitle is what a column is called on the printed form.
func columnTitle(c evaluation.SheetColumn) string {
	switch c {
	case evaluation.ColumnSecond:
		return "二级指标"
	case evaluation.ColumnUnit:
		return "计量单位"
	case evaluation.ColumnTarget:
		return "年度指标值"
	case evaluation.ColumnActual:
		return "实际完成值"
	case evaluation.ColumnReason:
		return "偏差原因分析及改进措施"
	case evaluation.ColumnMoney:
		return "项目资金"
	case evaluation.ColumnAbout:
		return "项目概况和年度总体目标"
	}
	return string(c)
}

package evaluation

// Label is the column as it is called on the printed form.
func (c SheetColumn) Label() string {
	switch c {
	case ColumnSecond:
		return "二级指标"
	case ColumnUnit:
		return "计量单位"
	case ColumnTarget:
		return "年度指标值"
	case ColumnActual:
		return "实际完成值"
	case ColumnReason:
		return "偏差原因分析及改进措施"
	case ColumnMoney:
		return "项目资金"
	case ColumnAbout:
		return "项目概况和年度总体目标"
	}
	return string(c)
}

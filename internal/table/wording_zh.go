package table

import (
	"strings"

	"github.com/shopspring/decimal"
)

// below is a bound that a score does not reach.
func below(most decimal.Decimal) string { return "低于" + most.StringFixed(2) }

// inPoints gives points without their unit, for sentences that name it.
func inPoints(text string) string {
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), pointWord))
}

func fieldLabel(field string) string {
	switch field {
	case "initial":
		return "年初预算数"
	case "full_year":
		return "全年预算数"
	case "executed":
		return "全年执行数"
	case "target":
		return "年度指标值"
	case "actual":
		return "实际完成值"
	case "score":
		return "得分"
	case "total_score":
		return "总分"
	}
	return field
}

// quoted gives a cell in quotes, with the unit of its column behind.
func quoted(l line, cell string) string {
	return "“" + cell + "”" + strings.TrimPrefix(measured(l, cell), cell)
}

// measured gives a cell with the unit that stands in a column of its own.
func measured(l line, cell string) string {
	if q, ok := quantityOf(cell); !ok || q.unit.of != unitless || blank(l.Unit) {
		return cell
	}
	return cell + "（计量单位栏为“" + strings.TrimSpace(l.Unit) + "”）"
}

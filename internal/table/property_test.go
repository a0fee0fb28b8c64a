package table_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/table"
)

// drawn makes a complete table of the national form in which all agrees.
func drawn(t *rapid.T) *table.Table {
	year := rapid.IntRange(2015, 2030).Draw(t, "year")
	budget := rapid.IntRange(1, 500_000).Draw(t, "budget")
	paid := rapid.IntRange(budget*6/10+1, budget).Draw(t, "paid")
	full, spent := decimal.New(int64(budget), -2), decimal.New(int64(paid), -2)
	rate := spent.Mul(decimal.NewFromInt(100)).DivRound(full, 2)
	score := spent.Mul(decimal.NewFromInt(10)).DivRound(full, 2)
	made := &table.Table{
		Title: fmt.Sprintf("%d年度项目支出绩效自评表", year), Year: fmt.Sprint(year), Published: fmt.Sprintf("%d-05-01", year+1), Complete: true, MoneyUnit: "万元",
		Budget: []table.Budget{
			{Name: "年度资金总额", Initial: full.String(), FullYear: full.String(), Executed: spent.String(), Weight: "10", Rate: rate.StringFixed(2) + "%", Score: score.String()},
			{Name: "其中:当年财政拨款", Initial: full.String(), FullYear: full.String(), Executed: spent.String()},
		},
	}
	total := score
	for _, g := range []struct {
		l1, l2 string
		points int
	}{
		{"产出指标(50分)", "数量指标", 30}, {"产出指标(50分)", "质量指标", 20}, {"效益指标(30分)", "社会效益指标", 30}, {"满意度指标(10分)", "服务对象满意度指标", 10},
	} {
		for left, k := g.points, 1; left > 0; k++ {
			weight := rapid.IntRange(1, left).Draw(t, "weight")
			row := drawnRow(t, weight)
			row.L1, row.L2, row.L3 = g.l1, g.l2, fmt.Sprintf("%s事项%d号%d类", row.L3, len(made.Rows), k)
			made.Rows, left = append(made.Rows, row), left-weight
			total = total.Add(decimal.RequireFromString(row.Score))
		}
	}
	made.TotalScore, made.TotalWeight = total.String(), "100"
	return made
}

// drawnRow is an indicator that was met, or missed with its score and a reason.
func drawnRow(t *rapid.T, weight int) table.Row {
	planned := rapid.IntRange(10, 5000).Draw(t, "planned")
	row := table.Row{Weight: fmt.Sprint(weight), Score: fmt.Sprint(weight)}
	switch rapid.SampledFrom([]string{"met", "missed", "below", "words", "percent"}).Draw(t, "row") {
	case "met":
		unit := rapid.SampledFrom([]string{"人", "个", "公里", "万元", ""}).Draw(t, "unit")
		sign := rapid.SampledFrom([]string{"≥", "不少于", "", "＞＝"}).Draw(t, "sign")
		row.L3, row.Target, row.Actual = "服务", sign+fmt.Sprint(planned)+unit, fmt.Sprint(planned+rapid.IntRange(0, planned*29/100).Draw(t, "more"))+unit
		if unit == "万元" { // only an indicator about money counts money
			row.L3 = "服务收入"
		}
	case "missed":
		reached := rapid.IntRange(1, planned-1).Draw(t, "reached")
		score := decimal.NewFromInt(int64(weight*reached)).DivRound(decimal.NewFromInt(int64(planned)), 2)
		row.L3, row.Target, row.Actual, row.Score, row.Reason = "服务", fmt.Sprint(planned)+"户", fmt.Sprint(reached)+"户", score.StringFixed(2), "受疫情影响未能全部实施"
	case "below":
		row.L3, row.Target, row.Actual = "事故", "≤"+fmt.Sprint(planned)+"起", fmt.Sprint(rapid.IntRange(0, planned).Draw(t, "fewer"))+"起"
	case "words":
		row.L3, row.Target, row.Actual = "秩序", "明显改善", "明显改善"
	case "percent":
		row.L3, row.Target, row.Actual = "工作", "≥90%", fmt.Sprint(rapid.IntRange(90, 100).Draw(t, "percent"))+"%"
	}
	return row
}

func TestCheck_consistent_tables_have_no_finding(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		made := drawn(t)
		require.Empty(t, lines(made.Check()), "%+v", made)
	})
}

// An excerpt is a table whose end is missing: what is missing is not a finding.
func TestCheck_excerpts_of_consistent_tables_have_no_finding(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		made := drawn(t)
		made.Complete = false
		made.Rows = made.Rows[:rapid.IntRange(0, len(made.Rows)).Draw(t, "rows")]
		if n := len(made.Rows); n > 0 && rapid.Bool().Draw(t, "torn") {
			made.Rows[n-1] = table.Row{L1: made.Rows[n-1].L1, L2: made.Rows[n-1].L2, L3: made.Rows[n-1].L3, Weight: made.Rows[n-1].Weight}
		}
		require.Empty(t, lines(made.Check()), "%+v", made)
	})
}

func TestCheck_one_change_is_found_as_what_it_is(t *testing.T) {
	t.Parallel()
	add := func(figure string, points int64) string {
		return decimal.RequireFromString(figure).Add(decimal.NewFromInt(points)).String()
	}
	rapid.Check(t, func(t *rapid.T) {
		made := drawn(t)
		row := &made.Rows[rapid.IntRange(0, len(made.Rows)-1).Draw(t, "changed")]
		changes := map[table.Code]func(){
			table.TotalMismatch:     func() { made.TotalScore = add(made.TotalScore, -1) },
			table.ScoreOutOfRange:   func() { made.TotalScore, row.Score = add(made.TotalScore, 200), add(row.Score, 200) },
			table.MissingTarget:     func() { row.Target = "/" },
			table.MissingActual:     func() { row.Actual = "" },
			table.MissingScore:      func() { row.Score = "-" },
			table.PlaceholderReason: func() { row.Reason = "0" },
			table.BandAsValue:       func() { row.Actual = "80%-60%（含）" },
			table.YearMismatch:      func() { made.Year = "2014" },
			table.UnitMismatch:      func() { row.Target, row.Actual = "≥20亩", "100%" },
			table.Overachieved: func() {
				row.L3, row.Target, row.Actual, row.Score, row.Reason = "服务", "≥20亩", "26亩", row.Weight, ""
			},
			table.DateOrder: func() { made.Events = []table.Event{{Date: fmt.Sprint(made.Published[:4], "-06-01"), Name: "填报"}} },
			table.ActualCopiesTarget: func() {
				row.Target, row.Actual, row.Reason = "≥20亩", "大于等于20亩", "说明"
			},
		}
		code := rapid.SampledFrom(table.Codes()).Draw(t, "code")
		change, ok := changes[code]
		if !ok {
			return
		}
		change()
		found := []table.Code{}
		for _, f := range made.Check() {
			found = append(found, f.Code)
		}
		require.Contains(t, found, code, "%+v", made)
	})
}

// Whatever stands in the cells, the check ends, says the same twice, and names
// only rows and fields that exist.
func TestCheck_any_cells(t *testing.T) {
	t.Parallel()
	pieces := []string{
		"≥", "≤", "=", "不少于", "以上", "以内", "控制在", "0", "1", "12", "3.50", "1,000", "-5", "%", "‰", "万", "亿", "元", "人", "人次", "亩", "公里", "一", "十", "百千",
		"2022年", "12月", "底前", "2023-01-02", "产出指标", "(50分)", "满意度", "率", "预算执行率", "其中", "合计", "小计", "成本指标", "时效指标", "投诉", "办结", "无", "-", "/", " ", "\n",
		"100%-80%(含)", "优良中低差", "达成年度指标", "请说明原因", "扣", "合并", "OCR", "加分", "年度资金总额", "上年结转", "其他资金", "１", "％", "\u200b", "𠀀", "|", "(", ")",
	}
	cell := rapid.Custom(func(t *rapid.T) string {
		text := ""
		for range rapid.IntRange(0, 4).Draw(t, "pieces") {
			text += rapid.SampledFrom(pieces).Draw(t, "piece")
		}
		return text
	})
	rapid.Check(t, func(t *rapid.T) {
		one := func() string { return cell.Draw(t, "cell") }
		made := &table.Table{
			Title: one(), DocType: one(), Project: one(), Year: one(), Published: one(), MoneyUnit: one(), GoalExpected: one(), GoalActual: one(),
			TotalWeight: one(), TotalScore: one(), Grade: one(), Notes: []string{one()}, Complete: rapid.Bool().Draw(t, "complete"), Cut: rapid.Bool().Draw(t, "cut"),
			Level1: []table.Weight{{Name: one(), Value: one()}}, Events: []table.Event{{Date: one(), Name: one()}},
		}
		for range rapid.IntRange(0, 3).Draw(t, "budget") {
			made.Budget = append(made.Budget, table.Budget{Name: one(), Initial: one(), FullYear: one(), Executed: one(), Weight: one(), Rate: one(), Score: one(), Reason: one(), Note: one()})
		}
		for range rapid.IntRange(0, 6).Draw(t, "rows") {
			made.Rows = append(made.Rows, table.Row{
				L1: one(), L2: one(), L3: one(), Weight: one(), Operator: one(), Target: one(), Unit: one(), Actual: one(), Score: one(), Reason: one(), Parent: one(), Note: one(),
			})
		}
		found := made.Check()
		require.Equal(t, found, made.Check())
		for _, f := range found {
			require.Contains(t, table.Codes(), f.Code)
			require.NotEmpty(t, f.Field)
			require.NotEmpty(t, f.Message)
			require.NotNil(t, f.Stated, "%+v", f)
		}
	})
}

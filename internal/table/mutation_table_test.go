package table_test

import (
	"slices"

	"github.com/shopspring/decimal"

	"jiheng/internal/table"
)

// ofMoney is a mutation of the row of all money.
func ofMoney(code table.Code, field string, also []table.Code, change func(b *table.Budget) bool) mutation {
	return mutation{code, field, also, func(made *table.Table, _ int) bool {
		return len(made.Budget) > 0 && change(&made.Budget[0])
	}}
}

// ofTotal is a mutation of what is said of the table as a whole.
func ofTotal(code table.Code, field string, also []table.Code, change func(made *table.Table) bool) mutation {
	return mutation{code, field, also, func(made *table.Table, _ int) bool { return change(made) }}
}

// withPoints are codes that follow from another weight or score of the money.
var withPoints = append(sums, table.RateMismatch, table.ScoreOutOfRange)

// tableMutations are the mistakes that a table can make as a whole.
var tableMutations = map[string]mutation{
	"总分少一分": ofTotal(table.TotalMismatch, "total_score", sums, func(made *table.Table) bool {
		if !made.Complete || !positive(made.TotalScore) {
			return false
		}
		made.TotalScore = decimal.RequireFromString(made.TotalScore).Sub(decimal.NewFromInt(1)).String()
		return true
	}),
	"总分高于满分": ofTotal(table.ScoreOutOfRange, "total_score", sums, func(made *table.Table) bool {
		made.TotalScore = "102"
		return made.TotalWeight == "" || made.TotalWeight == "100"
	}),
	"等级低了": ofTotal(table.GradeMismatch, "grade", nil, func(made *table.Table) bool {
		made.Grade = "差"
		total, err := decimal.NewFromString(made.TotalScore)
		return err == nil && total.Cmp(decimal.NewFromInt(60)) >= 0 // less is rightly 差
	}),
	"等级高了": ofTotal(table.GradeMismatch, "grade", sums, func(made *table.Table) bool {
		made.TotalScore, made.Grade = "89.99", "优秀"
		return true
	}),
	"标题是另一年": ofTotal(table.YearMismatch, "year", nil, func(made *table.Table) bool {
		made.Title = "2003年度项目支出绩效自评表"
		return made.Year != ""
	}),
	"公开早于评价年度": ofTotal(table.YearMismatch, "published", []table.Code{table.DateOrder}, func(made *table.Table) bool {
		known := len(findingsOf(made)) == 0
		made.Published, made.Events = "2003-05-01", nil
		return made.Year != "" && known
	}),
	"公开早于填报": ofTotal(table.DateOrder, "published", nil, func(made *table.Table) bool {
		made.Published, made.Events = "2035-05-01", []table.Event{{Date: "2035-06-01", Name: "填报日期"}}
		return true
	}),
	"完工早于开工": ofTotal(table.DateOrder, "process_dates", nil, func(made *table.Table) bool {
		made.Published, made.Events = "2035-05-01", []table.Event{{Date: "2034-06-01", Name: "工程开工"}, {Date: "2034-03-01", Name: "工程竣工"}}
		return true
	}),
	"执行率算错": ofMoney(table.RateMismatch, "rate", append(sums, table.LowExecutionFullOutput), func(b *table.Budget) bool {
		if !positive(b.FullYear) || !positive(b.Executed) {
			return false
		}
		b.Rate = decimal.RequireFromString(b.Executed).Mul(decimal.NewFromInt(97)).DivRound(decimal.RequireFromString(b.FullYear), 2).String() + "%"
		return true
	}),
	"资金得分算错": ofMoney(table.RateMismatch, "score", sums, func(b *table.Budget) bool {
		if !positive(b.FullYear) || !positive(b.Executed) || !positive(b.Weight) {
			return false
		}
		b.Score = decimal.RequireFromString(b.Executed).Mul(decimal.RequireFromString(b.Weight)).Mul(decimal.New(9, -1)).DivRound(decimal.RequireFromString(b.FullYear), 2).String()
		return true
	}),
	"资金得分高于分值": ofMoney(table.ScoreOutOfRange, "score", withPoints, func(b *table.Budget) bool {
		b.Score = decimal.NewFromInt(101).String()
		return positive(b.Weight)
	}),
	"资金得分空着": ofMoney(table.MissingScore, "score", sums, func(b *table.Budget) bool {
		b.Score = ""
		return positive(b.FullYear) && positive(b.Executed) && positive(b.Weight) && b.Rate != ""
	}),
	"执行率空着": {table.MissingActual, "rate", nil, func(made *table.Table, _ int) bool {
		if !made.Complete || len(made.Budget) == 0 || made.Budget[0].Score == "" {
			return false
		}
		made.Budget[0].Rate = "-"
		return true
	}},
	"执行数以元计": ofMoney(table.UnitMismatch, "executed", append(withPoints, table.FactScoredTwice), func(b *table.Budget) bool {
		if !positive(b.FullYear) || !positive(b.Executed) {
			return false
		}
		b.Executed = decimal.RequireFromString(b.Executed).Mul(decimal.NewFromInt(10_000)).String()
		return true
	}),
	"一项资金多于总额": ofTotal(table.SummaryRowMismatch, "full_year", []table.Code{table.RateMismatch}, func(made *table.Table) bool {
		if len(made.Budget) < 2 || !positive(made.Budget[0].FullYear) || !positive(made.Budget[1].FullYear) {
			return false
		}
		made.Budget[1].FullYear = decimal.RequireFromString(times(made.Budget[0].FullYear, 110)).Add(decimal.New(5, -2)).String()
		return true
	}),
	"执行很少而产出满分": ofTotal(table.LowExecutionFullOutput, "rate", append(withPoints, table.CountInconsistent, table.SummaryRowMismatch, table.FactScoredTwice), func(made *table.Table) bool {
		outputs := slices.DeleteFunc(slices.Clone(made.Rows), func(r table.Row) bool { return !says(r.L1, "产出") })
		done := func(r table.Row) bool { return positive(r.Weight) && r.Weight == r.Score }
		if len(outputs) < 2 || !positive(made.Budget[0].FullYear) || slices.ContainsFunc(outputs, func(r table.Row) bool { return !done(r) }) {
			return false
		}
		b := &made.Budget[0]
		b.Executed, b.Rate = times(b.FullYear, 30), "30%"
		return true
	}),
	"一组标明的分值不对": ofTotal(table.WeightMismatch, "l1", nil, func(made *table.Table) bool {
		for i, r := range made.Rows {
			if r.L1 == "产出指标(50分)" {
				made.Rows[i].L1 = "产出指标(40分)"
			}
		}
		return made.Complete && says(made.Rows[0].L1, "产出指标(40分)")
	}),
	"一行分值多了": ofTotal(table.WeightMismatch, "l1", sums, func(made *table.Table) bool {
		if !made.Complete || !says(made.Rows[0].L1, "分)") || !scored(made, 0) {
			return false
		}
		r := &made.Rows[0]
		r.Weight, r.Score = times(r.Weight, 120), times(r.Score, 120)
		return true
	}),
}

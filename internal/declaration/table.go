package declaration

import (
	"jiheng/internal/scoring"
	"jiheng/internal/table"
)

// Table gives the score table with the declared total and grade, for holding
// its points against each other. It is complete: a unit hands in all of it.
func (d Declaration) Table(total, grade string) *table.Table {
	t := &table.Table{Complete: true, TotalScore: total, Grade: grade, Level1: d.groupPoints()}
	if d.About != nil {
		t.Project, t.MoneyUnit, t.GoalExpected, t.GoalActual = d.About.Project, d.About.MoneyUnit, d.About.Expected, d.About.Reached
	}
	for _, m := range d.Money {
		t.Budget = append(t.Budget, table.Budget{
			Name: m.Name, Initial: numberText(m.Initial), FullYear: numberText(m.FullYear), Executed: numberText(m.Executed),
			Weight: numberText(m.Weight), Rate: m.Rate, Score: numberText(m.Score), Reason: m.Reason,
		})
	}
	for _, it := range d.Items {
		t.Rows = append(t.Rows, table.Row{
			L1: it.Group, L2: it.Second, L3: it.Name, Weight: numberText(it.Weight), Score: numberText(it.Score),
			Unit: it.Unit, Target: it.Target, Actual: it.Actual, Reason: it.Reason,
		})
	}
	return t
}

// groupPoints are the points that groups name themselves, as 产出指标（50分）.
func (d Declaration) groupPoints() []table.Weight {
	var list []table.Weight
	for i, it := range d.Items {
		points, ok := table.PointsIn(it.Group)
		if ok && (i == 0 || d.Items[i-1].Group != it.Group) {
			list = append(list, table.Weight{Name: it.Group, Value: points})
		}
	}
	return list
}

func numberText(n *scoring.Number) string {
	if n == nil {
		return ""
	}
	return n.String()
}

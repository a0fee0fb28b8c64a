package declaration

import (
	"jiheng/internal/scoring"
	"jiheng/internal/table"
)

// Table gives the score table with the declared total and grade, for holding
// its points against each other. It is complete: a unit hands in all of it.
func (d Declaration) Table(total, grade string) *table.Table {
	t := &table.Table{Complete: true, TotalScore: total, Grade: grade}
	for _, it := range d.Items {
		t.Rows = append(t.Rows, table.Row{L1: it.Group, L3: it.Name, Weight: numberText(it.Weight), Score: numberText(it.Score)})
	}
	return t
}

func numberText(n *scoring.Number) string {
	if n == nil {
		return ""
	}
	return n.String()
}

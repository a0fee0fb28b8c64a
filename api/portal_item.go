package api

import "slices"

// itemColumn is a column of the published score table.
type itemColumn struct {
	Head   string
	Number bool
	of     func(ScoreItem) string
	always bool
}

// itemCell is a cell of the published score table.
type itemCell struct {
	Label, Text  string
	Number, Name bool
}

// itemColumns are the columns that somebody filled in, and those that every
// score table has.
func itemColumns(items []ScoreItem) []itemColumn {
	printed := slices.ContainsFunc(items, func(it ScoreItem) bool { return it.Second != "" || it.Target != "" || it.Actual != "" })
	all := []itemColumn{
		{Head: headGroup, of: func(it ScoreItem) string { return it.Group }, always: true},
		{Head: headSecond, of: func(it ScoreItem) string { return it.Second }},
		{Head: headName, of: func(it ScoreItem) string { return it.Name }, always: true},
		{Head: headUnit, of: func(it ScoreItem) string { return it.Unit }},
		{Head: headTarget, of: func(it ScoreItem) string { return it.Target }},
		{Head: headActual, of: func(it ScoreItem) string { return it.Actual }},
		{Head: headWeight, Number: true, of: func(it ScoreItem) string { return it.Weight }, always: true},
		{Head: headScore, Number: true, of: func(it ScoreItem) string { return it.Score }, always: true},
		{Head: headReason, of: func(it ScoreItem) string { return it.Reason }},
		{Head: headStated, of: func(it ScoreItem) string { return it.Stated }, always: !printed},
	}
	return slices.DeleteFunc(all, func(c itemColumn) bool {
		return !c.always && !slices.ContainsFunc(items, func(it ScoreItem) bool { return c.of(it) != "" })
	})
}

// publishedItems are the rows of the published score table: the goal of the
// year and the money, which stand above the indicators, are rows like them.
func publishedItems(f Figures) []ScoreItem {
	if len(f.Items) == 0 {
		return f.Items
	}
	var rows []ScoreItem
	if f.About.Expected != "" || f.About.Reached != "" {
		rows = append(rows, ScoreItem{Group: wordGoal, Name: wordGoal, Target: f.About.Expected, Actual: f.About.Reached})
	}
	for _, m := range f.Money {
		rows = append(rows, ScoreItem{
			Group: moneyGroup(f.About.MoneyUnit), Name: m.Name, Target: m.FullYear, Actual: m.Executed, Weight: m.Weight, Score: m.Score,
			Reason: m.Reason, Stated: moneyStated(m),
		})
	}
	return append(rows, f.Items...)
}

// itemCells lays the rows out for a page. Those above the indicators need not
// bear points; an indicator without them has points that were not published.
func itemCells(columns []itemColumn, rows []ScoreItem, above int) [][]itemCell {
	var out [][]itemCell
	for at, it := range rows {
		cells := make([]itemCell, len(columns))
		for i, c := range columns {
			cells[i] = itemCell{Label: c.Head, Text: c.of(it), Number: c.Number, Name: c.Head == headName}
			if c.Number && cells[i].Text == "" && at >= above {
				cells[i].Text = wordUnpublished
			}
		}
		out = append(out, cells)
	}
	return out
}

// itemLines lays the rows out for a file, with their heading.
func itemLines(f Figures) [][]string {
	rows := publishedItems(f)
	columns := itemColumns(rows)
	var heads []string
	for _, c := range columns {
		heads = append(heads, c.Head)
	}
	lines := [][]string{heads}
	for _, it := range rows {
		var line []string
		for _, c := range columns {
			line = append(line, c.of(it))
		}
		lines = append(lines, line)
	}
	return lines
}

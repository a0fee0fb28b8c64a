package workbook

import "strings"

// About is what a printed form says of its project above the indicators
// (项目概况), as package declaration reads it.
type About struct {
	Project     string `json:"project,omitempty"`
	Department  string `json:"department,omitempty"`
	Implementer string `json:"implementer,omitempty"`
	MoneyUnit   string `json:"money_unit,omitempty"`
	Expected    string `json:"expected,omitempty"`
	Reached     string `json:"reached,omitempty"`
}

// Money is a row about money (资金行); numbers are as they were written.
type Money struct {
	Name     string `json:"name"`
	Initial  string `json:"initial,omitempty"`
	FullYear string `json:"full_year,omitempty"`
	Executed string `json:"executed,omitempty"`
	Weight   string `json:"weight,omitempty"`
	Rate     string `json:"rate,omitempty"`
	Score    string `json:"score,omitempty"`
	Reason   string `json:"reason,omitempty"`
}

// above reads what a printed form has above its indicators: the project, the
// money, the goal of the year.
func (r *reading) above() {
	if r.head < 0 {
		return
	}
	var a About
	for row := range r.head {
		r.particulars(row, &a)
		if heads, ok := r.moneyHead(row); ok && r.moneyCell == "" {
			r.moneyCell = cellName(row, heads["full_year"])
			a.MoneyUnit = r.unitAbove(row)
			r.moneyRows(row, heads)
		}
		r.goal(row, &a)
	}
	if a != (About{}) {
		r.about = &a
	}
}

// particulars reads the cells beside their names, as 项目名称.
func (r *reading) particulars(row int, a *About) {
	for at := range r.g.rows[row] {
		to := a.named(bare(r.g.at(row, at)))
		if to == nil || *to != "" || r.g.covered[[2]int{row, at}] {
			continue
		}
		if cell, text := r.beside(row, at); text != "" && a.named(bare(text)) == nil {
			r.mention(cell)
			*to = r.line(cell, text)
		}
	}
}

// beside is the next cell in the row that is not the same merged one.
func (r *reading) beside(row, at int) (cell, text string) {
	for next := at + 1; next < len(r.g.rows[row]); next++ {
		if !r.g.covered[[2]int{row, next}] {
			return cellName(row, next), tidy(r.g.at(row, next))
		}
	}
	return "", ""
}

func (r *reading) mention(cell string) {
	if r.aboutCell == "" {
		r.aboutCell = cell
	}
}

// goal reads the two texts below their headings.
func (r *reading) goal(row int, a *About) {
	for at := range r.g.rows[row] {
		if r.g.covered[[2]int{row, at}] || row+1 >= r.head {
			continue
		}
		switch name := bare(r.g.at(row, at)); {
		case goalExpected(name) && a.Expected == "":
			a.Expected = r.prose(row+1, at)
		case goalReached(name) && a.Reached == "":
			a.Reached = r.prose(row+1, at)
		}
	}
}

func (r *reading) prose(row, at int) string {
	cell := cellName(row, at)
	if r.g.formula(row, at) {
		r.wrong.add(cell, ReasonFormula, "column", bare(r.g.at(row-1, at)))
		return ""
	}
	text := tidy(r.g.at(row, at))
	if text != "" {
		r.mention(cell)
	}
	c := column{names: []string{bare(r.g.at(row-1, at))}, value: valueProse, longest: longestProse}
	return c.text(cell, text, r.wrong)
}

func (r *reading) line(cell, text string) string {
	c := column{names: []string{aboutTitle}, longest: longestName}
	return c.text(cell, strings.ReplaceAll(text, "\n", ""), r.wrong)
}

// moneyHead finds the row that names the columns of the money.
func (r *reading) moneyHead(row int) (map[string]int, bool) {
	heads := make(map[string]int)
	for at := range r.g.rows[row] {
		key := moneyKey(bare(r.g.at(row, at)))
		if _, known := heads[key]; key != "" && !known {
			heads[key] = at
		}
	}
	_, planned := heads["full_year"]
	_, spent := heads["executed"]
	return heads, planned && spent
}

// moneyRows reads the rows below, up to one without a name or without money.
func (r *reading) moneyRows(head int, heads map[string]int) {
	first := heads["full_year"]
	for key, at := range heads {
		if key != "reason" {
			first = min(first, at)
		}
	}
	for row := head + 1; row < r.head; row++ {
		name := r.moneyName(row, first)
		if name == "" || goalRow(bare(name)) || len(r.money) == maxMoney {
			return
		}
		if name == moneyTitle("reason") && len(r.money) > 0 {
			r.money[0].Reason = r.moneyCellOf(row, first, "reason")
			continue
		}
		m, places := Money{Name: name}, make(map[string]string)
		for _, key := range []string{"initial", "full_year", "executed", "weight", "rate", "score", "reason"} {
			if at, ok := heads[key]; ok {
				*m.cell(key), places[key] = r.moneyCellOf(row, at, key), cellName(row, at)
			}
		}
		r.money, r.moneyPlaces = append(r.money, m), append(r.moneyPlaces, places)
	}
}

// goalRow tells the label of what comes below the money.
func goalRow(name string) bool { return goalLabel(name) || goalExpected(name) || goalReached(name) }

// moneyName is the text nearest before the amounts.
func (r *reading) moneyName(row, first int) string {
	for at := first - 1; at >= 0; at-- {
		text := tidy(r.g.at(row, at))
		if strings.HasPrefix(bare(text), moneyLabel) {
			return ""
		}
		if text != "" {
			return strings.ReplaceAll(text, "\n", "")
		}
	}
	return ""
}

func (r *reading) moneyCellOf(row, at int, key string) string {
	cell := cellName(row, at)
	name := moneyTitle(key)
	if r.g.covered[[2]int{row, at}] {
		return "" // one figure for several rows counts once
	}
	if r.g.formula(row, at) {
		r.wrong.add(cell, ReasonFormula, "column", name)
		return ""
	}
	text := tidy(r.g.at(row, at))
	switch key {
	case "rate":
		if nothing(text) {
			return ""
		}
		return column{names: []string{name}, longest: longestName}.text(cell, r.g.shown(row, at, text), r.wrong)
	case "reason":
		return column{names: []string{name}, value: valueProse, longest: longestProse}.text(cell, text, r.wrong)
	}
	return written(column{names: []string{name}, value: valuePoints}.number(cell, text, 0, r.wrong))
}

func (m *Money) cell(key string) *string {
	switch key {
	case "initial":
		return &m.Initial
	case "full_year":
		return &m.FullYear
	case "executed":
		return &m.Executed
	case "weight":
		return &m.Weight
	case "rate":
		return &m.Rate
	case "score":
		return &m.Score
	}
	return &m.Reason
}

// maxMoney is the most rows about money: a form has four.
const maxMoney = 50

// unitAbove is the unit of the amounts, as their block or a line above says.
func (r *reading) unitAbove(head int) string {
	for row := head; row >= 0; row-- {
		for at := range r.g.rows[row] {
			text := tidy(r.g.at(row, at))
			if row == head && !strings.HasPrefix(bare(text), moneyLabel) && moneyKey(bare(text)) == "" || row < head && !unitIsSaid(text) {
				continue
			}
			if power, ok := unitOf(text); ok {
				return unitName(power)
			}
		}
	}
	return ""
}

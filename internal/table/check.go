package table

// Check gives what contradicts itself in the table, by row and then by code.
func (t *Table) Check() []Finding {
	located := t.Locate()
	list := make([]Finding, 0, len(located))
	for _, l := range located {
		list = append(list, l.Finding)
	}
	return list
}

// Locate is Check, with the place of each finding.
func (t *Table) Locate() []Located {
	s := newSheet(t)
	for _, rule := range []func(*sheet){
		(*sheet).checkWeights, (*sheet).checkTotal, (*sheet).checkSummaries, (*sheet).checkRange,
		(*sheet).checkExecution, (*sheet).checkRowScores, (*sheet).checkClaimedRates, (*sheet).checkShares,
		(*sheet).checkCells, (*sheet).checkScoresRead, (*sheet).checkReasons, (*sheet).checkTargets, (*sheet).checkUnits,
		(*sheet).checkTwice, (*sheet).checkOutput, (*sheet).checkGrade, (*sheet).checkYears,
		(*sheet).checkCounts, (*sheet).checkDates, (*sheet).checkDays,
	} {
		rule(s)
	}
	return s.findings()
}

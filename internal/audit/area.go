package audit

// AreaResult is what a verification came to in one area (分范围的核验结果).
type AreaResult struct {
	Area Area `json:"area"`
	// Checked says in words what was looked at.
	Checked  string `json:"checked"`
	Findings int64  `json:"findings"`
	Warnings int64  `json:"warnings"`
}

// looked counts what was looked at beside what a result counts.
type looked struct {
	// noted are entries of the installation's journal, judged entries of which it
	// was asked whether who acted was allowed to, registered rows of registers.
	noted, judged, registered int64
}

// sum makes the results of all areas.
func (r *run) sum() {
	for _, area := range Areas() {
		a := r.areas[area]
		a.Area, a.Checked = area, r.checked(area)
		r.result.Areas = append(r.result.Areas, a)
	}
}

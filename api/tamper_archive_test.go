package api_test

import (
	"slices"
	"strings"

	"jiheng/internal/audit"
)

func ofArchive(runs ...string) func(audit.Finding) bool {
	return func(f audit.Finding) bool {
		return f.Area == audit.Histories && slices.ContainsFunc(runs, func(run string) bool { return strings.Contains(f.Where, " "+run) })
	}
}

func (x *tampered) anArchive() string {
	return x.ask(`SELECT run_id FROM workflow_archives ORDER BY run_id OFFSET $1 LIMIT 1`, x.rnd.IntN(3))[0]
}

func (x *tampered) editArchive() (change, bool) {
	run := x.anArchive()
	column, kind := x.aColumn("workflow_archives", "history", "started_at", "closed_at") // the history says when
	x.run(`UPDATE workflow_archives SET `+column+` = `+another(column, kind)+` WHERE run_id = $1`, run)
	return change{what: run + " " + column, tables: []string{"workflow_archives"}, located: ofArchive(run)}, true
}

func (x *tampered) flipArchive() (change, bool) {
	run := x.anArchive()
	size := x.number(`SELECT octet_length(history) FROM workflow_archives WHERE run_id = $1`, run)
	x.run(`UPDATE workflow_archives SET history = set_bit(history, $2, 1 - get_bit(history, $2)) WHERE run_id = $1`, run, x.rnd.Int64N(8*size))
	return change{what: run, tables: []string{"workflow_archives"}, located: ofArchive(run)}, true
}

func (x *tampered) dropArchive() (change, bool) {
	run := x.anArchive()
	x.run(`DELETE FROM workflow_archives WHERE run_id = $1`, run)
	return change{what: run, tables: []string{"workflow_archives"}, located: ofArchive(run)}, true
}

func (x *tampered) swapArchives() (change, bool) {
	a, b := x.anArchive(), x.anArchive()
	x.run(`UPDATE workflow_archives SET run_id = 'aside' WHERE run_id = $1`, a)
	x.run(`UPDATE workflow_archives SET run_id = $1 WHERE run_id = $2`, a, b)
	x.run(`UPDATE workflow_archives SET run_id = $1 WHERE run_id = 'aside'`, b)
	return change{what: a + " " + b, tables: []string{"workflow_archives"}, located: ofArchive(a, b)}, a != b
}

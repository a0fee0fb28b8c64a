package api_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/audit"
	"jiheng/internal/evaluation"
	"jiheng/internal/store"
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
	column, kind := x.aColumn("workflow_archives", "history")
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

// Histories that were archived in due form and say what cannot be: each thing
// that a workflow was told or read is held against the journal.
func TestVerify_holdsEverythingThatAWorkflowWasToldAgainstTheJournal(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	a := p.audited()
	p.formed()
	a.checkpoint()
	last := int(a.last())
	a.archive("first", "", told(a.id, 2), read(4), told(a.id, last-1), read(last-1))
	a.archive("second", "first", read(last-1), told(a.id, last), read(last))
	found, _ := a.findings("")
	require.Empty(t, found)

	early := `"eventTime":"2001-01-01T00:00:00Z",` + told(a.id, 2)
	for run, c := range map[string]struct {
		continues string
		events    []string
		kind      audit.Kind
		event     int
	}{
		"nothing-there": {"", []string{told(a.id, 2), told(a.id, last+1), read(last)}, audit.ToldUnreal, 3},
		"of-another":    {"", []string{signalled("ev-other:2")}, audit.ToldUnreal, 2},
		"no-number":     {"", []string{signalled(a.id + ":x")}, audit.ToldUnreal, 2},
		"read-nothing":  {"", []string{read(last + 7)}, audit.ToldUnreal, 2},
		"too-early":     {"", []string{early}, audit.ToldEarly, 2},
		"read-back":     {"", []string{read(5), told(a.id, 5), read(4)}, audit.ReadBack, 4},
		"reads-less":    {"second", []string{read(3)}, audit.ReadBack, 0},
		"from-nowhere":  {"gone", []string{read(3)}, audit.RunMissing, 0},
	} {
		x := &tampered{audited: a, owner: p.owner()}
		a.archive(run, c.continues, c.events...)
		place := "workflow_archives evaluation:" + a.id + " " + run
		if c.event > 0 {
			place += " event " + strconv.Itoa(c.event)
		}
		found, _ := a.findings("")
		require.Len(t, found, 1, "%s: %v", run, found)
		require.Equal(t, string(c.kind), found[0].Kind, run)
		require.Equal(t, place, found[0].Where, run)
		require.Equal(t, a.id, found[0].Evaluation, run)
		x.forget(run)
	}
}

// forget takes an archive away with what the journal says of it, as if neither
// had ever been.
func (x *tampered) forget(run string) {
	x.t.Helper()
	x.run(`ALTER TABLE workflow_archives DISABLE TRIGGER USER`)
	x.run(`ALTER TABLE installation_journal DISABLE TRIGGER USER`)
	x.unguarded()
	x.run(`DELETE FROM workflow_archives WHERE run_id = $1`, run)
	x.run(`DELETE FROM installation_journal WHERE seq = (SELECT max(seq) FROM installation_journal)`)
	x.setHead(chain{table: "installation_journal"}, x.number(`SELECT max(seq) FROM installation_journal`))
}

// last is the end of the journal.
func (a *audited) last() int64 {
	a.t.Helper()
	entries, err := a.store.Journal(a.t.Context(), evaluation.ID(a.id), 0, store.MaxEntries)
	require.NoError(a.t, err)
	return entries[len(entries)-1].Seq
}

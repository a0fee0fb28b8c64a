package api_test

import (
	"fmt"
	"strings"

	"github.com/stretchr/testify/require"

	"jiheng/internal/audit"
	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
	"jiheng/internal/store"
)

// setHead makes the head of a chain what it would be.
func (x *tampered) setHead(c chain, seq int64) string {
	if c.id == "" {
		if seq == 0 {
			x.run(`UPDATE installation_head SET seq = 0, hash = NULL, at = NULL`)
		} else {
			x.run(`UPDATE installation_head h SET seq = j.seq, hash = j.hash, at = j.at FROM installation_journal j WHERE j.seq = $1`, seq)
		}
		return "installation_head"
	}
	if c.ofBook() {
		x.run(`UPDATE review_books b SET seq = j.seq, head_hash = j.hash, head_at = j.at FROM review_journal j
			WHERE j.receiver_id = b.receiver_id AND j.year = b.year AND 'review:' || b.receiver_id || ':' || b.year = $1 AND j.seq = $2`, c.id, seq)
		return "review_books"
	}
	x.run(`UPDATE evaluations e SET seq = j.seq, head_hash = j.hash, head_at = j.at, told_seq = 0, notified_seq = 0
		FROM journal j WHERE j.evaluation_id = e.id AND e.id = $1 AND j.seq = $2`, c.id, seq)
	return "evaluations"
}

func (x *tampered) cutTailAndHead() (change, bool) {
	c := x.chain()
	seq := 1 + x.seq(c)
	if seq > c.last {
		return change{}, false
	}
	x.run(`DELETE FROM ` + c.where(fmt.Sprintf("seq >= %d", seq)))
	head := x.setHead(c, seq-1)
	return change{what: fmt.Sprint(c, seq), tables: []string{c.table, head}, located: c.at(seq)}, true
}

// rewrite changes an entry, computes every hash behind it anew, and sets the
// head to match: a sound chain, and another.
func (x *tampered) rewrite() (change, bool) {
	c := x.chain()
	from := x.seq(c)
	table := x.rewritten(c, from, func(e *journal.Entry) {
		if e.Seq == from {
			e.ClientAddress += "1"
		}
	})
	var behind []int64
	for n := from; n <= c.last; n++ {
		behind = append(behind, n)
	}
	return change{what: fmt.Sprint(c, from), tables: []string{c.table, table}, located: c.at(behind...)}, true
}

// rewritten changes entries from one on, and gives the table of the head.
func (x *tampered) rewritten(c chain, from int64, change func(*journal.Entry)) string {
	name := c.id
	if name == "" {
		name = store.InstallationChain
	}
	head := journal.Genesis(name)
	for _, e := range x.entries(c) {
		if e.Seq < from {
			head = journal.Head{EvaluationID: name, Seq: e.Seq, Hash: e.Hash, At: e.At}
			continue
		}
		change(&e)
		var err error
		e, head, err = journal.Append(head, e)
		require.NoError(x.t, err)
		x.run(`UPDATE `+strings.Replace(c.where("seq = $1"), " WHERE",
			" SET client_address = $2, actor_id = $3, data = $4, type = $5, prev_hash = $6, hash = $7, policy_version = $8, rule = $9, at = $10 WHERE", 1),
			e.Seq, e.ClientAddress, e.ActorID, string(e.Data), e.Type, e.PrevHash[:], e.Hash[:], e.PolicyVersion, e.Rule, e.At)
	}
	return x.setHead(c, c.last)
}

func (x *tampered) entries(c chain) []journal.Entry {
	x.t.Helper()
	var entries []journal.Entry
	var err error
	switch {
	case c.id == "":
		entries, err = x.store.InstallationJournal(x.t.Context(), 0, 1000)
	case c.ofBook():
		entries, err = x.store.ReviewJournal(x.t.Context(), x.bookNamed(c.id), 0, 1000)
	default:
		entries, err = x.store.Journal(x.t.Context(), evaluation.ID(c.id), 0, 1000)
	}
	require.NoError(x.t, err)
	return entries
}

func (x *tampered) dropChain() (change, bool) {
	id := x.evaluation()
	tables := []string{"journal", "stages", "items", "member_terms", "tasks", "materials", "dossiers", "filings", "publications", "recusals", "task_copies", "task_reads"}
	if x.rnd.IntN(2) == 0 {
		tables = tables[:x.rnd.IntN(len(tables))] // some are forgotten
	}
	for _, table := range tables {
		x.run(`DELETE FROM `+table+` WHERE evaluation_id = $1`, id)
	}
	x.run(`DELETE FROM evaluations WHERE id = $1`, id)
	return change{what: id, tables: append(tables, "evaluations"), located: func(f audit.Finding) bool {
		return f.Evaluation == id && f.Kind == string(audit.ChainLost)
	}}, true
}

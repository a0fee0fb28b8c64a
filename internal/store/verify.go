package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// Verification is what a check of one evaluation found (核验结果). Nothing found
// is the proof that the chain is whole and that the rows are its fold.
type Verification struct {
	Entries int64
	// Head is the end of the chain as it was read.
	Head  journal.Head
	Chain []journal.Finding
	Rows  []Difference
}

// Verified tells whether nothing is broken.
func (v Verification) Verified() bool {
	broken := slices.ContainsFunc(v.Chain, func(f journal.Finding) bool { return f.Level == journal.Broken })
	return !broken && len(v.Rows) == 0
}

// Difference is a place where a row is not what the journal says (行与流水不符).
// A missing row is found as "", one too many is expected as "".
type Difference struct {
	Table    string
	Key      string
	Column   string // empty when the whole row is missing or too many
	Expected string
	Found    string
}

// VerifyJournal checks the chain of an evaluation against its head and against
// heads that were written down elsewhere, folds it, and compares every column
// of every row with the fold. All is read from one snapshot.
//
// Fault: not_found evaluation_not_found.
func (s *Store) VerifyJournal(ctx context.Context, id evaluation.ID, anchors ...journal.Head) (Verification, error) {
	var v Verification
	snapshot := &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	err := s.transact(ctx, func(tx *gorm.DB) error {
		l, err := s.loadFresh(tx, id)
		if err != nil {
			return err
		}
		f, err := v.follow(tx, l, anchors)
		if err != nil {
			return err
		}
		def, err := s.definitions.get(tx, l.Head.process())
		if err != nil {
			return err
		}
		v.Rows = append(v.Rows, f.compare(def, l)...)
		return nil
	}, snapshot)
	return v, err
}

// loadFresh loads an evaluation without what was remembered of it.
func (s *Store) loadFresh(tx *gorm.DB, id evaluation.ID) (*loaded, error) {
	s.items.forget(id)
	return s.load(tx, id, evaluation.Request{Whole: true})
}

// fold is the state that the journal leads to, with the entries that brought
// each row.
type fold struct {
	state    *evaluation.Evaluation
	head     journal.Head
	opened   map[evaluation.TaskID]int64
	supplied map[string]int64
}

// follow checks the chain and folds it. Where an event cannot be read or
// folded the fold goes on without it, so that one fault does not hide others.
func (v *Verification) follow(tx *gorm.DB, l *loaded, anchors []journal.Head) (*fold, error) {
	id := evaluation.ID(l.Head.ID)
	f := &fold{
		state:  &evaluation.Evaluation{ID: id},
		opened: map[evaluation.TaskID]int64{}, supplied: map[string]int64{},
	}
	chain := journal.NewVerifier(l.Head.ID, anchors...)
	err := stream(tx, id, func(e journal.Entry) error {
		v.Entries++
		v.Chain = append(v.Chain, chain.Check(e)...)
		if err := f.add(e); err != nil {
			v.Rows = append(v.Rows, Difference{
				Table: "journal", Key: fmt.Sprintf("%s:%d", id, e.Seq), Column: "data", Expected: fault.ReasonOf(err), Found: string(e.Data),
			})
		}
		return nil
	})
	f.head = chain.Head()
	v.Chain = append(v.Chain, chain.Close(l.Head.head())...)
	v.Head = f.head
	return f, err
}

func (f *fold) add(e journal.Entry) error {
	r, err := recordOf(e)
	if err != nil {
		return err
	}
	if err := foldOne(f.state, r); err != nil {
		return err
	}
	switch event := r.Event.(type) {
	case evaluation.TaskOpened:
		f.opened[event.Task.ID] = r.Seq
	case evaluation.MaterialSupplied:
		f.supplied[event.Material.ID] = r.Seq
	}
	return nil
}

// compare holds the rows against the fold, table by table.
func (f *fold) compare(def *evaluation.Definition, l *loaded) []Difference {
	e := f.state
	head := newEvaluationRow(e, f.head)
	head.ToldSeq, head.ToldLeaseUntil = l.Head.ToldSeq, l.Head.ToldLeaseUntil
	head.WorkflowConfirmedAt, head.NotifiedSeq = l.Head.WorkflowConfirmedAt, l.Head.NotifiedSeq
	out := differences("evaluations", []evaluationRow{head}, []evaluationRow{l.Head}, func(r evaluationRow) string { return r.ID })
	out = append(out, differences("stages", rowsOf(e, len(e.Stages), newStageRow), l.Stages, func(r stageRow) string { return r.ID })...)
	out = append(out, differences("items", rowsOf(e, len(e.Items), newItemRow), l.Items, func(r itemRow) string { return r.ID })...)
	out = append(out, differences("members", rowsOf(e, len(e.Members), newMemberRow), l.Members,
		func(r memberRow) string { return r.PersonID + ":" + r.Role })...)
	out = append(out, differences("tasks", f.tasks(def), l.Tasks, func(r taskRow) string { return r.ID })...)
	out = append(out, differences("materials", f.materials(), l.Materials, func(r materialRow) string { return r.ID })...)
	return append(out, f.compareResults(l)...)
}

func (f *fold) compareResults(l *loaded) []Difference {
	e := f.state
	out := differences("dossiers", one(e.Dossier, func() dossierRow { return newDossierRow(e.ID, e.Dossier) }), list(l.Dossier),
		func(r dossierRow) string { return r.EvaluationID })
	out = append(out, differences("filings", one(e.Filing, func() filingRow { return newFilingRow(e.ID, e.Filing) }), list(l.Filing),
		func(r filingRow) string { return r.EvaluationID })...)
	return append(out, differences("publications",
		one(e.Publication, func() publicationRow { return newPublicationRow(e.ID, e.Publication) }), list(l.Publication),
		func(r publicationRow) string { return r.EvaluationID })...)
}

func (f *fold) tasks(def *evaluation.Definition) []taskRow {
	rows := make([]taskRow, len(f.state.Tasks))
	for i := range rows {
		t := &f.state.Tasks[i]
		rows[i] = newTaskRow(f.state.ID, def, t, f.opened[t.ID])
	}
	return rows
}

func (f *fold) materials() []materialRow {
	rows := make([]materialRow, len(f.state.Materials))
	for i, m := range f.state.Materials {
		rows[i] = newMaterialRow(f.state.ID, m, f.supplied[m.ID])
	}
	return rows
}

func one[C, R any](there *C, row func() R) []R {
	if there == nil {
		return nil
	}
	return []R{row()}
}

func list[R any](row *R) []R {
	if row == nil {
		return nil
	}
	return []R{*row}
}

// differences compares the rows of one table, column by column as JSON.
func differences[R any](table string, expected, found []R, key func(R) string) []Difference {
	var out []Difference
	there := make(map[string]R, len(found))
	for _, r := range found {
		there[key(r)] = r
	}
	for _, want := range expected {
		k := key(want)
		got, ok := there[k]
		if !ok {
			out = append(out, Difference{Table: table, Key: k, Expected: text(want)})
			continue
		}
		delete(there, k)
		out = append(out, columnDifferences(table, k, want, got)...)
	}
	for _, r := range found {
		if _, left := there[key(r)]; left {
			out = append(out, Difference{Table: table, Key: key(r), Found: text(r)})
		}
	}
	return out
}

func columnDifferences[R any](table, key string, want, got R) []Difference {
	wanted, given := columns(want), columns(got)
	var out []Difference
	for _, c := range wanted {
		g := given[slices.IndexFunc(given, func(o column) bool { return o.name == c.name })]
		if c.value != g.value {
			out = append(out, Difference{Table: table, Key: key, Column: c.name, Expected: c.value, Found: g.value})
		}
	}
	return out
}

type column struct{ name, value string }

// columns gives a row column by column, by name.
func columns(row any) []column {
	var members map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text(row)), &members); err != nil {
		return nil
	}
	out := make([]column, 0, len(members))
	for name, value := range members {
		out = append(out, column{name, string(value)})
	}
	slices.SortFunc(out, func(a, b column) int {
		if a.name < b.name {
			return -1
		}
		return 1
	})
	return out
}

// text is a row as JSON; rows are made of what can be encoded.
func text(row any) string {
	out, err := encode(row)
	if err != nil {
		return err.Error()
	}
	return string(out)
}

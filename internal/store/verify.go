package store

import (
	"context"
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
func (v *Verification) Verified() bool {
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
	return s.InspectJournal(ctx, id, func(Moment) {}, anchors...)
}

// Moment is an entry with what stood behind it (流水时点): the evaluation as it
// was before, and its definition.
type Moment struct {
	Entry      journal.Entry
	Before     *evaluation.Evaluation
	Definition *evaluation.Definition
}

// InspectJournal is VerifyJournal that also shows every entry on the way,
// unless the definition cannot be told. What it shows is good until look
// returns.
func (s *Store) InspectJournal(ctx context.Context, id evaluation.ID, look func(Moment), anchors ...journal.Head) (Verification, error) {
	var v Verification
	s = s.forgetful()
	err := s.transact(ctx, func(tx *gorm.DB) error {
		l, err := s.load(tx, evaluation.Request{Evaluation: id, Whole: true})
		if err != nil {
			return err
		}
		def, err := s.definitions.get(tx, l.Head.process())
		changed := definitionChanged(l.Head.process(), err)
		if changed == nil && err != nil {
			return err
		}
		if changed != nil {
			look = func(Moment) {}
		}
		f, err := v.follow(tx, l, func(e journal.Entry, before *evaluation.Evaluation) { look(Moment{e, before, def}) }, anchors)
		if err != nil {
			return err
		}
		if changed != nil {
			v.Rows = append(v.Rows, *changed)
			return nil // without it, what it led to cannot be told
		}
		v.Rows = append(v.Rows, f.compare(def, l)...)
		v.Rows = append(v.Rows, unreadRows(l.text, l)...)
		return nil
	}, snapshot())
	return v, err
}

// forgetful is the store without anything it remembers: what it verifies it
// reads from the database.
func (s *Store) forgetful() *Store {
	fresh := *s
	fresh.items, fresh.definitions, fresh.verbatim = newItems(), s.definitions.forgetful(), true
	return &fresh
}

// definitionChanged makes a finding of a definition that is not the kept one.
func definitionChanged(ref evaluation.ProcessRef, err error) *Difference {
	switch fault.ReasonOf(err) {
	case "definition_missing", "definition_unreadable", "definition_changed":
		return &Difference{
			Table: "process_definitions", Key: fmt.Sprintf("%s:%d", ref.Name, ref.Version), Column: "source",
			Expected: ref.Digest, Found: fault.As(err).Params["found"],
		}
	}
	return nil
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
func (v *Verification) follow(tx *gorm.DB, l *loaded, look func(journal.Entry, *evaluation.Evaluation), anchors []journal.Head) (*fold, error) {
	id := evaluation.ID(l.Head.ID)
	f := &fold{
		state:  &evaluation.Evaluation{ID: id},
		opened: map[evaluation.TaskID]int64{}, supplied: map[string]int64{},
	}
	chain := journal.NewVerifier(l.Head.ID, anchors...)
	err := stream(tx, id, func(e journal.Entry) error {
		v.Entries++
		v.Chain = append(v.Chain, chain.Check(e)...)
		look(e, f.state)
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

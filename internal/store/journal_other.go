package store

import (
	"context"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/internal/review"
)

// EachNoted hands out the entries of the installation's journal that a filter
// lets through, in order, page by page; what a filter says of an evaluation, a
// task or an item does not narrow. Fault: invalid period_reversed.
func (s *Store) EachNoted(ctx context.Context, f JournalFilter, use func(journal.Entry) error) error {
	if err := f.check(); err != nil {
		return err
	}
	f = f.elsewhere()
	return eachPage(use, func(after int64) ([]journal.Entry, error) {
		return installationAfter(f.narrow(s.db.WithContext(ctx)), after, MaxEntries)
	})
}

// EachFiled does so with the journal of a book. Faults: invalid period_reversed;
// not_found book_not_found.
func (s *Store) EachFiled(ctx context.Context, b review.Book, f JournalFilter, use func(journal.Entry) error) error {
	if err := f.check(); err != nil {
		return err
	}
	row, err := readBook(s.db.WithContext(ctx), b)
	if err != nil {
		return err
	}
	if row.Seq == 0 {
		return fault.New(fault.NotFound, "book_not_found", "no book %s", b.Chain()).With("id", b.Chain())
	}
	f = f.elsewhere()
	f.OnBehalfOf = "" // nobody stands in for anybody there
	return eachPage(use, func(after int64) ([]journal.Entry, error) {
		return reviewEntriesAfter(f.narrow(s.db.WithContext(ctx)), b, after, MaxEntries)
	})
}

// elsewhere is a filter without what only the journals of evaluations have.
func (f *JournalFilter) elsewhere() JournalFilter {
	out := *f
	out.Evaluation, out.Task, out.Item, out.Action = evaluation.ID(""), "", "", ""
	return out
}

// eachPage reads on behind the last entry until there are no more.
func eachPage(use func(journal.Entry) error, read func(after int64) ([]journal.Entry, error)) error {
	for after := int64(0); ; {
		list, err := read(after)
		if err != nil || len(list) == 0 {
			return translate(err)
		}
		for _, e := range list {
			if err := use(e); err != nil {
				return err
			}
		}
		after = list[len(list)-1].Seq
	}
}

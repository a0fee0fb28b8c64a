package command

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"jiheng/api"
	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
	"jiheng/internal/review"
	"jiheng/internal/store"
)

// entryQuery says which entries of which journals: those of the evaluations, or
// that of the installation, or that of a book of a receiver.
type entryQuery struct {
	store.JournalFilter

	installation bool
	book         review.Book
}

// bindChains are the flags that name another journal than those of evaluations.
// What such a journal does not have cannot be asked of it.
func (e *entryFlags) bindChains(cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVar(&e.installation, "installation", false, installationFlag)
	f.StringVar(&e.book, "book", "", bookFlag)
	cmd.MarkFlagsMutuallyExclusive("evaluation", "installation", "book")
	for _, only := range []string{"task", "item", "action", "refused"} {
		cmd.MarkFlagsMutuallyExclusive(only, "installation")
		cmd.MarkFlagsMutuallyExclusive(only, "book")
	}
	cmd.MarkFlagsMutuallyExclusive("for", "book")
}

// bookWanted reads UNIT/YEAR.
func bookWanted(text string) (review.Book, error) {
	if text == "" {
		return review.Book{}, nil
	}
	unit, year, ok := strings.Cut(text, "/")
	n, err := strconv.Atoi(year)
	if !ok || unit == "" || err != nil {
		return review.Book{}, exit(exitUsage, badFlag("book", text, bookForm))
	}
	return review.Book{ReceiverID: unit, Year: n}, nil
}

// chain names the journal as what is noted of reading it does.
func (q entryQuery) chain() string {
	switch {
	case q.installation:
		return store.InstallationChain
	case q.book != review.Book{}:
		return q.book.Chain()
	}
	return string(q.Evaluation)
}

// hasKind tells whether the journal has entries of a kind.
func (q entryQuery) hasKind(kind string) bool {
	switch {
	case q.installation:
		return api.EntryTitle(kind) != kind && !ofEvaluations(kind)
	case q.book != review.Book{}:
		return review.TypeLabel(kind) != kind
	}
	return ofEvaluations(kind)
}

func ofEvaluations(kind string) bool {
	return slices.Contains(evaluation.EventTypes(), evaluation.EventType(kind))
}

// each hands out the entries.
func (q entryQuery) each(ctx context.Context, s *store.Store, use func(journal.Entry) error) error {
	switch {
	case q.installation:
		return s.EachNoted(ctx, q.JournalFilter, use)
	case q.book != review.Book{}:
		return s.EachFiled(ctx, q.book, q.JournalFilter, use)
	}
	return s.EachEntry(ctx, nil, q.JournalFilter, use)
}

// kindOf names the kind of an entry of any journal.
func kindOf(e journal.Entry) string {
	if _, ok := review.BookOf(e.EvaluationID); ok {
		return review.TypeLabel(e.Type)
	}
	return api.EntryTitle(e.Type)
}

// known refuses a query with a name that nothing has or had here.
func (s *system) known(ctx context.Context, q entryQuery) error {
	for _, kind := range q.Types {
		if !q.hasKind(kind) {
			return exit(exitFailed, noSuchKind(q, kind))
		}
	}
	if q.Action != "" && !slices.Contains(attempts(), evaluation.Action(q.Action)) {
		return exit(exitFailed, noSuchAction(q.Action))
	}
	if q.chain() != string(q.Evaluation) {
		return nil // reading it tells
	}
	if words := chainWords(string(q.Evaluation)); words != nil {
		return exit(exitFailed, words)
	}
	return s.store.Known(ctx, q.JournalFilter)
}

package api

import (
	"context"
	"slices"

	"jiheng/internal/evaluation"
)

// returnedSince gives the last return of a filing since what is public now was
// published, nil for none: a further filing does not undo it for readers, who
// still see what was sent back. Both stay in the journal.
func (s *server) returnedSince(ctx context.Context, id evaluation.ID) (*evaluation.Filing, error) {
	f := JournalFilter{Evaluation: id, Types: []string{string(evaluation.TypeDossierPublished), string(evaluation.TypeFilingReturned)}}
	var last *evaluation.Filing
	for after := int64(0); ; {
		entries, err := s.store.FilterJournal(ctx, f, after, defaultPage)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if last = nil; e.Type == string(evaluation.TypeFilingReturned) {
				last = &evaluation.Filing{ReturnedAt: e.At}
			}
			after = e.Seq
		}
		if len(entries) < defaultPage {
			return last, nil
		}
	}
}

// The ways in which what was filed and what is public can go apart while a
// matter is under way.
const (
	// apartRefiled is a further dossier filed and not yet published.
	apartRefiled = "refiled"
	// apartRepublished is a further dossier published and not yet filed.
	apartRepublished = "republished"
)

// apart says why what was filed is not what is public, "" where no further
// version explains it.
func apart(e *evaluation.Evaluation, filed, published string) string {
	at := func(digest string) int {
		return slices.IndexFunc(e.Dossiers, func(d evaluation.Dossier) bool { return d.Digest == digest })
	}
	was, is := at(filed), at(published)
	switch {
	case was < 0 || is < 0 || was == is:
		return ""
	case was > is:
		return apartRefiled
	}
	return apartRepublished
}

package api

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strconv"
	"strings"

	"jiheng/internal/calendar"
	"jiheng/internal/document"
	"jiheng/internal/review"
	"jiheng/internal/scoring"
	"jiheng/internal/typeset"
	"jiheng/policy"
)

// printable is a table that is given out in three forms.
type printable interface {
	Table() [][]string
	WriteXLSX(w io.Writer) error
	Document() typeset.Document
}

// tableAs prints a table in the format that a file's name asks for.
func tableAs(t printable, file string) ([]byte, error) {
	var out bytes.Buffer
	var err error
	switch _, format, _ := strings.Cut(file, "."); format {
	case "xlsx":
		err = t.WriteXLSX(&out)
	case "pdf":
		err = t.Document().WritePDF(&out)
	default:
		return commaSeparated(t.Table())
	}
	return out.Bytes(), err
}

// GetReviewTable gives out who has filed, or the ranking.
func (s *server) GetReviewTable(c context.Context, r GetReviewTableRequestObject) (GetReviewTableResponseObject, error) {
	ctx, x := enter(c)
	b, _, err := s.bookFor(ctx, x, r.Year, policy.Read)
	if err != nil {
		return nil, err
	}
	var list document.Listing
	if strings.HasPrefix(r.File, "ranking") {
		ranking, err := s.ranked(ctx, b, requestOf(c).URL.Query().Get("percent"), scoring.Border(r.Params.Border))
		if err != nil {
			return nil, err
		}
		list = rankingTable(ranking)
	} else if list, err = s.completenessTable(ctx, b); err != nil {
		return nil, err
	}
	called, err := s.store.UnitNames(ctx, []string{b.ReceiverID})
	if err != nil {
		return nil, err
	}
	list.Head = document.Head{
		Title: strconv.Itoa(b.Year) + list.Title, Unit: called[b.ReceiverID], Year: b.Year, FiledOn: calendar.DateOf(s.now()).Start(), Receiver: true,
	}
	content, err := tableAs(list, r.File)
	if err != nil {
		return nil, err
	}
	return s.printed(c, content, fileTitle(list.Title, r.File)), nil
}

// completenessTable reads the table page by page.
func (s *server) completenessTable(ctx context.Context, b review.Book) (document.Listing, error) {
	list := completenessListing()
	for cursor := ""; ; {
		page, err := s.store.Completeness(ctx, b, review.UnitFilter{}, s.now(), 100, cursor)
		if err != nil {
			return list, err
		}
		for _, u := range page.Units {
			list.Rows = append(list.Rows, []string{
				strconv.Itoa(len(list.Rows) + 1), u.UnitName, u.UnitID, dueText(u.DueOn), standingText(u), u.Number, arrivalText(u.ArrivedAt), stateText(u.State),
			})
		}
		if cursor = page.NextCursor; cursor == "" {
			list.Notes = completenessNotes(page)
			return list, nil
		}
	}
}

func rankingTable(board review.Board) document.Listing {
	list := rankingListing()
	for _, p := range board.Places {
		deducted := ""
		if g := p.Filing.Gap; g != nil {
			deducted = g.Deducted
		}
		list.Rows = append(list.Rows, []string{
			strconv.Itoa(p.Place), p.Filing.UnitName, p.Filing.Number, p.Given.String(), p.Of.Label(), deducted, p.Points.String(),
			bestText(slices.Contains(board.Selection.Chosen, p.Filing.ID), slices.Contains(board.Selection.Undecided, p.Filing.ID)),
		})
	}
	list.Notes = rankingNotes(len(board.Unranked))
	return list
}

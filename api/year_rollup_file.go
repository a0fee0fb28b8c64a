package api

import (
	"context"
	"slices"
	"strings"

	"jiheng/internal/calendar"
	"jiheng/internal/document"
	"jiheng/internal/review"
	"jiheng/internal/scoring"
	"jiheng/policy"
)

// GetYearRollUpFile gives out a roll-up as a table, or the very bytes that its
// digest is of.
func (s *server) GetYearRollUpFile(c context.Context, r GetYearRollUpFileRequestObject) (GetYearRollUpFileResponseObject, error) {
	ctx, x := enter(c)
	b, _, err := s.bookFor(ctx, x, r.Year, policy.Read)
	if err != nil {
		return nil, err
	}
	u, err := s.store.RollUp(ctx, b, r.Round)
	if err != nil {
		return nil, err
	}
	content := []byte(u.Content)
	if r.File != "roll-up.json" {
		table, err := s.yearTable(ctx, b, u)
		if err != nil {
			return nil, err
		}
		if content, err = tableAs(table, r.File); err != nil {
			return nil, err
		}
	}
	return s.printed(c, content, fileTitle(yearTotalsTitle(b.Year, u.Round), r.File)), nil
}

func (s *server) yearTable(ctx context.Context, b review.Book, u review.RollUp) (document.YearTotals, error) {
	totals, err := review.ReadTotals(u.Content)
	if err != nil {
		return document.YearTotals{}, err
	}
	units := []string{b.ReceiverID}
	for _, src := range totals.Sources {
		units = append(units, src.Unit)
	}
	called, err := s.store.UnitNames(ctx, units)
	if err != nil {
		return document.YearTotals{}, err
	}
	t := document.YearTotals{Head: document.Head{
		Title: yearTotalsTitle(b.Year, u.Round), Unit: called[b.ReceiverID], Year: b.Year, FiledOn: calendar.DateOf(u.At).Start(), Receiver: true,
	}}
	for _, src := range totals.Sources {
		t.Rows = append(t.Rows, document.YearRow{
			Unit: called[src.Unit], Category: src.Category, Number: src.Number, Version: src.Version, Digest: src.Digest,
			YearFigures: document.YearFigures{
				Budget: amount(src.Budget), Executed: amount(src.Executed), Rate: figureAs(src.Percent(), 2),
				Declared: figureAs(src.Declared, 0), Computed: figureAs(src.Computed, 0), Grade: src.Grade,
			},
		})
	}
	slices.SortStableFunc(t.Rows, func(a, b document.YearRow) int { return strings.Compare(a.Number, b.Number) })
	t.Sums = sumRows(totals.Whole, totalLabel(totals.Whole))
	for _, c := range totals.Categories {
		t.Sums = append(t.Sums, sumRows(c, categoryLabel(c))[0])
	}
	t.Notes = yearTotalsNotes(u.Digest, totals.Rates, totals.Whole)
	return t, nil
}

// sumRows are the sums, and the means of what is no amount.
func sumRows(s review.Sum, label string) []document.YearSums {
	return []document.YearSums{{Label: label, YearFigures: document.YearFigures{
		Budget: amount(s.Budget), Executed: amount(s.Executed), Rate: figureAs(s.Rate, 2),
		Declared: figureAs(s.Declared.Sum, 0), Computed: figureAs(s.Computed.Sum, 0), Grade: gradeCounts(s),
	}}, {Label: meanLabel(), YearFigures: document.YearFigures{Declared: figureAs(s.Declared.Mean, 2), Computed: figureAs(s.Computed.Mean, 2)}}}
}

func amount(yuan string) document.Figure { return figureAs(yuan, 2) }

// figureAs prints what is stated; what is not says so.
func figureAs(text string, places int32) document.Figure {
	n, err := scoring.ParseNumber(text)
	if err != nil {
		return document.Words(notStated())
	}
	return document.Number(n.Decimal(), places)
}

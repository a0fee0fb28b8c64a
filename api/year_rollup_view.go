package api

import (
	"context"

	"jiheng/internal/evaluation"
	"jiheng/internal/review"
)

// yearRollUp shows a roll-up, held against the filings as they are now.
func (s *server) yearRollUp(ctx context.Context, b review.Book, round int) (YearRollUp, error) {
	u, err := s.store.RollUp(ctx, b, round)
	if err != nil {
		return YearRollUp{}, err
	}
	totals, err := review.ReadTotals(u.Content)
	if err != nil {
		return YearRollUp{}, err
	}
	made, err := s.store.RollUps(ctx, b)
	if err != nil {
		return YearRollUp{}, err
	}
	filings, err := s.store.FiledIn(ctx, b)
	if err != nil {
		return YearRollUp{}, err
	}
	view := YearRollUp{
		Round: u.Round, Digest: u.Digest, At: local(u.At), Last: u.Round == len(made),
		ByName: calledIn(s.namesAfter(ctx, evaluation.PersonID(u.By)), evaluation.PersonID(u.By)),
	}
	if view.Changes, err = s.rollUpChanges(ctx, totals.ChangesSince(filings)); err != nil {
		return YearRollUp{}, err
	}
	view.Stale = len(view.Changes) > 0
	view.Totals, err = s.totalsView(ctx, totals, u.Digest)
	return view, err
}

func (s *server) rollUpChanges(ctx context.Context, list []review.RollUpChange) ([]YearRollUpChange, error) {
	out := []YearRollUpChange{}
	units, people := make([]string, len(list)), make([]evaluation.PersonID, len(list))
	for i, c := range list {
		units[i], people[i] = c.Filing.UnitID, evaluation.PersonID(c.By)
	}
	called, err := s.store.UnitNames(ctx, units)
	if err != nil {
		return nil, err
	}
	names := s.namesAfter(ctx, people...)
	for _, c := range list {
		view := YearRollUpChange{
			Kind: YearRollUpChangeKind(c.Kind), FilingID: c.Filing.ID, Number: c.Filing.Number, UnitID: c.Filing.UnitID,
			UnitName: called[c.Filing.UnitID], Version: c.Filing.Version, At: local(c.At),
		}
		if c.By != "" {
			view.ByName = calledIn(names, evaluation.PersonID(c.By))
		}
		if c.Replace != nil {
			view.ReplacedBy = c.Replace.ID
		}
		out = append(out, view)
	}
	return out, nil
}

func (s *server) totalsView(ctx context.Context, t review.Totals, digest string) (YearTotals, error) {
	view := YearTotals{Digest: digest, Rates: append([]string{}, t.Rates...), Sources: []YearSource{}, Whole: sumView(t.Whole), Categories: []YearSum{}}
	units := make([]string, len(t.Sources))
	for i, src := range t.Sources {
		units[i] = src.Unit
	}
	called, err := s.store.UnitNames(ctx, units)
	for _, src := range t.Sources {
		view.Sources = append(view.Sources, YearSource{
			FilingID: src.Filing, Number: src.Number, UnitID: src.Unit, UnitName: called[src.Unit], Version: src.Version, Digest: src.Digest,
			Sheet: src.Sheet, Category: src.Category, Rate: src.Rate, Unstated: YearSourceUnstated(src.Unstated),
			BudgetYuan: src.Budget, ExecutedYuan: src.Executed, Declared: src.Declared, Computed: src.Computed, Grade: src.Grade,
		})
	}
	for _, c := range t.Categories {
		view.Categories = append(view.Categories, sumView(c))
	}
	return view, err
}

func sumView(s review.Sum) YearSum {
	view := YearSum{
		Category: s.Category, Filings: s.Filings, Units: s.Units, Stated: s.Stated, BudgetYuan: s.Budget, ExecutedYuan: s.Executed, Rate: s.Rate,
		Declared: pointsView(s.Declared), Computed: pointsView(s.Computed), Grades: []YearGrade{}, Ungraded: s.Ungraded,
	}
	for _, g := range s.Grades {
		view.Grades = append(view.Grades, YearGrade{Grade: g.Grade.Label(), Count: g.Count})
	}
	return view
}

func pointsView(p review.Points) YearPoints {
	return YearPoints{Stated: p.Stated, Sum: p.Sum, Mean: p.Mean}
}

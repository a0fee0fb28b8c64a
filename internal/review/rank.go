package review

import "jiheng/internal/scoring"

// Board is a ranking of filings with the best of them (排名和先进名单).
type Board struct {
	Places    []Place
	Selection scoring.Selection
	// Unranked are filings without any points, by id.
	Unranked []string
}

// Place is a filing in its place.
type Place struct {
	scoring.Ranked

	Filing Summary
	// Of says whose points they are; Given are they as they were given.
	Of    scoring.Reviewer
	Given scoring.Number
	// Counted is true when a settled gap was taken off them.
	Counted bool
}

// RankFilings orders filings by the points that prevail: the bureau's, else the
// department's, else the unit's own; less what was settled of the review gap
// where the scheme takes it off the review. The errors are those of scoring.Select.
func RankFilings(filings []Summary, q scoring.Quota) (Board, error) {
	var board Board
	var list []scoring.Standing
	known := make(map[string]Place, len(filings))
	for _, f := range filings {
		points, of, ok := f.prevailing()
		if !ok {
			board.Unranked = append(board.Unranked, f.ID)
			continue
		}
		place := Place{Filing: f, Of: of, Given: points}
		points, place.Counted = f.lessGap(points, of)
		list = append(list, scoring.Standing{ID: f.ID, Points: points})
		known[f.ID] = place
	}
	ranked, err := scoring.Rank(list)
	if err != nil {
		return Board{}, err
	}
	if board.Selection, err = scoring.Select(list, q); err != nil {
		return Board{}, err
	}
	for _, r := range ranked {
		p := known[r.ID]
		p.Ranked = r
		board.Places = append(board.Places, p)
	}
	return board, nil
}

func (f Summary) prevailing() (scoring.Number, scoring.Reviewer, bool) {
	for _, c := range []struct {
		text string
		of   scoring.Reviewer
	}{{f.FinanceTotal, scoring.ByFinance}, {f.DepartmentTotal, scoring.ByDepartment}, {f.DeclaredTotal, scoring.BySelf}} {
		if n, err := scoring.ParseNumber(c.text); err == nil {
			return n, c.of, true
		}
	}
	return scoring.Number{}, "", false
}

// lessGap takes off what the settled gap takes off the bureau's points. One
// that a later opinion outdated takes nothing: it is to be settled again.
func (f Summary) lessGap(points scoring.Number, of scoring.Reviewer) (scoring.Number, bool) {
	if f.Gap == nil || f.Gap.Outdated || f.Gap.After == "" || of != scoring.ByFinance {
		return points, false
	}
	after, err := scoring.ParseNumber(f.Gap.After)
	if err != nil {
		return points, false
	}
	return after, true
}

package api

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/review"
	"jiheng/internal/scoring"
	"jiheng/policy"
)

// bookFor gives the book of the caller's unit in a year, if he may do something
// with it.
func (s *server) bookFor(ctx context.Context, x *exchange, year int, a evaluation.Action) (review.Book, policy.Decision, error) {
	b := review.Book{ReceiverID: string(x.session.Person.UnitID), Year: year}
	actor, err := s.actor(ctx, x)
	if err != nil {
		return b, policy.Decision{}, err
	}
	d, err := s.policy.AuthorizeUnit(actor, b.ReceiverID, policy.ObjectFiling, a)
	return b, d, err
}

// GetCompleteness tells which units have filed (报送完整性).
func (s *server) GetCompleteness(c context.Context, r GetCompletenessRequestObject) (GetCompletenessResponseObject, error) {
	ctx, x := enter(c)
	b, _, err := s.bookFor(ctx, x, r.Year, policy.Read)
	if err != nil {
		return nil, err
	}
	page, err := s.store.Completeness(ctx, b, review.UnitFilter{Standing: review.Standing(r.Params.Standing), Text: r.Params.Text}, s.now(), pageSize(r.Params.Limit), r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	out := GetCompleteness200JSONResponse{
		Total: page.Total, Overdue: page.Overdue, Units: []UnitStanding{}, NextCursor: page.NextCursor,
		Filed: page.Counts[review.StandingFiled], Late: page.Counts[review.StandingLate],
		Returned: page.Counts[review.StandingReturned], Missing: page.Counts[review.StandingMissing], Unlisted: page.Counts[review.StandingUnlisted],
	}
	for _, u := range page.Units {
		out.Units = append(out.Units, UnitStanding{
			UnitID: u.UnitID, UnitName: u.UnitName, DueOn: u.DueOn, Standing: FilingStanding(u.Standing), Overdue: u.Overdue,
			FilingID: u.FilingID, Number: u.Number, ArrivedAt: local(u.ArrivedAt), State: FilingState(u.State),
		})
	}
	return out, nil
}

// SetFilingDuties says which units have to file, and by when.
func (s *server) SetFilingDuties(c context.Context, r SetFilingDutiesRequestObject) (SetFilingDutiesResponseObject, error) {
	ctx, x := enter(c)
	b, allowed, err := s.bookFor(ctx, x, r.Year, policy.Expect)
	if err != nil {
		return nil, err
	}
	due := make(map[string]calendar.Date, len(r.Body.Units))
	for _, u := range r.Body.Units {
		due[u.UnitID] = u.DueOn
	}
	if len(due) != len(r.Body.Units) {
		return nil, fault.New(fault.Invalid, "unit_twice", "a unit is there twice").WithFields(fault.Field{Name: "units", Reason: "unit_twice"})
	}
	err = s.store.PutDuties(ctx, deedOf(x, allowed), b, due)
	if f := fault.As(err); f != nil && f.Reason == "unit_unknown" {
		f.Fields = dutiesOf(r.Body.Units, f.Fields)
		return nil, f
	}
	return SetFilingDuties204Response{}, err
}

// dutiesOf says of the units that are not registered where they stand in the list.
func dutiesOf(list []FilingDuty, unknown []fault.Field) []fault.Field {
	wrong := make([]fault.Field, len(unknown))
	for i, f := range unknown {
		at := slices.IndexFunc(list, func(d FilingDuty) bool { return d.UnitID == f.Name })
		wrong[i] = fault.Field{Name: "units." + strconv.Itoa(at) + ".unit_id", Reason: f.Reason}
	}
	return wrong
}

// GetRanking orders accepted filings by the points that prevail (排名).
func (s *server) GetRanking(c context.Context, r GetRankingRequestObject) (GetRankingResponseObject, error) {
	ctx, x := enter(c)
	b, _, err := s.bookFor(ctx, x, r.Year, policy.Read)
	if err != nil {
		return nil, err
	}
	ranking, err := s.ranked(ctx, b, requestOf(c).URL.Query().Get("percent"), scoring.Border(r.Params.Border))
	return GetRanking200JSONResponse(rankingView(ranking)), err
}

// ranked ranks the accepted filings of a book.
func (s *server) ranked(ctx context.Context, b review.Book, share string, border scoring.Border) (review.Board, error) {
	filings, err := s.store.Ranking(ctx, b)
	if err != nil {
		return review.Board{}, err
	}
	percent, err := scoring.ParseNumber(numberText(share, "20"))
	if err != nil {
		return review.Board{}, err
	}
	if border == "" {
		border = scoring.BorderAsk
	}
	return review.RankFilings(filings, scoring.Quota{Percent: percent, Rounding: scoring.Down, Border: border})
}

func numberText(given, otherwise string) string {
	if given == "" {
		return otherwise
	}
	return given
}

func rankingView(board review.Board) Ranking {
	out := Ranking{
		Count: board.Selection.Count, Ranked: []RankedFiling{}, Chosen: board.Selection.Chosen, Undecided: board.Selection.Undecided,
		Unranked: append([]string{}, board.Unranked...),
	}
	for _, p := range board.Places {
		row := RankedFiling{
			Place: p.Place, Tied: p.Tied, FilingID: p.Filing.ID, Number: p.Filing.Number, UnitID: p.Filing.UnitID,
			UnitName: p.Filing.UnitName, Points: p.Given.String(), PointsOf: RankedFilingPointsOf(p.Of),
			Result: p.Points.String(), Counted: p.Counted,
		}
		if g := p.Filing.Gap; g != nil {
			row.GapDeduction, row.GapScheme, row.GapOutdated = g.Deducted, g.Scheme, g.Outdated
		}
		out.Ranked = append(out.Ranked, row)
	}
	return out
}

// GetReviewJournal shows the journal of a book, and whether its chain is whole.
func (s *server) GetReviewJournal(c context.Context, r GetReviewJournalRequestObject) (GetReviewJournalResponseObject, error) {
	ctx, x := enter(c)
	b, _, err := s.bookFor(ctx, x, r.Year, policy.Read)
	if err != nil {
		return nil, err
	}
	limit := r.Params.Limit
	if limit == 0 {
		limit = 100
	}
	entries, err := s.store.ReviewJournal(ctx, b, r.Params.After, limit)
	if err != nil {
		return nil, err
	}
	findings, err := s.store.VerifyReviewJournal(ctx, b)
	if err != nil {
		return nil, err
	}
	out := GetReviewJournal200JSONResponse{Entries: []ReviewEntry{}, Sound: len(findings) == 0}
	for _, e := range entries {
		_, name := named(s.namesAfter(ctx, evaluation.PersonID(e.ActorID)), evaluation.PersonID(e.ActorID))
		entry := ReviewEntry{
			Seq: e.Seq, At: local(e.At), Type: e.Type, TypeText: review.TypeLabel(e.Type), ActorName: name, FilingID: e.ItemID, Hash: e.Hash.String(),
		}
		if err := json.Unmarshal(e.Data, &entry.Data); err != nil {
			return nil, fault.Wrap(err, fault.Internal, "event_unreadable", "read entry %d", e.Seq)
		}
		out.Entries = append(out.Entries, entry)
	}
	return out, nil
}

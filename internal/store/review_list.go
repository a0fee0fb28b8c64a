package store

import (
	"context"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"jiheng/internal/administration"
	"jiheng/internal/calendar"
	"jiheng/internal/fault"
	"jiheng/internal/review"
)

type receivedSummaryRow struct {
	// GORM passes over an embedded type that is not exported.
	Row receivedRow `gorm:"embedded"`

	UnitName        string
	Late            bool
	Drawn           bool
	DepartmentTotal string
	FinanceTotal    string

	GapDeducted      *string
	GapAfter         string
	GapScheme        string
	GapSchemeVersion int
	GapOutdated      bool
}

// arrivedAfter is true where a filing f arrived after the day that its unit's
// duty d names, counted as people there count days.
const arrivedAfter = `(f.arrived_at AT TIME ZONE 'Asia/Shanghai')::date > d.due_on`

// isDrawn is true where a draw picked a filing f.
const isDrawn = `EXISTS (SELECT FROM review_draws w WHERE w.receiver_id = f.receiver_id AND w.year = f.year
	AND w.lots @> jsonb_build_array(jsonb_build_object('id', f.id, 'drawn', true)))`

// selectReceived reads filings whole, selectListed without their long texts: of
// receipt and notice a list tells only whether there is one.
const (
	selectReceived = `SELECT f.*, ` + fromReceived
	selectListed   = `SELECT f.id, f.number, f.receiver_id, f.unit_id, f.evaluation_id, f.year, f.title, f.version, f.supersedes, f.digest,
	f.package, f.size, f.declared_total, f.declared_grade, 'null'::jsonb AS sheet, f.channel, f.filed_at, f.arrived_at, '' AS envelope,
	left(f.receipt, 1) AS receipt, left(f.notice, 1) AS notice, f.rectifies, f.state, f.received_at, f.decided_by, f.decided_at, f.reasons,
	f.form_check, f.row_version, ` + fromReceived
)

const fromReceived = `u.name AS unit_name, COALESCE(` + arrivedAfter + `, false) AS late,
	` + isDrawn + ` AS drawn,
	COALESCE((SELECT o.total FROM filing_opinions o WHERE o.filing_id = f.id AND o.reviewer = 'department' ORDER BY o.round DESC LIMIT 1), '') AS department_total,
	COALESCE((SELECT o.total FROM filing_opinions o WHERE o.filing_id = f.id AND o.reviewer = 'finance' ORDER BY o.round DESC LIMIT 1), '') AS finance_total,
	g.deduction AS gap_deducted, COALESCE(g.after, '') AS gap_after, COALESCE(g.scheme, '') AS gap_scheme,
	COALESCE(g.scheme_version, 0) AS gap_scheme_version,
	EXISTS (SELECT FROM filing_opinions o WHERE o.filing_id = f.id AND o.reviewer = 'finance' AND o.round > g.opinion_round) AS gap_outdated
FROM received_filings f JOIN units u ON u.id = f.unit_id
LEFT JOIN filing_duties d ON d.receiver_id = f.receiver_id AND d.year = f.year AND d.unit_id = f.unit_id
LEFT JOIN LATERAL (SELECT * FROM filing_gaps s WHERE s.filing_id = f.id ORDER BY s.round DESC LIMIT 1) g ON true `

const pageOfReceived = selectListed + `WHERE (f.receiver_id IN @receivers OR f.unit_id IN @units)
	AND (@year = 0 OR f.year = @year) AND (@unit = '' OR f.unit_id = @unit) AND (@state = '' OR f.state = @state)
	AND (@text = '' OR strpos(lower(u.name || ' ' || u.id || ' ' || f.number || ' ' || f.title), lower(@text)) > 0)
	AND (@begin OR (f.arrived_at, f.id) < (@at, @id))
ORDER BY f.arrived_at DESC, f.id DESC LIMIT @limit`

// Received gives a page of what was filed with the receivers.
// Faults: invalid limit_out_of_range, cursor_invalid.
func (s *Store) Received(ctx context.Context, filter review.Filter, limit int, after string) (review.Page, error) {
	if limit < 1 || limit > maxList {
		return review.Page{}, outOfRange(maxList)
	}
	c, begin, err := readCursor("received", after)
	if err != nil {
		return review.Page{}, err
	}
	var rows []receivedSummaryRow
	err = s.db.WithContext(ctx).Raw(pageOfReceived, map[string]any{
		"receivers": orNone(filter.Receivers), "units": orNone(filter.Units), "year": filter.Year, "unit": filter.Unit, "state": string(filter.State), "text": filter.Text,
		"begin": begin, "at": c.At, "id": c.ID, "limit": limit + 1,
	}).Scan(&rows).Error
	if err != nil {
		return review.Page{}, translate(err)
	}
	var page review.Page
	for i := range rows {
		if i == limit {
			last := &rows[i-1]
			page.NextCursor = cursor{List: "received", At: last.Row.ArrivedAt, ID: last.Row.ID}.String()
			break
		}
		page.Filings = append(page.Filings, rows[i].summary())
	}
	return page, nil
}

func (r *receivedSummaryRow) summary() review.Summary {
	out := review.Summary{
		Filing: r.Row.core(), UnitName: r.UnitName, Late: r.Late, Drawn: r.Drawn,
		DepartmentTotal: r.DepartmentTotal, FinanceTotal: r.FinanceTotal,
	}
	if r.GapDeducted != nil {
		out.Gap = &review.GapStanding{
			Deducted: *r.GapDeducted, After: r.GapAfter, Scheme: r.GapScheme, SchemeVersion: r.GapSchemeVersion, Outdated: r.GapOutdated,
		}
	}
	return out
}

// ReceivedFiling gives one filing with its opinions.
// Fault: not_found filing_not_found.
func (s *Store) ReceivedFiling(ctx context.Context, id string) (review.Summary, []review.Opinion, error) {
	tx := s.db.WithContext(ctx)
	var row receivedSummaryRow
	found := tx.Raw(selectReceived+`WHERE f.id = ?`, id).Scan(&row)
	if found.Error != nil {
		return review.Summary{}, nil, translate(found.Error)
	}
	if found.RowsAffected == 0 {
		return review.Summary{}, nil, fault.New(fault.NotFound, "filing_not_found", "no filing %.60q", id)
	}
	opinions, err := opinionsOn(tx, id)
	return row.summary(), opinions, translate(err)
}

// Duty is a unit that has to file in a year (应报送单位).
type Duty struct {
	ReceiverID string `gorm:"primaryKey"`
	Year       int    `gorm:"primaryKey"`
	UnitID     string `gorm:"primaryKey"`
	DueOn      day
}

// TableName names the table.
func (Duty) TableName() string { return "filing_duties" }

// PutDuties replaces whom a receiver expects in a year, with an entry in the
// journal of the installation.
// Fault: invalid unit_unknown, with a field for each.
func (s *Store) PutDuties(ctx context.Context, by AdministrationRequest, b review.Book, due map[string]calendar.Date) error {
	rows := make([]Duty, 0, len(due))
	for unit, on := range due {
		rows = append(rows, Duty{ReceiverID: b.ReceiverID, Year: b.Year, UnitID: unit, DueOn: day(on)})
	}
	keep := []string{""}
	for _, r := range rows {
		keep = append(keep, r.UnitID)
	}
	touched := []registerScope{{administration.FilingDuties, "receiver_id = ? AND year = ?", []any{b.ReceiverID, b.Year}}}
	return s.administrate(ctx, by, func(a *administrating) error {
		if err := knownUnits(a.tx, slices.Sorted(maps.Keys(due))); err != nil {
			return err
		}
		return a.registering(touched, func() error {
			err := a.tx.Exec("DELETE FROM filing_duties WHERE receiver_id = ? AND year = ? AND unit_id NOT IN ?", b.ReceiverID, b.Year, keep).Error
			if err != nil {
				return err
			}
			return insert(a.tx.Clauses(clause.OnConflict{UpdateAll: true}), rows)
		})
	})
}

// knownUnits refuses units that are not registered. Fault: invalid unit_unknown.
func knownUnits(tx *gorm.DB, units []string) error {
	var known []string
	if err := tx.Raw("SELECT id FROM units WHERE id IN ?", append(units, "")).Scan(&known).Error; err != nil {
		return err
	}
	var wrong []fault.Field
	for _, id := range units {
		if !slices.Contains(known, id) {
			wrong = append(wrong, fault.Field{Name: id, Reason: "unit_unknown"})
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, "unit_unknown", "%d units are not registered", len(wrong)).WithFields(wrong...)
}

// One line a unit that has to file, or has filed without having to: what it
// filed last decides.
const standings = `WITH standing AS (
	SELECT d.unit_id, u.name AS unit_name, d.due_on, f.id AS filing_id, f.number, f.arrived_at, f.state,
		CASE WHEN f.id IS NULL THEN 'missing' WHEN f.state = 'returned' THEN 'returned'
			WHEN ` + arrivedAfter + ` THEN 'late' ELSE 'filed' END AS standing,
		(f.id IS NULL OR f.state = 'returned') AND (CAST(@now AS timestamptz) AT TIME ZONE 'Asia/Shanghai')::date > d.due_on AS overdue
	FROM filing_duties d JOIN units u ON u.id = d.unit_id
	LEFT JOIN LATERAL (SELECT r.* FROM received_filings r WHERE r.receiver_id = d.receiver_id AND r.unit_id = d.unit_id
		AND r.year = d.year AND r.state <> 'superseded' AND r.rectifies = '' ORDER BY r.arrived_at DESC, r.id DESC LIMIT 1) f ON true
	WHERE d.receiver_id = @receiver AND d.year = @year
	UNION ALL
	SELECT f.unit_id, u.name, NULL, f.id, f.number, f.arrived_at, f.state, 'unlisted', false
	FROM (SELECT DISTINCT ON (r.unit_id) r.* FROM received_filings r WHERE r.receiver_id = @receiver AND r.year = @year
		AND r.state <> 'superseded' AND r.rectifies = '' ORDER BY r.unit_id, r.arrived_at DESC, r.id DESC) f JOIN units u ON u.id = f.unit_id
	WHERE NOT EXISTS (SELECT 1 FROM filing_duties d WHERE d.receiver_id = f.receiver_id AND d.year = f.year AND d.unit_id = f.unit_id)) `

type completenessRow struct {
	UnitID, UnitName string
	DueOn            *day
	FilingID, Number string
	ArrivedAt        *time.Time
	State            string
	Standing         string
	Overdue          bool
}

func (r completenessRow) core() review.Completeness {
	out := review.Completeness{
		UnitID: r.UnitID, UnitName: r.UnitName, Standing: review.Standing(r.Standing), Overdue: r.Overdue,
		FilingID: r.FilingID, Number: r.Number, ArrivedAt: instant(r.ArrivedAt), State: review.State(r.State),
	}
	if r.DueOn != nil {
		out.DueOn = calendar.Date(*r.DueOn)
	}
	return out
}

// Completeness tells which units have filed, are late, were sent back or are
// missing (报送完整性), counted by the database over all of them.
// Faults: invalid limit_out_of_range, cursor_invalid.
func (s *Store) Completeness(ctx context.Context, b review.Book, f review.UnitFilter, now time.Time, limit int, after string) (review.CompletenessPage, error) {
	page := review.CompletenessPage{Counts: map[review.Standing]int{}}
	if limit < 1 || limit > maxList {
		return page, outOfRange(maxList)
	}
	c, _, err := readCursor("completeness", after)
	if err != nil {
		return page, err
	}
	args := map[string]any{"receiver": b.ReceiverID, "year": b.Year, "now": now, "standing": string(f.Standing), "text": f.Text, "id": c.ID, "limit": limit + 1}
	tx := s.db.WithContext(ctx)
	var counted []struct {
		Standing       string
		Units, Overdue int
	}
	err = tx.Raw(standings+`SELECT standing, count(*) AS units, count(*) FILTER (WHERE overdue) AS overdue FROM standing GROUP BY standing`, args).Scan(&counted).Error
	if err != nil {
		return page, translate(err)
	}
	for _, n := range counted {
		page.Counts[review.Standing(n.Standing)] = n.Units
		if review.Standing(n.Standing) != review.StandingUnlisted {
			page.Total, page.Overdue = page.Total+n.Units, page.Overdue+n.Overdue
		}
	}
	var rows []completenessRow
	err = tx.Raw(standings+`SELECT unit_id, unit_name, due_on, COALESCE(filing_id, '') AS filing_id, COALESCE(number, '') AS number,
		arrived_at, COALESCE(state, '') AS state, standing, overdue
		FROM standing WHERE unit_id > @id AND (@standing = '' OR standing = @standing)
			AND (@text = '' OR strpos(lower(unit_name || ' ' || unit_id), lower(@text)) > 0) ORDER BY unit_id LIMIT @limit`, args).Scan(&rows).Error
	for i, r := range rows {
		if i == limit {
			page.NextCursor = cursor{List: "completeness", ID: rows[i-1].UnitID}.String()
			break
		}
		page.Units = append(page.Units, r.core())
	}
	return page, translate(err)
}

// Drawable lists the filings of a book that passed the form check.
func (s *Store) Drawable(ctx context.Context, b review.Book) ([]string, error) {
	var ids []string
	err := s.db.WithContext(ctx).Raw(`SELECT id FROM received_filings WHERE receiver_id = ? AND year = ? AND state = 'accepted' AND rectifies = '' ORDER BY id LIMIT ?`,
		b.ReceiverID, b.Year, review.MaxPopulation+1).Scan(&ids).Error
	return ids, translate(err)
}

// Draw finds a draw. Fault: not_found draw_not_found.
func (s *Store) Draw(ctx context.Context, id string) (review.Draw, error) {
	d, err := findDraw(s.db.WithContext(ctx), id)
	return d, translate(err)
}

// Draws lists the draws of a book, the latest first.
func (s *Store) Draws(ctx context.Context, b review.Book) ([]review.Draw, error) {
	var rows []drawRow
	err := s.db.WithContext(ctx).Where("receiver_id = ? AND year = ?", b.ReceiverID, b.Year).Order("listed_at DESC, id").Limit(maxList).Find(&rows).Error
	return coreOf(rows, (*drawRow).core), translate(err)
}

// Ranking gives the accepted filings of a book with the points that prevail:
// the bureau's, else the department's, else the unit's own. One without points
// is not in it.
func (s *Store) Ranking(ctx context.Context, b review.Book) ([]review.Summary, error) {
	var rows []receivedSummaryRow
	err := s.db.WithContext(ctx).Raw(selectListed+`WHERE f.receiver_id = ? AND f.year = ? AND f.state = 'accepted' AND f.rectifies = '' ORDER BY f.number LIMIT ?`,
		b.ReceiverID, b.Year, review.MaxPopulation).Scan(&rows).Error
	return coreOf(rows, (*receivedSummaryRow).summary), translate(err)
}

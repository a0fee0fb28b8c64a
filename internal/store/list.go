package store

import (
	"context"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

// maxList bounds a page of a list.
const maxList = 100

// Summary is an evaluation as a list shows it (评价概要).
type Summary struct {
	ID            evaluation.ID
	Title         string
	Year          int
	UnitID        string
	UnitName      string
	State         evaluation.State
	StartedAt     time.Time
	FinishedAt    time.Time
	CurrentStage  string    // title of the open stage that is due first
	DueAt         time.Time // when that stage is due
	DeclaredTotal string
	DeclaredGrade string
	// Digest and PublishedAt are set once it is public.
	Digest      string
	PublishedAt time.Time
	// Seq is the end of its journal.
	Seq int64
	// Timescale is by what its days are counted.
	Timescale calendar.Timescale
}

// SummaryPage is a page of evaluations. NextCursor is empty on the last.
type SummaryPage struct {
	Evaluations []Summary
	NextCursor  string
}

// Visible says which evaluations somebody may see in a list (可见范围): those
// of the units, those filed to the receivers, and those the person is appointed in.
type Visible struct {
	Units     []string
	Receivers []string
	Person    evaluation.PersonID
	// TakingPart leaves those that are going on and in which the person is
	// appointed or has or settled a task.
	TakingPart bool
}

type summaryRow struct {
	ID, Title                            string
	Year                                 int
	UnitID, UnitName, State              string
	StartedAt                            time.Time
	FinishedAt                           *time.Time
	CurrentStage                         string
	DueAt                                *time.Time
	DeclaredTotal, DeclaredGrade, Digest string
	PublishedAt                          *time.Time
	Seq                                  int64
	TimescaleOrigin                      day
	TimescaleStartedAt                   *time.Time
	TimescaleDayNanos                    int64
}

// What is public is shown as it was published, also while a later version waits.
const summaryColumns = `SELECT e.id, e.title, e.year, e.unit_id, u.name AS unit_name, e.state, e.started_at, e.finished_at,
	COALESCE(x.title, '') AS current_stage, x.due_at,
	COALESCE(d.declared_total, '') AS declared_total, COALESCE(d.declared_grade, '') AS declared_grade,
	COALESCE(p.digest, '') AS digest, p.published_at, e.seq,
	e.timescale_origin, e.timescale_started_at, e.timescale_day_nanos
FROM evaluations e
JOIN units u ON u.id = e.unit_id
LEFT JOIN publications p ON p.evaluation_id = e.id
	AND NOT EXISTS (SELECT FROM publications n WHERE n.evaluation_id = p.evaluation_id AND n.number > p.number)
LEFT JOIN LATERAL (SELECT y.declared_total, y.declared_grade FROM dossiers y WHERE y.evaluation_id = e.id
	ORDER BY y.digest IS NOT DISTINCT FROM p.digest DESC, y.version DESC LIMIT 1) d ON true
LEFT JOIN LATERAL (SELECT s.title, s.due_at FROM stages s WHERE s.evaluation_id = e.id AND s.state = 'open'
	ORDER BY s.due_at, s.position LIMIT 1) x ON true `

// Ids sort by the time of the start, so the latest come first.
const selectVisible = summaryColumns + `WHERE e.id IN (
	(SELECT v.id FROM evaluations v WHERE v.unit_id IN @units AND v.id < @id ORDER BY v.id DESC LIMIT @limit)
	UNION
	(SELECT f.evaluation_id FROM filings f WHERE f.receiver_id IN @receivers AND f.evaluation_id < @id
		ORDER BY f.evaluation_id DESC LIMIT @limit)
	UNION
	(SELECT o.id FROM evaluations o WHERE o.origin <> 'null' AND o.receiver_id IN @receivers AND o.id < @id
		ORDER BY o.id DESC LIMIT @limit)
	UNION
	(SELECT m.evaluation_id FROM members m WHERE m.person_id = @person AND m.evaluation_id < @id
		ORDER BY m.evaluation_id DESC LIMIT @limit))
ORDER BY e.id DESC LIMIT @limit`

// selectTakingPart begins with what is the person's own, which is little, and
// asks of each whether it may be seen.
const selectTakingPart = summaryColumns + `WHERE e.id < @id AND e.state IN ('running', 'suspended')
	AND e.id IN (
		SELECT m.evaluation_id FROM members m WHERE m.person_id = @person
		UNION SELECT t.evaluation_id FROM tasks t WHERE t.assignee = @person AND t.state = 'claimed'
		UNION SELECT t.evaluation_id FROM tasks t WHERE t.done_by = @person AND t.done_by <> '')
	AND (e.unit_id IN @units
		OR e.origin <> 'null' AND e.receiver_id IN @receivers
		OR EXISTS (SELECT FROM filings f WHERE f.evaluation_id = e.id AND f.receiver_id IN @receivers)
		OR EXISTS (SELECT FROM members m WHERE m.evaluation_id = e.id AND m.person_id = @person))
ORDER BY e.id DESC LIMIT @limit`

// afterAllIDs sorts behind every id, which all begin with "ev-", in any collation.
const afterAllIDs = "ew"

// Evaluations gives a page of the evaluations that somebody may see, the
// latest first. Faults: invalid limit_out_of_range, cursor_invalid.
func (s *Store) Evaluations(ctx context.Context, v Visible, limit int, after string) (SummaryPage, error) {
	if limit < 1 || limit > maxList {
		return SummaryPage{}, outOfRange(maxList)
	}
	list, query := "evaluations", selectVisible
	if v.TakingPart {
		list, query = "evaluations taking part", selectTakingPart
	}
	c, begin, err := readCursor(list, after)
	if err != nil {
		return SummaryPage{}, err
	}
	if begin {
		c.ID = afterAllIDs
	}
	var rows []summaryRow
	err = s.db.WithContext(ctx).Raw(query, map[string]any{
		"units": orNone(v.Units), "receivers": orNone(v.Receivers), "person": string(v.Person), "id": c.ID, "limit": limit + 1,
	}).Scan(&rows).Error
	if err != nil {
		return SummaryPage{}, err
	}
	return summaryPage(rows, limit, func(r summaryRow) cursor { return cursor{List: list, ID: r.ID} }), nil
}

// orNone keeps an empty list from becoming no condition at all.
func orNone(list []string) []string {
	if len(list) == 0 {
		return []string{""}
	}
	return list
}

func summaryPage(rows []summaryRow, limit int, at func(summaryRow) cursor) SummaryPage {
	var page SummaryPage
	for i, r := range rows {
		if i == limit {
			page.NextCursor = at(rows[i-1]).String()
			break
		}
		page.Evaluations = append(page.Evaluations, r.summary())
	}
	return page
}

func (r *summaryRow) summary() Summary {
	return Summary{
		ID: evaluation.ID(r.ID), Title: r.Title, Year: r.Year, UnitID: r.UnitID, UnitName: r.UnitName,
		State: evaluation.State(r.State), StartedAt: r.StartedAt.UTC(), FinishedAt: instant(r.FinishedAt),
		CurrentStage: r.CurrentStage, DueAt: instant(r.DueAt), DeclaredTotal: r.DeclaredTotal, DeclaredGrade: r.DeclaredGrade,
		Digest: r.Digest, PublishedAt: instant(r.PublishedAt), Seq: r.Seq,
		Timescale: calendar.Timescale{
			Origin: calendar.Date(r.TimescaleOrigin), StartedAt: instant(r.TimescaleStartedAt), Day: time.Duration(r.TimescaleDayNanos),
		},
	}
}

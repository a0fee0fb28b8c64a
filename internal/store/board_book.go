package store

import (
	"slices"

	"jiheng/internal/board"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/review"
)

// selectBookYears lists the years in which receivers expect or have something.
const selectBookYears = `SELECT year FROM filing_duties WHERE receiver_id = ANY(@overseen)
	UNION SELECT year FROM received_filings WHERE receiver_id = ANY(@overseen) ORDER BY year DESC`

// selectBooks tells of every unit that receivers expect in a year, or that filed
// with them, where it stands with the newest that it filed.
const selectBooks = `SELECT u.unit_id, n.name AS unit_name, d.due_on, COALESCE(f.id, '') AS filing, COALESCE(f.state, '') AS state,
	(f.arrived_at AT TIME ZONE 'Asia/Shanghai')::date AS arrived_on,
	EXISTS (SELECT FROM filing_opinions o WHERE o.filing_id = f.id AND o.reviewer = 'finance') AS reviewed,
	EXISTS (SELECT FROM review_draws w WHERE w.receiver_id = f.receiver_id AND w.year = f.year AND w.lots <> 'null') AS drawn,
	COALESCE(` + isDrawn + `, false) AS picked,
	(SELECT count(*) FROM rectification_notices r WHERE r.filing_id = f.id)
		+ (SELECT count(*) FROM evaluations e WHERE e.origin ->> 'filing' = f.id AND e.state <> 'terminated') AS ordered,
	(SELECT count(*) FROM rectification_notices r WHERE r.filing_id = f.id
			AND EXISTS (SELECT FROM received_filings a WHERE a.rectifies = r.id AND a.state = 'accepted'))
		+ (SELECT count(*) FROM evaluations e WHERE e.origin ->> 'filing' = f.id AND e.state = 'finished') AS righted
FROM (SELECT unit_id FROM filing_duties WHERE receiver_id = ANY(@overseen) AND year = @year
	UNION SELECT unit_id FROM received_filings WHERE receiver_id = ANY(@overseen) AND year = @year AND rectifies = '') u
JOIN units n ON n.id = u.unit_id
LEFT JOIN LATERAL (SELECT due_on FROM filing_duties d WHERE d.receiver_id = ANY(@overseen) AND d.year = @year AND d.unit_id = u.unit_id
	ORDER BY d.due_on LIMIT 1) d ON true
LEFT JOIN LATERAL (SELECT * FROM received_filings f WHERE f.receiver_id = ANY(@overseen) AND f.year = @year AND f.unit_id = u.unit_id
	AND f.rectifies = '' AND f.state <> 'superseded' ORDER BY f.arrived_at DESC, f.id DESC LIMIT 1) f ON true
ORDER BY n.name, u.unit_id LIMIT @limit`

type unitBookRow struct {
	UnitID, UnitName        string
	DueOn, ArrivedOn        *day
	Filing, State           string
	Reviewed, Drawn, Picked bool
	Ordered, Righted        int
}

func (r *unitBookRow) core() board.Book {
	return board.Book{
		UnitID: r.UnitID, UnitName: r.UnitName, DueOn: dayOf(r.DueOn), Filing: r.Filing, ArrivedOn: dayOf(r.ArrivedOn), State: review.State(r.State),
		Reviewed: r.Reviewed, Drawn: r.Drawn, Picked: r.Picked, Ordered: r.Ordered, Righted: r.Righted,
	}
}

func dayOf(d *day) calendar.Date {
	if d == nil {
		return calendar.Date{}
	}
	return calendar.Date(*d)
}

// bookYears adds the years of the receivers' books to those to choose from.
func (b *boarding) bookYears() error {
	var years []int
	if len(b.q.Overseen) == 0 {
		return nil
	}
	if err := b.tx.Raw(selectBookYears, b.args).Scan(&years).Error; err != nil {
		return err
	}
	for _, y := range years {
		if !slices.Contains(b.out.Years, y) {
			b.out.Years = append(b.out.Years, y)
		}
	}
	slices.SortFunc(b.out.Years, func(x, y int) int { return y - x })
	if b.out.Year == 0 && b.q.Evaluation == "" && len(b.out.Years) > 0 {
		b.out.Year = b.out.Years[0]
	}
	return nil
}

// books adds what receivers do with what is filed, and the units that have
// begun nothing here, of which only the books know.
func (b *boarding) books() error {
	if len(b.q.Overseen) == 0 || b.q.Evaluation != "" || b.out.Process == evaluation.RectificationProcess {
		return nil
	}
	var rows []unitBookRow
	if err := b.tx.Raw(selectBooks, b.args).Scan(&rows).Error; err != nil {
		return err
	}
	if len(rows) == 0 {
		return nil
	}
	own := len(b.out.Columns)
	b.out.Columns = board.WithBook(b.out.Columns)
	for i := range b.out.Rows {
		for len(b.out.Rows[i].Cells) < len(b.out.Columns) {
			b.out.Rows[i].Cells = append(b.out.Rows[i].Cells, board.Cell{State: board.Skipped})
		}
	}
	today := calendar.DateOf(b.q.Now)
	for i := range rows {
		book, known := rows[i].core(), false
		for k := range b.out.Rows {
			if line := &b.out.Rows[k]; line.UnitID == book.UnitID && (line.Outline || line.Whole) {
				line.Filing, known = book.Filing, true
				b.out.Enter(line, book, own, today)
			}
		}
		if !known {
			b.out.Rows = append(b.out.Rows, b.out.Stranger(book, today))
		}
	}
	if len(b.out.Rows) > board.MaxRows {
		b.out.Rows, b.out.More = b.out.Rows[:board.MaxRows], true
	}
	return nil
}

// outlined lists what is late of what is seen in outline: stages, not tasks.
func (b *boarding) outlined() error {
	late := b.out.Outlined()
	b.out.Late += len(late)
	b.out.Overdue = append(b.out.Overdue, late...)
	slices.SortStableFunc(b.out.Overdue, func(x, y board.Overdue) int { return y.Days - x.Days })
	if len(b.out.Overdue) > board.MaxOverdue {
		b.out.Overdue = b.out.Overdue[:board.MaxOverdue]
	}
	return nil
}

package store

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/board"
	"jiheng/internal/evaluation"
)

// selectOnBoard lists the evaluations that somebody sees on the board, and
// whether whole; the latest first.
const selectOnBoard = `SELECT e.id, bool_or(v.whole) AS whole, bool_and(v.outline) AS outline, e.unit_id, u.name AS unit_name, e.title, e.year, e.state,
	e.process_name, e.process_version, e.process_digest, e.timescale_day_nanos
FROM (SELECT id, true AS whole, false AS outline FROM evaluations WHERE unit_id = ANY(@units)
	UNION ALL SELECT evaluation_id, true, false FROM filings WHERE receiver_id = ANY(@receivers)
	UNION ALL SELECT id, true, false FROM evaluations WHERE origin <> 'null' AND receiver_id = ANY(@receivers)
	UNION ALL SELECT evaluation_id, true, false FROM members WHERE person_id = @person AND role = ANY(@roles)
	UNION ALL SELECT id, false, false FROM evaluations WHERE unit_id = ANY(@own)
	UNION ALL SELECT id, false, true FROM evaluations WHERE origin = 'null' AND receiver_id = ANY(@overseen) AND @evaluation = '') v
JOIN evaluations e ON e.id = v.id
JOIN units u ON u.id = e.unit_id
WHERE (@year = 0 OR e.year = @year) AND (@process = '' OR e.process_name = @process) AND (@evaluation = '' OR e.id = @evaluation)
GROUP BY e.id, u.name ORDER BY u.name, e.id DESC LIMIT @limit`

// selectBoardChoices lists which years and processes the same evaluations have.
const selectBoardChoices = `SELECT e.year, e.process_name, max(d.title) AS title
FROM (SELECT id FROM evaluations WHERE unit_id = ANY(@units)
	UNION SELECT evaluation_id FROM filings WHERE receiver_id = ANY(@receivers)
	UNION SELECT id FROM evaluations WHERE origin <> 'null' AND receiver_id = ANY(@receivers)
	UNION SELECT evaluation_id FROM members WHERE person_id = @person AND role = ANY(@roles)
	UNION SELECT id FROM evaluations WHERE unit_id = ANY(@own)
	UNION SELECT id FROM evaluations WHERE origin = 'null' AND receiver_id = ANY(@overseen)) v
JOIN evaluations e ON e.id = v.id
JOIN process_definitions d ON d.name = e.process_name AND d.version = e.process_version AND d.digest = e.process_digest
GROUP BY e.year, e.process_name ORDER BY e.year DESC, count(*) DESC, e.process_name`

type boardRow struct {
	ID                string
	Whole, Outline    bool
	UnitID, UnitName  string
	Title             string
	Year              int
	State             string
	ProcessName       string
	ProcessVersion    int
	ProcessDigest     string
	TimescaleDayNanos int64
}

func (r *boardRow) day() time.Duration { return time.Duration(r.TimescaleDayNanos) }

// boarding is a board while it is read, in one transaction that sees one moment.
type boarding struct {
	tx   *gorm.DB
	defs *definitions
	q    board.Question
	seen []boardRow
	args map[string]any
	out  board.Board
}

// Board tells how the evaluations stand that a question asks for.
func (s *Store) Board(ctx context.Context, q board.Question) (board.Board, error) {
	b := &boarding{defs: s.definitions, q: q, out: board.Board{Now: q.Now, Year: q.Year, Process: q.Process}}
	err := s.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		b.tx = tx
		for _, step := range []func() error{b.choose, b.bookYears, b.find, b.cells, b.books, b.told, b.overdue, b.outlined, b.persons, b.progress} {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	}, snapshot())
	return b.out, err
}

// choose takes the newest year and its most common process where the question
// leaves them open.
func (b *boarding) choose() error {
	var own []string
	for _, d := range b.q.Own {
		if !slices.Contains(own, d.Unit) {
			own = append(own, d.Unit)
		}
	}
	b.args = map[string]any{
		"units": texts(b.q.Units), "receivers": texts(b.q.Receivers), "overseen": texts(b.q.Overseen), "person": string(b.q.Person), "roles": names(b.q.Roles),
		"own": texts(own), "evaluation": string(b.q.Evaluation), "limit": board.MaxRows + 1, "now": b.q.Now, "departments": texts(departmentKeys(b.q.Own)),
	}
	var rows []struct {
		Year               int
		ProcessName, Title string
	}
	if err := b.tx.Raw(selectBoardChoices, b.args).Scan(&rows).Error; err != nil {
		return err
	}
	for _, r := range rows {
		if !slices.Contains(b.out.Years, r.Year) {
			b.out.Years = append(b.out.Years, r.Year)
		}
		if b.out.Year == 0 && b.q.Evaluation == "" {
			b.out.Year = r.Year
		}
		if r.Year != b.out.Year {
			continue
		}
		b.out.Processes = append(b.out.Processes, board.Process{Name: r.ProcessName, Title: r.Title})
		if b.out.Process == "" && b.q.Evaluation == "" {
			b.out.Process = r.ProcessName
		}
	}
	return nil
}

// find lists the evaluations, and whom they are narrowed for.
func (b *boarding) find() error {
	b.args["year"], b.args["process"] = b.out.Year, b.out.Process
	if err := b.tx.Raw(selectOnBoard, b.args).Scan(&b.seen).Error; err != nil {
		return err
	}
	if len(b.seen) > board.MaxRows {
		b.seen, b.out.More = b.seen[:board.MaxRows], true
	}
	var whole, part, outline []string
	for _, r := range b.seen {
		switch {
		case r.Whole:
			whole = append(whole, r.ID)
		case r.Outline:
			outline = append(outline, r.ID)
		default:
			part = append(part, r.ID)
		}
	}
	b.args["outline"] = texts(outline)
	b.args["whole"], b.args["part"], b.args["all"] = texts(whole), texts(part), texts(slices.Concat(whole, part, outline))
	return nil
}

// ofScope narrows tasks t to what the question's scope has of them.
const ofScope = ` (t.evaluation_id = ANY(@whole) OR t.evaluation_id = ANY(@part) AND
	(t.assignee = @person OR t.done_by = @person OR t.department_id <> '' AND t.unit_id || '/' || t.department_id = ANY(@departments))) `

func departmentKeys(own []board.Department) []string {
	var out []string
	for _, d := range own {
		if d.ID != "" {
			out = append(out, d.Unit+"/"+d.ID)
		}
	}
	return out
}

func names[T ~string](list []T) texts {
	out := make(texts, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

func (b *boarding) row(id string) *boardRow {
	i := slices.IndexFunc(b.seen, func(r boardRow) bool { return r.ID == id })
	return &b.seen[i]
}

// stageState reads a state that a constraint keeps true.
func stageState(text string) evaluation.StageState { return evaluation.StageState(text) }

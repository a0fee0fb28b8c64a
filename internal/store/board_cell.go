package store

import (
	"time"

	"jiheng/internal/board"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

// selectBoardCells counts the tasks of every stage, by item where one evaluation
// is asked for.
const selectBoardCells = `SELECT s.evaluation_id, s.id AS stage, s.position, s.title, s.state, s.due_on, s.due_at, s.settled_at,
	COALESCE(c.item_id, '') AS item, COALESCE(c.items, 0) AS items, COALESCE(c.open, 0) AS open, COALESCE(c.again, 0) AS again, c.first_due
FROM stages s
LEFT JOIN (SELECT t.evaluation_id, t.stage_id, CASE WHEN @evaluation = '' THEN '' ELSE t.item_id END AS item_id,
		count(DISTINCT t.item_id) AS items,
		count(DISTINCT t.item_id) FILTER (WHERE t.state IN ('open', 'claimed')) AS open,
		count(DISTINCT t.item_id) FILTER (WHERE t.state IN ('open', 'claimed') AND t.round > 1) AS again,
		min(t.due_at) FILTER (WHERE t.state IN ('open', 'claimed')) AS first_due
	FROM tasks t WHERE (t.evaluation_id = ANY(@outline) OR` + ofScope + `) GROUP BY 1, 2, 3) c ON c.evaluation_id = s.evaluation_id AND c.stage_id = s.id
WHERE s.evaluation_id = ANY(@all) ORDER BY s.evaluation_id, s.position`

const selectBoardItems = `SELECT i.id, i.title, COALESCE(d.name, i.department_id) AS department
FROM items i JOIN evaluations e ON e.id = i.evaluation_id
LEFT JOIN departments d ON d.unit_id = e.unit_id AND d.id = i.department_id
WHERE i.evaluation_id = @evaluation
	AND (i.evaluation_id = ANY(@whole) OR e.unit_id || '/' || i.department_id = ANY(@departments))
ORDER BY i.position LIMIT @limit`

type cellRow struct {
	EvaluationID, Stage, Title, State string
	Position                          int
	DueOn                             day
	DueAt                             time.Time
	SettledAt                         *time.Time
	Item                              string
	Items, Open, Again                int
	FirstDue                          *time.Time
}

func (r *cellRow) facts(of *boardRow) board.Facts {
	return board.Facts{
		Evaluation: evaluation.State(of.State), Stage: stageState(r.State), DueOn: calendar.Date(r.DueOn), DueAt: r.DueAt.UTC(),
		SettledAt: instant(r.SettledAt), Day: of.day(), Items: r.Items, Open: r.Open, Again: r.Again, FirstDue: instant(r.FirstDue),
	}
}

// cells fills the heat map.
func (b *boarding) cells() error {
	var rows []cellRow
	if err := b.tx.Raw(selectBoardCells, b.args).Scan(&rows).Error; err != nil {
		return err
	}
	b.columns(rows)
	if b.q.Evaluation != "" {
		return b.itemRows(rows)
	}
	of := map[string][]cellRow{}
	for _, r := range rows {
		of[r.EvaluationID] = append(of[r.EvaluationID], r)
	}
	for _, r := range b.seen {
		line := board.Row{
			Evaluation: evaluation.ID(r.ID), Unit: r.UnitName, Title: r.Title, State: evaluation.State(r.State), Whole: r.Whole, Outline: r.Outline,
			UnitID: r.UnitID, Cells: make([]board.Cell, len(b.out.Columns)),
		}
		b.fill(&line, of[r.ID], &r)
		if r.Outline {
			b.outline(&line, &r)
		}
		b.out.Rows = append(b.out.Rows, line)
	}
	return nil
}

// columns are the stages of all versions that are shown, in their order.
func (b *boarding) columns(rows []cellRow) {
	for i := range rows {
		r := &rows[i]
		if b.column(r.Stage) < 0 {
			b.out.Columns = append(b.out.Columns, board.Column{ID: evaluation.StageID(r.Stage), Title: r.Title})
		}
	}
}

func (b *boarding) column(stage string) int {
	for i, c := range b.out.Columns {
		if string(c.ID) == stage {
			return i
		}
	}
	return -1
}

// outline leaves of a row what an outline shows: how its stages stand, and
// nothing of what is in them.
func (b *boarding) outline(line *board.Row, of *boardRow) {
	line.Title = of.ProcessName
	for _, p := range b.out.Processes {
		if p.Name == of.ProcessName {
			line.Title = p.Title
		}
	}
	for i := range line.Cells {
		line.Cells[i].Items, line.Cells[i].Open = 0, 0
	}
}

func (b *boarding) fill(line *board.Row, rows []cellRow, of *boardRow) {
	for i := range line.Cells {
		line.Cells[i].State = board.Skipped // a version may not have the stage
	}
	for i := range rows {
		line.Cells[b.column(rows[i].Stage)] = rows[i].facts(of).Cell(b.q.Now)
	}
}

// itemRows are the items of one evaluation, and first what is done for it whole.
func (b *boarding) itemRows(rows []cellRow) error {
	if len(b.seen) == 0 {
		return nil
	}
	of := &b.seen[0]
	var items []struct{ ID, Title, Department string }
	if err := b.tx.Raw(selectBoardItems, b.args).Scan(&items).Error; err != nil {
		return err
	}
	b.out.Year, b.out.Process = of.Year, of.ProcessName
	def, err := b.defs.get(b.tx, evaluation.ProcessRef{Name: of.ProcessName, Version: of.ProcessVersion, Digest: of.ProcessDigest})
	if err != nil {
		return err
	}
	add := func(id, title, department string) {
		line := board.Row{
			Evaluation: evaluation.ID(of.ID), Item: evaluation.ItemID(id), Unit: of.UnitName, Title: title, Department: department,
			State: evaluation.State(of.State), Whole: of.Whole, Cells: make([]board.Cell, len(b.out.Columns)),
		}
		b.fillItem(&line, rows, of)
		for k, c := range b.out.Columns {
			// What is done once is not asked of an item, and the other way round.
			if sd, _ := def.Stage(c.ID); (sd.ForEach == nil) != (id == "") {
				line.Cells[k] = board.Cell{State: board.Skipped}
			}
		}
		b.out.Rows = append(b.out.Rows, line)
	}
	add("", of.Title, "")
	for _, it := range items {
		if len(b.out.Rows) == board.MaxRows {
			b.out.More = true
			return nil
		}
		add(it.ID, it.Title, it.Department)
	}
	return nil
}

// fillItem shows the item's own share of each stage; of one that was not opened
// for it only whether it has yet to come.
func (b *boarding) fillItem(line *board.Row, rows []cellRow, of *boardRow) {
	for i := range rows {
		r := rows[i]
		k := b.column(r.Stage)
		own := r.Item == string(line.Item) && r.Items > 0
		if !own {
			if line.Cells[k].State != "" && line.Cells[k].Items > 0 {
				continue
			}
			r.Items, r.Open, r.Again, r.FirstDue = 0, 0, 0, nil
			if stageState(r.State) == evaluation.StageActive {
				r.State = string(evaluation.StageClosed)
			}
		}
		line.Cells[k] = r.facts(of).Cell(b.q.Now)
	}
}

package store

import (
	"cmp"
	"strings"
	"time"

	"jiheng/internal/board"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

const selectBoardTold = `SELECT n.evaluation_id, n.kind, count(DISTINCT COALESCE(n.seq::text, n.created_at::text)) AS number, max(n.created_at) AS last_at
FROM notices n WHERE (n.evaluation_id = ANY(@whole) OR n.evaluation_id = ANY(@outline)) AND n.kind IN ('reminder', 'overdue', 'escalation', 'urged', 'disclosure_due', 'disclosure_late')
GROUP BY n.evaluation_id, n.kind`

// told counts the reminders that were sent, of what is seen whole.
func (b *boarding) told() error {
	if b.q.Evaluation != "" {
		return nil
	}
	var rows []struct {
		EvaluationID, Kind string
		Number             int
		LastAt             time.Time
	}
	if err := b.tx.Raw(selectBoardTold, b.args).Scan(&rows).Error; err != nil {
		return err
	}
	at := map[string]*board.Told{}
	for i := range b.out.Rows {
		at[string(b.out.Rows[i].Evaluation)] = &b.out.Rows[i].Told
	}
	for _, r := range rows {
		t := at[r.EvaluationID]
		switch r.Kind {
		case "reminder", "disclosure_due":
			t.Reminders += r.Number
		case "overdue", "disclosure_late":
			t.Overdue += r.Number
		case "escalation":
			t.Escalations = r.Number
		case "urged":
			t.Urges = r.Number
		}
		if r.LastAt.After(t.LastAt) {
			t.LastAt = r.LastAt.UTC()
		}
	}
	return nil
}

const selectBoardOverdue = `SELECT t.id, t.evaluation_id, u.name AS unit, s.title AS stage, COALESCE(i.title, '') AS item, t.title,
	COALESCE(p.name, '') AS assignee, COALESCE(d.name, '') AS department, array_to_string(t.roles, ',') AS roles, t.due_on, t.due_at,
	count(*) OVER () AS late,
	(SELECT count(DISTINCT n.seq) FROM notices n WHERE n.evaluation_id = t.evaluation_id AND n.task_id = t.id
		AND n.kind IN ('reminder', 'overdue', 'escalation', 'urged')) AS told
FROM tasks t
JOIN evaluations e ON e.id = t.evaluation_id AND e.state = 'running'
JOIN units u ON u.id = e.unit_id
JOIN stages s ON s.evaluation_id = t.evaluation_id AND s.id = t.stage_id
LEFT JOIN items i ON i.evaluation_id = t.evaluation_id AND i.id = t.item_id
LEFT JOIN persons p ON p.id = t.assignee
LEFT JOIN departments d ON d.unit_id = t.unit_id AND d.id = t.department_id
WHERE t.state IN ('open', 'claimed') AND t.effect = '' AND t.due_at < @now AND` + ofScope + `
ORDER BY t.due_at, t.id LIMIT @listed`

type overdueRow struct {
	ID, EvaluationID, Unit, Stage, Item, Title, Assignee, Department, Roles string
	DueOn                                                                   day
	DueAt                                                                   time.Time
	Late, Told                                                              int
}

// overdue lists what is late, the longest first.
func (b *boarding) overdue() error {
	var rows []overdueRow
	b.args["listed"] = board.MaxOverdue
	if err := b.tx.Raw(selectBoardOverdue, b.args).Scan(&rows).Error; err != nil {
		return err
	}
	for _, r := range rows {
		length := cmp.Or(b.row(r.EvaluationID).day(), 24*time.Hour)
		o := board.Overdue{
			Task: evaluation.TaskID(r.ID), Evaluation: evaluation.ID(r.EvaluationID), Unit: r.Unit, Stage: r.Stage, Item: r.Item, Title: r.Title,
			Assignee: r.Assignee, Department: r.Department, DueOn: calendar.Date(r.DueOn), DueAt: r.DueAt.UTC(),
			Days: board.DaysOf(b.q.Now.Sub(r.DueAt), length), Told: r.Told,
		}
		for role := range strings.SplitSeq(r.Roles, ",") {
			o.Roles = append(o.Roles, evaluation.RoleID(role))
		}
		b.out.Overdue, b.out.Late = append(b.out.Overdue, o), r.Late
	}
	return nil
}

// selectBoardPersons counts what people have and did; of what is not seen whole
// only the person's own.
const selectBoardPersons = `SELECT w.person, p.name, p.post, u.name AS unit, sum(w.open) AS open, sum(w.soon) AS soon, sum(w.late) AS late, sum(w.done) AS done
FROM (SELECT t.assignee AS person, 1 AS open, (t.due_at >= @now AND t.due_at < @soon)::int AS soon, (t.due_at < @now)::int AS late, 0 AS done
	FROM tasks t WHERE t.state = 'claimed' AND (t.evaluation_id = ANY(@whole) OR t.evaluation_id = ANY(@part) AND t.assignee = @person)
	UNION ALL
	SELECT t.done_by, 0, 0, 0, 1 FROM tasks t WHERE t.done_by <> '' AND t.settled_at > @since
		AND (t.evaluation_id = ANY(@whole) OR t.evaluation_id = ANY(@part) AND t.done_by = @person)) w
JOIN persons p ON p.id = w.person
JOIN units u ON u.id = p.unit_id
GROUP BY w.person, p.name, p.post, u.name ORDER BY late DESC, open DESC, done DESC, w.person LIMIT @listed`

func (b *boarding) persons() error {
	b.args["listed"] = board.MaxPersons
	b.args["soon"], b.args["since"] = b.q.Now.AddDate(0, 0, board.SoonDays), b.q.Now.AddDate(0, 0, -30)
	return b.tx.Raw(selectBoardPersons, b.args).Scan(&b.out.Persons).Error
}

// A deadline at 24:00 is of the day that ends with it.
const selectBoardProgress = `SELECT day, sum(planned) AS planned, sum(settled) AS settled
FROM (SELECT ((s.due_at - interval '1 microsecond') AT TIME ZONE 'Asia/Shanghai')::date AS day, 1 AS planned, 0 AS settled
	FROM stages s WHERE s.evaluation_id = ANY(@all)
	UNION ALL
	SELECT (s.settled_at AT TIME ZONE 'Asia/Shanghai')::date, 0, 1 FROM stages s WHERE s.evaluation_id = ANY(@all) AND s.settled_at IS NOT NULL) x
GROUP BY day ORDER BY day LIMIT @listed`

// progress adds up the stages that were to be settled by each day, and were.
func (b *boarding) progress() error {
	var rows []struct {
		Day              day
		Planned, Settled int
	}
	b.args["listed"] = board.MaxPoints
	if err := b.tx.Raw(selectBoardProgress, b.args).Scan(&rows).Error; err != nil {
		return err
	}
	sum := board.Point{}
	for _, r := range rows {
		sum = board.Point{On: calendar.Date(r.Day), Planned: sum.Planned + r.Planned, Settled: sum.Settled + r.Settled}
		b.out.Progress = append(b.out.Progress, sum)
	}
	return nil
}

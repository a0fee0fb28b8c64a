package store

import (
	"reflect"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// taskChange is a task's new row with the version it must still have.
type taskChange struct {
	taskRow
	Seen int64 `json:"seen"`
}

// updateChanged updates any number of tasks at once: a deadline may find
// thousands late. The rows come as one JSON text; json and not jsonb, so that
// a submission stays as it was written.
const updateChanged = `UPDATE tasks t SET
	state = n.state, assignee = n.assignee, due_on = n.due_on, due_at = n.due_at,
	claimed_at = n.claimed_at, settled_at = n.settled_at, overdue_at = n.overdue_at,
	done_by = n.done_by, on_behalf_of = n.on_behalf_of, done_as = n.done_as, opinion = n.opinion,
	submission = n.submission, agenda = n.agenda, next_agenda_at = n.next_agenda_at, version = n.version
FROM json_to_recordset(?::json) AS n(
	id text, seen bigint, state text, assignee text, due_on date, due_at timestamptz,
	claimed_at timestamptz, settled_at timestamptz, overdue_at timestamptz,
	done_by text, on_behalf_of text, done_as text, opinion text,
	submission json, agenda jsonb, next_agenda_at timestamptz, version bigint)
WHERE t.id = n.id AND t.version = n.seen`

func (c *change) updateTasks(tx *gorm.DB) error {
	var changed []taskChange
	for i := range c.before.Tasks {
		before, after := &c.before.Tasks[i], &c.after.Tasks[i]
		if !reflect.DeepEqual(before, after) {
			changed = append(changed, taskChange{newTaskRow(c.after.ID, c.definition, after, 0), before.Version})
		}
	}
	if len(changed) == 0 {
		return nil
	}
	text, err := encode(changed)
	if err != nil {
		return err
	}
	done := tx.Exec(updateChanged, string(text))
	if done.Error != nil {
		return done.Error
	}
	if done.RowsAffected != int64(len(changed)) {
		return fault.New(fault.Internal, "row_out_of_step", "%d of %d tasks of evaluation %s are as they were read",
			done.RowsAffected, len(changed), c.after.ID)
	}
	return nil
}

func (c *change) insertTasks(tx *gorm.DB) error {
	var rows []taskRow
	for i := len(c.before.Tasks); i < len(c.after.Tasks); i++ {
		t := &c.after.Tasks[i]
		seq, err := c.seqOf(func(event evaluation.Event) bool {
			v, ok := event.(evaluation.TaskOpened)
			return ok && v.Task.ID == t.ID
		})
		if err != nil {
			return err
		}
		rows = append(rows, newTaskRow(c.after.ID, c.definition, t, seq))
	}
	return insert(tx, rows)
}

package store

import (
	"reflect"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// taskChange is a task's new row, which columns of it are new, and the version
// that it must still have.
type taskChange struct {
	taskRow
	Seen    int64 `json:"seen"`
	columns []string
}

func (c *change) changedTask(before, after *evaluation.Task) taskChange {
	was, is := newTaskRow(c.after.ID, c.definition, before, 0), newTaskRow(c.after.ID, c.definition, after, 0)
	return taskChange{is, before.Version, changedColumns(&was, &is)}
}

// changedColumns names the columns in which two rows differ. Writing no others
// keeps an update short.
func changedColumns(was, is *taskRow) []string {
	var out []string
	before, after := reflect.ValueOf(was).Elem(), reflect.ValueOf(is).Elem()
	for i := range after.NumField() {
		if !reflect.DeepEqual(before.Field(i).Interface(), after.Field(i).Interface()) {
			out = append(out, after.Type().Field(i).Name)
		}
	}
	return out
}

// few is how many tasks are updated one by one. A command touches one or two;
// a deadline may find thousands late, which are updated together. The planner
// guesses a hundred for any number that comes as JSON and so would read the
// whole table for one.
const few = 4

func (c *change) updateTasks(tx *gorm.DB) error {
	var changed []taskChange
	for i := range c.before.Tasks {
		before, after := &c.before.Tasks[i], &c.after.Tasks[i]
		if !reflect.DeepEqual(before, after) {
			changed = append(changed, c.changedTask(before, after))
		}
	}
	if len(changed) > few {
		return c.updateMany(tx, changed)
	}
	for i := range changed {
		n := &changed[i]
		done := tx.Model(&n.taskRow).Where("version = ?", n.Seen).Select(n.columns).Updates(&n.taskRow)
		if err := oneRow(done, "task", n.ID); err != nil {
			return err
		}
	}
	return nil
}

// updateMany is the same for any number of tasks. Their rows come as one JSON
// text; json and not jsonb, so that a submission stays as it was written.
const updateMany = `UPDATE tasks t SET
	state = n.state, assignee = n.assignee, due_on = n.due_on, due_at = n.due_at,
	claimed_at = n.claimed_at, settled_at = n.settled_at, overdue_at = n.overdue_at,
	done_by = n.done_by, on_behalf_of = n.on_behalf_of, done_as = n.done_as, opinion = n.opinion,
	submission = n.submission, agenda = n.agenda, next_agenda_at = n.next_agenda_at, version = n.version,
	owner = n.owner, signers = COALESCE(n.signers, 'null'), extension = COALESCE(n.extension, 'null'), extended = n.extended, urged_at = n.urged_at,
	suspended_at = n.suspended_at, overdue_days = n.overdue_days, priority = n.priority
FROM json_to_recordset(?::json) AS n(
	id text, seen bigint, state text, assignee text, due_on date, due_at timestamptz,
	claimed_at timestamptz, settled_at timestamptz, overdue_at timestamptz,
	done_by text, on_behalf_of text, done_as text, opinion text,
	submission json, agenda jsonb, next_agenda_at timestamptz, version bigint,
	owner text, signers jsonb, extension jsonb, extended boolean, urged_at timestamptz,
	suspended_at timestamptz, overdue_days integer, priority smallint)
WHERE t.id = n.id AND t.version = n.seen`

func (c *change) updateMany(tx *gorm.DB, changed []taskChange) error {
	text, err := encode(changed)
	if err != nil {
		return err
	}
	done := tx.Exec(updateMany, string(text))
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

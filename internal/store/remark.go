package store

import (
	"time"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
)

// What is said about a task is in rows of its own, which are only added to: a
// task that is settled never changes again, but can still be shown and read.

type copyRow struct {
	EvaluationID string    `json:"evaluation_id"`
	TaskID       string    `json:"task_id"   gorm:"primaryKey"`
	ItemID       string    `json:"item_id"`
	PersonID     string    `json:"person_id" gorm:"primaryKey"`
	ByID         string    `json:"by_id"`
	At           time.Time `json:"at"`
	Seq          int64     `json:"seq"`
}

// TableName names the table.
func (copyRow) TableName() string { return "task_copies" }

func newCopyRow(e *evaluation.Evaluation, i int) copyRow {
	c := e.Copies[i]
	return copyRow{string(e.ID), string(c.Task), string(c.Item), string(c.Person), string(c.By), c.At, c.Seq}
}

func (r *copyRow) core() evaluation.Copy {
	return evaluation.Copy{
		Task: evaluation.TaskID(r.TaskID), Item: evaluation.ItemID(r.ItemID), Person: evaluation.PersonID(r.PersonID),
		By: evaluation.PersonID(r.ByID), At: r.At.UTC(), Seq: r.Seq,
	}
}

type readRow struct {
	EvaluationID string    `json:"evaluation_id"`
	TaskID       string    `json:"task_id"   gorm:"primaryKey"`
	ItemID       string    `json:"item_id"`
	PersonID     string    `json:"person_id" gorm:"primaryKey"`
	At           time.Time `json:"at"`
	Seq          int64     `json:"seq"`
}

// TableName names the table.
func (readRow) TableName() string { return "task_reads" }

func newReadRow(e *evaluation.Evaluation, i int) readRow {
	m := e.Reads[i]
	return readRow{string(e.ID), string(m.Task), string(m.Item), string(m.Person), m.At, m.Seq}
}

func (r *readRow) core() evaluation.ReadMark {
	return evaluation.ReadMark{
		Task: evaluation.TaskID(r.TaskID), Item: evaluation.ItemID(r.ItemID), Person: evaluation.PersonID(r.PersonID),
		At: r.At.UTC(), Seq: r.Seq,
	}
}

type recusalRow struct {
	EvaluationID string    `json:"evaluation_id" gorm:"primaryKey"`
	PersonID     string    `json:"person_id"     gorm:"primaryKey"`
	ItemID       string    `json:"item_id"       gorm:"primaryKey"`
	ByID         string    `json:"by_id"`
	Reason       string    `json:"reason"`
	At           time.Time `json:"at"`
	Seq          int64     `json:"seq"`
}

// TableName names the table.
func (recusalRow) TableName() string { return "recusals" }

func newRecusalRow(e *evaluation.Evaluation, i int) recusalRow {
	r := e.Recusals[i]
	return recusalRow{string(e.ID), string(r.Person), string(r.Item), string(r.By), r.Reason, r.At, r.Seq}
}

func (r *recusalRow) core() evaluation.Recusal {
	return evaluation.Recusal{
		Person: evaluation.PersonID(r.PersonID), Item: evaluation.ItemID(r.ItemID), By: evaluation.PersonID(r.ByID),
		Reason: r.Reason, At: r.At.UTC(), Seq: r.Seq,
	}
}

// insertRemarks adds what was said in this change.
func (c *change) insertRemarks(tx *gorm.DB) error {
	if err := insert(tx, added(c.after, len(c.before.Copies), len(c.after.Copies), newCopyRow)); err != nil {
		return err
	}
	if err := insert(tx, added(c.after, len(c.before.Reads), len(c.after.Reads), newReadRow)); err != nil {
		return err
	}
	return insert(tx, added(c.after, len(c.before.Recusals), len(c.after.Recusals), newRecusalRow))
}

func added[R any](e *evaluation.Evaluation, from, to int, row func(*evaluation.Evaluation, int) R) []R {
	var rows []R
	for i := from; i < to; i++ {
		rows = append(rows, row(e, i))
	}
	return rows
}

package store

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// Draft is a person's private working paper for a task (暂存稿).
type Draft struct {
	Task    evaluation.TaskID
	Person  evaluation.PersonID
	Content json.RawMessage
	// Version counts the savings, from 1; 0 is a draft that was never saved.
	Version int64
	SavedAt time.Time
}

type draftRow struct {
	TaskID   string `gorm:"primaryKey"`
	PersonID string `gorm:"primaryKey"`
	Version  int64
	Content  string
	SavedAt  time.Time
}

// TableName names the table.
func (draftRow) TableName() string { return "drafts" }

func (r *draftRow) draft() Draft {
	return Draft{
		Task: evaluation.TaskID(r.TaskID), Person: evaluation.PersonID(r.PersonID),
		Content: json.RawMessage(r.Content), Version: r.Version, SavedAt: r.SavedAt.UTC(),
	}
}

// saveDraft changes a draft from the version that was seen, and makes it from
// version 0; otherwise it gives no row.
const saveDraft = `INSERT INTO drafts AS d (task_id, person_id, version, content, saved_at)
SELECT @task, @person, 1, CAST(@content AS json), clock_timestamp()
WHERE @version = 0 OR EXISTS (SELECT FROM drafts o WHERE o.task_id = @task AND o.person_id = @person)
ON CONFLICT (task_id, person_id) DO UPDATE
	SET version = d.version + 1, content = excluded.content, saved_at = excluded.saved_at
	WHERE d.version = @version
RETURNING task_id, person_id, version, content, saved_at`

// SaveDraft saves a draft over the version that was seen (暂存), and gives it
// with its new version. Whether the person may is for the caller to ask policy.
//
// Faults: conflict draft_stale (Param current) when it was saved elsewhere
// meanwhile; not_found task_not_found; invalid draft_unreadable.
func (s *Store) SaveDraft(ctx context.Context, d Draft) (Draft, error) {
	if !json.Valid(d.Content) {
		return Draft{}, fault.New(fault.Invalid, "draft_unreadable", "a draft is JSON")
	}
	var row draftRow
	err := s.transact(ctx, func(tx *gorm.DB) error {
		saved := tx.Raw(saveDraft, map[string]any{
			"task": string(d.Task), "person": string(d.Person), "content": string(d.Content), "version": d.Version,
		}).Scan(&row)
		if fault.ReasonOf(saved.Error) == "reference_unknown" {
			return noTask(d.Task)
		}
		if saved.Error != nil || saved.RowsAffected == 1 {
			return saved.Error
		}
		return staleDraft(tx, d)
	})
	return row.draft(), err
}

// staleDraft says which version is there instead.
func staleDraft(tx *gorm.DB, d Draft) error {
	var current int64
	err := tx.Raw("SELECT COALESCE(max(version), 0) FROM drafts WHERE task_id = ? AND person_id = ?", string(d.Task), string(d.Person)).
		Scan(&current).Error
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "draft_stale", "version %d was seen, version %d is current", d.Version, current).
		With("current", strconv.FormatInt(current, 10))
}

// Draft finds a person's draft. Fault: not_found draft_not_found.
func (s *Store) Draft(ctx context.Context, task evaluation.TaskID, person evaluation.PersonID) (Draft, error) {
	var row draftRow
	if err := s.db.WithContext(ctx).Where("task_id = ? AND person_id = ?", string(task), string(person)).Take(&row).Error; err != nil {
		return Draft{}, orElse(err, fault.NotFound, fault.New(fault.NotFound, "draft_not_found", "no draft for task %q", task))
	}
	return row.draft(), nil
}

// DropDraft deletes a person's draft, if there is one.
func (s *Store) DropDraft(ctx context.Context, task evaluation.TaskID, person evaluation.PersonID) error {
	return s.db.WithContext(ctx).Where("task_id = ? AND person_id = ?", string(task), string(person)).Delete(&draftRow{}).Error
}

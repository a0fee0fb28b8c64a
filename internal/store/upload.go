package store

import (
	"cmp"
	"context"
	"reflect"
	"strconv"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// Upload is a file on its way in, in parts (续传).
type Upload struct {
	ID         string
	Person     evaluation.PersonID
	OnBehalfOf evaluation.PersonID
	UnitID     string // of whoever uploads
	Task       evaluation.TaskID
	Kind       string
	FileName   string
	Size       int64 // bytes, as declared
	Received   int64 // bytes that have safely arrived
	SHA256     string
	Replaces   string
	Marks      []evaluation.Mark
	CreatedAt  time.Time
	ExpiresAt  time.Time
	FinishedAt time.Time
}

// UploadBounds limit what is under way, in bytes and in number (续传限额).
type UploadBounds struct {
	PersonBytes, UnitBytes int64
	PersonCount            int
}

type uploadRow struct {
	ID         string `gorm:"primaryKey"`
	PersonID   string
	OnBehalfOf string
	UnitID     string
	TaskID     string
	Kind       string
	FileName   string
	Size       int64
	Received   int64
	SHA256     string `gorm:"column:sha256"`
	Replaces   string
	Marks      document[[]evaluation.Mark]
	CreatedAt  time.Time
	ExpiresAt  time.Time
	FinishedAt *time.Time
}

// TableName names the table.
func (uploadRow) TableName() string { return "uploads" }

func newUploadRow(u Upload) uploadRow {
	return uploadRow{
		ID: u.ID, PersonID: string(u.Person), OnBehalfOf: string(u.OnBehalfOf), UnitID: u.UnitID, TaskID: string(u.Task),
		Kind: u.Kind, FileName: u.FileName, Size: u.Size, Received: u.Received, SHA256: u.SHA256, Replaces: u.Replaces,
		Marks: document[[]evaluation.Mark]{u.Marks}, CreatedAt: u.CreatedAt, ExpiresAt: u.ExpiresAt, FinishedAt: nullable(u.FinishedAt),
	}
}

func (r *uploadRow) upload() Upload {
	return Upload{
		ID: r.ID, Person: evaluation.PersonID(r.PersonID), OnBehalfOf: evaluation.PersonID(r.OnBehalfOf), UnitID: r.UnitID,
		Task: evaluation.TaskID(r.TaskID), Kind: r.Kind, FileName: r.FileName, Size: r.Size, Received: r.Received,
		SHA256: r.SHA256, Replaces: r.Replaces, Marks: r.Marks.V, CreatedAt: r.CreatedAt.UTC(), ExpiresAt: r.ExpiresAt.UTC(),
		FinishedAt: instant(r.FinishedAt),
	}
}

// BeginUpload records an upload that begins, if what is under way already
// leaves room for it. Whatever one person's, or one unit's, uploads would hold
// on disk when they are through counts as held. A person's and a unit's
// uploads begin one after the other, so that two cannot share the same room.
// One that was begun before is given as far as it is.
//
// Faults: invalid idempotency_key_reused; conflict too_many_uploads, uploads_too_large (Params limit).
func (s *Store) BeginUpload(ctx context.Context, u Upload, within UploadBounds) (Upload, error) {
	row := newUploadRow(u)
	err := s.transact(ctx, func(tx *gorm.DB) error {
		for _, lock := range []string{"jiheng upload unit " + u.UnitID, "jiheng upload person " + string(u.Person)} {
			if err := tx.Exec("SELECT pg_advisory_xact_lock(hashtext(?))", lock).Error; err != nil {
				return err
			}
		}
		var before uploadRow
		found := tx.Where("id = ?", u.ID).Limit(1).Find(&before)
		if found.Error != nil || found.RowsAffected > 0 {
			row = before
			return cmp.Or(found.Error, sameUpload(u, before.upload()))
		}
		if err := within.admit(tx, u); err != nil {
			return err
		}
		return tx.Create(&row).Error
	})
	return row.upload(), err
}

// sameUpload refuses a key that was used to begin another upload.
func sameUpload(asked, before Upload) error {
	before.Received, before.CreatedAt, before.ExpiresAt, before.FinishedAt = 0, asked.CreatedAt, asked.ExpiresAt, time.Time{}
	if reflect.DeepEqual(asked, before) {
		return nil
	}
	return fault.New(fault.Invalid, "idempotency_key_reused", "this key was used for another upload").
		WithFields(fault.Field{Name: "idempotency_key", Reason: "idempotency_key_reused"})
}

func (b UploadBounds) admit(tx *gorm.DB, u Upload) error {
	var held struct {
		Person, Unit int64
		Count        int
	}
	err := tx.Raw(`SELECT COALESCE(sum(size) FILTER (WHERE person_id = @person), 0) AS person,
			COALESCE(sum(size) FILTER (WHERE unit_id = @unit), 0) AS unit, count(*) FILTER (WHERE person_id = @person) AS count
		FROM uploads WHERE finished_at IS NULL AND (person_id = @person OR unit_id = @unit)`,
		map[string]any{"person": string(u.Person), "unit": u.UnitID}).Scan(&held).Error
	switch {
	case err != nil:
		return err
	case held.Count >= b.PersonCount:
		return fault.New(fault.Conflict, "too_many_uploads", "%s has %d uploads under way", u.Person, held.Count).
			With("limit", strconv.Itoa(b.PersonCount))
	case held.Person+u.Size > b.PersonBytes, held.Unit+u.Size > b.UnitBytes:
		return fault.New(fault.Conflict, "uploads_too_large", "%d and %d bytes are under way", held.Person, held.Unit).
			With("limit", strconv.FormatInt(b.PersonBytes>>20, 10))
	}
	return nil
}

// Upload finds somebody's own upload; what is another's is not there.
// Fault: not_found upload_not_found.
func (s *Store) Upload(ctx context.Context, id string, person, onBehalfOf evaluation.PersonID) (Upload, error) {
	var row uploadRow
	err := ownUpload(s.db.WithContext(ctx), id, person, onBehalfOf).Take(&row).Error
	return row.upload(), orElse(err, fault.NotFound, noUpload(id))
}

func ownUpload(tx *gorm.DB, id string, person, onBehalfOf evaluation.PersonID) *gorm.DB {
	return tx.Where("id = ? AND person_id = ? AND on_behalf_of = ? AND expires_at > clock_timestamp()", id, string(person), string(onBehalfOf))
}

func noUpload(id string) *fault.Error {
	return fault.New(fault.NotFound, "upload_not_found", "no upload %.40q", id)
}

// Uploads lists somebody's own unfinished uploads for a task, oldest first.
func (s *Store) Uploads(ctx context.Context, task evaluation.TaskID, person, onBehalfOf evaluation.PersonID) ([]Upload, error) {
	var rows []uploadRow
	err := s.db.WithContext(ctx).Where(`task_id = ? AND person_id = ? AND on_behalf_of = ?
		AND finished_at IS NULL AND expires_at > clock_timestamp()`, string(task), string(person), string(onBehalfOf)).
		Order("created_at, id").Find(&rows).Error
	return coreOf(rows, (*uploadRow).upload), err
}

// ContinueUpload takes one part in. Under the upload's lock, write is told how
// much has arrived and gives how much has when it is done; only when that is on
// disk does the row say so. Should the process die in between, the part is
// simply not there.
//
// Faults: not_found upload_not_found; conflict upload_finished; those of write.
func (s *Store) ContinueUpload(ctx context.Context, u Upload, expiresAt time.Time, write func(received int64) (int64, error)) (Upload, error) {
	var row uploadRow
	err := s.transact(ctx, func(tx *gorm.DB) error {
		found := tx.Raw(`SELECT * FROM uploads WHERE id = ? AND person_id = ? AND on_behalf_of = ? AND expires_at > clock_timestamp() FOR UPDATE`,
			u.ID, string(u.Person), string(u.OnBehalfOf)).Scan(&row)
		switch {
		case found.Error != nil:
			return found.Error
		case found.RowsAffected == 0:
			return noUpload(u.ID)
		case row.FinishedAt != nil:
			return fault.New(fault.Conflict, "upload_finished", "upload %s is finished", u.ID)
		}
		received, err := write(row.Received)
		if err != nil || received == row.Received {
			return err
		}
		row.Received, row.ExpiresAt = received, expiresAt
		return tx.Model(&row).Select("received", "expires_at").Updates(&row).Error
	})
	return row.upload(), err
}

// EndUpload notes that the file has become a paper. What is asked again
// afterwards is answered by the command that made it one.
func (s *Store) EndUpload(ctx context.Context, id string) error {
	return s.db.WithContext(ctx).Exec("UPDATE uploads SET finished_at = clock_timestamp() WHERE id = ? AND finished_at IS NULL", id).Error
}

// DropUpload forgets an upload that is not wanted any more.
// Fault: not_found upload_not_found.
func (s *Store) DropUpload(ctx context.Context, id string, person, onBehalfOf evaluation.PersonID) error {
	done := s.db.WithContext(ctx).Where("id = ? AND person_id = ? AND on_behalf_of = ?", id, string(person), string(onBehalfOf)).Delete(&uploadRow{})
	if done.Error == nil && done.RowsAffected == 0 {
		return noUpload(id)
	}
	return done.Error
}

// ExpireUploads forgets the uploads whose time is over and says how many; what
// lies on disk of them is swept when no row speaks of it.
func (s *Store) ExpireUploads(ctx context.Context) (int64, error) {
	done := s.db.WithContext(ctx).Where("expires_at <= clock_timestamp()").Delete(&uploadRow{})
	return done.RowsAffected, done.Error
}

// UploadsUnderWay gives the ids of all uploads that may still want their parts.
func (s *Store) UploadsUnderWay(ctx context.Context) (map[string]bool, error) {
	var ids []string
	err := s.db.WithContext(ctx).Raw("SELECT id FROM uploads WHERE finished_at IS NULL").Scan(&ids).Error
	out := make(map[string]bool, len(ids))
	for _, id := range ids {
		out[id] = true
	}
	return out, err
}

package store

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// File is a file that is kept (文件); its content lies on disk under SHA256.
type File struct {
	SHA256    string `gorm:"column:sha256;primaryKey"` // hex
	SM3       string `gorm:"column:sm3"`               // hex
	Size      int64  // bytes
	MediaType string
	CreatedAt time.Time `gorm:"->"`
}

// TableName names the table.
func (File) TableName() string { return "files" }

// SaveFile records that a file is kept. A file that is known already stays as
// it is: the same content is the same file.
func (s *Store) SaveFile(ctx context.Context, f File) error {
	return saveFile(s.db.WithContext(ctx), f)
}

func saveFile(tx *gorm.DB, f File) error {
	return tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&f).Error
}

// File finds a file by its SHA-256. Fault: not_found file_not_found.
func (s *Store) File(ctx context.Context, sha256 string) (File, error) {
	var f File
	err := s.db.WithContext(ctx).Where("sha256 = ?", sha256).Take(&f).Error
	f.CreatedAt = f.CreatedAt.UTC()
	return f, orElse(err, fault.NotFound, fault.New(fault.NotFound, "file_not_found", "no file %.64s", sha256))
}

// visiblePaper finds a paper of an evaluation that somebody has a part in: by a
// role in the evaluated or the receiving unit, or by appointment. What he may
// do with it is for policy to say; to all others it is not there.
const visiblePaper = `SELECT m.* FROM materials m JOIN evaluations e ON e.id = m.evaluation_id
WHERE m.id = @id AND (
	EXISTS (SELECT FROM role_grants g WHERE g.person_id = @person AND g.unit_id IN (e.unit_id, e.receiver_id)
		AND ` + grantCounts + `)
	OR EXISTS (SELECT FROM members t WHERE t.evaluation_id = e.id AND t.person_id = @person))`

// Material finds a paper that somebody can know of, and the evaluation that it
// belongs to. Fault: not_found material_not_found.
func (s *Store) Material(ctx context.Context, id string, person evaluation.PersonID) (evaluation.ID, evaluation.Material, error) {
	var row materialRow
	found := s.db.WithContext(ctx).Raw(visiblePaper, map[string]any{"id": id, "person": string(person)}).Scan(&row)
	if found.Error != nil {
		return "", evaluation.Material{}, found.Error
	}
	if found.RowsAffected == 0 {
		return "", evaluation.Material{}, fault.New(fault.NotFound, "material_not_found", "no material %.300q", id)
	}
	return evaluation.ID(row.EvaluationID), row.core(), nil
}

// Referenced gives the SHA-256 of every file that something refers to, for the
// sweep of the folder on disk: papers, sealed packages, and the documents that
// a manifest lists, but not of evaluations whose papers were disposed of.
// Whatever table comes to refer to files belongs here, or its files are swept
// away; a test asks for it.
func (s *Store) Referenced(ctx context.Context) (map[string]bool, error) {
	var list []string
	err := s.db.WithContext(ctx).Raw(`WITH gone AS (SELECT evaluation_id FROM disposals WHERE agreed),
			sealed AS (SELECT * FROM dossiers WHERE evaluation_id NOT IN (TABLE gone))
		SELECT sha256 FROM materials WHERE evaluation_id NOT IN (TABLE gone)
		UNION SELECT package FROM sealed
		UNION SELECT package FROM publications WHERE package <> '' AND evaluation_id NOT IN (TABLE gone)
		UNION SELECT package FROM received_filings
		UNION SELECT f->>'sha256' FROM sealed, jsonb_path_query(manifest::jsonb, '$.files[*]') AS f`).Scan(&list).Error
	wanted := make(map[string]bool, len(list))
	for _, sha := range list {
		wanted[sha] = true
	}
	return wanted, err
}

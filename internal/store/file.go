package store

import (
	"context"
	"time"

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
	return s.db.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&f).Error
}

// File finds a file by its SHA-256. Fault: not_found file_not_found.
func (s *Store) File(ctx context.Context, sha256 string) (File, error) {
	var f File
	err := s.db.WithContext(ctx).Where("sha256 = ?", sha256).Take(&f).Error
	f.CreatedAt = f.CreatedAt.UTC()
	return f, orElse(err, fault.NotFound, fault.New(fault.NotFound, "file_not_found", "no file %.64s", sha256))
}

// Material finds a paper and the evaluation it belongs to.
// Fault: not_found material_not_found.
func (s *Store) Material(ctx context.Context, id string) (evaluation.ID, evaluation.Material, error) {
	var row materialRow
	if err := s.db.WithContext(ctx).Where("id = ?", id).Take(&row).Error; err != nil {
		return "", evaluation.Material{}, orElse(err, fault.NotFound, fault.New(fault.NotFound, "material_not_found", "no material %q", id))
	}
	return evaluation.ID(row.EvaluationID), row.core(), nil
}

// Referenced gives the SHA-256 of every file that something refers to, for the
// sweep of the folder on disk: papers, sealed packages, and the documents that
// a manifest lists. Whatever table comes to refer to files belongs here, or its
// files are swept away; a test asks for it.
func (s *Store) Referenced(ctx context.Context) (map[string]bool, error) {
	var list []string
	err := s.db.WithContext(ctx).Raw(`SELECT sha256 FROM materials
		UNION SELECT package FROM dossiers
		UNION SELECT package FROM publications WHERE package <> ''
		UNION SELECT package FROM received_filings
		UNION SELECT f->>'sha256' FROM dossiers, jsonb_path_query(manifest::jsonb, '$.files[*]') AS f`).Scan(&list).Error
	wanted := make(map[string]bool, len(list))
	for _, sha := range list {
		wanted[sha] = true
	}
	return wanted, err
}

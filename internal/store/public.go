package store

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// A year of 0 and an empty @words are any. Both sides are compared in the form in
// which full width and half width are one.
const selectPublished = summaryColumns + `WHERE p.evaluation_id IS NOT NULL AND (p.published_at, e.id) < (@at, @id)
	AND (@year = 0 OR e.year = @year)
	AND (@words = '' OR lower(normalize(e.title || ' ' || u.name, NFKC)) LIKE lower(normalize(@words, NFKC)) ESCAPE '!')
ORDER BY p.published_at DESC, e.id DESC LIMIT @limit`

// Wanted narrows what is public down: to a year, and to those whose title or
// unit has some words. Empty parts do not.
type Wanted struct{ Year, Words string }

// year is the number of a year, 0 for none.
func year(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}

// anywhere finds a text anywhere. What it has of signs with a meaning stands for
// itself.
func anywhere(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	return "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_", "！", "!!", "％", "!%", "＿", "!_").Replace(text) + "%"
}

// Published gives a page of what is public, the latest first. What was sealed
// but not published is never in it.
//
// Faults: invalid limit_out_of_range, cursor_invalid.
func (s *Store) Published(ctx context.Context, w Wanted, limit int, after string) (SummaryPage, error) {
	if limit < 1 || limit > maxList {
		return SummaryPage{}, outOfRange(maxList)
	}
	c, begin, err := readCursor("published", after)
	if err != nil {
		return SummaryPage{}, err
	}
	if begin {
		c.At, c.ID = lastInstant(), afterAllIDs
	}
	var rows []summaryRow
	err = s.db.WithContext(ctx).Raw(selectPublished, map[string]any{
		"at": c.At, "id": c.ID, "limit": limit + 1, "year": year(w.Year), "words": anywhere(w.Words),
	}).Scan(&rows).Error
	if err != nil {
		return SummaryPage{}, err
	}
	return summaryPage(rows, limit, func(r summaryRow) cursor {
		return cursor{List: "published", At: instant(r.PublishedAt), ID: r.ID}
	}), nil
}

// Publication is a published evaluation with its sealed dossier (公开卷宗).
type Publication struct {
	Summary
	Dossier evaluation.Dossier
	// Versions are all publications, the first one first; the last is Dossier's.
	Versions []PublishedVersion
}

// PublishedVersion is one publication of an evaluation (公开版本).
type PublishedVersion struct {
	Dossier     evaluation.Dossier
	PublishedAt time.Time
	// Package is the SHA-256 of the public ZIP.
	Package string
	// Clearance is the decision by which files are withheld; nil for none.
	Clearance *evaluation.Clearance
}

// Publication gives what everybody may see of an evaluation. One that is not
// public does not exist here. Fault: not_found publication_not_found.
func (s *Store) Publication(ctx context.Context, id evaluation.ID) (Publication, error) {
	tx := s.db.WithContext(ctx)
	var row summaryRow
	found := tx.Raw(summaryColumns+`WHERE e.id = ? AND p.evaluation_id IS NOT NULL`, string(id)).Scan(&row)
	if found.Error != nil {
		return Publication{}, found.Error
	}
	if found.RowsAffected == 0 {
		return Publication{}, fault.New(fault.NotFound, "publication_not_found", "evaluation %q is not public", id)
	}
	versions, err := s.publications(tx, id)
	if err != nil {
		return Publication{}, err
	}
	p := Publication{Summary: row.summary(), Versions: versions}
	// The digest binds the reads: what was published is only ever added to.
	for i, v := range versions {
		if v.Dossier.Digest == row.Digest {
			p.Dossier, p.Versions = v.Dossier, versions[:i+1]
		}
	}
	return p, nil
}

// publications reads all that was published of an evaluation.
func (s *Store) publications(tx *gorm.DB, id evaluation.ID) ([]PublishedVersion, error) {
	var public []publicationRow
	var dossiers []dossierRow
	var clearances []clearanceRow
	tx = tx.Where("evaluation_id = ?", string(id)).Session(&gorm.Session{})
	if err := tx.Order("number").Find(&public).Error; err != nil {
		return nil, err
	}
	if err := tx.Order("version").Find(&dossiers).Error; err != nil {
		return nil, err
	}
	if err := tx.Order("number").Find(&clearances).Error; err != nil {
		return nil, err
	}
	sealed := evaluation.Evaluation{Dossiers: coreOf(dossiers, (*dossierRow).core), Clearances: coreOf(clearances, (*clearanceRow).core)}
	var out []PublishedVersion
	for i := range public {
		p := public[i].core()
		for _, d := range sealed.Dossiers {
			if d.Digest == p.Digest {
				out = append(out, PublishedVersion{
					Dossier: d, PublishedAt: p.PublishedAt, Package: cmp.Or(p.Package, d.Package), Clearance: sealed.ClearanceOf(d.Digest),
				})
			}
		}
	}
	return out, nil
}

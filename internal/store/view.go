package store

import (
	"context"
	"crypto/rand"
	"strconv"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

const (
	// maxViews bounds the views that one person keeps.
	maxViews = 50
	// maxShared bounds the views of others that one person sees.
	maxShared = 200
)

// View is a question to the inbox that somebody asks again and again
// (常用查询), shared with the holders of a role in a unit or with nobody.
type View struct {
	ID     string
	Owner  evaluation.PersonID
	Title  string
	Box    evaluation.Box
	Filter evaluation.InboxFilter
	Sort   evaluation.InboxSort
	// SharedWith and SharedIn are both set or neither.
	SharedWith evaluation.RoleID
	SharedIn   string
	Position   int
	// Version counts the savings, from 1.
	Version int64
	// OwnerName is who shares it, for a list.
	OwnerName string
}

// viewQuery is the form of the column query.
type viewQuery struct {
	Filter evaluation.InboxFilter `json:"filter"`
	Sort   evaluation.InboxSort   `json:"sort,omitempty"`
}

type viewRow struct {
	ID             string `gorm:"primaryKey"`
	OwnerID        string
	Title          string
	Box            string
	Query          document[viewQuery]
	SharedWithRole string
	SharedInUnit   string
	Position       int
	Version        int64
	MadeWithKey    string
	MadeFrom       string
	CreatedAt      time.Time
}

// TableName names the table.
func (viewRow) TableName() string { return "saved_views" }

func (r *viewRow) view() View {
	return View{
		ID: r.ID, Owner: evaluation.PersonID(r.OwnerID), Title: r.Title, Box: evaluation.Box(r.Box),
		Filter: r.Query.V.Filter, Sort: r.Query.V.Sort,
		SharedWith: evaluation.RoleID(r.SharedWithRole), SharedIn: r.SharedInUnit, Position: r.Position, Version: r.Version,
	}
}

func newViewRow(v *View) viewRow {
	return viewRow{
		ID: v.ID, OwnerID: string(v.Owner), Title: v.Title, Box: string(v.Box),
		Query:          document[viewQuery]{viewQuery{v.Filter, v.Sort}},
		SharedWithRole: string(v.SharedWith), SharedInUnit: v.SharedIn, Position: v.Position, Version: v.Version,
	}
}

// selectViews gives one's own views first, then those that others share with a
// role held now.
const selectViews = `SELECT v.*, COALESCE(p.name, '') AS owner_name FROM (
	(SELECT 0 AS kind, own.* FROM saved_views own WHERE own.owner_id = @person ORDER BY own.position, own.id LIMIT @most)
	UNION ALL
	(SELECT 1 AS kind, others.* FROM saved_views others
		WHERE others.shared_with_role <> '' AND others.owner_id <> @person AND EXISTS (SELECT FROM role_grants g
			WHERE g.unit_id = others.shared_in_unit AND g.role = others.shared_with_role AND ` + current + `)
			AND others.shared_in_unit IN (SELECT g.unit_id FROM role_grants g WHERE g.person_id = @person)
		ORDER BY others.title, others.id LIMIT @most)) v
LEFT JOIN persons p ON p.id = v.owner_id
ORDER BY v.kind, CASE v.kind WHEN 0 THEN v.position END, v.title, v.id`

// Views lists the views that a person sees: the person's own in their order,
// then those shared with a role that the person holds.
func (s *Store) Views(ctx context.Context, person evaluation.PersonID, now time.Time) ([]View, error) {
	var rows []struct {
		Row       viewRow `gorm:"embedded"`
		OwnerName string
	}
	err := s.db.WithContext(ctx).Raw(selectViews, map[string]any{"person": string(person), "now": now, "most": maxShared}).Scan(&rows).Error
	out := make([]View, len(rows))
	for i := range rows {
		out[i] = rows[i].Row.view()
		out[i].OwnerName = rows[i].OwnerName
	}
	return out, err
}

// lockViews lets one person's views be made one after the other, so that their
// number can be told.
const lockViews = "SELECT pg_advisory_xact_lock(hashtextextended('saved_views:' || ?, 0))"

// MakeView keeps a view. Asked again under its key, it gives what was made the
// first time; fingerprint is a hash of what was asked.
//
// Faults: conflict views_full (Param limit); invalid idempotency_key_reused.
func (s *Store) MakeView(ctx context.Context, v View, key, fingerprint string) (View, error) {
	v.ID, v.Version = "view-"+rand.Text(), 1
	row := newViewRow(&v)
	row.MadeWithKey, row.MadeFrom = key, fingerprint
	err := s.transact(ctx, func(tx *gorm.DB) error {
		if err := tx.Exec(lockViews, row.OwnerID).Error; err != nil {
			return err
		}
		var own []viewRow
		if err := tx.Where("owner_id = ?", row.OwnerID).Find(&own).Error; err != nil {
			return err
		}
		for _, o := range own {
			if o.MadeWithKey == key {
				first := fingerprint == o.MadeFrom
				row = o
				return reusedUnless(first)
			}
		}
		if len(own) >= maxViews {
			return fault.New(fault.Conflict, "views_full", "%s has %d views already", v.Owner, maxViews).With("limit", strconv.Itoa(maxViews))
		}
		row.CreatedAt = time.Now()
		return tx.Create(&row).Error
	})
	return row.view(), err
}

func reusedUnless(first bool) error {
	if first {
		return nil
	}
	return fault.New(fault.Invalid, "idempotency_key_reused", "this key was used for another request").
		WithFields(fault.Field{Name: "idempotency_key", Reason: "idempotency_key_reused"})
}

// ChangeView changes one's own view from the version that was seen.
//
// Faults: not_found view_not_found, also for those of others; conflict
// view_stale (Param current).
func (s *Store) ChangeView(ctx context.Context, v View) (View, error) {
	row := newViewRow(&v)
	seen := v.Version
	row.Version = seen + 1
	done := s.db.WithContext(ctx).Model(&viewRow{}).Where("id = ? AND owner_id = ? AND version = ?", v.ID, row.OwnerID, seen).
		Select("title", "box", "query", "shared_with_role", "shared_in_unit", "position", "version").Updates(&row)
	if done.Error != nil || done.RowsAffected == 1 {
		return row.view(), done.Error
	}
	current, err := s.ownView(ctx, v.Owner, v.ID)
	if err != nil {
		return View{}, err
	}
	return View{}, fault.New(fault.Conflict, "view_stale", "version %d was seen, version %d is current", seen, current.Version).
		With("current", strconv.FormatInt(current.Version, 10))
}

func (s *Store) ownView(ctx context.Context, owner evaluation.PersonID, id string) (View, error) {
	var row viewRow
	if err := s.db.WithContext(ctx).Where("id = ? AND owner_id = ?", id, string(owner)).Take(&row).Error; err != nil {
		return View{}, orElse(err, fault.NotFound, noView(id))
	}
	return row.view(), nil
}

// DropView deletes one's own view. Fault: not_found view_not_found.
func (s *Store) DropView(ctx context.Context, owner evaluation.PersonID, id string) error {
	done := s.db.WithContext(ctx).Where("id = ? AND owner_id = ?", id, string(owner)).Delete(&viewRow{})
	if done.Error == nil && done.RowsAffected == 0 {
		return noView(id)
	}
	return done.Error
}

func noView(id string) error {
	return fault.New(fault.NotFound, "view_not_found", "no view %q", id)
}

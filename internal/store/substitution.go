package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/administration"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

type substitutionRow struct {
	ID           string `gorm:"primaryKey"`
	PrincipalID  string
	SubstituteID string
	UnitID       string
	FromOn       day
	ToOn         day
	Process      string
	Reason       string
	AskedBy      string
	AskedAt      time.Time
	ConfirmedBy  string
	ConfirmedAt  *time.Time
	EndedBy      string
	EndedAt      *time.Time
	Version      int64
}

// TableName names the table.
func (substitutionRow) TableName() string { return "substitutions" }

func newSubstitutionRow(s evaluation.Substitution) substitutionRow {
	return substitutionRow{
		ID: s.ID, PrincipalID: string(s.Principal), SubstituteID: string(s.Substitute), UnitID: s.UnitID,
		FromOn: day(s.FromOn), ToOn: day(s.ToOn), Process: s.Process, Reason: s.Reason,
		AskedBy: string(s.AskedBy), AskedAt: s.AskedAt, ConfirmedBy: string(s.ConfirmedBy), ConfirmedAt: nullable(s.ConfirmedAt),
		EndedBy: string(s.EndedBy), EndedAt: nullable(s.EndedAt), Version: s.Version,
	}
}

func (r *substitutionRow) core() evaluation.Substitution {
	return evaluation.Substitution{
		ID: r.ID, Principal: evaluation.PersonID(r.PrincipalID), Substitute: evaluation.PersonID(r.SubstituteID), UnitID: r.UnitID,
		FromOn: calendar.Date(r.FromOn), ToOn: calendar.Date(r.ToOn), Process: r.Process, Reason: r.Reason,
		AskedBy: evaluation.PersonID(r.AskedBy), AskedAt: r.AskedAt.UTC(),
		ConfirmedBy: evaluation.PersonID(r.ConfirmedBy), ConfirmedAt: instant(r.ConfirmedAt),
		EndedBy: evaluation.PersonID(r.EndedBy), EndedAt: instant(r.EndedAt), Version: r.Version,
	}
}

// maxSubstitutions bounds a list; older ones are history.
const maxSubstitutions = 500

// Substitutions lists those of a unit, the latest first.
func (s *Store) Substitutions(ctx context.Context, unitID string) ([]evaluation.Substitution, error) {
	var rows []substitutionRow
	err := s.db.WithContext(ctx).Where("unit_id = ?", unitID).Order("from_on DESC, id").Limit(maxSubstitutions).Find(&rows).Error
	return coreOf(rows, (*substitutionRow).core), err
}

// StandsFor tells for whom a person stands in today.
func (s *Store) StandsFor(ctx context.Context, p evaluation.PersonID) ([]evaluation.Substitution, error) {
	var rows []substitutionRow
	err := s.db.WithContext(ctx).Raw(`SELECT s.* FROM substitutions s WHERE s.substitute_id = ? AND `+standsNow+` ORDER BY s.id`,
		string(p)).Scan(&rows).Error
	return coreOf(rows, (*substitutionRow).core), err
}

// AskSubstitution keeps a substitution that waits to be confirmed, with an entry
// in the journal of the installation as for every decision about it. Its id is
// the client's own name for it, so asking twice asks once. Both people must be
// of the unit. Those of one unit are decided one after the other, for two that
// are asked for at once could make a chain.
//
// Faults: invalid person_unknown; those of Substitution.Check.
func (s *Store) AskSubstitution(ctx context.Context, by AdministrationRequest, asked evaluation.Substitution) (evaluation.Substitution, error) {
	err := s.administrate(ctx, by, func(a *administrating) error {
		tx := a.tx
		now, others, err := lockSubstitutions(tx, asked.UnitID)
		if err != nil {
			return err
		}
		for _, o := range others {
			if o.ID == asked.ID {
				asked = o
				return nil
			}
		}
		var known int64
		people := []string{string(asked.Principal), string(asked.Substitute)}
		if err := tx.Raw("SELECT count(*) FROM persons WHERE unit_id = ? AND id IN ?", asked.UnitID, people).Scan(&known).Error; err != nil {
			return err
		}
		if asked.Principal != asked.Substitute && known != int64(len(people)) {
			return fault.New(fault.Invalid, "person_unknown", "not both are of %s", asked.UnitID).
				WithFields(fault.Field{Name: "substitute", Reason: "person_unknown"})
		}
		var administrators int64
		err = tx.Raw(`SELECT count(*) FROM role_grants WHERE person_id IN ? AND administers(role) AND (valid_to IS NULL OR valid_to > clock_timestamp())`,
			people).Scan(&administrators).Error
		if err != nil {
			return err
		}
		if administrators > 0 {
			return fault.New(fault.Conflict, "roles_exclusive", "nobody stands in for an administrator").WithRule("duty:three-administrators")
		}
		if err := asked.Check(others, calendar.DateOf(now)); err != nil {
			return err
		}
		asked.AskedAt, asked.Version = now, 1
		row := newSubstitutionRow(asked)
		return a.registering(ofSubstitution(asked.ID), func() error { return tx.Create(&row).Error })
	})
	return asked, err
}

// ofSubstitution is what the journal of the installation remembers of one.
func ofSubstitution(id string) []registerScope {
	return []registerScope{{administration.Substitutions, "id = ?", []any{id}}}
}

// DecideSubstitution changes one of a unit's substitutions by a decision.
// Fault: not_found substitution_not_found; those of the decision.
func (s *Store) DecideSubstitution(ctx context.Context, by AdministrationRequest, unitID, id string,
	decide func(evaluation.Substitution, time.Time) (evaluation.Substitution, error),
) (evaluation.Substitution, error) {
	var out evaluation.Substitution
	err := s.administrate(ctx, by, func(a *administrating) error {
		now, others, err := lockSubstitutions(a.tx, unitID)
		if err != nil {
			return err
		}
		for _, o := range others {
			if o.ID != id {
				continue
			}
			if out, err = decide(o, now); err != nil {
				return err
			}
			row := newSubstitutionRow(out)
			return a.registering(ofSubstitution(id), func() error {
				done := a.tx.Model(&row).Where("version = ?", o.Version).
					Select("confirmed_by", "confirmed_at", "ended_by", "ended_at", "version").Updates(&row)
				return oneRow(done, "substitution", id)
			})
		}
		return fault.New(fault.NotFound, "substitution_not_found", "no substitution %q", id)
	})
	return out, err
}

// lockSubstitutions lets one decision at a time look at a unit's substitutions.
func lockSubstitutions(tx *gorm.DB, unitID string) (time.Time, []evaluation.Substitution, error) {
	if err := tx.Exec("SELECT pg_advisory_xact_lock(hashtextextended('substitutions ' || ?, 0))", unitID).Error; err != nil {
		return time.Time{}, nil, err
	}
	var now time.Time
	if err := tx.Raw("SELECT clock_timestamp()").Scan(&now).Error; err != nil {
		return time.Time{}, nil, err
	}
	var rows []substitutionRow
	err := tx.Where("unit_id = ?", unitID).Order("id").Find(&rows).Error
	return now.UTC().Truncate(time.Microsecond), coreOf(rows, (*substitutionRow).core), err
}

// HeldBy lists the live tasks that a person has in a unit's evaluations.
func (s *Store) HeldBy(ctx context.Context, p evaluation.PersonID, unitID string, limit int) ([]evaluation.InboxTask, error) {
	var rows []struct {
		ID      string
		Version int64
	}
	err := s.db.WithContext(ctx).Raw(`SELECT t.id, t.version FROM tasks t JOIN evaluations e ON e.id = t.evaluation_id
		WHERE t.assignee = ? AND t.state = 'claimed' AND e.unit_id = ? ORDER BY t.due_at, t.id LIMIT ?`,
		string(p), unitID, limit).Scan(&rows).Error
	out := make([]evaluation.InboxTask, len(rows))
	for i, r := range rows {
		out[i] = evaluation.InboxTask{ID: evaluation.TaskID(r.ID), Version: r.Version}
	}
	return out, err
}

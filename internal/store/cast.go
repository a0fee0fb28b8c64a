package store

import (
	"context"
	"encoding/json"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// CastAt gives everybody who could have had a part in an evaluation at an
// instant (当时人员): who held any role in its units, the people named, and
// whoever stood in for one of them. Whose account was disabled is not there.
func (s *Store) CastAt(ctx context.Context, e *evaluation.Evaluation, named []evaluation.PersonID, roles []evaluation.RoleID, at time.Time) ([]evaluation.Actor, error) {
	var out []evaluation.Actor
	err := s.transact(ctx, func(tx *gorm.DB) error {
		var pairs []substitutionRow
		err := tx.Raw(`SELECT s.* FROM substitutions s WHERE s.unit_id IN (@unit, @receiver) AND s.process IN ('', @process) AND `+stoodThen+`
			ORDER BY s.principal_id, s.substitute_id`, map[string]any{
			"unit": e.UnitID, "receiver": e.ReceiverID, "process": e.Process.Name, "moment": at,
		}).Scan(&pairs).Error
		if err != nil {
			return err
		}
		for _, p := range pairs {
			named = append(named, evaluation.PersonID(p.SubstituteID))
		}
		if out, err = castAt(tx, e, named, roles, at); err != nil {
			return err
		}
		for _, p := range pairs {
			out = append(out, standIn(out, p)...)
		}
		return nil
	}, snapshot())
	return out, err
}

func castAt(tx *gorm.DB, e *evaluation.Evaluation, named []evaluation.PersonID, roles []evaluation.RoleID, at time.Time) ([]evaluation.Actor, error) {
	var text string
	err := tx.Raw(atMoment(selectPeople), map[string]any{
		"people": plain(named), "staff": true, "unit": e.UnitID, "receiver": e.ReceiverID, "roles": plain(roles), "id": string(e.ID), "moment": at,
	}).Scan(&text).Error
	if err != nil {
		return nil, err
	}
	var rows []peopleRow
	if err := json.Unmarshal([]byte(text), &rows); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "row_unreadable", "read the people of evaluation %s", e.ID)
	}
	out := make([]evaluation.Actor, len(rows))
	for i, r := range rows {
		out[i] = actorOf(evaluation.Request{Actor: evaluation.PersonID(r.ID)}, &actorRow{r.UnitID, r.DepartmentID}, r.Grants)
	}
	return out, nil
}

// standIn makes of two people one who stands in for the other.
func standIn(cast []evaluation.Actor, pair substitutionRow) []evaluation.Actor {
	var principal, substitute *evaluation.Actor
	for i := range cast {
		if cast[i].OnBehalfOf != "" {
			continue
		}
		switch string(cast[i].Person) {
		case pair.PrincipalID:
			principal = &cast[i]
		case pair.SubstituteID:
			substitute = &cast[i]
		}
	}
	if principal == nil || substitute == nil {
		return nil
	}
	both := *principal
	both.Person, both.OnBehalfOf = substitute.Person, principal.Person
	both.Own = evaluation.Own{DepartmentID: substitute.DepartmentID, Grants: substitute.Grants}
	return []evaluation.Actor{both}
}

// PolicyNamed gives a kept version of the policy.
// Fault: not_found policy_not_found.
func (s *Store) PolicyNamed(ctx context.Context, version string) (KeptPolicy, error) {
	var out KeptPolicy
	err := s.db.WithContext(ctx).Where("version = ?", version).Take(&out).Error
	return out, orElse(err, fault.NotFound, fault.New(fault.NotFound, "policy_not_found", "policy %.40q is not kept", version))
}

// GrantChange is that a role began or ended to be held (任职变动).
type GrantChange struct {
	Person    evaluation.PersonID
	Role      evaluation.RoleID
	UnitID    string
	At        time.Time
	Ended     bool
	GrantedBy evaluation.PersonID
}

// GrantChanges lists what began or ended in the units of an evaluation between
// two instants, the earliest first.
func (s *Store) GrantChanges(ctx context.Context, e *evaluation.Evaluation, after, until time.Time) ([]GrantChange, error) {
	var rows []GrantChange
	err := s.db.WithContext(ctx).Raw(`SELECT person_id AS person, role, unit_id, at, ended, granted_by FROM (
		SELECT g.*, g.valid_from AS at, false AS ended FROM role_grants g
		UNION ALL SELECT g.*, g.valid_to, true FROM role_grants g WHERE g.valid_to IS NOT NULL) x
	WHERE x.unit_id IN (@unit, @receiver) AND x.at > @after AND x.at <= @until ORDER BY x.at, x.id LIMIT @most`, map[string]any{
		"unit": e.UnitID, "receiver": e.ReceiverID, "after": after, "until": until, "most": MaxEntries,
	}).Scan(&rows).Error
	for i := range rows {
		rows[i].At = rows[i].At.UTC()
	}
	return rows, err
}

package store

import (
	"context"
	"encoding/hex"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// Situation gives what a decision would be made from now, without locking
// anything: for pages that show what somebody may do. Of the request it looks
// at Evaluation, Task, Actor, OnBehalfOf and Whole.
//
// Faults: not_found evaluation_not_found, task_not_found.
func (s *Store) Situation(ctx context.Context, req evaluation.Request) (*evaluation.Situation, error) {
	tx := s.db.WithContext(ctx)
	req.IdempotencyKey = ""
	l, err := s.load(tx, req)
	if err != nil {
		return nil, err
	}
	if err := checkStanding(req, l); err != nil {
		return nil, err
	}
	return s.situation(tx, l, req)
}

// Whole gives an evaluation with all its tasks and materials.
// Fault: not_found evaluation_not_found.
func (s *Store) Whole(ctx context.Context, id evaluation.ID) (*evaluation.Evaluation, error) {
	l, err := s.load(s.db.WithContext(ctx), evaluation.Request{Evaluation: id, Whole: true})
	if err != nil {
		return nil, err
	}
	return l.evaluation(), nil
}

// situation puts together what a decision is made from.
func (s *Store) situation(tx *gorm.DB, l *loaded, req evaluation.Request) (*evaluation.Situation, error) {
	def, err := s.definitions.get(tx, l.Head.process())
	if err != nil {
		return nil, err
	}
	return &evaluation.Situation{
		Evaluation: l.evaluation(), Definition: def.With(l.Head.Parameters.V), Calendar: s.calendarFor(l.Head.CalendarVersion),
		Actor: l.actor(req), Now: l.now(), Partial: l.part, Unscanned: l.Unscanned, Rescanning: l.Rescanning, Retention: s.retention,
		Head: hex.EncodeToString(l.Head.HeadHash[:]), HeadAt: l.Head.HeadAt.UTC(),
	}, nil
}

// now is the database's clock, but never before the last journal entry.
func (l *loaded) now() time.Time {
	return notBefore(l.Now, l.Head.HeadAt)
}

func notBefore(now, last time.Time) time.Time {
	now, last = now.UTC().Truncate(time.Microsecond), last.UTC()
	if now.Before(last) {
		return last
	}
	return now
}

// evaluation gives the rows as the core sees them.
func (l *loaded) evaluation() *evaluation.Evaluation {
	e := l.Head.core()
	e.Stages = coreOf(l.Stages, (*stageRow).core)
	e.Items = l.items
	e.Members = coreOf(l.Members, (*memberRow).core)
	e.Tasks = coreOf(l.Tasks, (*taskRow).core)
	e.Materials = coreOf(l.Materials, (*materialRow).core)
	e.Copies = coreOf(l.Copies, (*copyRow).core)
	e.Reads = coreOf(l.Reads, (*readRow).core)
	e.Recusals = coreOf(l.Recusals, (*recusalRow).core)
	e.Dossiers = coreOf(l.Dossiers, (*dossierRow).core)
	e.Publications = coreOf(l.Publications, (*publicationRow).core)
	e.Dossier, e.Filing, e.Publication = last(e.Dossiers), l.Filing.core(), last(e.Publications)
	e.Attestations = coreOf(l.Attestations, (*attestationRow).core)
	e.Clearances = coreOf(l.Clearances, (*clearanceRow).core)
	e.Corrections = coreOf(l.Corrections, (*correctionRow).core)
	e.Holds, e.Disposals = coreOf(l.Holds, (*holdRow).core), coreOf(l.Disposals, (*disposalRow).core)
	return e
}

func coreOf[R, C any](rows []R, core func(*R) C) []C {
	if len(rows) == 0 {
		return nil
	}
	out := make([]C, len(rows))
	for i := range rows {
		out[i] = core(&rows[i])
	}
	return out
}

// actorOf gives who acts. Somebody who is not known holds no role; what that
// means is for policy to say.
func actorOf(req evaluation.Request, row *actorRow, grants []grantRow) evaluation.Actor {
	a := evaluation.Actor{Person: req.Actor, OnBehalfOf: req.OnBehalfOf}
	if row != nil {
		a.UnitID, a.DepartmentID = row.UnitID, row.DepartmentID
	}
	for _, g := range grants {
		a.Grants = append(a.Grants, evaluation.Grant{Role: evaluation.RoleID(g.Role), UnitID: g.UnitID, DepartmentID: g.DepartmentID})
	}
	return a
}

// checkRequest refuses requests that name nothing, or too much.
func checkRequest(req evaluation.Request) error {
	switch {
	case req.Actor == "":
		return fault.New(fault.Internal, "request_without_actor", "a request needs an actor")
	case req.IdempotencyKey != "" && len(req.IdempotencyKey) > maxKey:
		return fault.New(fault.Invalid, "idempotency_key_too_long", "an idempotency key has at most %d bytes", maxKey).
			WithFields(fault.Field{Name: "idempotency_key", Reason: "idempotency_key_too_long"})
	}
	return nil
}

// actor gives who acts, and of a substitute what he is himself.
func (l *loaded) actor(req evaluation.Request) evaluation.Actor {
	a := actorOf(req, l.Actor, l.Grants)
	if l.Own != nil {
		own := actorOf(evaluation.Request{}, &actorRow{DepartmentID: l.Own.DepartmentID}, l.Own.Grants)
		a.Own = evaluation.Own{DepartmentID: own.DepartmentID, Grants: own.Grants}
	}
	return a
}

package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"strings"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// Start begins an evaluation. Decide sees one that is empty but for its id and
// units, and the actor's roles in these; it must answer with the first event.
// What it refuses leaves no trace, for there is no journal yet to keep it.
//
// Faults: not_found definition_not_found; invalid unit_unknown,
// idempotency_key_reused, idempotency_key_too_long; unavailable; those of decide.
func (s *Store) Start(ctx context.Context, req evaluation.Request, in evaluation.Opening, decide Decide) (evaluation.Result, error) {
	if err := checkRequest(req); err != nil {
		return evaluation.Result{}, err
	}
	req.Whole = true
	return s.once(req, func() (answer, error) { return s.start(ctx, req, in, decide) })
}

func (s *Store) start(ctx context.Context, req evaluation.Request, in evaluation.Opening, decide Decide) (a answer, err error) {
	err = s.transact(ctx, func(tx *gorm.DB) error {
		l, err := opening(tx, req, in)
		if err != nil {
			return err
		}
		if l.Answer != nil {
			a, err = s.replay(tx, req, l.Answer)
			return err
		}
		a, err = s.begin(tx, req, in, l, decide)
		return err
	})
	return a, err
}

func (s *Store) begin(tx *gorm.DB, req evaluation.Request, in evaluation.Opening, l *loaded, decide Decide) (answer, error) {
	def, err := s.findDefinition(tx, evaluation.ProcessRef{Name: in.Process, Version: in.ProcessVersion})
	if err != nil {
		return answer{}, err
	}
	now := notBefore(l.Now, time.Time{})
	situation := &evaluation.Situation{
		Evaluation: &evaluation.Evaluation{ID: newID(now), UnitID: in.UnitID, ReceiverID: in.ReceiverID},
		Definition: def, Calendar: s.calendar(), Actor: actorOf(req, l.Actor, l.Grants), Now: now,
	}
	if err := addPeople(tx, situation, evaluation.Request{}); err != nil {
		return answer{}, err
	}
	outcome, err := decide(situation)
	if err == nil {
		err = outcome.Refusal
	}
	if err != nil {
		return answer{}, err
	}
	if len(outcome.Events) == 0 || outcome.Events[0].Type() != evaluation.TypeStarted {
		return answer{}, fault.New(fault.Internal, "start_without_event", "a start must answer with the first event")
	}
	c := newChange(situation, journal.Genesis(string(situation.Evaluation.ID)), req)
	a, err := c.record(tx, outcome)
	if err != nil {
		return answer{}, err
	}
	return a, c.append(tx, nil)
}

// loadOpening is what a start is decided from.
const loadOpening = `SELECT json_build_object(
	'now', clock_timestamp(),
	'units', (SELECT count(*) FROM units u WHERE u.id IN (@unit, @receiver)),
	'actor', (SELECT json_build_object('unit_id', p.unit_id, 'department_id', COALESCE(p.department_id, ''))
		FROM persons p WHERE p.id = @actor),
	'grants', (SELECT json_agg(json_build_object(
			'role', g.role, 'unit_id', g.unit_id, 'department_id', COALESCE(g.department_id, '')) ORDER BY g.id)
		FROM role_grants g
		WHERE g.person_id = @actor AND g.unit_id IN (@unit, @receiver)
			AND ` + grantCounts + `
			AND NOT EXISTS (SELECT FROM accounts a WHERE a.person_id = g.person_id AND a.disabled_at IS NOT NULL)),
	'answer', (SELECT to_json(k) FROM idempotency_keys k WHERE k.actor_id = @actor AND k.key = @key)
)`

func opening(tx *gorm.DB, req evaluation.Request, in evaluation.Opening) (*loaded, error) {
	var text string
	err := tx.Raw(loadOpening, map[string]any{
		"unit": in.UnitID, "receiver": in.ReceiverID, "actor": string(req.Actor), "key": req.IdempotencyKey,
	}).Scan(&text).Error
	if err != nil {
		return nil, err
	}
	var l struct {
		loaded
		Units int `json:"units"`
	}
	if err := json.Unmarshal([]byte(text), &l); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "row_unreadable", "read what a start needs")
	}
	want := 2
	if in.UnitID == in.ReceiverID {
		want = 1
	}
	if l.Answer == nil && l.Units != want {
		return nil, fault.New(fault.Invalid, "unit_unknown", "no unit %q or no unit %q", in.UnitID, in.ReceiverID).
			WithFields(fault.Field{Name: "unit_id", Reason: "unit_unknown"})
	}
	return &l.loaded, nil
}

// newID gives a short id that sorts by time: milliseconds, then chance, in
// Crockford's alphabet, which has no letters that look alike.
func newID(now time.Time) evaluation.ID {
	const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
	var id strings.Builder
	id.WriteString("ev-")
	millis := now.UnixMilli()
	for shift := 40; shift >= 0; shift -= 5 {
		id.WriteByte(alphabet[(millis>>shift)&31])
	}
	var chance [6]byte
	_, _ = rand.Read(chance[:]) // never fails: it ends the program instead
	for _, b := range chance {
		id.WriteByte(alphabet[b&31])
	}
	return evaluation.ID(id.String())
}

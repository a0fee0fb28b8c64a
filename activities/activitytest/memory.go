package activitytest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"sync"
	"time"

	"jiheng/activities"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

// Memory is an activities.Store in memory. Commands follow one another, each
// decides on a copy, and its events are folded in with it or not at all.
type Memory struct {
	trouble
	now func() time.Time

	mu    sync.Mutex
	kept  map[evaluation.ID]*kept
	grown func(id evaluation.ID, seq int64)
}

var _ activities.Store = (*Memory)(nil)

// kept is one evaluation with everything that belongs to it.
type kept struct {
	evaluation *evaluation.Evaluation
	definition *evaluation.Definition
	calendar   calendar.Calendar
	people     []evaluation.Actor
	records    []evaluation.Record
	notices    []notice
	notified   int64
}

// NewMemory makes an empty store that goes by a clock.
func NewMemory(now func() time.Time) *Memory {
	return &Memory{now: now, kept: make(map[evaluation.ID]*kept)}
}

// OnGrowth has a function called after a journal grew. It must not call back.
func (m *Memory) OnGrowth(grown func(id evaluation.ID, seq int64)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.grown = grown
}

// Clock has the store go by another clock.
func (m *Memory) Clock(now func() time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = now
}

// Begin starts the evaluation that a case has prepared, now.
func (m *Memory) Begin(c *evaluationtest.Case) error {
	m.mu.Lock()
	k := &kept{evaluation: &evaluation.Evaluation{ID: c.Evaluation.ID}, definition: c.Definition, calendar: c.Calendar, people: c.People}
	m.kept[c.Evaluation.ID] = k
	m.mu.Unlock()
	r := evaluation.Request{Evaluation: c.Evaluation.ID, Actor: evaluationtest.OfficeHead().Person}
	_, err := m.Update(context.Background(), r, func(s *evaluation.Situation) (evaluation.Outcome, error) {
		events, err := evaluation.Begin(s, c.Start)
		return evaluation.Outcome{Events: events}, err
	})
	return err
}

// Apply lets somebody act, by the core's rules alone.
func (m *Memory) Apply(id evaluation.ID, by evaluation.PersonID, c evaluation.Command) ([]evaluation.Event, error) {
	r := evaluation.Request{Evaluation: id, Actor: by, Whole: true}
	done, err := m.Update(context.Background(), r, func(s *evaluation.Situation) (evaluation.Outcome, error) {
		events, err := evaluation.Apply(s, c)
		return evaluation.Outcome{Events: events}, err
	})
	return done.Events, err
}

// Facts implements activities.Store.
func (m *Memory) Facts(_ context.Context, id evaluation.ID) (evaluation.Facts, error) {
	if err := m.strike(Facts); err != nil {
		return evaluation.Facts{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	k, err := m.find(id)
	if err != nil {
		return evaluation.Facts{}, err
	}
	return evaluation.FactsOf(k.evaluation), nil
}

// Situation implements activities.Store.
func (m *Memory) Situation(_ context.Context, r evaluation.Request) (*evaluation.Situation, error) {
	if err := m.strike(Situation); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	k, err := m.find(r.Evaluation)
	if err != nil {
		return nil, err
	}
	return k.situation(r, m.now()), nil
}

// Update implements activities.Store. Nobody but people is refused here, and
// refusals are kept as the store keeps them.
func (m *Memory) Update(_ context.Context, r evaluation.Request, decide func(*evaluation.Situation) (evaluation.Outcome, error)) (evaluation.Result, error) {
	if err := m.strike(Update); err != nil {
		return evaluation.Result{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	k, err := m.find(r.Evaluation)
	if err != nil {
		return evaluation.Result{}, err
	}
	s := k.situation(r, m.now())
	outcome, err := decide(s)
	if err != nil {
		return evaluation.Result{}, err
	}
	k.append(s, outcome.Events)
	if len(outcome.Events) > 0 && m.grown != nil {
		m.grown(r.Evaluation, k.evaluation.Seq)
	}
	return evaluation.Result{Evaluation: copyOf(k.evaluation), Events: outcome.Events, Seq: k.evaluation.Seq, At: s.Now}, outcome.Refusal
}

// Names implements activities.Store; ids stand for names.
func (m *Memory) Names(_ context.Context, e *evaluation.Evaluation) (evaluation.Names, error) {
	return evaluation.Names{Unit: e.UnitID, Receiver: e.ReceiverID}, m.strike(Names)
}

// Held implements activities.Store. What people hold they have always held.
func (m *Memory) Held(_ context.Context, p evaluation.PersonID, g evaluation.Grant, _ time.Time) (bool, error) {
	if err := m.strike(Held); err != nil {
		return false, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, k := range m.kept {
		for _, had := range k.actor(p).Grants {
			if had.Role == g.Role && had.UnitID == g.UnitID && (g.DepartmentID == "" || g.DepartmentID == had.DepartmentID) {
				return true, nil
			}
		}
	}
	return false, nil
}

// Journal gives everything that happened to an evaluation.
func (m *Memory) Journal(id evaluation.ID) []evaluation.Record {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.kept[id].records)
}

// Evaluation gives an evaluation as it stands.
func (m *Memory) Evaluation(id evaluation.ID) *evaluation.Evaluation {
	m.mu.Lock()
	defer m.mu.Unlock()
	return copyOf(m.kept[id].evaluation)
}

// find needs the lock.
func (m *Memory) find(id evaluation.ID) (*kept, error) {
	k, ok := m.kept[id]
	if !ok {
		return nil, fault.New(fault.NotFound, "evaluation_not_found", "no evaluation %q", id)
	}
	return k, nil
}

func (k *kept) situation(r evaluation.Request, now time.Time) *evaluation.Situation {
	now = now.UTC().Truncate(time.Microsecond)
	if n := len(k.records); n > 0 && now.Before(k.records[n-1].At) {
		now = k.records[n-1].At
	}
	actor := k.actor(r.Actor)
	actor.OnBehalfOf = r.OnBehalfOf
	return &evaluation.Situation{
		Evaluation: copyOf(k.evaluation), Definition: k.definition, Calendar: k.calendar, Actor: actor, Now: now, Head: k.head(),
	}
}

// head stands for the hash of the last entry, which a memory has no chain for.
func (k *kept) head() string {
	if len(k.records) == 0 {
		return ""
	}
	sum := sha256.Sum256([]byte(string(k.evaluation.ID) + strconv.Itoa(len(k.records))))
	return hex.EncodeToString(sum[:])
}

func (k *kept) actor(p evaluation.PersonID) evaluation.Actor {
	for _, a := range k.people {
		if a.Person == p {
			return a
		}
	}
	return evaluation.Actor{Person: p}
}

func (k *kept) append(s *evaluation.Situation, events []evaluation.Event) {
	e := copyOf(k.evaluation)
	for _, event := range events {
		r := evaluation.Record{Seq: e.Seq + 1, At: s.Now, Actor: s.Actor.Person, OnBehalfOf: s.Actor.OnBehalfOf, Event: event}
		e.Fold(r)
		k.records = append(k.records, r)
	}
	k.evaluation = e
}

// copyOf copies what Fold changes in place.
func copyOf(e *evaluation.Evaluation) *evaluation.Evaluation {
	c := *e
	c.Stages, c.Members = slices.Clone(e.Stages), slices.Clone(e.Members)
	c.Tasks, c.Materials = slices.Clone(e.Tasks), slices.Clone(e.Materials)
	return &c
}

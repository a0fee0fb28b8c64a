package storetest

import (
	"context"
	"log/slog"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/identity"
	"jiheng/internal/store"
)

// Process is the source under which the definition of evaluationtest.Overall
// is kept.
const Process = "overall-self-evaluation"

// Open opens a store on a fresh database: the case's people hold their roles,
// and its process can be started.
func Open(t testing.TB) *store.Store {
	t.Helper()
	return OpenAt(t, DSN(t))
}

// OpenAt is Open on a database that is there already.
func OpenAt(t testing.TB, dsn string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), StoreConfig(dsn))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	require.NoError(t, s.SeedOrganisation(t.Context(), Organisation()))
	_, err = s.PutDefinition(t.Context(), Process, []byte(Process))
	require.NoError(t, err)
	return s
}

// StoreConfig is a configuration with the case's definition and calendar.
func StoreConfig(dsn string) store.Config {
	china := calendar.China()
	return store.Config{
		DSN: dsn, MaxConns: 60, Log: slog.New(slog.DiscardHandler),
		Calendar: func() calendar.Calendar { return china },
		Parse:    func(string, []byte) (*evaluation.Definition, error) { return evaluationtest.Overall(), nil },
	}
}

// Organisation is the case's: two units and a stranger's, everybody's roles.
func Organisation() store.Organisation {
	o := store.Organisation{Units: []store.Unit{
		{ID: evaluationtest.Unit, Name: "service centre"},
		{ID: evaluationtest.Receiver, Name: "finance bureau"},
		{ID: evaluationtest.OtherUnit, Name: "another unit"},
	}}
	for _, a := range append(evaluationtest.Everybody(), evaluationtest.Stranger()) {
		if d := department(a); !slices.Contains(o.Departments, d) {
			o.Departments = append(o.Departments, d)
		}
		person := identity.Person{
			ID: identity.PersonID(a.Person), UnitID: identity.UnitID(a.UnitID),
			DepartmentID: identity.DepartmentID(departmentID(a.UnitID, a.DepartmentID)), Name: string(a.Person), Post: string(a.Person),
			Email: string(a.Person) + "@example.gov.cn",
		}
		o.Persons = append(o.Persons, person)
		o.Accounts = append(o.Accounts, identity.Account{Person: person, Login: string(a.Person)})
		for _, g := range a.Grants {
			o.Grants = append(o.Grants, store.Grant{
				Person: a.Person, Role: g.Role, UnitID: g.UnitID, DepartmentID: departmentID(g.UnitID, g.DepartmentID), GrantedBy: "seed",
			})
		}
	}
	return o
}

func department(a evaluation.Actor) store.Department {
	id := departmentID(a.UnitID, a.DepartmentID)
	return store.Department{ID: id, UnitID: a.UnitID, Name: id}
}

// departmentID keeps departments of the same name in other units apart: an id
// belongs to one unit.
func departmentID(unit, department string) string {
	if unit == evaluationtest.OtherUnit {
		return "other-" + department
	}
	return department
}

// Start starts the case's evaluation, in real time and from its published day.
func Start(t testing.TB, s *store.Store) evaluation.Result {
	t.Helper()
	in := evaluationtest.Start()
	result, err := s.Start(t.Context(), evaluation.Request{Actor: "office-head"}, Opening(), func(sit *evaluation.Situation) (evaluation.Outcome, error) {
		events, err := evaluation.Begin(sit, in)
		return evaluation.Outcome{Events: events}, err
	})
	require.NoError(t, err)
	return result
}

// Opening names the case's process and units.
func Opening() evaluation.Opening {
	return evaluation.Opening{Process: Process, UnitID: evaluationtest.Unit, ReceiverID: evaluationtest.Receiver}
}

// Turn lets the timeline do all it has to do now.
func Turn(ctx context.Context, s *store.Store, id evaluation.ID) error {
	for {
		moved, err := move(ctx, s, id)
		if err != nil || !moved {
			return err
		}
	}
}

// Move lets the timeline do the first thing it has to do now, if any.
func Move(ctx context.Context, s *store.Store, id evaluation.ID) error {
	_, err := move(ctx, s, id)
	return err
}

func move(ctx context.Context, s *store.Store, id evaluation.ID) (moved bool, err error) {
	facts, err := s.Facts(ctx, id)
	if err != nil {
		return false, err
	}
	_, err = s.Update(ctx, evaluation.Request{Evaluation: id, Actor: evaluation.SystemPerson, Whole: true},
		func(sit *evaluation.Situation) (evaluation.Outcome, error) {
			moves, _ := evaluation.Next(facts, sit.Now)
			if len(moves) == 0 {
				return evaluation.Outcome{}, nil
			}
			moved = true
			events, err := carry(sit, moves[0])
			return evaluation.Outcome{Events: events, Rule: "timeline:" + string(moves[0].Kind)}, err
		})
	return moved, err
}

func carry(s *evaluation.Situation, m evaluation.Move) ([]evaluation.Event, error) {
	switch m.Kind {
	case evaluation.MoveTick:
		return evaluation.Tick(s)
	case evaluation.MoveSettle:
		return evaluation.Settle(s, m.Stage), nil
	case evaluation.MoveOpen:
		return evaluation.Open(s, m.Stage)
	case evaluation.MoveFinish:
		return evaluation.Finish(s), nil
	case evaluation.MovePerform:
	}
	switch m.Effect {
	case evaluation.EffectFile:
		return evaluation.File(s, m.Task)
	case evaluation.EffectPublish:
		return evaluation.Publish(s, m.Task)
	case evaluation.EffectSeal, evaluation.EffectNone:
	}
	return evaluation.Seal(s, m.Task, evaluationtest.NextDossier(s))
}

// Apply decides a command by the core's rules and keeps refusals, as policy
// does, but asks nobody who may.
func Apply(c evaluation.Command) store.Decide {
	return func(s *evaluation.Situation) (evaluation.Outcome, error) {
		events, err := evaluation.Apply(s, c)
		if err != nil {
			return evaluation.Refuse(s, c, err, "test")
		}
		return evaluation.Outcome{Events: events, Rule: "test", PolicyVersion: "test"}, nil
	}
}

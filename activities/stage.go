package activities

import (
	"context"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// MoveInput is a move of one evaluation.
type MoveInput struct {
	Evaluation evaluation.ID   `json:"evaluation"`
	Move       evaluation.Move `json:"move"`
}

// Facts reads what the timeline decides from.
func (a *Activities) Facts(ctx context.Context, id evaluation.ID) (evaluation.Facts, error) {
	facts, err := a.Store.Facts(ctx, id)
	return facts, toTemporal(err)
}

// Advance carries out a move that concerns the database alone: open, tick,
// settle, finish. A move that was overtaken changes nothing.
func (a *Activities) Advance(ctx context.Context, in MoveInput) error {
	if in.Move.Kind == evaluation.MoveSettle {
		if err := a.gate(ctx, in); err != nil {
			return toTemporal(err)
		}
	}
	_, err := a.Store.Update(ctx, whole(in.Evaluation), func(s *evaluation.Situation) (evaluation.Outcome, error) {
		return a.decide(s, in.Move)
	})
	return toTemporal(err)
}

// whole asks for all of an evaluation, as the system.
func whole(id evaluation.ID) evaluation.Request {
	return evaluation.Request{Evaluation: id, Actor: evaluation.SystemPerson, Whole: true}
}

func (a *Activities) decide(s *evaluation.Situation, m evaluation.Move) (evaluation.Outcome, error) {
	var events []evaluation.Event
	var err error
	switch m.Kind {
	case evaluation.MoveOpen:
		events, err = evaluation.Open(s, m.Stage)
	case evaluation.MoveTick:
		events, err = evaluation.Tick(s)
	case evaluation.MoveSettle:
		events = evaluation.Settle(s, m.Stage)
	case evaluation.MoveFinish:
		events = evaluation.Finish(s)
	case evaluation.MovePerform:
		err = fault.New(fault.Internal, "wrong_activity", "move %s is performed elsewhere", m.Kind)
	}
	return a.outcome(events, "timeline:"+string(m.Kind)), err
}

// gate looks, before a stage is closed, whether everything in it was decided
// by somebody who might at that time. Nothing in the stage can change any more,
// so this need not be done under the lock.
func (a *Activities) gate(ctx context.Context, in MoveInput) error {
	s, err := a.Store.Situation(ctx, whole(in.Evaluation))
	if err != nil || len(evaluation.Settle(s, in.Move.Stage)) == 0 {
		return err
	}
	held := func(p evaluation.PersonID, g evaluation.Grant, at time.Time) (bool, error) {
		return a.Store.Held(ctx, p, g, at)
	}
	return a.Gate.CheckGate(s, in.Move.Stage, held)
}

func (a *Activities) outcome(events []evaluation.Event, rule string) evaluation.Outcome {
	return evaluation.Outcome{Events: events, Rule: rule, PolicyVersion: a.Gate.Version()}
}

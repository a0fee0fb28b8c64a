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
	request := evaluation.Request{Evaluation: in.Evaluation, Actor: evaluation.SystemPerson, Whole: true}
	_, err := a.Store.Update(ctx, request, func(s *evaluation.Situation) (evaluation.Outcome, error) {
		return a.decide(ctx, s, in.Move)
	})
	return toTemporal(err)
}

func (a *Activities) decide(ctx context.Context, s *evaluation.Situation, m evaluation.Move) (evaluation.Outcome, error) {
	var events []evaluation.Event
	var err error
	switch m.Kind {
	case evaluation.MoveOpen:
		events, err = evaluation.Open(s, m.Stage)
	case evaluation.MoveTick:
		events = evaluation.Tick(s)
	case evaluation.MoveSettle:
		return a.settle(ctx, s, m.Stage)
	case evaluation.MoveFinish:
		events = evaluation.Finish(s)
	case evaluation.MovePerform:
		err = fault.New(fault.Internal, "wrong_activity", "move %s is performed elsewhere", m.Kind)
	}
	return a.outcome(events, "timeline:"+string(m.Kind)), err
}

// settle closes a stage only if everything decided in it was decided by
// somebody who might at that time.
func (a *Activities) settle(ctx context.Context, s *evaluation.Situation, stage evaluation.StageID) (evaluation.Outcome, error) {
	events := evaluation.Settle(s, stage)
	if len(events) == 0 {
		return evaluation.Outcome{}, nil
	}
	held := func(p evaluation.PersonID, g evaluation.Grant, at time.Time) (bool, error) {
		return a.Store.Held(ctx, p, g, at)
	}
	if err := a.Gate.CheckGate(s, stage, held); err != nil {
		return evaluation.Outcome{}, err
	}
	return a.outcome(events, "timeline:"+string(evaluation.MoveSettle)), nil
}

func (a *Activities) outcome(events []evaluation.Event, rule string) evaluation.Outcome {
	return evaluation.Outcome{Events: events, Rule: rule, PolicyVersion: a.Gate.Version()}
}

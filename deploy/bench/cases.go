package main

import (
	"context"
	_ "embed" // the process
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/store"
)

const caseProcess = "bench"

//go:embed process.yaml
var caseSource []byte

// target is a task to be completed (待办目标).
type target struct {
	evaluation evaluation.ID
	task       evaluation.TaskID
	item       evaluation.ItemID
}

// makeCases makes real evaluations, through the store as everybody else does, and
// gives their tasks in an order of chance, so that those who work at the same
// time meet in one evaluation as often as chance has it.
func (b *bench) makeCases(ctx context.Context, count int) ([]target, error) {
	var all []target
	var mu sync.Mutex
	var wg sync.WaitGroup
	failures := make(chan error, count)
	slots := make(chan struct{}, 4)
	for n := range count {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			made, err := b.makeCase(ctx, n)
			if err != nil {
				failures <- err
				return
			}
			mu.Lock()
			defer mu.Unlock()
			all = append(all, made...)
		})
	}
	wg.Wait()
	close(failures)
	if err := <-failures; err != nil {
		return nil, err
	}
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all, nil
}

// makeCase starts an evaluation and opens its stage.
func (b *bench) makeCase(ctx context.Context, n int) ([]target, error) {
	started, err := b.store.Start(ctx, evaluation.Request{Actor: "centre-p1"},
		evaluation.Opening{Process: caseProcess, UnitID: "centre", ReceiverID: "bureau"},
		func(s *evaluation.Situation) (evaluation.Outcome, error) {
			events, err := evaluation.Begin(s, b.opening(n, s.Now))
			return evaluation.Outcome{Events: events, Rule: "bench"}, err
		})
	if err != nil {
		return nil, fmt.Errorf("start case %d: %w", n, err)
	}
	id := started.Evaluation.ID
	opened, err := b.store.Update(ctx, evaluation.Request{Evaluation: id, Actor: evaluation.SystemPerson, Whole: true}, openStage("work"))
	if err != nil {
		return nil, fmt.Errorf("open case %d: %w", n, err)
	}
	targets := make([]target, len(opened.Evaluation.Tasks))
	for i, t := range opened.Evaluation.Tasks {
		targets[i] = target{id, t.ID, t.Item}
	}
	if len(targets) != b.items {
		return nil, fmt.Errorf("case %d has %d tasks instead of %d", n, len(targets), b.items)
	}
	return targets, nil
}

func openStage(stage evaluation.StageID) store.Decide {
	return func(s *evaluation.Situation) (evaluation.Outcome, error) {
		events, err := evaluation.Open(s, stage)
		return evaluation.Outcome{Events: events, Rule: "timeline:open"}, err
	}
}

func (b *bench) opening(n int, now time.Time) evaluation.Start {
	in := evaluation.Start{
		UnitID: "centre", ReceiverID: "bureau", Title: fmt.Sprintf("Case %d", n), Year: 2019,
		StartOn: calendar.DateOf(now).AddDays(-1),
	}
	for i := range b.items {
		in.Items = append(in.Items, evaluation.Item{
			ID: evaluation.ItemID(fmt.Sprintf("p%d", i+1)), Kind: evaluation.ItemProject,
			Title: fmt.Sprintf("Project %d", i+1), DepartmentID: fmt.Sprintf("centre-d%d", 1+i%5), Amount: decimal.NewFromInt(1_000_000),
		})
	}
	return in
}

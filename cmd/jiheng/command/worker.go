package command

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"
	"go.temporal.io/sdk/worker"

	"jiheng/activities"
	"jiheng/cmd/jiheng/adapter"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/filing"
	"jiheng/internal/postman"
	"jiheng/internal/relay"
	"jiheng/internal/virus"
	"jiheng/policy"
	"jiheng/workflows"
)

func (sh *shell) worker() *cobra.Command {
	return &cobra.Command{
		Use: "worker", Short: workerShort, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := open(cmd.Context(), sh.cfg, sh.log)
			if err != nil {
				return err
			}
			defer func() { _ = s.Close() }()
			return s.work(cmd.Context())
		},
	}
}

// work carries timelines out and relays the journal until ctx ends. Temporal
// may be away at the beginning and at any time after.
func (s *system) work(ctx context.Context) error {
	c, err := client.NewLazyClient(client.Options{
		HostPort: s.cfg.TemporalAddress, Namespace: s.cfg.TemporalNamespace,
		Logger: sdklog.NewStructuredLogger(s.log.With("part", "temporal")),
	})
	if err != nil {
		return fmt.Errorf("temporal client: %w", err)
	}
	defer c.Close()
	var tidying sync.WaitGroup
	defer tidying.Wait()
	ctx, fatal := untilFatal(ctx)
	defer fatal(nil)
	w, err := s.startWorker(ctx, c, fatal)
	if err != nil {
		return err
	}
	defer w.Stop()
	tidying.Go(func() { s.keepTidy(ctx) })
	tidying.Go(func() { s.remindOfDisclosures(ctx) })
	tidying.Go(func() { s.keepCheckpoints(ctx) })
	tidying.Go(func() { s.scheduleVerification(ctx, c) })
	tidying.Go(func() { s.keepHistories(ctx, c) })
	s.log.InfoContext(ctx, "worker: ready", "temporal", s.cfg.TemporalAddress, "namespace", s.cfg.TemporalNamespace)
	var working sync.WaitGroup
	working.Go(func() {
		relay.New(adapter.ForRelay(ctx, s.store), s.timeline(c), relay.Config{}, s.log.With("part", "relay")).Run(ctx)
	})
	working.Go(func() {
		postman.New(s.store, s.channel, postman.Config{}, s.log.With("part", "postman")).Run(ctx, s.store.Listen(ctx))
	})
	working.Go(func() {
		planner := adapter.ForReplanner(s.store, evaluation.Replan)
		relay.NewReplanner(s.store, planner, relay.ReplanConfig{}, s.log.With("part", "replanner")).Run(ctx)
	})
	working.Go(func() {
		poller := &filing.Poller{
			Store: s.store, Receivers: s.cfg.Receivers, Signer: s.signer, Every: 10 * time.Minute, Now: time.Now, Log: s.log.With("part", "exchange"),
		}
		poller.Run(ctx)
	})
	working.Go(func() {
		(&filing.LookBacks{Store: s.store, Every: 10 * time.Minute, Log: s.log.With("part", "exchange")}).Run(ctx)
	})
	if s.cfg.Scanner != nil {
		working.Go(func() {
			virus.New(adapter.ForWard(s.store), s.blobs, s.cfg.Scanner, virus.Config{}, s.log.With("part", "virus")).Run(ctx)
		})
	}
	working.Wait()
	return fatalOf(ctx)
}

// untilFatal gives a context that a fatal error ends. A worker that has given
// up must not stay as a process that does nothing: its supervisor restarts only
// what ends.
func untilFatal(ctx context.Context) (context.Context, func(error)) {
	return context.WithCancelCause(ctx)
}

// fatalOf gives the fatal error that ended a context; nil when it was told to
// end.
func fatalOf(ctx context.Context) error {
	cause := context.Cause(ctx)
	if cause == nil || errors.Is(cause, context.Canceled) {
		return nil
	}
	return workerEnded(cause)
}

// startWorker starts a worker, trying again while Temporal is away.
func (s *system) startWorker(ctx context.Context, c client.Client, fatal func(error)) (worker.Worker, error) {
	reader, err := s.reader(ctx)
	if err != nil {
		return nil, err
	}
	for {
		w := worker.New(c, workflows.TaskQueue, worker.Options{
			WorkerStopTimeout:                       30 * time.Second,
			MaxConcurrentLocalActivityExecutionSize: 50,
			OnFatalError: func(err error) {
				s.log.ErrorContext(ctx, "worker: stopped by a fatal error", "error", err)
				fatal(err)
			},
		})
		workflows.Register(w, s.activities(reader))
		err := w.Start()
		if err == nil {
			return w, nil
		}
		s.log.WarnContext(ctx, "worker: temporal is away, trying again", "error", err)
		select {
		case <-ctx.Done():
			return nil, errors.Join(err, ctx.Err())
		case <-time.After(2 * time.Second):
		}
	}
}

func (s *system) activities(reader activities.Pages) *activities.Activities {
	return &activities.Activities{
		Store: s.store, Gate: gate{s.policy}, Blobs: s.blobs, Channel: s.channel, Receivers: s.cfg.Receivers, Signer: s.signer,
		Auditor: auditor{s}, Pages: reader, Schemes: s.schemes, Now: time.Now, Log: s.log,
	}
}

func (s *system) timeline(c client.Client) *relay.Temporal {
	return &relay.Temporal{
		Client: c, Namespace: s.cfg.TemporalNamespace, TaskQueue: workflows.TaskQueue,
		WorkflowID: workflows.EvaluationID, Workflow: workflows.Evaluation,
		Input:  func(id evaluation.ID) any { return workflows.EvaluationInput{Evaluation: id} },
		Signal: workflows.LookAgain,
	}
}

// gate gives policy's findings as one refusal.
type gate struct{ *policy.Policy }

// CheckGate refuses to close a stage in which something was decided by
// somebody who might not.
func (g gate) CheckGate(s *evaluation.Situation, stage evaluation.StageID, held func(evaluation.PersonID, evaluation.Grant, time.Time) (bool, error)) error {
	var failed error
	violations := g.Policy.CheckGate(s, stage, func(p evaluation.PersonID, role evaluation.RoleID, unit, department string, at time.Time) bool {
		ok, err := held(p, evaluation.Grant{Role: role, UnitID: unit, DepartmentID: department}, at)
		failed = errors.Join(failed, err)
		return ok
	})
	if failed != nil || len(violations) == 0 {
		return failed
	}
	return gateHeld(stage, violations)
}

// gateHeld is the refusal to close a stage.
func gateHeld(stage evaluation.StageID, violations []policy.Violation) error {
	v := violations[0]
	return fault.New(fault.Forbidden, "gate_held", "stage %s: %d decisions without the right to them, first task %s by %s as %s", stage, len(violations), v.Task, v.Person, v.Role).
		WithRule(v.Rule).With("task", string(v.Task)).With("person", string(v.Person)).With("role", string(v.Role))
}

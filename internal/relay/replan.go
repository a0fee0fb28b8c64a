package relay

import (
	"context"
	"log/slog"
	"time"

	"jiheng/internal/evaluation"
)

// Calendars is what a replanner needs of the database.
type Calendars interface {
	// CalendarVersion names the calendar in force, as the database has it now.
	CalendarVersion(ctx context.Context) (string, error)
	// Outdated lists running evaluations after an id, in order of id, that were
	// planned by another calendar than the version given.
	Outdated(ctx context.Context, version string, after evaluation.ID, limit int) ([]evaluation.ID, error)
}

// Planner plans an evaluation anew by the calendar in force. Asked again, it
// changes nothing; asked by two at once, one of them does it.
type Planner interface {
	Replan(ctx context.Context, id evaluation.ID) error
}

// ReplanConfig says how often a replanner looks.
type ReplanConfig struct {
	Look  time.Duration // for a new calendar; default 2 s
	Again time.Duration // over all evaluations, whatever it knows; default 1 min
	Batch int           // evaluations a look; default 100
}

// Replanner has running evaluations planned anew when a new calendar is in
// force. It goes by what the database says and keeps nothing that would be
// lost: any number may run beside each other, and end at any moment.
type Replanner struct {
	calendars Calendars
	planner   Planner
	cfg       ReplanConfig
	log       *slog.Logger
	// done is the version by which all evaluations were found to be planned.
	done string
}

// NewReplanner makes a replanner; zero settings take their defaults.
func NewReplanner(c Calendars, p Planner, cfg ReplanConfig, log *slog.Logger) *Replanner {
	cfg.Look = orDefault(cfg.Look, 2*time.Second)
	cfg.Again = orDefault(cfg.Again, time.Minute)
	cfg.Batch = orDefault(cfg.Batch, 100)
	return &Replanner{calendars: c, planner: p, cfg: cfg, log: log}
}

// Run replans until ctx ends: soon after a calendar was imported, and now and
// then for evaluations that began while it was. Trouble is logged once per
// look; what could not be planned anew is tried again at the next full round,
// for a fault of one evaluation will not pass within seconds.
func (r *Replanner) Run(ctx context.Context) {
	look, again := time.NewTicker(r.cfg.Look), time.NewTicker(r.cfg.Again)
	defer look.Stop()
	defer again.Stop()
	r.attempt(ctx, r.Replan)
	for {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
			r.attempt(ctx, r.follow)
		case <-again.C:
			r.attempt(ctx, r.Replan)
		}
	}
}

func (r *Replanner) attempt(ctx context.Context, do func(context.Context) error) {
	if err := do(ctx); err != nil && ctx.Err() == nil {
		r.log.WarnContext(ctx, "replan: will be tried again", "error", err)
	}
}

// follow replans if another calendar is in force than the last time.
func (r *Replanner) follow(ctx context.Context) error {
	version, err := r.calendars.CalendarVersion(ctx)
	if err != nil || version == r.done {
		return err
	}
	return r.replan(ctx, version)
}

// Replan has every running evaluation planned by the calendar in force. One
// that cannot be planned does not keep the others from it; the error is then
// about all of them.
func (r *Replanner) Replan(ctx context.Context) error {
	version, err := r.calendars.CalendarVersion(ctx)
	if err != nil {
		return err
	}
	return r.replan(ctx, version)
}

// replan goes through the evaluations once, in order and one at a time, so
// that people who work meanwhile do not wait for connections.
func (r *Replanner) replan(ctx context.Context, version string) error {
	var after evaluation.ID
	var failures []error
	number := 0
	for {
		batch, err := r.calendars.Outdated(ctx, version, after, r.cfg.Batch)
		if err != nil {
			return err
		}
		for _, id := range batch {
			if err := r.planner.Replan(ctx, id); err != nil {
				r.log.WarnContext(ctx, "replan: one evaluation keeps its old dates", "evaluation", id, "calendar", version, "error", err)
				failures = append(failures, err)
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
			after, number = id, number+1
		}
		if len(batch) < r.cfg.Batch {
			break
		}
	}
	if number > 0 {
		r.log.InfoContext(ctx, "replan: done", "calendar", version, "evaluations", number, "failed", len(failures))
	}
	r.done = version
	return summary(failures)
}

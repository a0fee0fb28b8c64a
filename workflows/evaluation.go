package workflows

import (
	"time"

	"go.temporal.io/sdk/workflow"

	"jiheng/activities"
	"jiheng/internal/evaluation"
)

const (
	// TaskQueue is where workers look for work.
	TaskQueue = "jiheng"
	// LookAgain is the only signal: the rows have changed, read them.
	LookAgain = "look-again"

	// longestSleep bounds every wait, so that a timeline heals itself even if
	// a signal was lost and the relay is gone.
	longestSleep = 12 * time.Hour
	// signalsPerRun is when a run is continued as new. The server's own hint
	// does not count signals, and a run may have 10,000 at most.
	signalsPerRun = 1000
	// movesPerRead bounds the rounds of moves before the timeline rests.
	movesPerRead = 200
)

// EvaluationID is the workflow id of an evaluation's timeline.
func EvaluationID(id evaluation.ID) string { return "evaluation:" + string(id) }

// EvaluationInput starts a timeline, and carries it over to a new run.
type EvaluationInput struct {
	Evaluation evaluation.ID `json:"evaluation"`
}

// Evaluation is the timeline of one evaluation (评价时间线), from the start
// until the last stage is settled.
func Evaluation(ctx workflow.Context, in EvaluationInput) error {
	return setup(ctx, in).run()
}

// timeline is one run of the workflow.
type timeline struct {
	ctx     workflow.Context
	in      EvaluationInput
	calls   workflow.ReceiveChannel
	signals int
	// told is the journal entry up to which people were given notices.
	told     int64
	delivery workflow.Future // nil when no delivery is under way
	stuck    int             // rounds without progress, for the pause between them
}

func setup(ctx workflow.Context, in EvaluationInput) *timeline {
	return &timeline{ctx: ctx, in: in, calls: workflow.GetSignalChannel(ctx, LookAgain)}
}

// run looks, acts and waits until the evaluation is finished.
func (t *timeline) run() error {
	for {
		t.drain()
		facts, wake := t.advance()
		t.notify(facts)
		if facts.Finished {
			return t.lastDelivery()
		}
		if t.full() && t.calls.Len() == 0 {
			return workflow.NewContinueAsNewError(t.ctx, Evaluation, t.in)
		}
		t.wait(wake)
	}
}

// advance carries out moves until there are none, and gives the facts it
// ended on and when to look again.
func (t *timeline) advance() (evaluation.Facts, time.Time) {
	var facts evaluation.Facts
	for range movesPerRead {
		seen := facts.Seq
		read, err := t.read()
		if err != nil {
			return facts, t.pause()
		}
		facts = read
		moves, wake := evaluation.Next(facts, workflow.Now(t.ctx))
		if len(moves) == 0 {
			t.stuck = 0
			return facts, wake
		}
		if seen == facts.Seq {
			break // the last moves changed nothing: rest before trying again
		}
		t.carry(moves)
	}
	return facts, t.pause()
}

// pause is when to try again what failed or changed nothing: a second at
// first, a minute at most.
func (t *timeline) pause() time.Time {
	t.stuck++
	return workflow.Now(t.ctx).Add(min(time.Second<<min(t.stuck, 6), time.Minute))
}

// carry carries out moves. One that fails is left for the next look; it must
// not keep the others from happening.
func (t *timeline) carry(moves []evaluation.Move) {
	for _, m := range moves {
		if err := t.move(m); err != nil {
			workflow.GetLogger(t.ctx).Error("timeline: move failed", "evaluation", t.in.Evaluation, "move", m.Kind, "stage", m.Stage, "task", m.Task, "error", err)
		}
	}
}

func (t *timeline) move(m evaluation.Move) error {
	in := activities.MoveInput{Evaluation: t.in.Evaluation, Move: m}
	if m.Kind == evaluation.MovePerform {
		return workflow.ExecuteActivity(outside(t.ctx), a.Perform, in).Get(t.ctx, nil)
	}
	return workflow.ExecuteLocalActivity(short(t.ctx), a.Advance, in).Get(t.ctx, nil)
}

func (t *timeline) read() (evaluation.Facts, error) {
	var facts evaluation.Facts
	err := workflow.ExecuteLocalActivity(short(t.ctx), a.Facts, t.in.Evaluation).Get(t.ctx, &facts)
	if err != nil {
		workflow.GetLogger(t.ctx).Error("timeline: facts could not be read", "evaluation", t.in.Evaluation, "error", err)
	}
	return facts, err
}

// wait sleeps until somebody calls, a delivery ends or the instant comes.
func (t *timeline) wait(wake time.Time) {
	now := workflow.Now(t.ctx)
	sleep := longestSleep
	if !wake.IsZero() {
		sleep = min(sleep, max(wake.Sub(now), 0))
	}
	timerCtx, cancel := workflow.WithCancel(t.ctx)
	defer cancel()
	selector := workflow.NewSelector(t.ctx).
		AddFuture(workflow.NewTimer(timerCtx, sleep), func(workflow.Future) {}).
		AddReceive(t.calls, func(c workflow.ReceiveChannel, _ bool) { c.Receive(t.ctx, nil); t.signals++ })
	if t.delivery != nil {
		selector.AddFuture(t.delivery, func(workflow.Future) { t.delivered() })
	}
	selector.Select(t.ctx)
}

// drain takes all calls that are waiting: one look answers them all.
func (t *timeline) drain() {
	for t.calls.ReceiveAsync(nil) {
		t.signals++
	}
}

// full tells that the run should be continued as new.
func (t *timeline) full() bool {
	return t.signals >= signalsPerRun || workflow.GetInfo(t.ctx).GetContinueAsNewSuggested()
}

package workflows

import (
	"errors"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
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
	// roundsPerLook bounds the rounds of moves before the timeline rests.
	roundsPerLook = 200
	// missingFor is how long an evaluation may be unknown before its timeline
	// gives up: long enough for a database to be restored.
	missingFor = 24 * time.Hour
)

// EvaluationID is the workflow id of an evaluation's timeline.
func EvaluationID(id evaluation.ID) string { return "evaluation:" + string(id) }

// EvaluationInput starts a timeline, and carries it over to a new run.
type EvaluationInput struct {
	Evaluation evaluation.ID `json:"evaluation"`
}

// Evaluation is the timeline of one evaluation (评价时间线), from the start
// until the last stage is settled and the last notice is on its way. One that is
// opened again after that is started anew, as one that was lost. It fails
// only if it is cancelled, or there has been no such evaluation for a day.
func Evaluation(ctx workflow.Context, in EvaluationInput) error {
	t := &timeline{ctx: ctx, in: in, calls: workflow.GetSignalChannel(ctx, LookAgain)}
	return t.run()
}

// timeline is one run of the workflow. Nothing in it has to outlive the run:
// the next one finds out by looking.
type timeline struct {
	ctx     workflow.Context
	in      EvaluationInput
	calls   workflow.ReceiveChannel
	signals int
	tries   []*try
	post    post

	misses int       // looks in a row at which the facts could not be read
	missed time.Time // when the first of these was
}

// run looks, acts and waits until the evaluation is finished.
func (t *timeline) run() error {
	for t.ctx.Err() == nil {
		t.drain()
		facts, wake, err := t.look()
		switch {
		case err != nil:
			return err
		case facts.Finished:
			if t.finish(facts.Seq) {
				return t.ctx.Err()
			}
			continue // it may have been opened again
		case t.full() && t.calls.Len() == 0:
			return workflow.NewContinueAsNewError(t.ctx, Evaluation, t.in)
		}
		t.wait(wake)
	}
	return t.ctx.Err()
}

// look reads the facts, does what is to be done now, and gives when to look
// again.
func (t *timeline) look() (evaluation.Facts, time.Time, error) {
	facts, wake, err := t.advance()
	if err != nil {
		wake, err = t.missing(err)
		return evaluation.Facts{}, wake, err
	}
	t.misses = 0
	return facts, earliest(wake, t.notify(facts.Seq)), nil
}

// advance carries out moves until there are none that could be made now, and
// gives the facts it ended on and the next instant of the agenda or of a move
// that is to be tried again.
func (t *timeline) advance() (evaluation.Facts, time.Time, error) {
	var facts evaluation.Facts
	for range roundsPerLook {
		var err error
		if facts, err = t.read(); err != nil {
			return facts, time.Time{}, err
		}
		moves, wake := evaluation.Next(facts, t.now())
		due := t.due(moves, facts.Seq)
		if len(due) == 0 {
			return facts, earliest(wake, t.nextTry()), nil
		}
		t.carry(due, facts.Seq)
	}
	return facts, t.now().Add(pause(1)), nil
}

func (t *timeline) read() (evaluation.Facts, error) {
	var facts evaluation.Facts
	err := workflow.ExecuteLocalActivity(short(t.ctx), a.Facts, t.in.Evaluation).Get(t.ctx, &facts)
	return facts, err
}

// missing says when to look again after the facts could not be read, or gives
// up an evaluation that is not there any more.
func (t *timeline) missing(err error) (time.Time, error) {
	t.log().Error("timeline: facts could not be read", "evaluation", t.in.Evaluation, "error", err)
	if t.misses == 0 {
		t.missed = t.now()
	}
	t.misses++
	app, ok := errors.AsType[*temporal.ApplicationError](err)
	if ok && app.Type() == string(fault.NotFound) && t.now().Sub(t.missed) >= missingFor {
		return time.Time{}, err
	}
	return t.now().Add(pause(t.misses)), nil
}

// full tells that the run should be continued as new.
func (t *timeline) full() bool {
	return t.signals >= signalsPerRun || workflow.GetInfo(t.ctx).GetContinueAsNewSuggested()
}

package workflows

import (
	"time"

	"go.temporal.io/sdk/workflow"

	"jiheng/activities"
	"jiheng/internal/evaluation"
)

// try is a move that was begun and of which the facts do not show yet that it
// was made: it failed, it came to nothing because the database's clock is
// behind, or it is under way.
type try struct {
	move  evaluation.Move
	seq   int64           // the journal entry it was last decided on
	times int             // how often it was tried on that
	next  time.Time       // not to be tried again before, unless the journal grows
	work  workflow.Future // of the system's own step while under way, else nil
}

// due leaves out moves that are under way, and those that were tried already
// on the same facts and have to rest.
func (t *timeline) due(moves []evaluation.Move, seq int64) []*try {
	var known, due []*try
	for _, m := range moves {
		y := t.tryOf(m)
		known = append(known, y)
		if y.work == nil && (y.seq != seq || !y.next.After(t.now())) {
			due = append(due, y)
		}
	}
	t.remember(known)
	return due
}

// remember forgets the tries that came true: those that the facts do not call
// for any more. While an instant of the agenda is to be handled Next says
// nothing of the rest.
func (t *timeline) remember(known []*try) {
	if len(known) == 1 && known[0].move.Kind == evaluation.MoveTick {
		for _, y := range t.tries {
			if y != known[0] {
				known = append(known, y)
			}
		}
	}
	t.tries = known
}

func (t *timeline) tryOf(m evaluation.Move) *try {
	for _, y := range t.tries {
		if y.move == m {
			return y
		}
	}
	return &try{move: m}
}

// nextTry is the first instant at which a move is to be tried again.
func (t *timeline) nextTry() time.Time {
	var next time.Time
	for _, y := range t.tries {
		if y.work == nil {
			next = earliest(next, y.next)
		}
	}
	return next
}

// carry carries out moves. One that fails must not keep the others from
// happening, nor end the timeline.
func (t *timeline) carry(due []*try, seq int64) {
	for _, y := range due {
		if y.seq != seq {
			y.seq, y.times = seq, 0
		}
		y.times++
		in := activities.MoveInput{Evaluation: t.in.Evaluation, Move: y.move}
		if y.move.Kind == evaluation.MovePerform {
			// Beside the timeline: a disk that is full must not hold up a deadline.
			y.work = workflow.ExecuteActivity(outside(t.ctx), a.Perform, in)
			continue
		}
		t.rest(y, workflow.ExecuteLocalActivity(short(t.ctx), a.Advance, in).Get(t.ctx, nil))
	}
}

// performed ends a step of the system.
func (t *timeline) performed(y *try) {
	err := y.work.Get(t.ctx, nil)
	y.work = nil
	t.rest(y, err)
}

// rest keeps a move from being tried again at once, should the facts still
// call for it.
func (t *timeline) rest(y *try, err error) {
	y.next = t.now().Add(pause(y.times))
	if err != nil {
		t.log().Error("timeline: move failed", "evaluation", t.in.Evaluation, "move", y.move.Kind, "stage", y.move.Stage,
			"task", y.move.Task, "again", y.next, "error", err)
	}
}

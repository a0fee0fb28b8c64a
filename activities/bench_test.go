package activities_test

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	sdklog "go.temporal.io/sdk/log"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/worker"

	"jiheng/activities"
	"jiheng/activities/activitytest"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/notify/notifytest"
)

// bench has the activities on a store in memory, in which the case has begun.
type bench struct {
	t     *testing.T
	store *activitytest.Memory
	gate  *activitytest.Gate
	mail  *notifytest.Recorder
	acts  *activities.Activities
	env   *testsuite.TestActivityEnvironment
	clock *clock
	id    evaluation.ID
}

// clock stands still until it is moved.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now gives the instant.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}

func newBench(t *testing.T) *bench {
	t.Helper()
	c := evaluationtest.New(t)
	b := &bench{t: t, gate: &activitytest.Gate{}, mail: &notifytest.Recorder{}, clock: &clock{}, id: c.Evaluation.ID}
	b.clock.set(evaluationtest.Instant(t, "2020-08-05 08:30"))
	b.store = activitytest.NewMemory(b.clock.Now)
	require.NoError(t, b.store.Begin(c))
	b.acts = &activities.Activities{
		Store: b.store, Gate: b.gate, Channel: b.mail, Now: b.clock.Now, Log: slog.New(slog.DiscardHandler),
	}
	b.env = b.envWith(t.Context())
	return b
}

// envWith runs activities in a context.
func (b *bench) envWith(ctx context.Context) *testsuite.TestActivityEnvironment {
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(sdklog.NewStructuredLogger(slog.New(slog.DiscardHandler)))
	env := suite.NewTestActivityEnvironment()
	env.SetWorkerOptions(worker.Options{BackgroundActivityContext: ctx})
	env.RegisterActivity(b.acts)
	return env
}

// at moves the clock to a civil instant.
func (b *bench) at(civil string) *bench {
	b.t.Helper()
	b.clock.set(evaluationtest.Instant(b.t, civil))
	return b
}

// turn carries out moves until there are none.
func (b *bench) turn() *bench {
	b.t.Helper()
	for {
		facts, err := b.store.Facts(b.t.Context(), b.id)
		require.NoError(b.t, err)
		moves, _ := evaluation.Next(facts, b.clock.Now())
		if len(moves) == 0 {
			return b
		}
		for _, m := range moves {
			require.NoError(b.t, b.move(m), "%v", m)
		}
	}
}

// move carries out a move as a worker would.
func (b *bench) move(m evaluation.Move) error {
	in := activities.MoveInput{Evaluation: b.id, Move: m}
	if m.Kind == evaluation.MovePerform {
		_, err := b.env.ExecuteActivity(b.acts.Perform, in)
		return err
	}
	_, err := b.env.ExecuteActivity(b.acts.Advance, in)
	return err
}

// does has somebody act at the live task of a step; the timeline does not react.
func (b *bench) does(by evaluation.Actor, stage evaluation.StageID, item evaluation.ItemID, step evaluation.StepID, what ...evaluation.Command) *bench {
	b.t.Helper()
	tasks := b.store.Evaluation(b.id).Tasks
	i := slices.IndexFunc(tasks, func(t evaluation.Task) bool {
		return t.Stage == stage && t.Item == item && t.Step == step && t.State.Live() && (t.Seat == 0 || t.Assignee == by.Person)
	})
	require.GreaterOrEqual(b.t, i, 0, "%s %s %s", stage, item, step)
	for _, c := range what {
		c.Task = tasks[i].ID
		_, err := b.store.Apply(b.id, by.Person, c)
		require.NoError(b.t, err)
	}
	return b
}

func claim() evaluation.Command { return evaluation.Command{Action: evaluation.Claim} }

func approve() evaluation.Command { return evaluation.Command{Action: evaluation.Approve} }

func complete(sub evaluation.Submission) evaluation.Command {
	return evaluation.Command{Action: evaluation.Complete, Submission: sub}
}

// formed has the leading group formed; the timeline has not reacted yet.
func (b *bench) formed() *bench {
	b.t.Helper()
	b.turn()
	b.does(evaluationtest.OfficeClerk(), "formation", "", "draft_notice", claim(), complete(evaluation.Submission{Members: evaluationtest.Group()}))
	return b.does(evaluationtest.Director(), "formation", "", "issue_notice", claim(), approve())
}

func (b *bench) types() []evaluation.EventType {
	var out []evaluation.EventType
	for _, r := range b.store.Journal(b.id) {
		out = append(out, r.Event.Type())
	}
	return out
}

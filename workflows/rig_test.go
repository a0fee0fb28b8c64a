package workflows_test

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/stretchr/testify/require"
	sdklog "go.temporal.io/sdk/log"
	"go.temporal.io/sdk/testsuite"

	"jiheng/activities"
	"jiheng/activities/activitytest"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/notify"
	"jiheng/workflows"
)

// rig is a timeline in skipped time on a store in memory. Everything that its
// parts are told before run happens in order of time.
type rig struct {
	t     evaluationtest.T
	c     *evaluationtest.Case // what is begun; its clock stands still
	env   *testsuite.TestWorkflowEnvironment
	store *activitytest.Memory
	gate  *activitytest.Gate
	mail  *letterbox
	began time.Time
	// tell relays the growth of the journal; at first at once.
	tell func(seq int64)

	mu  sync.Mutex
	did map[string]int // activities by name, and "timer"
}

// newRig prepares the case, to begin at 08:30 of its first day.
func newRig(t evaluationtest.T) *rig {
	t.Helper()
	c := evaluationtest.New(t)
	r := rigFor(t, c)
	r.acts(&quick{r.activities()})
	return r
}

func rigFor(t evaluationtest.T, c *evaluationtest.Case) *rig {
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(sdklog.NewStructuredLogger(slog.New(slog.DiscardHandler)))
	r := &rig{
		t: t, c: c, env: suite.NewTestWorkflowEnvironment(), gate: &activitytest.Gate{}, mail: &letterbox{},
		began: c.Start.Timescale.At(c.Start.StartOn.Start().Add(8*time.Hour + 30*time.Minute)), did: make(map[string]int),
	}
	r.store = activitytest.NewMemory(r.env.Now)
	r.tell = func(int64) { r.env.SignalWorkflow(workflows.LookAgain, nil) }
	r.env.RegisterWorkflow(workflows.Evaluation)
	r.env.SetStartTime(r.began)
	// It bounds real time without progress, which a busy machine may need.
	r.env.SetTestTimeout(time.Minute)
	r.count()
	return r
}

func (r *rig) activities() *activities.Activities {
	return &activities.Activities{
		Store: r.store, Gate: r.gate, Channel: r.mail, Now: r.env.Now, Log: slog.New(slog.DiscardHandler),
	}
}

func (r *rig) acts(acts any) { r.env.RegisterActivity(acts) }

// quick seals without writing documents.
type quick struct{ *activities.Activities }

// Perform lets the system do a step of its own.
func (q *quick) Perform(ctx context.Context, in activities.MoveInput) error {
	_, err := q.Store.Update(ctx, evaluation.Request{Evaluation: in.Evaluation, Actor: evaluation.SystemPerson, Whole: true},
		func(s *evaluation.Situation) (evaluation.Outcome, error) {
			var o evaluation.Outcome
			var err error
			switch in.Move.Effect {
			case evaluation.EffectSeal:
				o.Events, err = evaluation.Seal(s, in.Move.Task, evaluationtest.NextDossier(s))
			case evaluation.EffectFile:
				o.Events, err = evaluation.File(s, in.Move.Task)
			case evaluation.EffectPublish:
				o.Events, err = evaluation.Publish(s, in.Move.Task)
			case evaluation.EffectNone:
			}
			return o, err
		})
	return err
}

// letterbox is a channel that can be out of order.
type letterbox struct {
	mu    sync.Mutex
	down  error
	tried int
	sent  []notify.Notice
}

// Send implements notify.Channel.
func (l *letterbox) Send(_ context.Context, n notify.Notice) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tried++
	if l.down == nil {
		l.sent = append(l.sent, n)
	}
	return l.down
}

func (l *letterbox) breakDown(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = err
}

func (l *letterbox) tries() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.tried
}

func (l *letterbox) letters() []notify.Notice {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.sent)
}

func (r *rig) count() {
	note := func(what string) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.did[what]++
	}
	r.env.SetOnActivityStartedListener(func(info *activityInfo, _ context.Context, _ encodedValues) {
		if info.Attempt == 1 { // the server's further attempts leave no trace in the history
			note(info.ActivityType.Name)
		}
	})
	r.env.SetOnLocalActivityStartedListener(func(info *activityInfo, _ context.Context, _ []any) { note(info.ActivityType.Name) })
	r.env.SetOnTimerScheduledListener(func(string, time.Duration) { note("timer") })
}

// total counts everything that the timeline did.
func (r *rig) total() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := 0
	for _, times := range r.did {
		n += times
	}
	return n
}

func (r *rig) times(what string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.did[what]
}

// begin starts the evaluation, and run its timeline until that ends.
func (r *rig) begin() {
	r.t.Helper()
	require.NoError(r.t, r.store.Begin(r.c))
	r.store.OnGrowth(func(_ evaluation.ID, seq int64) { r.tell(seq) })
}

func (r *rig) run() error {
	r.t.Helper()
	r.env.ExecuteWorkflow(workflows.Evaluation, workflows.EvaluationInput{Evaluation: r.id()})
	require.True(r.t, r.env.IsWorkflowCompleted())
	return r.env.GetWorkflowError()
}

func (r *rig) id() evaluation.ID { return r.c.Evaluation.ID }

func (r *rig) evaluation() *evaluation.Evaluation { return r.store.Evaluation(r.id()) }

// at has something happen at a civil instant, "2020-08-13 09:00".
func (r *rig) at(civil string, f func()) {
	r.t.Helper()
	r.after(r.c.Start.Timescale.At(evaluationtest.Instant(r.t, civil)).Sub(r.began), f)
}

// after has something happen so long after the beginning.
func (r *rig) after(d time.Duration, f func()) { r.env.RegisterDelayedCallback(f, d) }

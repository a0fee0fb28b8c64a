//go:build record

package record_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/temporal"

	"jiheng/activities"
	"jiheng/activities/activitytest"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
	"jiheng/internal/notify"
	"jiheng/internal/process"
	"jiheng/internal/relay"
	"jiheng/processes"
	"jiheng/workflows"
)

// letterbox is a channel that can be out of order.
type letterbox struct {
	mu   sync.Mutex
	down error
}

// Send implements notify.Channel.
func (l *letterbox) Send(context.Context, notify.Notice) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.down
}

func (l *letterbox) set(down error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = down
}

// performer seals without writing documents, and can fail.
type performer struct {
	*activities.Activities

	mu       sync.Mutex
	failures []error
}

func (p *performer) fail(errs ...error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.failures = append(p.failures, errs...)
}

func (p *performer) failure() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.failures) == 0 {
		return nil
	}
	err := p.failures[0]
	p.failures = p.failures[1:]
	return err
}

// Perform lets the system do a step of its own.
func (p *performer) Perform(ctx context.Context, in activities.MoveInput) error {
	if err := p.failure(); err != nil {
		return err
	}
	r := evaluation.Request{Evaluation: in.Evaluation, Actor: evaluation.SystemPerson, Whole: true}
	_, err := p.Store.Update(ctx, r, func(s *evaluation.Situation) (evaluation.Outcome, error) {
		events, err := effect(s, in.Move)
		return evaluation.Outcome{Events: events}, err
	})
	return err
}

func effect(s *evaluation.Situation, m evaluation.Move) ([]evaluation.Event, error) {
	switch m.Effect {
	case evaluation.EffectFile:
		return evaluation.File(s, m.Task)
	case evaluation.EffectPublish:
		return evaluation.Publish(s, m.Task)
	case evaluation.EffectSeal, evaluation.EffectNone:
	}
	return evaluation.Seal(s, m.Task, evaluationtest.NextDossier(s))
}

func TestRecord(t *testing.T) {
	s := open(t)
	t.Run("relay", s.tells)
	t.Run("whole", s.whole)
	t.Run("version4", s.version4)
	t.Run("late", s.late)
	t.Run("retried", s.retried)
	t.Run("continued", s.continued)
	t.Run("open", s.still)
}

// whole is the case with nobody late.
func (s *studio) whole(t *testing.T) {
	c := s.begin("whole")
	s.live(c, day/5)
	s.ended("whole")
	s.keep("whole", s.history("whole", ""))
}

// version4 is the case by the fourth version of the process, which asks for the
// parts of the reports, for marks, for a signature and for a decision on every
// file.
func (s *studio) version4(t *testing.T) {
	shipped, err := process.Load(processes.FS(), process.Options{})
	require.NoError(t, err)
	fourth, err := shipped.Find("overall-self-evaluation", 4)
	require.NoError(t, err)
	c := s.begin("version4", func(c *evaluationtest.Case) {
		c.Definition = fourth
		office := evaluationtest.OfficeClerk()
		office.Grants = append(office.Grants, evaluation.Grant{Role: "secrecy_officer", UnitID: office.UnitID, DepartmentID: office.DepartmentID})
		for i := range c.People {
			if c.People[i].Person == office.Person {
				c.People[i] = office
			}
		}
	})
	s.live(c, day/5)
	s.ended("version4")
	s.keep("version4", s.history("version4", ""))
}

// late is the case with people who come once in six days.
func (s *studio) late(t *testing.T) {
	c := s.begin("late")
	s.live(c, 6*day)
	s.ended("late")
	overdue := 0
	for _, r := range s.store.Journal("late") {
		if r.Event.Type() == evaluation.TypeEscalated {
			overdue++
		}
	}
	require.Positive(t, overdue, "some stage was late")
	s.keep("late", s.history("late", ""))
}

// retried is the case with trouble of every kind: a database that is away for
// longer than a local activity tries, steps of the system that fail, for a
// while and finally, and a mail server that is down.
func (s *studio) retried(t *testing.T) {
	c := s.begin("retried")
	s.mail.set(fault.New(fault.Unavailable, "mail_unavailable", "down"))
	for range 8 {
		s.store.Fail(activitytest.Update, nil, activitytest.Unavailable())
	}
	s.store.Fail(activitytest.Facts, activitytest.Unavailable(), activitytest.Unavailable(), activitytest.Unavailable(),
		activitytest.Unavailable(), activitytest.Unavailable(), activitytest.Unavailable())
	s.acts.fail(activitytest.Unavailable(), activitytest.Unavailable(),
		temporal.NewNonRetryableApplicationError("not now", string(fault.Conflict), nil))
	go func() {
		<-time.After(8 * day)
		s.mail.set(nil)
	}()
	s.live(c, day/5)
	s.ended("retried")
	h := s.history("retried", "")
	attempts := int32(0)
	for _, e := range h.GetEvents() {
		attempts = max(attempts, e.GetActivityTaskStartedEventAttributes().GetAttempt())
	}
	require.Greater(t, attempts, int32(1), "an activity was retried")
	require.Positive(t, count(h, enumspb.EVENT_TYPE_ACTIVITY_TASK_FAILED), "and one failed for good")
	s.keep("retried", h)
}

// continued is a run that had so many signals that it was continued, and the next.
func (s *studio) continued(t *testing.T) {
	c := s.begin("continued")
	described, err := s.client.DescribeWorkflowExecution(t.Context(), workflows.EvaluationID("continued"), "")
	require.NoError(t, err)
	first := described.GetWorkflowExecutionInfo().GetExecution().GetRunId()
	for range 750 {
		// While it is closing the run takes no more; the relay tries again, too.
		require.Eventually(t, func() bool { return s.timeline.Wake(t.Context(), "continued") == nil }, time.Minute, 10*time.Millisecond)
	}
	s.live(c, day/5)
	s.ended("continued")
	h := s.history("continued", first)
	require.Equal(t, 1, count(h, enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW))
	s.keep("continued_from", h)
	s.keep("continued_to", s.history("continued", ""))
}

// still is a timeline that waits for people.
func (s *studio) still(t *testing.T) {
	s.begin("open")
	require.Eventually(t, func() bool {
		h := s.history("open", "")
		last := h.GetEvents()[len(h.GetEvents())-1]
		return len(s.store.Journal("open")) == 4 && last.GetEventType() == enumspb.EVENT_TYPE_TIMER_STARTED
	}, time.Minute, 100*time.Millisecond)
	s.keep("open", s.history("open", ""))
}

// tells is what the relay relies on: the server drops what was told already,
// and knows runs that are gone from such that are not.
func (s *studio) tells(t *testing.T) {
	const id = "told"
	require.ErrorIs(t, s.timeline.Tell(t.Context(), id, 1), relay.ErrNotRunning)
	running, err := s.timeline.Running(t.Context(), id)
	require.NoError(t, err)
	require.False(t, running)

	s.begin(id)
	require.NoError(t, s.timeline.Start(t.Context(), id), "started twice is started once")
	for range 5 {
		require.NoError(t, s.timeline.Tell(t.Context(), id, 7))
	}
	require.NoError(t, s.timeline.Wake(t.Context(), id))
	require.NoError(t, s.timeline.Wake(t.Context(), id))
	h := s.history(id, "")
	require.Equal(t, 1, count(h, enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED))
	require.Equal(t, 3, count(h, enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED))

	require.NoError(t, s.client.TerminateWorkflow(t.Context(), workflows.EvaluationID(id), "", "test"))
	require.ErrorIs(t, s.timeline.Wake(t.Context(), id), relay.ErrNotRunning)
	require.NoError(t, s.timeline.Start(t.Context(), id))
	running, err = s.timeline.Running(t.Context(), id)
	require.NoError(t, err)
	require.True(t, running, "it was started anew")
	require.NoError(t, s.client.CancelWorkflow(t.Context(), workflows.EvaluationID(id), ""))
	require.Error(t, s.client.GetWorkflow(t.Context(), workflows.EvaluationID(id), "").Get(t.Context(), nil))
}

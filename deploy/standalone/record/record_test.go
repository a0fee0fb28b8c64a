//go:build record

package record_test

import (
	"compress/gzip"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"google.golang.org/protobuf/encoding/protojson"

	"jiheng/activities"
	"jiheng/activities/activitytest"
	"jiheng/deploy/standalone/services"
	"jiheng/deploy/standalone/temporal"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
	"jiheng/internal/relay"
	"jiheng/workflows"
)

// studio is a real Temporal with a worker, whose store is in memory.
type studio struct {
	t        *testing.T
	client   client.Client
	store    *activitytest.Memory
	timeline *relay.Temporal
	mail     *letterbox
	acts     *performer
	people   sync.WaitGroup
}

// day is how long a day lasts in the recorded cases.
const day = 200 * time.Millisecond

func open(t *testing.T) *studio {
	t.Helper()
	dir, err := os.MkdirTemp("", "jiheng-record-*")
	require.NoError(t, err)
	require.NoError(t, os.Chmod(dir, 0o711)) //nolint:gosec // As root the database runs as another user.
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	log := slog.New(slog.DiscardHandler)
	s, err := services.Start(t.Context(), services.Config{DataDir: dir, Log: log})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Stop(context.Background())) })
	c, err := client.Dial(client.Options{HostPort: s.TemporalAddress, Namespace: temporal.DefaultNamespace, Logger: log, Identity: "recorder"})
	require.NoError(t, err)
	t.Cleanup(c.Close)

	st := &studio{t: t, client: c, store: activitytest.NewMemory(time.Now), mail: &letterbox{}}
	st.acts = &performer{Activities: &activities.Activities{
		Store: st.store, Gate: &activitytest.Gate{}, Channel: st.mail, Now: time.Now, Log: log,
	}}
	w := worker.New(c, workflows.TaskQueue, worker.Options{Identity: "recorder"})
	workflows.Register(w, st.acts)
	require.NoError(t, w.Start())
	t.Cleanup(w.Stop)
	st.timeline = &relay.Temporal{
		Client: c, Namespace: temporal.DefaultNamespace, TaskQueue: workflows.TaskQueue,
		WorkflowID: workflows.EvaluationID, Workflow: workflows.Evaluation,
		Input:  func(id evaluation.ID) any { return workflows.EvaluationInput{Evaluation: id} },
		Signal: workflows.LookAgain,
	}
	return st
}

// begin starts an evaluation whose days are short, and its timeline.
func (s *studio) begin(id evaluation.ID, change ...func(*evaluationtest.Case)) *evaluationtest.Case {
	s.t.Helper()
	c := evaluationtest.New(s.t)
	for _, alter := range change {
		alter(c)
	}
	c.Evaluation.ID = id
	c.Start.Timescale = calendar.Timescale{Origin: c.Start.StartOn, StartedAt: time.Now(), Day: day}
	require.NoError(s.t, s.store.Begin(c))
	require.NoError(s.t, s.timeline.Start(s.t.Context(), id))
	return c
}

// live has people come every interval, and tells the timeline what they did,
// until the evaluation is finished.
func (s *studio) live(c *evaluationtest.Case, interval time.Duration) {
	id := c.Evaluation.ID
	var told int64
	for {
		time.Sleep(interval)
		e := s.store.Evaluation(id)
		for i := range e.Tasks {
			if t := &e.Tasks[i]; t.State.Live() && t.Effect == evaluation.EffectNone {
				s.serve(c, t.ID)
			}
		}
		e = s.store.Evaluation(id)
		if e.State == evaluation.Finished {
			return
		}
		if e.Seq > told {
			require.NoError(s.t, s.timeline.Tell(s.t.Context(), id, e.Seq))
			told = e.Seq
		}
	}
}

func (s *studio) serve(c *evaluationtest.Case, id evaluation.TaskID) {
	for _, p := range c.People {
		sit, err := s.store.Situation(s.t.Context(), evaluation.Request{Evaluation: c.Evaluation.ID, Actor: p.Person, Whole: true})
		require.NoError(s.t, err)
		t := sit.Evaluation.Task(id)
		if !t.State.Live() {
			return
		}
		_, holds := sit.Holds(t)
		if free := t.State == evaluation.StateOpen || t.Assignee == p.Person; !holds || !free || sit.Excluded(t) != "" {
			continue
		}
		step, _ := sit.Definition.Step(t.Stage, t.Step)
		for _, command := range handIn(sit, t, step) {
			command.Task = id
			_, err := s.store.Apply(c.Evaluation.ID, p.Person, command)
			if fault.CodeOf(err) == fault.Unavailable {
				return // the next time, then
			}
			require.NoError(s.t, err)
		}
		return
	}
}

func handIn(sit *evaluation.Situation, t *evaluation.Task, step evaluation.StepDefinition) []evaluation.Command {
	if t.State == evaluation.StateOpen {
		return []evaluation.Command{{Action: evaluation.Claim}}
	}
	var out []evaluation.Command
	for _, k := range step.Materials {
		paper := evaluationtest.Paper(k.ID)
		for _, mark := range k.Marks {
			paper.Marks = append(paper.Marks, evaluation.MaterialMark{Mark: mark})
		}
		out = append(out, evaluation.Command{Action: evaluation.Supply, Material: paper})
	}
	if step.Decides {
		statement, _ := evaluation.StatementFor(sit, t)
		return append(inspect(sit, t), evaluation.Command{Action: evaluation.Approve, Attests: statement.WordingDigest})
	}
	sub := evaluationtest.Filled(step)
	if sub.Clearance != nil && sit.Evaluation.Dossier != nil {
		sub.Clearance = evaluationtest.Cleared(sit.Evaluation.Dossier)
	}
	return append(out, evaluation.Command{Action: evaluation.Complete, Submission: sub})
}

// inspect finds on every cover under review what it must bear.
func inspect(sit *evaluation.Situation, t *evaluation.Task) []evaluation.Command {
	var out []evaluation.Command
	for _, entry := range sit.Inspected(t) {
		for _, m := range entry.Current {
			found := evaluation.Command{Action: evaluation.CheckMarks, Material: evaluation.Material{ID: m.ID}}
			for _, mark := range entry.Kind.Marks {
				found.Marks = append(found.Marks, evaluation.MarkCheck{Mark: mark, Confirmed: true})
			}
			if len(found.Marks) > 0 {
				out = append(out, found)
			}
		}
	}
	return out
}

// ended waits until the timeline is over.
func (s *studio) ended(id evaluation.ID) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), 2*time.Minute)
	defer cancel()
	require.NoError(s.t, s.client.GetWorkflow(ctx, workflows.EvaluationID(id), "").Get(ctx, nil))
}

// history reads a run; an empty one is the latest.
func (s *studio) history(id evaluation.ID, run string) *historypb.History {
	s.t.Helper()
	events := s.client.GetWorkflowHistory(s.t.Context(), workflows.EvaluationID(id), run, false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	h := &historypb.History{}
	for events.HasNext() {
		event, err := events.Next()
		require.NoError(s.t, err)
		h.Events = append(h.Events, event)
	}
	return h
}

// keep writes a history among those that are replayed.
func (s *studio) keep(name string, h *historypb.History) {
	s.t.Helper()
	text, err := protojson.Marshal(h)
	require.NoError(s.t, err)
	host, err := os.Hostname()
	require.NoError(s.t, err)
	plain := strings.ReplaceAll(string(text), `"`+host+":", `"recorder:`) // queues of its own carry it
	file, err := os.Create(filepath.Join("..", "..", "..", "workflows", "testdata", name+".json.gz"))
	require.NoError(s.t, err)
	packed := gzip.NewWriter(file)
	_, err = packed.Write([]byte(plain))
	require.NoError(s.t, err)
	require.NoError(s.t, packed.Close())
	require.NoError(s.t, file.Close())
	s.t.Logf("%s: %d events, %d bytes", name, len(h.GetEvents()), len(plain))
}

func count(h *historypb.History, kind enumspb.EventType) int {
	n := 0
	for _, e := range h.GetEvents() {
		if e.GetEventType() == kind {
			n++
		}
	}
	return n
}

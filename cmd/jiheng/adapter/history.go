package adapter

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	commonpb "go.temporal.io/api/common/v1"
	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/sdk/client"

	"jiheng/api"
	"jiheng/internal/audit"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/store"
)

// Histories hands out archived histories with what the workflows were told.
func (a Audit) Histories(ctx context.Context, only evaluation.ID, use func(audit.History) error) error {
	return a.Archives(ctx, only, func(kept store.Archive) error { return use(HistoryOf(kept)) })
}

// HistoryOf reads what an archived history says.
func HistoryOf(kept store.Archive) audit.History {
	h := audit.History{
		Workflow: kept.Workflow, Run: kept.Run, Evaluation: kept.Evaluation, Status: kept.Status, Events: kept.Events,
		StartedAt: kept.StartedAt, ClosedAt: kept.ClosedAt,
		SHA256: kept.SHA256, Sum: store.DigestOf(kept.History), Packed: kept.Packed,
	}
	read, err := client.HistoryFromJSON(bytes.NewReader(kept.History), client.HistoryJSONOptions{})
	if err != nil {
		return h
	}
	h.Readable, h.Counted = true, int64(len(read.GetEvents()))
	for _, e := range read.GetEvents() {
		if e.GetEventType() == enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED {
			h.Continues = e.GetWorkflowExecutionStartedEventAttributes().GetContinuedExecutionRunId()
		}
		if call, ok := callOf(e, kept.Evaluation); ok {
			h.Calls = append(h.Calls, call)
		}
	}
	return h
}

// callOf gives what a workflow was told by an event, or read by it. A signal
// without a request's name had it look again and tells of no entry.
func callOf(e *historypb.HistoryEvent, id evaluation.ID) (audit.Call, bool) {
	call := audit.Call{Event: e.GetEventId(), At: e.GetEventTime().AsTime(), Seq: toldOf(e, id), Named: e.GetWorkflowExecutionSignaledEventAttributes().GetRequestId()}
	if call.Named != "" {
		return call, true
	}
	call.Read, call.Seq = true, seenOf(e)
	return call, call.Seq > 0
}

// toldOf gives the entry that a signal spoke of: the relay makes the id of its
// request from evaluation and number.
func toldOf(e *historypb.HistoryEvent, id evaluation.ID) int64 {
	request := e.GetWorkflowExecutionSignaledEventAttributes().GetRequestId()
	rest, ok := strings.CutPrefix(request, string(id)+":")
	if !ok {
		return 0
	}
	seq, err := strconv.ParseInt(rest, 10, 64)
	if err != nil {
		return 0
	}
	return seq
}

// seenOf gives the entry that the workflow read up to: facts carry it.
func seenOf(e *historypb.HistoryEvent) int64 {
	seen := int64(0)
	for _, p := range e.GetMarkerRecordedEventAttributes().GetDetails()["result"].GetPayloads() {
		seen = max(seen, seqOf(p))
	}
	return seen
}

// localActivity names what was done within the workflow's own task.
func localActivity(e *historypb.HistoryEvent) string {
	for _, p := range e.GetMarkerRecordedEventAttributes().GetDetails()["data"].GetPayloads() {
		var done struct{ ActivityType string }
		if err := json.Unmarshal(p.GetData(), &done); err == nil {
			return done.ActivityType
		}
	}
	return ""
}

func seqOf(p *commonpb.Payload) int64 {
	var facts struct {
		Seq    int64           `json:"seq"`
		Stages json.RawMessage `json:"stages"`
	}
	if err := json.Unmarshal(p.GetData(), &facts); err != nil || facts.Stages == nil {
		return 0
	}
	return facts.Seq
}

// Steps tells an archived history in words.
func Steps(kept store.Archive) ([]api.WorkflowStep, error) {
	read, err := client.HistoryFromJSON(bytes.NewReader(kept.History), client.HistoryJSONOptions{})
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "history_unreadable", "read history %s", kept.Run)
	}
	var out []api.WorkflowStep
	asked := map[int64]string{} // activities by the event that scheduled them
	for _, e := range read.GetEvents() {
		if a := e.GetActivityTaskScheduledEventAttributes(); a != nil {
			asked[e.GetEventId()] = a.GetActivityType().GetName()
		}
		if text := inWords(e, kept.Evaluation, asked); text != "" {
			entry := max(toldOf(e, kept.Evaluation), seenOf(e))
			out = append(out, api.WorkflowStep{Event: e.GetEventId(), At: e.GetEventTime().AsTime(), Text: text, Entry: entry})
		}
	}
	return out, nil
}

// WorkflowRuns gives the archived runs of an evaluation's timeline, in words.
func (a API) WorkflowRuns(ctx context.Context, id evaluation.ID) ([]api.WorkflowRun, error) {
	var out []api.WorkflowRun
	err := a.Archives(ctx, id, func(kept store.Archive) error {
		run := api.WorkflowRun{
			Workflow: kept.Workflow, Run: kept.Run, Status: kept.Status, StartedAt: kept.StartedAt, ClosedAt: kept.ClosedAt,
			Events: kept.Events, SHA256: kept.SHA256,
		}
		steps, err := Steps(kept)
		if err != nil {
			return err
		}
		run.Steps = steps
		out = append(out, run)
		return nil
	})
	slices.SortFunc(out, func(a, b api.WorkflowRun) int { return a.StartedAt.Compare(b.StartedAt) })
	return out, err
}

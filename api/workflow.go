package api

import (
	"context"
	"net/url"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/policy"
)

// WorkflowStore reads archived workflow histories.
type WorkflowStore interface {
	WorkflowRuns(ctx context.Context, id evaluation.ID) ([]WorkflowRun, error)
}

// WorkflowRun is an archived run of an evaluation's timeline (工作流运行).
type WorkflowRun struct {
	Workflow, Run, Status string
	StartedAt, ClosedAt   time.Time
	Events                int64
	SHA256                string
	Steps                 []WorkflowStep
}

// WorkflowStep is an event of it in words.
type WorkflowStep struct {
	Event int64
	At    time.Time
	Text  string
	// Entry is the journal entry that it was told of or had read up to, or 0.
	Entry int64
}

// GetWorkflow gives the archived runs of an evaluation's timeline in words,
// for those who may read its journal.
func (s *server) GetWorkflow(c context.Context, r GetWorkflowRequestObject) (GetWorkflowResponseObject, error) {
	ctx, x := enter(c)
	situation, err := s.permitted(ctx, x, r.EvaluationID, policy.ObjectJournal, policy.Read)
	if err != nil {
		return nil, err
	}
	runs, err := s.store.WorkflowRuns(ctx, situation.Evaluation.ID)
	if err != nil {
		return nil, err
	}
	out := GetWorkflow200JSONResponse{Runs: []ArchivedRun{}}
	for _, run := range runs {
		view := ArchivedRun{
			Workflow: run.Workflow, Run: run.Run, Status: run.Status, StartedAt: local(run.StartedAt), ClosedAt: local(run.ClosedAt),
			Events: run.Events, SHA256: run.SHA256, Steps: []RunStep{}, Link: s.temporalLink(run),
		}
		for _, step := range run.Steps {
			view.Steps = append(view.Steps, RunStep{Event: step.Event, At: local(step.At), Text: step.Text, Entry: step.Entry})
		}
		out.Runs = append(out.Runs, view)
	}
	return out, nil
}

// temporalLink leads into Temporal's own page, where one is configured.
func (s *server) temporalLink(run WorkflowRun) string {
	if s.temporalUI == "" {
		return ""
	}
	return s.temporalUI + "/workflows/" + url.PathEscape(run.Workflow) + "/" + url.PathEscape(run.Run) + "/history"
}

package api

import (
	"cmp"
	"context"
	"time"

	"jiheng/internal/board"
	"jiheng/internal/evaluation"
	"jiheng/policy"
)

// TaskStore decides commands and finds tasks.
type TaskStore interface {
	// Update decides inside one transaction; see evaluation.Request. A refusal
	// comes as the error, beside the result.
	Update(ctx context.Context, r evaluation.Request, decide Decide) (evaluation.Result, error)
	// Remarks gives the comments on tasks, the oldest first.
	Remarks(ctx context.Context, tasks ...evaluation.TaskID) ([]Remark, error)
}

// Remark is a comment on a task (批注).
type Remark struct {
	Task evaluation.TaskID
	By   evaluation.PersonID
	Text string
	At   time.Time
}

// GetTask shows a task with all that is needed to do it.
func (s *server) GetTask(c context.Context, r GetTaskRequestObject) (GetTaskResponseObject, error) {
	ctx, x := enter(c)
	l, err := s.lensOf(ctx, x, r.Params.AsOf, r.Params.SeenBy, r.Params.SeenFor)
	if err != nil {
		return nil, err
	}
	situation, t, err := s.taskThrough(ctx, x, l, r.TaskID)
	if err != nil {
		return nil, err
	}
	view, err := s.detail(ctx, l, situation, t)
	if err != nil {
		return nil, err
	}
	if view.Drafted, err = s.drafted(ctx, x, l, t); err != nil {
		return nil, err
	}
	return GetTask200JSONResponse{Body: view, Headers: GetTask200ResponseHeaders{ETag: tag(t.Version)}}, nil
}

// ExplainTask tells what the caller may do to a task, and why not the rest.
func (s *server) ExplainTask(c context.Context, r ExplainTaskRequestObject) (ExplainTaskResponseObject, error) {
	ctx, x := enter(c)
	l, err := s.lensOf(ctx, x, r.Params.AsOf, r.Params.SeenBy, r.Params.SeenFor)
	if err != nil {
		return nil, err
	}
	situation, t, err := s.taskThrough(ctx, x, l, r.TaskID)
	if err != nil {
		return nil, err
	}
	return ExplainTask200JSONResponse{AsOf: l.note(), Permissions: s.permissionsView(l.policy.Explain(situation, t.ID), situation, t.ID)}, nil
}

// taskFor reads a task that the caller may know of.
func (s *server) taskFor(ctx context.Context, x *exchange, id string) (*evaluation.Situation, *evaluation.Task, error) {
	request := x.request()
	request.Task = evaluation.TaskID(id)
	situation, err := s.store.Situation(ctx, request)
	if err != nil {
		return nil, nil, err
	}
	if _, err := s.policy.Authorize(situation, policy.Read, request.Task); err != nil {
		return nil, nil, ofProcess{err, situation.Definition}
	}
	t := situation.Evaluation.Task(request.Task)
	if t == nil {
		return nil, nil, noTask(id)
	}
	return situation, t, nil
}

func (s *server) detail(ctx context.Context, l *lens, now *evaluation.Situation, t *evaluation.Task) (TaskDetail, error) {
	e := now.Evaluation
	remarks, err := s.remarksThrough(ctx, l, t.ID)
	if err != nil {
		return TaskDetail{}, err
	}
	watched, err := s.watchedThrough(ctx, l, t.ID)
	if err != nil {
		return TaskDetail{}, err
	}
	returns, err := s.whySentBack(ctx, now, t)
	if err != nil {
		return TaskDetail{}, err
	}
	names, err := s.namesWith(ctx, l, e, remarks, returns)
	if err != nil {
		return TaskDetail{}, err
	}
	step, _ := now.Definition.Step(t.Stage, t.Step)
	stage, _ := now.Definition.Stage(t.Stage)
	view := TaskDetail{
		Task: taskView(e.ID, t, names, s.nowOf(l)), StageTitle: stage.Title, EvaluationTitle: e.Title,
		AsOf: l.note(), Watched: watched, Decides: step.Decides, ReturnTo: string(step.ReturnTo), Form: formView(step.Form), Submission: submissionView(t.Submission),
		Previous: previous(e, t), SentBack: sentBackView(returns, now.Definition, names), Checklist: checklistView(now.Checklist(t)), Materials: []Material{}, Comments: []Comment{}, History: []Task{},
		Permissions: s.permissionsView(l.policy.Explain(now, t.ID), now, t.ID),
	}
	addWays(&view, now, t, step)
	view.ToClear = toClear(now, t)
	if view.Statement, err = s.statementOf(ctx, l, now, t); err != nil {
		return TaskDetail{}, err
	}
	if late := s.nowOf(l).Sub(t.DueAt); t.State.Live() && late >= 0 {
		view.Task.OverdueDays = board.DaysOf(late, cmp.Or(e.Timescale.Day, 24*time.Hour))
	}
	view.Task.DueProvisional = dueProvisional(now.Calendar, t.DueOn, t.SettledAt)
	view.Task.WorkdaysLeft = workdaysLeft(now.Calendar, s.nowOf(l), t.DueAt, t.SettledAt)
	if item := e.Item(t.Item); item != nil {
		view.Item = itemView(*item, names)
	}
	if readsMaterials(l.policy, now, t.ID) {
		for _, m := range e.Materials {
			view.Materials = append(view.Materials, papers{now: now, names: names, converts: s.converter != nil}.view(m))
		}
	}
	for _, r := range remarks {
		view.Comments = append(view.Comments, Comment{PersonID: string(r.By), Name: calledIn(names, r.By), Text: r.Text, At: local(r.At)})
	}
	for i := range e.Tasks {
		if e.Tasks[i].ID != t.ID && e.Tasks[i].Item == t.Item {
			view.History = append(view.History, taskView(e.ID, &e.Tasks[i], names, s.nowOf(l)))
		}
	}
	return view, nil
}

// readsMaterials tells whether the caller may see the papers of a task.
func readsMaterials(p *policy.Policy, now *evaluation.Situation, task evaluation.TaskID) bool {
	d, err := p.AuthorizeObject(now, policy.ObjectMaterial, policy.Read, task)
	return err == nil && d.Allowed
}

// namesWith gives the names of all whom an evaluation mentions, and of those
// who only made remarks or sent something back.
func (s *server) namesWith(ctx context.Context, l *lens, e *evaluation.Evaluation, remarks []Remark, returns []sentBack) (evaluation.Names, error) {
	names, err := s.namesThrough(ctx, l, e)
	if err != nil {
		return names, err
	}
	by := make([]evaluation.PersonID, 0, len(remarks)+len(returns))
	for _, r := range remarks {
		by = append(by, r.By)
	}
	for _, r := range returns {
		by = append(by, r.by)
	}
	others, err := s.peopleThrough(ctx, l, by)
	names.People = append(names.People, others...)
	return names, err
}

package api

import (
	"context"
	"strconv"
	"strings"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// ClaimTask takes a task (签收).
func (s *server) ClaimTask(c context.Context, r ClaimTaskRequestObject) (ClaimTaskResponseObject, error) {
	done, err := s.act(c, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, command(evaluation.Claim, r.TaskID))
	return ClaimTask200JSONResponse{done}, err
}

// ReleaseTask gives it back to the candidates (退签).
func (s *server) ReleaseTask(c context.Context, r ReleaseTaskRequestObject) (ReleaseTaskResponseObject, error) {
	done, err := s.act(c, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, command(evaluation.Release, r.TaskID))
	return ReleaseTask200JSONResponse{done}, err
}

// ApproveTask approves (同意).
func (s *server) ApproveTask(c context.Context, r ApproveTaskRequestObject) (ApproveTaskResponseObject, error) {
	cmd := command(evaluation.Approve, r.TaskID)
	cmd.Opinion, cmd.Attests = r.Body.Opinion, r.Body.Attests
	done, err := s.act(c, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return ApproveTask200JSONResponse{done}, err
}

// ReturnTask sends the matter back with a reason (退回).
func (s *server) ReturnTask(c context.Context, r ReturnTaskRequestObject) (ReturnTaskResponseObject, error) {
	cmd := command(evaluation.Return, r.TaskID)
	cmd.Reason, cmd.To, cmd.Back = r.Body.Reason, evaluation.StepID(r.Body.To), r.Body.Back
	cmd.Items = itemIDs(r.Body.Items)
	done, err := s.act(c, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return ReturnTask200JSONResponse{done}, err
}

// CommentTask remarks on a task (批注). It changes nothing that somebody else
// could be looking at, so it asks for no version.
func (s *server) CommentTask(c context.Context, r CommentTaskRequestObject) (CommentTaskResponseObject, error) {
	cmd := command(evaluation.Comment, r.TaskID)
	cmd.Text, cmd.People = r.Body.Text, personIDs(r.Body.Mentions)
	done, err := s.act(c, terms{key: r.Params.IdempotencyKey}, cmd)
	return CommentTask200JSONResponse{done}, err
}

func command(a evaluation.Action, task string) evaluation.Command {
	return evaluation.Command{Action: a, Task: evaluation.TaskID(task)}
}

// terms are what a command stands under: the client's name for it, and the
// version that it was made from.
type terms struct {
	key       string
	match     string
	versioned bool
}

// seen gives the version that a command was made from, for a request. Faults:
// those of versionOf.
func (t terms) seen() (int64, error) {
	version, err := versionOf(t.match)
	if version == 0 {
		version = -1 // nothing has it; 0 would mean any
	}
	return version, err
}

// act lets policy and core decide a command in the store's transaction, and
// shows the task as it is after it.
func (s *server) act(c context.Context, t terms, cmd evaluation.Command) (TaskJSONResponse, error) {
	return s.actChecked(c, t, cmd, func(*evaluation.Situation) error { return nil })
}

// actChecked is act with a check of the input that only those get to see who
// may act.
func (s *server) actChecked(c context.Context, t terms, cmd evaluation.Command, check func(*evaluation.Situation) error) (TaskJSONResponse, error) {
	ctx, x := enter(c)
	request := x.command(t.key)
	request.Task, request.People = cmd.Task, cmd.Named()
	if t.versioned {
		var err error
		if request.IfVersion, err = t.seen(); err != nil {
			return TaskJSONResponse{}, err
		}
	}
	result, err := s.store.Update(ctx, request, func(now *evaluation.Situation) (evaluation.Outcome, error) {
		outcome, err := s.policy.Decide(now, cmd)
		if err == nil && outcome.Refusal == nil {
			err = check(now)
		}
		if err == nil && s.refusals.again(request.Actor, cmd, outcome.Refusal) {
			return evaluation.Outcome{}, ofProcess{outcome.Refusal, now.Definition}
		}
		return outcome, err
	})
	if len(result.Events) > 0 && !result.Replayed {
		s.refusals.kept(request.Actor, cmd, err)
	}
	s.metrics.acted(string(cmd.Action), err)
	if err != nil {
		return TaskJSONResponse{}, s.explained(ctx, result, err)
	}
	task := result.Evaluation.Task(cmd.Task)
	if task == nil {
		return TaskJSONResponse{}, fault.New(fault.Internal, "task_missing", "task %s is not in its own result", cmd.Task)
	}
	names := s.namesAfter(ctx, task.Assignee, task.DoneBy, task.OnBehalfOf, task.Owner, task.AddedBy)
	return TaskJSONResponse{
		Body: taskView(result.Evaluation.ID, task, names, s.now()), Headers: TaskResponseHeaders{ETag: tag(task.Version)},
	}, nil
}

// explained adds to a refusal the definition, which has the titles that the
// wording of the rule needs.
func (s *server) explained(ctx context.Context, r evaluation.Result, err error) error {
	if r.Evaluation == nil || fault.As(err).Rule == "" {
		return err
	}
	def, missing := s.store.Definition(ctx, r.Evaluation.Process)
	if missing != nil {
		return err // the refusal matters more than its wording
	}
	return ofProcess{err, def}
}

// versionOf reads If-Match: one strong tag with the version that was seen.
// Faults: invalid version_required, version_unreadable.
func versionOf(match string) (int64, error) {
	if match == "" {
		return 0, fault.New(fault.Invalid, reasonNoVersion, "no If-Match")
	}
	digits, opened := strings.CutPrefix(match, `"`)
	digits, closed := strings.CutSuffix(digits, `"`)
	version, err := strconv.ParseInt(digits, 10, 64)
	if !opened || !closed || err != nil || version < 0 || strconv.FormatInt(version, 10) != digits {
		return 0, fault.New(fault.Invalid, reasonVersion, "If-Match %q is no version", match)
	}
	return version, nil
}

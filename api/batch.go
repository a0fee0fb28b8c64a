package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// BatchTasks claims, completes or approves several tasks, one transaction each:
// what one is refused does not stop the others (批量办理). Asked again under its
// key, each task is answered as the first time.
func (s *server) BatchTasks(c context.Context, r BatchTasksRequestObject) (BatchTasksResponseObject, error) {
	out := BatchResults{Results: []BatchResult{}}
	for _, one := range r.Body.Tasks {
		cmd := command(evaluation.Action(r.Body.Action), one.ID)
		cmd.Opinion = r.Body.Opinion
		out.Results = append(out.Results, s.oneOfBatch(c, terms{keyOf(r.Params.IdempotencyKey, one.ID), tag(one.Version), true}, cmd))
	}
	return BatchTasks200JSONResponse{BatchResultsJSONResponse(out)}, nil
}

func (s *server) oneOfBatch(c context.Context, t terms, cmd evaluation.Command) BatchResult {
	ctx, x := enter(c)
	result := BatchResult{TaskID: string(cmd.Task)}
	done, err := s.act(c, t, cmd)
	if err != nil {
		result.Problem = s.problem(ctx, x, err)
		return result
	}
	result.Done, result.Task = true, done.Body
	return result
}

// keyOf makes the key of one command out of the key of the batch.
func keyOf(key, task string) string {
	sum := sha256.Sum256([]byte(key + "\n" + task))
	return hex.EncodeToString(sum[:])
}

// maxReassigned bounds how many tasks one call moves; who has more asks again.
const maxReassigned = 500

// ReassignAll moves every live task of somebody who leaves, to another person or
// back to the candidates, with a result for each (离职改派).
func (s *server) ReassignAll(c context.Context, r ReassignAllRequestObject) (ReassignAllResponseObject, error) {
	ctx, x := enter(c)
	unit := string(x.session.Person.UnitID)
	tasks, err := s.store.HeldBy(ctx, evaluation.PersonID(r.PersonID), unit, maxReassigned)
	if err != nil {
		return nil, err
	}
	if len(tasks) == 0 {
		return nil, fault.New(fault.NotFound, "nothing_held", "%s holds nothing in %s", r.PersonID, unit)
	}
	out := BatchResults{Results: []BatchResult{}}
	for _, held := range tasks {
		cmd := command(evaluation.Reassign, string(held.ID))
		cmd.Person, cmd.Reason = evaluation.PersonID(r.Body.Person), r.Body.Reason
		key := keyOf(r.Params.IdempotencyKey, string(held.ID)+" "+strconv.FormatInt(held.Version, 10))
		out.Results = append(out.Results, s.oneOfBatch(c, terms{key, tag(held.Version), true}, cmd))
	}
	return ReassignAll200JSONResponse{BatchResultsJSONResponse(out)}, nil
}

package audit

import (
	"context"
	"slices"
	"strings"

	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
	"jiheng/policy"
)

// judge goes through the entries of one evaluation and asks of each whether
// who acted was allowed to.
type judge struct {
	run   *run
	id    evaluation.ID
	whole *evaluation.Situation // nil when it could not be read
	// under is the policy under which each task was settled last.
	under map[evaluation.TaskID]string
}

func (r *run) judge(id evaluation.ID, whole *evaluation.Situation) *judge {
	return &judge{run: r, id: id, whole: whole, under: map[evaluation.TaskID]string{}}
}

func (j *judge) look(m Moment) {
	e := &m.Entry
	if settles(evaluation.EventType(e.Type)) {
		j.under[evaluation.TaskID(e.TaskID)] = e.PolicyVersion
	}
	if j.whole == nil || e.ActorID == string(evaluation.SystemPerson) || e.Type == string(evaluation.TypeAttemptRefused) {
		return
	}
	if !strings.HasPrefix(e.Rule, ruled) {
		j.run.report(RuleMissing.at(Authority, string(j.id), where("journal", e.Seq), ruled, e.Rule))
		return
	}
	j.run.looked.judged++
	j.run.suspect(suspect{
		entry: brief(e), units: []string{j.whole.Evaluation.UnitID, j.whole.Evaluation.ReceiverID}, appointed: appointed(e, m.Before),
		process: j.whole.Evaluation.Process.Name,
	})
	j.run.goesBy(e)
}

// settles tells whether an entry is of somebody who settled a task, so that the
// policy it names is the one the task was settled under.
func settles(t evaluation.EventType) bool {
	return slices.Contains([]evaluation.EventType{
		evaluation.TypeTaskCompleted, evaluation.TypeTaskApproved, evaluation.TypeTaskReturned, evaluation.TypeTaskCancelled, evaluation.TypeTaskExpired,
	}, t)
}

// appointed are the roles that an evaluation gave to who acted, at that moment.
func appointed(e *journal.Entry, before *evaluation.Evaluation) []evaluation.RoleID {
	var roles []evaluation.RoleID
	for _, m := range before.Members {
		if string(m.Person) == principal(e) && !m.Since.After(e.At) && (m.Until.IsZero() || !m.Until.Before(e.At)) {
			roles = append(roles, policy.CountsAs(m.Role))
		}
	}
	return roles
}

// gate asks the rules in code, such as the separation of duties, of every task
// that was settled under the version of the policy in force. Older versions of
// code are not there to be asked.
func (j *judge) gate(ctx context.Context) error {
	broken := j.broken()
	if len(broken) == 0 {
		return nil
	}
	// Somebody may have been given a role since the roles were read.
	if err := j.run.readTerms(ctx); err != nil {
		return err
	}
	for _, v := range j.broken() {
		j.run.report(DutyBroken.at(Authority, string(j.id), "tasks "+string(v.Task), v.Rule, violated(v)))
	}
	return nil
}

func (j *judge) broken() []policy.Violation {
	var out []policy.Violation
	for i := range j.whole.Evaluation.Stages {
		for _, v := range j.run.Policy.CheckGate(j.whole, j.whole.Evaluation.Stages[i].ID, j.run.terms.heldIn) {
			if j.under[v.Task] == j.run.Policy.Version() {
				out = append(out, v)
			}
		}
	}
	return out
}

package audit

import (
	"context"
	"slices"
	"strings"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
	"jiheng/policy"
)

// readPolicies reads every kept policy, if it is the one its version names.
func (r *run) readPolicies(ctx context.Context) error {
	kept, err := r.Source.Policies(ctx)
	if err != nil {
		return err
	}
	for version, source := range kept {
		if got := source.Version(); got != version {
			r.report(PolicyChanged.at(Authority, "", "policies "+version, version, got))
			continue
		}
		a, err := policy.ReadAuthority(source)
		if err := r.unreadable(Authority, "", "policies "+version, err); err != nil {
			return err
		}
		r.policies[version] = a
	}
	return nil
}

// terms are all roles that anybody ever held.
type terms map[evaluation.PersonID][]Term

func (r *run) readTerms(ctx context.Context) error {
	r.terms = terms{}
	return r.Source.Terms(ctx, func(t Term) { r.terms[t.Person] = append(r.terms[t.Person], t) })
}

// commandTakes is how long a command may take from reading the roles to
// stamping its entry.
const commandTakes = 30 * time.Second

// held tells whether somebody held one of some roles in one of some units when
// something was done.
func (t terms) held(p evaluation.PersonID, roles []evaluation.RoleID, units []string, at time.Time) bool {
	return slices.ContainsFunc(t[p], func(term Term) bool {
		return slices.Contains(roles, term.Role) && slices.Contains(units, term.Unit) && term.covers(at, commandTakes)
	})
}

func (t Term) covers(at time.Time, slack time.Duration) bool {
	return !t.ValidFrom.After(at) && (t.ValidTo.IsZero() || t.ValidTo.Add(slack).After(at))
}

// judge goes through the entries of one evaluation and asks of each whether
// who acted was allowed to.
type judge struct {
	run   *run
	id    evaluation.ID
	whole *evaluation.Situation // nil when it could not be read
	// under is the policy under which each task was settled last.
	under map[evaluation.TaskID]string
	// missing are the policies already reported.
	missing map[string]bool
}

func (r *run) judge(id evaluation.ID, whole *evaluation.Situation) *judge {
	return &judge{run: r, id: id, whole: whole, under: map[evaluation.TaskID]string{}, missing: map[string]bool{}}
}

func (j *judge) look(m Moment) {
	e := &m.Entry
	if settles(evaluation.EventType(e.Type)) {
		j.under[evaluation.TaskID(e.TaskID)] = e.PolicyVersion
	}
	if j.whole == nil || e.ActorID == string(evaluation.SystemPerson) || e.Type == string(evaluation.TypeAttemptRefused) {
		return
	}
	if !strings.HasPrefix(e.Rule, "casbin:") {
		j.say(RuleMissing, e, "casbin:", e.Rule)
		return
	}
	authority, ok := j.run.policies[e.PolicyVersion]
	if !ok {
		if !j.missing[e.PolicyVersion] {
			j.say(PolicyMissing, e, e.PolicyVersion, "")
		}
		j.missing[e.PolicyVersion] = true
		return
	}
	if entitled := authority.Entitled(e.Rule); !j.entitled(entitled, e, m.Before) {
		j.say(NotEntitled, e, e.Rule, principal(e)+" "+join(entitled))
	}
}

// settles tells whether an entry is of somebody who settled a task, so that the
// policy it names is the one the task was settled under.
func settles(t evaluation.EventType) bool {
	return slices.Contains([]evaluation.EventType{
		evaluation.TypeTaskCompleted, evaluation.TypeTaskApproved, evaluation.TypeTaskReturned, evaluation.TypeTaskCancelled, evaluation.TypeTaskExpired,
	}, t)
}

func (j *judge) say(k Kind, e *journal.Entry, expected, found string) {
	j.run.report(k.at(Authority, string(j.id), where("journal", e.Seq), expected, found))
}

// principal is for whom something was done.
func principal(e *journal.Entry) string {
	if e.OnBehalfOf != "" {
		return e.OnBehalfOf
	}
	return e.ActorID
}

func join(roles []evaluation.RoleID) string {
	texts := make([]string, len(roles))
	for i, r := range roles {
		texts[i] = string(r)
	}
	return strings.Join(texts, ",")
}

// entitled tells whether the person held, at that moment, a standing role or
// an appointment that a policy names.
func (j *judge) entitled(roles []evaluation.RoleID, e *journal.Entry, before *evaluation.Evaluation) bool {
	who := evaluation.PersonID(principal(e))
	units := []string{j.whole.Evaluation.UnitID, j.whole.Evaluation.ReceiverID}
	if j.run.terms.held(who, roles, units, e.At) {
		return true
	}
	return slices.ContainsFunc(before.Members, func(m evaluation.Member) bool {
		return m.Person == who && slices.Contains(roles, policy.CountsAs(m.Role)) && !m.Since.After(e.At) &&
			(m.Until.IsZero() || !m.Until.Before(e.At))
	})
}

// gate asks the rules in code, such as the separation of duties, of every task
// that was settled under the version of the policy in force. Older versions of
// code are not there to be asked.
func (j *judge) gate() {
	held := func(p evaluation.PersonID, role evaluation.RoleID, unit, department string, at time.Time) bool {
		return slices.ContainsFunc(j.run.terms[p], func(t Term) bool {
			return t.Role == role && t.Unit == unit && (department == "" || t.Department == department) && t.covers(at, commandTakes)
		})
	}
	for i := range j.whole.Evaluation.Stages {
		for _, v := range j.run.Policy.CheckGate(j.whole, j.whole.Evaluation.Stages[i].ID, held) {
			if j.under[v.Task] == j.run.Policy.Version() {
				j.run.report(DutyBroken.at(Authority, string(j.id), "tasks "+string(v.Task), v.Rule, string(v.Person)+" "+string(v.Role)+" "+v.Reason))
			}
		}
	}
}

package api

import (
	"cmp"
	"context"
	"slices"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/policy"
)

// PastStore asks of the past what the other interfaces ask of the present.
type PastStore interface {
	// SituationAt folds an evaluation to an instant, with the roles and the
	// calendar of that instant. Faults: those of Situation.
	SituationAt(ctx context.Context, r evaluation.Request, at time.Time) (*evaluation.Situation, error)
	NamesAt(ctx context.Context, e *evaluation.Evaluation, at time.Time) (evaluation.Names, error)
	PersonNamesAt(ctx context.Context, ids []evaluation.PersonID, at time.Time) ([]evaluation.PersonName, error)
	CalendarAt(ctx context.Context, at time.Time) (calendar.Calendar, error)
	// PolicyAt gives the policy in force at an instant.
	PolicyAt(ctx context.Context, at time.Time) (policy.Source, error)
	StoodFor(ctx context.Context, p evaluation.PersonID, at time.Time) ([]evaluation.Substitution, error)
	WatchedAt(ctx context.Context, p evaluation.PersonID, task evaluation.TaskID, at time.Time) (bool, error)
	// BoxCountsAt counts the boxes as they were at AsOf of the query.
	BoxCountsAt(ctx context.Context, q evaluation.InboxQuery) (BoxCounts, error)
}

// The entry about a look at what another was shown.
const pastRead = "past_read"

// lens is when something is looked at, and as whom (回溯视角).
type lens struct {
	// at is zero for now.
	at time.Time
	// person is who is shown it, standingFor whom that person stood in for.
	person, standingFor evaluation.PersonID
	policy              *policy.Policy
	inCode              bool
	// units bounds what an auditor is shown of others; nil is no bound.
	units []string
}

func (l *lens) past() bool { return !l.at.IsZero() }

// request asks as who is shown it.
func (l *lens) request(id string) evaluation.Request {
	return evaluation.Request{Task: evaluation.TaskID(id), Actor: l.person, OnBehalfOf: l.standingFor}
}

// note says with an answer as of when it is.
func (l *lens) note() LookBack {
	if !l.past() {
		return LookBack{}
	}
	return LookBack{At: local(l.at), SeenBy: string(l.person), SeenFor: string(l.standingFor), PolicyVersion: l.policy.Version(), PolicyInCode: l.inCode}
}

// present looks at what is, as whoever asks.
func (s *server) present(x *exchange) *lens {
	return &lens{person: x.person(), standingFor: x.actingFor, policy: s.policy}
}

// nowOf is the clock of whoever looks.
func (s *server) nowOf(l *lens) time.Time {
	if l.past() {
		return l.at
	}
	return s.now()
}

// lensOf makes a lens of what a request asks for. One's own past is open to
// oneself; that of others to those who search the journals of the unit and may
// read its evaluations, and their look is noted.
//
// Faults: invalid as_of_missing, as_of_in_future, as_of_acting; forbidden as of
// searching journals.
func (s *server) lensOf(ctx context.Context, x *exchange, at time.Time, seenBy, seenFor string) (*lens, error) {
	if at.IsZero() {
		if seenBy != "" || seenFor != "" {
			return nil, badInstant("as_of_missing")
		}
		return s.present(x), nil
	}
	if err := s.inThePast(at); err != nil {
		return nil, err
	}
	if x.actingFor != "" {
		return nil, badInstant("as_of_acting")
	}
	l := &lens{at: at, person: evaluation.PersonID(cmp.Or(seenBy, string(x.person()))), standingFor: evaluation.PersonID(seenFor)}
	if l.person != x.person() {
		units, rule, err := s.auditable(ctx, x)
		if err != nil {
			return nil, err
		}
		l.units = units
		if err := s.noteReading(ctx, x, pastRead, rule, JournalFilter{Actor: l.person, OnBehalfOf: l.standingFor, From: at}, ""); err != nil {
			return nil, err
		}
	}
	return l, s.underPolicyOf(ctx, l)
}

// inThePast refuses instants of which nothing can be known yet.
func (s *server) inThePast(at time.Time) error {
	if at.After(s.now()) {
		return badInstant("as_of_in_future")
	}
	return nil
}

func badInstant(reason string) error {
	return fault.New(fault.Invalid, reason, "bad as_of").WithFields(fault.Field{Name: "as_of", Reason: reason})
}

// underPolicyOf gives the lens the policy of its instant.
// Faults: conflict policy_not_replayable; not_found policy_not_found.
func (s *server) underPolicyOf(ctx context.Context, l *lens) error {
	source, err := s.store.PolicyAt(ctx, l.at)
	if err != nil {
		return err
	}
	if l.policy, l.inCode = s.policy, source.InCode(); source.Version() != s.policy.Version() {
		l.policy, err = source.Policy()
	}
	return err
}

// auditable gives the units of which somebody may both search the journals and
// read the evaluations: an administrator of audits may not look over
// somebody's shoulder.
func (s *server) auditable(ctx context.Context, x *exchange) (units []string, rule string, err error) {
	actor, err := s.actor(ctx, x)
	if err != nil {
		return nil, "", err
	}
	all, rule, err := s.searchable(ctx, x)
	if err != nil {
		return nil, "", err
	}
	for _, unit := range all.units {
		_, err := s.policy.AuthorizeUnit(actor, unit, policy.ObjectEvaluation, policy.Read)
		switch {
		case err == nil:
			units = append(units, unit)
		case fault.CodeOf(err) != fault.Forbidden:
			return nil, "", err
		case len(units) == 0:
			rule = fault.As(err).Rule
		}
	}
	if len(units) == 0 {
		return nil, "", fault.New(fault.Forbidden, policy.ReasonRoleMissing, "no unit to audit").WithRule(rule)
	}
	return units, rule, nil
}

// taskThrough finds a task as a lens shows it. Of the past only those see it
// who may read the task today as well: what was taken away stays taken away.
func (s *server) taskThrough(ctx context.Context, x *exchange, l *lens, id string) (*evaluation.Situation, *evaluation.Task, error) {
	now, t, err := s.taskFor(ctx, x, id)
	if err != nil || !l.past() {
		return now, t, err
	}
	if l.units != nil && !slices.Contains(l.units, now.Evaluation.UnitID) {
		return nil, nil, noTask(id)
	}
	then, err := s.store.SituationAt(ctx, l.request(id), l.at)
	if err != nil {
		return nil, nil, err
	}
	if _, err := l.policy.Authorize(then, policy.Read, evaluation.TaskID(id)); err != nil {
		return nil, nil, ofProcess{err, then.Definition}
	}
	return then, then.Evaluation.Task(evaluation.TaskID(id)), nil
}

// boxesThrough tells whose boxes a lens shows, narrowed to the process in which
// a substitute could act then. Fault: forbidden substitution_missing.
func (s *server) boxesThrough(ctx context.Context, x *exchange, l *lens, filter *evaluation.InboxFilter) (evaluation.PersonID, error) {
	if !l.past() {
		return s.boxesOf(ctx, x, filter)
	}
	if l.standingFor == "" {
		return l.person, nil
	}
	list, err := s.store.StoodFor(ctx, l.person, l.at)
	if err != nil {
		return "", err
	}
	for _, one := range list {
		if one.Principal == l.standingFor {
			filter.Process = cmp.Or(one.Process, filter.Process)
			return one.Principal, nil
		}
	}
	return "", fault.New(fault.Forbidden, "substitution_missing", "%s did not stand in for %s", l.person, l.standingFor).
		WithRule("substitution:confirmed")
}

// namesThrough gives the names as they were.
func (s *server) namesThrough(ctx context.Context, l *lens, e *evaluation.Evaluation) (evaluation.Names, error) {
	if l.past() {
		return s.store.NamesAt(ctx, e, l.at)
	}
	return s.store.Names(ctx, e)
}

func (s *server) peopleThrough(ctx context.Context, l *lens, ids []evaluation.PersonID) ([]evaluation.PersonName, error) {
	if l.past() {
		return s.store.PersonNamesAt(ctx, ids, l.at)
	}
	return s.store.PersonNames(ctx, ids)
}

// remarksThrough gives the comments on a task that were there.
func (s *server) remarksThrough(ctx context.Context, l *lens, task evaluation.TaskID) ([]Remark, error) {
	list, err := s.store.Remarks(ctx, task)
	if !l.past() {
		return list, err
	}
	return slices.DeleteFunc(list, func(r Remark) bool { return r.At.After(l.at) }), err
}

// wholeThrough gives an evaluation with all its tasks.
func (s *server) wholeThrough(ctx context.Context, l *lens, id evaluation.ID) (*evaluation.Evaluation, error) {
	if !l.past() {
		return s.store.Whole(ctx, id)
	}
	r := evaluation.Request{Evaluation: id, Actor: l.person, Whole: true}
	then, err := s.store.SituationAt(ctx, r, l.at)
	if err != nil {
		return nil, err
	}
	return then.Evaluation, nil
}

// watchedThrough tells whether whoever is shown a task kept an eye on it.
func (s *server) watchedThrough(ctx context.Context, l *lens, task evaluation.TaskID) (bool, error) {
	if l.past() {
		return s.store.WatchedAt(ctx, l.person, task, l.at)
	}
	return s.store.Watches(ctx, l.person, task)
}

// readersThrough are the roles that read all tasks of their unit.
func (s *server) readersThrough(l *lens) []evaluation.RoleID {
	if l.past() {
		return l.policy.TaskReaders()
	}
	return s.readers
}

func (s *server) countsThrough(ctx context.Context, l *lens, person evaluation.PersonID) (BoxCounts, error) {
	if l.past() {
		return s.store.BoxCountsAt(ctx, evaluation.InboxQuery{Person: person, Readers: s.readersThrough(l), AsOf: l.at, Units: l.units})
	}
	return s.store.BoxCounts(ctx, person, s.readers, s.now())
}

// calendarThrough gives the calendar in force.
func (s *server) calendarThrough(ctx context.Context, l *lens) (calendar.Calendar, error) {
	if l.past() {
		return s.store.CalendarAt(ctx, l.at)
	}
	in, err := s.store.CalendarInForce(ctx)
	return in.Calendar, err
}

package store

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
)

// past are rows as they were, in the place of those that are. They are what of
// some evaluations can matter to one person's boxes, so that the statements of
// the inbox can be asked of them as they stand.
type past struct {
	Evaluations []pastEvaluation
	Stages      []pastStage
	Members     []pastMember
	Tasks       []taskRow
	Copies      []copyRow
}

type pastEvaluation struct {
	ID          string `json:"id"`
	UnitID      string `json:"unit_id"`
	ReceiverID  string `json:"receiver_id"`
	Title       string `json:"title"`
	ProcessName string `json:"process_name"`
	DayNanos    int64  `json:"timescale_day_nanos"`
}

type pastStage struct {
	EvaluationID string `json:"evaluation_id"`
	ID           string `json:"id"`
	Title        string `json:"title"`
}

type pastMember struct {
	EvaluationID string `json:"evaluation_id"`
	PersonID     string `json:"person_id"`
	Role         string `json:"role"`
}

// inThePast puts the rows of a past under the names of the tables. The grants
// are the tables' own: they say when they counted.
const inThePast = formerly + `,
evaluations AS (SELECT * FROM json_populate_recordset(NULL::evaluations, CAST(@evaluations AS json))),
stages AS (SELECT * FROM json_populate_recordset(NULL::stages, CAST(@stages AS json))),
members AS (SELECT * FROM json_populate_recordset(NULL::members, CAST(@members AS json))),
tasks AS (SELECT * FROM json_populate_recordset(NULL::tasks, CAST(@tasks AS json))),
task_copies AS (SELECT * FROM json_populate_recordset(NULL::task_copies, CAST(@copies AS json))),
task_watches AS (SELECT w.* FROM (` + watchesThen + `) w WHERE w.evaluation_id IN (SELECT e.id FROM evaluations e))
`

// args adds the rows to the arguments of a statement.
func (p *past) args(to map[string]any) error {
	for name, rows := range map[string]any{
		"evaluations": p.Evaluations, "stages": p.Stages, "members": p.Members, "tasks": p.Tasks, "copies": p.Copies,
	} {
		text, err := encode(rows)
		if err != nil {
			return err
		}
		to[name] = string(text)
		if string(text) == "null" {
			to[name] = "[]"
		}
	}
	to["moment"] = to["now"]
	return nil
}

// tasksAtOnce is how many tasks of the past are held at once, and those of one
// evaluation more.
const tasksAtOnce = 500

// selectConcernedThen finds the evaluations in which somebody could ever have had
// anything in a box: by a role in one of the units, by appointment, by having
// done or held something, by a copy, by watching.
const selectConcernedThen = `SELECT e.id FROM evaluations e WHERE e.id > @last AND e.started_at <= @now
	AND (NOT @bounded OR e.unit_id = ANY (CAST(@units AS text[])))
	AND (e.unit_id IN (SELECT g.unit_id FROM role_grants g WHERE g.person_id = @person AND g.valid_from <= @now)
		OR e.receiver_id IN (SELECT g.unit_id FROM role_grants g WHERE g.person_id = @person AND g.valid_from <= @now)
		OR e.id IN (SELECT m.evaluation_id FROM member_terms m WHERE m.person_id = @person
			UNION ALL SELECT t.evaluation_id FROM tasks t WHERE t.assignee = @person OR t.done_by = @person AND t.done_by <> ''
			UNION ALL SELECT c.evaluation_id FROM task_copies c WHERE c.person_id = @person
			UNION ALL SELECT w.evaluation_id FROM (` + watchesThen + `) w
			UNION ALL SELECT j.evaluation_id FROM journal j WHERE j.actor_id = @person AND j.at <= @now))
ORDER BY e.id LIMIT @most`

const concernedAtOnce = 500

// eachPast folds the evaluations that a question concerns, one by one, and
// hands them out in batches with what was kept of those before.
func (s *Store) eachPast(tx *gorm.DB, q *evaluation.InboxQuery, use func(*past) error) error {
	watched, err := watchedThen(tx, q)
	if err != nil {
		return err
	}
	batch, added := &past{}, 0
	flush := func() error {
		if s.holds != nil {
			s.holds(len(batch.Tasks))
		}
		added = 0
		return use(batch)
	}
	for last := ""; ; {
		var ids []evaluation.ID
		err := tx.Raw(selectConcernedThen, map[string]any{
			"last": last, "now": q.AsOf, "bounded": q.Units != nil, "units": texts(q.Units), "person": string(q.Person), "most": concernedAtOnce,
		}).Scan(&ids).Error
		if err != nil {
			return err
		}
		for _, id := range ids {
			before := len(batch.Tasks)
			if err := s.addPast(tx, batch, id, q, watched); err != nil {
				return err
			}
			if added += len(batch.Tasks) - before; added >= tasksAtOnce {
				if err := flush(); err != nil {
					return err
				}
			}
		}
		if len(ids) < concernedAtOnce {
			return flush()
		}
		last = string(ids[len(ids)-1])
	}
}

func watchedThen(tx *gorm.DB, q *evaluation.InboxQuery) ([]string, error) {
	var out []string
	err := tx.Raw("SELECT w.task_id FROM ("+watchesThen+") w ORDER BY w.task_id", map[string]any{"person": string(q.Person), "now": q.AsOf}).
		Scan(&out).Error
	return out, err
}

// addPast adds what of an evaluation can be in a box of the person.
func (s *Store) addPast(tx *gorm.DB, p *past, id evaluation.ID, q *evaluation.InboxQuery, watched []string) error {
	e, _, err := foldAt(tx, id, q.AsOf)
	if err != nil || e == nil {
		return err
	}
	def, err := s.definitions.get(tx, e.Process)
	if err != nil {
		return err
	}
	p.Evaluations = append(p.Evaluations, pastEvaluation{string(e.ID), e.UnitID, e.ReceiverID, e.Title, e.Process.Name, int64(e.Timescale.Day)})
	for _, x := range e.Stages {
		p.Stages = append(p.Stages, pastStage{string(e.ID), string(x.ID), x.Title})
	}
	for _, m := range e.Members {
		if m.Person == q.Person && m.Until.IsZero() {
			p.Members = append(p.Members, pastMember{string(e.ID), string(m.Person), string(m.Role)})
		}
	}
	copied := []evaluation.TaskID{}
	for i := range e.Copies {
		if e.Copies[i].Person == q.Person {
			p.Copies = append(p.Copies, newCopyRow(e, i))
			copied = append(copied, e.Copies[i].Task)
		}
	}
	for i := range e.Tasks {
		t := &e.Tasks[i]
		_, looks := slices.BinarySearch(watched, string(t.ID))
		if t.Assignee == q.Person || t.DoneBy == q.Person || t.State == evaluation.StateOpen && t.Effect == evaluation.EffectNone ||
			looks || slices.Contains(copied, t.ID) {
			row := newTaskRow(e.ID, def, t, 0)
			row.Submission, row.Agenda = document[evaluation.Submission]{}, document[[]evaluation.AgendaEntry]{} // no list shows them
			p.Tasks = append(p.Tasks, row)
		}
	}
	return nil
}

// inboxAt is a page of a box as it was. The page is chosen by the statement of
// the present from batch after batch, each with the page so far.
func (s *Store) inboxAt(ctx context.Context, q *evaluation.InboxQuery, o order, c cursor, begin bool) (evaluation.InboxPage, error) {
	if begin {
		c = o.start()
	}
	q.AsOf = q.AsOf.UTC().Truncate(time.Microsecond)
	q.Now = q.AsOf
	var rows []inboxRow
	err := s.transact(ctx, func(tx *gorm.DB) error {
		return s.eachPast(tx, q, func(p *past) error {
			query, args := inboxQuery(q, o)
			args["at"], args["id"], args["rank"] = c.At, c.ID, c.Rank
			if err := p.args(args); err != nil {
				return err
			}
			rows = nil
			if err := tx.Raw(inThePast+query, args).Scan(&rows).Error; err != nil {
				return err
			}
			p.keepOnly(rows)
			return nil
		})
	}, snapshot())
	if err != nil {
		return evaluation.InboxPage{}, err
	}
	return inboxPage(q, rows), nil
}

// keepOnly keeps what the rows of a page come from.
func (p *past) keepOnly(rows []inboxRow) {
	tasks, evaluations := map[string]bool{}, map[string]bool{}
	for _, r := range rows {
		tasks[r.ID], evaluations[r.EvaluationID] = true, true
	}
	p.Tasks = slices.DeleteFunc(p.Tasks, func(r taskRow) bool { return !tasks[r.ID] })
	p.Copies = slices.DeleteFunc(p.Copies, func(r copyRow) bool { return !tasks[r.TaskID] })
	p.Evaluations = slices.DeleteFunc(p.Evaluations, func(r pastEvaluation) bool { return !evaluations[r.ID] })
	p.Stages = slices.DeleteFunc(p.Stages, func(r pastStage) bool { return !evaluations[r.EvaluationID] })
	p.Members = slices.DeleteFunc(p.Members, func(r pastMember) bool { return !evaluations[r.EvaluationID] })
}

// InboxCountsAt counts the boxes as they were at q.AsOf; of the query it looks
// at Person, Readers, AsOf and Units.
func (s *Store) InboxCountsAt(ctx context.Context, q evaluation.InboxQuery) (InboxCounts, error) {
	q.AsOf = q.AsOf.UTC().Truncate(time.Microsecond)
	var sum InboxCounts
	err := s.transact(ctx, func(tx *gorm.DB) error {
		sum = InboxCounts{}
		return s.eachPast(tx, &q, func(p *past) error {
			args := personArgs(q.Person, q.AsOf, q.Readers)
			args["limit"] = MaxCount
			if err := p.args(args); err != nil {
				return err
			}
			var counts InboxCounts
			if err := tx.Raw(inThePast+countQuery(), args).Scan(&counts).Error; err != nil {
				return err
			}
			sum.add(counts)
			*p = past{}
			return nil
		})
	}, snapshot())
	return sum, err
}

// add adds up to what is counted at all.
func (c *InboxCounts) add(o InboxCounts) {
	for _, n := range []struct{ sum, more *int }{
		{&c.Mine, &o.Mine},
		{&c.Claimable, &o.Claimable},
		{&c.Done, &o.Done},
		{&c.Overdue, &o.Overdue},
		{&c.Today, &o.Today},
		{&c.Copied, &o.Copied},
		{&c.Watched, &o.Watched},
		{&c.ForOthers, &o.ForOthers},
	} {
		*n.sum = min(*n.sum+*n.more, MaxCount)
	}
}

package store

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/administration"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// A look back (回溯) asks the same questions as those who look now, of what was:
// the evaluation is folded from its journal, and statements read tables that
// are put in the place of today's under the same names. What counts by the clock
// counts by the instant that is asked for.

// formerly puts what was at @moment in the place of what is, for what units and
// departments were called, who people were and whose accounts were disabled. Grants and substitutions say
// themselves when they counted.
const formerly = `WITH units AS (
	SELECT u.id, COALESCE(f.name, u.name) AS name FROM units u
	LEFT JOIN LATERAL (SELECT x.name FROM former_units x
		WHERE x.unit_id = u.id AND x.until > CAST(@moment AS timestamptz) ORDER BY x.until LIMIT 1) f ON true),
departments AS (
	SELECT d.id, COALESCE(f.unit_id, d.unit_id) AS unit_id, COALESCE(f.name, d.name) AS name FROM departments d
	LEFT JOIN LATERAL (SELECT x.unit_id, x.name FROM former_departments x
		WHERE x.department_id = d.id AND x.until > CAST(@moment AS timestamptz) ORDER BY x.until LIMIT 1) f ON true),
persons AS (
	SELECT p.id, CASE WHEN f.person_id IS NULL THEN p.unit_id ELSE f.unit_id END AS unit_id,
		CASE WHEN f.person_id IS NULL THEN p.department_id ELSE f.department_id END AS department_id,
		COALESCE(f.name, p.name) AS name, COALESCE(f.post, p.post) AS post
	FROM persons p LEFT JOIN LATERAL (SELECT x.* FROM former_persons x
		WHERE x.person_id = p.id AND x.until > CAST(@moment AS timestamptz) ORDER BY x.until LIMIT 1) f ON true),
accounts AS (
	SELECT a.person_id, a.disabled_at FROM accounts a WHERE a.disabled_at <= CAST(@moment AS timestamptz)
	UNION ALL SELECT a.person_id, a.disabled_at FROM former_disablements a
	WHERE a.disabled_at <= CAST(@moment AS timestamptz) AND a.until > CAST(@moment AS timestamptz))
`

// atMoment makes a statement that goes by the clock go by the instant, and by
// what was at it.
func atMoment(query string) string {
	query = strings.ReplaceAll(query, standsNow, stoodThen)
	return formerly + strings.ReplaceAll(query, "statement_timestamp()", "CAST(@moment AS timestamptz)")
}

// stoodThen is standsNow at an instant at which it might not have been
// confirmed yet, or not ended.
const stoodThen = `s.confirmed_at <= CAST(@moment AS timestamptz) AND (s.ended_at IS NULL OR s.ended_at > CAST(@moment AS timestamptz))
			AND (CAST(@moment AS timestamptz) AT TIME ZONE 'Asia/Shanghai')::date BETWEEN s.from_on AND s.to_on`

// selectStanding is how somebody stood to an evaluation, and which of its files
// no scanner had passed.
const selectStanding = `SELECT json_build_object(` + loadStanding + `
	'unscanned', (SELECT json_agg(f.sha256) FROM file_scans f
		WHERE (f.state <> 'clean' OR f.scanned_at > CAST(@moment AS timestamptz))
			AND EXISTS (SELECT FROM materials x WHERE x.sha256 = f.sha256 AND x.evaluation_id = e.id))
) FROM evaluations e WHERE e.id = @id`

// SituationAt gives what a decision would have been made from at an instant:
// the evaluation, or with a task its item's part of it, the roles and
// substitutions that counted, the calendar in force. Of the request it looks at
// what Situation does.
//
// Faults: not_found evaluation_not_found when it had not been started,
// task_not_found; forbidden substitution_missing; those of Replay.
func (s *Store) SituationAt(ctx context.Context, req evaluation.Request, at time.Time) (*evaluation.Situation, error) {
	var out *evaluation.Situation
	at = at.UTC().Truncate(time.Microsecond) // as entries are stamped
	err := s.transact(ctx, func(tx *gorm.DB) error {
		then, err := s.then(tx, evaluationOf(req), at)
		if err != nil {
			return err
		}
		l, err := standing(tx, req, at)
		if err != nil {
			return err
		}
		if err := checkStanding(req, l); err != nil {
			return err
		}
		then.Actor, then.Unscanned = l.actor(req), l.Unscanned
		if req.Task != "" {
			t := then.Evaluation.Task(req.Task)
			if t == nil {
				return noTask(req.Task)
			}
			if !req.Whole {
				then.Evaluation, then.Partial = sliceOf(then.Evaluation, t.Item), true
			}
		}
		out = then
		return nil
	}, snapshot())
	return out, err
}

// then is a situation without anybody in it.
func (s *Store) then(tx *gorm.DB, id evaluation.ID, at time.Time) (*evaluation.Situation, error) {
	e, head, err := foldAt(tx, id, at)
	if err != nil {
		return nil, err
	}
	if e == nil {
		return nil, noEvaluation(id)
	}
	def, err := s.definitions.get(tx, e.Process)
	if err != nil {
		return nil, err
	}
	days, err := s.calendarAt(tx, at)
	return &evaluation.Situation{
		Evaluation: e, Definition: def.With(e.Parameters), Calendar: days, Now: at,
		Head: hex.EncodeToString(head.Hash[:]), HeadAt: head.At,
	}, err
}

// foldAt folds the entries of an evaluation that are not after an instant, page
// by page; nil before the first.
func foldAt(tx *gorm.DB, id evaluation.ID, at time.Time) (e *evaluation.Evaluation, head journal.Head, err error) {
	for last := int64(0); ; {
		page, err := entriesAfter(tx.Where("at <= ?", at), id, last, MaxEntries)
		if err != nil || len(page) == 0 {
			return e, head, err
		}
		for _, entry := range page {
			r, err := recordOf(entry)
			if err != nil {
				return nil, head, err
			}
			if e == nil {
				e = &evaluation.Evaluation{ID: id}
			}
			if err := foldOne(e, r); err != nil {
				return nil, head, err
			}
		}
		newest := page[len(page)-1]
		last, head = newest.Seq, journal.Head{EvaluationID: string(id), Seq: newest.Seq, Hash: newest.Hash, At: newest.At.UTC()}
	}
}

// standing reads how who asks stood to the evaluation.
func standing(tx *gorm.DB, req evaluation.Request, at time.Time) (*loaded, error) {
	id := evaluationOf(req)
	var text string
	err := tx.Raw(atMoment(selectStanding), map[string]any{
		"id": string(id), "actor": string(req.Actor), "principal": principalOf(req), "moment": at,
	}).Scan(&text).Error
	if err != nil {
		return nil, err
	}
	var l loaded
	if err := json.Unmarshal([]byte(text), &l); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "row_unreadable", "read who asks of evaluation %s", id)
	}
	return &l, nil
}

// sliceOf is what a command on one item sees of an evaluation: the tasks,
// materials, copies and reading of that item, everything else whole.
func sliceOf(e *evaluation.Evaluation, item evaluation.ItemID) *evaluation.Evaluation {
	part := *e
	part.Tasks = having(e.Tasks, func(t *evaluation.Task) bool { return t.Item == item })
	part.Materials = having(e.Materials, func(m *evaluation.Material) bool { return m.Item == item })
	part.Copies = having(e.Copies, func(c *evaluation.Copy) bool { return c.Item == item })
	part.Reads = having(e.Reads, func(r *evaluation.ReadMark) bool { return r.Item == item })
	return &part
}

func having[T any](list []T, wanted func(*T) bool) []T {
	var out []T
	for i := range list {
		if wanted(&list[i]) {
			out = append(out, list[i])
		}
	}
	return out
}

// calendarAt gives the calendar that was in force.
func (s *Store) calendarAt(tx *gorm.DB, at time.Time) (calendar.Calendar, error) {
	row, err := newestCalendar(tx.Where("loaded_at <= ?", at), s.calendars.shipped())
	if err != nil {
		return calendar.Calendar{}, err
	}
	return row.Days.V, nil
}

// CalendarAt gives the calendar that was in force at an instant.
func (s *Store) CalendarAt(ctx context.Context, at time.Time) (calendar.Calendar, error) {
	return s.calendarAt(s.db.WithContext(ctx), at)
}

// PolicyAt gives the policy that was in force at an instant: the one that the
// journal says was taken last by then; before it spoke of that, the last one
// that had come, or the first.
// Fault: not_found policy_not_found when none is kept.
func (s *Store) PolicyAt(ctx context.Context, at time.Time) (KeptPolicy, error) {
	var out KeptPolicy
	err := s.db.WithContext(ctx).Raw(`SELECT p.* FROM policies p LEFT JOIN (
			SELECT data::jsonb ->> 'version' AS version FROM installation_journal
			WHERE type = @taken AND at <= @at ORDER BY seq DESC LIMIT 1) t ON t.version = p.version
		ORDER BY t.version IS NULL, p.added_at > @at, CASE WHEN p.added_at > @at THEN p.added_at END, p.added_at DESC, p.version LIMIT 1`,
		map[string]any{"at": at, "taken": administration.PolicyTaken{}.Type()}).Take(&out).Error
	return out, orElse(err, fault.NotFound, fault.New(fault.NotFound, "policy_not_found", "no policy is kept"))
}

// StoodFor tells for whom a person stood in at an instant.
func (s *Store) StoodFor(ctx context.Context, p evaluation.PersonID, at time.Time) ([]evaluation.Substitution, error) {
	var rows []substitutionRow
	err := s.db.WithContext(ctx).Raw(`SELECT s.* FROM substitutions s WHERE s.substitute_id = @person AND `+stoodThen+` ORDER BY s.id`,
		map[string]any{"person": string(p), "moment": at}).Scan(&rows).Error
	return coreOf(rows, (*substitutionRow).core), err
}

// WatchedAt tells whether a person watched a task at an instant.
func (s *Store) WatchedAt(ctx context.Context, person evaluation.PersonID, task evaluation.TaskID, at time.Time) (bool, error) {
	var watched bool
	err := s.db.WithContext(ctx).Raw(`SELECT EXISTS (SELECT FROM (`+watchesThen+`) w WHERE w.task_id = @task)`,
		map[string]any{"person": string(person), "task": string(task), "now": at}).Scan(&watched).Error
	return watched, err
}

// watchesThen is what @person kept an eye on at @now.
const watchesThen = `SELECT w.person_id, w.task_id, w.evaluation_id, w.at FROM task_watches w WHERE w.person_id = @person AND w.at <= @now
	UNION ALL SELECT w.person_id, w.task_id, w.evaluation_id, w.at FROM former_watches w
	WHERE w.person_id = @person AND w.at <= @now AND w.until > @now`

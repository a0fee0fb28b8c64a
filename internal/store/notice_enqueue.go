package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/notify"
)

// EnqueueNotices writes the notices that new journal entries call for, in the
// transaction that records how far it got, and counts all of the evaluation
// that wait to be sent now. Asking again, or twice at once, adds none.
//
// Who is told: of a task that opens, whoever has it or could claim it, and if
// it came back its doer with the reason; of a reminder, a passed deadline and
// an escalation, those the process names; of filing and publication, the
// initiator.
//
// Fault: not_found evaluation_not_found.
func (s *Store) EnqueueNotices(ctx context.Context, id evaluation.ID) (int, error) {
	err := s.transact(ctx, func(tx *gorm.DB) error {
		if err := exists(tx, id); err != nil {
			return err
		}
		return s.enqueue(tx, texts{string(id)})
	})
	if err != nil {
		return 0, err
	}
	var waiting int
	err = s.db.WithContext(ctx).Raw(`SELECT count(*) FROM notices
		WHERE evaluation_id = ? AND state IN ('pending', 'sending') AND not_before <= clock_timestamp()`, string(id)).Scan(&waiting).Error
	return waiting, err
}

// EnqueueBehind does the same for up to limit evaluations whose journal is
// ahead of the notices, all in one transaction, and gives for how many. It
// counts nothing. Where somebody else is at it already, it does nothing; where
// one evaluation cannot be read, the others are told alone.
func (s *Store) EnqueueBehind(ctx context.Context, limit int) (int, error) {
	var ids texts
	err := s.transact(ctx, func(tx *gorm.DB) error {
		var mine bool
		if err := tx.Raw("SELECT pg_try_advisory_xact_lock(hashtext('jiheng enqueue notices'))").Scan(&mine).Error; err != nil || !mine {
			return err
		}
		if err := tx.Raw(unnotified, limit).Scan((*[]string)(&ids)).Error; err != nil || len(ids) == 0 {
			return err
		}
		return s.enqueue(tx, ids)
	})
	if err == nil || len(ids) < 2 || fault.CodeOf(err) == fault.Unavailable {
		return len(ids), err
	}
	return s.enqueueEach(ctx, ids)
}

// enqueueEach tells of each evaluation in a transaction of its own.
func (s *Store) enqueueEach(ctx context.Context, ids []string) (int, error) {
	told := 0
	var failures []error
	for _, id := range ids {
		err := s.transact(ctx, func(tx *gorm.DB) error { return s.enqueue(tx, texts{id}) })
		if err != nil {
			failures = append(failures, fmt.Errorf("notices of %s: %w", id, err))
			continue
		}
		told++
	}
	return told, errors.Join(failures...)
}

// enqueue writes what the journals of some evaluations call for. Whatever is
// written comes in one order, so that two who do it at once never wait for
// each other in a circle.
func (s *Store) enqueue(tx *gorm.DB, ids texts) error {
	var heads []evaluationRow
	if err := tx.Raw("SELECT * FROM evaluations WHERE id = ANY(CAST(? AS text[])) ORDER BY id", ids).Scan(&heads).Error; err != nil {
		return err
	}
	behind, err := s.recordsBehind(tx, ids)
	if err != nil || len(behind) == 0 {
		return err
	}
	rows, err := s.notices(tx, heads, behind)
	if err != nil {
		return err
	}
	slices.SortFunc(rows, func(a, b noticeRow) int { return strings.Compare(a.ID, b.ID) })
	if err := insert(tx.Clauses(clause.OnConflict{DoNothing: true}), rows); err != nil {
		return err
	}
	// Whoever was first has written these notices; then this writes none anew.
	var done texts
	var until []int64
	for _, h := range heads {
		if records := behind[h.ID]; len(records) > 0 {
			done, until = append(done, h.ID), append(until, records[len(records)-1].Seq)
		}
	}
	return tx.Exec(markNotified, map[string]any{"ids": done, "until": numbers(until)}).Error
}

const (
	unnotified = "SELECT id FROM evaluations WHERE notified_seq < seq ORDER BY id LIMIT ?"

	markNotified = `WITH done AS (SELECT * FROM unnest(CAST(@ids AS text[]), CAST(@until AS bigint[])) AS d(id, seq)),
	held AS MATERIALIZED (SELECT e.id FROM evaluations e JOIN done d ON d.id = e.id ORDER BY e.id FOR NO KEY UPDATE OF e)
UPDATE evaluations e SET notified_seq = GREATEST(e.notified_seq, d.seq) FROM done d JOIN held h ON h.id = d.id WHERE e.id = d.id`

	entriesBehind = `SELECT j.* FROM evaluations e JOIN journal j ON j.evaluation_id = e.id AND j.seq > e.notified_seq
WHERE e.id = ANY(CAST(? AS text[])) ORDER BY j.evaluation_id, j.seq`
)

// recordsBehind reads the events that nobody was told of yet, by evaluation.
func (s *Store) recordsBehind(tx *gorm.DB, ids texts) (map[string][]evaluation.Record, error) {
	var rows []struct {
		EvaluationID string
		Entry        entryRow `gorm:"embedded"`
	}
	if err := tx.Raw(entriesBehind, ids).Scan(&rows).Error; err != nil {
		return nil, err
	}
	out := make(map[string][]evaluation.Record, len(ids))
	for i := range rows {
		id := rows[i].EvaluationID
		r, err := recordOf(rows[i].Entry.entry(evaluation.ID(id)))
		if err != nil {
			return nil, err
		}
		out[id] = append(out[id], r)
	}
	return out, nil
}

// notices resolves what is to be told to persons.
func (s *Store) notices(tx *gorm.DB, heads []evaluationRow, behind map[string][]evaluation.Record) ([]noticeRow, error) {
	told := make(map[string][]tell, len(heads))
	var all []tell
	for _, h := range heads {
		told[h.ID] = tellings(evaluation.PersonID(h.Initiator), behind[h.ID])
		all = append(all, told[h.ID]...)
	}
	if len(all) == 0 {
		return nil, nil
	}
	tasks, err := toldTasks(tx, all)
	if err != nil {
		return nil, err
	}
	r := router{media: s.mediaOf}
	if err := tx.Raw("SELECT clock_timestamp()").Scan(&r.now).Error; err != nil {
		return nil, err
	}
	known := &answered{known: map[string][]reached{}, left: map[[2]calendar.Date]int{}}
	if err := known.meet(tx, namedIn(all, tasks)); err != nil {
		return nil, err
	}
	var rows []noticeRow
	for i := range heads {
		more, err := s.noticesOf(tx, &heads[i], told[heads[i].ID], tasks, known, r)
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	return rows, nil
}

// noticesOf resolves what is to be told of one evaluation.
func (s *Store) noticesOf(tx *gorm.DB, head *evaluationRow, told []tell, tasks map[string]*toldTask, known *answered, r router) ([]noticeRow, error) {
	if len(told) == 0 {
		return nil, nil
	}
	def, err := s.definitions.get(tx, head.process())
	if err != nil {
		return nil, err
	}
	a := audience{tx: tx, evaluation: head.core(), definition: def, calendar: s.calendar(), answered: known}
	all := pile{groups: map[string]int{}}
	for _, w := range told {
		t, ok := tasks[string(w.task)]
		if !ok {
			continue
		}
		people, err := a.of(t, w)
		if err != nil {
			return nil, err
		}
		facts, err := s.factsOf(&a, t, w)
		if err != nil {
			return nil, err
		}
		for _, p := range people {
			all.add(t, w, p, facts, r.route(t, w, p, head.TimescaleDayNanos == 0))
		}
	}
	return all.rows, nil
}

// namedIn lists the persons that are told of or told by name.
func namedIn(told []tell, tasks map[string]*toldTask) []string {
	seen := map[string]bool{"": true, string(evaluation.SystemPerson): true}
	var out []string
	add := func(id string) {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	for _, w := range told {
		add(string(w.person))
		add(string(w.by))
		if t := tasks[string(w.task)]; t != nil {
			add(t.Assignee)
		}
	}
	return out
}

// toldTasks reads the tasks that are told of, by id.
func toldTasks(tx *gorm.DB, told []tell) (map[string]*toldTask, error) {
	ids := make(texts, len(told))
	for i, w := range told {
		ids[i] = string(w.task)
	}
	var rows []string
	err := tx.Raw(`SELECT row_to_json(x)::text FROM (
		SELECT t.*, COALESCE(u.name, '') AS unit_name, COALESCE(d.name, '') AS department_name
		FROM tasks t LEFT JOIN units u ON u.id = t.unit_id LEFT JOIN departments d ON d.id = t.department_id
		WHERE t.id = ANY(CAST(? AS text[]))) x`, ids).Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	out := make(map[string]*toldTask, len(rows))
	for _, row := range rows {
		var t toldTask
		if err := json.Unmarshal([]byte(row), &t); err != nil {
			return nil, fault.Wrap(err, fault.Internal, "row_unreadable", "read a task to tell of")
		}
		out[t.ID] = &t
	}
	return out, nil
}

// factsOf gives what a notice says, but for whom it is addressed to.
func (s *Store) factsOf(a *audience, t *toldTask, w tell) (notify.Facts, error) {
	due := calendar.Date(t.DueOn)
	facts := notify.Facts{Evaluation: a.evaluation.Title, Task: t.Title, Unit: t.UnitName, DueText: dueText(due, a.calendar), Reason: w.reason}
	if t.DepartmentName != "" {
		facts.Unit = t.DepartmentName
	}
	if w.by != "" {
		people, err := a.person(string(w.by))
		if err != nil {
			return facts, err
		}
		if len(people) > 0 {
			facts.By = people[0].Name
		}
	}
	facts.WorkdaysLeft = a.workdaysLeft(w.at, due)
	if s.link != nil {
		facts.Link = s.link(a.evaluation.ID, w.task)
	}
	return facts, nil
}

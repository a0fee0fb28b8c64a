package store

import (
	"context"
	"encoding/json"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/notify"
)

// EnqueueNotices writes the notices that new journal entries call for, in the
// transaction that records how far it got, and counts all of the evaluation
// that wait to be sent. Asking again, or twice at once, adds none.
//
// Who is told: of a task that opens, whoever has it or could claim it, and if
// it came back its doer with the reason; of a reminder, a passed deadline and
// an escalation, those the process names; of filing and publication, the
// initiator.
//
// Fault: not_found evaluation_not_found.
func (s *Store) EnqueueNotices(ctx context.Context, id evaluation.ID) (int, error) {
	err := s.transact(ctx, func(tx *gorm.DB) error { return s.enqueue(tx, id) })
	if err != nil {
		return 0, err
	}
	var waiting int
	err = s.db.WithContext(ctx).Raw(`SELECT count(*) FROM notices
		WHERE evaluation_id = ? AND state IN ('pending', 'sending')`, string(id)).Scan(&waiting).Error
	return waiting, err
}

func (s *Store) enqueue(tx *gorm.DB, id evaluation.ID) error {
	var head evaluationRow
	if err := tx.Where("id = ?", string(id)).Take(&head).Error; err != nil {
		return orElse(err, fault.NotFound, noEvaluation(id))
	}
	records, err := s.recordsBehind(tx, id, head.NotifiedSeq)
	if err != nil || len(records) == 0 {
		return err
	}
	rows, err := s.notices(tx, &head, tellings(evaluation.PersonID(head.Initiator), records))
	if err != nil {
		return err
	}
	if err := insert(tx.Clauses(clause.OnConflict{DoNothing: true}), rows); err != nil {
		return err
	}
	// Whoever was first has written these notices; then this writes none anew.
	return tx.Exec("UPDATE evaluations SET notified_seq = GREATEST(notified_seq, ?) WHERE id = ?",
		records[len(records)-1].Seq, string(id)).Error
}

// recordsBehind reads the events behind a number.
func (s *Store) recordsBehind(tx *gorm.DB, id evaluation.ID, after int64) ([]evaluation.Record, error) {
	var out []evaluation.Record
	for {
		page, err := entriesAfter(tx, id, after, MaxEntries)
		if err != nil || len(page) == 0 {
			return out, err
		}
		for _, e := range page {
			r, err := recordOf(e)
			if err != nil {
				return nil, err
			}
			out = append(out, r)
		}
		after = page[len(page)-1].Seq
	}
}

// notices resolves what is to be told to persons.
func (s *Store) notices(tx *gorm.DB, head *evaluationRow, told []tell) ([]noticeRow, error) {
	if len(told) == 0 {
		return nil, nil
	}
	def, err := s.definitions.get(tx, head.process())
	if err != nil {
		return nil, err
	}
	tasks, err := toldTasks(tx, told)
	if err != nil {
		return nil, err
	}
	a := audience{
		tx: tx, evaluation: head.core(), definition: def, known: map[string][]reached{},
		calendar: s.calendar(), left: map[[2]calendar.Date]int{},
	}
	var rows []noticeRow
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
			rows = append(rows, noticeRows(t, w, p, facts)...)
		}
	}
	return rows, nil
}

// toldTasks reads the tasks that are told of, by id.
func toldTasks(tx *gorm.DB, told []tell) (map[string]*toldTask, error) {
	ids := make([]string, len(told))
	for i, w := range told {
		ids[i] = string(w.task)
	}
	var rows []string
	err := tx.Raw(`SELECT row_to_json(x)::text FROM (
		SELECT t.*, COALESCE(u.name, '') AS unit_name, COALESCE(d.name, '') AS department_name
		FROM tasks t LEFT JOIN units u ON u.id = t.unit_id LEFT JOIN departments d ON d.id = t.department_id
		WHERE t.id IN ?) x`, ids).Scan(&rows).Error
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

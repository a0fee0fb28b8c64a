package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/notify"
)

// disclosing finds the evaluations of processes with times for disclosure.
// What nobody has touched for two years is left alone.
const disclosing = `SELECT e.id FROM evaluations e
WHERE e.id > @after AND e.state <> 'terminated' AND e.head_at > CAST(@now AS timestamptz) - interval '2 years'
	AND e.process_name || '@' || e.process_version || '@' || e.process_digest = ANY(CAST(@processes AS text[]))
	AND NOT EXISTS (SELECT FROM disposals d WHERE d.evaluation_id = e.id AND d.agreed)
ORDER BY e.id LIMIT @limit`

// RemindOfDisclosures tells those who have to make something public that its
// time is nearly over, or is over (公开提醒), and gives for how many evaluations
// something was told. However often and by however many it is asked, a person
// is told each thing once; what is public by then is not told of. An evaluation
// that cannot be read does not keep the others back.
func (s *Store) RemindOfDisclosures(ctx context.Context, now time.Time) (int, error) {
	processes, err := s.disclosingProcesses(ctx)
	if err != nil || len(processes) == 0 {
		return 0, err
	}
	told, after := 0, ""
	var failures []error
	for {
		var ids texts
		args := map[string]any{"after": after, "now": now, "processes": processes, "limit": maxList}
		if err := s.db.WithContext(ctx).Raw(disclosing, args).Scan((*[]string)(&ids)).Error; err != nil {
			return told, errors.Join(append(failures, err)...)
		}
		for _, id := range ids {
			some, err := s.remindOf(ctx, evaluation.ID(id), now)
			if err != nil {
				failures = append(failures, fmt.Errorf("disclosures of %s: %w", id, err))
			}
			if some {
				told++
			}
		}
		if len(ids) < maxList {
			return told, errors.Join(failures...)
		}
		after = ids[len(ids)-1]
	}
}

// disclosingProcesses names the processes in use that have such times.
func (s *Store) disclosingProcesses(ctx context.Context) (texts, error) {
	tx := s.db.WithContext(ctx)
	var used []evaluationRow
	if err := tx.Raw("SELECT DISTINCT process_name, process_version, process_digest FROM evaluations").Scan(&used).Error; err != nil {
		return nil, err
	}
	var out texts
	for i := range used {
		ref := used[i].process()
		def, err := s.definitions.get(tx, ref)
		if err != nil {
			return nil, err
		}
		if len(def.Disclosures) > 0 {
			out = append(out, fmt.Sprintf("%s@%d@%s", ref.Name, ref.Version, ref.Digest))
		}
	}
	return out, nil
}

// remindOf tells what is to be told of one evaluation. The evaluation is held
// meanwhile, so that nothing becomes public between the look and the telling.
func (s *Store) remindOf(ctx context.Context, id evaluation.ID, now time.Time) (bool, error) {
	told := false
	err := s.transact(ctx, func(tx *gorm.DB) error {
		if err := tx.Exec("SELECT FROM evaluations WHERE id = ? FOR SHARE", string(id)).Error; err != nil {
			return err
		}
		l, err := s.load(tx, evaluation.Request{Evaluation: id, Whole: true})
		if err != nil {
			return err
		}
		situation, err := s.situation(tx, l, evaluation.Request{Evaluation: id, Whole: true})
		if err != nil {
			return err
		}
		rows, err := s.disclosureNotices(tx, situation, now)
		if err != nil || len(rows) == 0 {
			return err
		}
		done := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&rows)
		told = done.RowsAffected > 0
		return done.Error
	})
	return told, err
}

// disclosureNotices are all that hold now; most were told before.
func (s *Store) disclosureNotices(tx *gorm.DB, situation *evaluation.Situation, now time.Time) ([]noticeRow, error) {
	e := situation.Evaluation
	known := &answered{known: map[string][]reached{}, left: map[[2]calendar.Date]int{}}
	a := audience{tx: tx, evaluation: e, definition: situation.Definition, calendar: situation.Calendar, answered: known}
	r := router{media: s.mediaOf, now: now}
	all := pile{groups: map[string]int{}}
	today := e.Timescale.Today(now)
	for _, d := range evaluation.Disclosures(situation.Definition, e, situation.Calendar, today) {
		call := d.Call()
		if call == evaluation.CallNone {
			continue
		}
		t := &toldTask{taskRow: taskRow{EvaluationID: string(e.ID), UnitID: e.UnitID, DueAt: e.Timescale.EndOf(d.DueOn)}}
		w := tell{at: now, kind: kindOf(call), key: disclosureKey(d, call), person: e.Initiator, to: roles(situation.Definition.Publishers(d.Rule))}
		people, err := a.of(t, w)
		if err != nil {
			return nil, err
		}
		facts, err := s.disclosureFacts(&a, d, now)
		if err != nil {
			return nil, err
		}
		for _, p := range people {
			all.add(t, w, p, facts, r.route(t, w, p, e.Timescale.Day == 0))
		}
	}
	slices.SortFunc(all.rows, func(a, b noticeRow) int { return strings.Compare(a.ID, b.ID) })
	return all.rows, nil
}

// disclosureKey is what a notice of a disclosure tells: of a time that was
// moved, because its first day was mended, it is told anew.
func disclosureKey(d evaluation.Disclosure, call evaluation.DisclosureCall) string {
	return "disclosure:" + d.Rule.ID + ":" + d.DueOn.String() + ":" + string(call)
}

func kindOf(call evaluation.DisclosureCall) notify.Kind {
	if call == evaluation.CallLate {
		return notify.DisclosureLate
	}
	return notify.DisclosureDue
}

func roles(list []evaluation.RoleID) []evaluation.Audience {
	out := make([]evaluation.Audience, len(list))
	for i, role := range list {
		out[i] = evaluation.Audience{Role: role}
	}
	return out
}

func (s *Store) disclosureFacts(a *audience, d evaluation.Disclosure, now time.Time) (notify.Facts, error) {
	facts := notify.Facts{
		Evaluation: a.evaluation.Title, Task: d.Rule.Title, DueText: dueText(d.DueOn, a.calendar), Reason: d.Rule.Basis,
		WorkdaysLeft: a.workdaysLeft(now, d.DueOn),
	}
	if s.link != nil {
		facts.Link = s.link(a.evaluation.ID, "")
	}
	err := a.tx.Raw("SELECT name FROM units WHERE id = ?", a.evaluation.UnitID).Scan(&facts.Unit).Error
	return facts, err
}

package store

import (
	"context"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// JournalFilter says which entries are looked for (流水查询条件). What is empty
// does not narrow.
type JournalFilter struct {
	Evaluation evaluation.ID
	// Who did it, and for whom.
	Actor, OnBehalfOf evaluation.PersonID
	// Types are kinds of event; Action is what was attempted, of refusals.
	Types []string
	// Without are kinds of event that are left out.
	Without []string
	Action  string
	Task    evaluation.TaskID
	Item    string
	// Refused keeps refusals alone, or leaves them out.
	Refused *bool
	// From and To bound the time; To is not within.
	From, To      time.Time
	ClientAddress string
}

// JournalPage is a page of entries, the latest first. NextCursor is empty on
// the last.
type JournalPage struct {
	Entries    []journal.Entry
	NextCursor string
}

// evaluationEntryRow is an entry with the evaluation it is of.
type evaluationEntryRow struct {
	EvaluationID string
	Row          entryRow `gorm:"embedded"`
}

func (r *evaluationEntryRow) entry() journal.Entry { return r.Row.entry(evaluation.ID(r.EvaluationID)) }

// narrow adds the conditions of a filter.
func (f *JournalFilter) narrow(tx *gorm.DB) *gorm.DB {
	for _, c := range []struct {
		there     bool
		condition string
		value     any
	}{
		{f.Evaluation != "", "evaluation_id = ?", string(f.Evaluation)},
		{f.Actor != "", "actor_id = ?", string(f.Actor)},
		{f.OnBehalfOf != "", "on_behalf_of = ?", string(f.OnBehalfOf)},
		{len(f.Types) > 0, "type IN ?", f.Types},
		{len(f.Without) > 0, "type NOT IN ?", f.Without},
		{f.Action != "", "type = 'attempt_refused' AND data::jsonb->>'action' = ?", f.Action},
		{f.Task != "", "task_id = ?", string(f.Task)},
		{f.Item != "", "item_id = ?", f.Item},
		{f.Refused != nil, "(type = 'attempt_refused') = ?", f.Refused},
		{!f.From.IsZero(), "at >= ?", f.From},
		{!f.To.IsZero(), "at < ?", f.To},
		{f.ClientAddress != "", "client_address = ?", f.ClientAddress},
	} {
		if c.there {
			tx = tx.Where(c.condition, c.value)
		}
	}
	return tx
}

// visibleJournals narrows to the evaluations that somebody may see.
const visibleJournals = `evaluation_id IN (SELECT e.id FROM evaluations e WHERE e.unit_id IN @units)`

// SearchJournal looks through the journals of the units, the latest entry
// first.
//
// Faults: invalid limit_out_of_range, period_reversed, cursor_invalid,
// cursor_unreadable for one of another filter.
func (s *Store) SearchJournal(ctx context.Context, units []string, f JournalFilter, limit int, after string) (JournalPage, error) {
	if limit < 1 || limit > MaxEntries {
		return JournalPage{}, outOfRange(MaxEntries)
	}
	if err := f.check(); err != nil {
		return JournalPage{}, err
	}
	c, begin, err := readCursor("journal", after)
	if err != nil {
		return JournalPage{}, err
	}
	tx := f.narrow(s.db.WithContext(ctx).Table("journal")).Where(visibleJournals, map[string]any{"units": orNone(units)})
	if !begin {
		id, seq, err := splitPlace(c.ID)
		if err != nil {
			return JournalPage{}, err
		}
		tx = tx.Where("(at, evaluation_id, seq) < (?, ?, ?)", c.At, id, seq)
	}
	var rows []evaluationEntryRow
	if err := tx.Order("at DESC, evaluation_id DESC, seq DESC").Limit(limit + 1).Find(&rows).Error; err != nil {
		return JournalPage{}, err
	}
	var page JournalPage
	for i := range rows {
		if i == limit {
			last := &rows[i-1]
			page.NextCursor = cursor{List: "journal", At: last.Row.At.UTC(), ID: last.EvaluationID + ":" + strconv.FormatInt(last.Row.Seq, 10)}.String()
			break
		}
		page.Entries = append(page.Entries, rows[i].entry())
	}
	return page, nil
}

func splitPlace(place string) (id string, seq int64, err error) {
	i := strings.LastIndexByte(place, ':')
	if i > 0 {
		seq, err = strconv.ParseInt(place[i+1:], 10, 64)
	}
	if i <= 0 || err != nil {
		return "", 0, noCursor("cursor_invalid")
	}
	return place[:i], seq, nil
}

// EachEntry hands out all entries of a filter, the earliest first, page by
// page, so that a slow reader holds nothing. Units nil is every unit. Fault: invalid
// period_reversed.
func (s *Store) EachEntry(ctx context.Context, units []string, f JournalFilter, use func(journal.Entry) error) error {
	if err := f.check(); err != nil {
		return err
	}
	last := evaluationEntryRow{}
	for {
		tx := f.narrow(s.db.WithContext(ctx).Table("journal"))
		if units != nil {
			tx = tx.Where(visibleJournals, map[string]any{"units": orNone(units)})
		}
		if last.EvaluationID != "" {
			tx = tx.Where("(at, evaluation_id, seq) > (?, ?, ?)", last.Row.At, last.EvaluationID, last.Row.Seq)
		}
		var rows []evaluationEntryRow
		if err := tx.Order("at, evaluation_id, seq").Limit(MaxEntries).Find(&rows).Error; err != nil || len(rows) == 0 {
			return translate(err)
		}
		for i := range rows {
			if err := use(rows[i].entry()); err != nil {
				return err
			}
		}
		last = rows[len(rows)-1]
	}
}

// FilterJournal gives entries of one evaluation behind a number that a filter
// lets through, in order.
//
// Faults: not_found evaluation_not_found; invalid limit_out_of_range,
// period_reversed.
func (s *Store) FilterJournal(ctx context.Context, f JournalFilter, after int64, limit int) ([]journal.Entry, error) {
	if limit < 1 || limit > MaxEntries {
		return nil, outOfRange(MaxEntries)
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	tx := s.db.WithContext(ctx)
	if err := exists(tx, f.Evaluation); err != nil {
		return nil, err
	}
	var rows []entryRow
	if err := f.narrow(tx.Table("journal")).Where("seq > ?", after).Order("seq").Limit(limit).Find(&rows).Error; err != nil {
		return nil, err
	}
	out := make([]journal.Entry, len(rows))
	for i := range rows {
		out[i] = rows[i].entry(f.Evaluation)
	}
	return out, nil
}

// Changes gives what an entry changed, column by column: before and after.
// A row that came has nothing before, one that went nothing after.
//
// Faults: not_found evaluation_not_found, entry_not_found; those of Replay.
func (s *Store) Changes(ctx context.Context, id evaluation.ID, seq int64) ([]Difference, error) {
	tx := s.db.WithContext(ctx)
	if err := exists(tx, id); err != nil {
		return nil, err
	}
	records, err := s.records(tx, id, seq)
	if err != nil {
		return nil, err
	}
	if seq < 1 || seq > int64(len(records)) {
		return nil, fault.New(fault.NotFound, "entry_not_found", "evaluation %s has no journal entry %d", id, seq)
	}
	before, err := foldAll(id, records[:seq-1])
	if err != nil {
		return nil, err
	}
	after, err := foldAll(id, records[:seq])
	if err != nil {
		return nil, err
	}
	return between(before, after), nil
}

// between compares two states row by row. Bookkeeping that follows from the
// number of the entry is left out.
func between(before, after *evaluation.Evaluation) []Difference {
	var out []Difference
	if before.State != "" {
		out = append(out, changed("evaluations", []evaluationRow{newEvaluationRow(after, journal.Head{})}, []evaluationRow{newEvaluationRow(before, journal.Head{})},
			func(r evaluationRow) string { return r.ID })...)
	}
	out = append(out, changed("stages", rowsOf(after, len(after.Stages), newStageRow), rowsOf(before, len(before.Stages), newStageRow), func(r stageRow) string { return r.ID })...)
	out = append(out, changed("members", rowsOf(after, len(after.Members), newMemberRow), rowsOf(before, len(before.Members), newMemberRow), memberKey)...)
	out = append(out, changed("recusals", rowsOf(after, len(after.Recusals), newRecusalRow), rowsOf(before, len(before.Recusals), newRecusalRow),
		func(r recusalRow) string { return r.PersonID + " " + r.ItemID })...)
	out = append(out, changed("tasks", after.Tasks, before.Tasks, func(t evaluation.Task) string { return string(t.ID) })...)
	return append(out, changed("materials", after.Materials, before.Materials, func(m evaluation.Material) string { return m.ID })...)
}

// changed is differences with the sides named by time.
func changed[R any](table string, after, before []R, key func(R) string) []Difference {
	list := differences(table, after, before, key)
	kept := list[:0]
	for _, d := range list {
		if d.Column != "seq" && d.Column != "head_at" && d.Column != "head_hash" {
			kept = append(kept, d)
		}
	}
	return kept
}

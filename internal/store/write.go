package store

import (
	"reflect"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// insertBatch bounds the rows of one INSERT: PostgreSQL takes 65,535 values.
const insertBatch = 512

// write brings the rows to the folded state: whatever differs between before
// and after, and nothing else. What was already there is changed before new
// rows come, since a step must not have two live rounds even for a moment.
func (c *change) write(tx *gorm.DB) error {
	for _, step := range []func(*gorm.DB) error{
		c.writeEvaluation, c.writeStages, c.writeItems, c.writeMembers, c.updateTasks, c.insertTasks, c.updateMaterials, c.insertMaterials, c.insertRemarks,
		c.writeDossier, c.writeFiling, c.writePublication, c.writeDecisions, c.endLookBack,
	} {
		if err := step(tx); err != nil {
			return err
		}
	}
	return nil
}

// writeEvaluation inserts the row of an evaluation that starts. Afterwards only
// its end changes, which append writes with the head.
func (c *change) writeEvaluation(tx *gorm.DB) error {
	if c.before.State != "" {
		return nil
	}
	row := newEvaluationRow(c.after, c.head)
	if err := tx.Create(&row).Error; err != nil {
		return err
	}
	return c.orderRectification(tx)
}

func (c *change) writeStages(tx *gorm.DB) error {
	if len(c.before.Stages) == 0 {
		return insert(tx, rowsOf(c.after, len(c.after.Stages), newStageRow))
	}
	for i := range c.after.Stages {
		if reflect.DeepEqual(c.before.Stages[i], c.after.Stages[i]) {
			continue
		}
		row := newStageRow(c.after, i)
		done := tx.Model(&row).Where("state = ?", string(c.before.Stages[i].State)).
			Select("state", "opened_at", "settled_at", "opens_on", "due_on", "opens_at", "due_at", "shift", "delay", "reopened").Updates(&row)
		if err := oneRow(done, "stage", row.ID); err != nil {
			return err
		}
	}
	return nil
}

func (c *change) writeItems(tx *gorm.DB) error {
	if len(c.before.Items) > 0 || len(c.after.Items) == 0 {
		return nil
	}
	return insert(tx, rowsOf(c.after, len(c.after.Items), newItemRow))
}

// writeMembers ends the terms of those who left and begins those of who came.
// Terms are only added to, so that who was in the group when stays known.
func (c *change) writeMembers(tx *gorm.DB) error {
	for i := range c.before.Members {
		if c.before.Members[i] == c.after.Members[i] {
			continue
		}
		row := newMemberRow(c.after, i)
		done := tx.Model(&row).Where("until IS NULL").Select("until").Updates(&row)
		if err := oneRow(done, "member", row.PersonID); err != nil {
			return err
		}
	}
	var rows []memberRow
	for i := len(c.before.Members); i < len(c.after.Members); i++ {
		rows = append(rows, newMemberRow(c.after, i))
	}
	return insert(tx, rows)
}

// updateMaterials writes what was said of papers that were there before.
func (c *change) updateMaterials(tx *gorm.DB) error {
	for i := range c.before.Materials {
		if reflect.DeepEqual(c.before.Materials[i], c.after.Materials[i]) {
			continue
		}
		row := newMaterialRow(c.after.ID, c.after.Materials[i], 0)
		done := tx.Model(&row).Select("marks", "quarantined", "quarantined_at", "taken_back_by", "taken_back_at").Updates(&row)
		if err := oneRow(done, "material", row.ID); err != nil {
			return err
		}
	}
	return nil
}

func (c *change) insertMaterials(tx *gorm.DB) error {
	var rows []materialRow
	for _, m := range c.after.Materials[len(c.before.Materials):] {
		seq, err := c.seqOf(func(event evaluation.Event) bool {
			v, ok := event.(evaluation.MaterialSupplied)
			return ok && v.Material.ID == m.ID
		})
		if err != nil {
			return err
		}
		rows = append(rows, newMaterialRow(c.after.ID, m, seq))
	}
	return insert(tx, rows)
}

func (c *change) writeDossier(tx *gorm.DB) error {
	return insert(tx, added(c.after, len(c.before.Dossiers), len(c.after.Dossiers), newDossierRow))
}

func (c *change) writeFiling(tx *gorm.DB) error {
	if reflect.DeepEqual(c.before.Filing, c.after.Filing) {
		return nil
	}
	row := newFilingRow(c.after.ID, c.after.Filing)
	if c.before.Filing == nil {
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return c.receive(tx)
	}
	done := tx.Model(&row).Select("digest", "filed_at", "receipt_no", "received_at", "received_by",
		"version", "supersedes", "receipt", "returned_at", "reasons", "notice").Updates(&row)
	if err := oneRow(done, "filing", row.EvaluationID); err != nil {
		return err
	}
	return c.receive(tx)
}

func (c *change) writePublication(tx *gorm.DB) error {
	return insert(tx, added(c.after, len(c.before.Publications), len(c.after.Publications), newPublicationRow))
}

func rowsOf[R any](e *evaluation.Evaluation, n int, row func(*evaluation.Evaluation, int) R) []R {
	rows := make([]R, n)
	for i := range rows {
		rows[i] = row(e, i)
	}
	return rows
}

// insert inserts rows in batches of 512, 256, 128 … 1. Every length of a batch
// is a statement of its own that each connection keeps prepared, so there must
// be few lengths.
func insert[R any](tx *gorm.DB, rows []R) error {
	tx = tx.Session(&gorm.Session{})
	for size := insertBatch; len(rows) > 0; size /= 2 {
		for len(rows) >= size {
			batch := rows[:size]
			if err := tx.Create(&batch).Error; err != nil {
				return err
			}
			rows = rows[size:]
		}
	}
	return nil
}

// oneRow makes sure that a row was as it had been loaded. Under the lock of the
// evaluation nobody else changes it, so anything else means that the rows were
// changed past the program.
func oneRow(done *gorm.DB, what, id string) error {
	if done.Error != nil {
		return done.Error
	}
	if done.RowsAffected != 1 {
		return fault.New(fault.Internal, "row_out_of_step", "%s %s is not as it was read", what, id)
	}
	return nil
}

// rewrite writes a list that is added to and whose parts change: the columns
// of those that are not as they were, and the rows of those that are new.
func rewrite[V comparable, R any](tx *gorm.DB, c *change, before, after []V, row func(*evaluation.Evaluation, int) R, columns ...string) error {
	for i := range before {
		if before[i] == after[i] {
			continue
		}
		changed := row(c.after, i)
		if err := oneRow(tx.Model(&changed).Select(columns).Updates(&changed), "part", string(c.after.ID)); err != nil {
			return err
		}
	}
	return insert(tx, added(c.after, len(before), len(after), row))
}

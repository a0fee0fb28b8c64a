package store

import (
	"strings"

	"jiheng/internal/evaluation"
)

// filtered gives the conditions that a filter puts on a task t, and adds what
// they ask for to args. They are broad for what can be claimed.
func filtered(q *evaluation.InboxQuery, broad bool, args map[string]any) []string {
	var out []string
	add := func(wanted bool, condition, name string, value any) {
		if wanted {
			args[name] = value
			out = append(out, condition)
		}
	}
	f := &q.Filter
	add(f.Stage != "", "t.stage_id = @stage", "stage", string(f.Stage))
	add(f.State != "", "t.state = @state", "state", string(f.State))
	add(f.Priority != nil, "t.priority = @priority", "priority", f.Priority)
	add(!f.DueFrom.IsZero(), "t.due_on >= CAST(@due_from AS date)", "due_from", f.DueFrom.String())
	add(!f.DueTo.IsZero(), "t.due_on <= CAST(@due_to AS date)", "due_to", f.DueTo.String())
	add(f.UnitID != "", ofEvaluation(broad, "e.unit_id = @unit"), "unit", f.UnitID)
	add(f.Process != "", ofEvaluation(broad, "e.process_name = @process"), "process", f.Process)
	add(f.Text != "", `(`+like("t.title")+` OR `+ofEvaluation(broad, like("e.title")+` OR `+like("u.name"))+`)`, "text", pattern(f.Text))
	return out
}

// like finds the text in a column whatever the case of Latin letters; other
// scripts of a task's title have none, and asking the locale would take longer.
func like(column string) string { return column + ` COLLATE "C" ILIKE @text` }

// pattern finds a text as it stands, anywhere.
func pattern(text string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
}

// ofEvaluation puts a condition on the evaluation e and the evaluated unit u.
// Where somebody has few tasks, it is asked of each. What can be claimed may be
// much, but of few units: there the evaluations that fit are found first. In
// either case IS TRUE keeps it from being turned into a join that begins with
// the evaluations and loses the order of the page.
func ofEvaluation(broad bool, condition string) string {
	const from = `FROM evaluations e JOIN units u ON u.id = e.unit_id WHERE `
	if !broad {
		return `(EXISTS (SELECT ` + from + `e.id = t.evaluation_id AND (` + condition + `))) IS TRUE`
	}
	return `(t.evaluation_id IN (SELECT e.id ` + from + `(` + condition + `)
		AND (e.unit_id IN (SELECT g.unit_id FROM role_grants g WHERE g.person_id = @person)
			OR e.receiver_id IN (SELECT g.unit_id FROM role_grants g WHERE g.person_id = @person)
			OR e.id IN (SELECT m.evaluation_id FROM members m WHERE m.person_id = @person)))) IS TRUE`
}

package store

import (
	"strings"

	"jiheng/internal/evaluation"
)

// selection is what is wanted of each part of a box: the order, and conditions
// on the task t of the part.
type selection struct {
	order
	conditions []string
	// broad are the same conditions for what can be claimed.
	broad []string
}

// claims is the selection for what can be claimed.
func (s *selection) claims() *selection { return &selection{order: s.order, conditions: s.broad} }

// late narrows it to what should have been done by now.
func (s *selection) late() *selection { return s.due("t.due_at <= @now") }

// today narrows it to what must be done by the end of today and is not late
// yet. A deadline at 24:00 is the first instant of tomorrow.
func (s *selection) today() *selection { return s.due("t.due_at > @now AND t.due_at <= @tonight") }

func (s *selection) due(when string) *selection {
	return &selection{s.order, append([]string{when}, s.conditions...), append([]string{when}, s.broad...)}
}

// and gives the conditions, to be put behind others.
func (s *selection) and() string {
	var out strings.Builder
	for _, c := range s.conditions {
		out.WriteString("\n\tAND " + c)
	}
	return out.String()
}

// part completes a statement that ends in its own conditions: at most a page
// of ids with what they are sorted by.
func (s *selection) part(from string) string {
	return `(SELECT t.id, ` + s.columns + ` FROM ` + from + s.and() + `
	ORDER BY ` + s.within + ` LIMIT @limit)`
}

// each runs a part once for each row of another table.
func (s *selection) each(of, from string) string {
	return `(SELECT found.id, found.rank, found.sort_at FROM (` + of + `) held
	CROSS JOIN LATERAL ` + s.part(from) + ` found
	ORDER BY ` + s.across + ` LIMIT @limit)`
}

const (
	// current is what makes a grant count now.
	current = `g.person_id = @person AND g.valid_from <= @now AND (g.valid_to IS NULL OR g.valid_to > @now)`
	// claimableTask is what somebody can claim at all.
	claimableTask = `t.state = 'open' AND t.effect = ''`
)

// mine are the tasks the person has.
func (s *selection) mine() string {
	return s.part(`tasks t WHERE t.assignee = @person AND t.state = 'claimed'`)
}

// held are open tasks for roles the person holds by grant: of the unit as a
// whole, or of the department the role is held in.
func (s *selection) held() string {
	return s.each(`SELECT DISTINCT g.role, g.unit_id, place.department_id
		FROM role_grants g CROSS JOIN LATERAL (VALUES (''), (COALESCE(g.department_id, ''))) AS place(department_id)
		WHERE `+current,
		`tasks t WHERE `+claimableTask+` AND NOT t.appointed
		AND t.unit_id = held.unit_id AND t.roles[1] = held.role AND t.department_id = held.department_id`)
}

// shared are the same for steps that several roles may do, where the person's
// role is not the first.
func (s *selection) shared() string {
	return s.part(`tasks t WHERE ` + claimableTask + ` AND NOT t.appointed AND cardinality(t.roles) > 1
		AND t.unit_id IN (SELECT g.unit_id FROM role_grants g WHERE g.person_id = @person)
		AND EXISTS (SELECT FROM role_grants g WHERE g.unit_id = t.unit_id
			AND g.role = ANY (t.roles[2:]) AND t.department_id IN ('', COALESCE(g.department_id, '')) AND ` + current + `)`)
}

// appointed are open tasks for roles the person was appointed to.
func (s *selection) appointed() string {
	return s.each(`SELECT m.evaluation_id, array_agg(m.role) AS roles FROM members m
		WHERE m.person_id = @person GROUP BY m.evaluation_id`,
		`tasks t WHERE `+claimableTask+` AND t.appointed
		AND t.evaluation_id = held.evaluation_id AND t.roles && held.roles`)
}

// claimable puts the ways together; a task may be found in two of them.
func (s *selection) claimable() string { return unionOf(s.held(), s.shared(), s.appointed()) }

// done are the tasks the person settled.
func (s *selection) done() string {
	return s.part(`tasks t WHERE t.done_by = @person AND t.done_by <> ''`)
}

// forOthers are those held or settled acting for another.
func (s *selection) forOthers() string {
	return unionOf(
		s.part(`tasks t WHERE t.assignee = @person AND t.state = 'claimed' AND t.on_behalf_of <> ''`),
		s.part(`tasks t WHERE t.done_by = @person AND t.done_by <> '' AND t.on_behalf_of <> ''`))
}

// copied and watched are those that came to the person so, and that the person
// may still read.
func (s *selection) copied() string {
	return s.part(`task_copies a JOIN tasks t ON t.id = a.task_id WHERE a.person_id = @person AND ` + readable)
}

func (s *selection) watched() string {
	return s.part(`task_watches a JOIN tasks t ON t.id = a.task_id WHERE a.person_id = @person AND ` + readable)
}

// countable are the same to be counted, without a look at each task.
func countable(table string) string {
	return `SELECT FROM ` + table + ` a WHERE a.person_id = @person AND ` + readable
}

// readable keeps the tasks that the person may read, as policy has it: as one
// of the evaluated unit, by appointment, or by holding what the task asks for.
// Evaluations are few, so those that are open to the person are found once.
const readable = `(a.evaluation_id IN (
			SELECT m.evaluation_id FROM members m WHERE m.person_id = @person
			UNION ALL SELECT e.id FROM evaluations e WHERE e.unit_id IN (SELECT g.unit_id FROM role_grants g
				WHERE g.role = ANY (CAST(@readers AS text[])) AND ` + current + `))
		OR EXISTS (SELECT FROM tasks r JOIN role_grants g ON g.unit_id = r.unit_id AND g.role = ANY (r.roles)
			WHERE r.id = a.task_id AND NOT r.appointed AND r.department_id IN ('', COALESCE(g.department_id, '')) AND ` + current + `))`

func unionOf(parts ...string) string { return strings.Join(parts, ` UNION `) }

// of gives the ids of a box.
func (s *selection) of(b evaluation.Box) string {
	switch b {
	case evaluation.BoxMine:
		return s.mine()
	case evaluation.BoxClaimable:
		return s.claims().claimable()
	case evaluation.BoxDone:
		return s.done()
	case evaluation.BoxCopied:
		return s.copied()
	case evaluation.BoxWatched:
		return s.watched()
	case evaluation.BoxForOthers:
		return s.forOthers()
	case evaluation.BoxToday:
		today := s.today()
		return unionOf(today.mine(), today.claims().claimable())
	case evaluation.BoxOverdue:
	}
	late := s.late()
	return unionOf(late.mine(), late.claims().claimable())
}

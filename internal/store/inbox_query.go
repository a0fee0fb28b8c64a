package store

import "jiheng/internal/evaluation"

// The parts of a box. Each gives ids with what they are sorted by, at most a
// page of them, all behind the cursor and due no later than @until.
const (
	// partMine are the tasks the person has.
	partMine = `(SELECT t.id, t.due_at AS sort_at FROM tasks t
	WHERE t.assignee = @person AND t.state = 'claimed' AND (t.due_at, t.id) > (@at, @id) AND t.due_at <= @until
	ORDER BY t.due_at, t.id LIMIT @limit)`

	// partHeld are open tasks for roles the person holds by grant: of the unit
	// as a whole, or of the department the role is held in.
	partHeld = `(SELECT found.id, found.due_at AS sort_at
	FROM (SELECT DISTINCT g.role, g.unit_id, place.department_id
		FROM role_grants g CROSS JOIN LATERAL (VALUES (''), (COALESCE(g.department_id, ''))) AS place(department_id)
		WHERE g.person_id = @person AND g.valid_from <= @now AND (g.valid_to IS NULL OR g.valid_to > @now)) held
	CROSS JOIN LATERAL (SELECT t.id, t.due_at FROM tasks t
		WHERE t.state = 'open' AND t.effect = '' AND NOT t.appointed
			AND t.unit_id = held.unit_id AND t.roles[1] = held.role AND t.department_id = held.department_id
			AND (t.due_at, t.id) > (@at, @id) AND t.due_at <= @until
		ORDER BY t.due_at, t.id LIMIT @limit) found
	ORDER BY found.due_at, found.id LIMIT @limit)`

	// partShared are the same for steps that several roles may do, where the
	// person's role is not the first.
	partShared = `(SELECT t.id, t.due_at AS sort_at FROM tasks t
	WHERE t.state = 'open' AND t.effect = '' AND NOT t.appointed AND cardinality(t.roles) > 1
		AND t.unit_id IN (SELECT g.unit_id FROM role_grants g WHERE g.person_id = @person)
		AND EXISTS (SELECT FROM role_grants g WHERE g.person_id = @person AND g.unit_id = t.unit_id
			AND g.role = ANY (t.roles[2:]) AND t.department_id IN ('', COALESCE(g.department_id, ''))
			AND g.valid_from <= @now AND (g.valid_to IS NULL OR g.valid_to > @now))
		AND (t.due_at, t.id) > (@at, @id) AND t.due_at <= @until
	ORDER BY t.due_at, t.id LIMIT @limit)`

	// partAppointed are open tasks for roles the person was appointed to.
	partAppointed = `(SELECT found.id, found.due_at AS sort_at
	FROM (SELECT m.evaluation_id, array_agg(m.role) AS roles FROM members m
		WHERE m.person_id = @person GROUP BY m.evaluation_id) seat
	CROSS JOIN LATERAL (SELECT t.id, t.due_at FROM tasks t
		WHERE t.evaluation_id = seat.evaluation_id AND t.state = 'open' AND t.effect = '' AND t.appointed
			AND t.roles && seat.roles AND (t.due_at, t.id) > (@at, @id) AND t.due_at <= @until
		ORDER BY t.due_at, t.id LIMIT @limit) found
	ORDER BY found.due_at, found.id LIMIT @limit)`

	// partDone are the tasks the person settled, the latest first.
	partDone = `(SELECT t.id, t.settled_at AS sort_at FROM tasks t
	WHERE t.done_by = @person AND t.done_by <> '' AND (t.settled_at, t.id) < (@at, @id)
	ORDER BY t.settled_at DESC, t.id DESC LIMIT @limit)`

	// A task may be found in two ways, so the parts are made distinct.
	claimable = partHeld + ` UNION ` + partShared + ` UNION ` + partAppointed
)

// lines gives the ids the look of a list.
func lines(ids, order string) string {
	return `SELECT t.id, t.evaluation_id, e.title AS evaluation_title, t.stage_id, x.title AS stage_title, t.step, t.title,
	t.state, t.round, t.assignee, COALESCE(p.name, '') AS assignee_name, t.due_on::text AS due_on, t.due_at, t.opened_at,
	t.settled_at, t.overdue_at, t.version
FROM (SELECT ids.id, ids.sort_at FROM (` + ids + `) AS ids ORDER BY ` + order + ` LIMIT @limit) AS page
JOIN tasks t ON t.id = page.id
JOIN evaluations e ON e.id = t.evaluation_id
JOIN stages x ON x.evaluation_id = t.evaluation_id AND x.id = t.stage_id
LEFT JOIN persons p ON p.id = t.assignee
ORDER BY ` + order
}

const (
	urgentFirst = "sort_at, id"
	latestFirst = "sort_at DESC, id DESC"
)

func inboxQuery(b evaluation.Box) string {
	switch b {
	case evaluation.BoxMine:
		return lines(partMine, urgentFirst)
	case evaluation.BoxClaimable:
		return lines(claimable, urgentFirst)
	case evaluation.BoxDone:
		return lines(partDone, latestFirst)
	case evaluation.BoxOverdue:
	}
	return lines(partMine+` UNION `+claimable, urgentFirst)
}

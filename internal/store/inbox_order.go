package store

import (
	"time"

	"jiheng/internal/evaluation"
)

// order is one order of a box, as the parts of the query need it.
type order struct {
	// columns are what a part gives beside the id, to be sorted by.
	columns string
	// behind keeps what comes after the cursor.
	behind string
	// within sorts a part, across the parts together.
	within, across string
	// falls is true where the latest comes first.
	falls bool
	// ranked is true where something comes before the instant.
	ranked bool
}

func rising(column string) order {
	return order{
		columns: "0 AS rank, " + column + " AS sort_at", behind: "(" + column + ", t.id) > (@at, @id)",
		within: column + ", t.id", across: "sort_at, id",
	}
}

func falling(column string) order {
	return order{
		columns: "0 AS rank, " + column + " AS sort_at", behind: "(" + column + ", t.id) < (@at, @id)",
		within: column + " DESC, t.id DESC", across: "sort_at DESC, id DESC", falls: true,
	}
}

// byPriority has the most urgent first.
func byPriority() order {
	return order{
		columns: "-t.priority AS rank, t.due_at AS sort_at", behind: "(-t.priority, t.due_at, t.id) > (CAST(@rank AS integer), @at, @id)",
		within: "-t.priority, t.due_at, t.id", across: "rank, sort_at, id", ranked: true,
	}
}

// orderOf gives the order that a query asks for, or the usual one of its box.
func orderOf(q *evaluation.InboxQuery) order {
	switch q.Sort {
	case evaluation.SortDue:
		return rising("t.due_at")
	case evaluation.SortOpened:
		return falling("t.opened_at")
	case evaluation.SortPriority:
		return byPriority()
	}
	switch q.Box {
	case evaluation.BoxDone:
		return falling("t.settled_at")
	case evaluation.BoxCopied, evaluation.BoxWatched:
		return falling("a.at") // when it came into the box
	case evaluation.BoxForOthers:
		return falling("t.opened_at")
	case evaluation.BoxMine, evaluation.BoxClaimable, evaluation.BoxOverdue, evaluation.BoxToday:
	}
	return rising("t.due_at")
}

// start is the cursor before everything.
func (o order) start() cursor {
	if o.falls {
		return cursor{At: lastInstant()}
	}
	return cursor{At: firstInstant(), Rank: lowestRank}
}

// lowestRank comes before every rank.
const lowestRank = -1 << 15

// firstInstant and lastInstant lie before and after everything that happens.
func firstInstant() time.Time { return time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC) }
func lastInstant() time.Time  { return time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC) }

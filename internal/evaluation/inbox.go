package evaluation

import (
	"time"

	"jiheng/internal/calendar"
)

// Box is a part of a person's inbox (任务箱).
type Box string

// The boxes.
const (
	BoxMine      Box = "mine"      // 待办: I have it
	BoxClaimable Box = "claimable" // 待签收: I could claim it
	BoxDone      Box = "done"      // 已办: I settled it
	BoxOverdue   Box = "overdue"   // 逾期: mine or claimable, and late
)

// Boxes lists all boxes.
func Boxes() []Box { return []Box{BoxMine, BoxClaimable, BoxDone, BoxOverdue} }

// InboxQuery asks for one page of a box.
type InboxQuery struct {
	Person PersonID
	Box    Box
	Limit  int    // 1 to 100
	Cursor string // opaque, from the page before
	Now    time.Time
}

// InboxPage is a page of a box, the most urgent first (done: the latest
// first). NextCursor is empty on the last page.
type InboxPage struct {
	Tasks      []InboxTask
	NextCursor string
}

// InboxTask is a task as a list shows it.
type InboxTask struct {
	ID              TaskID
	Evaluation      ID
	EvaluationTitle string
	Stage           StageID
	StageTitle      string
	Step            StepID
	Title           string
	State           TaskState
	Round           int
	Assignee        PersonID
	AssigneeName    string
	DueOn           calendar.Date
	DueAt           time.Time
	OpenedAt        time.Time
	SettledAt       time.Time
	Overdue         bool
	Version         int64
}

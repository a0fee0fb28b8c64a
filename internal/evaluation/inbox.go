package evaluation

import (
	"time"

	"jiheng/internal/calendar"
)

// Box is a part of a person's inbox (任务箱).
type Box string

// The boxes.
const (
	BoxMine      Box = "mine"      // I have it (待办)
	BoxClaimable Box = "claimable" // I could claim it (待签收)
	BoxDone      Box = "done"      // I settled it (已办)
	BoxOverdue   Box = "overdue"   // mine or claimable, and late (逾期)
)

// Boxes lists all boxes.
func Boxes() []Box { return []Box{BoxMine, BoxClaimable, BoxDone, BoxOverdue} }

// InboxQuery asks for one page of a box (任务箱查询).
type InboxQuery struct {
	Person PersonID
	Box    Box
	Limit  int    // 1 to 100
	Cursor string // opaque, from the page before
	Now    time.Time
}

// InboxPage is a page of a box (任务箱页), the most urgent first; what is done,
// the latest first. NextCursor is empty on the last page.
type InboxPage struct {
	Tasks      []InboxTask
	NextCursor string
}

// InboxTask is a task as a list shows it (任务条目).
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

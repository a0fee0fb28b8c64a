package evaluation

import (
	"time"

	"jiheng/internal/calendar"
)

// Box is a part of a person's inbox (任务箱).
type Box string

// The boxes.
const (
	BoxMine      Box = "mine"             // I have it (待办)
	BoxClaimable Box = "claimable"        // I could claim it (待签收)
	BoxDone      Box = "done"             // I settled it (已办)
	BoxOverdue   Box = "overdue"          // mine or claimable, and late (逾期)
	BoxToday     Box = "today"            // mine or claimable, and due by the end of today (今日到期)
	BoxCopied    Box = "copied"           // I was sent a copy (抄送我的)
	BoxWatched   Box = "watched"          // I keep an eye on it (关注)
	BoxForOthers Box = "by_me_for_others" // I hold or settled it acting for another (代办)
)

// Boxes lists all boxes.
func Boxes() []Box {
	return []Box{BoxMine, BoxClaimable, BoxDone, BoxOverdue, BoxToday, BoxCopied, BoxWatched, BoxForOthers}
}

// InboxSort is an order of a box (排序方式). Without one, a box has its usual
// order: what is done, copied, watched or done for others the latest first,
// everything else by when it is due.
type InboxSort string

// The orders.
const (
	SortDue      InboxSort = "due"      // due first, first
	SortOpened   InboxSort = "opened"   // opened last, first
	SortPriority InboxSort = "priority" // most urgent first, then as due
)

// InboxSorts lists all orders.
func InboxSorts() []InboxSort { return []InboxSort{SortDue, SortOpened, SortPriority} }

// InboxFilter narrows a box (筛选条件). What is empty does not narrow it.
type InboxFilter struct {
	// Text is found within the title of the task, which has that of its item
	// in it, the title of the evaluation or the name of the evaluated unit.
	Text     string        `json:"text,omitempty"`
	Process  string        `json:"process,omitempty"`
	Stage    StageID       `json:"stage,omitempty"`
	UnitID   string        `json:"unit,omitempty"` // evaluated unit
	DueFrom  calendar.Date `json:"due_from,omitzero"`
	DueTo    calendar.Date `json:"due_to,omitzero"`
	Priority *int          `json:"priority,omitempty"`
	State    TaskState     `json:"state,omitempty"`
}

// InboxQuery asks for one page of a box (任务箱查询).
type InboxQuery struct {
	Person PersonID
	Box    Box
	Filter InboxFilter
	Sort   InboxSort // "" for the usual order of the box
	// Readers are the roles whose holders in the evaluated unit may read all
	// its tasks, as policy has it.
	Readers []RoleID
	Limit   int    // 1 to 100
	Cursor  string // opaque, from the page before
	Now     time.Time
	// AsOf asks what was shown at that instant instead (回溯); Units then bounds
	// it to evaluations of these units, nil to none.
	AsOf  time.Time
	Units []string
}

// InboxPage is a page of a box (任务箱页). NextCursor is empty on the last page.
type InboxPage struct {
	Tasks      []InboxTask
	NextCursor string
}

// InboxTask is a task as a list shows it (任务条目).
type InboxTask struct {
	ID              TaskID
	Evaluation      ID
	EvaluationTitle string
	UnitID          string // evaluated unit
	UnitName        string
	Stage           StageID
	StageTitle      string
	Step            StepID
	Title           string
	State           TaskState
	Priority        int // 0 normal, 1 high, 2 urgent
	Round           int
	Assignee        PersonID
	AssigneeName    string
	OnBehalfOf      PersonID
	OnBehalfOfName  string
	DueOn           calendar.Date
	DueAt           time.Time
	OpenedAt        time.Time
	SettledAt       time.Time
	// ArrivedAt is when it came into the box of copies or of what is watched,
	// CopiedBy who sent the copy.
	ArrivedAt    time.Time
	CopiedBy     PersonID
	CopiedByName string
	Overdue      bool
	// LateDays is by how many days a live task is late, begun days counted, in
	// the days of its evaluation.
	LateDays int
	Version  int64
}

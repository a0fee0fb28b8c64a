package evaluation

import (
	"time"

	"jiheng/internal/calendar"
)

// TaskTransferred gives a task to somebody else for good (转办).
type TaskTransferred struct {
	TaskRef
	From   PersonID `json:"from"`
	To     PersonID `json:"to"`
	Reason string   `json:"reason"`
}

// TaskDelegated lets somebody else prepare a task, which comes back (委派).
type TaskDelegated struct {
	TaskRef
	From   PersonID `json:"from"`
	To     PersonID `json:"to"`
	Reason string   `json:"reason"`
}

// TaskHandedBack gives a delegated task back to its owner (归还).
type TaskHandedBack struct {
	TaskRef
	To      PersonID `json:"to"`
	Opinion string   `json:"opinion"`
}

// TaskReassigned moves a task by the hand of the office (改派).
type TaskReassigned struct {
	TaskRef
	From   PersonID `json:"from"`
	To     PersonID `json:"to"` // "" for the candidates
	Reason string   `json:"reason"`
}

// TaskVacated opens a task again because its assignee is gone from it (腾出).
type TaskVacated struct {
	TaskRef
	From   PersonID `json:"from"`
	Reason string   `json:"reason"`
}

// TaskWithdrawn takes back what was handed in before anybody acted on it (撤回).
type TaskWithdrawn struct {
	TaskRef
	Reason string `json:"reason"`
}

// TaskJumped moves a matter to another step by the hand of the office (跳转).
type TaskJumped struct {
	TaskRef
	To     StepID `json:"to"`
	Reason string `json:"reason"`
}

// TaskExpired closes a task at its deadline with nothing handed in (逾期关闭).
type TaskExpired struct{ TaskRef }

// StepSkipped passes over a step (跳过环节): nobody holds its roles, or only
// people whom their duties keep away.
type StepSkipped struct {
	Stage  StageID `json:"stage"`
	Item   ItemID  `json:"item"`
	Step   StepID  `json:"step"`
	Reason string  `json:"reason"` // role_empty, same_person
}

// VoteDecided closes a round that voted (票决).
type VoteDecided struct {
	TaskRef
	Passed  bool `json:"passed"`
	For     int  `json:"for"`
	Against int  `json:"against"`
	Total   int  `json:"total"`
	// Present and Required are the members of the leading group who took part,
	// and who had to; none where the process asks for none.
	Present  int `json:"present,omitempty"`
	Required int `json:"required,omitempty"`
}

// SignerAdded asks somebody more to sign (加签).
type SignerAdded struct {
	TaskRef
	Person PersonID `json:"person"`
	Place  Place    `json:"place"`
	Reason string   `json:"reason"`
}

// SignerRemoved takes that back (减签).
type SignerRemoved struct {
	TaskRef
	Person PersonID `json:"person"`
	Reason string   `json:"reason"`
}

// TaskCopied shows a task to others (抄送).
type TaskCopied struct {
	TaskRef
	To   []PersonID `json:"to"`
	Text string     `json:"text"`
}

// TaskRead is the first time that the actor opened a task (已阅).
type TaskRead struct{ TaskRef }

// TaskUrged asks for haste (催办).
type TaskUrged struct {
	TaskRef
	Text string `json:"text"`
}

// PrioritySet says how urgent a task is (设定紧急程度).
type PrioritySet struct {
	TaskRef
	Before   Priority `json:"before"`
	Priority Priority `json:"priority"`
}

// ExtensionAsked asks for more time (申请延期).
type ExtensionAsked struct {
	TaskRef
	Until  calendar.Date `json:"until"`
	Reason string        `json:"reason"`
}

// ExtensionGranted gives it; the plan stands in the Replanned beside it (同意延期).
type ExtensionGranted struct {
	TaskRef
	Until   calendar.Date `json:"until"`
	Opinion string        `json:"opinion"`
}

// ExtensionRefused does not (不同意延期).
type ExtensionRefused struct {
	TaskRef
	Reason string `json:"reason"`
}

// TaskSuspended stops a task and its clock (挂起任务).
type TaskSuspended struct {
	TaskRef
	Reason string `json:"reason"`
}

// TaskResumed lets it go on (恢复任务).
type TaskResumed struct {
	TaskRef
	Reason string `json:"reason"`
}

// EvaluationSuspended stops everything (挂起).
type EvaluationSuspended struct { //nolint:revive // Suspended is the state, this the event
	Reason string `json:"reason"`
}

// EvaluationResumed lets everything go on (恢复).
type EvaluationResumed struct { //nolint:revive // the counterpart of EvaluationSuspended
	Reason string `json:"reason"`
}

// EvaluationTerminated ends an evaluation before its time (终止).
type EvaluationTerminated struct { //nolint:revive // Terminated is the state, this the event
	Reason string `json:"reason"`
}

// Recused keeps a person from everything about an item (回避).
type Recused struct {
	TaskRef
	Person PersonID `json:"person"`
	Reason string   `json:"reason"`
}

// Replanned moves dates and everything that hangs on them (重新排期), with
// what was before.
type Replanned struct {
	Cause           ReplanCause `json:"cause"`
	CalendarVersion string      `json:"calendar_version"`
	Provisional     bool        `json:"provisional"`
	Stages          []StagePlan `json:"stages,omitempty"`
	Tasks           []TaskPlan  `json:"tasks,omitempty"`
}

// ReplanCause is why dates moved (重排原因).
type ReplanCause string

// The causes.
const (
	ReplanCalendar   ReplanCause = "calendar"   // a new calendar (新日历)
	ReplanExtension  ReplanCause = "extension"  // more time was granted (延期)
	ReplanSuspension ReplanCause = "suspension" // it had stood still (挂起)
)

// ReplanCauses lists all causes.
func ReplanCauses() []ReplanCause {
	return []ReplanCause{ReplanCalendar, ReplanExtension, ReplanSuspension}
}

// StagePlan is a stage's new plan beside the old (阶段重排).
type StagePlan struct {
	Stage        StageID       `json:"stage"`
	OpenedBefore calendar.Date `json:"opened_before"`
	DueBefore    calendar.Date `json:"due_before"`
	OpensOn      calendar.Date `json:"opens_on"`
	DueOn        calendar.Date `json:"due_on"`
	OpensAt      time.Time     `json:"opens_at"`
	DueAt        time.Time     `json:"due_at"`
	Shift        int           `json:"shift,omitempty"`
	Delay        int           `json:"delay,omitempty"`
}

// TaskPlan is a task's new deadline and agenda beside the old deadline (任务重排).
type TaskPlan struct {
	Task      TaskID        `json:"task"`
	DueBefore calendar.Date `json:"due_before"`
	DueOn     calendar.Date `json:"due_on"`
	DueAt     time.Time     `json:"due_at"`
	Extended  bool          `json:"extended,omitempty"`
	Agenda    []AgendaEntry `json:"agenda"`
}

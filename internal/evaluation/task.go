package evaluation

import (
	"time"

	"jiheng/internal/calendar"
)

// TaskID identifies a task (任务编号). It is made from the evaluation, stage, item,
// step, round and seat, so that opening the same task twice is the same task.
type TaskID string

// TaskState is where a task stands (任务状态).
type TaskState string

// The states of a task.
const (
	// StateOpen: candidates may claim it. Entered when its step begins or its
	// assignee releases it.
	StateOpen TaskState = "open"
	// StateClaimed: one person has it. Entered by a claim, or at once where
	// every holder has a task of their own.
	StateClaimed TaskState = "claimed"
	// StateCompleted: done or approved; never changes again.
	StateCompleted TaskState = "completed"
	// StateReturned: its doer sent the matter back; never changes again.
	StateReturned TaskState = "returned"
	// StateExpired: closed at its deadline with nothing handed in, where the
	// definition says so; never changes again.
	StateExpired TaskState = "expired"
	// StateCancelled: overtaken, as when another member returned the matter;
	// never changes again.
	StateCancelled TaskState = "cancelled"
)

// TaskStates lists all states of a task.
func TaskStates() []TaskState {
	return []TaskState{StateOpen, StateClaimed, StateCompleted, StateReturned, StateCancelled, StateExpired}
}

// Live tells whether a task still waits for somebody.
func (s TaskState) Live() bool { return s == StateOpen || s == StateClaimed }

// Task is a piece of work for one person, or for the system (任务).
type Task struct {
	ID    TaskID  `json:"id"`
	Stage StageID `json:"stage"`
	Item  ItemID  `json:"item"`
	Step  StepID  `json:"step"`
	// Round counts how often the step has begun for the item, from 1.
	Round int `json:"round"`
	// Seat tells the tasks of one round apart where all must act, from 1; it
	// is 0 where one acts.
	Seat int `json:"seat"`

	Title string    `json:"title"`
	State TaskState `json:"state"`
	// Roles are the roles whose holders in UnitID may claim it; DepartmentID,
	// if set, narrows them to one department.
	Roles        []RoleID `json:"roles"`
	UnitID       string   `json:"unit_id"`
	DepartmentID string   `json:"department_id"`

	// Assignee has the task. A substitute who acts for somebody does not
	// become it: the task stays with whom he acts for.
	Assignee PersonID `json:"assignee"`
	// Owner delegated the task to the assignee and gets it back; "" otherwise.
	Owner PersonID `json:"owner,omitempty"`
	// AddedBy added the assignee as a signer of the task Anchor, at Place.
	AddedBy PersonID `json:"added_by,omitempty"`
	Anchor  TaskID   `json:"anchor,omitempty"`
	Place   Place    `json:"place,omitempty"`
	// Signers are those who are still to sign after this task.
	Signers []Signer `json:"signers,omitempty"`
	// Weight is what the assignee's vote is worth; 0 counts as 1.
	Weight int `json:"weight,omitempty"`
	// Back is the step that follows where a return asked to come straight back.
	Back StepID `json:"back,omitempty"`

	Priority Priority `json:"priority,omitempty"`
	// Extension is the request for more time that waits for a decision.
	Extension *Extension `json:"extension,omitempty"`
	// Extended is true when the due date is the task's own and not its stage's.
	Extended bool `json:"extended,omitempty"`
	// UrgedAt is when it was last urged.
	UrgedAt time.Time `json:"urged_at,omitzero"`
	// SuspendedAt is when it was suspended; zero while it is not.
	SuspendedAt time.Time `json:"suspended_at,omitzero"`
	// OverdueDays is by how many days it was late when it was settled.
	OverdueDays int `json:"overdue_days,omitempty"`

	// Effect is set on a task of the system.
	Effect Effect `json:"effect"`

	DueOn     calendar.Date `json:"due_on"`
	DueAt     time.Time     `json:"due_at"`
	OpenedAt  time.Time     `json:"opened_at"`
	ClaimedAt time.Time     `json:"claimed_at,omitzero"`
	SettledAt time.Time     `json:"settled_at,omitzero"`
	// OverdueAt is when it was found overdue; zero if it never was.
	OverdueAt time.Time `json:"overdue_at,omitzero"`

	// DoneBy completed, approved or returned it; OnBehalfOf for whom.
	DoneBy     PersonID `json:"done_by"`
	OnBehalfOf PersonID `json:"on_behalf_of"`
	// DoneAs is the role in which DoneBy acted.
	DoneAs RoleID `json:"done_as"`
	// Opinion is the reason of a return or the opinion of an approval.
	Opinion    string     `json:"opinion"`
	Submission Submission `json:"submission,omitzero"`

	Agenda []AgendaEntry `json:"agenda"`
	// Version counts what people did to the task, from 1. Reminders do not
	// count, so that one does not make a page stale.
	Version int64 `json:"version"`
}

// voice is whose say a task is: of one that was delegated, its owner's.
func (t *Task) voice() PersonID {
	if t.Owner != "" {
		return t.Owner
	}
	return t.Assignee
}

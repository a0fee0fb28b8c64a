package evaluation

import (
	"time"

	"jiheng/internal/calendar"
)

// StageReopened opens a stage again that was settled (重新开启阶段), at a step and
// for items, and says what becomes of every stage that comes after it.
type StageReopened struct {
	TaskRef          // the task that asked for it; empty where none did
	To      StageID  `json:"to"`
	Step    StepID   `json:"step"`
	Items   []ItemID `json:"items"`
	Reason  string   `json:"reason"`
	// Straight is the step that the matter comes straight back to; empty where
	// it walks the steps again.
	Straight    StepID       `json:"straight,omitempty"`
	Provisional bool         `json:"provisional"`
	Stages      []StageAgain `json:"stages"`
	Tasks       []TaskPlan   `json:"tasks,omitempty"`
}

// StageAgain is a stage as a reopening leaves it (阶段重开).
type StageAgain struct {
	StagePlan
	State    StageState `json:"state"`
	Reopened *Reopened  `json:"reopened,omitempty"`
}

// Reopened is how a stage stands that was opened again (重开情况).
type Reopened struct {
	// Times counts how often, At is when last.
	Times int       `json:"times"`
	At    time.Time `json:"at"`
	// By asked for it.
	By PersonID `json:"by"`
	// On is the day from which its time runs again, Days and Workdays how long
	// it lasts from then; AtLeast is the earliest day on which it is due.
	On       calendar.Date `json:"on"`
	Days     int           `json:"days"`
	Workdays bool          `json:"workdays,omitempty"`
	AtLeast  calendar.Date `json:"at_least,omitzero"`
	// Awaits are the items that walk it again once they are through the stages
	// before it.
	Awaits []ItemID `json:"awaits,omitempty"`
	// Start is the step at which it begins again; "" is its first.
	Start StepID `json:"start,omitempty"`
}

// Type names the event.
func (StageReopened) Type() EventType { return TypeStageReopened }

// Subject is the stage that opens again, and the task that asked for it.
func (v StageReopened) Subject() Subject {
	about := Subject{Stage: v.To, Item: WholeItem, Task: v.Task}
	if len(v.Items) == 1 {
		about.Item = v.Items[0]
	}
	return about
}

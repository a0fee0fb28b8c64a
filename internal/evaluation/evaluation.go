package evaluation

import (
	"time"

	"github.com/shopspring/decimal"

	"jiheng/internal/calendar"
)

// ID identifies an evaluation (自评编号).
type ID string

// PersonID identifies a person (人员编号); SystemPerson is the system itself.
type PersonID string

// SystemPerson is the actor of everything that time or the system does.
const SystemPerson PersonID = "system"

// State is where an evaluation as a whole stands (评价状态).
type State string

// The states of an evaluation.
const (
	// Running: from the start until the last stage is settled.
	Running State = "running"
	// Suspended: nobody and nothing moves until it is resumed (挂起).
	Suspended State = "suspended"
	// Finished: every stage is settled; nothing more happens unless a stage is
	// opened again.
	Finished State = "finished"
	// Terminated: ended before its time, with the reason (终止).
	Terminated State = "terminated"
)

// States lists all states of an evaluation.
func States() []State { return []State{Running, Suspended, Finished, Terminated} }

// Over tells whether nothing can happen any more.
func (s State) Over() bool { return s == Finished || s == Terminated }

// Evaluation is one self-evaluation of a unit (绩效自评), from the leading
// group's notice to publication. It is the fold of its journal.
//
// A command that touches one item sees an Evaluation whose Tasks and
// Materials hold that item's only; everything else is whole. Nothing in the
// core looks at another item's tasks except Facts, Tick and Settle, which
// are given the whole.
type Evaluation struct {
	ID         ID
	UnitID     string
	ReceiverID string // the unit that receives the filing
	Title      string
	Year       int // the budget year that is evaluated
	Process    ProcessRef
	State      State
	Initiator  PersonID
	StartOn    calendar.Date
	StartedAt  time.Time
	FinishedAt time.Time // zero until finished or terminated

	Timescale       calendar.Timescale
	CalendarVersion string
	// Provisional is true when a planned date lies in a year whose statutory
	// calendar is not loaded.
	Provisional bool

	Parameters []ParameterValue
	Stages     []Stage
	Items      []Item
	Members    []Member
	Tasks      []Task
	Materials  []Material
	Copies     []Copy
	Reads      []ReadMark
	Recusals   []Recusal

	Group       *Group
	GroupChange *GroupChange
	// SuspendedAt is when it was suspended, EndReason why it was terminated.
	SuspendedAt time.Time
	EndReason   string

	// RollUp is the last roll-up that was made.
	RollUp *RollUp
	// Origin is what it follows from; nil for one that stands alone.
	Origin *Origin

	// Attestations are the statements that were signed, the last of them the
	// one that counts.
	Attestations []Attestation
	// Dossiers are all that were sealed, each superseding the one before;
	// Dossier is the last of them.
	Dossiers []Dossier
	Dossier  *Dossier
	// Clearances are the decisions on what may be published, the last of them
	// the one that counts.
	Clearances []Clearance
	Filing     *Filing
	// Publications are all that were published, Publication the last of them.
	Publications []Publication
	Publication  *Publication

	Corrections []Correction
	// Holds keep it as it is, Disposals clear its papers away in the end.
	Holds     []Hold
	Disposals []Disposal

	// Seq is the number of the last journal entry folded in.
	Seq int64
}

// ProcessRef names the definition version an evaluation runs on (流程版本).
type ProcessRef struct {
	Name    string `json:"name"`
	Version int    `json:"version"`
	Digest  string `json:"digest"`
}

// ParameterValue is the value a parameter has in one evaluation (参数值).
type ParameterValue struct {
	Name  string          `json:"name"`
	Value decimal.Decimal `json:"value"`
}

// ItemID identifies an item (评价对象编号); WholeItem stands for the evaluation as a whole.
type ItemID string

// WholeItem is the item of stages that are done once.
const WholeItem ItemID = ""

// ItemKind is what is being evaluated one by one (评价对象种类).
type ItemKind string

// The kinds of item.
const (
	ItemProject    ItemKind = "project"    // money for one purpose, with its own budget (项目)
	ItemDepartment ItemKind = "department" // a department of the unit (科室)
	ItemUnit       ItemKind = "unit"       // a unit, where several are evaluated together (单位)
	ItemProblem    ItemKind = "problem"    // what a review found and asks to be put right (问题)
)

// ItemKinds lists all kinds of item.
func ItemKinds() []ItemKind { return []ItemKind{ItemProject, ItemDepartment, ItemUnit, ItemProblem} }

// Item is one object of the evaluation (评价对象): a project, a department.
type Item struct {
	ID    ItemID   `json:"id"`
	Kind  ItemKind `json:"kind"`
	Title string   `json:"title"`
	// DepartmentID is the section that is responsible for it.
	DepartmentID string `json:"department_id"`
	// Amount is its budget in yuan.
	Amount decimal.Decimal `json:"amount"`
}

// Member is a person appointed to a role within an evaluation (领导小组成员).
type Member struct {
	Person PersonID  `json:"person"`
	Role   RoleID    `json:"role"`
	Since  time.Time `json:"since"`
	// Until is when the person left the role; zero for who holds it now.
	Until time.Time `json:"until,omitzero"`
}

// StageState is where a stage stands (阶段状态).
type StageState string

// The states of a stage.
const (
	// StageWaiting: before its opening.
	StageWaiting StageState = "planned"
	// StageActive: its tasks are being done.
	StageActive StageState = "open"
	// StageClosed: all its tasks are settled.
	StageClosed StageState = "settled"
)

// StageStates lists all states of a stage.
func StageStates() []StageState { return []StageState{StageWaiting, StageActive, StageClosed} }

// Stage is a stage of a running evaluation (阶段) with its planned and actual
// instants. OpensOn and DueOn are civil dates; OpensAt and DueAt the same on
// the evaluation's timescale, DueAt being 24:00 of DueOn.
type Stage struct {
	ID        StageID       `json:"id"`
	Title     string        `json:"title"`
	State     StageState    `json:"state"`
	After     []StageID     `json:"after"`
	OpensOn   calendar.Date `json:"opens_on"`
	DueOn     calendar.Date `json:"due_on"`
	OpensAt   time.Time     `json:"opens_at"`
	DueAt     time.Time     `json:"due_at"`
	OpenedAt  time.Time     `json:"opened_at,omitzero"`
	SettledAt time.Time     `json:"settled_at,omitzero"`
	// Shift and Delay are the days by which suspensions moved its due date and
	// its opening, counted as its length is.
	Shift int `json:"shift,omitempty"`
	Delay int `json:"delay,omitempty"`
	// Reopened is set once it was opened again after it had been settled or
	// overtaken.
	Reopened *Reopened `json:"reopened,omitempty"`
}

// Stage finds a stage; nil when there is none.
func (e *Evaluation) Stage(id StageID) *Stage {
	for i := range e.Stages {
		if e.Stages[i].ID == id {
			return &e.Stages[i]
		}
	}
	return nil
}

// Item finds an item; nil for WholeItem and unknown ids.
func (e *Evaluation) Item(id ItemID) *Item {
	for i := range e.Items {
		if e.Items[i].ID == id {
			return &e.Items[i]
		}
	}
	return nil
}

// Task finds a task; nil when there is none in view.
func (e *Evaluation) Task(id TaskID) *Task {
	for i := range e.Tasks {
		if e.Tasks[i].ID == id {
			return &e.Tasks[i]
		}
	}
	return nil
}

// HoldersOf lists who is appointed to a role, in the order of appointment.
func (e *Evaluation) HoldersOf(role RoleID) []PersonID {
	var out []PersonID
	for _, m := range e.Members {
		if m.Role == role && m.Until.IsZero() {
			out = append(out, m.Person)
		}
	}
	return out
}

// UnitOf gives the unit in which a role of the definition is held.
func (e *Evaluation) UnitOf(r Role) string {
	if r.HeldBy == HeldByReceiver {
		return e.ReceiverID
	}
	return e.UnitID
}

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

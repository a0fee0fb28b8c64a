package evaluation

import (
	"time"

	"jiheng/internal/calendar"
)

// EventType is the stable name of an event in the journal (事件种类).
type EventType string

// The types of event.
const (
	TypeStarted          EventType = "evaluation_started"
	TypeGroupFormed      EventType = "group_formed"
	TypeStageOpened      EventType = "stage_opened"
	TypeStageSettled     EventType = "stage_settled"
	TypeStageReopened    EventType = "stage_reopened"
	TypeRolledUp         EventType = "rolled_up"
	TypeTaskOpened       EventType = "task_opened"
	TypeTaskClaimed      EventType = "task_claimed"
	TypeTaskReleased     EventType = "task_released"
	TypeTaskCompleted    EventType = "task_completed"
	TypeTaskApproved     EventType = "task_approved"
	TypeTaskReturned     EventType = "task_returned"
	TypeTaskCancelled    EventType = "task_cancelled"
	TypeCommented        EventType = "commented"
	TypeMaterialSupplied EventType = "material_supplied"
	TypeTakenBack        EventType = "material_taken_back"
	TypeMarksChecked     EventType = "marks_checked"
	TypeQuarantined      EventType = "material_quarantined"
	TypeReminded         EventType = "reminded"
	TypeFoundOverdue     EventType = "found_overdue"
	TypeEscalated        EventType = "escalated"
	TypeDossierSealed    EventType = "dossier_sealed"
	TypeDossierFiled     EventType = "dossier_filed"
	TypeFilingReceived   EventType = "filing_received"
	TypeFilingReturned   EventType = "filing_returned"
	TypeDossierPublished EventType = "dossier_published"
	TypeFinished         EventType = "evaluation_finished"
	TypeAttemptRefused   EventType = "attempt_refused"

	TypeTaskTransferred  EventType = "task_transferred"
	TypeTaskDelegated    EventType = "task_delegated"
	TypeTaskHandedBack   EventType = "task_handed_back"
	TypeTaskReassigned   EventType = "task_reassigned"
	TypeTaskVacated      EventType = "task_vacated"
	TypeTaskWithdrawn    EventType = "task_withdrawn"
	TypeTaskJumped       EventType = "task_jumped"
	TypeTaskExpired      EventType = "task_expired"
	TypeStepSkipped      EventType = "step_skipped"
	TypeVoteDecided      EventType = "vote_decided"
	TypeSignerAdded      EventType = "signer_added"
	TypeSignerRemoved    EventType = "signer_removed"
	TypeTaskCopied       EventType = "task_copied"
	TypeTaskRead         EventType = "task_read"
	TypeTaskUrged        EventType = "task_urged"
	TypePrioritySet      EventType = "priority_set"
	TypeExtensionAsked   EventType = "extension_asked"
	TypeExtensionGranted EventType = "extension_granted"
	TypeExtensionRefused EventType = "extension_refused"
	TypeTaskSuspended    EventType = "task_suspended"
	TypeTaskResumed      EventType = "task_resumed"
	TypeSuspended        EventType = "evaluation_suspended"
	TypeResumed          EventType = "evaluation_resumed"
	TypeTerminated       EventType = "evaluation_terminated"
	TypeReplanned        EventType = "replanned"
	TypeRecused          EventType = "recused"
	TypeChangeProposed   EventType = "group_change_proposed"
	TypeChangeApproved   EventType = "group_change_approved"
	TypeChangeRefused    EventType = "group_change_refused"

	TypeAttested           EventType = "attested"
	TypeCleared            EventType = "publication_cleared"
	TypeCorrectionProposed EventType = "correction_proposed"
	TypeCorrectionApproved EventType = "correction_approved"
	TypeCorrectionRefused  EventType = "correction_refused"
	TypeHoldPlaced         EventType = "hold_placed"
	TypeHoldLifted         EventType = "hold_lifted"
	TypeDisposalProposed   EventType = "disposal_proposed"
	TypeDisposalApproved   EventType = "disposal_approved"
	TypeDisposalRefused    EventType = "disposal_refused"
)

// EventTypes lists all types of event.
func EventTypes() []EventType {
	return []EventType{
		TypeStarted, TypeGroupFormed, TypeStageOpened, TypeStageSettled, TypeStageReopened, TypeRolledUp, TypeTaskOpened, TypeTaskClaimed,
		TypeTaskReleased, TypeTaskCompleted, TypeTaskApproved, TypeTaskReturned, TypeTaskCancelled, TypeCommented,
		TypeMaterialSupplied, TypeTakenBack, TypeMarksChecked, TypeQuarantined, TypeReminded, TypeFoundOverdue, TypeEscalated,
		TypeDossierSealed, TypeDossierFiled,
		TypeFilingReceived, TypeFilingReturned, TypeDossierPublished, TypeFinished, TypeAttemptRefused,
		TypeTaskTransferred, TypeTaskDelegated, TypeTaskHandedBack, TypeTaskReassigned, TypeTaskVacated,
		TypeTaskWithdrawn, TypeTaskJumped, TypeTaskExpired, TypeStepSkipped, TypeVoteDecided,
		TypeSignerAdded, TypeSignerRemoved, TypeTaskCopied, TypeTaskRead, TypeTaskUrged, TypePrioritySet,
		TypeExtensionAsked, TypeExtensionGranted, TypeExtensionRefused, TypeTaskSuspended, TypeTaskResumed,
		TypeSuspended, TypeResumed, TypeTerminated, TypeReplanned, TypeRecused,
		TypeChangeProposed, TypeChangeApproved, TypeChangeRefused,
		TypeAttested, TypeCleared, TypeCorrectionProposed, TypeCorrectionApproved, TypeCorrectionRefused,
		TypeHoldPlaced, TypeHoldLifted, TypeDisposalProposed, TypeDisposalApproved, TypeDisposalRefused,
	}
}

// Event is something that happened to an evaluation (事件). What happened is
// in the event, who and when in the Record around it.
type Event interface {
	Type() EventType
	// Subject names what the event is about, for the journal's columns.
	Subject() Subject
}

// Subject is what an event or a refusal is about (事项).
type Subject struct {
	Stage StageID
	Item  ItemID
	Task  TaskID
}

// Record is an event with its place in the journal (台账记录): number, instant,
// actor.
type Record struct {
	Seq        int64
	At         time.Time
	Actor      PersonID
	OnBehalfOf PersonID
	Event      Event
}

// Started begins the journal with everything the evaluation starts with (启动自评).
type Started struct {
	UnitID          string             `json:"unit_id"`
	ReceiverID      string             `json:"receiver_id"`
	Title           string             `json:"title"`
	Year            int                `json:"year"`
	Process         ProcessRef         `json:"process"`
	StartOn         calendar.Date      `json:"start_on"`
	Timescale       calendar.Timescale `json:"timescale"`
	CalendarVersion string             `json:"calendar_version"`
	Provisional     bool               `json:"provisional"`
	Parameters      []ParameterValue   `json:"parameters"`
	Stages          []Stage            `json:"stages"`
	Items           []Item             `json:"items"`
	Origin          *Origin            `json:"origin,omitempty"`
}

// GroupFormed appoints persons to roles (成立领导小组).
type GroupFormed struct {
	Members []Appointment `json:"members"`
	Notice  GroupNotice   `json:"notice,omitzero"`
}

// StageOpened opens a stage for the items it selects (阶段开始).
type StageOpened struct {
	Stage StageID  `json:"stage"`
	Items []ItemID `json:"items"`
}

// StageSettled closes a stage whose tasks are all settled (阶段完成).
type StageSettled struct {
	Stage StageID `json:"stage"`
}

// TaskOpened brings a task into being, whole as it begins (任务下达).
type TaskOpened struct {
	Task Task `json:"task"`
}

// TaskRef is the part that all events about one task share (任务引用).
type TaskRef struct {
	Stage StageID `json:"stage"`
	Item  ItemID  `json:"item"`
	Task  TaskID  `json:"task"`
}

// Subject names the task.
func (r TaskRef) Subject() Subject { return Subject(r) }

// Ref names a task in an event.
func (t *Task) Ref() TaskRef { return TaskRef{Stage: t.Stage, Item: t.Item, Task: t.ID} }

// TaskClaimed gives a task to the actor (签收).
type TaskClaimed struct{ TaskRef }

// TaskReleased gives it back to the candidates (退签).
type TaskReleased struct{ TaskRef }

// TaskCompleted is a task done, with what was handed in (办理).
type TaskCompleted struct {
	TaskRef
	As         RoleID     `json:"as"`
	Opinion    string     `json:"opinion"`
	Submission Submission `json:"submission,omitzero"`
	// OverdueDays is by how many days it was late, counted as its stage says.
	OverdueDays int `json:"overdue_days,omitempty"`
}

// TaskApproved is an approval (同意).
type TaskApproved struct {
	TaskRef
	As          RoleID `json:"as"`
	Opinion     string `json:"opinion"`
	OverdueDays int    `json:"overdue_days,omitempty"`
}

// TaskReturned sends the matter back to an earlier step, with the reason (退回).
type TaskReturned struct {
	TaskRef
	As RoleID `json:"as"`
	// To is the step it goes back to; "" for a vote against that does not yet
	// decide.
	To     StepID `json:"to"`
	Reason string `json:"reason"`
	// Back is true when the matter comes straight back afterwards.
	Back        bool `json:"back,omitempty"`
	OverdueDays int  `json:"overdue_days,omitempty"`
}

// TaskCancelled ends a task that was overtaken (作废).
type TaskCancelled struct {
	TaskRef
	Reason string `json:"reason"`
}

// Commented is a remark on a task (批注); those mentioned are told of it.
type Commented struct {
	TaskRef
	Text     string     `json:"text"`
	Mentions []PersonID `json:"mentions,omitempty"`
}

// MaterialSupplied adds a paper to a task (提交材料).
type MaterialSupplied struct {
	TaskRef
	Material Material `json:"material"`
}

// MaterialTakenBack takes one of several papers of a kind back, with all its
// versions (撤下材料).
type MaterialTakenBack struct {
	TaskRef
	Material string `json:"material"`
	Reason   string `json:"reason,omitempty"`
}

// MarksChecked says which seals and signatures the cover of a paper bears
// (核对印章签字): by whoever supplied it, or by whoever inspects it.
type MarksChecked struct {
	TaskRef
	Material  string      `json:"material"`
	Inspected bool        `json:"inspected"`
	Marks     []MarkCheck `json:"marks"`
	Note      string      `json:"note,omitempty"`
}

// MaterialQuarantined puts a paper away in which a virus was found (隔离材料).
type MaterialQuarantined struct {
	TaskRef
	Material  string `json:"material"`
	SHA256    string `json:"sha256"`
	Signature string `json:"signature"`
	// SuppliedBy is told.
	SuppliedBy PersonID `json:"supplied_by"`
}

// Reminded is a reminder that fell due (提醒).
type Reminded struct {
	TaskRef
	Entry string     `json:"entry"`
	To    []Audience `json:"to"`
	DueAt time.Time  `json:"due_at"`
}

// FoundOverdue is a deadline that passed with the task unsettled (逾期).
type FoundOverdue struct {
	TaskRef
	Entry string    `json:"entry"`
	DueAt time.Time `json:"due_at"`
}

// Escalated tells those above about an overdue task (升级督办).
type Escalated struct {
	TaskRef
	Entry string     `json:"entry"`
	To    []Audience `json:"to"`
	DueAt time.Time  `json:"due_at"`
}

// DossierSealed freezes the dossier (定稿).
type DossierSealed struct {
	TaskRef
	Dossier Dossier `json:"dossier"`
}

// DossierFiled hands the sealed dossier to the receiver (报送).
type DossierFiled struct {
	TaskRef
	Digest     string `json:"digest"`
	ReceiverID string `json:"receiver_id"`
}

// FilingReceived is the receiver's receipt (回执). Receipt is the signed
// envelope, where it came from another system.
type FilingReceived struct {
	TaskRef
	ReceiptNo string `json:"receipt_no"`
	Digest    string `json:"digest"`
	Receipt   string `json:"receipt,omitempty"`
	// ReceivedAt is when the receiver says it had the filing, signed with the
	// receipt; zero where the entry itself is the receipt.
	ReceivedAt time.Time `json:"received_at,omitzero"`
}

// FilingReturned sends a filing back to the unit, with the reasons (退回报送).
// Notice is the signed envelope, where it came from another system.
type FilingReturned struct {
	TaskRef
	ReceiptNo string   `json:"receipt_no"`
	Digest    string   `json:"digest"`
	Reasons   []string `json:"reasons"`
	Notice    string   `json:"notice,omitempty"`
	// FormCheck is what the receiver checked, where it works here.
	FormCheck []CheckPoint `json:"form_check,omitempty"`
}

// DossierPublished puts the sealed dossier on the portal (公开).
type DossierPublished struct {
	TaskRef
	Digest string `json:"digest"`
	// Package is the SHA-256 of the public ZIP where files are withheld.
	Package string `json:"package,omitempty"`
}

// EvaluationFinished ends the evaluation: every stage is settled (办结).
type EvaluationFinished struct{} //nolint:revive // Finished is the state, this the event

// AttemptRefused is an attempt that a rule refused (拒绝记录). It changes
// nothing but the journal.
type AttemptRefused struct {
	TaskRef
	Action Action `json:"action"`
	Code   string `json:"code"`
	Reason string `json:"reason"`
	Rule   string `json:"rule"`
}

package evaluation

import (
	"encoding/json"
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

// Signer is somebody who signs after a task is done (后加签人).
type Signer struct {
	Person PersonID `json:"person"`
	By     PersonID `json:"by"`
	Reason string   `json:"reason"`
}

// Extension is a request for more time (延期申请).
type Extension struct {
	By PersonID `json:"by"`
	// Hand asked for By, who was away; "" when By did it himself.
	Hand   PersonID      `json:"hand,omitempty"`
	At     time.Time     `json:"at"`
	Until  calendar.Date `json:"until"`
	Reason string        `json:"reason"`
}

// Submission is what a person hands in with a task (提交内容).
type Submission struct {
	Fields []FieldValue `json:"fields,omitempty"`
	// Members are the persons appointed, where the step appoints.
	Members []Appointment `json:"members,omitempty"`
	// Sheet holds the figures and the score table as a JSON object; the core
	// carries it unread.
	Sheet json.RawMessage `json:"sheet,omitempty"`
	// Clearance says of the files of the dossier what may be published.
	Clearance *Clearing `json:"clearance,omitempty"`
}

// empty tells whether nothing was handed in.
func (s Submission) empty() bool {
	return len(s.Fields) == 0 && len(s.Members) == 0 && len(s.Sheet) == 0 && s.Clearance == nil
}

// FieldValue is the value of one form field, as text (字段值).
type FieldValue struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Appointment names a person for a role (任命).
type Appointment struct {
	Person PersonID `json:"person"`
	Role   RoleID   `json:"role"`
}

// Field gives the value of a form field, "" when absent.
func (s Submission) Field(name string) string {
	for _, f := range s.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// AgendaKind is what happens at an agenda instant (日程种类).
type AgendaKind string

// The kinds of agenda entry.
const (
	AgendaReminder   AgendaKind = "reminder"   // tell that it is still to be done (提醒)
	AgendaOverdue    AgendaKind = "overdue"    // note that its deadline has passed (逾期)
	AgendaEscalation AgendaKind = "escalation" // tell those above that it is late (升级督办)
)

// AgendaKinds lists all kinds of agenda entry.
func AgendaKinds() []AgendaKind {
	return []AgendaKind{AgendaReminder, AgendaOverdue, AgendaEscalation}
}

// AgendaEntry is something that time will do to a task (日程): remind, find
// overdue, escalate. A settled task has none left to do.
type AgendaEntry struct {
	ID     string     `json:"id"` // unique within the task: "reminder-1"
	Kind   AgendaKind `json:"kind"`
	At     time.Time  `json:"at"`
	To     []Audience `json:"to,omitempty"`
	DoneAt time.Time  `json:"done_at,omitzero"`
}

// NextAgendaAt is the first instant at which time has something to do to the
// task; zero when nothing is left or the task is settled.
func (t *Task) NextAgendaAt() time.Time {
	var next time.Time
	if !t.State.Live() || !t.SuspendedAt.IsZero() {
		return next
	}
	for _, a := range t.Agenda {
		if a.DoneAt.IsZero() && (next.IsZero() || a.At.Before(next)) {
			next = a.At
		}
	}
	return next
}

// Material is a paper that somebody supplied (材料): a file by its digest,
// for one item of one step. A newer version of a kind replaces the older in
// the checklist, never in the record.
type Material struct {
	ID       string `json:"id"`
	Task     TaskID `json:"task"`
	Item     ItemID `json:"item"`
	Kind     string `json:"kind"`
	Version  int    `json:"version"`
	FileName string `json:"file_name"`
	// SHA256 and SM3 are hex digests of the content; Size is in bytes.
	SHA256     string    `json:"sha256"`
	SM3        string    `json:"sm3"`
	Size       int64     `json:"size"`
	MediaType  string    `json:"media_type"`
	SuppliedBy PersonID  `json:"supplied_by"`
	SuppliedAt time.Time `json:"supplied_at"`
	// Copy tells the files of a kind apart that may be there several times;
	// versions count within it.
	Copy int `json:"copy,omitempty"`
	// Marks are what was said of the seals and signatures on the cover.
	Marks []MaterialMark `json:"marks,omitempty"`
	// Quarantined is the name of the virus that was found, "" when none was.
	Quarantined   string    `json:"quarantined,omitempty"`
	QuarantinedAt time.Time `json:"quarantined_at,omitzero"`
	// TakenBackBy took it back before its step was done; it counts for nothing.
	TakenBackBy PersonID  `json:"taken_back_by,omitempty"`
	TakenBackAt time.Time `json:"taken_back_at,omitzero"`
}

// Gone tells whether a paper counts for nothing: it was put away as infected,
// or taken back.
func (m *Material) Gone() bool { return m.Quarantined != "" || m.TakenBackBy != "" }

// Dossier is the sealed set of documents (定稿卷宗). Where the sealing is walked
// again it is a further version; the earlier ones stay in the record.
type Dossier struct {
	// Version counts them from 1; the journal's order gives it.
	Version int `json:"version,omitempty"`
	// Digest is the SHA-256 of the canonical manifest, hex; SM3 beside it.
	Digest   string    `json:"digest"`
	SM3      string    `json:"sm3"`
	SealedAt time.Time `json:"sealed_at"`
	// Package is the SHA-256 of the deterministic ZIP of the dossier.
	Package string `json:"package"`
	// Manifest is the canonical manifest itself, byte for byte: Digest is the
	// hash of these bytes.
	Manifest string `json:"manifest"`
	// DeclaredTotal and DeclaredGrade repeat what the unit declared.
	DeclaredTotal string `json:"declared_total"`
	DeclaredGrade string `json:"declared_grade"`
	// Supersedes is the digest of the dossier before this one, Note what the
	// public is told of why; both empty for a first dossier.
	Supersedes string `json:"supersedes,omitempty"`
	Note       string `json:"note,omitempty"`
	// Files are the documents, as far as deciding on their publication needs.
	Files []SealedFile `json:"files,omitempty"`
	// Findings are what looks like personal data in what may be published,
	// Unread the paths of what could not be looked through.
	Findings []PersonalData `json:"findings,omitempty"`
	Unread   []string       `json:"unread,omitempty"`
}

// Filing is the hand-over to the receiving unit (报送) and its receipt (回执).
type Filing struct {
	Digest     string    `json:"digest"`
	ReceiverID string    `json:"receiver_id"`
	FiledAt    time.Time `json:"filed_at"`
	ReceiptNo  string    `json:"receipt_no"`
	ReceivedAt time.Time `json:"received_at,omitzero"`
	ReceivedBy PersonID  `json:"received_by"`
	// Version counts the filings of the evaluation, from 1; Supersedes is the
	// digest of the one before.
	Version    int    `json:"version,omitempty"`
	Supersedes string `json:"supersedes,omitempty"`
	// Receipt is the signed envelope that came from another system, "" where
	// the receiver works in this one.
	Receipt string `json:"receipt,omitempty"`
	// ReturnedAt is when the receiver sent it back, Reasons why, and Notice the
	// signed envelope that said so.
	ReturnedAt time.Time `json:"returned_at,omitzero"`
	Reasons    []string  `json:"reasons,omitempty"`
	Notice     string    `json:"notice,omitempty"`
}

// Publication is the putting on the public portal (公开).
type Publication struct {
	Digest      string    `json:"digest"`
	PublishedAt time.Time `json:"published_at"`
	// Package is the SHA-256 of the published ZIP where it is not the sealed
	// one: files were withheld from it.
	Package string `json:"package,omitempty"`
}

package evaluation

import (
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"jiheng/internal/calendar"
)

// StageID names a stage within a definition (阶段代号).
type StageID string

// StepID names a step within a stage (环节代号).
type StepID string

// RoleID names a role (角色) such as "section" or "finance_office".
type RoleID string

// SystemRole performs the steps that the system does itself (系统).
const SystemRole RoleID = "system"

// Definition is one version of a process (流程定义): data, never code. A
// running evaluation keeps the version it started with.
type Definition struct {
	Name    string // file name of the process, lower-kebab
	Version int    // counts up from 1
	Title   string // Chinese title
	Digest  string // SHA-256 of the source text, hex
	// Scheme is by what the sheet is scored; zero where nothing is.
	Scheme SchemeRef

	Roles      []Role
	Parameters []Parameter
	Stages     []StageDefinition
	// Correction says how what was published is corrected; nil: not at all.
	Correction *CorrectionRule
	// Group is what the leading group needs to decide; nil: nothing is said.
	Group *GroupRule
	// Disclosures are the times within which something has to be made public.
	Disclosures []DisclosureRule
	// Documents say which papers that the system writes are not simply public.
	Documents []DocumentRule
}

// SchemeRef names a version of a scoring scheme (评分方案版本). An evaluation
// keeps it with the definition it runs on.
type SchemeRef struct {
	Name    string
	Version int
}

// String writes NAME@VERSION, or nothing for none.
func (r SchemeRef) String() string {
	if r.Name == "" {
		return ""
	}
	return r.Name + "@" + strconv.Itoa(r.Version)
}

// Role is a part that people play in a process (角色).
type Role struct {
	ID     RoleID
	Title  string
	HeldBy Holding
	// Minimum and Maximum bound how many persons are appointed; Maximum 0 is
	// unbounded. They apply to appointed roles only.
	Minimum, Maximum int
}

// Holding says where the holders of a role come from (任职来源).
type Holding string

// The ways of holding a role.
const (
	// HeldByUnit: standing grants in the evaluated unit.
	HeldByUnit Holding = "unit"
	// HeldByAppointment: persons appointed within this evaluation, as the
	// leading group is.
	HeldByAppointment Holding = "appointment"
	// HeldByReceiver: standing grants in the unit that receives the filing.
	HeldByReceiver Holding = "receiver"
)

// Holdings lists all ways of holding a role.
func Holdings() []Holding { return []Holding{HeldByUnit, HeldByAppointment, HeldByReceiver} }

// Parameter is a figure that a process leaves to those who start it (参数),
// such as the amount from which a project is checked.
type Parameter struct {
	Name    string
	Title   string
	Unit    string // "yuan", "days", "percent" ...
	Default decimal.Decimal
}

// StageDefinition is a stage (阶段) as the process describes it.
type StageDefinition struct {
	ID    StageID
	Title string
	// After are the stages that must be settled before this one opens.
	After []StageID
	// Due is when the stage ends; its planned opening is the latest due date
	// of After, or the start of the evaluation.
	Due Offset
	// Opens is how long after that day it opens; nil is on that day.
	Opens *Offset
	// Early opens it as soon as the stages of After are settled: its planned
	// opening is then the latest opening of these.
	Early bool
	// ForEach repeats the steps for every item that it selects; nil means
	// once, for the evaluation as a whole.
	ForEach     *ForEach
	Steps       []StepDefinition
	Reminders   []Notification
	Escalations []Notification
	// Extension says who may grant more time and how much; nil grants none.
	Extension *ExtensionRule
	// OnOverdue is what becomes of a task that is late.
	OnOverdue OnOverdue
	// CountOverdue is how the days of delay are counted.
	CountOverdue DayCount
	// DueAgain is how long it lasts when it is opened again, counted from that
	// day; nil is as long as Due.
	DueAgain *Offset
}

// Offset is a distance on the calendar (时限): a number of calendar days or
// working days, or a fixed date. Deadlines end at 24:00 of their day.
type Offset struct {
	Count    int
	Workdays bool
	On       *calendar.Date // a fixed date; Count is then unused
	// Parameter gives the count for one evaluation; Count is then its default.
	Parameter string
	// Minute ends a deadline at this minute of its day, counted from 0:00;
	// 0 ends it at 24:00.
	Minute int
}

// ForEach selects the items for which a stage is done (逐项办理).
type ForEach struct {
	Kind ItemKind
	// Where keeps only items that satisfy it; nil keeps all.
	Where Condition
}

// Condition is a compiled expression over an item and the parameters (条件). Its
// implementation is pure; Text is the source.
type Condition interface {
	Holds(item Item, parameters []ParameterValue) (bool, error)
	Text() string
}

// StepDefinition is a step of a stage (环节).
type StepDefinition struct {
	ID    StepID
	Title string
	// By are the roles whose holders may do it.
	By []RoleID
	// Rule says how many must act and, for a vote, what each is worth.
	Rule QuorumRule
	// WhenEmpty is what happens when nobody holds the roles, WhenSame when
	// separation of duties leaves nobody; Superior are the roles that then take
	// the step, where the policy says so.
	WhenEmpty WhenEmpty
	WhenSame  WhenSame
	Superior  []RoleID
	// Replacement are the roles whose holders take the seat of somebody who
	// has recused himself.
	Replacement []RoleID
	// OfItem narrows the holders to the department that is responsible for
	// the item.
	OfItem bool
	Quorum Quorum
	// Form lists what is filled in; Materials what must have been supplied.
	Form      []FormField
	Materials []MaterialKind
	// Appoints are the roles that completing this step fills with the persons
	// named in its submission.
	Appoints []RoleID
	// Decides is true for a step that is approved or returned, false for one
	// that is completed.
	Decides bool
	// ReturnTo is the step a return leads to: one that is earlier in the same
	// stage, or "stage.step" of a stage that this one comes after.
	ReturnTo StepID
	// Excludes are the separations of duty (职责分离).
	Excludes []Exclusion
	// Receives is true for the step by which the receiver acknowledges the
	// filing; its form then has a required field ReceiptField.
	Receives bool
	// Attests are the properties of the content that whoever does the step
	// answers for with his signature.
	Attests []Property
	// Effect is what the system does when it performs the step; its role is
	// then SystemRole alone.
	Effect Effect
}

// ReceiptField is the form field that carries the receipt number (回执编号).
const ReceiptField = "receipt_no"

// Effect is what a system step does to the world (系统动作).
type Effect string

// The effects.
const (
	EffectNone    Effect = ""        // a step for people
	EffectSeal    Effect = "seal"    // freeze the dossier (定稿)
	EffectFile    Effect = "file"    // hand the dossier to the receiver (报送)
	EffectPublish Effect = "publish" // put it on the portal (公开)
)

// Effects lists all effects but none.
func Effects() []Effect { return []Effect{EffectSeal, EffectFile, EffectPublish} }

// FieldKind is the kind of value of a form field (字段类型).
type FieldKind string

// The kinds of form field.
const (
	FieldText    FieldKind = "text"    // any text, up to MaxField
	FieldDate    FieldKind = "date"    // YYYY-MM-DD
	FieldMoney   FieldKind = "money"   // yuan, decimal string
	FieldPoints  FieldKind = "points"  // decimal string
	FieldChoice  FieldKind = "choice"  // one of Options
	FieldMembers FieldKind = "members" // the submission's Members
	FieldSheet   FieldKind = "sheet"   // the submission's Sheet: figures and score table
	FieldPart    FieldKind = "part"    // a part of the report in words, up to MaxPart

	FieldClearance FieldKind = "clearance" // the submission's Clearance: what may be published
)

// FieldKinds lists all kinds of form field.
func FieldKinds() []FieldKind {
	return []FieldKind{FieldText, FieldDate, FieldMoney, FieldPoints, FieldChoice, FieldMembers, FieldSheet, FieldPart, FieldClearance}
}

// FormField is one thing that a step asks to be filled in (表单字段).
type FormField struct {
	Name     string
	Title    string
	Kind     FieldKind
	Required bool
	Options  []string
	// Article is the rule that asks for a part of the report (条款).
	Article string
	// Answered asks of a sheet that every contradiction in it has a reason.
	Answered bool
	// Columns are those of the printed form that a sheet is asked for.
	Columns []SheetColumn
}

// MaterialKind is a kind of paper that is asked for (材料种类).
type MaterialKind struct {
	ID    string
	Title string
	// Optional is true for a paper that may be missing.
	Optional bool
	// When asks for the paper only of items that satisfy it; nil asks always.
	When Condition
	// Template names the form that can be downloaded, filled in and supplied.
	Template string
	// Marks are what the cover must bear.
	Marks []Mark
	// Several is true when there may be several files of the kind, each with
	// versions of its own.
	Several bool
	// Publish says whether the paper may be published; "" keeps it out of the
	// dossier.
	Publish PublishRule
}

// Exclusion keeps persons away from a step (职责分离). Exactly one of its
// parts is set.
type Exclusion struct {
	// DoerOf excludes whoever did the named step for the same item.
	DoerOf *StepRef
	// DepartmentOfItem excludes members of the department that is responsible
	// for the item.
	DepartmentOfItem bool
}

// StepRef names a step of a stage (环节引用).
type StepRef struct {
	Stage StageID
	Step  StepID
}

// ref reads where a return leads, as a step of the stage says it: a step of the
// same stage, or "stage.step".
func (id StepID) ref(own StageID) StepRef {
	if stage, step, ok := strings.Cut(string(id), "."); ok {
		return StepRef{StageID(stage), StepID(step)}
	}
	return StepRef{own, id}
}

// SeenFrom names the step as a stage would: without the stage where it is its own.
func (r StepRef) SeenFrom(own StageID) StepID {
	if r.Stage == own {
		return r.Step
	}
	return StepID(r.String())
}

// SentBack gives where a return from a step leads that its definition names, as
// seen from its own stage; false where it names none.
func (d StepDefinition) SentBack(own StageID) (StepRef, bool) {
	if !d.Decides || d.ReturnTo == "" {
		return StepRef{}, false
	}
	return d.ReturnTo.ref(own), true
}

// String is "stage.step".
func (r StepRef) String() string { return string(r.Stage) + "." + string(r.Step) }

// Notification is a reminder or an escalation (提醒、升级): an offset from
// the due date and whom to tell.
type Notification struct {
	Offset Offset // negative before the due date
	To     []Audience
	// Every repeats it at this distance, up to Times times in all; a Times
	// below 2 tells once.
	Every Offset
	Times int
}

// Audience says who is told (通知对象).
type Audience struct {
	// Assignee tells whoever has the task, or its candidates while nobody has.
	Assignee bool
	// Role tells every holder of a role.
	Role RoleID
}

// Role finds a declared role.
func (d *Definition) Role(id RoleID) (Role, bool) {
	for _, r := range d.Roles {
		if r.ID == id {
			return r, true
		}
	}
	return Role{}, false
}

// Stage finds a stage.
func (d *Definition) Stage(id StageID) (StageDefinition, bool) {
	for _, s := range d.Stages {
		if s.ID == id {
			return s, true
		}
	}
	return StageDefinition{}, false
}

// Step finds a step.
func (d *Definition) Step(stage StageID, step StepID) (StepDefinition, bool) {
	s, ok := d.Stage(stage)
	if !ok {
		return StepDefinition{}, false
	}
	for _, st := range s.Steps {
		if st.ID == step {
			return st, true
		}
	}
	return StepDefinition{}, false
}

// precedes tells whether one stage must be settled before another opens,
// directly or not.
func (d *Definition) precedes(one, other StageID) bool {
	sd, ok := d.Stage(other)
	return ok && slices.ContainsFunc(sd.After, func(id StageID) bool { return id == one || d.precedes(one, id) })
}

// alike tells whether two stages are done for the same kind of item, or both
// once.
func alike(a, b StageDefinition) bool {
	if a.ForEach == nil || b.ForEach == nil {
		return a.ForEach == nil && b.ForEach == nil
	}
	return a.ForEach.Kind == b.ForEach.Kind
}

// following gives the step after one, false at the end of the stage.
func (s StageDefinition) following(step StepID) (StepDefinition, bool) {
	for i := range s.Steps {
		if s.Steps[i].ID == step && i+1 < len(s.Steps) {
			return s.Steps[i+1], true
		}
	}
	return StepDefinition{}, false
}

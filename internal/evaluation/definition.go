package evaluation

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
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

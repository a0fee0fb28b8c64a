package evaluation

// WhenEmpty says what happens when nobody holds the roles of a step (无人办理).
type WhenEmpty string

// The policies for an empty role.
const (
	EmptyHold     WhenEmpty = "hold"     // keep it open until somebody holds the role
	EmptySkip     WhenEmpty = "skip"     // go on without the step, with an entry that says so
	EmptyEscalate WhenEmpty = "escalate" // the superior roles take it
	EmptyRefuse   WhenEmpty = "refuse"   // do not start an evaluation that would end up there
)

// EmptyPolicies lists all policies for an empty role.
func EmptyPolicies() []WhenEmpty {
	return []WhenEmpty{EmptyHold, EmptySkip, EmptyEscalate, EmptyRefuse}
}

// WhenSame says what happens when separation of duties leaves nobody, as when
// the submitter is the only approver (提交人与审批人相同).
type WhenSame string

// The policies for a submitter who is the approver.
const (
	SameRefuse   WhenSame = "refuse"   // nobody approves his own work: wait for another holder
	SamePass     WhenSame = "pass"     // go on without the step, with an entry that says so
	SameSuperior WhenSame = "superior" // the superior roles take it
)

// SamePolicies lists all policies for a submitter who is the approver.
func SamePolicies() []WhenSame { return []WhenSame{SameRefuse, SamePass, SameSuperior} }

// OnOverdue says what becomes of a task whose deadline has passed (逾期处理).
type OnOverdue string

// The policies for late tasks.
const (
	OverdueKeep   OnOverdue = "keep"   // stays open, the days are counted
	OverdueReturn OnOverdue = "return" // goes back to the step before
	OverdueClose  OnOverdue = "close"  // is closed with nothing handed in
	OverdueExtend OnOverdue = "extend" // asks for an extension by itself
)

// OverduePolicies lists all policies for late tasks.
func OverduePolicies() []OnOverdue {
	return []OnOverdue{OverdueKeep, OverdueReturn, OverdueClose, OverdueExtend}
}

// DayCount says which days of delay count (逾期天数口径).
type DayCount string

// The ways of counting days.
const (
	CountDays     DayCount = "days"     // calendar days (自然日)
	CountWorkdays DayCount = "workdays" // working days (工作日)
)

// DayCounts lists all ways of counting days.
func DayCounts() []DayCount { return []DayCount{CountDays, CountWorkdays} }

// ExtensionRule says who may grant more time for the tasks of a stage, and how
// much at most (延期规则).
type ExtensionRule struct {
	By []RoleID
	// AtMost is counted from the stage's due date; zero is unbounded.
	AtMost Offset
}

// Place says where an added signer stands (加签位置).
type Place string

// The places of an added signer.
const (
	PlaceBefore Place = "before" // signs before the one who added (前加签)
	PlaceBeside Place = "beside" // signs as well (并加签)
	PlaceAfter  Place = "after"  // signs afterwards (后加签)
)

// Places lists all places of an added signer.
func Places() []Place { return []Place{PlaceBefore, PlaceBeside, PlaceAfter} }

// Priority is how urgent a task is (紧急程度).
type Priority int

// The priorities.
const (
	PriorityNormal Priority = 0
	PriorityHigh   Priority = 1
	PriorityUrgent Priority = 2
)

// Priorities lists all priorities.
func Priorities() []Priority { return []Priority{PriorityNormal, PriorityHigh, PriorityUrgent} }

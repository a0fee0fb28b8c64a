package evaluation

import "slices"

// DisclosureCall is what is told about a disclosure because of its time
// (公开提醒); each is told once.
type DisclosureCall string

// The calls of a disclosure.
const (
	CallNone DisclosureCall = ""     // its time has not begun, is far off, or it is public
	CallSoon DisclosureCall = "soon" // so many working days are left (临近公开时限)
	CallLast DisclosureCall = "last" // the last working day has come (最后一个工作日)
	CallLate DisclosureCall = "late" // its time is over (逾期未公开)
)

// soonWorkdays is when somebody is reminded first: early enough to have a paper
// checked for secrets and put on a site.
const soonWorkdays = 5

// Call says what is to be told of a disclosure now. Whoever was away when an
// earlier call was due is told only what holds now.
func (d Disclosure) Call() DisclosureCall {
	switch {
	case d.State == DisclosureMissed:
		return CallLate
	case d.State != DisclosureOpen || d.WorkdaysLeft > soonWorkdays:
		return CallNone
	case d.WorkdaysLeft <= 1:
		return CallLast
	}
	return CallSoon
}

// Publishers are the roles that have to make something public: those who fill
// in when that was, or, where it is the evaluation itself, those who decide
// what of it is published; where nobody does, those who filled in the day from
// which the time runs.
func (d *Definition) Publishers(r DisclosureRule) []RoleID {
	if r.Done.Written() {
		return d.rolesAt(r.Done.Stage, r.Done.Step)
	}
	for _, sd := range d.Stages {
		if step, ok := sd.clearStep(); ok {
			return slices.Clone(step.By)
		}
	}
	return d.rolesAt(r.From.Stage, r.From.Step)
}

func (d *Definition) rolesAt(stage StageID, step StepID) []RoleID {
	found, _ := d.Step(stage, step)
	return slices.Clone(found.By)
}

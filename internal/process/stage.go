package process

import (
	"regexp"

	"github.com/shopspring/decimal"

	"jiheng/internal/evaluation"
)

// assignee is the word for whoever has the task, among those who are told.
const assignee = "assignee"

func (r *reader) stage(p part) evaluation.StageDefinition {
	f := p.fields(PlaceStage)
	sd := evaluation.StageDefinition{
		ID: evaluation.StageID(f.id("id")), Title: f.text("title"),
		After: ids[evaluation.StageID](f, "after"), Due: r.due(f, "due"), Early: f.flag("early"),
		ForEach:   r.forEach(f),
		Reminders: r.notifications(f, "reminders"), Escalations: r.notifications(f, "escalations"),
		Extension: r.extension(f),
		OnOverdue: choice(f, "on_overdue", evaluation.OverduePolicies()), CountOverdue: choice(f, "count_overdue", evaluation.DayCounts()),
	}
	if f.has("due_again") {
		again := f.length("due_again")
		sd.DueAgain = &again
	}
	if f.has("opens") {
		opens := r.due(f, "opens")
		sd.Opens = &opens
		if opens.Count < 0 || opens.Minute > 0 {
			r.wrong(key(p.Path, "opens"), "length_expected")
		}
	}
	if sd.Due.Count < 0 {
		r.wrong(key(p.Path, "due"), "due_negative")
	}
	r.remindersInTime(p.Path, sd)
	for i, n := range sd.Escalations {
		path := key(nth(key(p.Path, "escalations"), i), "offset")
		if r.sound(path) && n.Offset.Count < 1 {
			r.wrong(path, "escalation_before_due")
		}
	}
	for _, s := range f.list("steps") {
		sd.Steps = append(sd.Steps, r.step(s))
	}
	unique(r, key(p.Path, "steps"), "id", "id_twice", sd.Steps, func(s evaluation.StepDefinition) evaluation.StepID { return s.ID })
	return sd
}

// due gives the length of a stage, or of its wait: an offset, or a number of days that a
// parameter of the process gives, "reply_days days".
func (r *reader) due(f fields, name string) evaluation.Offset {
	value, p, ok := f.word(name)
	m := regexp.MustCompile(duePattern).FindStringSubmatch(value)
	if !ok || m == nil {
		return f.offset(name)
	}
	workdays := m[2] == "workday" || m[2] == "workdays"
	for _, v := range r.def.Parameters {
		if v.Name != m[1] {
			continue
		}
		r.used = append(r.used, v.Name)
		if (v.Unit == "workdays") != workdays || v.Unit != "workdays" && v.Unit != "days" || !v.Default.IsInteger() || !v.Default.IsPositive() || v.Default.GreaterThan(decimal.NewFromInt(maxDays)) {
			p.damage("due_parameter_unfit", "name", v.Name)
		}
		return evaluation.Offset{Count: int(v.Default.IntPart()), Workdays: workdays, Parameter: v.Name}
	}
	p.damage("due_parameter_unknown", "name", m[1])
	return evaluation.Offset{}
}

// maxDays bounds a length that a parameter gives.
const maxDays = 999

// remindersInTime refuses reminders that would come when it is too late, and
// those that would come before the stage opens, which are never sent.
func (r *reader) remindersInTime(path string, sd evaluation.StageDefinition) {
	for i, n := range sd.Reminders {
		own := nth(key(path, "reminders"), i)
		at := key(own, "offset")
		switch {
		case !r.sound(at):
		case tooLate(sd.Due, n.Offset):
			r.wrong(at, "reminder_after_due")
		case r.sound(key(path, "due")) && neverSent(sd.Due, n.Offset):
			r.wrong(at, "reminder_before_opening")
		case r.sound(own) && lastsTooLong(n):
			r.wrong(key(own, "repeat"), "repeat_after_due")
		}
	}
}

// tooLate tells whether a reminder comes after the deadline, whatever the
// calendar.
func tooLate(due, reminder evaluation.Offset) bool {
	return reminder.Count > 0 || reminder.Count == 0 && due.Minute > 0 && reminder.Minute >= due.Minute
}

// neverSent tells whether a reminder comes no later than the stage opens,
// whatever the calendar. A stage opens no earlier than 00:00 of its first day,
// at which a reminder comes that names no hour.
func neverSent(due, reminder evaluation.Offset) bool {
	before := -reminder.Count
	if reminder.Minute > 0 {
		before-- // it comes in the course of its day
	}
	if due.On != nil || before < due.Count {
		return false
	}
	// As many working days reach at least as far back as calendar days do.
	return due.Count == 0 || reminder.Workdays || !due.Workdays
}

// lastsTooLong tells whether a reminder is repeated past the due date, whatever
// the calendar. A number of working days is at least as many calendar days.
func lastsTooLong(n evaluation.Notification) bool {
	last := n.Offset.Count + n.Every.Count*max(n.Times-1, 0)
	return n.Times > 1 && last > 0 && (n.Every.Workdays || !n.Offset.Workdays)
}

func (r *reader) extension(f fields) *evaluation.ExtensionRule {
	p, ok := f.child("extension")
	if !ok {
		return nil
	}
	inner := p.fields(PlaceExtension)
	return &evaluation.ExtensionRule{By: ids[evaluation.RoleID](inner, "by"), AtMost: inner.length("at_most")}
}

func (r *reader) forEach(f fields) *evaluation.ForEach {
	p, ok := f.child("for_each")
	if !ok {
		return nil
	}
	inner := p.fields(PlaceForEach)
	each := &evaluation.ForEach{Kind: choice(inner, "kind", evaluation.ItemKinds())}
	if where, ok := inner.child("where"); ok {
		each.Where = r.condition(where)
	}
	return each
}

func (r *reader) notifications(f fields, name string) []evaluation.Notification {
	var out []evaluation.Notification
	for _, p := range f.list(name) {
		inner := p.fields(PlaceNotification)
		n := evaluation.Notification{Offset: inner.offset("offset")}
		if n.Offset.On != nil {
			r.damage(key(p.Path, "offset"), r.place(key(p.Path, "offset")), "offset_not_relative")
		}
		if repeat, ok := inner.child("repeat"); ok {
			again := repeat.fields(PlaceRepeat)
			n.Every, n.Times = again.length("every"), again.integer("times", 2, evaluation.MaxTimes)
		}
		for _, who := range ids[evaluation.RoleID](inner, "to") {
			if who == assignee {
				n.To = append(n.To, evaluation.Audience{Assignee: true})
			} else {
				n.To = append(n.To, evaluation.Audience{Role: who})
			}
		}
		out = append(out, n)
	}
	return out
}

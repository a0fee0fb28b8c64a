package evaluation

import (
	"slices"
	"strconv"
	"time"

	"jiheng/internal/fault"
)

// Mark is something that the cover of a paper must bear (封面标记).
type Mark string

// The marks.
const (
	MarkSeal    Mark = "seal"              // the seal of the unit (单位公章)
	MarkHead    Mark = "head_signature"    // signed by the head of the unit (主要领导签字)
	MarkProject Mark = "project_signature" // signed by who is responsible for the project (项目负责人签名)
	MarkFinance Mark = "finance_signature" // signed by who is responsible for the money (财务负责人签名)
	MarkAuthor  Mark = "author_signature"  // signed by who wrote the report (报告撰写人签字)
	MarkLead    Mark = "lead_signature"    // signed by who led the evaluation (评价工作负责人签字)
	MarkDate    Mark = "filing_date"       // the date of filing (填报日期)
)

// Marks lists all marks.
func Marks() []Mark {
	return []Mark{MarkSeal, MarkHead, MarkProject, MarkFinance, MarkAuthor, MarkLead, MarkDate}
}

// MarkCheck is what somebody says of one mark (标记核对).
type MarkCheck struct {
	Mark      Mark `json:"mark"`
	Confirmed bool `json:"confirmed"`
}

// Verdict is what an inspection found of a mark (核对结论).
type Verdict string

// The verdicts.
const (
	VerdictNone      Verdict = ""          // not looked at yet (未核对)
	VerdictConfirmed Verdict = "confirmed" // it is there (已核对)
	VerdictRejected  Verdict = "rejected"  // it is not (不符)
)

// Verdicts lists all verdicts.
func Verdicts() []Verdict { return []Verdict{VerdictNone, VerdictConfirmed, VerdictRejected} }

// MaterialMark is what is known of one mark on one paper (材料标记): who
// supplied it says that it is there, who inspects it finds that it is or is not.
type MaterialMark struct {
	Mark       Mark      `json:"mark"`
	DeclaredBy PersonID  `json:"declared_by,omitempty"`
	DeclaredAt time.Time `json:"declared_at,omitzero"`
	Verdict    Verdict   `json:"verdict,omitempty"`
	CheckedBy  PersonID  `json:"checked_by,omitempty"`
	CheckedAt  time.Time `json:"checked_at,omitzero"`
	Note       string    `json:"note,omitempty"`
}

// Mark finds what is known of a mark; nothing is known of one never spoken of.
func (m *Material) Mark(mark Mark) MaterialMark {
	for _, known := range m.Marks {
		if known.Mark == mark {
			return known
		}
	}
	return MaterialMark{Mark: mark}
}

// foldMaterial applies what is said of a paper that is there.
func (e *Evaluation) foldMaterial(r Record) {
	switch v := r.Event.(type) {
	case MarksChecked:
		m := e.material(v.Material)
		m.Marks = slices.Clone(m.Marks)
		for _, check := range v.Marks {
			m.say(check, r, v)
		}
	case MaterialQuarantined:
		m := e.material(v.Material)
		m.Quarantined, m.QuarantinedAt = v.Signature, r.At
	case MaterialTakenBack:
		e.takeBack(v.Material, r)
	}
}

// material finds a paper.
func (e *Evaluation) material(id string) *Material {
	for i := range e.Materials {
		if e.Materials[i].ID == id {
			return &e.Materials[i]
		}
	}
	return nil
}

// say notes what was said of one mark.
func (m *Material) say(check MarkCheck, r Record, v MarksChecked) {
	known := m.Mark(check.Mark)
	switch {
	case v.Inspected:
		known.Verdict, known.CheckedBy, known.CheckedAt, known.Note = VerdictRejected, r.Actor, r.At, v.Note
		if check.Confirmed {
			known.Verdict = VerdictConfirmed
		}
	case check.Confirmed:
		known.DeclaredBy, known.DeclaredAt = r.Actor, r.At
	default:
		known.DeclaredBy, known.DeclaredAt = "", time.Time{}
	}
	i := slices.IndexFunc(m.Marks, func(o MaterialMark) bool { return o.Mark == check.Mark })
	if i < 0 {
		m.Marks = append(m.Marks, known)
		return
	}
	m.Marks[i] = known
}

// checkMarks says which marks a paper bears: of a paper of one's own step as
// its supplier, of a paper of the step that one's own sends back to as its
// inspector.
func checkMarks(s *Situation, t *Task, c Command) ([]Event, error) {
	step, _ := s.Definition.Step(t.Stage, t.Step)
	kind, inspected, err := s.spokenOf(t, step, c.Material.ID)
	if err != nil {
		return nil, err
	}
	if err := kind.knows("marks", marksOf(c.Marks)); err != nil {
		return nil, err
	}
	note := c.Text
	rejects := slices.ContainsFunc(c.Marks, func(m MarkCheck) bool { return !m.Confirmed })
	if inspected && rejects {
		if note, err = bounded("note", note, "reason_required"); err != nil {
			return nil, err
		}
	}
	if len(note) > MaxText {
		return nil, tooLong("note")
	}
	return []Event{MarksChecked{t.Ref(), c.Material.ID, inspected, slices.Clone(c.Marks), note}}, nil
}

// spokenOf finds the kind of the paper that somebody with a task speaks of,
// and whether he inspects it. Only what counts now can be spoken of.
func (s *Situation) spokenOf(t *Task, step StepDefinition, id string) (kind MaterialKind, inspected bool, err error) {
	own := s.checklist(t, step)
	if k, ok := kindOf(own, id); ok {
		return k, false, nil
	}
	if reviewed, ok := s.reviewed(t, step); ok {
		if k, ok := kindOf(s.checklist(t, reviewed), id); ok {
			return k, true, nil
		}
	}
	return kind, false, fault.New(fault.Invalid, "material_not_current", "material %.300q does not count now", id).
		WithFields(fault.Field{Name: "material", Reason: "material_not_current"})
}

// fitsMarks tells whether there is a cover to speak of.
func (s *Situation) fitsMarks(t *Task, step StepDefinition) error {
	list := s.checklist(t, step)
	if reviewed, ok := s.reviewed(t, step); ok {
		list = append(list, s.checklist(t, reviewed)...)
	}
	for _, entry := range list {
		if len(entry.Kind.Marks) > 0 && len(entry.Current) > 0 {
			return nil
		}
	}
	return fault.New(fault.Conflict, "marks_not_asked", "task %s has no paper whose marks are asked for", t.ID)
}

func kindOf(list []MaterialEntry, id string) (MaterialKind, bool) {
	for _, entry := range list {
		if slices.ContainsFunc(entry.Current, func(m Material) bool { return m.ID == id }) {
			return entry.Kind, true
		}
	}
	return MaterialKind{}, false
}

func marksOf(checks []MarkCheck) []Mark {
	out := make([]Mark, len(checks))
	for i, c := range checks {
		out[i] = c.Mark
	}
	return out
}

// knows refuses marks that the kind of paper does not ask for, or that are
// named twice, and none at all.
func (k MaterialKind) knows(field string, marks []Mark) error {
	var wrong []fault.Field
	for i, m := range marks {
		if !slices.Contains(k.Marks, m) || slices.Contains(marks[:i], m) {
			wrong = append(wrong, fault.Field{Name: field + "[" + strconv.Itoa(i) + "]", Reason: "mark_unknown"})
		}
	}
	if len(marks) == 0 {
		wrong = append(wrong, fault.Field{Name: field, Reason: "field_required"})
	}
	if len(wrong) > 0 {
		return fault.New(fault.Invalid, "marks_invalid", "%d marks of %s are wrong", len(wrong), k.ID).WithFields(wrong...)
	}
	return nil
}

package evaluation

import (
	"slices"
	"strconv"

	"jiheng/internal/fault"
)

// MaxCopies bounds the files of one kind.
const MaxCopies = 50

// MaterialEntry is what a step asks of one kind of paper, and what is there
// (材料清单项).
type MaterialEntry struct {
	Kind MaterialKind
	// Asked is false where the kind's condition leaves the item out.
	Asked bool
	// Papers are all that were supplied, in order; Current are those that
	// count, the latest version of each copy.
	Papers, Current []Material
	// Missing is what keeps the step from being done.
	Missing []fault.Field
}

// Checklist tells for every kind of paper of a task's step what is there and
// what is missing.
func (s *Situation) Checklist(t *Task) []MaterialEntry {
	step, _ := s.Definition.Step(t.Stage, t.Step)
	return s.checklist(t, step)
}

// Inspected is the checklist of the step that a task reviews, nil where it
// reviews none.
func (s *Situation) Inspected(t *Task) []MaterialEntry {
	step, _ := s.Definition.Step(t.Stage, t.Step)
	reviewed, ok := s.reviewed(t, step)
	if !ok {
		return nil
	}
	list := s.checklist(t, reviewed)
	for i := range list {
		list[i].Missing = list[i].uninspected()
	}
	return list
}

// reviewed is the step whose papers a deciding step looks at.
func (s *Situation) reviewed(t *Task, step StepDefinition) (StepDefinition, bool) {
	if !step.Decides || step.ReturnTo == "" {
		return StepDefinition{}, false
	}
	return s.Definition.Step(t.Stage, step.ReturnTo)
}

func (s *Situation) checklist(t *Task, step StepDefinition) []MaterialEntry {
	papers := s.Evaluation.papers(t.Stage, t.Item, step.ID)
	list := make([]MaterialEntry, len(step.Materials))
	for i, kind := range step.Materials {
		entry := MaterialEntry{Kind: kind, Asked: s.asked(kind, t.Item)}
		for _, m := range papers {
			if m.Kind == kind.ID {
				entry.Papers = append(entry.Papers, m)
			}
		}
		entry.Current = current(entry.Papers)
		if entry.Asked {
			entry.Missing = s.lacking(&entry)
		}
		list[i] = entry
	}
	return list
}

// asked tells whether a kind of paper is asked of an item. A condition that
// cannot be answered asks: nothing is let off by mistake.
func (s *Situation) asked(kind MaterialKind, id ItemID) bool {
	item := s.Evaluation.Item(id)
	if kind.When == nil || item == nil {
		return true
	}
	holds, err := kind.When.Holds(*item, s.Evaluation.Parameters)
	return holds || err != nil
}

// current keeps the latest version of each copy, in the order of the copies.
func current(papers []Material) []Material {
	var out []Material
	for _, m := range papers {
		i := slices.IndexFunc(out, func(o Material) bool { return o.Copy == m.Copy })
		switch {
		case m.TakenBackBy != "":
		case i < 0:
			out = append(out, m)
		case out[i].Version < m.Version:
			out[i] = m
		}
	}
	return out
}

// lacking says what is missing of a kind. Where there are several papers, one
// that was put away as infected does not stand in the way of the others.
func (s *Situation) lacking(entry *MaterialEntry) []fault.Field {
	kind := entry.Kind
	var missing []fault.Field
	usable := 0
	for _, m := range entry.Current {
		switch {
		case m.Quarantined != "":
			if !kind.Several {
				missing = append(missing, kind.lack("material_quarantined", ""))
			}
		case slices.Contains(s.Unscanned, m.SHA256):
			missing = append(missing, kind.lack("material_unscanned", ""))
		default:
			usable++
			missing = append(missing, kind.unmarked(m)...)
		}
	}
	if usable == 0 && len(missing) == 0 && !kind.Optional {
		missing = append(missing, kind.lack("material_missing", ""))
	}
	return missing
}

// unmarked lists the marks that the supplier of a paper has not confirmed, or
// that an inspection did not find.
func (k MaterialKind) unmarked(m Material) []fault.Field {
	var missing []fault.Field
	for _, mark := range k.Marks {
		switch known := m.Mark(mark); {
		case known.Verdict == VerdictRejected:
			missing = append(missing, k.lack("mark_rejected", mark))
		case known.DeclaredBy == "":
			missing = append(missing, k.lack("mark_missing", mark))
		}
	}
	return missing
}

// uninspected lists the marks that no inspection has confirmed.
func (entry *MaterialEntry) uninspected() []fault.Field {
	var missing []fault.Field
	for _, m := range entry.Current {
		for _, mark := range entry.Kind.Marks {
			switch known := m.Mark(mark); {
			case !entry.Asked, m.Quarantined != "", known.Verdict == VerdictConfirmed:
			case known.Verdict == VerdictRejected:
				missing = append(missing, entry.Kind.lack("mark_rejected", mark))
			default:
				missing = append(missing, entry.Kind.lack("mark_unchecked", mark))
			}
		}
	}
	return missing
}

func (k MaterialKind) lack(reason string, mark Mark) fault.Field {
	f := fault.Field{Name: k.ID, Reason: reason, Params: map[string]string{"title": k.Title}}
	if mark != "" {
		f.Params["mark"] = mark.Label()
	}
	return f
}

// checkMaterials refuses to go on while a paper of the checklist is missing.
func (s *Situation) checkMaterials(step StepDefinition, t *Task) error {
	var missing []fault.Field
	for _, entry := range s.checklist(t, step) {
		missing = append(missing, entry.Missing...)
	}
	if len(missing) > 0 {
		return fault.New(fault.Invalid, "materials_missing", "%d materials of %s are missing", len(missing), t.ID).WithFields(missing...)
	}
	return nil
}

// checkInspected refuses to approve papers whose seals and signatures were not
// looked at, or not found.
func (s *Situation) checkInspected(step StepDefinition, t *Task) error {
	reviewed, ok := s.reviewed(t, step)
	if !ok || t.AddedBy != "" {
		return nil
	}
	var missing []fault.Field
	for _, entry := range s.checklist(t, reviewed) {
		missing = append(missing, entry.uninspected()...)
	}
	if len(missing) > 0 {
		return fault.New(fault.Invalid, "marks_unchecked", "%d marks of %s are not confirmed", len(missing), t.ID).WithFields(missing...)
	}
	return nil
}

// Quarantine puts a paper away in which a virus was found; nothing when it was
// put away already.
func Quarantine(s *Situation, material, signature string) []Event {
	m := s.Evaluation.material(material)
	if m == nil || m.Quarantined != "" {
		return nil
	}
	t := s.Evaluation.Task(m.Task)
	return []Event{MaterialQuarantined{t.Ref(), m.ID, m.SHA256, signature, m.SuppliedBy}}
}

// MaterialsFor lists the papers that count for a task: those supplied for its
// step and item, in this round or an earlier one, so that after a return only
// what was wrong is supplied anew.
func (e *Evaluation) MaterialsFor(t *Task) []Material { return e.papers(t.Stage, t.Item, t.Step) }

func (e *Evaluation) papers(stage StageID, item ItemID, step StepID) []Material {
	var out []Material
	for _, m := range e.Materials {
		if m.Item != item {
			continue
		}
		if o := e.Task(m.Task); o != nil && o.Stage == stage && o.Step == step {
			out = append(out, m)
		}
	}
	return out
}

func supply(s *Situation, t *Task, c Command) ([]Event, error) {
	step, _ := s.Definition.Step(t.Stage, t.Step)
	list := s.checklist(t, step)
	i := slices.IndexFunc(list, func(e MaterialEntry) bool { return e.Asked && e.Kind.ID == c.Material.Kind })
	if i < 0 {
		return nil, fault.New(fault.Invalid, "material_not_asked", "step %s asks for no %q", step.ID, c.Material.Kind).
			With("kind", c.Material.Kind)
	}
	m := c.Material
	m.Task, m.Item, m.SuppliedBy, m.SuppliedAt = t.ID, t.Item, s.Actor.Person, s.Now
	if err := list[i].place(&m, c.Replaces); err != nil {
		return nil, err
	}
	m.ID = string(t.ID) + ":" + m.Kind + ":" + strconv.Itoa(m.Version)
	if m.Copy > 0 {
		m.ID = string(t.ID) + ":" + m.Kind + "." + strconv.Itoa(m.Copy) + ":" + strconv.Itoa(m.Version)
	}
	m.Marks = nil
	for _, declared := range c.Material.Marks {
		m.Marks = append(m.Marks, MaterialMark{Mark: declared.Mark, DeclaredBy: s.Actor.Person, DeclaredAt: s.Now})
	}
	if len(m.Marks) > 0 {
		if err := list[i].Kind.knows("marks", marksIn(m.Marks)); err != nil {
			return nil, err
		}
	}
	return []Event{MaterialSupplied{t.Ref(), m}}, nil
}

func marksIn(marks []MaterialMark) []Mark {
	out := make([]Mark, len(marks))
	for i, m := range marks {
		out[i] = m.Mark
	}
	return out
}

// place gives a paper its copy and version: a newer version of the one it
// replaces, or of the only one; else a further copy.
func (entry *MaterialEntry) place(m *Material, replaces string) error {
	for _, o := range entry.Current {
		if o.ID == replaces || replaces == "" && !entry.Kind.Several {
			m.Copy, m.Version = o.Copy, o.Version+1
			return nil
		}
	}
	m.Copy, m.Version = 0, 1
	for _, o := range entry.Papers { // the number of one that was taken back is not given again
		m.Copy = max(m.Copy, o.Copy+1)
	}
	switch {
	case replaces != "":
		return fault.New(fault.Conflict, "material_replaced", "material %.300q is not the latest of its kind", replaces)
	case len(entry.Current) >= MaxCopies:
		return fault.New(fault.Conflict, "too_many_copies", "there are %d files of %s", MaxCopies, entry.Kind.ID).
			With("limit", strconv.Itoa(MaxCopies))
	}
	return nil
}

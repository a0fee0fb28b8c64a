package evaluation

import (
	"slices"

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

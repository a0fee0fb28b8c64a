package evaluation

import (
	"slices"
	"strconv"
	"time"

	"jiheng/internal/fault"
)

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

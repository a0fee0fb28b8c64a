package evaluation

import (
	"slices"
	"time"
)

// RollUpItem is how an item stands before the roll-up (汇总完整性).
type RollUpItem struct {
	Item ItemID
	// Asked is true where some stage before the roll-up is done for it, In where
	// all of them are through with it and something was handed in.
	Asked, In bool
	// At is when the last of it was handed in.
	At time.Time
	// LateDays is by how many days the latest of its tasks was late, as its stage
	// counts days; days of several tasks are the same days and do not add up.
	// Returned is how often it was sent back.
	LateDays, Returned int
	// Live are the tasks that wait for somebody.
	Live    []*Task
	Sources []SourceAt
	// SentBack is the stage that was opened again for it and is not through with
	// it; nil otherwise.
	SentBack *Stage
}

// RollUpItems tells of every item how it stands before the roll-up, in the order
// of the items; none where the process has no roll-up.
//
// Errors: those of the stages' conditions.
func (s *Situation) RollUpItems() ([]RollUpItem, error) {
	at, ok := s.Definition.RollUpStep()
	if !ok {
		return nil, nil
	}
	out := make([]RollUpItem, len(s.Evaluation.Items))
	for i, it := range s.Evaluation.Items {
		out[i].Item = it.ID
	}
	by := tasksByItem(s.Evaluation)
	papers := papersByItem(s.Evaluation)
	for _, sd := range s.Definition.Parts(at.Stage) {
		items, err := selectItems(s.Evaluation, sd)
		if err != nil {
			return nil, err
		}
		asked := make(map[ItemID]bool, len(items))
		for _, item := range items {
			asked[item] = true
		}
		for i := range out {
			if asked[out[i].Item] {
				s.addPart(&out[i], sd, by[out[i].Item], papers[out[i].Item])
			}
		}
	}
	for i := range out {
		p := &out[i]
		p.In = p.Asked && p.In && len(p.Sources) > 0
		if !p.In {
			p.Sources = nil // what is being done again is no source
		}
	}
	return out, nil
}

func tasksByItem(e *Evaluation) map[ItemID][]*Task {
	out := map[ItemID][]*Task{}
	for i := range e.Tasks {
		out[e.Tasks[i].Item] = append(out[e.Tasks[i].Item], &e.Tasks[i])
	}
	return out
}

func papersByItem(e *Evaluation) map[ItemID][]Material {
	out := map[ItemID][]Material{}
	for _, m := range e.Materials {
		out[m.Item] = append(out[m.Item], m)
	}
	return out
}

// addPart adds what one stage says of an item.
func (s *Situation) addPart(p *RollUpItem, sd StageDefinition, tasks []*Task, papers []Material) {
	st := s.Evaluation.Stage(sd.ID)
	through := st.State != StageWaiting && !st.awaits(p.Item)
	for _, t := range tasks {
		if t.Stage != sd.ID {
			continue
		}
		p.LateDays = max(p.LateDays, t.OverdueDays)
		switch {
		case t.State.Live():
			through = false
			p.Live = append(p.Live, t)
			p.LateDays = max(p.LateDays, s.overdueDays(t))
		case t.State == StateReturned:
			p.Returned++
		}
	}
	if p.SentBack == nil && !through && st.Reopened != nil && st.State != StageWaiting {
		p.SentBack = st
	}
	p.In = through && (p.In || !p.Asked)
	p.Asked = true
	for _, o := range sd.Steps {
		s.addSources(p, StepRef{sd.ID, o.ID}, tasks, papers)
	}
}

// addSources adds what counts of one step: what was filled in last, and the last
// clean version of every paper.
func (s *Situation) addSources(p *RollUpItem, at StepRef, tasks []*Task, papers []Material) {
	var last *Task
	here := map[TaskID]bool{}
	for _, t := range tasks {
		if (StepRef{t.Stage, t.Step}) != at {
			continue
		}
		here[t.ID] = true
		filled := len(t.Submission.Fields) > 0 || len(t.Submission.Sheet) > 0
		if t.State == StateCompleted && filled {
			last = t
		}
	}
	if last != nil {
		if sum, err := digestOf(last.Submission); err == nil { // it came as JSON
			p.add(SourceAt{Source{p.Item, StepID(at.String()), "", 0, last.Round, sum}, last.SettledAt, last.DoneBy})
		}
	}
	var current []Material
	for _, m := range papers {
		if !here[m.Task] || m.Gone() {
			continue
		}
		i := slices.IndexFunc(current, func(o Material) bool { return o.Kind == m.Kind && o.Copy == m.Copy })
		if i < 0 {
			current = append(current, m)
		} else if m.Version > current[i].Version {
			current[i] = m
		}
	}
	for _, m := range current {
		p.add(SourceAt{Source{p.Item, StepID(at.String()), m.Kind, m.Copy, m.Version, m.SHA256}, m.SuppliedAt, m.SuppliedBy})
	}
}

func (p *RollUpItem) add(src SourceAt) {
	p.Sources = append(p.Sources, src)
	if src.At.After(p.At) {
		p.At = src.At
	}
}

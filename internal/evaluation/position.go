package evaluation

import "slices"

// PositionState is where a step stands (环节位置).
type PositionState string

// The states of a step, over all items it is done for.
const (
	PositionWaiting  PositionState = "waiting"  // its turn has not come
	PositionOpen     PositionState = "open"     // somebody has to do it now
	PositionDone     PositionState = "done"     // it was done wherever it was asked for
	PositionReturned PositionState = "returned" // it sent the matter back and waits for it
	PositionSkipped  PositionState = "skipped"  // nobody was asked to do it
)

// PositionStates lists all states of a step.
func PositionStates() []PositionState {
	return []PositionState{PositionWaiting, PositionOpen, PositionDone, PositionReturned, PositionSkipped}
}

// Position is where an evaluation stands in one step (办理位置), counted in items.
type Position struct {
	Stage StageID
	Step  StepID
	State PositionState
	// Items is how many the stage was opened for; the others add up to it with
	// those whose turn has not come.
	Items                         int
	Open, Done, Returned, Skipped int
	// Again is how many of the open ones are being done again.
	Again int
}

// Positions tells where the evaluation stands in every step of its process.
func (s *Situation) Positions() []Position {
	var out []Position
	for _, sd := range s.Definition.Stages {
		st := s.Evaluation.Stage(sd.ID)
		if st == nil {
			continue
		}
		walks := s.walksOf(sd)
		for i, step := range sd.Steps {
			p := Position{Stage: sd.ID, Step: step.ID, Items: len(walks)}
			for _, w := range walks {
				p.add(w.at(i, st.State))
				if w.live == i && w.steps[i].Round > 1 {
					p.Again++
				}
			}
			p.State = p.overall(st.State)
			out = append(out, p)
		}
	}
	return out
}

// walk is how far an item has come in a stage: its latest task of each step, and
// which step is being done; one past the last when none is.
type walk struct {
	steps []*Task
	live  int
}

func (s *Situation) walksOf(sd StageDefinition) []walk {
	var out []walk
	at := map[ItemID]int{}
	for i := range s.Evaluation.Tasks {
		t := &s.Evaluation.Tasks[i]
		step := slices.IndexFunc(sd.Steps, func(d StepDefinition) bool { return d.ID == t.Step })
		if t.Stage != sd.ID || step < 0 || t.AddedBy != "" {
			continue
		}
		k, known := at[t.Item]
		if !known {
			k, at[t.Item] = len(out), len(out)
			out = append(out, walk{steps: make([]*Task, len(sd.Steps)), live: len(sd.Steps)})
		}
		out[k].put(step, t)
	}
	return out
}

// put keeps the latest round of a step; of one round what was decided counts,
// not what was overtaken by it.
func (w *walk) put(step int, t *Task) {
	had := w.steps[step]
	if had == nil || t.Round > had.Round || t.Round == had.Round && had.State == StateCancelled {
		w.steps[step] = t
	}
	if t.State.Live() {
		w.live = min(w.live, step)
	}
}

// at is where the item stands in a step.
func (w *walk) at(i int, stage StageState) PositionState {
	t := w.steps[i]
	switch {
	case i == w.live:
		return PositionOpen
	case i > w.live && t != nil && t.State == StateReturned:
		return PositionReturned
	case i > w.live, stage == StageWaiting:
		return PositionWaiting
	case t != nil && (t.State == StateCompleted || t.State == StateExpired || t.State == StateReturned):
		return PositionDone
	default:
		return PositionSkipped
	}
}

func (p *Position) add(state PositionState) {
	switch state {
	case PositionOpen:
		p.Open++
	case PositionDone:
		p.Done++
	case PositionReturned:
		p.Returned++
	case PositionSkipped:
		p.Skipped++
	case PositionWaiting:
	}
}

func (p *Position) overall(stage StageState) PositionState {
	switch {
	case p.Open > 0:
		return PositionOpen
	case p.Returned > 0:
		return PositionReturned
	case stage == StageWaiting || p.Items > p.Done+p.Skipped:
		return PositionWaiting
	case p.Done > 0:
		return PositionDone
	default:
		return PositionSkipped
	}
}

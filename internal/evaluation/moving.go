package evaluation

import "jiheng/internal/calendar"

// Moving is an evaluation of which another calendar moves dates (重新排期的评价).
type Moving struct {
	ID              ID
	Title, UnitName string
	Stages          []MovingStage
	// Tasks counts the open tasks that get another deadline.
	Tasks int
}

// MovingStage is a stage with its dates before and after (阶段排期变动).
type MovingStage struct {
	Title                   string
	OpensBefore, OpensAfter calendar.Date
	DueBefore, DueAfter     calendar.Date
}

// Movings is what another calendar would do to what runs (重新排期的影响).
type Movings struct {
	// Running counts all of them; each is planned by the new calendar.
	Running     int
	Evaluations []Moving
	// More is true where not all were looked at.
	More bool
}

// Moves tells which dates move when an evaluation is planned by the calendar of
// the situation, none where all stay.
func Moves(s *Situation) (stages []MovingStage, tasks int) {
	for _, event := range Replan(s) {
		if planned, ok := event.(Replanned); ok {
			stages, tasks = planned.moves(s.Evaluation)
		}
	}
	return stages, tasks
}

func (r Replanned) moves(e *Evaluation) (stages []MovingStage, tasks int) {
	for _, p := range r.Stages {
		if st := e.Stage(p.Stage); st != nil && (p.OpensOn != p.OpenedBefore || p.DueOn != p.DueBefore) {
			stages = append(stages, MovingStage{st.Title, p.OpenedBefore, p.OpensOn, p.DueBefore, p.DueOn})
		}
	}
	for _, t := range r.Tasks {
		if t.DueOn != t.DueBefore {
			tasks++
		}
	}
	return stages, tasks
}

package evaluation

import (
	"jiheng/internal/fault"
)

// The moves of the timeline. Each is decided against the rows as they are
// under the lock, so a move that was overtaken or is repeated yields no
// events and no error.

// Open opens a stage: it selects the items and begins the first step of each.
//
// Errors: those of the stage's condition; conflict role_without_holder.
func Open(s *Situation, id StageID) ([]Event, error) {
	stage := s.Evaluation.Stage(id)
	sd, ok := s.Definition.Stage(id)
	if stage == nil || !ok {
		return nil, fault.New(fault.NotFound, "stage_not_found", "no stage %q", id)
	}
	if s.Evaluation.State != Running || stage.State != StageWaiting || stage.OpensAt.After(s.Now) || !FactsOf(s.Evaluation).settled(stage.After) {
		return nil, nil
	}
	items, err := selectItems(s.Evaluation, sd)
	if err != nil {
		return nil, err
	}
	first, again := sd.Steps[0], stage.Reopened != nil && stage.Reopened.Start != ""
	if again {
		first, _ = s.Definition.Step(id, stage.Reopened.Start)
	}
	events := []Event{StageOpened{Stage: id, Items: items}}
	now := s.after(events) // what begins for one item does not touch another
	for _, item := range items {
		to := now.lastDoer(id, item, first.ID)
		if again {
			to = now.lastReturner(id, item, first.ID)
		}
		opened, err := now.begin(id, item, first, to, "")
		if err != nil {
			return nil, err
		}
		events = append(events, opened...)
	}
	return events, nil
}

// ItemsOf lists the items that a stage is done for; none for one that is done
// once.
func (s *Situation) ItemsOf(stage StageID) []ItemID {
	sd, _ := s.Definition.Stage(stage)
	if sd.ForEach == nil {
		return nil
	}
	items, _ := selectItems(s.Evaluation, sd) // it was selected when the stage opened
	return items
}

// selectItems lists what a stage is done for: the items that satisfy its
// condition, or the evaluation as a whole.
func selectItems(e *Evaluation, sd StageDefinition) ([]ItemID, error) {
	if sd.ForEach == nil {
		return []ItemID{WholeItem}, nil
	}
	out := []ItemID{}
	for _, it := range e.Items {
		if it.Kind != sd.ForEach.Kind {
			continue
		}
		if sd.ForEach.Where != nil {
			holds, err := sd.ForEach.Where.Holds(it, e.Parameters)
			if err != nil {
				return nil, fault.Wrap(err, fault.Invalid, "condition_failed", "condition of stage %s on item %s", sd.ID, it.ID)
			}
			if !holds {
				continue
			}
		}
		out = append(out, it.ID)
	}
	return out, nil
}

// Tick handles everything that is due: reminders, passed deadlines and what
// the definition makes of them, escalations. An entry is handled once, however
// often Tick runs. Nothing is due while an evaluation or a task stands still.
//
// Errors: those of beginning the step that a late task leads to.
func Tick(s *Situation) ([]Event, error) {
	if s.Evaluation.State != Running {
		return nil, nil
	}
	var events, late []Event
	for i := range s.Evaluation.Tasks {
		t := &s.Evaluation.Tasks[i]
		if !t.State.Live() || !t.SuspendedAt.IsZero() {
			continue
		}
		for _, a := range t.Agenda {
			if !a.DoneAt.IsZero() || a.At.After(s.Now) {
				continue
			}
			events = append(events, a.event(t))
			if a.Kind == AgendaOverdue {
				late = append(late, a.event(t))
			}
		}
	}
	return s.lateTasks(events, late)
}

func (a AgendaEntry) event(t *Task) Event {
	switch a.Kind {
	case AgendaReminder:
		return Reminded{TaskRef: t.Ref(), Entry: a.ID, To: a.To, DueAt: t.DueAt}
	case AgendaEscalation:
		return Escalated{TaskRef: t.Ref(), Entry: a.ID, To: a.To, DueAt: t.DueAt}
	case AgendaOverdue:
	}
	return FoundOverdue{TaskRef: t.Ref(), Entry: a.ID, DueAt: t.DueAt}
}

// Settle closes a stage none of whose tasks is live any more. One that was
// opened again waits for those before it: something may yet come from there.
func Settle(s *Situation, id StageID) []Event {
	stage := s.Evaluation.Stage(id)
	if s.Evaluation.State != Running || stage == nil || stage.State != StageActive || live(s.Evaluation, id) > 0 || !FactsOf(s.Evaluation).settled(stage.After) {
		return nil
	}
	return []Event{StageSettled{Stage: id}}
}

// Finish ends an evaluation all of whose stages are settled.
func Finish(s *Situation) []Event {
	if s.Evaluation.State != Running {
		return nil
	}
	for _, st := range s.Evaluation.Stages {
		if st.State != StageClosed {
			return nil
		}
	}
	return []Event{EvaluationFinished{}}
}

// File records the hand-over of the sealed dossier to the receiver. What is
// filed is what was sealed: the digest is taken from the dossier, not given.
//
// Errors: conflict dossier_not_sealed.
func File(s *Situation, task TaskID) ([]Event, error) {
	t := s.systemTask(task, EffectFile)
	if t == nil {
		return nil, nil
	}
	if s.Evaluation.Dossier == nil {
		return nil, notSealed(s.Evaluation.ID)
	}
	return s.performed(t, DossierFiled{t.Ref(), s.Evaluation.Dossier.Digest, s.Evaluation.ReceiverID})
}

// backTo ends a task of the system that cannot be performed, and begins the step
// of its stage again that it depends on.
func (s *Situation) backTo(t *Task, on func(StageDefinition) (StepDefinition, bool), reason string) ([]Event, error) {
	sd, _ := s.Definition.Stage(t.Stage)
	step, ok := on(sd)
	if !ok {
		return nil, fault.New(fault.Conflict, reason, "task %s cannot go back", t.ID)
	}
	return s.follow([]Event{TaskCancelled{t.Ref(), reason}}, func(now *Situation) ([]Event, error) {
		return now.begunAnew(t.Stage, t.Item, step.ID, "")
	})
}

// systemTask finds a live task of the system; nil when it was done already.
func (s *Situation) systemTask(id TaskID, effect Effect) *Task {
	t := s.Evaluation.Task(id)
	if s.Evaluation.State != Running || t == nil || t.Effect != effect || !t.State.Live() {
		return nil
	}
	return t
}

// performed completes a task of the system and begins the next step.
func (s *Situation) performed(t *Task, what Event) ([]Event, error) {
	done := TaskCompleted{TaskRef: t.Ref(), As: SystemRole}
	return s.settled(t, []Event{what, done}, Submission{})
}

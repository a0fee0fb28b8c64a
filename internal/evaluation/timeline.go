package evaluation

import (
	"slices"

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

// Seal records the sealed dossier and lets the process go on: the first, or where
// the matter was sent back behind the sealing a further version. SealedAt is the
// instant that stands in the manifest, not the one of this record: the
// manifest is made first.
//
// Where somebody has to answer for the content, nothing is sealed that nobody
// answers for as it is now: the matter goes back to be attested. Nor is a roll-up
// sealed whose sources have changed: the refusal is recorded, and a new one asked
// for.
//
// Errors: conflict dossier_outdated when it supersedes another dossier than the
// last, since one was sealed meanwhile.
func Seal(s *Situation, task TaskID, d Dossier) ([]Event, error) {
	t := s.systemTask(task, EffectSeal)
	if t == nil {
		return nil, nil
	}
	if stale, err := s.StaleRollUp(); stale || err != nil {
		if err != nil {
			return nil, err
		}
		return s.rollUpAnew(t)
	}
	if err := s.checkReport(); err != nil {
		return nil, err
	}
	if s.Unattested() {
		return s.backTo(t, StageDefinition.attestStep, "attestation_outdated")
	}
	if d.Supersedes != s.Evaluation.sealedDigest() {
		return nil, fault.New(fault.Conflict, "dossier_outdated", "dossier of %s supersedes %q", s.Evaluation.ID, d.Supersedes)
	}
	d.Version = s.Evaluation.nextDossier()
	return s.performed(t, DossierSealed{t.Ref(), d})
}

// nextDossier is the version of what is sealed next.
func (e *Evaluation) nextDossier() int {
	if e.Dossier == nil {
		return 1
	}
	return e.Dossier.Version + 1
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

// Publish records the publication of the sealed dossier as it is.
//
// Errors: those of PublishPackage.
func Publish(s *Situation, task TaskID) ([]Event, error) {
	digest := s.Evaluation.sealedDigest()
	return PublishPackage(s, task, Public{Digest: digest, Clearance: s.Evaluation.clearanceOf(digest)})
}

// PublishPackage records the publication of the sealed dossier: all of it, or a
// package from which what was decided is withheld. Where somebody has to decide
// what is published, and nobody has for this dossier, it goes back to him.
//
// Errors: conflict dossier_not_sealed, clearance_outdated when the package was
// made by another decision than the last.
func PublishPackage(s *Situation, task TaskID, p Public) ([]Event, error) {
	t := s.systemTask(task, EffectPublish)
	if t == nil {
		return nil, nil
	}
	if s.Evaluation.Dossier == nil {
		return nil, notSealed(s.Evaluation.ID)
	}
	digest := s.Evaluation.Dossier.Digest
	switch {
	case !s.cleared():
		return s.backTo(t, StageDefinition.clearStep, "clearance_outdated")
	case p.Digest != digest, p.Clearance != s.Evaluation.clearanceOf(digest), (p.Package == "") != (len(s.Evaluation.Withheld(digest)) == 0):
		return nil, fault.New(fault.Conflict, "clearance_outdated", "package of %s was made by another decision", s.Evaluation.ID)
	}
	return s.performed(t, DossierPublished{t.Ref(), digest, p.Package})
}

// Public is what is to be published (公开包): a dossier, the task that decided on
// it ("" for none), and the SHA-256 of its package, "" for the sealed one.
type Public struct {
	Digest    string
	Clearance TaskID
	Package   string
}

func (e *Evaluation) clearanceOf(digest string) TaskID {
	if c := e.ClearanceOf(digest); c != nil {
		return c.Task
	}
	return ""
}

func (e *Evaluation) sealedDigest() string {
	if e.Dossier == nil {
		return ""
	}
	return e.Dossier.Digest
}

// Unattested tells whether a signature is needed that is not there.
func (s *Situation) Unattested() bool {
	asked := slices.ContainsFunc(s.Definition.Stages, func(sd StageDefinition) bool { _, ok := sd.attestStep(); return ok })
	return asked && !s.attested()
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

func notSealed(id ID) error {
	return fault.New(fault.Conflict, "dossier_not_sealed", "evaluation %s has no sealed dossier", id)
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

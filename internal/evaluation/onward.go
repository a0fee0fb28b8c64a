package evaluation

import "slices"

// settled is what follows when a task of a round was settled by events: those
// who sign afterwards get their turn, then the round is judged.
func (s *Situation) settled(t *Task, events []Event, handedIn Submission) ([]Event, error) {
	return s.follow(events, func(now *Situation) ([]Event, error) {
		turns := now.afterSigners(t)
		return now.follow(turns, func(then *Situation) ([]Event, error) { return then.proceed(t, handedIn) })
	})
}

// proceed judges the round of a task and goes on if it is decided.
func (s *Situation) proceed(t *Task, handedIn Submission) ([]Event, error) {
	step, _ := s.Definition.Step(t.Stage, t.Step)
	if s.deserted(t) {
		if s.roundLive(t) {
			return nil, nil // the signers who were added sign first
		}
		return s.begin(t.Stage, t.Item, step, "", t.Back)
	}
	v, n := s.tally(t, step)
	if v == passed && step.Quorum == QuorumSequence {
		if turn := s.nextInLine(t); turn != nil {
			return turn, nil
		}
	}
	if v == pending {
		return nil, nil
	}
	events := s.close(t, step, v, n)
	return s.follow(events, func(now *Situation) ([]Event, error) {
		if v == failed {
			return now.goBack(t, TaskReturned{TaskRef: t.Ref(), To: step.ReturnTo}, nil)
		}
		return now.next(t.Stage, t.Item, step, t.Back, handedIn)
	})
}

// deserted tells whether all those who were to do a step are gone from its
// round. What signers say who were added cannot stand in for them.
func (s *Situation) deserted(t *Task) bool {
	return !slices.ContainsFunc(s.seatsOf(t), func(o *Task) bool { return o.AddedBy == "" })
}

// close ends what is left of a decided round: a vote that can no longer change
// leaves nobody with something to do.
func (s *Situation) close(t *Task, step StepDefinition, v verdict, n Tally) []Event {
	var events []Event
	if step.Quorum.Votes() {
		a := s.attendance(s.seatsOf(t), step)
		events = append(events, VoteDecided{t.Ref(), v == passed, n.For, n.Against, n.Total, a.Present, a.Required})
	}
	return append(events, s.cancelled("decided_by_others", func(o *Task) bool { return sameRound(o, t) })...)
}

// nextInLine gives the next holder his turn, nil when all have had it.
func (s *Situation) nextInLine(t *Task) []Event {
	line := s.stepOf(t)
	for _, a := range s.holders(line, t.Stage, t.Item) {
		seat := s.seat(t, a, line)
		if !s.seated(a.Person, t) && s.excluded(a, &seat) == "" {
			return []Event{TaskOpened{seat}}
		}
	}
	return nil
}

// next begins the step after one that is through: the next one, or the one to
// which the matter comes straight back.
func (s *Situation) next(stage StageID, item ItemID, step StepDefinition, back StepID, handedIn Submission) ([]Event, error) {
	appointed, err := s.appoint(stage, item, step, handedIn)
	if err != nil {
		return nil, err
	}
	sd, _ := s.Definition.Stage(stage)
	following, ok := sd.following(step.ID)
	to := PersonID("")
	if back != "" {
		following, ok = s.Definition.Step(stage, back)
		to = s.lastReturner(stage, item, back)
	}
	if !ok {
		return s.follow(appointed, func(now *Situation) ([]Event, error) { return now.onward(item, back.ref(stage)) })
	}
	return s.follow(appointed, func(now *Situation) ([]Event, error) { return now.begin(stage, item, following, to, "") })
}

// begunAnew opens a step again for whoever did it last.
func (s *Situation) begunAnew(stage StageID, item ItemID, id, back StepID) ([]Event, error) {
	step, _ := s.Definition.Step(stage, id)
	return s.begin(stage, item, step, s.lastDoer(stage, item, id), back)
}

// lastDoer is who did a step last: what is sent back goes to whoever handed
// it in, who may release it to colleagues.
func (s *Situation) lastDoer(stage StageID, item ItemID, step StepID) PersonID {
	return s.last(stage, item, step, StateCompleted)
}

// lastReturner is who sent a matter back: it comes straight back to him.
func (s *Situation) lastReturner(stage StageID, item ItemID, step StepID) PersonID {
	return s.last(stage, item, step, StateReturned)
}

func (s *Situation) last(stage StageID, item ItemID, step StepID, state TaskState) PersonID {
	var doer PersonID
	round := 0
	for i := range s.Evaluation.Tasks {
		o := &s.Evaluation.Tasks[i]
		if o.Stage == stage && o.Item == item && o.Step == step && o.State == state && o.AddedBy == "" && o.Round > round {
			doer, round = o.Assignee, o.Round
		}
	}
	return doer
}

// after is the situation once events have happened, for decisions that build
// on each other within one command. The evaluation itself is left as it is.
func (s *Situation) after(events []Event) *Situation {
	if len(events) == 0 {
		return s
	}
	e := *s.Evaluation
	e.Tasks = slices.Clone(e.Tasks)
	e.Members = slices.Clone(e.Members)
	e.Stages = slices.Clone(e.Stages)
	e.Recusals = slices.Clone(e.Recusals)
	e.Copies, e.Reads, e.Materials = slices.Clip(e.Copies), slices.Clip(e.Reads), slices.Clip(e.Materials)
	for _, ev := range events {
		e.Fold(Record{Seq: e.Seq + 1, At: s.Now, Actor: s.Actor.Person, OnBehalfOf: s.Actor.OnBehalfOf, Event: ev})
	}
	grown := *s
	grown.Evaluation = &e
	return &grown
}

// cancelled ends the live tasks that which picks, in their order.
func (s *Situation) cancelled(reason string, which func(*Task) bool) []Event {
	var events []Event
	for i := range s.Evaluation.Tasks {
		if o := &s.Evaluation.Tasks[i]; o.State.Live() && which(o) {
			events = append(events, TaskCancelled{o.Ref(), reason})
		}
	}
	return events
}

// sameMatter tells whether two tasks are about one item in one stage.
func sameMatter(a, b *Task) bool { return a.Stage == b.Stage && a.Item == b.Item }

func sameRound(a, b *Task) bool {
	return sameMatter(a, b) && a.Step == b.Step && a.Round == b.Round
}

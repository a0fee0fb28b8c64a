package evaluation

import "jiheng/internal/fault"

// transfer gives a task to somebody else who may do it.
func transfer(s *Situation, t *Task, c Command) ([]Event, error) {
	if len(c.Reason) > MaxText {
		return nil, tooLong("reason")
	}
	if err := s.successor(c.Person, t); err != nil {
		return nil, err
	}
	return []Event{TaskTransferred{t.Ref(), t.Assignee, c.Person, c.Reason}}, nil
}

// delegate lets a colleague prepare a task. He needs no role for that, since
// it comes back before it is settled; but no duty may keep him from it.
func delegate(s *Situation, t *Task, c Command) ([]Event, error) {
	if len(c.Reason) > MaxText {
		return nil, tooLong("reason")
	}
	a, err := s.colleague(c.Person, "person")
	if err != nil {
		return nil, err
	}
	if c.Person == t.Assignee {
		return nil, invalidField("person", "person_same", nil)
	}
	if err := s.fit(a, t); err != nil {
		return nil, err
	}
	return []Event{TaskDelegated{t.Ref(), t.Assignee, c.Person, c.Reason}}, nil
}

// handBack gives a delegated task back to its owner, with what the delegate
// thinks of it.
func handBack(_ *Situation, t *Task, c Command) ([]Event, error) {
	if len(c.Opinion) > MaxText {
		return nil, tooLong("opinion")
	}
	return []Event{TaskHandedBack{t.Ref(), t.Owner, c.Opinion}}, nil
}

// reassign moves a task by the hand of the office, as when somebody has left:
// to a person who may do it, or back to the candidates. A signature that was
// asked for can be asked of any colleague instead.
func reassign(s *Situation, t *Task, c Command) ([]Event, error) {
	reason, err := bounded("reason", c.Reason, "reason_required")
	if err != nil {
		return nil, err
	}
	if c.Person != "" {
		err := s.successor(c.Person, t)
		if t.AddedBy != "" {
			_, err = s.newSigner(t, c.Person)
		}
		if err != nil {
			return nil, err
		}
		return []Event{TaskReassigned{t.Ref(), t.Assignee, c.Person, reason}}, nil
	}
	if t.State == StateOpen {
		return nil, fault.New(fault.Conflict, "task_not_claimed", "task %s is with its candidates", t.ID)
	}
	if t.Seat > 0 {
		return nil, fault.New(fault.Conflict, "task_assigned_personally", "task %s is a seat", t.ID)
	}
	return []Event{TaskReassigned{t.Ref(), t.Assignee, "", reason}}, nil
}

// setPriority says how urgent a task is.
func setPriority(_ *Situation, t *Task, c Command) ([]Event, error) {
	if c.Priority < PriorityNormal || c.Priority > PriorityUrgent {
		return nil, invalidField("priority", "priority_unknown", nil)
	}
	if c.Priority == t.Priority {
		return nil, fault.New(fault.Conflict, "priority_unchanged", "task %s has this priority", t.ID)
	}
	return []Event{PrioritySet{t.Ref(), t.Priority, c.Priority}}, nil
}

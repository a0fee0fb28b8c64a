package evaluation

import (
	"time"

	"jiheng/internal/calendar"
)

// Extension is a request for more time (延期申请).
type Extension struct {
	By PersonID `json:"by"`
	// Hand asked for By, who was away; "" when By did it himself.
	Hand   PersonID      `json:"hand,omitempty"`
	At     time.Time     `json:"at"`
	Until  calendar.Date `json:"until"`
	Reason string        `json:"reason"`
}

func (s *Situation) extensionRule(t *Task) *ExtensionRule {
	sd, _ := s.Definition.Stage(t.Stage)
	return sd.Extension
}

// decidesExtension tells whether the actor may decide on more time for a task.
// Nobody decides on his own request or for a task that is his, in person or for
// another.
func (s *Situation) decidesExtension(t *Task) bool {
	rule := s.extensionRule(t)
	if rule == nil {
		return false
	}
	for _, p := range s.Actor.persons() {
		asked := t.Extension != nil && (t.Extension.By == p || t.Extension.Hand == p)
		if asked || p == t.Assignee || p == t.Owner {
			return false
		}
	}
	_, holds := s.holdsOne(s.Actor, rule.By, s.Evaluation.UnitID, "")
	return holds
}

// askExtension asks for more time, up to what the stage grants at most.
//
// Errors: invalid reason_required, extension_not_later, extension_too_long
// (Params limit).
func askExtension(s *Situation, t *Task, c Command) ([]Event, error) {
	reason, err := bounded("reason", c.Reason, "reason_required")
	if err != nil {
		return nil, err
	}
	if err := s.checkUntil(t, c.Until); err != nil {
		return nil, err
	}
	return []Event{ExtensionAsked{t.Ref(), c.Until, reason}}, nil
}

func (s *Situation) checkUntil(t *Task, until calendar.Date) error {
	today := s.Evaluation.Timescale.Today(s.Now)
	if !until.Valid() || !until.After(t.DueOn) || until.Before(today) {
		return invalidField("until", "extension_not_later", map[string]string{"due": t.DueOn.String()})
	}
	rule := s.extensionRule(t)
	if rule.AtMost == (Offset{}) {
		return nil
	}
	if limit, _ := rule.AtMost.From(s.Evaluation.Stage(t.Stage).DueOn, s.Calendar); until.After(limit) {
		return invalidField("until", "extension_too_long", map[string]string{"limit": limit.String()})
	}
	return nil
}

// grantExtension gives more time, as much as was asked for or less.
func grantExtension(s *Situation, t *Task, c Command) ([]Event, error) {
	if len(c.Opinion) > MaxText {
		return nil, tooLong("opinion")
	}
	until := t.Extension.Until
	if !c.Until.IsZero() {
		until = c.Until
	}
	if err := s.checkUntil(t, until); err != nil {
		return nil, err
	}
	granted := ExtensionGranted{t.Ref(), until, c.Opinion}
	plan := s.taskPlan(t, until, true)
	return []Event{granted, s.replanned(ReplanExtension, nil, []TaskPlan{plan})}, nil
}

func refuseExtension(_ *Situation, t *Task, c Command) ([]Event, error) {
	reason, err := bounded("reason", c.Reason, "reason_required")
	if err != nil {
		return nil, err
	}
	return []Event{ExtensionRefused{t.Ref(), reason}}, nil
}

// overdueDays counts by how many days a task that is settled now is late, as
// its stage counts them; 0 when it is not.
func (s *Situation) overdueDays(t *Task) int {
	if !s.Now.After(t.DueAt) {
		return 0
	}
	sd, _ := s.Definition.Stage(t.Stage)
	today := s.Evaluation.Timescale.Today(s.Now)
	if sd.CountOverdue == CountWorkdays {
		n, _ := s.Calendar.WorkdaysBetween(t.DueOn, today)
		return max(n, 0)
	}
	return max(today.DaysSince(t.DueOn), 0)
}

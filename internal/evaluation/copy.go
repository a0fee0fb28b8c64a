package evaluation

import (
	"slices"
	"strconv"
	"time"

	"jiheng/internal/fault"
)

// Copy is a task that was shown to somebody who has no part in it (抄送).
type Copy struct {
	Task   TaskID    `json:"task"`
	Item   ItemID    `json:"item"`
	Person PersonID  `json:"person"`
	By     PersonID  `json:"by"`
	At     time.Time `json:"at"`
	Seq    int64     `json:"seq"`
}

// ReadMark is the first time that somebody opened a task (已阅).
type ReadMark struct {
	Task   TaskID    `json:"task"`
	Item   ItemID    `json:"item"`
	Person PersonID  `json:"person"`
	At     time.Time `json:"at"`
	Seq    int64     `json:"seq"`
}

// MaxPeople bounds whom one command names.
const MaxPeople = 50

// urgeEvery is how often a task can be urged, whoever does it.
const urgeEvery = time.Hour

// copyTo shows a task to others. Who has it already is not told again.
func copyTo(s *Situation, t *Task, c Command) ([]Event, error) {
	if len(c.People) == 0 || len(c.People) > MaxPeople {
		return nil, invalidField("people", "people_required", map[string]string{"limit": strconv.Itoa(MaxPeople)})
	}
	if len(c.Text) > MaxText {
		return nil, tooLong("text")
	}
	var fresh []PersonID
	for _, p := range c.People {
		if _, err := s.colleague(p, "people"); err != nil {
			return nil, err
		}
		if !s.Evaluation.copied(t.ID, p) && !slices.Contains(fresh, p) {
			fresh = append(fresh, p)
		}
	}
	slices.Sort(fresh)
	if len(fresh) == 0 {
		return nil, fault.New(fault.Conflict, "copied_already", "task %s was copied to all of them", t.ID)
	}
	return []Event{TaskCopied{t.Ref(), fresh, c.Text}}, nil
}

func (e *Evaluation) copied(t TaskID, p PersonID) bool {
	return slices.ContainsFunc(e.Copies, func(c Copy) bool { return c.Task == t && c.Person == p })
}

// markRead notes that somebody has seen a task. Only the first time counts.
func markRead(s *Situation, t *Task, _ Command) ([]Event, error) {
	seen := func(m ReadMark) bool { return m.Task == t.ID && m.Person == s.Actor.Person }
	if slices.ContainsFunc(s.Evaluation.Reads, seen) {
		return nil, nil
	}
	return []Event{TaskRead{t.Ref()}}, nil
}

// urge asks for haste. Being asked all the time helps nobody, so it is not
// done more than once an hour.
func urge(_ *Situation, t *Task, c Command) ([]Event, error) {
	if len(c.Text) > MaxText {
		return nil, tooLong("text")
	}
	return []Event{TaskUrged{t.Ref(), c.Text}}, nil
}

// fitsUrging tells whether a task can be urged again.
func (s *Situation) fitsUrging(t *Task) error {
	next := t.UrgedAt.Add(urgeEvery)
	if t.UrgedAt.IsZero() || !next.After(s.Now) {
		return nil
	}
	return fault.New(fault.Conflict, "urged_recently", "task %s was urged", t.ID).
		With("at", stamp(t.UrgedAt)).With("next", stamp(next))
}

func invalidField(name, reason string, params map[string]string) *fault.Error {
	return fault.New(fault.Invalid, reason, "%s: %s", name, reason).
		WithFields(fault.Field{Name: name, Reason: reason, Params: params})
}

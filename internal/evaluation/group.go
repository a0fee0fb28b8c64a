package evaluation

import (
	"slices"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/fault"
)

// Group is the leading group (领导小组): the notice that formed it, its term,
// and how it has changed. Who is in it are the evaluation's Members.
type Group struct {
	GroupNotice
	FormedAt time.Time `json:"formed_at"`
	// Changes counts the changes that were approved.
	Changes int `json:"changes,omitempty"`
}

// GroupNotice is the paper that forms a group (成立通知).
type GroupNotice struct {
	Number string        `json:"number,omitempty"`
	Date   calendar.Date `json:"date,omitzero"`
	Basis  string        `json:"basis,omitempty"`
	// Until is the last day of its term; the zero date is the evaluation's end.
	Until calendar.Date `json:"until,omitzero"`
	// Tasks are those of the group (领导小组职责), Office where its office is and
	// what that does (领导小组办公室), both in the drafter's words.
	Tasks  string `json:"tasks,omitempty"`
	Office string `json:"office,omitempty"`
}

// The form fields from which the notice is taken.
const (
	NoticeNumberField = "notice_number"
	NoticeDateField   = "notice_date"
	NoticeBasisField  = "notice_basis"
	NoticeUntilField  = "term_until"
	NoticeTasksField  = "notice_tasks"
	NoticeOfficeField = "notice_office"
)

// noticeOf reads the notice off a submission; what it does not say is empty.
func noticeOf(sub Submission) GroupNotice {
	date, _ := calendar.ParseDate(sub.Field(NoticeDateField))
	until, _ := calendar.ParseDate(sub.Field(NoticeUntilField))
	return GroupNotice{
		Number: sub.Field(NoticeNumberField), Date: date, Basis: sub.Field(NoticeBasisField), Until: until,
		Tasks: sub.Field(NoticeTasksField), Office: sub.Field(NoticeOfficeField),
	}
}

// GroupChange is a change of the group that waits for approval (成员变更申请).
type GroupChange struct {
	By PersonID `json:"by"`
	// Hand proposed it for By, who was away; "" when By did it himself.
	Hand   PersonID      `json:"hand,omitempty"`
	At     time.Time     `json:"at"`
	Join   []Appointment `json:"join,omitempty"`
	Leave  []Appointment `json:"leave,omitempty"`
	Reason string        `json:"reason"`
}

// GroupChangeProposed asks for a change of the group (申请变更成员).
type GroupChangeProposed struct {
	Join   []Appointment `json:"join,omitempty"`
	Leave  []Appointment `json:"leave,omitempty"`
	Reason string        `json:"reason"`
}

// GroupChangeApproved carries it out (同意变更成员).
type GroupChangeApproved struct {
	Join    []Appointment `json:"join,omitempty"`
	Leave   []Appointment `json:"leave,omitempty"`
	Opinion string        `json:"opinion"`
}

// GroupChangeRefused does not (不同意变更成员).
type GroupChangeRefused struct {
	Reason string `json:"reason"`
}

// proposeChange asks for a change of the group. It is checked when it is asked
// for and again when it is approved.
func proposeChange(s *Situation, c Command) ([]Event, error) {
	reason, err := bounded("reason", c.Reason, "reason_required")
	if err != nil {
		return nil, err
	}
	if err := s.changeable(); err != nil {
		return nil, err
	}
	for _, a := range c.Join {
		if other, ok := s.other(a.Person); !ok || !other.in(s.Evaluation.UnitID) {
			return nil, invalidField("join", "person_unknown", map[string]string{"person": string(a.Person)})
		}
	}
	if err := s.checkChange(c.Join, c.Leave); err != nil {
		return nil, err
	}
	return []Event{GroupChangeProposed{c.Join, c.Leave, reason}}, nil
}

// changeable tells whether a change of the group can be asked for.
func (s *Situation) changeable() error {
	switch {
	case s.Evaluation.Group == nil:
		return fault.New(fault.Conflict, "group_not_formed", "evaluation %s has no group yet", s.Evaluation.ID)
	case s.Evaluation.GroupChange != nil:
		return fault.New(fault.Conflict, "group_change_pending", "evaluation %s has a change that waits", s.Evaluation.ID)
	}
	return nil
}

// checkChange holds the group as it would be against the definition.
func (s *Situation) checkChange(join, leave []Appointment) error {
	if len(join)+len(leave) == 0 || len(join)+len(leave) > MaxPeople {
		return invalidField("join", "group_change_empty", nil)
	}
	for _, a := range leave {
		if !appointed(s.Evaluation, a.Person, a.Role) {
			return invalidField("leave", "not_a_member", map[string]string{"person": string(a.Person)})
		}
	}
	var then []Appointment
	for _, m := range s.Evaluation.Members {
		a := Appointment{m.Person, m.Role}
		if m.Until.IsZero() && !slices.Contains(leave, a) {
			then = append(then, a)
		}
	}
	return checkMembers(s.Definition, append(then, join...))
}

// approveChange carries a proposed change out: who leaves keeps his history
// and loses his tasks, who joins gets a seat in every round that is open.
// Nobody approves his own proposal.
func approveChange(s *Situation, c Command) ([]Event, error) {
	change, err := s.waitingChange()
	if err != nil {
		return nil, err
	}
	if len(c.Opinion) > MaxText {
		return nil, tooLong("opinion")
	}
	if err := s.checkChange(change.Join, change.Leave); err != nil {
		return nil, err
	}
	events := []Event{GroupChangeApproved{change.Join, change.Leave, c.Opinion}}
	return s.follow(events, func(now *Situation) ([]Event, error) { return now.reseat(change) })
}

func refuseChange(s *Situation, c Command) ([]Event, error) {
	reason, err := bounded("reason", c.Reason, "reason_required")
	if err != nil {
		return nil, err
	}
	if _, err := s.waitingChange(); err != nil {
		return nil, err
	}
	return []Event{GroupChangeRefused{reason}}, nil
}

func (s *Situation) waitingChange() (*GroupChange, error) {
	change := s.Evaluation.GroupChange
	if change == nil {
		return nil, fault.New(fault.Conflict, "group_change_missing", "evaluation %s has no change that waits", s.Evaluation.ID)
	}
	if err := s.notProposer(change.By, change.Hand); err != nil {
		return nil, err
	}
	return change, nil
}

// reseat gives the joiners their seats before it takes those of the leavers,
// so that no round closes for want of people who are there already.
func (s *Situation) reseat(change *GroupChange) ([]Event, error) {
	seats := s.seatsForJoiners(change.Join)
	return s.follow(seats, func(now *Situation) ([]Event, error) {
		var all []Event
		for _, gone := range change.Leave {
			lost := func(t *Task) bool { return t.voice() == gone.Person && now.loses(t, gone) }
			events, err := now.vacateAll(lost, gone.Person, "left_group")
			if err != nil {
				return nil, err
			}
			all, now = append(all, events...), now.after(events)
		}
		return all, nil
	})
}

// loses tells whether a task was somebody's by the role he has left.
func (s *Situation) loses(t *Task, gone Appointment) bool {
	if t.AddedBy != "" || !slices.Contains(t.Roles, gone.Role) {
		return false
	}
	a, _ := s.staff(gone.Person)
	_, holds := s.holds(a, t)
	return !holds
}

func (s *Situation) seatsForJoiners(join []Appointment) []Event {
	var events []Event
	var rounds []*Task
	for i := range s.Evaluation.Tasks {
		t := &s.Evaluation.Tasks[i]
		step, _ := s.Definition.Step(t.Stage, t.Step)
		known := slices.ContainsFunc(rounds, func(o *Task) bool { return sameRound(o, t) })
		if t.State.Live() && t.Seat > 0 && t.AddedBy == "" && step.Quorum != QuorumOne && step.Quorum != QuorumSequence && !known {
			rounds = append(rounds, t)
		}
	}
	for _, t := range rounds {
		step := s.stepOf(t)
		for _, a := range join {
			if !slices.Contains(step.By, a.Role) {
				continue
			}
			now := s.after(events)
			joiner, _ := now.staff(a.Person)
			seat := now.seat(t, joiner, step)
			if now.excluded(joiner, &seat) == "" && !now.seated(a.Person, t) {
				events = append(events, TaskOpened{seat})
			}
		}
	}
	return events
}

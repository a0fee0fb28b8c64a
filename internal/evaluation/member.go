package evaluation

import (
	"slices"
	"time"

	"jiheng/internal/fault"
)

// Member is a person appointed to a role within an evaluation (领导小组成员).
type Member struct {
	Person PersonID  `json:"person"`
	Role   RoleID    `json:"role"`
	Since  time.Time `json:"since"`
	// Until is when the person left the role; zero for who holds it now.
	Until time.Time `json:"until,omitzero"`
}

// appoint forms the group once the appointing step is through. The persons
// are those of this submission, or of the last one handed in for the stage,
// where one step drafts the list and the next confirms it.
func (s *Situation) appoint(stage StageID, item ItemID, step StepDefinition, handedIn Submission) ([]Event, error) {
	if len(step.Appoints) == 0 {
		return nil, nil
	}
	list := handedIn
	if len(list.Members) == 0 {
		list = s.lastList(stage, item)
	}
	if err := checkMembers(s.Definition, list.Members); err != nil {
		return nil, err
	}
	return []Event{GroupFormed{list.Members, noticeOf(list)}}, nil
}

// formsGroup tells whether a step names the group's people or appoints them.
func (s StepDefinition) formsGroup() bool { return len(s.Appoints) > 0 || asks(s, FieldMembers) }

// lastList is the list of persons that was handed in last for the stage, with
// what was filled in beside it.
func (s *Situation) lastList(stage StageID, item ItemID) Submission {
	var last *Task
	for i := range s.Evaluation.Tasks {
		o := &s.Evaluation.Tasks[i]
		if o.Stage != stage || o.Item != item || len(o.Submission.Members) == 0 {
			continue
		}
		if last == nil || !o.SettledAt.Before(last.SettledAt) {
			last = o
		}
	}
	if last == nil {
		return Submission{}
	}
	return last.Submission
}

// checkMembers holds the persons named against the roles that are appointed:
// each role within its minimum and maximum, nobody twice in one role, no role
// that the process does not appoint, and a person behind every entry.
func checkMembers(def *Definition, members []Appointment) error {
	var wrong []fault.Field
	for i, m := range members {
		r, ok := def.Role(m.Role)
		if !ok || r.HeldBy != HeldByAppointment {
			wrong = append(wrong, fault.Field{Name: "members", Reason: "role_not_appointed", Params: map[string]string{"role": string(m.Role)}})
		}
		if m.Person == "" || m.Person == SystemPerson {
			wrong = append(wrong, fault.Field{Name: "members", Reason: "person_missing", Params: map[string]string{"role": string(m.Role)}})
		}
		if slices.Contains(members[:i], m) {
			wrong = append(wrong, fault.Field{Name: "members", Reason: "member_twice", Params: map[string]string{"person": string(m.Person)}})
		}
	}
	for _, r := range def.Roles {
		if r.HeldBy == HeldByAppointment {
			wrong = append(wrong, headcount(r, members)...)
		}
	}
	if len(wrong) > 0 {
		return fault.New(fault.Invalid, "members_invalid", "%d mistakes in the list of members", len(wrong)).WithFields(wrong...)
	}
	return nil
}

func headcount(r Role, members []Appointment) []fault.Field {
	n := 0
	for _, m := range members {
		if m.Role == r.ID {
			n++
		}
	}
	if n < r.Minimum {
		return []fault.Field{{Name: "members", Reason: "too_few_members", Params: map[string]string{"role": r.Title}}}
	}
	if r.Maximum > 0 && n > r.Maximum {
		return []fault.Field{{Name: "members", Reason: "too_many_members", Params: map[string]string{"role": r.Title}}}
	}
	return nil
}

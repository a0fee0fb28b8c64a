package evaluation

import (
	"slices"
	"strconv"

	"jiheng/internal/fault"
)

// GroupRule is what the leading group needs to decide anything (议事规则).
type GroupRule struct {
	// Quorum is how many of the members must take part.
	Quorum Share
}

// Attendance is who of the leading group has taken part in a round (到会人数).
type Attendance struct {
	Present, Required int
}

// Enough tells whether what they decide counts.
func (a Attendance) Enough() bool { return a.Present >= a.Required }

// DecidedByGroup tells whether a step is decided by several who are all
// appointed: by the leading group.
func (d *Definition) DecidedByGroup(s StepDefinition) bool {
	several := s.Quorum.Votes() || s.Quorum == QuorumAll || s.Quorum == QuorumAny
	return s.Decides && several && d.appointedOnly(s.By)
}

// appointedOnly tells whether all of the roles are held by appointment.
func (d *Definition) appointedOnly(roles []RoleID) bool {
	return len(roles) > 0 && !slices.ContainsFunc(roles, func(id RoleID) bool {
		r, ok := d.Role(id)
		return !ok || r.HeldBy != HeldByAppointment
	})
}

// attendance counts the members of the group who have a seat in a round, and of
// them those who gave an opinion: each person once, for whomever he acts, none
// who has left or recused himself, and who let his deadline pass as absent.
func (s *Situation) attendance(seats []*Task, step StepDefinition) Attendance {
	if s.Definition.Group == nil || !s.Definition.DecidedByGroup(step) {
		return Attendance{}
	}
	var members, present []PersonID
	for _, o := range seats {
		voice := o.voice()
		if o.AddedBy != "" || !s.Evaluation.member(voice) {
			continue
		}
		members = append(members, voice)
		if o.State == StateCompleted || o.State == StateReturned {
			present = append(present, voice)
		}
	}
	return Attendance{distinct(present), s.Definition.Group.Quorum.Least(distinct(members))}
}

func distinct(people []PersonID) int {
	return len(slices.Compact(slices.Sorted(slices.Values(people))))
}

// Least is the smallest part of whole that is enough.
func (s Share) Least(whole int) int {
	for part := range whole {
		if s.Reached(part, whole) {
			return part
		}
	}
	return whole
}

// awaitsQuorum says that a task is settled and its round goes on because too few
// members have taken part, nil when it is otherwise.
func (s *Situation) awaitsQuorum(t *Task) error {
	step, _ := s.Definition.Step(t.Stage, t.Step)
	a := s.attendance(s.seatsOf(t), step)
	if t.State.Live() || a.Enough() || !s.roundLive(t) {
		return nil
	}
	return fault.New(fault.Conflict, "quorum_not_reached", "%d of %d members have taken part in %s", a.Present, a.Required, t.Step).
		With("present", strconv.Itoa(a.Present)).With("required", strconv.Itoa(a.Required))
}

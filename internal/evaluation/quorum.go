package evaluation

import "slices"

// Quorum says how many of the holders must act (办理方式).
type Quorum string

// The quorums that steps can ask for.
const (
	// QuorumOne: one holder claims the task and does it (签收).
	QuorumOne Quorum = "one"
	// QuorumAll: every holder has a task of their own and all must act (会签).
	QuorumAll Quorum = "all"
	// QuorumAny: every holder has a task of their own; the first decides (或签).
	QuorumAny Quorum = "any"
	// QuorumRatio: a share of the holders must agree (比例).
	QuorumRatio Quorum = "ratio"
	// QuorumVote: a share of the weighted votes must agree (票签).
	QuorumVote Quorum = "vote"
	// QuorumSequence: the holders act one after the other (依次).
	QuorumSequence Quorum = "sequence"
)

// Quorums lists all quorums.
func Quorums() []Quorum {
	return []Quorum{QuorumOne, QuorumAll, QuorumAny, QuorumRatio, QuorumVote, QuorumSequence}
}

// Votes tells whether a return is a vote against rather than a decision.
func (q Quorum) Votes() bool { return q == QuorumRatio || q == QuorumVote }

// QuorumRule is what a ratio or a vote needs to pass (通过条件).
type QuorumRule struct {
	Share   Share
	Weights []Weight // of a vote; a role without one weighs 1
}

// Weight is what the vote of a role's holder is worth (票权).
type Weight struct {
	Role   RoleID
	Points int
}

// Share is a part of the whole that must be reached (比例), such as two
// thirds; with MoreThan it must be exceeded. Both limits count as the law
// counts them: 以上 includes the figure.
type Share struct {
	Numerator, Denominator int
	MoreThan               bool
}

// Reached tells whether part of whole is enough.
func (s Share) Reached(part, whole int) bool {
	have, need := part*s.Denominator, whole*s.Numerator
	return have > need || have == need && !s.MoreThan
}

// weigh gives what a holder of the first matching role is worth.
func (r QuorumRule) weigh(role RoleID) int {
	for _, w := range r.Weights {
		if w.Role == role {
			return w.Points
		}
	}
	return 1
}

// Tally is the count of a round (计票).
type Tally struct {
	For, Against, Total int
}

// verdict is where a round stands.
type verdict int

const (
	pending verdict = iota
	passed
	failed
)

// seatsOf lists the tasks of a round that count: none that was cancelled or
// withdrawn, and none of a person who has recused himself.
func (s *Situation) seatsOf(t *Task) []*Task {
	var out []*Task
	for i := range s.Evaluation.Tasks {
		o := &s.Evaluation.Tasks[i]
		if sameRound(o, t) && o.State != StateCancelled && !s.withdrawn(o) && !s.Evaluation.recused(o.voice(), o.Item) {
			out = append(out, o)
		}
	}
	return out
}

// withdrawn tells whether somebody took back what he handed in while his round
// went on: then a later seat of the round is his.
func (s *Situation) withdrawn(t *Task) bool {
	return !t.State.Live() && slices.ContainsFunc(s.Evaluation.Tasks, func(o Task) bool {
		return o.Seat > t.Seat && sameRound(&o, t) && o.voice() == t.voice() && !o.OpenedAt.Before(t.SettledAt)
	})
}

// tally judges a round: whether it is through, and with which count. What the
// leading group decides waits until enough of its members have taken part; that
// one of them sends a matter back where all must agree is his own decision.
func (s *Situation) tally(t *Task, step StepDefinition) (verdict, Tally) {
	seats := s.seatsOf(t)
	v, n := count(seats, step)
	if (v == passed || step.Quorum.Votes()) && !s.attendance(seats, step).Enough() {
		v = pending
	}
	return v, n
}

// count counts the seats of a round by the rule of its step.
func count(seats []*Task, step StepDefinition) (verdict, Tally) {
	if step.Quorum.Votes() {
		return vote(seats, step.Rule.Share)
	}
	var n Tally
	anyDone, live := false, false
	for _, o := range seats {
		n.Total++
		switch {
		case o.State.Live():
			// Whoever was added must sign, also where any of the others will do.
			live = live || step.Quorum != QuorumAny || o.AddedBy != ""
		case o.State == StateReturned:
			n.Against++
		default: // completed, or expired: what was not handed in in time is done without
			n.For++
			anyDone = anyDone || o.AddedBy == ""
		}
	}
	switch {
	case n.Against > 0:
		return failed, n
	case live || step.Quorum == QuorumAny && !anyDone:
		return pending, n
	}
	return passed, n
}

// vote counts a ratio or a vote, which closes as soon as it can no longer
// change.
func vote(seats []*Task, share Share) (verdict, Tally) {
	var n Tally
	for _, o := range seats {
		weight := max(o.Weight, 1)
		switch o.State {
		case StateCompleted:
			n.For += weight
		case StateReturned:
			n.Against += weight
		case StateExpired: // who let the deadline pass is done without
			continue
		case StateOpen, StateClaimed, StateCancelled:
		}
		n.Total += weight
	}
	switch {
	case n.Total == 0:
		return passed, n
	case share.Reached(n.For, n.Total):
		return passed, n
	case !share.Reached(n.Total-n.Against, n.Total):
		return failed, n
	}
	return pending, n
}

package evaluation

import (
	"slices"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/fault"
)

// DisposalState is where a disposal stands (销毁状态).
type DisposalState string

// The states of a disposal.
const (
	DisposalWaiting  DisposalState = "proposed" // waits for approval (待审批)
	DisposalAgreed   DisposalState = "approved" // the contents are cleared away (已同意)
	DisposalDeclined DisposalState = "refused"  // they stay (不同意)
)

// DisposalStates lists all states of a disposal.
func DisposalStates() []DisposalState {
	return []DisposalState{DisposalWaiting, DisposalAgreed, DisposalDeclined}
}

// Disposal clears the papers of an evaluation away once they need not be kept
// any longer (到期销毁). Their digests, the manifest and the journal stay for
// good, so that what was there can still be told and copies can be checked.
type Disposal struct {
	// Number counts the disposals asked for, from 1.
	Number int    `json:"number"`
	Reason string `json:"reason"`
	// Years is how long papers had to be kept when it was asked for.
	Years int           `json:"years"`
	State DisposalState `json:"state"`
	By    PersonID      `json:"by"`
	// Hand proposed it for By, who was away; "" when By did it himself.
	Hand      PersonID  `json:"hand,omitempty"`
	At        time.Time `json:"at"`
	DecidedBy PersonID  `json:"decided_by,omitempty"`
	DecidedAt time.Time `json:"decided_at,omitzero"`
	Opinion   string    `json:"opinion,omitempty"`
}

// DisposalProposed asks for a disposal (申请销毁).
type DisposalProposed struct {
	Reason string `json:"reason"`
	Years  int    `json:"years"`
}

// DisposalApproved lets the contents be cleared away (同意销毁).
type DisposalApproved struct {
	Number  int    `json:"number"`
	Years   int    `json:"years"`
	Opinion string `json:"opinion"`
}

// DisposalRefused leaves them (不同意销毁).
type DisposalRefused struct {
	Number int    `json:"number"`
	Reason string `json:"reason"`
}

// Disposed tells whether the contents may be gone.
func (e *Evaluation) Disposed() bool {
	n := len(e.Disposals)
	return n > 0 && e.Disposals[n-1].State == DisposalAgreed
}

// disposed is what stands in the way of whatever needs the papers.
func (e *Evaluation) disposed() error {
	d := &e.Disposals[len(e.Disposals)-1]
	return fault.New(fault.Conflict, "contents_disposed", "the papers of evaluation %s were disposed of", e.ID).With("on", dayOf(d.DecidedAt))
}

func dayOf(t time.Time) string { return t.In(calendar.Location()).Format(time.DateOnly) }

// KeptUntil is when the papers need not be kept any longer: at the end of the
// day some years after the one on which it was over. It is zero while it is not
// over, and when papers are kept for good.
func (e *Evaluation) KeptUntil(years int) time.Time {
	if !e.State.Over() || years <= 0 {
		return time.Time{}
	}
	return e.Timescale.At(e.Timescale.Today(e.FinishedAt).Start().AddDate(years, 0, 1))
}

// disposable tells whether the papers may be cleared away. years is how long
// they are to be kept, 0 for good.
//
// Errors: conflict contents_disposed, evaluation_held, kept_for_good,
// retention_running with the day it ends, and those of what is still open.
func (s *Situation) disposable(years int) error {
	e := s.Evaluation
	switch {
	case e.Disposed():
		return e.disposed()
	case !e.State.Over():
		return fault.New(fault.Conflict, "evaluation_not_over", "evaluation %s is %s", e.ID, e.State)
	case e.Held():
		return fault.New(fault.Conflict, "evaluation_held", "evaluation %s is held", e.ID)
	case years <= 0:
		return fault.New(fault.Conflict, "kept_for_good", "no time is set for which papers are kept")
	case s.Now.Before(e.KeptUntil(years)):
		return fault.New(fault.Conflict, "retention_running", "papers are kept until %s", e.KeptUntil(years)).With("until", dayOf(e.KeptUntil(years).Add(-time.Nanosecond)))
	}
	return nil
}

func (s *Situation) mayProposeDisposal() error {
	if err := s.disposable(s.Retention); err != nil {
		return err
	}
	if _, err := s.waitingDisposal(); err == nil {
		return fault.New(fault.Conflict, "disposal_pending", "evaluation %s has a disposal that waits", s.Evaluation.ID)
	}
	return nil
}

func proposeDisposal(s *Situation, c Command) ([]Event, error) {
	if err := s.mayProposeDisposal(); err != nil {
		return nil, err
	}
	reason, err := bounded("reason", c.Reason, "reason_required")
	if err != nil {
		return nil, err
	}
	return []Event{DisposalProposed{reason, s.Retention}}, nil
}

func (s *Situation) waitingDisposal() (*Disposal, error) {
	n := len(s.Evaluation.Disposals)
	if n == 0 || s.Evaluation.Disposals[n-1].State != DisposalWaiting {
		return nil, fault.New(fault.Conflict, "disposal_missing", "evaluation %s has no disposal that waits", s.Evaluation.ID)
	}
	return &s.Evaluation.Disposals[n-1], nil
}

// decidesDisposal finds the disposal that waits; nobody decides on his own.
func (s *Situation) decidesDisposal() (*Disposal, error) {
	d, err := s.waitingDisposal()
	if err != nil {
		return nil, err
	}
	return d, s.notProposer(d.By, d.Hand)
}

// mayDispose looks again at everything: a hold may have been placed meanwhile,
// or the time lengthened.
func (s *Situation) mayDispose() error {
	d, err := s.decidesDisposal()
	if err != nil {
		return err
	}
	return s.disposable(longer(d.Years, s.Retention))
}

// longer is the longer of two times that papers are kept; 0 is for good.
func longer(a, b int) int {
	if a == 0 || b == 0 {
		return 0
	}
	return max(a, b)
}

func approveDisposal(s *Situation, c Command) ([]Event, error) {
	if err := s.mayDispose(); err != nil {
		return nil, err
	}
	if len(c.Opinion) > MaxText {
		return nil, tooLong("opinion")
	}
	d, _ := s.waitingDisposal()
	return []Event{DisposalApproved{d.Number, longer(d.Years, s.Retention), c.Opinion}}, nil
}

func refuseDisposal(s *Situation, c Command) ([]Event, error) {
	d, err := s.decidesDisposal()
	if err != nil {
		return nil, err
	}
	reason, err := bounded("reason", c.Reason, "reason_required")
	if err != nil {
		return nil, err
	}
	return []Event{DisposalRefused{d.Number, reason}}, nil
}

// foldDisposal applies what happens to a disposal.
func (e *Evaluation) foldDisposal(r Record) {
	list := slices.Clone(e.Disposals)
	switch v := r.Event.(type) {
	case DisposalProposed:
		list = append(list, Disposal{
			Number: len(list) + 1, Reason: v.Reason, Years: v.Years, State: DisposalWaiting, By: r.principal(), Hand: r.hand(), At: r.At,
		})
	case DisposalApproved:
		list[v.Number-1].decided(DisposalAgreed, r, v.Opinion)
	case DisposalRefused:
		list[v.Number-1].decided(DisposalDeclined, r, v.Reason)
	}
	e.Disposals = list
}

func (d *Disposal) decided(state DisposalState, r Record, opinion string) {
	d.State, d.DecidedBy, d.DecidedAt, d.Opinion = state, r.principal(), r.At, opinion
}

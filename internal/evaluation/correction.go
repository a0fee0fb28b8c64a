package evaluation

import (
	"slices"
	"time"

	"jiheng/internal/fault"
)

// CorrectionRule says who may have a published dossier corrected (更正规则), and
// from which stage on the work is done again.
type CorrectionRule struct {
	By, ApprovedBy []RoleID
	Reopens        StageID
}

// CorrectionState is where a correction stands (更正状态).
type CorrectionState string

// The states of a correction.
const (
	CorrectionWaiting  CorrectionState = "proposed" // waits for approval (待审批)
	CorrectionAgreed   CorrectionState = "approved" // the dossier is made anew (已同意)
	CorrectionDeclined CorrectionState = "refused"  // it stays as it is (不同意)
)

// CorrectionStates lists all states of a correction.
func CorrectionStates() []CorrectionState {
	return []CorrectionState{CorrectionWaiting, CorrectionAgreed, CorrectionDeclined}
}

// MaxNote bounds what the public is told of a correction, in bytes; it stands on
// one line of the manifest.
const MaxNote = 2000

// Correction is a change of what was published (更正): a new dossier takes the
// place of the old one, which stays.
type Correction struct {
	// Number counts the corrections of the evaluation, from 1.
	Number int `json:"number"`
	// Digest is the dossier that is corrected.
	Digest string `json:"digest"`
	// Reason is for those who decide, Note is what the public is told.
	Reason string          `json:"reason"`
	Note   string          `json:"note"`
	State  CorrectionState `json:"state"`
	By     PersonID        `json:"by"`
	// Hand proposed it for By, who was away; "" when By did it himself.
	Hand      PersonID  `json:"hand,omitempty"`
	At        time.Time `json:"at"`
	DecidedBy PersonID  `json:"decided_by,omitempty"`
	DecidedAt time.Time `json:"decided_at,omitzero"`
	Opinion   string    `json:"opinion,omitempty"`
}

// CorrectionProposed asks for a correction (申请更正).
type CorrectionProposed struct {
	Digest string `json:"digest"`
	Reason string `json:"reason"`
	Note   string `json:"note"`
}

// CorrectionApproved has the dossier made anew (同意更正).
type CorrectionApproved struct {
	Number  int     `json:"number"`
	Reopens StageID `json:"reopens"`
	Opinion string  `json:"opinion"`
}

// CorrectionRefused leaves it as it is (不同意更正).
type CorrectionRefused struct {
	Number int    `json:"number"`
	Reason string `json:"reason"`
}

// proposeCorrection asks for a correction of what was published.
func proposeCorrection(s *Situation, c Command) ([]Event, error) {
	if err := s.mayPropose(); err != nil {
		return nil, err
	}
	reason, err := bounded("reason", c.Reason, "reason_required")
	if err != nil {
		return nil, err
	}
	note, err := bounded("note", c.Note, "note_required")
	if err != nil {
		return nil, err
	}
	if !Line(note) || len(note) > MaxNote {
		return nil, invalidField("note", "text_not_printable", nil)
	}
	return []Event{CorrectionProposed{s.Evaluation.Publication.Digest, reason, note}}, nil
}

func (s *Situation) mayPropose() error {
	if err := s.correctable(); err != nil {
		return err
	}
	return s.heldFor(s.Definition.Correction.By)
}

// correctable tells whether there is something to correct.
//
// Errors: conflict correction_not_provided where the process knows none,
// nothing_published, correction_pending, correction_under_way while a corrected
// dossier is not published yet.
func (s *Situation) correctable() error {
	e := s.Evaluation
	n := len(e.Corrections)
	switch {
	case e.Disposed():
		return e.disposed()
	case s.Definition.Correction == nil:
		return fault.New(fault.Conflict, "correction_not_provided", "process %s knows no corrections", s.Definition.Name)
	case e.Publication == nil:
		return fault.New(fault.Conflict, "nothing_published", "evaluation %s has published nothing", e.ID)
	case n > 0 && e.Corrections[n-1].State == CorrectionWaiting:
		return fault.New(fault.Conflict, "correction_pending", "evaluation %s has a correction that waits", e.ID)
	case e.Correcting() != nil:
		return fault.New(fault.Conflict, "correction_under_way", "evaluation %s is being corrected", e.ID)
	}
	return nil
}

// Correcting gives the correction whose dossier is being made, or is made and
// not published yet; nil when there is none.
func (e *Evaluation) Correcting() *Correction {
	n := len(e.Corrections)
	if n == 0 || e.Corrections[n-1].State != CorrectionAgreed || e.Publication == nil || e.Publication.Digest != e.Corrections[n-1].Digest {
		return nil
	}
	return &e.Corrections[n-1]
}

// waitingCorrection finds the correction that waits. Nobody decides on his own
// proposal.
func (s *Situation) waitingCorrection() (*Correction, error) {
	n := len(s.Evaluation.Corrections)
	if n == 0 || s.Evaluation.Corrections[n-1].State != CorrectionWaiting {
		return nil, fault.New(fault.Conflict, "correction_missing", "evaluation %s has no correction that waits", s.Evaluation.ID)
	}
	c := &s.Evaluation.Corrections[n-1]
	if err := s.notProposer(c.By, c.Hand); err != nil {
		return nil, err
	}
	return c, nil
}

// heldFor refuses who holds none of the roles.
func (s *Situation) heldFor(roles []RoleID) error {
	for _, id := range roles {
		role, _ := s.Definition.Role(id)
		if _, ok := s.holdsOne(s.Actor, []RoleID{id}, s.Evaluation.UnitOf(role), ""); ok {
			return nil
		}
	}
	return fault.New(fault.Forbidden, "role_missing", "%s holds none of %v", s.Actor.Person, roles).WithRule("duty:named-for-correction")
}

func refuseCorrection(s *Situation, c Command) ([]Event, error) {
	w, err := s.decidesCorrection()
	if err != nil {
		return nil, err
	}
	reason, err := bounded("reason", c.Reason, "reason_required")
	if err != nil {
		return nil, err
	}
	return []Event{CorrectionRefused{w.Number, reason}}, nil
}

func (s *Situation) decidesCorrection() (*Correction, error) {
	w, err := s.waitingCorrection()
	if err != nil {
		return nil, err
	}
	return w, s.heldFor(s.Definition.Correction.ApprovedBy)
}

// approveCorrection reopens the stage from which the dossier is made anew.
func approveCorrection(s *Situation, c Command) ([]Event, error) {
	w, err := s.decidesCorrection()
	if err != nil {
		return nil, err
	}
	if len(c.Opinion) > MaxText {
		return nil, tooLong("opinion")
	}
	rule := s.Definition.Correction
	events := []Event{CorrectionApproved{w.Number, rule.Reopens, c.Opinion}}
	sd, _ := s.Definition.Stage(rule.Reopens)
	again := Reopening{To: StepRef{sd.ID, sd.Steps[0].ID}, Reason: w.Reason}
	return s.follow(events, func(now *Situation) ([]Event, error) { return Reopen(now, again) })
}

// foldCorrection applies what happens to a correction.
func (e *Evaluation) foldCorrection(r Record) {
	list := slices.Clone(e.Corrections)
	switch v := r.Event.(type) {
	case CorrectionProposed:
		list = append(list, Correction{
			Number: len(list) + 1, Digest: v.Digest, Reason: v.Reason, Note: v.Note, State: CorrectionWaiting,
			By: r.principal(), Hand: r.hand(), At: r.At,
		})
	case CorrectionApproved:
		list[v.Number-1].decided(CorrectionAgreed, r, v.Opinion)
	case CorrectionRefused:
		list[v.Number-1].decided(CorrectionDeclined, r, v.Reason)
	}
	e.Corrections = list
}

func (c *Correction) decided(state CorrectionState, r Record, opinion string) {
	c.State, c.DecidedBy, c.DecidedAt, c.Opinion = state, r.principal(), r.At, opinion
}

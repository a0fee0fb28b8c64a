package scoring

import (
	"slices"
	"strconv"
	"strings"

	"jiheng/internal/fault"
)

// Reviewer is who gave points (评分主体).
type Reviewer string

// The reviewers, in the order in which they speak.
const (
	BySelf       Reviewer = "self"
	ByDepartment Reviewer = "department"
	ByFinance    Reviewer = "finance"
)

// Reviewers lists all reviewers; the later one's points prevail.
func Reviewers() []Reviewer { return []Reviewer{BySelf, ByDepartment, ByFinance} }

// Opinion is what one reviewer gave an item, and why (评分意见).
type Opinion struct {
	By     Reviewer `json:"by"`
	Points Number   `json:"points"`
	Reason string   `json:"reason,omitempty"`
}

// Reviewed is an item with the opinions on it (复核项). Full is nil where it is
// not published.
type Reviewed struct {
	ID       string    `json:"id"`
	Title    string    `json:"title,omitempty"`
	Full     *Number   `json:"full,omitempty"`
	Opinions []Opinion `json:"opinions"`
}

// Side is an item with all opinions in order and what they come to.
type Side struct {
	Reviewed
	// Settled is the latest opinion's points, nil without any. The others
	// stand beside it.
	Settled *Number `json:"settled,omitempty"`
	// Gap is Settled less what the unit gave itself, nil unless both are known.
	Gap *Number `json:"gap,omitempty"`
}

// Total is the sum of what one reviewer gave. It is there only when the
// reviewer spoke on every item: a sum over some would look like one over all.
type Total struct {
	By     Reviewer `json:"by"`
	Points Number   `json:"points"`
}

// SideBySide lays all opinions on a sheet side by side (自评复核对照表).
type SideBySide struct {
	Items  []Side  `json:"items"`
	Totals []Total `json:"totals"`
	// Settled is the sum of what prevails, nil unless every item has some.
	Settled *Number `json:"settled,omitempty"`
	// Gap is Settled less the unit's own total, nil unless both are known.
	Gap *Number `json:"gap,omitempty"`
}

// LaySideBySide orders the opinions and takes the differences; it changes none
// of them. A reviewer who gives other points than the unit must say why.
//
// It returns an invalid fault whose fields say what is wrong and where:
// id_invalid, id_twice, reviewer_unknown, reviewer_twice, number_negative,
// score_above_full, reason_missing.
func LaySideBySide(items []Reviewed) (SideBySide, error) {
	ids := make([]string, len(items))
	var wrong []fault.Field
	for i, r := range items {
		ids[i] = r.ID
		wrong = append(wrong, r.faults("/items/"+strconv.Itoa(i))...)
	}
	if err := distinct(ids); err != nil {
		return SideBySide{}, err
	}
	if len(wrong) > 0 {
		return SideBySide{}, fault.New(fault.Invalid, wrong[0].Reason, "%s", wrong[0].Name).WithFields(wrong...)
	}
	out := SideBySide{Items: make([]Side, len(items)), Totals: []Total{}}
	for i, r := range items {
		out.Items[i] = r.side()
	}
	out.addUp()
	return out, nil
}

func (r Reviewed) faults(at string) []fault.Field {
	var wrong []fault.Field
	self := r.opinion(BySelf)
	for i, o := range r.Opinions {
		reason := ""
		switch {
		case !slices.Contains(Reviewers(), o.By):
			reason = "reviewer_unknown"
		case slices.ContainsFunc(r.Opinions[:i], func(b Opinion) bool { return b.By == o.By }):
			reason = "reviewer_twice"
		case o.Points.IsNegative():
			reason = "number_negative"
		case r.Full != nil && o.Points.Compare(*r.Full) > 0:
			reason = "score_above_full"
		case o.By != BySelf && self != nil && !o.Points.Equal(self.Points) && strings.TrimSpace(o.Reason) == "":
			reason = "reason_missing"
		default:
			continue
		}
		wrong = append(wrong, fault.Field{Name: at + "/opinions/" + strconv.Itoa(i), Reason: reason, Params: map[string]string{"value": o.Points.String()}})
	}
	return wrong
}

func (r Reviewed) opinion(by Reviewer) *Opinion {
	for i := range r.Opinions {
		if r.Opinions[i].By == by {
			return &r.Opinions[i]
		}
	}
	return nil
}

func (r Reviewed) side() Side {
	s := Side{Reviewed: r}
	s.Opinions = []Opinion{}
	for _, by := range Reviewers() {
		if o := r.opinion(by); o != nil {
			s.Opinions, s.Settled = append(s.Opinions, *o), &o.Points
		}
	}
	if self := r.opinion(BySelf); self != nil {
		gap := s.Settled.minus(self.Points)
		s.Gap = &gap
	}
	return s
}

func (s *SideBySide) addUp() {
	for _, by := range Reviewers() {
		sum, all := Number{}, len(s.Items) > 0
		for _, item := range s.Items {
			o := item.opinion(by)
			if all = all && o != nil; all {
				sum = sum.plus(o.Points)
			}
		}
		if all {
			s.Totals = append(s.Totals, Total{by, sum})
		}
	}
	settled := Number{}
	for _, item := range s.Items {
		if item.Settled == nil {
			return
		}
		settled = settled.plus(*item.Settled)
	}
	if len(s.Items) == 0 {
		return
	}
	s.Settled = &settled
	if len(s.Totals) > 0 && s.Totals[0].By == BySelf {
		gap := settled.minus(s.Totals[0].Points)
		s.Gap = &gap
	}
}

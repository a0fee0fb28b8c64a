package scoring

import (
	"slices"

	"jiheng/internal/fault"
)

// Standing is one unit or project with its points (名次对象).
type Standing struct {
	ID     string `json:"id"`
	Points Number `json:"points"`
}

// Ranked is a standing with its place (名次).
type Ranked struct {
	Standing
	// Place counts from 1. Equal points share a place, and the next place is
	// as far behind as there are better ones: 1, 2, 2, 4.
	Place int `json:"place"`
	// Tied tells that others have the same points.
	Tied bool `json:"tied"`
}

// Rank orders by points, the most first, and within equal points as given
// (排名). It returns an invalid fault: id_invalid or id_twice.
func Rank(list []Standing) ([]Ranked, error) {
	ids := make([]string, len(list))
	for i, s := range list {
		ids[i] = s.ID
	}
	if err := distinct(ids); err != nil {
		return nil, err
	}
	ranked := make([]Ranked, len(list))
	for i, s := range list {
		ranked[i] = Ranked{Standing: s}
	}
	slices.SortStableFunc(ranked, func(a, b Ranked) int { return b.Points.Compare(a.Points) })
	for i := range ranked {
		ranked[i].Place = i + 1
		if i > 0 && ranked[i].Points.Equal(ranked[i-1].Points) {
			ranked[i].Place, ranked[i].Tied, ranked[i-1].Tied = ranked[i-1].Place, true, true
		}
	}
	return ranked, nil
}

// Border is what becomes of equal points at the last place of a quota, where
// not all of them fit (并列处理). Sources that name a quota seldom say.
type Border string

// The ways at the border.
const (
	// BorderIn takes all who are equal at the border, beyond the quota.
	BorderIn Border = "in"
	// BorderOut takes none of them, within the quota.
	BorderOut Border = "out"
	// BorderAsk leaves them to people.
	BorderAsk Border = "ask"
)

// Borders lists all ways.
func Borders() []Border { return []Border{BorderIn, BorderOut, BorderAsk} }

// Quota is how many of a ranking are commended (先进名额): a share in percent,
// how its number is rounded, and what becomes of equal points at its border.
type Quota struct {
	Percent  Number   `json:"percent"`
	Rounding Rounding `json:"rounding"`
	Border   Border   `json:"border"`
}

// Selection is the outcome of a quota (先进名单).
type Selection struct {
	// Count is the number that the share gives.
	Count int `json:"count"`
	// Chosen and Undecided are ids in the order of the ranking; Undecided is
	// for people to decide.
	Chosen    []string `json:"chosen"`
	Undecided []string `json:"undecided"`
}

// Select takes the best of a ranking. It returns an invalid fault: those of
// Rank and ShareOf, or border_unknown.
func Select(list []Standing, q Quota) (Selection, error) {
	if !slices.Contains(Borders(), q.Border) {
		return Selection{}, fault.New(fault.Invalid, "border_unknown", "no such way: %.40q", string(q.Border))
	}
	ranked, err := Rank(list)
	if err != nil {
		return Selection{}, err
	}
	count, err := ShareOf(len(ranked), q.Percent, q.Rounding)
	if err != nil {
		return Selection{}, err
	}
	s := Selection{Count: count, Chosen: []string{}, Undecided: []string{}}
	for i, r := range ranked {
		split := count > 0 && count < len(ranked) && ranked[count-1].Place == ranked[count].Place
		atBorder := split && r.Place == ranked[count-1].Place
		switch {
		case atBorder && q.Border == BorderAsk:
			s.Undecided = append(s.Undecided, r.ID)
		case atBorder && q.Border == BorderIn, !atBorder && i < count:
			s.Chosen = append(s.Chosen, r.ID)
		}
	}
	return s, nil
}

package review

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"jiheng/internal/declaration"
	"jiheng/internal/fault"
	"jiheng/internal/scoring"
)

// Opinion is what a reviewer gave a filing in one round (复核意见).
type Opinion struct {
	Reviewer scoring.Reviewer
	// Round counts the opinions of one reviewer on one filing, from 1.
	Round   int
	Points  []ItemPoints
	Total   string
	Opinion string
	By      string
	At      time.Time
}

// ItemPoints is what an item was given, and why (逐项复核). Item is its place in
// the score table, from 1.
type ItemPoints struct {
	Item   int    `json:"item"`
	Points string `json:"points"`
	Reason string `json:"reason,omitempty"`
}

// Reviewer is who acts for the receiver (复核人).
type Reviewer struct {
	Person string
	// Units are those in which he belongs or holds a part in the work.
	Units []string
}

// Sides lays what the unit gave itself and the latest opinions side by side.
// Without a score table there is one item, the total. Gap and totals are
// scoring's; the rest is as it was given.
//
// Errors: those of scoring.LaySideBySide; invalid sheet_invalid.
func (f Filing) Sides(opinions []Opinion) (scoring.SideBySide, error) {
	items, err := f.items()
	if err != nil {
		return scoring.SideBySide{}, err
	}
	for _, o := range latest(opinions) {
		for at, p := range o.Points {
			if p.Item < 1 || p.Item > len(items) {
				return scoring.SideBySide{}, badItem(at, p.Item)
			}
			n, err := scoring.ParseNumber(p.Points)
			if err != nil {
				return scoring.SideBySide{}, badPoints(at, err)
			}
			it := &items[p.Item-1]
			it.Opinions = append(it.Opinions, scoring.Opinion{By: o.Reviewer, Points: n, Reason: p.Reason})
		}
	}
	return scoring.LaySideBySide(items)
}

// items are the items of the score table with what the unit gave itself, the
// row about the money last where it bears points. Where an item has no published
// score, the declared total is the one item.
func (f Filing) items() ([]scoring.Reviewed, error) {
	var items []scoring.Reviewed
	if len(f.Sheet) > 0 && string(f.Sheet) != "null" {
		d, err := declaration.Parse(f.Sheet)
		if err != nil {
			return nil, err
		}
		items = scored(d.Scored())
	}
	if len(items) > 0 {
		return items, nil
	}
	whole := scoring.Reviewed{ID: "1", Title: wordTotal}
	if n, err := scoring.ParseNumber(f.DeclaredTotal); err == nil {
		whole.Opinions = []scoring.Opinion{{By: scoring.BySelf, Points: n}}
	}
	return []scoring.Reviewed{whole}, nil
}

// scored are the items with what the unit gave each, none where one is not
// published.
func scored(list []scoring.Item) []scoring.Reviewed {
	var items []scoring.Reviewed
	for i, it := range list {
		if it.Score == nil {
			return nil
		}
		items = append(items, scoring.Reviewed{
			ID: strconv.Itoa(i + 1), Title: it.Name, Full: it.Weight,
			Opinions: []scoring.Opinion{{By: scoring.BySelf, Points: *it.Score}},
		})
	}
	return items
}

// latest gives the last round of each reviewer.
func latest(opinions []Opinion) []Opinion {
	var out []Opinion
	for _, by := range scoring.Reviewers() {
		var last *Opinion
		for i := range opinions {
			if o := &opinions[i]; o.Reviewer == by && (last == nil || o.Round > last.Round) {
				last = o
			}
		}
		if last != nil {
			out = append(out, *last)
		}
	}
	return out
}

// Assess adds an opinion: every item must have points, with a reason where they
// differ from what the unit gave itself (复核). The opinions before it stay.
//
// Errors: conflict filing_not_received; invalid items_missing and those of
// Sides.
func (f Filing) Assess(by scoring.Reviewer, person string, points []ItemPoints, opinion string, before []Opinion, at time.Time) (Opinion, error) {
	if f.State != Accepted && f.State != Received {
		return Opinion{}, f.settled()
	}
	if len(opinion) > maxReason {
		return Opinion{}, fault.New(fault.Invalid, "text_too_long", "the opinion is too long").
			WithFields(fault.Field{Name: "opinion", Reason: "text_too_long"})
	}
	out := Opinion{Reviewer: by, Round: 1, Points: points, Opinion: opinion, By: person, At: at}
	for _, o := range before {
		if o.Reviewer == by {
			out.Round = max(out.Round, o.Round+1)
		}
	}
	sides, err := f.Sides(append(append([]Opinion{}, before...), out))
	if err != nil {
		return Opinion{}, placed(err, points)
	}
	if err := withinTotal(sides, points); err != nil {
		return Opinion{}, err
	}
	for _, total := range sides.Totals {
		if total.By == by {
			out.Total = total.Points.String()
		}
	}
	if out.Total == "" {
		return Opinion{}, fault.New(fault.Invalid, "items_missing", "%d of %d items have points", len(points), len(sides.Items)).
			WithFields(fault.Field{Name: "points", Reason: "items_missing"})
	}
	return out, nil
}

// hundred is what a total is out of where no weights were published.
func hundred() scoring.Number { n, _ := scoring.ParseNumber("100"); return n }

// withinTotal bounds the points of a total whose items are not known: nobody
// gives more than a hundred, unless the unit gave itself more, as with a bonus.
func withinTotal(sides scoring.SideBySide, points []ItemPoints) error {
	for at, p := range points {
		it := sides.Items[p.Item-1]
		given, err := scoring.ParseNumber(p.Points)
		if err != nil || it.Full != nil {
			continue // of the weight, scoring takes care
		}
		most := hundred()
		for _, o := range it.Opinions {
			if o.By == scoring.BySelf && o.Points.Compare(most) > 0 {
				most = o.Points
			}
		}
		if given.Compare(most) > 0 {
			return fault.New(fault.Invalid, "score_above_full", "%s of %s points", given, most).
				WithFields(fault.Field{Name: pointsAt(at, "points"), Reason: "score_above_full", Params: map[string]string{"value": p.Points, "full": most.String()}})
		}
	}
	return nil
}

// pointsAt names a part of what an item was given by its place in the list.
func pointsAt(at int, part string) string { return "points." + strconv.Itoa(at) + "." + part }

// placed says of what scoring found wrong with an item where that stands in the
// list that was given.
func placed(err error, points []ItemPoints) error {
	f := fault.As(err)
	if f == nil {
		return err
	}
	for i, field := range f.Fields {
		rest, of := strings.CutPrefix(field.Name, "/items/")
		number, _, _ := strings.Cut(rest, "/")
		item, bad := strconv.Atoi(number)
		at := slices.IndexFunc(points, func(p ItemPoints) bool { return p.Item == item+1 })
		if !of || bad != nil || at < 0 {
			continue
		}
		part := "points"
		if field.Reason == "reason_missing" {
			part = "reason"
		}
		f.Fields[i].Name = pointsAt(at, part)
	}
	return f
}

func badItem(at, item int) error {
	return fault.New(fault.Invalid, "score_item_unknown", "no item %d", item).
		WithFields(fault.Field{Name: pointsAt(at, "item"), Reason: "score_item_unknown", Params: map[string]string{"value": strconv.Itoa(item)}})
}

func badPoints(at int, err error) error {
	return fault.Wrap(err, fault.Invalid, "number_invalid", "points at %d", at).
		WithFields(fault.Field{Name: pointsAt(at, "points"), Reason: "number_invalid"})
}

// Repeats tells whether the reviewer's last opinion is this very one, as when
// it is sent twice.
func (o Opinion) Repeats(before []Opinion) bool {
	for _, b := range before {
		if b.Reviewer == o.Reviewer && b.Round == o.Round-1 {
			return b.By == o.By && b.Opinion == o.Opinion && slices.Equal(b.Points, o.Points)
		}
	}
	return false
}

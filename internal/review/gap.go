package review

import (
	"encoding/json"
	"slices"
	"time"

	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/internal/scoring"
)

// Gap is a review gap as the bureau settled it by a scheme: what is taken for
// the distance, and why (复核分差认定).
type Gap struct {
	// Round counts the settlements on one filing, from 1; the last one counts.
	Round int
	// OpinionRound is the finance opinion that it was settled on.
	OpinionRound  int
	Scheme        string
	SchemeVersion int
	SchemeDigest  string
	Choices       []scoring.Decision
	// Drawn tells whether the filing had been drawn by then.
	Drawn                            bool
	Self, Review, Distance, Deducted string
	// After is the review less the deduction, "" where the scheme does not take
	// it off the review.
	After string
	// Reading is the scheme's arithmetic, canonical JSON.
	Reading string
	By      string
	At      time.Time
}

// GapSettled is a review gap that was settled (复核分差认定).
type GapSettled struct {
	Filing        string             `json:"filing"`
	Digest        string             `json:"digest"`
	Round         int                `json:"round"`
	OpinionRound  int                `json:"opinion_round"`
	Scheme        string             `json:"scheme"`
	SchemeVersion int                `json:"scheme_version"`
	SchemeDigest  string             `json:"scheme_digest"`
	Choices       []scoring.Decision `json:"choices"`
	Drawn         bool               `json:"drawn"`
	Self          string             `json:"self"`
	Review        string             `json:"review"`
	Gap           string             `json:"gap"`
	Deduction     string             `json:"deduction"`
	After         string             `json:"after,omitempty"`
	Reading       json.RawMessage    `json:"reading"`
}

// Type names the event.
func (GapSettled) Type() string { return "gap_settled" }

// ReadGap reads the distance between what the unit gave itself and what the
// bureau gave last by a scheme; settle takes nothing for granted.
//
// Errors: conflict gap_unknown; those of Sides, ReadGap and SettleGap.
func (f Filing) ReadGap(s scoring.Scheme, choices []scoring.Decision, opinions []Opinion, settle bool) (scoring.GapReading, error) {
	sides, err := f.Sides(opinions)
	if err != nil {
		return scoring.GapReading{}, err
	}
	totals := map[scoring.Reviewer]*scoring.Number{}
	for i := range sides.Totals {
		totals[sides.Totals[i].By] = &sides.Totals[i].Points
	}
	self, review := totals[scoring.BySelf], totals[scoring.ByFinance]
	if self == nil || review == nil {
		return scoring.GapReading{}, fault.New(fault.Conflict, "gap_unknown", "filing %s has not both totals", f.ID)
	}
	if settle {
		return s.SettleGap(*self, *review, choices)
	}
	return s.ReadGap(*self, *review, choices)
}

// SettleGap settles what is taken for the distance (认定复核分差). What was
// settled before stays; known is true where the last settlement says the same.
//
// Errors: conflict filing_settled for what is not under review; those of
// ReadGap.
func (f Filing) SettleGap(s scoring.Scheme, choices []scoring.Decision, person string, now *Situation) (out Gap, known bool, err error) {
	if f.State != Accepted && f.State != Received {
		return out, false, f.settled()
	}
	reading, err := f.ReadGap(s, choices, now.Opinions, true)
	if err != nil {
		return out, false, err
	}
	text, err := journal.Canonical(reading)
	if err != nil {
		return out, false, err
	}
	out = Gap{
		Round: len(now.Gaps) + 1, OpinionRound: lastRound(now.Opinions, scoring.ByFinance),
		Scheme: s.Name, SchemeVersion: s.Version, SchemeDigest: s.Digest, Drawn: now.Drawn,
		Self: reading.Self.String(), Review: reading.Review.String(), Distance: reading.Gap.String(), Deducted: reading.Deduction.String(),
		Reading: string(text), By: person, At: now.Now,
	}
	if reading.After != nil {
		out.After = reading.After.String()
	}
	for _, c := range reading.Choices {
		out.Choices = append(out.Choices, scoring.Decision{Name: c.Name, Value: c.Value})
	}
	return out, len(now.Gaps) > 0 && out.repeats(now.Gaps[len(now.Gaps)-1]), nil
}

// repeats tells whether a settlement says what the one before it says.
func (g Gap) repeats(before Gap) bool {
	return g.OpinionRound == before.OpinionRound && g.SchemeDigest == before.SchemeDigest && g.Scheme == before.Scheme &&
		g.SchemeVersion == before.SchemeVersion && slices.Equal(g.Choices, before.Choices)
}

// Outdated tells whether the bureau has given another opinion since.
func (g Gap) Outdated(opinions []Opinion) bool {
	return lastRound(opinions, scoring.ByFinance) != g.OpinionRound
}

// Settled is the event that says so.
func (g Gap) Settled(f Filing) GapSettled {
	return GapSettled{
		Filing: f.ID, Digest: f.Digest, Round: g.Round, OpinionRound: g.OpinionRound, Scheme: g.Scheme, SchemeVersion: g.SchemeVersion,
		SchemeDigest: g.SchemeDigest, Choices: g.Choices, Drawn: g.Drawn, Self: g.Self, Review: g.Review, Gap: g.Distance,
		Deduction: g.Deducted, After: g.After, Reading: json.RawMessage(g.Reading),
	}
}

func lastRound(opinions []Opinion, by scoring.Reviewer) int {
	round := 0
	for _, o := range opinions {
		if o.Reviewer == by {
			round = max(round, o.Round)
		}
	}
	return round
}

// FilingGap is a settled gap with the filing that it is on.
type FilingGap struct {
	Gap

	Filing string
}

// judged is how far the review of a filing has come in the journal.
type judged struct {
	round, gaps int
	total       string
}

// heard notes the bureau's opinion, so that a gap can be held against it.
func (l *Ledger) heard(v *FilingAssessed) {
	if v.Reviewer != scoring.ByFinance {
		return
	}
	if l.judged == nil {
		l.judged = map[string]judged{}
	}
	l.judged[v.Filing] = judged{v.Round, l.judged[v.Filing].gaps, v.Total}
}

// settled folds a settled gap: the next of its filing, on the opinion that was
// the last by then.
func (l *Ledger) settled(e journal.Entry, v *GapSettled) error {
	now, ok := l.judged[v.Filing]
	if !ok || v.Round != now.gaps+1 || v.OpinionRound != now.round || v.Review != now.total {
		return unfit(e)
	}
	now.gaps++
	l.judged[v.Filing] = now
	l.Gaps = append(l.Gaps, FilingGap{Filing: v.Filing, Gap: Gap{
		Round: v.Round, OpinionRound: v.OpinionRound, Scheme: v.Scheme, SchemeVersion: v.SchemeVersion, SchemeDigest: v.SchemeDigest,
		Choices: v.Choices, Drawn: v.Drawn, Self: v.Self, Review: v.Review, Distance: v.Gap, Deducted: v.Deduction, After: v.After,
		Reading: string(v.Reading), By: e.ActorID, At: e.At,
	}})
	return nil
}

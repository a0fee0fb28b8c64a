package review_test

import (
	"encoding/json"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/internal/review"
	"jiheng/internal/scoring"
)

// kept is a book with the rows as decisions leave them, and its journal.
type kept struct {
	t       require.TestingT
	book    review.Book
	head    journal.Head
	entries []journal.Entry
	filings map[string]review.Filing
	draws   map[string]review.Draw
	given   map[string][]review.Opinion
	gaps    map[string][]review.Gap
	rolled  []review.RollUp
}

func newKept(t require.TestingT) *kept {
	b := review.Book{ReceiverID: "bureau", Year: 2025}
	return &kept{t, b, journal.Genesis(b.Chain()), nil, map[string]review.Filing{}, map[string]review.Draw{}, map[string][]review.Opinion{}, map[string][]review.Gap{}, nil}
}

func (k *kept) now() time.Time { return at().Add(time.Duration(len(k.entries)) * time.Minute) }

func (k *kept) write(events ...review.Event) {
	now := k.now()
	for _, event := range events {
		data, err := journal.Canonical(event)
		require.NoError(k.t, err)
		e, head, err := journal.Append(k.head, journal.Entry{At: now, Type: event.Type(), ActorID: "clerk", Data: data})
		require.NoError(k.t, err)
		k.head, k.entries = head, append(k.entries, e)
	}
}

func (k *kept) arrives(unit string, channel review.Channel) {
	var here []review.Filing
	for n := 1; ; n++ {
		f, ok := k.filings[review.FilingID("bureau", unit, "ev", n)]
		if !ok {
			break
		}
		here = append(here, f)
	}
	n := len(here) + 1
	f := review.Filing{
		ID: review.FilingID("bureau", unit, "ev", n), Number: k.book.Number(len(k.filings) + 1), ReceiverID: "bureau", UnitID: unit, EvaluationID: "ev",
		Year: 2025, Title: unit, Version: n, Digest: digest(strconv.Itoa(n)), Package: digest("a"), Size: 7, DeclaredTotal: "90", Channel: channel,
		FiledAt: at(), ArrivedAt: k.now(), State: review.Arrived, Sheet: json.RawMessage(`{"items":[{"name":"x","weight":1.50}]}`),
	}
	if n > 1 {
		f.Supersedes = here[n-2].Digest
	}
	if channel != review.ChannelLocal {
		f.State, f.ReceivedAt, f.Envelope, f.Receipt = review.Received, k.now(), "envelope", "receipt"
	}
	rows, events, err := review.Enter(f, here, "key")
	require.NoError(k.t, err)
	for _, row := range rows {
		k.filings[row.ID] = row
	}
	k.write(events...)
}

func (k *kept) decides(f review.Filing, what int) {
	points := []review.CheckPoint{{Name: "材料齐全", Passed: true}}
	switch what {
	case 0:
		if f, err := f.Receive(k.now()); err == nil {
			k.filings[f.ID] = f
			k.write(review.FilingAcknowledged{Filing: f.ID, Number: f.Number, Digest: f.Digest})
		}
	case 1:
		if f, err := f.Accept("clerk", points, k.now()); err == nil {
			k.filings[f.ID] = f
			k.write(review.FilingAccepted{Filing: f.ID, Digest: f.Digest, FormCheck: points})
		}
	case 2:
		if f, err := f.SendBack("clerk", []string{"没有盖章"}, nil, k.now()); err == nil {
			f.Notice = "notice"
			k.filings[f.ID] = f
			k.write(review.FilingSentBack{Filing: f.ID, Digest: f.Digest, Reasons: f.Reasons, Notice: review.TextDigest(f.Notice)})
		}
	case 3:
		f.Sheet = nil
		now := &review.Situation{Now: k.now(), Opinions: k.given[f.ID], Gaps: k.gaps[f.ID]}
		if g, known, err := f.SettleGap(gapScheme(), nil, "clerk", now); err == nil && !known {
			k.gaps[f.ID] = append(k.gaps[f.ID], g)
			k.write(g.Settled(f))
		}
	default:
		f.Sheet = nil
		given := []review.ItemPoints{{Item: 1, Points: "88", Reason: "没有佐证"}}
		if o, err := f.Assess(scoring.ByFinance, "clerk", given, "", k.given[f.ID], k.now()); err == nil {
			k.given[f.ID] = append(k.given[f.ID], o)
			k.write(review.FilingAssessed{Filing: f.ID, Reviewer: o.Reviewer, Round: o.Round, Points: o.Points, Total: o.Total, Opinion: o.Opinion})
		}
	}
}

func (k *kept) draw() {
	var ids []string
	for id := range k.filings {
		ids = append(ids, id)
	}
	d, err := review.List(review.Draw{ID: "dr-" + strconv.Itoa(len(k.draws)), ReceiverID: "bureau", Year: 2025, Title: "抽查", Population: ids, Size: 1}, "clerk", k.now())
	require.NoError(k.t, err)
	k.write(review.DrawListed{Draw: d.ID, Title: d.Title, Digest: d.Digest, Size: d.Size, Population: d.Population})
	d, err = d.Publish("seed", "彩票", k.now())
	require.NoError(k.t, err)
	k.write(review.SeedPublished{Draw: d.ID, Digest: d.Digest, Seed: d.Seed, Source: d.SeedSource})
	d, err = d.Do("clerk", k.now())
	require.NoError(k.t, err)
	k.write(review.LotsDrawn{Draw: d.ID, Digest: d.Digest, Seed: d.Seed, Size: d.Size, Drawn: d.Drawn()})
	k.draws[d.ID] = d
}

// Whatever is decided, in whatever order: the journal comes to the rows.
func TestALedger_comes_to_the_rows(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		k := newKept(t)
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			unit := rapid.SampledFrom([]string{"a", "b"}).Draw(t, "unit")
			f, ok := k.filings[review.FilingID("bureau", unit, "ev", 1)]
			switch what := rapid.IntRange(0, 7).Draw(t, "what"); {
			case !ok || what == 4:
				k.arrives(unit, rapid.SampledFrom(review.Channels()).Draw(t, "channel"))
			case what == 5:
				k.draw()
			default:
				k.decides(f, what)
			}
		}
		l := review.Ledger{Book: k.book}
		for _, e := range k.entries {
			require.NoError(t, l.Add(e))
		}
		require.Len(t, l.Filings, len(k.filings))
		for _, got := range l.Filings {
			want := k.filings[got.ID]
			require.Equal(t, review.SheetDigest(want.Sheet), got.Record.Sheet)
			require.Equal(t, review.TextDigest(want.Notice), got.Notice)
			want.Sheet, want.Envelope, want.Receipt, want.Notice = nil, "", "", ""
			require.Equal(t, want, got.Filing)
		}
		for _, got := range l.Draws {
			require.Equal(t, k.draws[got.ID], got)
		}
		for _, got := range l.Opinions {
			require.Contains(t, k.given[got.Filing], got.Opinion)
		}
		settled := 0
		for _, gaps := range k.gaps {
			settled += len(gaps)
		}
		require.Len(t, l.Gaps, settled)
		for _, got := range l.Gaps {
			require.Equal(t, k.gaps[got.Filing][got.Round-1], got.Gap)
		}
	})
}

func TestALedger_takes_nothing_that_does_not_fit(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind, data, reason string
	}{
		"of a filing that is not there": {"filing_accepted", `{"filing":"rf-1"}`, "event_unfit"},
		"a seed without a list":         {"seed_published", `{"draw":"dr-1"}`, "event_unfit"},
		"a list with another digest":    {"draw_listed", `{"draw":"d","title":"t","size":1,"population":["a"],"digest":"x"}`, "event_unfit"},
		"a field nobody knows":          {"filing_accepted", `{"filing":"rf-1","x":1}`, "event_unreadable"},
		"a gap without a review":        {"gap_settled", `{"filing":"rf-1","round":1,"opinion_round":1,"review":"80","reading":{}}`, "event_unfit"},
		"a type nobody knows":           {"forgotten", `{}`, "event_unreadable"},
	} {
		l := review.Ledger{Book: review.Book{ReceiverID: "bureau", Year: 2025}}
		require.Equal(t, c.reason, fault.ReasonOf(l.Add(journal.Entry{Type: c.kind, Data: []byte(c.data)})), name)
	}
}

func TestSheetDigest_is_of_what_a_table_says(t *testing.T) {
	t.Parallel()
	same := review.SheetDigest(json.RawMessage(`{"a":[1.50,true,"x"],"b":1e3}`))
	require.NotEmpty(t, same)
	require.Equal(t, same, review.SheetDigest(json.RawMessage(` {"b": 1000, "a": [1.5, true, "x"]}`)))
	require.NotEqual(t, same, review.SheetDigest(json.RawMessage(`{"a":[1.51,true,"x"],"b":1e3}`)))
	require.NotEqual(t, same, review.SheetDigest(json.RawMessage(`{"a":["3/2",true,"x"],"b":"1000"}`)), "a text is no number")
	for _, none := range []string{``, `null`, `{`, `{"a":1e900000000}`} {
		require.Empty(t, review.SheetDigest(json.RawMessage(none)), none)
	}
}

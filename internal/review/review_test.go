package review_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/fault"
	"jiheng/internal/review"
	"jiheng/internal/scoring"
)

func at() time.Time { return time.Date(2026, 8, 28, 9, 0, 0, 0, time.UTC) }

func digest(c string) string { return strings.Repeat(c, 64) }

func version(n int, own, before string) review.Filing {
	return review.Filing{
		ID: review.FilingID("bureau", "unit", "ev-1", n), ReceiverID: "bureau", UnitID: "unit", EvaluationID: "ev-1", Year: 2025,
		Version: n, Supersedes: before, Digest: own, Package: own, State: review.Received,
	}
}

func TestArrive(t *testing.T) {
	t.Parallel()
	first, second := version(1, digest("a"), ""), version(2, digest("b"), digest("a"))
	accepted := first
	accepted.State = review.Accepted
	for name, c := range map[string]struct {
		in     review.Filing
		here   []review.Filing
		reason string
		events int
	}{
		"the first":                          {first, nil, "", 1},
		"the same again":                     {first, []review.Filing{first}, "", 0},
		"another under the same version":     {version(1, digest("c"), ""), []review.Filing{first}, "filing_differs", 0},
		"the second":                         {second, []review.Filing{first}, "", 2},
		"the second after it was accepted":   {second, []review.Filing{accepted}, "", 2},
		"the second without the first":       {second, nil, "filing_not_linked", 0},
		"the second that replaces another":   {version(2, digest("b"), digest("c")), []review.Filing{first}, "filing_not_linked", 0},
		"the third after the first":          {version(3, digest("d"), digest("a")), []review.Filing{first}, "filing_not_linked", 0},
		"the first once the second is here":  {version(1, digest("e"), ""), []review.Filing{second}, "filing_stale", 0},
		"the second again, beside the first": {second, []review.Filing{first, second}, "", 0},
	} {
		_, events, err := review.Enter(c.in, c.here, "key")
		require.Equal(t, c.reason, fault.ReasonOf(err), name)
		require.Len(t, events, c.events, name)
	}
}

// Whatever is decided about a filing, each state is left as the comments say.
func TestFilings_go_one_way(t *testing.T) {
	t.Parallel()
	good := []review.CheckPoint{{Name: "材料齐全", Passed: true}}
	rapid.Check(t, func(t *rapid.T) {
		f := version(1, digest("a"), "")
		f.State, f.RowVersion = review.Arrived, 1
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			was := f
			var err error
			switch rapid.IntRange(0, 2).Draw(t, "what") {
			case 0:
				f, err = f.Receive(at())
			case 1:
				f, err = f.Accept("clerk", good, at())
			case 2:
				f, err = f.SendBack("clerk", []string{"没有盖章"}, nil, at())
			}
			if err != nil {
				require.Equal(t, "filing_settled", fault.ReasonOf(err))
				require.Equal(t, was, f, "a refusal changes nothing")
				continue
			}
			require.Equal(t, was.RowVersion+1, f.RowVersion)
			require.NotEqual(t, review.Returned, was.State, "what was returned stays so until another comes")
			require.Equal(t, f.State == review.Received, was.State == review.Arrived)
		}
	})
}

func TestSendBack_needs_reasons(t *testing.T) {
	t.Parallel()
	f := version(1, digest("a"), "")
	for _, reasons := range [][]string{nil, {""}, {"a", " "}} {
		_, err := f.SendBack("clerk", reasons, nil, at())
		require.Equal(t, "reason_required", fault.ReasonOf(err))
	}
	_, err := f.SendBack("clerk", []string{strings.Repeat("a", 5000)}, nil, at())
	require.Equal(t, "text_too_long", fault.ReasonOf(err))
}

func sheet() json.RawMessage {
	return json.RawMessage(`{"figures":[],"items":[
		{"group":"产出","name":"数量","weight":"50","score":"48","stated":"完成"},
		{"group":"效益","name":"满意度","weight":"50","score":"45","stated":"满意"}]}`)
}

func TestAssess_item_by_item(t *testing.T) {
	t.Parallel()
	f := version(1, digest("a"), "")
	f.Sheet = sheet()
	full := []review.ItemPoints{{Item: 1, Points: "48"}, {Item: 2, Points: "40", Reason: "问卷只有五份"}}
	o, err := f.Assess(scoring.ByFinance, "clerk", full, "", nil, at())
	require.NoError(t, err)
	require.Equal(t, "88", o.Total)
	require.Equal(t, 1, o.Round)
	again, err := f.Assess(scoring.ByFinance, "clerk", full, "", []review.Opinion{o}, at())
	require.NoError(t, err)
	require.Equal(t, 2, again.Round)
	require.True(t, again.Repeats([]review.Opinion{o}))
	sides, err := f.Sides([]review.Opinion{o})
	require.NoError(t, err)
	require.Equal(t, "-5", sides.Gap.String())
	for reason, points := range map[string][]review.ItemPoints{
		"items_missing":      full[:1],
		"reason_missing":     {{Item: 1, Points: "47"}, {Item: 2, Points: "45"}},
		"score_above_full":   {{Item: 1, Points: "51", Reason: "x"}, {Item: 2, Points: "45"}},
		"score_item_unknown": {{Item: 3, Points: "1"}},
		"number_invalid":     {{Item: 1, Points: "很多"}},
		"reviewer_twice":     {{Item: 1, Points: "48"}, {Item: 1, Points: "48"}, {Item: 2, Points: "45"}},
	} {
		_, err := f.Assess(scoring.ByFinance, "clerk", points, "", nil, at())
		require.Equal(t, reason, fault.ReasonOf(err))
	}
	f.State = review.Returned
	_, err = f.Assess(scoring.ByFinance, "clerk", full, "", nil, at())
	require.Equal(t, "filing_settled", fault.ReasonOf(err))
}

func TestDraw_goes_in_three_steps(t *testing.T) {
	t.Parallel()
	d, err := review.List(review.Draw{ID: "d", Title: "抽查", Population: []string{"b", "a", "c"}, Size: 1}, "clerk", at())
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b", "c"}, d.Population)
	// printf 'a\nb\nc\n' | sha256sum
	require.Equal(t, "880553fca8fcea94e325ee2cfb48e5a985cc797f39a14cc6d3cedecfeb2ae4d2", d.Digest)
	_, err = d.Do("clerk", at())
	require.Equal(t, "seed_missing", fault.ReasonOf(err))
	for _, seed := range []string{"", "a\nb"} {
		_, err = d.Publish(seed, "彩票", at())
		require.Equal(t, "seed_invalid", fault.ReasonOf(err))
	}
	_, err = d.Publish("seed", " ", at())
	require.Equal(t, "source_required", fault.ReasonOf(err))
	d, err = d.Publish("seed", "彩票", at())
	require.NoError(t, err)
	_, err = d.Publish("other", "彩票", at())
	require.Equal(t, "seed_published", fault.ReasonOf(err))
	d, err = d.Do("clerk", at())
	require.NoError(t, err)
	require.Len(t, d.Drawn(), 1)
	_, err = d.Do("clerk", at())
	require.Equal(t, "already_drawn", fault.ReasonOf(err))
	for reason, wrong := range map[string]review.Draw{
		"title_required":   {Population: []string{"a"}, Size: 1},
		"population_empty": {Title: "抽查", Size: 1},
		"count_invalid":    {Title: "抽查", Population: []string{"a"}, Size: 2},
		"id_twice":         {Title: "抽查", Population: []string{"a", "a"}, Size: 1},
	} {
		_, err := review.List(wrong, "clerk", at())
		require.Equal(t, reason, fault.ReasonOf(err))
	}
}

func TestEverythingHasALabel(t *testing.T) {
	t.Parallel()
	for _, s := range review.States() {
		require.NotEqual(t, string(s), s.Label())
	}
	for _, c := range review.Channels() {
		require.NotEqual(t, string(c), c.Label())
	}
	for _, e := range []review.Event{
		review.FilingArrived{},
		review.FilingAcknowledged{},
		review.FilingAccepted{},
		review.FilingSentBack{},
		review.FilingSuperseded{},
		review.FilingAssessed{},
		review.GapSettled{},
		review.DrawListed{},
		review.SeedPublished{},
		review.LotsDrawn{},
		review.RectificationOrdered{},
	} {
		require.NotEqual(t, e.Type(), review.TypeLabel(e.Type()))
	}
}

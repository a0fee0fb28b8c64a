package review_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/internal/review"
	"jiheng/internal/scoring"
)

// rated is a data table with one figure, and a score table.
func rated(name, source, executed, budget string, scores ...string) json.RawMessage {
	items := []map[string]string{}
	for i, s := range scores {
		items = append(items, map[string]string{"name": fmt.Sprintf("第%d项", i+1), "score": s})
	}
	text, err := json.Marshal(map[string]any{"items": items, "figures": []map[string]any{
		{"name": name, "kind": "ratio", "stated": "", "source": source, "operands": []string{executed, budget}},
	}})
	if err != nil {
		panic(err)
	}
	return text
}

func accepted(unit, total, grade string, sheet json.RawMessage) review.Statement {
	return review.StatementOf(review.Filing{
		ID: "rf-" + unit, Number: unit, UnitID: unit, Version: 1, Digest: digest("a"), DeclaredTotal: total, DeclaredGrade: grade,
		Sheet: sheet, State: review.Accepted,
	})
}

func inBook() review.Book { return review.Book{ReceiverID: "bureau", Year: 2025} }

func TestARollUp_adds_up_exactly_and_counts_what_is_not_stated(t *testing.T) {
	t.Parallel()
	list := []review.Statement{
		accepted("a", "97.5", "优", rated("执行率", "决算表（万元）", "1952.82", "1987.76", "9.1", "0.2")),
		accepted("b", "80", "良好", rated("执行率", "决算表（单位：元）", "0.01", "0.03")),
		accepted("c", "", "一般", rated("执行率", "决算表", "1", "2")),
		accepted("d", "60.25", "", rated("完成率", "决算表(元)", "1", "2")),
		accepted("e", "70", "差", json.RawMessage(`{"items":[],"figures":[
			{"name":"执行率","kind":"ratio","stated":"","source":"(元)","operands":["1","2"]},
			{"name":"三公","kind":"ratio","stated":"","source":"(元)","operands":["1","2"]}]}`)),
		accepted("f", "90", "优秀", json.RawMessage(`{"figures":7}`)),
	}
	list = append(list, list[0])
	list[6].ID, list[6].State = "rf-g", review.Returned
	list = append(list, list[0])
	list[7].ID, list[7].Rectifies = "rf-h", "rn-1"
	got, err := inBook().RollUpOf(list, []string{"执行率", "三公"}, map[string]string{"a": "教育", "b": "教育", "c": "卫生"})
	require.NoError(t, err)
	require.Len(t, got.Sources, 6, "what was returned or replies to a notice does not count")
	why := func(s review.Source) string { return string(s.Unstated) }
	var reasons []string
	for _, s := range got.Sources {
		reasons = append(reasons, why(s))
	}
	require.Equal(t, []string{"", "", "measure", "rate", "twice", "table"}, reasons)
	require.Equal(t, review.Sum{
		Filings: 6, Units: 6, Stated: 2, Budget: "19877600.03", Executed: "19528200.01", Rate: "98.24",
		Declared: review.Points{Stated: 5, Sum: "397.75", Mean: "79.55"}, Computed: review.Points{Stated: 1, Sum: "9.3", Mean: "9.30"},
		Grades:   []review.GradeCount{{Grade: scoring.Excellent, Count: 2}, {Grade: scoring.Good, Count: 1}, {Grade: scoring.Medium}, {Grade: scoring.Poor, Count: 1}},
		Ungraded: 2,
	}, got.Whole)
	require.Len(t, got.Categories, 3)
	require.Empty(t, got.Categories[2].Category, "units that nobody sorted stand apart")
	require.Equal(t, "教育", got.Categories[1].Category)
	require.Equal(t, "177.5", got.Categories[1].Declared.Sum)
	counts := review.RateCounts(list[:6])
	require.Equal(t, review.RateCount{Name: "执行率", Stated: 4, Usable: 3}, counts[0])
}

func TestARollUp_refuses_what_cannot_be_rolled_up(t *testing.T) {
	t.Parallel()
	one := []review.Statement{accepted("a", "97", "优", nil)}
	for name, c := range map[string]struct {
		list     []review.Statement
		rates    []string
		category string
		reason   string
	}{
		"nothing":               {nil, nil, "", "nothing_to_roll_up"},
		"a figure twice":        {one, []string{"x", "x"}, "", "rates_invalid"},
		"a figure without name": {one, []string{" "}, "", "rates_invalid"},
		"a category of blanks":  {one, nil, " ", "category_invalid"},
	} {
		_, err := inBook().RollUpOf(c.list, c.rates, map[string]string{"a": c.category})
		require.Equal(t, c.reason, fault.ReasonOf(err), name)
	}
}

// rolls makes a roll-up as the API does: of what there is now.
func (k *kept) rolls(rates []string, category map[string]string) {
	var list []review.Statement
	for _, f := range k.filings {
		list = append(list, review.StatementOf(f))
	}
	t, err := k.book.RollUpOf(list, rates, category)
	if err != nil {
		require.Equal(k.t, "nothing_to_roll_up", fault.ReasonOf(err))
		return
	}
	_, seen, err := t.Canonical()
	require.NoError(k.t, err)
	now := &review.Situation{Now: k.now(), Statements: list, RollUps: k.rolled}
	_, _, err = now.RollUp(k.book, "ru-x", "clerk", digest("b"), rates, category)
	require.Equal(k.t, "roll_up_moved", fault.ReasonOf(err))
	r, known, err := now.RollUp(k.book, fmt.Sprint("ru-", len(k.rolled)), "clerk", seen, rates, category)
	require.NoError(k.t, err)
	require.Equal(k.t, len(k.rolled) > 0 && k.rolled[len(k.rolled)-1].Digest == seen, known, "saying the same again is no other one")
	if known {
		return
	}
	k.rolled = append(k.rolled, r)
	k.write(r.Made())
	again, known, err := (&review.Situation{Now: k.now(), RollUps: k.rolled}).RollUp(k.book, r.ID, "clerk", "", nil, nil)
	require.NoError(k.t, err)
	require.True(k.t, known)
	require.Equal(k.t, r, again, "the same request is answered as it was")
}

// stale tells whether the last roll-up lacks, or has too much of, what passed.
func (k *kept) stale() bool {
	last, err := review.ReadTotals(k.rolled[len(k.rolled)-1].Content)
	require.NoError(k.t, err)
	var want, got []string
	for _, f := range k.filings {
		if f.State == review.Accepted {
			want = append(want, f.ID)
		}
	}
	for _, s := range last.Sources {
		got = append(got, s.Filing)
	}
	slices.Sort(want)
	return !slices.Equal(want, got)
}

// Whatever arrives, passes, is returned, corrected and rolled up, in whatever
// order: the journal comes to the roll-ups, and the last of them is stale
// exactly when the filings that passed are not its own any more.
func TestALedger_comes_to_the_roll_ups(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		k := newKept(t)
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			unit := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "unit")
			version := 1
			for k.filings[review.FilingID("bureau", unit, "ev", version+1)].ID != "" {
				version++
			}
			f, ok := k.filings[review.FilingID("bureau", unit, "ev", version)]
			switch what := rapid.IntRange(0, 6).Draw(t, "what"); {
			case !ok || what == 3:
				k.arrives(unit, rapid.SampledFrom(review.Channels()).Draw(t, "channel"))
			case what > 4:
				k.rolls([]string{"x"}, map[string]string{unit: rapid.SampledFrom([]string{"", "教育"}).Draw(t, "category")})
			default:
				k.decides(f, min(what, 2))
			}
			if len(k.rolled) == 0 {
				continue
			}
			var now []review.Filing
			for _, f := range k.filings {
				now = append(now, f)
			}
			last, err := review.ReadTotals(k.rolled[len(k.rolled)-1].Content)
			require.NoError(t, err)
			require.Equal(t, k.stale(), len(last.ChangesSince(now)) > 0)
		}
		l := review.Ledger{Book: k.book}
		for _, e := range k.entries {
			require.NoError(t, l.Add(e))
		}
		require.Equal(t, k.rolled, l.RollUps)
	})
}

// A roll-up that says something else than its sources fits nothing.
func TestALedger_takes_no_roll_up_that_does_not_add_up(t *testing.T) {
	t.Parallel()
	k := newKept(t)
	k.arrives("a", review.ChannelFile)
	f := k.filings[review.FilingID("bureau", "a", "ev", 1)]
	k.decides(f, 1)
	k.rolls(nil, nil)
	made := k.rolled[0].Made()
	var content review.Totals
	for name, spoil := range map[string]func(*review.Totals){
		"another sum":      func(c *review.Totals) { c.Whole.Declared.Sum = "91" },
		"another source":   func(c *review.Totals) { c.Sources[0].Digest = digest("f") },
		"another table":    func(c *review.Totals) { c.Sources[0].Sheet = digest("f") },
		"other points":     func(c *review.Totals) { c.Sources[0].Declared = "91" },
		"nothing under it": func(c *review.Totals) { c.Sources = nil },
		"another book":     func(c *review.Totals) { c.Year = 2024 },
	} {
		require.NoError(t, json.Unmarshal(made.Content, &content))
		spoil(&content)
		text, sum, err := content.Canonical()
		require.NoError(t, err)
		v := made
		v.Content, v.Digest = json.RawMessage(text), sum
		data, err := journal.Canonical(v)
		require.NoError(t, err)
		l := review.Ledger{Book: k.book}
		for _, e := range k.entries[:len(k.entries)-1] {
			require.NoError(t, l.Add(e))
		}
		require.Equal(t, "event_unfit", fault.ReasonOf(l.Add(journal.Entry{Type: v.Type(), Data: data, At: k.now()})), name)
		require.NoError(t, l.Add(k.entries[len(k.entries)-1]), name)
	}
}

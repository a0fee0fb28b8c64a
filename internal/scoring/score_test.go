package scoring_test

import (
	"math/big"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/fault"
	"jiheng/internal/scoring"
)

// leaf is an indicator with rules.
func leaf(id, full string, rules ...scoring.Rule) scoring.Indicator {
	return scoring.Indicator{ID: id, Title: id, Full: scoring.Value(full), Rules: rules}
}

func schemeOf(place scoring.Place, indicators ...scoring.Indicator) scoring.Scheme {
	return scoring.Scheme{Name: "t", Version: 1, Title: "t", Source: "s", Round: rounding(place), Indicators: indicators}
}

func entry(id string, texts ...string) scoring.Entry {
	return scoring.Entry{ID: id, Inputs: given(texts...)}
}

func absent(id string) scoring.Entry { return scoring.Entry{ID: id, Absent: "没有下属单位"} }

func score(t require.TestingT, s scoring.Scheme, subjects ...scoring.Subject) scoring.Scores {
	out, err := s.Score(subjects, nil)
	require.NoError(t, err)
	return out
}

func meanScheme(of string) scoring.Scheme {
	return schemeOf(scoring.EachItem, leaf("i", "3", rule(scoring.LateShare, "none_due", "full"), rule(scoring.CohortMean, "mean_of", of)))
}

// 14: units without subordinates get the mean of those with some.
func TestCohortMean_is_filled_in_after_all_others(t *testing.T) {
	t.Parallel()
	a := scoring.Subject{ID: "A", Entries: []scoring.Entry{entry("i", "late=1", "all=3")}} // 2
	b := scoring.Subject{ID: "B", Entries: []scoring.Entry{entry("i", "late=0", "all=4")}} // 3
	c := scoring.Subject{ID: "C", Entries: []scoring.Entry{absent("i")}}
	d := scoring.Subject{ID: "D", Entries: []scoring.Entry{entry("i", "late=1", "all=9")}} // 2.666…
	out := score(t, meanScheme("exact"), c, a, b)
	require.Equal(t, "2.5", out.Subjects[0].Total.String())
	require.Equal(t, "没有下属单位", out.Subjects[0].Lines[0].Applied[0].Reason)
	require.Equal(t, "(2 + 3) ÷ 2 = 2.5", out.Subjects[0].Lines[0].Applied[0].Steps[0].Text())
	// 4.666… ÷ 2 is 2.333…; of the rounded 2.67 it is 2.335.
	require.Equal(t, "2.33", score(t, meanScheme("exact"), c, a, d).Subjects[0].Total.String())
	require.Equal(t, "2.34", score(t, meanScheme("rounded"), c, a, d).Subjects[0].Total.String())

	alone := score(t, meanScheme("exact"), c).Subjects[0]
	require.Equal(t, scoring.Waiting, alone.State)
	require.Equal(t, scoring.NoMean, alone.Lines[0].Waits[0].Reason)
	open := scoring.Subject{ID: "E"}
	require.Nil(t, score(t, meanScheme("exact"), c, a, open).Subjects[0].Total, "the mean would change when E is known")
}

func TestCohortMean_does_not_depend_on_the_order(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		subjects := make([]scoring.Subject, rapid.IntRange(1, 12).Draw(t, "n"))
		for i := range subjects {
			subjects[i] = scoring.Subject{ID: strconv.Itoa(i), Entries: []scoring.Entry{absent("i")}}
			if rapid.Bool().Draw(t, "applies") {
				all := rapid.IntRange(1, 9).Draw(t, "all")
				late := rapid.IntRange(0, all).Draw(t, "late")
				subjects[i].Entries[0] = entry("i", "late="+strconv.Itoa(late), "all="+strconv.Itoa(all))
			}
		}
		scheme := meanScheme(rapid.SampledFrom([]string{"exact", "rounded"}).Draw(t, "of"))
		want := make(map[string]string)
		for _, c := range score(t, scheme, subjects...).Subjects {
			want[c.ID] = text(c.Total)
		}
		for _, c := range score(t, scheme, rapid.Permutation(subjects).Draw(t, "order")...).Subjects {
			require.Equal(t, want[c.ID], text(c.Total))
		}
	})
}

func text(n *scoring.Number) string {
	if n == nil {
		return "-"
	}
	return n.String()
}

// 18: what does not apply is left out and the rest converted to 100, or given
// in full.
func TestNotApplicable(t *testing.T) {
	t.Parallel()
	s := func(treat string) scoring.Scheme {
		return schemeOf(scoring.EachItem,
			leaf("a", "60", rule(scoring.CappedRatio, "target", "100"), rule(scoring.NotApplicable, "treat", treat)),
			scoring.Indicator{ID: "g", Title: "g", Children: []scoring.Indicator{
				leaf("b", "30", rule(scoring.CappedRatio, "target", "100")),
				leaf("c", "10", rule(scoring.CappedRatio, "target", "100"), rule(scoring.NotApplicable, "treat", treat)),
			}})
	}
	with := func(entries ...scoring.Entry) scoring.Subject { return scoring.Subject{ID: "A", Entries: entries} }
	all := with(entry("a", "actual=50"), entry("b", "actual=100"), absent("c"))
	require.Equal(t, "66.67", score(t, s("rescale"), all).Subjects[0].Total.String(), "60 of 90")
	require.Equal(t, "70", score(t, s("full"), all).Subjects[0].Total.String())
	require.Equal(t, "60", score(t, s("zero"), all).Subjects[0].Total.String())
	two := with(absent("a"), entry("b", "actual=50"), absent("c"))
	got := score(t, s("rescale"), two).Subjects[0]
	require.Equal(t, "50", got.Total.String(), "15 of 30")
	require.Equal(t, "15 × 100 ÷ 30 = 50", got.Applied[0].Steps[0].Text())

	_, err := s("full").Score([]scoring.Subject{with(absent("b"))}, nil)
	require.Equal(t, "absence_not_provided", fault.As(err).Fields[0].Reason)
	require.Equal(t, "/units/0/items/0/absent", fault.As(err).Fields[0].Name)
}

func openScheme(place scoring.Place) scoring.Scheme {
	s := schemeOf(place,
		leaf("execution", "10", rule(scoring.Money, "no_budget", "refuse")),
		scoring.Indicator{ID: "output", Title: "产出", Full: "30", Open: true, Rules: []scoring.Rule{rule(scoring.Merged, "by", "$merged_by")}})
	s.Natures = []scoring.Nature{
		{ID: "at_least", Title: "≥", Rules: []scoring.Rule{rule(scoring.CappedRatio), rule(scoring.Overachieved, "from", "30")}},
		{ID: "at_most", Title: "≤", Rules: []scoring.Rule{rule(scoring.InverseRatio)}},
	}
	s.Choices = []scoring.Choice{{Name: "merged_by", Title: "合并", Assumed: "mean", Options: []scoring.Option{{Value: "mean"}, {Value: "least"}}}}
	return s
}

func row(t require.TestingT, id, full, nature string, texts ...string) scoring.Entry {
	e := scoring.Entry{ID: id, Group: "output", Title: id, Nature: nature, Inputs: given(texts...)}
	if full != "" {
		e.Full = num(t, full)
	}
	return e
}

// 19: a published table gave points to a row and to those below it; only one
// level counts.
func TestParent_rows_count_once(t *testing.T) {
	t.Parallel()
	s := openScheme(scoring.EachItem)
	parent := row(t, "一", "15", "")
	parent.Parts = []scoring.Entry{
		row(t, "1", "5", "at_least", "actual=500", "target=500"),
		row(t, "2", "5", "at_least", "actual=1000", "target=1000"),
		row(t, "3", "5", "at_least", "actual=9250", "target=18500"),
	}
	other := row(t, "二", "15", "at_most", "actual=2", "target=2")
	card := judged(t, s, entry("execution", "budget=5", "executed=5"), parent, other)
	require.Equal(t, "37.5", card.Total.String())
	require.Equal(t, "12.5", card.Lines[2].Points.String())
	require.True(t, card.Lines[3].Part)
	require.Empty(t, card.Lines[1].Remarks)

	parent.Full = num(t, "16")
	card = judged(t, s, entry("execution", "budget=5", "executed=5"), parent, other)
	require.Equal(t, scoring.Remark{Kind: scoring.PartsOff, Stated: "16", Computed: "15"}, card.Lines[2].Remarks[0])
}

// Rows "of which" have no points; they must add up to the row they explain.
func TestParts_without_points_only_explain(t *testing.T) {
	t.Parallel()
	s := openScheme(scoring.EachItem)
	whole := row(t, "面积", "30", "at_least", "actual=29.5", "target=29.5")
	for i, area := range []string{"1.5", "5", "20", "3"} {
		whole.Parts = append(whole.Parts, row(t, strconv.Itoa(i), "", "", "actual="+area))
	}
	card := judged(t, s, entry("execution", "budget=5", "executed=5"), whole)
	require.Equal(t, "40", card.Total.String())
	require.Empty(t, card.Lines[2].Remarks)
	whole.Parts[0].Inputs[0].Value = "1.6"
	card = judged(t, s, entry("execution", "budget=5", "executed=5"), whole)
	require.Equal(t, scoring.Remark{Kind: scoring.PartsOff, Stated: "29.5", Computed: "29.6"}, card.Lines[2].Remarks[0])
	require.Equal(t, "40", card.Total.String())
}

// 20: one score for several rows.
func TestMerged_rows_have_one_score(t *testing.T) {
	t.Parallel()
	s := openScheme(scoring.EachItem)
	cell := row(t, "存储和布点", "30", "")
	cell.Merged = true
	cell.Parts = []scoring.Entry{row(t, "a", "", "at_least", "actual=1", "target=3"), row(t, "b", "", "at_least", "actual=2", "target=3")}
	money := entry("execution", "budget=5", "executed=5")
	card := judged(t, s, money, cell)
	require.Equal(t, "25", card.Total.String(), "(10 + 20) ÷ 2")
	out, err := s.Score([]scoring.Subject{{ID: "A", Entries: []scoring.Entry{money, cell}}}, []scoring.Decision{{Name: "merged_by", Value: "least"}})
	require.NoError(t, err)
	require.Equal(t, "20", out.Subjects[0].Total.String())
	require.Equal(t, []string{"merged_by"}, out.Subjects[0].Lines[2].Chosen)
}

func TestOpenGroup_says_what_is_wrong_with_rows(t *testing.T) {
	t.Parallel()
	s := openScheme(scoring.EachItem)
	money := entry("execution", "budget=5", "executed=5")
	card := judged(t, s, money)
	require.Equal(t, scoring.RowsMissing, card.Lines[1].Waits[0].Reason)
	require.Nil(t, card.Total)
	card = judged(t, s, money, row(t, "r", "29", "at_least", "actual=1", "target=1"))
	require.Equal(t, scoring.Remark{Kind: scoring.WeightsOff, Stated: "29", Computed: "30"}, card.Lines[1].Remarks[0])
	bad := func(e scoring.Entry) fault.Field {
		_, err := s.Score([]scoring.Subject{{ID: "A", Entries: []scoring.Entry{money, e}}}, nil)
		return fault.As(err).Fields[0]
	}
	require.Equal(t, "nature_unknown", bad(row(t, "r", "30", "good")).Reason)
	require.Equal(t, "/units/0/items/1/full", bad(row(t, "r", "", "at_least")).Name)
	require.Equal(t, "full_not_positive", bad(row(t, "r", "0", "at_least")).Reason)
	require.Equal(t, "item_repeated", bad(entry("execution")).Reason)
	require.Equal(t, "item_unknown", bad(entry("x")).Reason)
	require.Equal(t, "item_is_group", bad(entry("output", "actual=1")).Reason)
	wrong := row(t, "r", "30", "at_least")
	wrong.Group = "execution"
	require.Equal(t, "group_unknown", bad(wrong).Reason)
	part := row(t, "r", "30", "")
	part.Parts = []scoring.Entry{row(t, "p", "30", "at_least", "actual=x", "target=1")}
	require.Equal(t, "/units/0/items/1/parts/0/inputs/actual", bad(part).Name)
}

func TestOverachieved_calls_for_a_person(t *testing.T) {
	t.Parallel()
	s := openScheme(scoring.EachItem)
	card := judged(t, s, entry("execution", "budget=5", "executed=6"), row(t, "试剂", "30", "at_least", "actual=3200", "target=2400"))
	require.Equal(t, "40", card.Total.String(), "nothing is decided by itself")
	require.Equal(t, scoring.Remark{Kind: scoring.PassedByFar, Stated: "3200", Computed: "2400"}, card.Lines[2].Remarks[0])
	require.Equal(t, scoring.OverBudget, card.Lines[0].Remarks[0].Kind)
}

func TestScore_points_at_a_fraction_beside_a_percentage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		actual, target string
		doubtful       bool
	}{
		{"0.936", "90", true},
		{"93.6", "0.9", true},
		{"0.5", "90", true},
		{"0.936", "0.9", false},
		{"93.6", "90", false},
		{"0.3", "90", false},
		{"0.5", "20", false},
		{"1", "100", false},
		{"0.9", "9", false},
		{"0.9", "120", false},
		{"0", "90", false},
	} {
		card := judged(t, single("10", rule(scoring.CappedRatio)), entry("i", "actual="+c.actual, "target="+c.target))
		want := []scoring.Remark(nil)
		if c.doubtful {
			want = []scoring.Remark{{Kind: scoring.ScalesOff, Stated: c.actual, Computed: c.target}}
		}
		require.Equal(t, want, card.Lines[0].Remarks, c)
	}
}

// 12, over the whole.
func TestTotals_gate_closes_everything(t *testing.T) {
	t.Parallel()
	s := single("10", rule(scoring.CappedRatio))
	s.Totals.Gates = []scoring.Rule{ruleOf(scoring.Gate, "filed", "closed_when", "false")}
	s.Bands = scoring.National().Bands
	s.FullGiven = "10"
	s.Bands = []scoring.Band{{Grade: "pass", From: *num(t, "6")}, {Grade: "fail", From: *num(t, "0")}}
	require.Empty(t, s.Lint())
	subject := scoring.Subject{ID: "A", Gates: given("filed=false")}
	card := score(t, s, subject).Subjects[0]
	require.Equal(t, "0", card.Total.String())
	require.Equal(t, scoring.Grade("fail"), card.Grade)
	subject = scoring.Subject{ID: "A", Gates: given("filed=true"), Entries: []scoring.Entry{entry("i", "actual=6", "target=10")}}
	card = score(t, s, subject).Subjects[0]
	require.Equal(t, "6", card.Total.String())
	require.Equal(t, scoring.Grade("pass"), card.Grade)
	subject.Gates = nil
	require.Equal(t, scoring.Waiting, score(t, s, subject).Subjects[0].State)
}

// 17: the bonus comes on top, and the scheme says whether full marks bound it.
func TestTotals_bonus(t *testing.T) {
	t.Parallel()
	bonus := leaf("b", "10", ruleOf(scoring.Bonus, "n", "points", "5"))
	bonus.Bonus = true
	s := schemeOf(scoring.EachItem, leaf("a", "100", rule(scoring.CappedRatio, "target", "100")), bonus)
	s.Totals.BonusOverFull = "$bonus_over_full"
	s.Choices = []scoring.Choice{{Name: "bonus_over_full", Title: "x", Options: []scoring.Option{{Value: "allowed"}, {Value: "capped"}}}}
	require.Empty(t, s.Lint())
	subject := []scoring.Subject{{ID: "A", Entries: []scoring.Entry{entry("a", "actual=98"), entry("b", "n=3")}}}
	_, err := s.Score(subject, nil)
	require.ErrorIs(t, err, fault.New(fault.Invalid, "choice_missing", ""), "nothing is assumed silently")
	for way, want := range map[string]string{"allowed": "108", "capped": "100"} {
		out, err := s.Score(subject, []scoring.Decision{{Name: "bonus_over_full", Value: way}})
		require.NoError(t, err)
		require.Equal(t, want, out.Subjects[0].Total.String())
		require.Equal(t, "10", out.Subjects[0].Bonus.String())
		require.Equal(t, "100", out.Subjects[0].Full.String())
	}
}

func TestScore_ranks_a_cohort_and_takes_the_best(t *testing.T) {
	t.Parallel()
	s := single("10", rule(scoring.CappedRatio, "target", "10"))
	s.Best = &scoring.BestRule{Percent: "20", Rounding: "up", Border: "ask"}
	require.Empty(t, s.Lint())
	var subjects []scoring.Subject
	for i, actual := range []string{"5", "9", "7", "9", "1", "2"} {
		subjects = append(subjects, scoring.Subject{ID: string(rune('A' + i)), Entries: []scoring.Entry{entry("i", "actual="+actual)}})
	}
	out := score(t, s, subjects...)
	require.Equal(t, "B", out.Ranking[0].ID)
	require.Equal(t, []string{"B", "D"}, out.Best.Chosen)
	subjects[4].Entries = nil
	out = score(t, s, subjects...)
	require.Len(t, out.Ranking, 5)
	require.Nil(t, out.Best, "the best of an unfinished cohort are not known")
}

func TestScore_refuses_cohorts_that_are_none(t *testing.T) {
	t.Parallel()
	s := single("10", rule(scoring.CappedRatio))
	for reason, subjects := range map[string][]scoring.Subject{
		"units_count_wrong": nil,
		"id_twice":          {{ID: "A"}, {ID: "A"}},
		"id_invalid":        {{ID: "A"}, {ID: ""}},
		"items_too_many":    {{ID: "A", Entries: make([]scoring.Entry, scoring.MaxEntries+1)}},
	} {
		_, err := s.Score(subjects, nil)
		require.ErrorIs(t, err, fault.New(fault.Invalid, reason, ""))
	}
	for reason, d := range map[string][]scoring.Decision{
		"choice_unknown": {{Name: "x", Value: "1"}},
		"choice_twice":   {{Name: "merged_by", Value: "mean"}, {Name: "merged_by", Value: "mean"}},
		"option_unknown": {{Name: "merged_by", Value: "most"}},
	} {
		_, err := openScheme(scoring.EachItem).Score([]scoring.Subject{{ID: "A"}}, d)
		require.ErrorIs(t, err, fault.New(fault.Invalid, reason, ""))
	}
}

// anyRule draws a rule that awards, and what it reads.
func anyRule(t *rapid.T, full int64) (scoring.Rule, []scoring.Given) {
	value := func(name string, most int64) scoring.Given {
		return scoring.Given{Name: name, Value: big.NewRat(rapid.Int64Range(0, most*100).Draw(t, name), 100).FloatString(2)}
	}
	switch rapid.IntRange(0, 4).Draw(t, "kind") {
	case 0:
		target := value("target", 50)
		if target.Value == "0.00" {
			target.Value = "1"
		}
		return rule(scoring.CappedRatio), []scoring.Given{value("actual", 100), target}
	case 1:
		return rule(scoring.InverseRatio), []scoring.Given{value("actual", 100), value("target", 50)}
	case 2:
		how := rapid.SampledFrom([]string{"whole", "begun", "continuous"}).Draw(t, "steps")
		return rule(scoring.Excess, "over", "10", "per", "3", "points", "0.7", "steps", how), []scoring.Given{value("rate", 200)}
	case 3:
		return ruleOf(scoring.Occurrence, "n", "points", "0.3"), []scoring.Given{{Name: "n", Value: strconv.FormatInt(rapid.Int64Range(0, 3*full).Draw(t, "n"), 10)}}
	}
	return rule(scoring.LateShare, "none_due", "full"), []scoring.Given{{Name: "late", Value: strconv.FormatInt(rapid.Int64Range(0, 7).Draw(t, "late"), 10)}, {Name: "all", Value: "7"}}
}

// Whatever comes in: never below 0, never above full marks, and the parts give
// the total, wherever it is rounded.
func TestScore_adds_up_under_every_rounding_place(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		place := rapid.SampledFrom(scoring.Places()).Draw(t, "place")
		how := rapid.SampledFrom(scoring.Roundings()).Draw(t, "how")
		var s scoring.Scheme
		subject := scoring.Subject{ID: "A"}
		for g := range rapid.IntRange(1, 4).Draw(t, "groups") {
			group := scoring.Indicator{ID: "g" + strconv.Itoa(g), Title: "g"}
			for i := range rapid.IntRange(1, 4).Draw(t, "items") {
				full := rapid.Int64Range(1, 20).Draw(t, "full")
				r, inputs := anyRule(t, full)
				id := group.ID + "." + strconv.Itoa(i)
				group.Children = append(group.Children, leaf(id, strconv.FormatInt(full, 10), r))
				subject.Entries = append(subject.Entries, scoring.Entry{ID: id, Inputs: inputs})
			}
			s.Indicators = append(s.Indicators, group)
		}
		s.Source, s.Round = "s", scoring.PointRounding{How: scoring.Value(how), Digits: "1", Place: scoring.Value(place)}
		require.Empty(t, s.Lint())
		card := score(t, s, subject).Subjects[0]
		require.NotNil(t, card.Total)
		leaves, groups := new(big.Rat), new(big.Rat)
		for _, l := range card.Lines {
			require.False(t, l.Points.IsNegative())
			require.LessOrEqual(t, l.Points.Compare(*l.Full), 0)
			if l.Group {
				groups.Add(groups, l.Points.Decimal().Rat())
			} else {
				leaves.Add(leaves, l.Points.Decimal().Rat())
			}
		}
		switch place {
		case scoring.EachItem:
			require.Zero(t, leaves.Cmp(card.Total.Decimal().Rat()))
			require.Zero(t, groups.Cmp(card.Total.Decimal().Rat()))
		case scoring.EachGroup:
			require.Zero(t, groups.Cmp(card.Total.Decimal().Rat()))
		case scoring.TheTotal:
			// Shown parts have eight digits; the total is within one of its own.
			off := new(big.Rat).Sub(leaves, card.Total.Decimal().Rat())
			require.Negative(t, off.Abs(off).Cmp(big.NewRat(11, 100)))
		}
		require.LessOrEqual(t, card.Total.Compare(*card.Full), 0)
	})
}

// More of what is wanted never gives fewer points, more of what is not never
// more.
func TestRules_are_monotone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		low := rapid.Int64Range(0, 3000).Draw(t, "low")
		high := rapid.Int64Range(low, 4000).Draw(t, "high")
		steps := rapid.SampledFrom([]string{"whole", "begun", "continuous"}).Draw(t, "steps")
		for _, tt := range []struct {
			rule   scoring.Rule
			name   string
			more   int // 1 when more is better
			others []string
		}{
			{rule(scoring.CappedRatio), "actual", 1, []string{"target=17"}},
			{rule(scoring.InverseRatio), "actual", -1, []string{"target=17"}},
			{rule(scoring.Equality, "excess", "met", "short", "ratio"), "actual", 1, []string{"target=17"}},
			{rule(scoring.Excess, "over", "10", "per", "3", "points", "0.7", "steps", steps), "rate", -1, nil},
			{rule(scoring.Shortfall, "below", "30", "per", "3", "points", "0.7", "steps", steps), "rate", 1, nil},
			{rule(scoring.Money, "no_budget", "full"), "executed", 1, []string{"budget=17"}},
			{rule(scoring.ReviewGap, "over", "10", "per", "5", "points", "1", "steps", steps, "from", "zero", "sides", "self_higher"), "self", -1, []string{"review=0"}},
		} {
			at := func(value int64) scoring.Number {
				texts := append([]string{tt.name + "=" + big.NewRat(value, 100).FloatString(2)}, tt.others...)
				return *score(t, single("10", tt.rule), scoring.Subject{ID: "A", Entries: []scoring.Entry{entry("i", texts...)}}).Subjects[0].Total
			}
			require.NotEqual(t, -tt.more, at(high).Compare(at(low)), "%s", tt.rule.Kind)
		}
	})
}

package scoring_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/scoring"
)

// set makes settings of names and values in turn.
func set(pairs ...string) []scoring.Setting {
	var list []scoring.Setting
	for i := 0; i+1 < len(pairs); i += 2 {
		list = append(list, scoring.Setting{Name: pairs[i], Value: scoring.Value(pairs[i+1])})
	}
	return list
}

func rule(kind scoring.RuleKind, pairs ...string) scoring.Rule {
	return scoring.Rule{Kind: kind, Settings: set(pairs...)}
}

func ruleOf(kind scoring.RuleKind, of string, pairs ...string) scoring.Rule {
	r := rule(kind, pairs...)
	r.Of = of
	return r
}

// given makes inputs of "name=value" or "name=value|reason".
func given(texts ...string) []scoring.Given {
	var list []scoring.Given
	for _, text := range texts {
		name, value, _ := strings.Cut(text, "=")
		value, reason, _ := strings.Cut(value, "|")
		list = append(list, scoring.Given{Name: name, Value: value, Reason: reason})
	}
	return list
}

// rounding is half up to two digits where the text says.
func rounding(place scoring.Place) scoring.PointRounding {
	return scoring.PointRounding{How: "half_up", Digits: "2", Place: scoring.Value(place)}
}

// single is a scheme of one indicator "i" with full marks of 10 that says of
// one digit group what its rules say.
func single(full string, rules ...scoring.Rule) scoring.Scheme {
	i := scoring.Indicator{ID: "i", Title: "指标", Full: scoring.Value(full), Rules: rules}
	s := scoring.Scheme{Name: "t", Version: 1, Title: "t", Source: "s", Round: rounding(scoring.EachItem), Indicators: []scoring.Indicator{i}}
	if len(rules) > 0 && rules[0].Kind == scoring.Bonus {
		s.Indicators[0].Bonus = true
		s.Totals.BonusOverFull = "allowed"
	}
	return s
}

func judged(t *testing.T, s scoring.Scheme, entries ...scoring.Entry) scoring.Scorecard {
	t.Helper()
	require.Empty(t, s.Lint())
	out, err := s.Score([]scoring.Subject{{ID: "A", Entries: entries}}, nil)
	require.NoError(t, err)
	return out.Subjects[0]
}

// points scores one indicator and gives its points, or the reasons for which
// it waits, or the reason of the fault.
func points(t *testing.T, s scoring.Scheme, texts ...string) string {
	t.Helper()
	require.Empty(t, s.Lint())
	out, err := s.Score([]scoring.Subject{{ID: "A", Entries: []scoring.Entry{{ID: "i", Inputs: given(texts...)}}}}, nil)
	if err != nil {
		require.Equal(t, "inputs_wrong", fault.ReasonOf(err))
		require.Contains(t, fault.As(err).Fields[0].Name, "/units/0/items/0")
		return fault.As(err).Fields[0].Reason
	}
	line := out.Subjects[0].Lines[0]
	if line.Points == nil {
		var waits []string
		for _, w := range line.Waits {
			waits = append(waits, w.Input)
		}
		return "waits " + strings.Join(waits, " ")
	}
	return line.Points.String()
}

func levels(upper, lower string) []scoring.Tier {
	return []scoring.Tier{
		{ID: "met", Title: "达成", From: scoring.Value(upper), To: "100"},
		{ID: "partly", Title: "部分达成", From: scoring.Value(lower), To: scoring.Value(upper), ToOpen: true},
		{ID: "missed", Title: "未达成", From: "0", To: scoring.Value(lower), ToOpen: true},
	}
}

func TestRules_at_every_boundary(t *testing.T) {
	t.Parallel()
	judgement := func(upper, lower string) scoring.Rule {
		r := rule(scoring.Judgement)
		r.Tiers = levels(upper, lower)
		return r
	}
	bands := rule(scoring.Banded)
	bands.Tiers = []scoring.Tier{
		{From: "30", FromOpen: true, Points: "0"},
		{From: "20", FromOpen: true, To: "30", Points: "2"},
		{From: "10", FromOpen: true, To: "20", Points: "4"},
		{From: "0", FromOpen: true, To: "10", Points: "6"},
		{To: "0", Points: "8"},
	}
	checklist := rule(scoring.Checklist)
	checklist.Tiers = []scoring.Tier{{ID: "a", Title: "有制度", Points: "1"}, {ID: "b", Title: "合规完整", Points: "1"}, {ID: "c", Title: "有效执行", Points: "1"}}
	grades := rule(scoring.GradeMap, "score_out_of", "100")
	grades.Tiers = []scoring.Tier{{ID: "excellent", Title: "优", Points: "5"}, {ID: "good", Title: "良", Points: "by_score"}, {ID: "failed", Title: "不合格", Points: "0"}}
	gate := ruleOf(scoring.Gate, "filed", "closed_when", "false")
	equal := func(excess, short string) scoring.Rule {
		return rule(scoring.Equality, "excess", excess, "short", short)
	}
	late := func(steps string) scoring.Rule {
		return rule(scoring.Lateness, "points", "1", "per", "5", "steps", steps)
	}
	gap := func(from, sides string) scoring.Rule {
		return rule(scoring.ReviewGap, "over", "10", "per", "5", "points", "1", "steps", "whole", "from", from, "sides", sides)
	}
	money := func(none string) scoring.Rule { return rule(scoring.Money, "no_budget", none) }
	for _, tt := range []struct {
		name   string
		scheme scoring.Scheme
		given  string
		want   string
	}{
		// 1
		{"reached", single("10", rule(scoring.CappedRatio)), "actual=10 target=10", "10"},
		{"just missed", single("10", rule(scoring.CappedRatio)), "actual=9.99 target=10", "9.99"},
		{"passed", single("10", rule(scoring.CappedRatio)), "actual=11 target=10", "10"},
		{"a third", single("10", rule(scoring.CappedRatio)), "actual=1 target=3", "3.33"},
		{"nothing", single("10", rule(scoring.CappedRatio)), "actual=0 target=3", "0"},
		{"below nothing", single("10", rule(scoring.CappedRatio)), "actual=-1 target=3", "0"},
		{"target of the scheme", single("10", rule(scoring.CappedRatio, "target", "100")), "actual=98.5", "9.85"},
		{"no target", single("10", rule(scoring.CappedRatio)), "actual=3 target=0", "target_not_positive"},
		{"no actual", single("10", rule(scoring.CappedRatio)), "target=3", "waits actual"},
		{"text", single("10", rule(scoring.CappedRatio)), "actual=95% target=3", "number_unreadable"},
		// 2
		{"at the ceiling", single("10", rule(scoring.InverseRatio)), "actual=0.9 target=0.9", "10"},
		{"below it", single("10", rule(scoring.InverseRatio)), "actual=0.1 target=0.4", "10"},
		{"nothing at all", single("10", rule(scoring.InverseRatio)), "actual=0 target=0.9", "10"},
		{"above it", single("10", rule(scoring.InverseRatio)), "actual=0.91 target=0.9", "9.89"},
		{"none allowed, none", single("10", rule(scoring.InverseRatio)), "actual=0 target=0", "10"},
		{"none allowed, one", single("10", rule(scoring.InverseRatio)), "actual=1 target=0", "0"},
		{"negative ceiling", single("10", rule(scoring.InverseRatio)), "actual=1 target=-1", "number_negative"},
		// 3
		{"equal", single("10", equal("zero", "zero")), "actual=12 target=12.0", "10"},
		{"more, met", single("10", equal("met", "ratio")), "actual=13 target=12", "10"},
		{"more, inverse", single("10", equal("inverse", "ratio")), "actual=13 target=12", "9.23"},
		{"more, deviation", single("10", equal("deviation", "ratio")), "actual=13 target=12", "9.17"},
		{"twice, deviation", single("10", equal("deviation", "ratio")), "actual=24 target=12", "0"},
		{"more, zero", single("10", equal("zero", "ratio")), "actual=13 target=12", "0"},
		{"less, ratio", single("10", equal("met", "ratio")), "actual=6 target=12", "5"},
		{"less, zero", single("10", equal("met", "zero")), "actual=6 target=12", "0"},
		// 4: both ends of both dialects
		{"top", single("10", judgement("80", "60")), "level=met points=10", "10"},
		{"included 80", single("10", judgement("80", "60")), "level=met points=8|有缺项", "8"},
		{"79.9 is not met", single("10", judgement("80", "60")), "level=met points=7.99|有缺项", "points_outside_level"},
		{"80 is not partly", single("10", judgement("80", "60")), "level=partly points=8|有缺项", "points_outside_level"},
		{"79.9 is partly", single("10", judgement("80", "60")), "level=partly points=7.99|有缺项", "7.99"},
		{"60 is partly", single("10", judgement("80", "60")), "level=部分达成 points=6|有缺项", "6"},
		{"60 is not missed", single("10", judgement("80", "60")), "level=missed points=6|有缺项", "points_outside_level"},
		{"0 is missed", single("10", judgement("80", "60")), "level=missed points=0|未开展", "0"},
		{"55 is partly elsewhere", single("10", judgement("80", "50")), "level=partly points=5.5|有缺项", "5.5"},
		{"without reason", single("10", judgement("80", "60")), "level=met points=9", "reason_missing"},
		{"too many", single("10", judgement("80", "60")), "level=met points=10.1|x", "points_out_of_bounds"},
		{"no such level", single("10", judgement("80", "60")), "level=好 points=9|x", "level_unknown"},
		{"no points", single("10", judgement("80", "60")), "level=met", "waits points"},
		{"no level", single("10", judgement("80", "60")), "", "waits level points"},
		// 5
		{"at the limit", single("8", rule(scoring.Excess, "over", "100", "per", "1", "points", "0.5", "steps", "whole")), "rate=100", "8"},
		{"not a whole step", single("8", rule(scoring.Excess, "over", "100", "per", "1", "points", "0.5", "steps", "whole")), "rate=100.99", "8"},
		{"one step", single("8", rule(scoring.Excess, "over", "100", "per", "1", "points", "0.5", "steps", "whole")), "rate=101", "7.5"},
		{"begun step", single("8", rule(scoring.Excess, "over", "100", "per", "1", "points", "0.5", "steps", "begun")), "rate=100.01", "7.5"},
		{"continuous", single("8", rule(scoring.Excess, "over", "100", "per", "1", "points", "0.5", "steps", "continuous")), "rate=100.5", "7.75"},
		{"all gone", single("8", rule(scoring.Excess, "over", "100", "per", "1", "points", "0.5", "steps", "whole")), "rate=116", "0"},
		{"no further", single("8", rule(scoring.Excess, "over", "100", "per", "1", "points", "0.5", "steps", "whole")), "rate=200", "0"},
		// 6: 99.27 % kept full marks in a published table
		{"published 99.27", single("8", rule(scoring.Shortfall, "below", "100", "per", "5", "points", "2", "steps", "whole")), "rate=99.27", "8"},
		{"95.01", single("8", rule(scoring.Shortfall, "below", "100", "per", "5", "points", "2", "steps", "whole")), "rate=95.01", "8"},
		{"95", single("8", rule(scoring.Shortfall, "below", "100", "per", "5", "points", "2", "steps", "whole")), "rate=95", "6"},
		{"above", single("8", rule(scoring.Shortfall, "below", "100", "per", "5", "points", "2", "steps", "whole")), "rate=101", "8"},
		// 7
		{"0", single("8", bands), "rate=0", "8"},
		{"below 0", single("8", bands), "rate=-3", "8"},
		{"just above 0", single("8", bands), "rate=0.01", "6"},
		{"10", single("8", bands), "rate=10", "6"},
		{"above 10", single("8", bands), "rate=10.01", "4"},
		{"20", single("8", bands), "rate=20", "4"},
		{"above 20", single("8", bands), "rate=20.01", "2"},
		{"30", single("8", bands), "rate=30", "2"},
		{"above 30", single("8", bands), "rate=30.01", "0"},
		// 8
		{"all there", single("3", checklist), "a=true b=true c=true", "3"},
		{"one missing", single("3", checklist), "a=true b=false c=true", "2"},
		{"one unknown", single("3", checklist), "a=true c=true", "waits b"},
		{"no flag", single("3", checklist), "a=是 b=true c=true", "flag_invalid"},
		// 9
		{"no case", single("5", ruleOf(scoring.Occurrence, "n", "points", "0.5")), "n=0", "5"},
		{"three cases", single("5", ruleOf(scoring.Occurrence, "n", "points", "0.5")), "n=3", "3.5"},
		{"ten cases", single("5", ruleOf(scoring.Occurrence, "n", "points", "0.5")), "n=10", "0"},
		{"eleven cases", single("5", ruleOf(scoring.Occurrence, "n", "points", "0.5")), "n=11", "0"},
		{"one free", single("5", ruleOf(scoring.Occurrence, "n", "points", "1", "free", "1")), "n=1", "5"},
		{"two, one free", single("5", ruleOf(scoring.Occurrence, "n", "points", "1", "free", "1")), "n=2", "4"},
		{"half a case", single("5", ruleOf(scoring.Occurrence, "n", "points", "1")), "n=1.5", "count_invalid"},
		{"fewer than none", single("5", ruleOf(scoring.Occurrence, "n", "points", "1")), "n=-1", "count_invalid"},
		// 10
		{"on time", single("3", late("begun")), "due=2026-08-28 done=2026-08-28", "3"},
		{"early", single("3", late("begun")), "due=2026-08-28 done=2026-08-01", "3"},
		{"one day, begun", single("3", late("begun")), "days_late=1", "2"},
		{"five days, begun", single("3", late("begun")), "days_late=5", "2"},
		{"six days, begun", single("3", late("begun")), "due=2026-08-28 done=2026-09-03", "1"},
		{"four days, whole", single("3", late("whole")), "days_late=4", "3"},
		{"five days, whole", single("3", late("whole")), "days_late=5", "2"},
		{"two days, continuous", single("3", late("continuous")), "days_late=2", "2.6"},
		{"a month", single("3", late("whole")), "days_late=31", "0"},
		{"no day", single("3", late("whole")), "due=2026-02-30 done=2026-03-01", "date_unreadable"},
		{"not done", single("3", late("whole")), "due=2026-02-20", "waits done"},
		{"nothing known", single("3", late("whole")), "", "waits days_late"},
		// 11
		{"none late", single("2", rule(scoring.LateShare, "none_due", "full")), "late=0 all=7", "2"},
		{"two of seven", single("2", rule(scoring.LateShare, "none_due", "full")), "late=2 all=7", "1.43"},
		{"all late", single("2", rule(scoring.LateShare, "none_due", "full")), "late=7 all=7", "0"},
		{"none due", single("2", rule(scoring.LateShare, "none_due", "full")), "late=0 all=0", "2"},
		{"none due, refused", single("2", rule(scoring.LateShare, "none_due", "refuse")), "late=0 all=0", "none_due"},
		{"more late than due", single("2", rule(scoring.LateShare, "none_due", "full")), "late=8 all=7", "part_above_whole"},
		// 12
		{"closed", single("3", gate, late("whole")), "filed=false", "0"},
		{"open", single("3", gate, late("whole")), "filed=true days_late=0", "3"},
		{"open, unknown rest", single("3", gate, late("whole")), "filed=true", "waits days_late"},
		{"unknown", single("3", gate, late("whole")), "days_late=0", "waits filed"},
		// 13
		{"nothing said", single("10", ruleOf(scoring.Discretion, "quality", "at_most", "10")), "", "waits quality"},
		{"nothing taken", single("10", ruleOf(scoring.Discretion, "quality", "at_most", "10")), "quality=0", "10"},
		{"nothing said beside a count", single("10", ruleOf(scoring.Occurrence, "missing", "points", "1"), ruleOf(scoring.Discretion, "quality", "at_most", "10")), "missing=1", "9"},
		{"taken", single("10", ruleOf(scoring.Discretion, "quality", "at_most", "10")), "quality=2.5|数据不充分", "7.5"},
		{"without reason", single("10", ruleOf(scoring.Discretion, "quality", "at_most", "10")), "quality=2.5", "reason_missing"},
		{"reason of spaces", single("10", ruleOf(scoring.Discretion, "quality", "at_most", "10")), "quality=2.5| ", "reason_missing"},
		{"all that may be", single("10", ruleOf(scoring.Discretion, "quality", "at_most", "4")), "quality=4|x", "6"},
		{"more", single("10", ruleOf(scoring.Discretion, "quality", "at_most", "4")), "quality=4.01|x", "points_out_of_bounds"},
		{"less than must be", single("10", ruleOf(scoring.Discretion, "quality", "at_least", "1", "at_most", "4")), "quality=0.5|x", "points_out_of_bounds"},
		{"negative", single("10", ruleOf(scoring.Discretion, "quality", "at_most", "4")), "quality=-1|x", "points_out_of_bounds"},
		// 15
		{"gap 10", single("7", gap("zero", "both")), "self=95 review=85", "7"},
		{"gap 10.01 from zero", single("7", gap("zero", "both")), "self=95.01 review=85", "5"},
		{"gap 14 from excess", single("7", gap("excess", "both")), "self=99 review=85", "7"},
		{"gap 15 from excess", single("7", gap("excess", "both")), "self=100 review=85", "6"},
		{"lower, both", single("7", gap("zero", "both")), "self=80 review=95", "4"},
		{"lower, one side", single("7", gap("zero", "self_higher")), "self=80 review=95", "7"},
		// 16
		{"excellent", single("5", grades), "grade=excellent", "5"},
		{"good by score", single("5", grades), "grade=良 score=88", "4.4"},
		{"good without score", single("5", grades), "grade=良", "waits score"},
		{"failed", single("5", grades), "grade=不合格", "0"},
		{"no grade", single("5", grades), "grade=中", "grade_unknown"},
		{"score above", single("5", grades), "grade=良 score=101", "score_out_of_range"},
		// 17
		{"bonus", single("10", ruleOf(scoring.Bonus, "projects", "points", "2"), ruleOf(scoring.Bonus, "funds", "points", "5")), "projects=2 funds=1", "9"},
		{"bonus at its cap", single("10", ruleOf(scoring.Bonus, "projects", "points", "2"), ruleOf(scoring.Bonus, "funds", "points", "5")), "projects=0 funds=2", "10"},
		{"bonus above it", single("10", ruleOf(scoring.Bonus, "projects", "points", "2"), ruleOf(scoring.Bonus, "funds", "points", "5")), "projects=3 funds=1", "10"},
		// 21: published rows
		{"published 79.27 %", single("10", money("refuse")), "budget=100 executed=79.27", "7.93"},
		{"published 30/278.4449", single("20", money("refuse")), "budget=278.4449 executed=30", "2.15"},
		{"published 76 %", single("10", money("refuse")), "budget=100 executed=76", "7.6"},
		{"spent more", single("10", money("refuse")), "budget=100 executed=101", "10"},
		{"no budget", single("10", money("full")), "budget=0 executed=0", "10"},
		{"no budget, refused", single("10", money("refuse")), "budget=0 executed=0", "budget_zero"},
		{"no budget, spent", single("10", money("full")), "budget=0 executed=1", "budget_zero"},
		{"negative", single("10", money("full")), "budget=5 executed=-1", "number_negative"},
		// 22: a person's adjustment, and only when called for
		{"129.9 %", single("10", rule(scoring.CappedRatio), rule(scoring.Overachieved, "from", "30")), "actual=129.9 target=100 adjustment=1|x", "adjustment_uncalled"},
		{"130 %", single("10", rule(scoring.CappedRatio), rule(scoring.Overachieved, "from", "30")), "actual=130 target=100 adjustment=1|年初目标明显偏低", "9"},
		{"130 %, undecided", single("10", rule(scoring.CappedRatio), rule(scoring.Overachieved, "from", "30")), "actual=130 target=100", "10"},
		// 23
		{"by its day", single("15", rule(scoring.DateTarget, "late", "zero")), "due=2023-12-31 done=2023-12-31", "15"},
		{"ahead", single("15", rule(scoring.DateTarget, "late", "zero")), "due=2023-12-31 done=2023-10-31", "15"},
		{"a day late", single("15", rule(scoring.DateTarget, "late", "zero")), "due=2023-12-31 done=2024-01-01", "0"},
		{"a day late, judged", single("15", rule(scoring.DateTarget, "late", "judged")), "due=2023-12-31 done=2024-01-01 points=12|不可抗力", "12"},
		{"late, not judged yet", single("15", rule(scoring.DateTarget, "late", "judged")), "due=2023-12-31 done=2024-01-01", "waits points"},
		// slips
		{"unknown input", single("5", ruleOf(scoring.Occurrence, "n", "points", "1")), "m=1 n=1", "input_unknown"},
		{"twice", single("5", ruleOf(scoring.Occurrence, "n", "points", "1")), "n=1 n=1", "input_repeated"},
	} {
		require.Equal(t, tt.want, points(t, tt.scheme, strings.Fields(tt.given)...), "%s: %s", tt.name, tt.given)
	}
}

// Every kind of rule is tried above, or below where it needs more than one
// entry.
func TestRuleKinds_each_have_a_shape_and_words(t *testing.T) {
	t.Parallel()
	require.Len(t, scoring.RuleKinds(), 24)
	for _, k := range scoring.RuleKinds() {
		require.NotEqual(t, string(k), k.Label(), k)
		require.NotEmpty(t, k.Meaning(), k)
		s := single("10", rule(k))
		for _, f := range s.Lint() {
			require.NotEqual(t, "rule_unknown", f.Reason)
		}
	}
}

func TestReporters_add_or_weigh(t *testing.T) {
	t.Parallel()
	report := func(by, value, money string) scoring.BodyReport {
		r := scoring.BodyReport{By: by, Value: *num(t, value)}
		if money != "" {
			r.Money = num(t, money)
		}
		return r
	}
	scheme := func(combine string) scoring.Scheme {
		return single("10", rule(scoring.CappedRatio), rule(scoring.Reporters, "combine", combine))
	}
	absolute := scoring.Given{Name: "actual", Reports: []scoring.BodyReport{report("甲县", "30", ""), report("乙县", "45", "")}}
	relative := scoring.Given{Name: "actual", Relative: true, Reports: []scoring.BodyReport{report("甲县", "90", "100"), report("乙县", "60", "200")}}
	for _, tt := range []struct {
		combine string
		actual  scoring.Given
		target  string
		want    string
	}{
		{"by_measure", absolute, "100", "7.5"},
		{"by_measure", relative, "100", "7"}, // (90×100+60×200)÷300
		{"sum", relative, "200", "7.5"},
		{"mean", relative, "100", "7.5"},
		{"weighted", relative, "100", "7"},
	} {
		card := judged(t, scheme(tt.combine), scoring.Entry{ID: "i", Inputs: []scoring.Given{tt.actual, {Name: "target", Value: tt.target}}})
		require.Equal(t, tt.want, card.Lines[0].Points.String(), tt.combine)
		require.Equal(t, scoring.Reporters, card.Lines[0].Applied[0].Rule)
	}
	for reason, s := range map[string]scoring.Scheme{"reports_not_allowed": single("10", rule(scoring.CappedRatio)), "money_missing": scheme("weighted")} {
		_, err := s.Score([]scoring.Subject{{ID: "A", Entries: []scoring.Entry{{ID: "i", Inputs: []scoring.Given{absolute, {Name: "target", Value: "1"}}}}}}, nil)
		require.Equal(t, reason, fault.As(err).Fields[0].Reason)
	}
}

// 10, in a running evaluation: what the engine counted goes before what was
// given, and both are shown.
func TestLateness_takes_the_days_that_the_engine_counted(t *testing.T) {
	t.Parallel()
	s := single("3", rule(scoring.Lateness, "points", "1", "per", "5", "steps", "whole", "stage", "filing"))
	require.Empty(t, s.Lint())
	of := func(late []scoring.StageDelay, texts ...string) scoring.Line {
		out, err := s.Score([]scoring.Subject{{ID: "A", Late: late, Entries: []scoring.Entry{{ID: "i", Inputs: given(texts...)}}}}, nil)
		require.NoError(t, err)
		return out.Subjects[0].Lines[0]
	}
	other := []scoring.StageDelay{{Stage: "self_check", Days: 20}}
	require.Equal(t, "2", of([]scoring.StageDelay{{Stage: "self_check", Days: 20}, {Stage: "filing", Days: 7}}).Points.String())
	require.Equal(t, "3", of(other, "days_late=0").Points.String())
	require.Nil(t, of(other).Points)
	line := of([]scoring.StageDelay{{Stage: "filing", Days: 7}}, "days_late=2")
	require.Equal(t, "2", line.Points.String())
	require.Equal(t, []scoring.Remark{{Kind: scoring.DaysOff, Stated: "2", Computed: "7"}}, line.Remarks)
	require.Equal(t, "2", line.Inputs[0].Value)
}

// Why a point was lost can be read off a line.
func TestLine_carries_its_arithmetic(t *testing.T) {
	t.Parallel()
	s := single("3", ruleOf(scoring.Gate, "filed", "closed_when", "false"),
		rule(scoring.Lateness, "points", "1", "per", "5", "steps", "$partial_five_days"))
	s.Choices = []scoring.Choice{{Name: "partial_five_days", Title: "不足五天", Assumed: "whole", Options: []scoring.Option{{Value: "whole"}, {Value: "begun"}}}}
	require.Empty(t, s.Lint())
	subject := []scoring.Subject{{ID: "A", Entries: []scoring.Entry{{ID: "i", Declared: num(t, "3"), Inputs: given("filed=true", "due=2013-03-01", "done=2013-03-08")}}}}
	out, err := s.Score(subject, nil)
	require.NoError(t, err)
	line := out.Subjects[0].Lines[0]
	require.Equal(t, "2", line.Points.String())
	require.Equal(t, "1", line.Lost.String())
	require.Equal(t, "3", line.Declared.String(), "what was declared stays")
	require.Equal(t, "1", line.Difference.String())
	require.Equal(t, []string{"partial_five_days"}, line.Chosen)
	require.Len(t, line.Applied, 1, "an open gate takes nothing")
	var texts []string
	for _, step := range line.Applied[0].Steps {
		texts = append(texts, step.Text())
	}
	require.Equal(t, []string{"2013-03-01 → 2013-03-08 = 7", "7 ÷ 5 → 1", "1 × 1 = 1"}, texts)
	require.True(t, out.Choices[0].Assumed)

	out, err = s.Score(subject, []scoring.Decision{{Name: "partial_five_days", Value: "begun"}})
	require.NoError(t, err)
	require.Equal(t, "1", out.Subjects[0].Lines[0].Points.String())
	require.False(t, out.Choices[0].Assumed)
}

// Full marks of 2.5 rounded to whole points would be 3, more than can be had,
// and those of 2.4 would be 2, less than was earned.
func TestRounding_leaves_full_marks(t *testing.T) {
	t.Parallel()
	for full, want := range map[string]string{"2.5": "2.5", "2.4": "2.4", "10.3": "10.3"} {
		s := single(full, rule(scoring.CappedRatio))
		s.Round.Digits = "0"
		require.Equal(t, want, points(t, s, "actual=10", "target=10"), full)
	}
	s := single("2.5", rule(scoring.CappedRatio))
	s.Round = scoring.PointRounding{How: "up", Digits: "0", Place: scoring.Value(scoring.EachItem)}
	require.Equal(t, "2.5", points(t, s, "actual=9", "target=10"))
}

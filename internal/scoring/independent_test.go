package scoring_test

import (
	"fmt"
	"math/big"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/scoring"
)

// reckoning is a rule with its inputs and what it has to come to, worked out
// here from the words of the rule and not by the package.
type reckoning struct {
	rules []scoring.Rule
	given []scoring.Given
	full  *big.Rat
	want  *big.Rat
}

func frac(text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		panic(text)
	}
	return r
}

func mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func quo(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }
func sub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }

// between keeps points from 0 to full marks.
func between(points, full *big.Rat) *big.Rat {
	switch {
	case points.Sign() < 0:
		return new(big.Rat)
	case points.Cmp(full) > 0:
		return full
	}
	return points
}

// floor and ceiling are those of a number from 0.
func floor(r *big.Rat) *big.Rat {
	return new(big.Rat).SetInt(new(big.Int).Quo(r.Num(), r.Denom()))
}

func ceiling(r *big.Rat) *big.Rat {
	if down := floor(r); down.Cmp(r) == 0 {
		return down
	}
	return new(big.Rat).Add(floor(r), frac("1"))
}

// dropped rounds a number from 0 to so many digits.
func dropped(r *big.Rat, digits int, how string) *big.Rat {
	size := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil))
	scaled := mul(r, size)
	switch how {
	case "down":
		scaled = floor(scaled)
	case "up":
		scaled = ceiling(scaled)
	default:
		scaled = floor(new(big.Rat).Add(scaled, frac("1/2")))
	}
	return quo(scaled, size)
}

// stepsOf counts the steps of a deduction in an amount above 0.
func stepsOf(amount, per *big.Rat, how string) *big.Rat {
	n := quo(amount, per)
	switch {
	case amount.Sign() <= 0:
		return new(big.Rat)
	case how == "whole":
		return floor(n)
	case how == "begun":
		return ceiling(n)
	}
	return n
}

// edge draws a number at a bound, right beside it, or anywhere.
func edge(t *rapid.T, name string, bounds ...int64) string {
	bound := rapid.SampledFrom(bounds).Draw(t, name+" bound")
	beside := rapid.SampledFrom([]int64{0, 0, 0, 1, 2, 100, 333, 5000}).Draw(t, name+" beside")
	if rapid.Bool().Draw(t, name+" below") {
		beside = -beside
	}
	return frac(fmt.Sprint(bound)).Add(frac(fmt.Sprint(bound)), big.NewRat(beside, 100)).FloatString(2)
}

// above0 draws as edge does, from 0.
func above0(t *rapid.T, name string, bounds ...int64) string {
	n := edge(t, name, bounds...)
	if frac(n).Sign() < 0 {
		return "0"
	}
	return n
}

func draw(t *rapid.T, words ...string) string { return rapid.SampledFrom(words).Draw(t, words[0]) }

// reckonings make a rule of each kind that goes by numbers and dates.
var reckonings = map[string]func(t *rapid.T, full *big.Rat) reckoning{
	"比例封顶": func(t *rapid.T, full *big.Rat) reckoning {
		actual, target := edge(t, "actual", 0, 90, 100, 200), above0(t, "target", 1, 90, 100)
		if frac(target).Sign() == 0 {
			target = "0.01"
		}
		return reckoning{[]scoring.Rule{rule(scoring.CappedRatio)}, given("actual="+actual, "target="+target), full, between(mul(full, quo(frac(actual), frac(target))), full)}
	},
	"反比": func(t *rapid.T, full *big.Rat) reckoning {
		actual, target := edge(t, "actual", 0, 3, 100), above0(t, "target", 0, 3, 100)
		want := full
		if frac(actual).Cmp(frac(target)) > 0 {
			want = mul(full, quo(frac(target), frac(actual)))
		}
		return reckoning{[]scoring.Rule{rule(scoring.InverseRatio)}, given("actual="+actual, "target="+target), full, want}
	},
	"等于型": func(t *rapid.T, full *big.Rat) reckoning {
		actual, target := above0(t, "actual", 0, 12, 24, 36), above0(t, "target", 12)
		if frac(target).Sign() == 0 {
			target = "12"
		}
		excess, short := draw(t, "met", "inverse", "deviation", "zero"), draw(t, "ratio", "zero")
		a, b, want := frac(actual), frac(target), full
		switch order := a.Cmp(b); {
		case order < 0 && short == "ratio":
			want = mul(full, quo(a, b))
		case order < 0, order > 0 && excess == "zero":
			want = new(big.Rat)
		case order > 0 && excess == "inverse":
			want = mul(full, quo(b, a))
		case order > 0 && excess == "deviation":
			want = between(mul(full, sub(frac("1"), quo(sub(a, b), b))), full)
		}
		return reckoning{[]scoring.Rule{rule(scoring.Equality, "excess", excess, "short", short)}, given("actual="+actual, "target="+target), full, want}
	},
	"超额扣分": func(t *rapid.T, full *big.Rat) reckoning {
		rate, how := edge(t, "rate", 0, 100, 101, 105, 120), draw(t, "whole", "begun", "continuous")
		lost := mul(stepsOf(sub(frac(rate), frac("100")), frac("2.5"), how), frac("0.3"))
		return reckoning{[]scoring.Rule{rule(scoring.Excess, "over", "100", "per", "2.5", "points", "0.3", "steps", how)}, given("rate=" + rate), full, between(sub(full, lost), full)}
	},
	"不足扣分": func(t *rapid.T, full *big.Rat) reckoning {
		rate, how := edge(t, "rate", 0, 90, 95, 100, 110), draw(t, "whole", "begun", "continuous")
		lost := mul(stepsOf(sub(frac("100"), frac(rate)), frac("5"), how), frac("2"))
		return reckoning{[]scoring.Rule{rule(scoring.Shortfall, "below", "100", "per", "5", "points", "2", "steps", how)}, given("rate=" + rate), full, between(sub(full, lost), full)}
	},
	"分档表": func(t *rapid.T, _ *big.Rat) reckoning {
		bands := rule(scoring.Banded)
		bands.Tiers = []scoring.Tier{{From: "90", Points: "5"}, {From: "80", To: "90", ToOpen: true, Points: "4"}, {From: "60", FromOpen: true, To: "80", ToOpen: true, Points: "2.5"}, {To: "60", Points: "0"}}
		rate := edge(t, "rate", 60, 80, 90)
		want := "0"
		switch r := frac(rate); {
		case r.Cmp(frac("90")) >= 0:
			want = "5"
		case r.Cmp(frac("80")) >= 0:
			want = "4"
		case r.Cmp(frac("60")) > 0:
			want = "2.5"
		}
		return reckoning{[]scoring.Rule{bands}, given("rate=" + rate), frac("5"), frac(want)}
	},
	"按次扣分": func(t *rapid.T, full *big.Rat) reckoning {
		n, free := rapid.Int64Range(0, 30).Draw(t, "n"), rapid.Int64Range(0, 3).Draw(t, "free")
		lost := mul(big.NewRat(max(n-free, 0), 1), frac("0.35"))
		return reckoning{[]scoring.Rule{ruleOf(scoring.Occurrence, "n", "points", "0.35", "free", fmt.Sprint(free))}, given(fmt.Sprintf("n=%d", n)), full, between(sub(full, lost), full)}
	},
	"逾期扣分": func(t *rapid.T, full *big.Rat) reckoning {
		due := time.Date(2024, time.February, 26, 0, 0, 0, 0, time.UTC)
		days, how := rapid.SampledFrom([]int{-400, -1, 0, 1, 4, 5, 6, 10, 11, 366}).Draw(t, "days"), draw(t, "whole", "begun", "continuous")
		lost := mul(stepsOf(big.NewRat(int64(days), 1), frac("5"), how), frac("0.7"))
		return reckoning{
			[]scoring.Rule{rule(scoring.Lateness, "points", "0.7", "per", "5", "steps", how)},
			given("due="+due.Format(time.DateOnly), "done="+due.AddDate(0, 0, days).Format(time.DateOnly)), full, between(sub(full, lost), full),
		}
	},
	"逾期比例": func(t *rapid.T, full *big.Rat) reckoning {
		all := rapid.Int64Range(0, 13).Draw(t, "all")
		late := rapid.Int64Range(0, all).Draw(t, "late")
		want := full
		if all > 0 {
			want = mul(full, big.NewRat(all-late, all))
		}
		return reckoning{[]scoring.Rule{rule(scoring.LateShare, "none_due", "full")}, given(fmt.Sprintf("late=%d", late), fmt.Sprintf("all=%d", all)), full, want}
	},
	"日期型": func(t *rapid.T, full *big.Rat) reckoning {
		days := rapid.SampledFrom([]int{-31, -1, 0, 1, 29}).Draw(t, "days")
		due := time.Date(2023, time.December, 31, 0, 0, 0, 0, time.UTC)
		want := full
		if days > 0 {
			want = new(big.Rat)
		}
		return reckoning{[]scoring.Rule{rule(scoring.DateTarget, "late", "zero")}, given("due="+due.Format(time.DateOnly), "done="+due.AddDate(0, 0, days).Format(time.DateOnly)), full, want}
	},
	"复核分差": func(t *rapid.T, full *big.Rat) reckoning {
		self, review := above0(t, "self", 80, 95, 100), above0(t, "review", 80, 85, 90)
		from, sides, how := draw(t, "zero", "excess"), draw(t, "both", "self_higher"), draw(t, "whole", "begun", "continuous")
		gap := sub(frac(self), frac(review))
		if gap.Sign() < 0 && sides == "both" {
			gap = gap.Neg(gap)
		}
		lost := new(big.Rat)
		if gap.Cmp(frac("10")) > 0 {
			if from == "excess" {
				gap = sub(gap, frac("10"))
			}
			lost = stepsOf(gap, frac("5"), how)
		}
		return reckoning{
			[]scoring.Rule{rule(scoring.ReviewGap, "over", "10", "per", "5", "points", "1", "steps", how, "from", from, "sides", sides)},
			given("self="+self, "review="+review), full, between(sub(full, lost), full),
		}
	},
	"资金": func(t *rapid.T, full *big.Rat) reckoning {
		budget, executed := above0(t, "budget", 1, 100, 278), above0(t, "executed", 0, 30, 100)
		want := full
		if b := frac(budget); b.Sign() > 0 {
			want = between(mul(full, quo(frac(executed), b)), full)
		} else {
			executed = "0"
		}
		return reckoning{[]scoring.Rule{rule(scoring.Money, "no_budget", "full")}, given("budget="+budget, "executed="+executed), full, want}
	},
	"加分封顶": func(t *rapid.T, _ *big.Rat) reckoning {
		projects, funds := rapid.Int64Range(0, 7).Draw(t, "projects"), rapid.Int64Range(0, 4).Draw(t, "funds")
		want := between(big.NewRat(2*projects+5*funds, 1), frac("10"))
		return reckoning{
			[]scoring.Rule{ruleOf(scoring.Bonus, "projects", "points", "2"), ruleOf(scoring.Bonus, "funds", "points", "5")},
			given(fmt.Sprintf("projects=%d", projects), fmt.Sprintf("funds=%d", funds)), frac("10"), want,
		}
	},
	"几个主体加权": func(t *rapid.T, full *big.Rat) reckoning {
		sum, weights := new(big.Rat), new(big.Rat)
		g := scoring.Given{Name: "actual", Relative: true}
		for i := range rapid.IntRange(1, 4).Draw(t, "bodies") {
			value, money := above0(t, "value", 0, 60, 100), above0(t, "money", 1, 50)
			n, err := scoring.ParseNumber(value)
			require.NoError(t, err)
			m, err := scoring.ParseNumber(money + "1")
			require.NoError(t, err)
			g.Reports = append(g.Reports, scoring.BodyReport{By: fmt.Sprint(i), Value: n, Money: &m})
			sum, weights = sum.Add(sum, mul(frac(value), frac(m.String()))), weights.Add(weights, frac(m.String()))
		}
		return reckoning{
			[]scoring.Rule{rule(scoring.CappedRatio, "target", "90"), rule(scoring.Reporters, "combine", "by_measure")},
			[]scoring.Given{g},
			full,
			between(mul(full, quo(quo(sum, weights), frac("90"))), full),
		}
	},
}

// Whatever the numbers, at the edges and beside them, the points are those that
// the words of the rule come to in exact fractions, rounded once.
func TestRules_agree_with_an_independent_reckoning(t *testing.T) {
	t.Parallel()
	for name, reckon := range reckonings {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				full := frac(draw(t, "10", "7", "2.5", "33.3"))
				r := reckon(t, full)
				how, digits := draw(t, "half_up", "down", "up"), rapid.IntRange(0, 4).Draw(t, "digits")
				s := single(r.full.FloatString(1), r.rules...)
				s.Round = scoring.PointRounding{How: scoring.Value(how), Digits: scoring.Value(fmt.Sprint(digits)), Place: scoring.Value(scoring.EachItem)}
				require.Empty(t, s.Lint())
				out, err := s.Score([]scoring.Subject{{ID: "A", Entries: []scoring.Entry{{ID: "i", Inputs: r.given}}}}, nil)
				require.NoError(t, err)
				line := out.Subjects[0].Lines[0]
				require.NotNil(t, line.Points, "%+v", line)
				// Full marks with more digits stay what they are.
				want := r.want
				if want.Cmp(r.full) != 0 {
					want = between(dropped(want, digits, how), r.full)
				}
				require.Zero(t, want.Cmp(frac(line.Points.String())), "%s: want %s, got %s of %v", name, want.FloatString(6), line.Points, r.given)
			})
		})
	}
}

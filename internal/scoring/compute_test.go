package scoring_test

import (
	"encoding/json"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/fault"
	"jiheng/internal/scoring"
)

func num(t require.TestingT, text string) *scoring.Number {
	n, err := scoring.ParseNumber(text)
	require.NoError(t, err, text)
	return &n
}

func figures(t require.TestingT, values ...string) []scoring.Figure {
	list := make([]scoring.Figure, len(values))
	for i, v := range values {
		list[i] = scoring.Figure{Name: "f", Value: num(t, v), Unit: "万元"}
	}
	return list
}

// Every row is a figure from a published report and what it said itself.
func TestCompute_published_figures(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name             string
		kind             scoring.Kind
		operands         []string
		computed, stated string
		differs, cut     bool
		difference       string
	}{
		{"整体支出完成率", scoring.Ratio, []string{"1952.82", "1987.76"}, "98.24", "98.24", false, true, "0.00"},
		{"未执行金额", scoring.Difference, []string{"1987.76", "1952.82"}, "34.94", "34.94", false, true, "0.00"},
		{"三公经费控制率", scoring.Ratio, []string{"5.06", "6.48"}, "78.09", "78", false, true, "-0.09"},
		{"公用经费控制率", scoring.Ratio, []string{"21.44", "38.60"}, "55.54", "55", true, true, "-0.54"},
		{"诉求总量", scoring.Sum, []string{"46.05", "2.74"}, "48.79", "48.79", false, true, "0.00"},
		{"诉求去向", scoring.Sum, []string{"41.49", "5.30"}, "46.79", "48.79", true, false, "2.00"},
		{"办结率", scoring.Ratio, []string{"5.27", "5.30"}, "99.43", "99.42", true, false, "-0.01"},
		{"时限压缩率", scoring.Reduction, []string{"20873", "10507"}, "49.66", "50", false, false, "0.34"},
		{"收入预算增长", scoring.Growth, []string{"2305.30", "82.77"}, "3.72", "3.72", false, true, "0.00"},
		{"收入预算增加的原因", scoring.Sum, []string{"-306", "469"}, "163", "82.77", true, false, "-80.23"},
		{"资金收入", scoring.Sum, []string{"42.13", "2057.96"}, "2100.09", "2100.09", false, true, "0.00"},
		{"核减率", scoring.Reduction, []string{"11.3", "7.97"}, "29.47", "29.5", false, false, "0.03"},
		{"自评分项合计", scoring.Sum, []string{"20", "13", "10", "25", "13"}, "81", "92", true, false, "11"},
		{"示范县执行率", scoring.Ratio, []string{"30", "278.4449"}, "10.77", "10.77", false, true, "0.00"},
	} {
		r, err := scoring.Compute(scoring.Computation{
			Name: tt.name, Kind: tt.kind, Operands: figures(t, tt.operands...), Digits: 2, Rounding: scoring.HalfUp,
			Stated: num(t, tt.stated),
		})
		require.NoError(t, err, tt.name)
		require.Equal(t, tt.computed, r.Computed.String(), tt.name)
		require.Equal(t, tt.stated, r.Stated.String(), tt.name)
		require.Equal(t, tt.differs, r.Differs, tt.name)
		require.Equal(t, tt.cut, r.EqualsTruncated, tt.name)
		require.Equal(t, tt.difference, r.Difference.String(), tt.name)
		require.Equal(t, tt.name, r.Name)
		require.Nil(t, r.Within)
	}
}

func TestCompute_shows_its_steps(t *testing.T) {
	t.Parallel()
	operands := figures(t, "2305.30", "82.77")
	operands[0].Name, operands[1].Name = "收入预算", "比上年增加"
	r, err := scoring.Compute(scoring.Computation{Kind: scoring.Growth, Operands: operands, Digits: 2, Rounding: scoring.HalfUp})
	require.NoError(t, err)
	require.Equal(t, scoring.UnitPercent, r.Unit)
	text, err := json.Marshal(r.Steps)
	require.NoError(t, err)
	require.JSONEq(t, `[
		{"op":"subtract","operands":[{"name":"收入预算","value":"2305.30"},{"name":"比上年增加","value":"82.77"}],"result":"2222.53","text":"2305.30 − 82.77 = 2222.53"},
		{"op":"percent","operands":[{"name":"比上年增加","value":"82.77"},{"value":"2222.53"}],"result":"3.72","rounded":true,"text":"82.77 ÷ 2222.53 × 100% ≈ 3.72%"}]`, string(text))
	require.Nil(t, r.Stated)
	require.Nil(t, r.Difference)
	require.False(t, r.Differs)

	r, err = scoring.Compute(scoring.Computation{Kind: scoring.Ratio, Operands: figures(t, "1", "4"), Digits: 2, Rounding: scoring.HalfUp})
	require.NoError(t, err)
	require.False(t, r.Steps[0].Rounded)
	require.Equal(t, "25.00", r.Computed.String())
}

func TestCompute_counts_days_against_a_limit(t *testing.T) {
	t.Parallel()
	days := func(from, to, limit string) scoring.Computation {
		return scoring.Computation{
			Kind: scoring.DaysBetween, Rounding: scoring.HalfUp, AtMost: num(t, limit),
			Operands: []scoring.Figure{{Name: "批复", Date: from}, {Name: "公开", Date: to}},
		}
	}
	r, err := scoring.Compute(days("2019-02-02", "2019-02-18", "20"))
	require.NoError(t, err)
	require.Equal(t, "16", r.Computed.String())
	require.Equal(t, scoring.UnitDay, r.Unit)
	require.True(t, *r.Within)
	require.Equal(t, []scoring.Operand{{Name: "批复", Value: "2019-02-02"}, {Name: "公开", Value: "2019-02-18"}}, r.Steps[0].Operands)

	for to, within := range map[string]bool{"2019-02-22": true, "2019-02-23": false, "2019-02-02": true} {
		r, err = scoring.Compute(days("2019-02-02", to, "20"))
		require.NoError(t, err)
		require.Equal(t, within, *r.Within, to)
	}
	r, err = scoring.Compute(days("2020-02-28", "2020-03-01", "20"))
	require.NoError(t, err)
	require.Equal(t, "2", r.Computed.String(), "a leap year")
}

func TestCompute_a_limit_is_held_against_the_exact_result(t *testing.T) {
	t.Parallel()
	c := scoring.Computation{
		Kind: scoring.Ratio, Operands: figures(t, "100.004", "100"), Digits: 2, Rounding: scoring.HalfUp, AtMost: num(t, "100"),
	}
	r, err := scoring.Compute(c)
	require.NoError(t, err)
	require.Equal(t, "100.00", r.Computed.String())
	require.False(t, *r.Within)
}

func TestCompute_rounds_once_and_as_asked(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		part, base string
		digits     int32
		how        scoring.Rounding
		want       string
	}{
		{"1", "3", 2, scoring.HalfUp, "33.33"},
		{"2", "3", 2, scoring.HalfUp, "66.67"},
		{"2", "3", 2, scoring.Down, "66.66"},
		{"1", "3", 2, scoring.Up, "33.34"},
		{"1", "4", 0, scoring.Up, "25"},
		{"0.125", "100", 2, scoring.HalfUp, "0.13"},
		{"0.125", "100", 2, scoring.Down, "0.12"},
		{"44.4449", "100", 0, scoring.HalfUp, "44"}, // not 44.45, 44.5, 45
		{"44.4449", "100", 1, scoring.HalfUp, "44.4"},
		{"0", "5", 1, scoring.Up, "0.0"},
	} {
		r, err := scoring.Compute(scoring.Computation{
			Kind: scoring.Ratio, Operands: figures(t, tt.part, tt.base), Digits: tt.digits, Rounding: tt.how,
		})
		require.NoError(t, err)
		require.Equal(t, tt.want, r.Computed.String(), "%s/%s %s", tt.part, tt.base, tt.how)
	}
	// A shrinking amount: away from zero is down.
	for how, want := range map[scoring.Rounding]string{scoring.HalfUp: "-0.1", scoring.Down: "0.0", scoring.Up: "-0.1"} {
		r, err := scoring.Compute(scoring.Computation{
			Kind: scoring.Growth, Operands: figures(t, "1999", "-1"), Digits: 1, Rounding: how,
		})
		require.NoError(t, err)
		require.Equal(t, want, r.Computed.String(), how) // -0.05
	}
}

func TestCompute_refuses_what_has_no_answer(t *testing.T) {
	t.Parallel()
	good := func(kind scoring.Kind, values ...string) scoring.Computation {
		return scoring.Computation{Kind: kind, Operands: figures(t, values...), Digits: 2, Rounding: scoring.HalfUp}
	}
	with := func(c scoring.Computation, change func(*scoring.Computation)) scoring.Computation {
		change(&c)
		return c
	}
	dates := func(from, to string) scoring.Computation {
		return scoring.Computation{Kind: scoring.DaysBetween, Rounding: scoring.HalfUp, Operands: []scoring.Figure{{Date: from}, {Date: to}}}
	}
	for _, tt := range []struct {
		name       string
		c          scoring.Computation
		reason, at string
	}{
		{"over nothing", good(scoring.Ratio, "1", "0"), "division_by_zero", "/operands/1"},
		{"nothing before", good(scoring.Growth, "5", "5"), "division_by_zero", "/operands/1"},
		{"nothing to reduce", good(scoring.Reduction, "0.00", "0"), "division_by_zero", "/operands/0"},
		{"less than nothing before", good(scoring.Growth, "5", "6"), "operand_negative", "/operands/1"},
		{"negative part", good(scoring.Ratio, "-1", "5"), "operand_negative", "/operands/0"},
		{"negative base", good(scoring.Ratio, "1", "-5"), "operand_negative", "/operands/1"},
		{"negative total", good(scoring.Growth, "-5", "1"), "operand_negative", "/operands/0"},
		{"negative rest", good(scoring.Reduction, "5", "-1"), "operand_negative", "/operands/1"},
		{"not published", with(good(scoring.Sum, "1", "2"), func(c *scoring.Computation) { c.Operands[1].Value = nil }), "operand_missing", "/operands/1"},
		{"no date", dates("2019-02-02", ""), "operand_missing", "/operands/1"},
		{"no such date", dates("2019-02-30", "2019-03-01"), "date_unreadable", "/operands/0"},
		{"back in time", dates("2019-02-03", "2019-02-02"), "dates_reversed", "/operands/1"},
		{"units", with(good(scoring.Sum, "1", "2"), func(c *scoring.Computation) { c.Operands[1].Unit = "元" }), "units_differ", "/operands/1"},
		{"one operand", good(scoring.Sum, "1"), "operand_count_wrong", ""},
		{"no operand", good(scoring.Ratio), "operand_count_wrong", ""},
		{"three operands", good(scoring.Ratio, "1", "2", "3"), "operand_count_wrong", ""},
		{"kind", good("product", "1", "2"), "kind_unknown", ""},
		{"rounding", with(good(scoring.Ratio, "1", "2"), func(c *scoring.Computation) { c.Rounding = "" }), "rounding_unknown", ""},
		{"digits", with(good(scoring.Ratio, "1", "2"), func(c *scoring.Computation) { c.Digits = 9 }), "digits_out_of_range", ""},
		{"negative digits", with(good(scoring.Ratio, "1", "2"), func(c *scoring.Computation) { c.Digits = -1 }), "digits_out_of_range", ""},
		{"nothing at all", scoring.Computation{}, "kind_unknown", ""},
	} {
		_, err := scoring.Compute(tt.c)
		require.ErrorIs(t, err, fault.New(fault.Invalid, tt.reason, ""), tt.name)
		if tt.at != "" {
			require.Equal(t, tt.at, fault.As(err).Fields[0].Name, tt.name)
		}
	}
}

func anyAmount() *rapid.Generator[scoring.Number] {
	return rapid.Custom(func(t *rapid.T) scoring.Number {
		digits := rapid.Int32Range(0, 4).Draw(t, "digits")
		n, err := scoring.NumberOf(decimal.New(rapid.Int64Range(-1e12, 1e12).Draw(t, "units"), -digits), digits)
		require.NoError(t, err)
		return n
	})
}

// Whatever comes in, there is a result or a fault, and the result is near the
// truth by its own digits.
func TestCompute_is_right_to_its_last_digit_or_refuses(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b, stated := anyAmount().Draw(t, "a"), anyAmount().Draw(t, "b"), anyAmount().Draw(t, "stated")
		c := scoring.Computation{
			Kind:     rapid.SampledFrom(scoring.Kinds()).Draw(t, "kind"),
			Operands: []scoring.Figure{{Value: &a}, {Value: &b}},
			Digits:   rapid.Int32Range(0, 8).Draw(t, "digits"),
			Rounding: rapid.SampledFrom(scoring.Roundings()).Draw(t, "rounding"),
			Stated:   &stated,
		}
		r, err := scoring.Compute(c)
		if err != nil {
			require.Equal(t, fault.Invalid, fault.CodeOf(err))
			require.Contains(t, []string{"operand_missing", "operand_negative", "division_by_zero"}, fault.ReasonOf(err))
			return
		}
		require.NotEmpty(t, r.Steps)
		require.Equal(t, r.Differs, !r.AtStated.Equal(stated))
		switch c.Kind {
		case scoring.Sum:
			require.True(t, r.Computed.Decimal().Equal(a.Decimal().Add(b.Decimal())))
		case scoring.Difference:
			require.True(t, r.Computed.Decimal().Equal(a.Decimal().Sub(b.Decimal())))
		case scoring.Ratio:
			// |computed × b - 100 a| is below one unit of the last digit times b.
			miss := r.Computed.Decimal().Mul(b.Decimal()).Sub(a.Decimal().Mul(decimal.New(100, 0)))
			unit := b.Decimal().Mul(decimal.New(1, -c.Digits))
			require.Equal(t, -1, miss.Abs().Cmp(unit))
			switch c.Rounding {
			case scoring.Down:
				require.LessOrEqual(t, miss.Sign(), 0)
			case scoring.Up:
				require.GreaterOrEqual(t, miss.Sign(), 0)
			case scoring.HalfUp:
				require.LessOrEqual(t, miss.Abs().Add(miss.Abs()).Cmp(unit), 0)
			}
			require.Equal(t, miss.IsZero(), !r.Steps[0].Rounded)
		case scoring.Growth, scoring.Reduction, scoring.DaysBetween:
		}
		// What was computed, stated again with its own digits, never differs.
		c.Stated = &r.Computed
		again, err := scoring.Compute(c)
		require.NoError(t, err)
		require.False(t, again.Differs)
	})
}

func TestComputation_survives_json(t *testing.T) {
	t.Parallel()
	c := scoring.Computation{
		Name: "x", Kind: scoring.Ratio, Operands: figures(t, "5.06", "6.48"), Digits: 2, Rounding: scoring.HalfUp,
		Stated: num(t, "78.00"),
	}
	text, err := json.Marshal(c)
	require.NoError(t, err)
	var back scoring.Computation
	require.NoError(t, json.Unmarshal(text, &back))
	r, err := scoring.Compute(back)
	require.NoError(t, err)
	require.True(t, r.Differs, "78.00 claims two digits more than 78, and keeps them")
	require.Equal(t, "78.00", r.Stated.String())
}

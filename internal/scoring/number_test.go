package scoring_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/fault"
	"jiheng/internal/scoring"
)

func TestNumber_keeps_its_digits(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"0", "78", "78.00", "-306", "-0.50", "1952.82", "0.000000000001"} {
		n := num(t, text)
		require.Equal(t, text, n.String())
		out, err := json.Marshal(n)
		require.NoError(t, err)
		require.JSONEq(t, `"`+text+`"`, string(out))
		var back scoring.Number
		require.NoError(t, json.Unmarshal(out, &back))
		require.Equal(t, text, back.String())
		require.Equal(t, n.Digits(), back.Digits())
	}
	require.True(t, num(t, "78").Equal(*num(t, "78.00")))
	require.Zero(t, num(t, "78").Compare(*num(t, "78.0")))
	require.Equal(t, "0", scoring.Number{}.String())
}

func TestNumber_refuses_what_is_not_plainly_decimal(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "-", ".", ".5", "5.", "+5", "1e3", "1E3", "0x1", "1,000", " 1", "1 ", "--1", "1.2.3", "NaN", "Inf", "１２", "1_000", "-.5",
	} {
		_, err := scoring.ParseNumber(text)
		require.ErrorIs(t, err, fault.New(fault.Invalid, "number_unreadable", ""), text)
	}
	for _, text := range []string{strings.Repeat("9", 31), "0." + strings.Repeat("9", 13), strings.Repeat("9", 1<<20)} {
		_, err := scoring.ParseNumber(text)
		require.ErrorIs(t, err, fault.New(fault.Invalid, "number_too_long", ""))
	}
	var n scoring.Number
	require.Error(t, json.Unmarshal([]byte(`"1e3"`), &n))
	require.Error(t, json.Unmarshal([]byte(`1.5`), &n), "a JSON number may have passed through a float")
}

func TestNumberOf_takes_only_what_it_can_write(t *testing.T) {
	t.Parallel()
	n, err := scoring.NumberOf(decimal.RequireFromString("55.5"), 2)
	require.NoError(t, err)
	require.Equal(t, "55.50", n.String())
	n, err = scoring.NumberOf(decimal.New(5, 3), 0)
	require.NoError(t, err)
	require.Equal(t, "5000", n.String())
	for _, tt := range []struct {
		value  decimal.Decimal
		digits int32
		reason string
	}{
		{decimal.RequireFromString("55.54"), 1, "number_not_exact"},
		{decimal.New(1, 0), -1, "digits_out_of_range"},
		{decimal.New(1, 0), 13, "digits_out_of_range"},
		{decimal.New(1, 1<<30), 0, "number_too_long"},
		{decimal.New(1, 30), 0, "number_too_long"},
		{decimal.New(1, -(1 << 30)), 0, "number_too_long"},
	} {
		_, err := scoring.NumberOf(tt.value, tt.digits)
		require.ErrorIs(t, err, fault.New(fault.Invalid, tt.reason, ""))
	}
}

func TestNumber_text_round_trip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := anyAmount().Draw(t, "n")
		back := num(t, n.String())
		require.True(t, back.Equal(n))
		require.Equal(t, n.Digits(), back.Digits())
	})
}

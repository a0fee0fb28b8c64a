package calendar_test

import (
	"encoding/json"
	"math/big"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/calendar"
	"jiheng/internal/fault"
)

func anyScale() *rapid.Generator[calendar.Timescale] {
	return rapid.Custom(func(t *rapid.T) calendar.Timescale {
		return calendar.Timescale{
			Origin:    anyDate().Draw(t, "origin"),
			StartedAt: anyInstant().Draw(t, "started"),
			Day:       time.Duration(rapid.Int64Range(int64(time.Millisecond), int64(24*time.Hour)).Draw(t, "day")),
		}
	})
}

// anyInstant draws from the years 1 to 9999, to the nanosecond.
func anyInstant() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		seconds := rapid.Int64Range(-62135596800, 253402300799).Draw(t, "seconds")
		return time.Unix(seconds, rapid.Int64Range(0, 999999999).Draw(t, "nanos"))
	})
}

func TestTimescale_a_demonstration_day_lasts_two_seconds(t *testing.T) {
	t.Parallel()
	started := time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)
	s := calendar.Timescale{Origin: on(t, "2020-08-05"), StartedAt: started, Day: 2 * time.Second}
	require.NoError(t, s.Validate())
	require.False(t, s.IsRealTime())
	require.True(t, s.StartOf(on(t, "2020-08-05")).Equal(started))
	require.True(t, s.EndOf(on(t, "2020-08-05")).Equal(started.Add(2*time.Second)))
	require.True(t, s.EndOf(on(t, "2020-08-28")).Equal(started.Add(48*time.Second)))
	require.True(t, s.StartOf(on(t, "2020-08-04")).Equal(started.Add(-2*time.Second)))
	noon := on(t, "2020-08-05").Start().Add(12 * time.Hour)
	require.True(t, s.At(noon).Equal(started.Add(time.Second)))
	require.True(t, s.Civil(started.Add(time.Second)).Equal(noon))
	require.Equal(t, "2020-08-06", s.Today(started.Add(3*time.Second)).String())
	require.Equal(t, "2020-08-04", s.Today(started.Add(-1)).String())
}

func TestTimescale_real_time_is_the_identity(t *testing.T) {
	t.Parallel()
	origin := on(t, "2020-08-05")
	scales := []calendar.Timescale{
		calendar.RealTime(), {}, {Origin: origin, StartedAt: origin.Start().UTC(), Day: 24 * time.Hour},
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(scales).Draw(t, "scale")
		now := anyInstant().Draw(t, "now")
		require.True(t, s.IsRealTime())
		require.True(t, s.At(now).Equal(now))
		require.True(t, s.Civil(now).Equal(now))
	})
}

func TestTimescale_a_shifted_day_of_24_hours_is_exact(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := anyScale().Draw(t, "scale")
		s.Day = 24 * time.Hour
		civil := anyInstant().Draw(t, "civil")
		require.True(t, s.Civil(s.At(civil)).Equal(civil))
	})
}

func TestTimescale_agrees_with_unbounded_arithmetic(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, civil := anyScale().Draw(t, "scale"), anyInstant().Draw(t, "civil")
		// floor((civil - origin) × day / 24h) + started, in nanoseconds.
		off := new(big.Int).Sub(nanos(civil), nanos(s.Origin.Start()))
		off.Mul(off, big.NewInt(int64(s.Day)))
		off.Div(off, big.NewInt(int64(24*time.Hour))) // Euclidean, which is floor here
		want := off.Add(off, nanos(s.StartedAt))
		require.Equal(t, want.String(), nanos(s.At(civil)).String())
	})
}

func nanos(t time.Time) *big.Int {
	n := new(big.Int).Mul(big.NewInt(t.Unix()), big.NewInt(int64(time.Second)))
	return n.Add(n, big.NewInt(int64(t.Nanosecond())))
}

func TestTimescale_never_runs_backwards(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := anyScale().Draw(t, "scale")
		a, b := anyInstant().Draw(t, "a"), anyInstant().Draw(t, "b")
		if b.Before(a) {
			a, b = b, a
		}
		require.False(t, s.At(b).Before(s.At(a)))
		require.True(t, s.At(a.Add(24*time.Hour)).Equal(s.At(a).Add(s.Day)), "a civil day lasts exactly Day")
	})
}

func TestTimescale_comes_back_to_where_it_was(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, civil := anyScale().Draw(t, "scale"), anyInstant().Draw(t, "civil")
		real := s.At(civil)
		back := s.Civil(real)
		require.False(t, back.After(civil))
		ratio := 24*time.Hour/s.Day + 1
		require.Less(t, civil.Sub(back), ratio)
		require.True(t, s.At(back).Equal(real), "the instant of a civil time of an instant is that instant")

		d := calendar.DateOf(civil)
		require.True(t, s.Civil(s.EndOf(d)).Equal(d.End()), "whole days are exact")
		require.Equal(t, d, s.Today(s.StartOf(d)))
		require.Equal(t, d, s.Today(s.EndOf(d).Add(-1)))
	})
}

func TestTimescale_refuses_nonsense_and_never_panics(t *testing.T) {
	t.Parallel()
	require.NoError(t, calendar.RealTime().Validate())
	require.NoError(t, calendar.Timescale{}.Validate())
	d := on(t, "2020-08-05")
	for _, day := range []time.Duration{-1, 0, 1, time.Millisecond - 1, 24*time.Hour + 1} {
		s := calendar.Timescale{Origin: d, StartedAt: d.Start(), Day: day}
		require.ErrorIs(t, s.Validate(), fault.New(fault.Invalid, "day_length_out_of_range", ""))
		require.NotPanics(t, func() {
			_ = s.At(time.Unix(1e11, 1))
			_ = s.Civil(time.Unix(-1e10, 1))
		})
	}
	err := calendar.Timescale{StartedAt: d.Start(), Day: time.Second}.Validate()
	require.ErrorIs(t, err, fault.New(fault.Invalid, "origin_impossible", ""))
}

func TestTimescale_survives_json(t *testing.T) {
	t.Parallel()
	s := calendar.Timescale{Origin: on(t, "2020-08-05"), StartedAt: time.Unix(1e9, 1000).UTC(), Day: 2 * time.Second}
	text, err := json.Marshal(s)
	require.NoError(t, err)
	require.JSONEq(t, `{"origin":"2020-08-05","started_at":"2001-09-09T01:46:40.000001Z","day_nanos":2000000000}`, string(text))
	var back calendar.Timescale
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, s, back)
}

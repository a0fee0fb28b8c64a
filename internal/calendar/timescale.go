package calendar

import (
	"math/big"
	"time"

	"jiheng/internal/fault"
)

const fullDay = 24 * time.Hour

// Timescale says when civil instants really happen (时间刻度): 00:00 of Origin
// in Asia/Shanghai happens at StartedAt, and each civil day from there on lasts
// Day. The zero Timescale is real time, and so is any whose Day is not positive.
//
// All arithmetic is in integers, for civil years 1 to 9999: whole days are
// exact, and a part of a day is rounded down to the nanosecond. PostgreSQL
// keeps microseconds: whoever stores an instant truncates it there.
type Timescale struct {
	Origin    Date          `json:"origin"`
	StartedAt time.Time     `json:"started_at"`
	Day       time.Duration `json:"day_nanos"`
}

// RealTime is the identity: a civil instant happens when the clock says so.
func RealTime() Timescale {
	epoch := Date{Year: 1970, Month: time.January, Day: 1}
	return Timescale{Origin: epoch, StartedAt: epoch.Start(), Day: fullDay}
}

// Validate refuses a scale that cannot be meant: a day under a millisecond or
// over 24 hours (day_length_out_of_range), or an origin that is no date
// (origin_impossible). The zero Timescale is valid.
func (s Timescale) Validate() error {
	switch {
	case s.isZero():
		return nil
	case !s.Origin.Valid():
		return fault.New(fault.Invalid, "origin_impossible", "origin %s is no date", s.Origin)
	case s.Day < time.Millisecond || s.Day > fullDay:
		return fault.New(fault.Invalid, "day_length_out_of_range", "a day cannot last %s", s.Day).
			With("day", s.Day.String())
	}
	return nil
}

// IsRealTime tells whether the scale changes nothing.
func (s Timescale) IsRealTime() bool {
	return s.Day <= 0 || s.Day == fullDay && s.StartedAt.Equal(s.Origin.Start())
}

func (s Timescale) isZero() bool {
	return s.Origin.IsZero() && s.StartedAt.IsZero() && s.Day == 0
}

// At gives the real instant at which a civil one happens:
// StartedAt + (civil - Origin 00:00) × Day/24h, rounded down. It never runs
// backwards: a later civil instant is not earlier in reality.
func (s Timescale) At(civil time.Time) time.Time {
	if s.IsRealTime() {
		return civil.In(Location())
	}
	n := nanosBetween(s.Origin.Start(), civil)
	n.Mul(n, big.NewInt(int64(s.Day)))
	n.Div(n, big.NewInt(int64(fullDay)))
	return addNanos(s.StartedAt, n)
}

// Civil gives the civil instant of a real one: the first that happens at it.
// So At(Civil(real)) is real exactly, and Civil(At(civil)) is civil or at most
// 24h/Day nanoseconds before it; whole days come back exactly.
func (s Timescale) Civil(real time.Time) time.Time {
	if s.IsRealTime() {
		return real.In(Location())
	}
	n := nanosBetween(s.StartedAt, real)
	n.Mul(n, big.NewInt(int64(fullDay)))
	// Div rounds down; between two negations it rounds up.
	n.Neg(n.Div(n.Neg(n), big.NewInt(int64(s.Day))))
	return addNanos(s.Origin.Start(), n)
}

// StartOf gives the real instant of 00:00 of a day.
func (s Timescale) StartOf(d Date) time.Time { return s.At(d.Start()) }

// EndOf gives the real instant of 24:00 of a day, when its deadlines end.
func (s Timescale) EndOf(d Date) time.Time { return s.At(d.End()) }

// Today gives the civil date of a real instant.
func (s Timescale) Today(real time.Time) Date { return DateOf(s.Civil(real)) }

// nanosBetween counts nanoseconds without the limit of a Duration, which ends
// at 292 years; a product of two Durations passes it within hours.
func nanosBetween(from, to time.Time) *big.Int {
	n := new(big.Int).Mul(big.NewInt(to.Unix()-from.Unix()), big.NewInt(int64(time.Second)))
	return n.Add(n, big.NewInt(int64(to.Nanosecond()-from.Nanosecond())))
}

func addNanos(t time.Time, n *big.Int) time.Time {
	seconds, nanos := new(big.Int).DivMod(n, big.NewInt(int64(time.Second)), new(big.Int))
	return time.Unix(t.Unix()+seconds.Int64(), int64(t.Nanosecond())+nanos.Int64()).In(Location())
}

package process

import (
	"regexp"
	"strconv"

	"github.com/shopspring/decimal"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

// The grammars of single words. Patterns are compiled where they are used: a
// definition is read rarely, and packages here have no globals.
const (
	idPattern      = `^[a-z][a-z0-9_]{0,40}$`
	namePattern    = `^[a-z][a-z0-9]*(-[a-z0-9]+)*$`
	decimalPattern = `^[0-9]{1,15}(\.[0-9]{1,6})?$`
	offsetPattern  = `^(-?)([0-9]{1,3}) (day|days|workday|workdays)$`
	duePattern     = `^([a-z][a-z0-9_]{0,40}) (day|days|workday|workdays)$`
	hourPattern    = `^(.*) at ([0-9]{1,2}):([0-9]{2})$`
	sharePattern   = `^([0-9]{1,4})/([0-9]{1,4})$`
)

func matches(pattern, text string) bool { return regexp.MustCompile(pattern).MatchString(text) }

// id gives an identifier: lower-case letters, digits and underscores.
func (p part) id() string {
	value := p.text()
	if value != "" && !matches(idPattern, value) {
		p.damage("id_invalid", "value", clip(value))
	}
	return value
}

func (f fields) id(name string) string {
	p, ok := f.child(name)
	if !ok {
		return ""
	}
	return p.id()
}

// ids gives a list of identifiers, each once.
func ids[T ~string](f fields, name string) []T {
	var out []T
	for _, p := range f.list(name) {
		out = append(out, T(p.id()))
	}
	once(f.r, "value_twice", out, func(i int) string { return nth(key(f.Path, name), i) })
	return out
}

// once reports every value of a list that was there before. Empty values are
// those that could not be read.
func once[T ~string](r *reader, reason string, values []T, path func(int) string) {
	seen := make(map[T]string, len(values))
	for i, v := range values {
		before, found := seen[v]
		if found && v != "" {
			r.damage(path(i), r.place(path(i)), reason, "value", string(v), "line", strconv.Itoa(r.place(before).Line))
			continue
		}
		seen[v] = path(i)
	}
}

// amount gives a decimal number that is not negative.
func (f fields) amount(name string) decimal.Decimal {
	value, p, ok := f.word(name)
	if !ok {
		return decimal.Decimal{}
	}
	d, err := parseAmount(value)
	if err != nil {
		p.damage("decimal_invalid", "value", clip(value))
	}
	return d
}

// parseAmount reads digits with at most six decimals: no sign, no exponent, no
// grouping, so that a short text cannot stand for a huge number.
func parseAmount(text string) (decimal.Decimal, error) {
	if !matches(decimalPattern, text) {
		return decimal.Decimal{}, strconv.ErrSyntax
	}
	return decimal.NewFromString(text)
}

// offset gives a distance on the calendar: "7 days", "-3 workdays" or a date,
// with an hour of that day where it says so: "7 days at 17:30".
func (f fields) offset(name string) evaluation.Offset {
	value, p, ok := f.word(name)
	if !ok {
		return evaluation.Offset{}
	}
	minute := 0
	if m := regexp.MustCompile(hourPattern).FindStringSubmatch(value); m != nil {
		if minute, ok = minuteOf(m[2], m[3]); !ok {
			p.damage("hour_impossible", "value", clip(m[2]+":"+m[3]))
			return evaluation.Offset{}
		}
		value = m[1]
	}
	o := p.distance(value)
	o.Minute = minute
	return o
}

func (p part) distance(value string) evaluation.Offset {
	m := regexp.MustCompile(offsetPattern).FindStringSubmatch(value)
	if m == nil {
		return p.date(value)
	}
	count, _ := strconv.Atoi(m[1] + m[2])
	return evaluation.Offset{Count: count, Workdays: m[3] == "workday" || m[3] == "workdays"}
}

// minuteOf gives the minute of the day. Its first is refused: 00:00 may be
// meant as the end of the day, which is what leaving the hour out says.
func minuteOf(hour, minute string) (int, bool) {
	h, _ := strconv.Atoi(hour)
	m, _ := strconv.Atoi(minute)
	return h*60 + m, h < 24 && m < 60 && h*60+m > 0
}

// length gives a number of days, at least one and without an hour.
func (f fields) length(name string) evaluation.Offset {
	o := f.offset(name)
	p, ok := f.child(name)
	switch {
	case !ok || !f.r.sound(p.Path):
		return evaluation.Offset{}
	case o.On != nil || o.Minute > 0 || o.Count < 1:
		p.damage("length_expected")
		return evaluation.Offset{}
	}
	return o
}

func (p part) date(value string) evaluation.Offset {
	if !matches(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`, value) {
		p.damage("offset_invalid", "value", clip(value))
		return evaluation.Offset{}
	}
	on, err := calendar.ParseDate(value)
	if err != nil || on.Year < 2000 || on.Year > 2100 {
		p.damage("date_impossible", "value", value)
		return evaluation.Offset{}
	}
	return evaluation.Offset{On: &on}
}

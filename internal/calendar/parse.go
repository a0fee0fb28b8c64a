package calendar

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"jiheng/internal/fault"
)

// file is every form a calendar file may take: one year as the widely used
// public files have it, or a version with many years as we write it.
type file struct {
	// Public files name their schema; it says nothing about days.
	Schema string `json:"$schema,omitempty"`
	ID     string `json:"$id,omitempty"`

	Version string     `json:"version,omitempty"`
	Years   []yearForm `json:"years,omitempty"`

	yearForm
}

type yearForm struct {
	Year   int       `json:"year,omitempty"`
	Papers []string  `json:"papers,omitempty"`
	Days   []dayForm `json:"days,omitempty"`
}

type dayForm struct {
	Name string `json:"name"`
	Date string `json:"date"`
	// A pointer, because a missing answer must not read as "worked".
	IsOffDay *bool  `json:"isOffDay"`
	Note     string `json:"note,omitempty"`
}

// Parse reads a calendar from JSON: one year
//
//	{"year":2027,"papers":["https://…"],"days":[{"name":"…","date":"2027-01-01","isOffDay":true}]}
//
// or a list of such years, or {"version":"…","years":[…]}. A day may carry a
// "note". It refuses with an invalid fault: calendar_unreadable when the text
// is not of this form (fields: unknown_field, date_unreadable,
// is_off_day_missing), calendar_inconsistent as New does. Fields are named by
// JSON pointers as if every year stood in "years".
//
// Parse uses encoding/json and is not for workflow code.
func Parse(data []byte) (Calendar, error) {
	f, err := read(data)
	if err != nil {
		return Calendar{}, err
	}
	notices, err := noticesOf(f.Years)
	if err != nil {
		return Calendar{}, err
	}
	return New(f.Version, notices)
}

// read brings the three forms into one: a version with years.
func read(data []byte) (file, error) {
	var f file
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) {
		return f, decode(data, &f.Years)
	}
	if err := decode(data, &f); err != nil {
		return file{}, err
	}
	single := f.Year != 0 || f.Papers != nil || f.Days != nil
	switch {
	case single && f.Years != nil:
		return file{}, unreadable("/year", "year_beside_years", "")
	case single:
		f.Years = []yearForm{f.yearForm}
	case f.Years == nil:
		return file{}, unreadable("/years", "years_missing", "")
	}
	return f, nil
}

func decode(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		refusal := fault.Wrap(err, fault.Invalid, "calendar_unreadable", "read calendar")
		if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
			refusal = refusal.WithFields(field(strings.Trim(name, `"`), "unknown_field", ""))
		}
		return refusal
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return unreadable("", "text_after_end", "")
	}
	return nil
}

func noticesOf(years []yearForm) ([]Notice, error) {
	var fields []fault.Field
	notices := make([]Notice, 0, len(years))
	for i, y := range years {
		n := Notice{Year: y.Year, Papers: y.Papers, Days: make([]Day, 0, len(y.Days))}
		for j, form := range y.Days {
			at := "/years/" + strconv.Itoa(i) + "/days/" + strconv.Itoa(j)
			date, err := ParseDate(form.Date)
			if err != nil {
				fields = append(fields, field(at+"/date", fault.ReasonOf(err), clip(form.Date)))
			}
			if form.IsOffDay == nil {
				fields = append(fields, field(at+"/isOffDay", "is_off_day_missing", clip(form.Date)))
				continue
			}
			n.Days = append(n.Days, Day{Date: date, Name: form.Name, Off: *form.IsOffDay, Note: form.Note})
		}
		notices = append(notices, n)
	}
	if len(fields) > 0 {
		return nil, fault.New(fault.Invalid, "calendar_unreadable", "%d days cannot be read", len(fields)).WithFields(fields...)
	}
	return notices, nil
}

func unreadable(name, reason, value string) *fault.Error {
	return fault.New(fault.Invalid, "calendar_unreadable", "%s", reason).WithFields(field(name, reason, value))
}

// MarshalJSON writes the form with a version and years that Parse reads. It is
// not for workflow code.
func (c Calendar) MarshalJSON() ([]byte, error) {
	f := struct {
		Version string     `json:"version"`
		Years   []yearForm `json:"years"`
	}{Version: c.Version, Years: make([]yearForm, 0, len(c.notices))}
	for _, n := range c.notices {
		y := yearForm{Year: n.Year, Papers: n.Papers}
		for _, day := range n.Days {
			y.Days = append(y.Days, dayForm{Name: day.Name, Date: day.Date.String(), IsOffDay: &day.Off, Note: day.Note})
		}
		f.Years = append(f.Years, y)
	}
	return json.Marshal(f)
}

// UnmarshalJSON reads what MarshalJSON wrote, as strictly as Parse. It is not
// for workflow code.
func (c *Calendar) UnmarshalJSON(data []byte) error {
	parsed, err := Parse(data)
	if err != nil {
		return err
	}
	*c = parsed
	return nil
}

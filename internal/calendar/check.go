package calendar

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"jiheng/internal/fault"
)

// check finds everything wrong with notices, so that whoever imports a file
// can mend it in one go. Names of fields are JSON pointers into "years".
func check(notices []Notice) []fault.Field {
	var fields []fault.Field
	years := make([]int, 0, len(notices))
	var dates []Date
	for i, n := range notices {
		at := "/years/" + strconv.Itoa(i)
		if slices.Contains(years, n.Year) {
			fields = append(fields, field(at+"/year", "duplicate_year", strconv.Itoa(n.Year)))
		}
		years = append(years, n.Year)
		fields = append(fields, checkNotice(at, n, &dates)...)
	}
	return fields
}

func checkNotice(at string, n Notice, seen *[]Date) []fault.Field {
	var fields []fault.Field
	if n.Year < 2 || n.Year > 9998 {
		fields = append(fields, field(at+"/year", "year_out_of_range", strconv.Itoa(n.Year)))
	}
	rests := 0
	for i, day := range n.Days {
		here := at + "/days/" + strconv.Itoa(i)
		if reason := wrongWith(day, n.Year); reason != "" {
			fields = append(fields, field(here+"/date", reason, day.Date.String()))
		}
		if strings.TrimSpace(day.Name) == "" {
			fields = append(fields, field(here+"/name", "name_missing", day.Date.String()))
		}
		if !insert(seen, day.Date) {
			fields = append(fields, field(here+"/date", "duplicate_date", day.Date.String()))
		}
		if day.Off && day.Date.Year == n.Year {
			rests++
		}
	}
	// Files for a year without its notice exist and are empty. Loading one
	// would turn provisional days into firm ones.
	if rests == 0 {
		fields = append(fields, field(at+"/days", "no_rest_days", strconv.Itoa(n.Year)))
	}
	return fields
}

// insert keeps dates sorted and tells whether d is new.
func insert(dates *[]Date, d Date) bool {
	i, found := slices.BinarySearchFunc(*dates, d, Date.Compare)
	if found {
		return false
	}
	*dates = slices.Insert(*dates, i, d)
	return true
}

func wrongWith(day Day, year int) string {
	switch {
	case !day.Date.Valid():
		return "date_impossible"
	case !Within(day.Date, year):
		return "date_outside_year"
	case !day.Off && !weekend(day.Date):
		// Monday to Friday are worked anyway: such an entry is a slip.
		return "make_up_day_on_weekday"
	}
	return ""
}

// Within tells whether the notice for a year may rule a day: one of its own
// year, or of the December before.
func Within(d Date, year int) bool {
	return d.Year == year || d.Year == year-1 && d.Month == time.December
}

func field(name, reason, value string) fault.Field {
	return fault.Field{Name: name, Reason: reason, Params: map[string]string{"value": value}}
}

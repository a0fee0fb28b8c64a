package audit

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/journal"
)

// dates is a source of calendars alone; later are those of the next reading.
type dates struct {
	Source

	now, later []Calendar
	read       int
}

func (d *dates) Calendars(context.Context) ([]Calendar, error) {
	d.read++
	if d.read > 1 {
		return d.later, nil
	}
	return d.now, nil
}

func kept(number int, version, digest string) Calendar {
	return Calendar{number, version, digest, digest}
}

func TestCalendars_areHeldAgainstTheirDigestAndTheJournal(t *testing.T) {
	t.Parallel()
	noted := []Calendar{kept(2, "v2", "bb"), kept(3, "v3", "cc")}
	all := []Calendar{kept(1, "v1", "aa"), kept(2, "v2", "bb"), kept(3, "v3", "cc")}
	for name, c := range map[string]struct {
		now, later []Calendar
		want       []Kind
	}{
		"as noted, and one of before": {all, all, nil},
		"one that came meanwhile":     {all[:2], all, nil},
		"other days":                  {[]Calendar{all[0], {2, "v2", "bb", "xx"}, all[2]}, nil, []Kind{CalendarChanged}},
		"other days and digest":       {[]Calendar{all[0], kept(2, "v2", "xx"), all[2]}, nil, []Kind{CalendarChanged}},
		"other days of before":        {[]Calendar{{1, "v1", "aa", "xx"}, all[1], all[2]}, nil, []Kind{CalendarChanged}},
		"another order":               {[]Calendar{all[0], kept(3, "v2", "bb"), kept(2, "v3", "cc")}, nil, []Kind{CalendarChanged, CalendarChanged}},
		"one gone":                    {all[:2], all[:2], []Kind{CalendarMissing}},
		"one too many":                {append(all[:3:3], kept(4, "v4", "dd")), nil, []Kind{CalendarUnknown}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var found []Kind
			r := newRun(Config{Source: &dates{now: c.now, later: c.later}}, func(f Finding) { found = append(found, Kind(f.Kind)) })
			require.NoError(t, r.readCalendars(t.Context()))
			for _, n := range noted {
				data, err := json.Marshal(map[string]any{"number": n.Number, "version": n.Version, "digest": n.Digest})
				require.NoError(t, err)
				require.NoError(t, r.noted(journal.Entry{Type: calendarAdded, Data: data}))
			}
			require.NoError(t, r.checkCalendars(t.Context()))
			require.Equal(t, c.want, found)
		})
	}
}

package process_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/process"
)

func august(t *testing.T) evaluation.Timetable {
	t.Helper()
	return evaluation.Timetable{StartOn: calendar.Date{Year: 2020, Month: time.August, Day: 5}, Calendar: calendar.China()}
}

func TestSchedule_of_the_shipped_process(t *testing.T) {
	t.Parallel()
	day := 2 * time.Second
	demo := august(t)
	demo.Timescale = calendar.Timescale{Origin: demo.StartOn, StartedAt: time.Date(2026, 3, 2, 10, 0, 0, 0, calendar.Location()), Day: day}
	later := august(t)
	later.StartOn = calendar.Date{Year: 2027, Month: time.August, Day: 5}
	for name, table := range map[string]evaluation.Timetable{"plan": august(t), "plan_demonstration": demo, "plan_provisional": later} {
		def := parsed(t, string(shipped(t)))
		s, err := process.NewSchedule(def, table)
		require.NoError(t, err)
		var text bytes.Buffer
		require.NoError(t, s.WriteTable(&text, def))
		golden(t, "testdata/"+name+".txt", text.String())
		encoded, err := json.MarshalIndent(s, "", "  ")
		require.NoError(t, err)
		golden(t, "testdata/"+name+".json", string(encoded)+"\n")
	}
}

// A fixed date may leave a reminder before the opening; lint cannot know.
func TestSchedule_marks_reminders_that_are_never_sent(t *testing.T) {
	t.Parallel()
	def := parsed(t, strings.Replace(string(shipped(t)), "due: 7 days", "due: 2020-08-07", 1))
	s, err := process.NewSchedule(def, august(t))
	require.NoError(t, err)
	reminder := s.Stages[1].Entries[0]
	require.Equal(t, "-2 days", reminder.Offset)
	require.True(t, reminder.NeverSent)
	var text bytes.Buffer
	require.NoError(t, s.WriteTable(&text, def))
	require.Contains(t, text.String(), "不会发出")

	def = parsed(t, strings.Replace(string(shipped(t)), "due: 7 days", "due: 2020-08-08", 1))
	s, err = process.NewSchedule(def, august(t))
	require.NoError(t, err)
	require.False(t, s.Stages[1].Entries[0].NeverSent)
	require.True(t, s.Stages[1].DueOnRestDay, "8 August 2020 was a Saturday")
}

func TestNewSchedule_refuses_what_cannot_be_planned(t *testing.T) {
	t.Parallel()
	def := parsed(t, strings.Replace(string(shipped(t)), "due: 7 days", "due: 2020-08-04", 1))
	_, err := process.NewSchedule(def, august(t))
	require.ErrorContains(t, err, "due_before_opening")
}

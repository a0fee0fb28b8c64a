package evaluation_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

// What ends in the minute of its deadline is in time, in a rehearsal in its hour.
func TestAStageThatEndsAtItsDeadlineIsInTime(t *testing.T) {
	t.Parallel()
	due := time.Date(2020, 8, 27, 16, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		day, after time.Duration
		late       bool
	}{
		{24 * time.Hour, -time.Hour, false},
		{24 * time.Hour, 20 * time.Millisecond, false},
		{24 * time.Hour, time.Minute, true},
		{2 * time.Second, 20 * time.Millisecond, false},
		{2 * time.Second, 84 * time.Millisecond, true},
		{60 * time.Millisecond, 3 * time.Millisecond, true},
	} {
		scale := calendar.RealTime()
		scale.Day = tt.day
		e := &evaluation.Evaluation{Timescale: scale}
		require.Equal(t, tt.late, e.Overran(evaluation.Stage{DueAt: due}, due.Add(tt.after)), "%s after %s", tt.after, tt.day)
	}
}

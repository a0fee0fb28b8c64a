package audit

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/administration"
	"jiheng/internal/journal"
)

// An entry names the policy that counted when it was made, or one that had just
// been replaced while two releases worked side by side.
func TestEntries_goByThePolicyThatCounts(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, time.March, 2, 4, 0, 0, 0, time.UTC)
	taken := []administration.Taken{{Seq: 1, At: noon, Version: "old"}, {Seq: 5, At: noon.Add(24 * time.Hour), Version: "new"}}
	for name, c := range map[string]struct {
		version string
		after   time.Duration
		odd     bool
	}{
		"before anything was said":     {"none", -time.Second, false},
		"under the one in force":       {"old", time.Hour, false},
		"under none that was taken":    {"none", time.Hour, true},
		"under one that was not yet":   {"new", time.Hour, true},
		"while one replaces the other": {"old", 25 * time.Hour, false},
		"long after it was replaced":   {"old", 25*time.Hour + time.Microsecond, true},
		"under the new one":            {"new", 24 * time.Hour, false},
		"by the system":                {"", 48 * time.Hour, false},
	} {
		var found []Finding
		r := newRun(Config{Now: time.Now}, func(f Finding) { found = append(found, f) })
		r.offices.Taken = taken
		for seq := range int64(3) {
			r.goesBy(&journal.Entry{EvaluationID: "e", Seq: 7 + seq, At: noon.Add(c.after), PolicyVersion: c.version})
		}
		r.reportOutdated()
		if !c.odd {
			require.Empty(t, found, name)
			continue
		}
		require.Len(t, found, 1, "once a chain and version: %s", name)
		require.Equal(t, Finding{
			Area: Authority, Kind: string(PolicyOutdated), Level: journal.Warning, Evaluation: "e", Where: "journal 7",
			Expected: r.inForce(noon.Add(c.after)), Found: c.version + " 3", label: PolicyOutdated.Label(),
		}, found[0], name)
		require.Equal(t, int64(1), r.result.Warnings)
		require.True(t, r.result.OK())
	}
}

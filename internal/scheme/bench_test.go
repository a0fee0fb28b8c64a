package scheme_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/declaration"
	"jiheng/internal/scheme"
	"jiheng/processes"
)

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		_, err := scheme.Load(processes.Schemes())
		require.NoError(b, err)
	}
}

// A cohort as large as may be, of a scheme with means and a ranking.
func BenchmarkScore_cohort(b *testing.B) {
	c, err := scheme.Load(processes.Schemes())
	require.NoError(b, err)
	s, err := c.FindRef("wenzhou-appraisal")
	require.NoError(b, err)
	units := make([]string, 200)
	for i := range units {
		units[i] = full("u"+strconv.Itoa(i), `{"id": "2.1", "inputs": {"late": `+strconv.Itoa(i%7)+`, "all": 7}}`)
	}
	sheet := []byte(cohort(`{}`, units...))
	for b.Loop() {
		read, err := declaration.ParseCohort(sheet)
		require.NoError(b, err)
		_, err = read.Score(s)
		require.NoError(b, err)
	}
}

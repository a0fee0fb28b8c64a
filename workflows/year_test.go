package workflows_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

// aYear stretches the process: each of its stages but the first takes months.
func aYear(def *evaluation.Definition) {
	for i := range def.Stages[1:] {
		def.Stages[i+1].Due = evaluation.Offset{Count: 110}
	}
}

func TestEvaluation_of_a_year_does_little_beside_waking_up_twice_a_day(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	aYear(r.c.Definition)
	r.begin()
	r.everyone(11 * 24 * time.Hour)
	require.NoError(t, r.run())

	e := r.evaluation()
	require.Equal(t, evaluation.Finished, e.State)
	days := int(e.FinishedAt.Sub(r.began).Hours() / 24)
	require.Greater(t, days, 300)

	// What the history holds grows with what happened and with time, by no
	// more than this: a timer and a look for every half day, and for every
	// command and instant a few looks, moves and deliveries.
	happened := len(instants(r.store.Journal(r.id())))
	require.LessOrEqual(t, r.total(), 2*2*days+8*happened, "activities and timers: %v", r.did)
}

// instants gives the instants at which anything happened.
func instants(records []evaluation.Record) []time.Time {
	var out []time.Time
	for _, r := range records {
		if len(out) == 0 || !out[len(out)-1].Equal(r.At) {
			out = append(out, r.At)
		}
	}
	return out
}

func TestEvaluation_demonstrates_a_case_in_two_seconds_a_day(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	began := evaluationtest.Instant(t, "2026-03-02 09:00")
	r.c.Start.Timescale.Origin, r.c.Start.Timescale.StartedAt, r.c.Start.Timescale.Day = r.c.Start.StartOn, began, 2*time.Second
	r = rigFor(t, r.c)
	r.acts(&quick{r.activities()})
	r.begin()
	r.everyone(500 * time.Millisecond)
	require.NoError(t, r.run())
	require.Equal(t, evaluation.Finished, r.evaluation().State)
	require.Less(t, r.evaluation().FinishedAt.Sub(r.began), 60*time.Second)
}

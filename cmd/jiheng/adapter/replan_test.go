package adapter_test

import (
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/cmd/jiheng/adapter"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/relay"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

// atNewYear starts an evaluation whose first stage ends seven working days
// after the day before Christmas, in a year without a notice.
func atNewYear(t *testing.T) (*store.Store, evaluation.ID) {
	t.Helper()
	cfg := storetest.StoreConfig(storetest.DSN(t))
	cfg.Parse = func(string, []byte) (*evaluation.Definition, error) {
		def := evaluationtest.Overall()
		def.Stages[0].Due = evaluation.Offset{Count: 7, Workdays: true}
		return def, nil
	}
	s, err := store.Open(t.Context(), cfg)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	require.NoError(t, s.SeedOrganisation(t.Context(), storetest.Organisation()))
	_, err = s.PutDefinition(t.Context(), storetest.Process, []byte(storetest.Process))
	require.NoError(t, err)
	in := evaluationtest.Start()
	in.StartOn = calendar.Date{Year: 2026, Month: 12, Day: 24}
	r, err := s.Start(t.Context(), evaluation.Request{Actor: "office-head"}, storetest.Opening(),
		func(sit *evaluation.Situation) (evaluation.Outcome, error) {
			events, err := evaluation.Begin(sit, in)
			return evaluation.Outcome{Events: events}, err
		})
	require.NoError(t, err)
	return s, r.Evaluation.ID
}

// When the notice for a year arrives, what is under way is planned anew at
// once, once, and the journal says what was before.
func TestANoticeThatArrivesPlansAnewWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	s, id := atNewYear(t)
	before, err := s.Whole(t.Context(), id)
	require.NoError(t, err)
	require.True(t, before.Provisional)
	require.Equal(t, "2027-01-04", before.Stages[0].DueOn.String(), "New Year's Day counts as long as nobody says otherwise")

	newYear := calendar.Date{Year: 2027, Month: 1, Day: 1}
	notice, err := calendar.New("", []calendar.Notice{{
		Year: 2027, Papers: []string{"notice for 2027"}, Days: []calendar.Day{{Date: newYear, Name: "x", Off: true}},
	}})
	require.NoError(t, err)
	_, err = s.ImportCalendar(t.Context(), store.CalendarImport{Notices: notice, By: "clerk"})
	require.NoError(t, err)
	replanner := relay.NewReplanner(s, adapter.ForReplanner(s, evaluation.Replan), relay.ReplanConfig{}, slog.New(slog.DiscardHandler))
	require.NoError(t, replanner.Replan(t.Context()))
	require.NoError(t, replanner.Replan(t.Context()), "twice is once")

	after, err := s.Whole(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, before.Seq+1, after.Seq)
	require.Equal(t, "2027-01-05", after.Stages[0].DueOn.String())
	require.Equal(t, "2027-01-05", after.Stages[1].OpensOn.String(), "what comes after moves with it")
	require.NotEqual(t, before.CalendarVersion, after.CalendarVersion)
	v, err := s.VerifyJournal(t.Context(), id)
	require.NoError(t, err)
	require.True(t, v.Verified(), "%+v", v)
}

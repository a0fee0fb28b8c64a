package store_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

func TestStart_writesTheFirstEntryAndTheRows(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	r := storetest.Start(t, s)
	require.Len(t, r.Events, 1)
	require.EqualValues(t, 1, r.Seq)
	require.Regexp(t, "^ev-[0-9a-z]{15}$", string(r.Evaluation.ID))
	e, err := s.Whole(t.Context(), r.Evaluation.ID)
	require.NoError(t, err)
	require.Equal(t, r.Evaluation.Stages, e.Stages)
	require.Len(t, e.Items, 4)
	require.Equal(t, evaluation.PersonID("office-head"), e.Initiator)
	require.Equal(t, r.At, e.StartedAt)
	require.Equal(t, "4690000", e.Items[0].Amount.String())
}

func TestStart_ofAProcessWithoutAReceiver(t *testing.T) {
	t.Parallel()
	cfg := storetest.StoreConfig(storetest.DSN(t))
	cfg.Parse = func(string, []byte) (*evaluation.Definition, error) {
		def := evaluationtest.Overall()
		def.Roles = slices.DeleteFunc(def.Roles, func(r evaluation.Role) bool { return r.HeldBy == evaluation.HeldByReceiver })
		return def, nil
	}
	s, err := store.Open(t.Context(), cfg)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	require.NoError(t, s.SeedOrganisation(t.Context(), storetest.Organisation()))
	_, err = s.PutDefinition(t.Context(), storetest.Process, []byte(storetest.Process))
	require.NoError(t, err)
	in := storetest.Opening()
	in.ReceiverID = in.UnitID
	r, err := s.Start(t.Context(), evaluation.Request{Actor: "office-head"}, in, func(sit *evaluation.Situation) (evaluation.Outcome, error) {
		start := evaluationtest.Start()
		start.ReceiverID = ""
		events, err := evaluation.Begin(sit, start)
		return evaluation.Outcome{Events: events}, err
	})
	require.NoError(t, err)
	require.Equal(t, evaluationtest.Unit, r.Evaluation.ReceiverID)
}

func TestStart_refusesWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	begin := func(sit *evaluation.Situation) (evaluation.Outcome, error) {
		events, err := evaluation.Begin(sit, evaluationtest.Start())
		return evaluation.Outcome{Events: events}, err
	}
	for reason, in := range map[string]evaluation.Opening{
		"unit_unknown":         {Process: storetest.Process, UnitID: "nowhere", ReceiverID: evaluationtest.Receiver},
		"definition_not_found": {Process: "unheard-of", UnitID: evaluationtest.Unit, ReceiverID: evaluationtest.Receiver},
	} {
		_, err := s.Start(t.Context(), evaluation.Request{Actor: "office-head"}, in, begin)
		require.Equal(t, reason, fault.ReasonOf(err))
	}
	_, err := s.Start(t.Context(), evaluation.Request{Actor: "office-head"}, storetest.Opening(),
		func(sit *evaluation.Situation) (evaluation.Outcome, error) {
			require.Equal(t, []evaluation.Grant{{Role: "unit_office", UnitID: evaluationtest.Unit, DepartmentID: "office"}}, sit.Actor.Grants)
			require.Equal(t, evaluationtest.Unit, sit.Actor.UnitID)
			return evaluation.Outcome{}, fault.New(fault.Forbidden, "role_missing", "no")
		})
	require.Equal(t, "role_missing", fault.ReasonOf(err))
	page, err := s.Evaluations(t.Context(), store.Visible{Units: []string{evaluationtest.Unit}}, 10, "")
	require.NoError(t, err)
	require.Empty(t, page.Evaluations)
}

func TestNewID_sortsByTime(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	seen := map[evaluation.ID]bool{}
	last := evaluation.ID("")
	for i := range 1000 {
		id := store.NewID(at.Add(time.Duration(i) * time.Millisecond))
		require.Greater(t, id, last)
		require.False(t, seen[id])
		require.Less(t, id, evaluation.ID("ew"), "pages begin behind every id")
		seen[id], last = true, id
	}
}

package store_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

func listed(t *testing.T, s *store.Store, v store.Visible, limit int) []evaluation.ID {
	t.Helper()
	var out []evaluation.ID
	after := ""
	for {
		page, err := s.Evaluations(t.Context(), v, limit, after)
		require.NoError(t, err)
		for _, e := range page.Evaluations {
			out = append(out, e.ID)
		}
		if after = page.NextCursor; after == "" {
			return out
		}
	}
}

func TestEvaluations_listsWhatSomebodyMaySee(t *testing.T) {
	t.Parallel()
	b := running(t).formed()
	want := []evaluation.ID{b.id}
	for range 4 {
		want = append(want, storetest.Start(t, b.s).Evaluation.ID)
	}
	slices.Sort(want)
	slices.Reverse(want)
	require.Equal(t, want, listed(t, b.s, store.Visible{Units: []string{evaluationtest.Unit}}, 2), "the latest first")
	require.Equal(t, want, listed(t, b.s, store.Visible{Units: []string{evaluationtest.Unit}, Person: "director"}, 3), "each once")
	require.Equal(t, []evaluation.ID{b.id}, listed(t, b.s, store.Visible{Person: "director"}, 3), "by appointment")
	require.Empty(t, listed(t, b.s, store.Visible{Units: []string{evaluationtest.OtherUnit}, Person: "stranger"}, 3))
	require.Empty(t, listed(t, b.s, store.Visible{}, 3))
	receiver := store.Visible{Receivers: []string{evaluationtest.Receiver}}
	require.Empty(t, listed(t, b.s, receiver, 3), "nothing is filed yet")

	page, err := b.s.Evaluations(t.Context(), store.Visible{Person: "director"}, 1, "")
	require.NoError(t, err)
	e := b.whole()
	require.Equal(t, store.Summary{
		ID: b.id, Title: e.Title, Year: 2019, UnitID: evaluationtest.Unit, UnitName: "service centre", State: evaluation.Running,
		StartedAt: e.StartedAt, CurrentStage: "科室自查", DueAt: e.Stage("self_check").DueAt, Seq: e.Seq,
	}, page.Evaluations[0])

	unit := []string{evaluationtest.Unit}
	for person, part := range map[evaluation.PersonID][]evaluation.ID{
		"director":                           {b.id}, // appointed, and approved
		evaluationtest.OfficeHead().Person:   {b.id}, // drafted the notice
		evaluationtest.HotlineClerk().Person: nil,    // only could
	} {
		require.Equal(t, part, listed(t, b.s, store.Visible{Units: unit, Person: person, TakingPart: true}, 1), person)
	}
	b.must("hotline-clerk", claim(b.live("self_check", "online-hall", "submit")))
	require.Equal(t, []evaluation.ID{b.id}, listed(t, b.s, store.Visible{Units: unit, Person: "hotline-clerk", TakingPart: true}, 1))
	require.Empty(t, listed(t, b.s, store.Visible{Person: "hotline-clerk", TakingPart: true}, 1), "what may not be seen any more")

	b.finished()
	require.Empty(t, listed(t, b.s, store.Visible{Units: unit, Person: "director", TakingPart: true}, 1), "it is over")
	require.Equal(t, []evaluation.ID{b.id}, listed(t, b.s, receiver, 3))
	for reason, args := range map[string]struct {
		limit int
		after string
	}{"limit_out_of_range": {101, ""}, "cursor_invalid": {1, "?"}} {
		_, err := b.s.Evaluations(t.Context(), receiver, args.limit, args.after)
		require.Equal(t, reason, fault.ReasonOf(err))
		_, err = b.s.Published(t.Context(), store.Wanted{}, args.limit, args.after)
		require.Equal(t, reason, fault.ReasonOf(err))
		_, err = b.s.NoticesOf(t.Context(), "x", args.limit, args.after)
		require.Equal(t, reason, fault.ReasonOf(err))
	}
}

func TestPublished_listsOnlyWhatIsPublic(t *testing.T) {
	t.Parallel()
	b := running(t).formed()
	_, err := b.s.Publication(t.Context(), b.id)
	require.Equal(t, "publication_not_found", fault.ReasonOf(err))
	var public []evaluation.ID
	for range 3 {
		c := &bench{t: t, s: b.s, id: storetest.Start(t, b.s).Evaluation.ID}
		c.turn()
		c.formed().finished()
		public = append([]evaluation.ID{c.id}, public...)
	}
	var got []evaluation.ID
	after := ""
	for {
		page, err := b.s.Published(t.Context(), store.Wanted{}, 2, after)
		require.NoError(t, err)
		for _, e := range page.Evaluations {
			got = append(got, e.ID)
			require.Equal(t, evaluationtest.Grade, e.DeclaredGrade)
			require.Equal(t, "97", e.DeclaredTotal)
			require.False(t, e.PublishedAt.IsZero())
		}
		if after = page.NextCursor; after == "" {
			break
		}
	}
	require.Equal(t, public, got)
	p, err := b.s.Publication(t.Context(), public[0])
	require.NoError(t, err)
	e, err := b.s.Whole(t.Context(), public[0])
	require.NoError(t, err)
	require.Equal(t, *e.Dossier, p.Dossier)
	require.Equal(t, e.Publication.Digest, p.Digest)
	require.Equal(t, e.Title, p.Title)
}

package store_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

func aView(owner evaluation.PersonID, title string) store.View {
	high := 1
	return store.View{
		Owner: owner, Title: title, Box: evaluation.BoxMine, Sort: evaluation.SortPriority,
		Filter: evaluation.InboxFilter{Text: "道路 <&>", Priority: &high, DueTo: calendar.DateOf(time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC))},
	}
}

func views(t *testing.T, s *store.Store, person evaluation.PersonID) []store.View {
	t.Helper()
	list, err := s.Views(t.Context(), person, time.Now())
	require.NoError(t, err)
	return list
}

func TestViews_areKeptInTheOrderOfTheirOwner(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	for i, title := range []string{"third", "first", "second"} {
		v := aView("director", title)
		v.Position = []int{3, 1, 2}[i]
		made, err := s.MakeView(t.Context(), v, "key-"+title, title)
		require.NoError(t, err)
		v.ID, v.Version = made.ID, 1
		require.Equal(t, v, made)
	}
	list := views(t, s, "director")
	require.Equal(t, []string{"first", "second", "third"}, []string{list[0].Title, list[1].Title, list[2].Title})
	want := aView("director", "first")
	want.ID, want.Position, want.Version, want.OwnerName = list[0].ID, 1, 1, "director"
	require.Equal(t, want, list[0])
	require.Empty(t, views(t, s, "office-head"))
}

func TestViews_aKeyMakesOne(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	made := make([]store.View, 8)
	var wg sync.WaitGroup
	for i := range made {
		wg.Go(func() {
			var err error
			made[i], err = s.MakeView(t.Context(), aView("director", "same"), "one-key", "asked")
			require.NoError(t, err)
		})
	}
	wg.Wait()
	require.Len(t, views(t, s, "director"), 1)
	for _, v := range made {
		require.Equal(t, made[0], v)
	}
	_, err := s.MakeView(t.Context(), aView("director", "other"), "one-key", "asked otherwise")
	require.Equal(t, "idempotency_key_reused", fault.ReasonOf(err))
	_, err = s.MakeView(t.Context(), aView("office-head", "other"), "one-key", "asked otherwise")
	require.NoError(t, err, "keys are each person's own")
}

func TestViews_areBounded(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	for i := range 50 {
		_, err := s.MakeView(t.Context(), aView("director", fmt.Sprint(i)), fmt.Sprintf("key-%d", i), "")
		require.NoError(t, err)
	}
	_, err := s.MakeView(t.Context(), aView("director", "51"), "key-51", "")
	require.Equal(t, "views_full", fault.ReasonOf(err))
	require.Equal(t, "50", fault.As(err).Params["limit"])
	require.NoError(t, s.DropView(t.Context(), "director", views(t, s, "director")[0].ID))
	_, err = s.MakeView(t.Context(), aView("director", "51"), "key-51", "")
	require.NoError(t, err)
}

func TestViews_areChangedFromTheVersionThatWasSeenByTheirOwner(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	v, err := s.MakeView(t.Context(), aView("director", "before"), "a-key", "")
	require.NoError(t, err)
	v.Title, v.Filter, v.Sort, v.Box = "after", evaluation.InboxFilter{}, "", evaluation.BoxDone
	changed, err := s.ChangeView(t.Context(), v)
	require.NoError(t, err)
	v.Version = 2
	require.Equal(t, v, changed)
	v.Version = 1
	_, err = s.ChangeView(t.Context(), v)
	require.Equal(t, "view_stale", fault.ReasonOf(err))
	require.Equal(t, "2", fault.As(err).Params["current"])
	v.Version, v.Owner = 2, "office-head"
	_, err = s.ChangeView(t.Context(), v)
	require.Equal(t, "view_not_found", fault.ReasonOf(err))
	require.Equal(t, "view_not_found", fault.ReasonOf(s.DropView(t.Context(), "office-head", v.ID)))
	require.NoError(t, s.DropView(t.Context(), "director", v.ID))
	require.Equal(t, "view_not_found", fault.ReasonOf(s.DropView(t.Context(), "director", v.ID)))
}

func TestViews_areSharedWithTheHoldersOfARoleInAUnit(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	v := aView("office-head", "for sections")
	v.SharedWith, v.SharedIn = "section", evaluationtest.Unit
	_, err := s.MakeView(t.Context(), v, "a-key", "")
	require.NoError(t, err)
	got := views(t, s, "hotline-clerk")
	require.Len(t, got, 1)
	require.Equal(t, []any{evaluation.PersonID("office-head"), "office-head"}, []any{got[0].Owner, got[0].OwnerName})
	require.Len(t, views(t, s, "office-head"), 1, "one's own is not listed twice")
	require.Empty(t, views(t, s, "finance-officer"), "another role")
	require.Empty(t, views(t, s, "stranger"), "the same role elsewhere")
	_, err = s.ChangeView(t.Context(), store.View{ID: got[0].ID, Owner: "hotline-clerk", Title: "mine now", Box: evaluation.BoxMine, Version: 1})
	require.Equal(t, "view_not_found", fault.ReasonOf(err), "others only look")
	require.NoError(t, s.DB().Exec("UPDATE role_grants SET valid_to = clock_timestamp() WHERE person_id = 'hotline-clerk'").Error)
	require.Empty(t, views(t, s, "hotline-clerk"), "no longer")
}

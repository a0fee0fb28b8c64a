package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
	"jiheng/internal/store"
)

func claim(t *evaluation.Task) evaluation.Command {
	return evaluation.Command{Action: evaluation.Claim, Task: t.ID}
}

func TestUpdate_givesTheDecisionWhatItNeedsAndNoMore(t *testing.T) {
	t.Parallel()
	b := running(t).formed()
	task := b.live("self_check", "online-hall", "submit")
	whole := b.whole()
	b.standsIn("hotline-clerk", "hotline-head")
	request := evaluation.Request{Task: task.ID, Actor: "hotline-clerk", OnBehalfOf: "hotline-head"}
	var seen *evaluation.Situation
	look := func(s *evaluation.Situation) (evaluation.Outcome, error) {
		seen = s
		return evaluation.Outcome{}, nil
	}
	r, err := b.s.Update(t.Context(), request, look)
	require.NoError(t, err)
	require.Equal(t, evaluationtest.Slice(whole, "online-hall"), seen.Evaluation)
	require.Equal(t, evaluation.Actor{
		Person: "hotline-clerk", OnBehalfOf: "hotline-head", UnitID: evaluationtest.Unit, DepartmentID: "hotline",
		Grants: []evaluation.Grant{{Role: "section", UnitID: evaluationtest.Unit, DepartmentID: "hotline"}},
		Own: evaluation.Own{
			DepartmentID: "hotline",
			Grants:       []evaluation.Grant{{Role: "section", UnitID: evaluationtest.Unit, DepartmentID: "hotline"}},
		},
	}, seen.Actor)
	require.Equal(t, "CN-2026.1", seen.Calendar.Version)
	require.NotNil(t, seen.Definition)
	require.Equal(t, whole.Seq, r.Seq, "no events, no entries")

	read, err := b.s.Situation(t.Context(), request)
	require.NoError(t, err)
	require.Equal(t, seen.Evaluation, read.Evaluation)
	require.Equal(t, seen.Actor, read.Actor)

	request.Whole = true
	_, err = b.s.Update(t.Context(), request, look)
	require.NoError(t, err)
	require.Equal(t, whole, seen.Evaluation)

	_, err = b.s.Update(t.Context(), evaluation.Request{Evaluation: b.id, Actor: evaluation.SystemPerson}, look)
	require.NoError(t, err)
	require.Equal(t, whole, seen.Evaluation)
	require.Equal(t, evaluation.System(), seen.Actor)
}

func TestUpdate_seesAGrantAndItsEndAtOnce(t *testing.T) {
	t.Parallel()
	b := running(t)
	task := b.live("formation", "", "draft_notice")
	held := func() []evaluation.Grant {
		s, err := b.s.Situation(t.Context(), evaluation.Request{Task: task.ID, Actor: "director"})
		require.NoError(t, err)
		return s.Actor.Grants
	}
	extra := evaluation.Grant{Role: "auditor", UnitID: evaluationtest.Unit}
	before := held()
	require.NoError(t, b.s.GrantRole(t.Context(), store.Grant{Person: "director", Role: extra.Role, UnitID: extra.UnitID, GrantedBy: "x"}))
	require.Contains(t, held(), extra)
	require.NoError(t, b.s.RevokeRole(t.Context(), "director", extra))
	require.Equal(t, before, held())
	require.Equal(t, "grant_not_found", fault.ReasonOf(b.s.RevokeRole(t.Context(), "director", extra)))

	require.NoError(t, b.s.GrantRole(t.Context(), store.Grant{
		Person: "director", Role: "later", UnitID: extra.UnitID, GrantedBy: "x", ValidFrom: time.Now().Add(time.Hour),
	}))
	require.Equal(t, before, held(), "not valid yet")
	require.NoError(t, b.s.DB().Exec("UPDATE accounts SET disabled_at = now() WHERE person_id = 'director'").Error)
	require.Empty(t, held(), "a disabled account holds nothing")
}

package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
	"jiheng/internal/identity"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

func TestNames_nameEverybodyAnEvaluationRefersTo(t *testing.T) {
	t.Parallel()
	b := running(t).formed().finished()
	e := b.whole()
	names, err := b.s.Names(t.Context(), e)
	require.NoError(t, err)
	require.Equal(t, "service centre", names.Unit)
	require.Equal(t, "finance bureau", names.Receiver)
	require.Equal(t, "hotline", names.Department("hotline"))
	require.Equal(t, "performance", names.Department("performance"))
	known := map[evaluation.PersonID]bool{}
	for _, p := range names.People {
		require.False(t, known[p.ID], "each once")
		known[p.ID] = true
	}
	for _, m := range e.Members {
		require.True(t, known[m.Person], m.Person)
	}
	for _, task := range e.Tasks {
		require.True(t, known[task.DoneBy] || task.DoneBy == evaluation.SystemPerson, task.ID)
	}
	require.True(t, known["bureau-clerk"])
	require.False(t, known["stranger"])

	require.Empty(t, names.Reviewed)
	follows := *e
	follows.Origin = &evaluation.Origin{Evaluation: e.ID}
	for _, ask := range []func() (evaluation.Names, error){
		func() (evaluation.Names, error) { return b.s.Names(t.Context(), &follows) },
		func() (evaluation.Names, error) { return b.s.NamesAt(t.Context(), &follows, time.Now()) },
	} {
		names, err = ask()
		require.NoError(t, err)
		require.Equal(t, e.Title, names.Reviewed)
	}
	follows.UnitID = "elsewhere"
	names, err = b.s.Names(t.Context(), &follows)
	require.NoError(t, err)
	require.Empty(t, names.Reviewed, "only what the same unit filed")
}

func TestPeople_areThoseOfTheUnit(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	people, departments, err := s.People(t.Context(), evaluationtest.Receiver)
	require.NoError(t, err)
	require.Equal(t, []identity.Person{{
		ID: "bureau-clerk", UnitID: evaluationtest.Receiver, DepartmentID: "performance", Name: "bureau-clerk", Post: "bureau-clerk",
		Email: "bureau-clerk@example.gov.cn",
	}}, people)
	require.Equal(t, []store.Department{{ID: "performance", UnitID: evaluationtest.Receiver, Name: "performance"}}, departments)
	person, err := s.Person(t.Context(), "bureau-clerk")
	require.NoError(t, err)
	require.Equal(t, people[0], person)
	_, err = s.Person(t.Context(), "nobody")
	require.Equal(t, "person_not_found", fault.ReasonOf(err))
	unit, err := s.Unit(t.Context(), evaluationtest.Unit)
	require.NoError(t, err)
	require.Equal(t, "service centre", unit.Name)
	_, err = s.Unit(t.Context(), "nowhere")
	require.Equal(t, "unit_not_found", fault.ReasonOf(err))
	units, err := s.Units(t.Context())
	require.NoError(t, err)
	require.Len(t, units, 3)
	grants, err := s.Grants(t.Context(), "office-clerk")
	require.NoError(t, err)
	require.Equal(t, evaluationtest.OfficeClerk().Grants, grants)
}

func TestSeedOrganisation_mayBeRunAgain(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	o := storetest.Organisation()
	require.NoError(t, s.Identity().SetPassword(t.Context(), "director", "", identity.Password{Hash: "hash"}, identity.Entry{At: time.Now(), Kind: identity.EntryPasswordReset}))
	for i := range o.Accounts {
		o.Accounts[i].PasswordHash = "seeded"
	}
	o.Units[0].Name = "renamed"
	require.NoError(t, s.SeedOrganisation(t.Context(), o))
	unit, err := s.Unit(t.Context(), o.Units[0].ID)
	require.NoError(t, err)
	require.Equal(t, "renamed", unit.Name)
	a, err := s.Identity().AccountByID(t.Context(), "director")
	require.NoError(t, err)
	require.Equal(t, "hash", a.PasswordHash, "a password that was set stays")
	a, err = s.Identity().AccountByID(t.Context(), "office-head")
	require.NoError(t, err)
	require.Equal(t, "seeded", a.PasswordHash)
	grants, err := s.Grants(t.Context(), "office-clerk")
	require.NoError(t, err)
	require.Len(t, grants, 2, "nothing is granted twice")

	bad := store.Organisation{Units: []store.Unit{{ID: "new", Name: "new"}}, Grants: []store.Grant{{Person: "nobody", Role: "x", UnitID: "new"}}}
	require.Equal(t, "reference_unknown", fault.ReasonOf(s.SeedOrganisation(t.Context(), bad)))
	_, err = s.Unit(t.Context(), "new")
	require.Equal(t, "unit_not_found", fault.ReasonOf(err), "all or nothing")
}

func TestHeld_looksBack(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	ctx := t.Context()
	grant := evaluation.Grant{Role: "section", UnitID: evaluationtest.Unit, DepartmentID: "hotline"}
	held := func(g evaluation.Grant, at time.Time) bool {
		ok, err := s.Held(ctx, "hotline-clerk", g, at)
		require.NoError(t, err)
		return ok
	}
	now := time.Now().Add(time.Minute)
	require.True(t, held(grant, now))
	require.True(t, held(evaluation.Grant{Role: "section", UnitID: evaluationtest.Unit}, now), "in some department")
	require.False(t, held(evaluation.Grant{Role: "section", UnitID: evaluationtest.Unit, DepartmentID: "office"}, now))
	require.False(t, held(evaluation.Grant{Role: "section", UnitID: evaluationtest.OtherUnit}, now))
	require.False(t, held(grant, now.AddDate(-1, 0, 0)), "before it was granted")
	while := time.Now()
	require.NoError(t, s.RevokeRole(ctx, "hotline-clerk", grant))
	require.False(t, held(grant, now))
	require.True(t, held(grant, while), "it was held back then")
}

package store_test

import (
	"slices"
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
		StartedAt: e.StartedAt, CurrentStage: "科室自查", DueAt: e.Stage("self_check").DueAt,
	}, page.Evaluations[0])

	b.finished()
	require.Equal(t, []evaluation.ID{b.id}, listed(t, b.s, receiver, 3))
	for reason, args := range map[string]struct {
		limit int
		after string
	}{"limit_out_of_range": {101, ""}, "cursor_invalid": {1, "?"}} {
		_, err := b.s.Evaluations(t.Context(), receiver, args.limit, args.after)
		require.Equal(t, reason, fault.ReasonOf(err))
		_, err = b.s.Published(t.Context(), args.limit, args.after)
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
		page, err := b.s.Published(t.Context(), 2, after)
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
	require.NoError(t, s.Identity().SetPassword(t.Context(), "director", "", "hash", identity.Entry{At: time.Now(), Kind: identity.EntryPasswordReset}))
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

func TestDefinitions_areKeptByVersionAndSource(t *testing.T) {
	t.Parallel()
	cfg := storetest.StoreConfig(storetest.DSN(t))
	parsed := 0
	cfg.Parse = func(name string, source []byte) (*evaluation.Definition, error) {
		parsed++
		if string(source) == "broken" {
			return nil, fault.New(fault.Invalid, "definition_invalid", "broken")
		}
		return &evaluation.Definition{Name: name, Version: int(source[0] - '0'), Title: string(source), Digest: "d" + string(source)}, nil
	}
	s, err := store.Open(t.Context(), cfg)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	put := func(source string) evaluation.ProcessRef {
		ref, err := s.PutDefinition(t.Context(), "p", []byte(source))
		require.NoError(t, err)
		return ref
	}
	first, second := put("1"), put("2")
	require.Equal(t, evaluation.ProcessRef{Name: "p", Version: 1, Digest: "d1"}, first)
	require.Equal(t, second, put("2"), "kept once")
	changed := put("1 changed") // the same version with another text: both stay

	parsed = 0
	for range 3 {
		def, err := s.Definition(t.Context(), first)
		require.NoError(t, err)
		require.Equal(t, "1", def.Title)
		def, err = s.Definition(t.Context(), changed)
		require.NoError(t, err)
		require.Equal(t, "1 changed", def.Title)
		def, err = s.Definition(t.Context(), evaluation.ProcessRef{Name: "p"})
		require.NoError(t, err)
		require.Equal(t, 2, def.Version, "the newest")
	}
	require.Equal(t, 3, parsed, "each is compiled once")
	all, err := s.Definitions(t.Context())
	require.NoError(t, err)
	require.Len(t, all, 1)
	require.Equal(t, 2, all[0].Version)
	_, err = s.Definition(t.Context(), evaluation.ProcessRef{Name: "p", Version: 9})
	require.Equal(t, "definition_not_found", fault.ReasonOf(err))
	_, err = s.PutDefinition(t.Context(), "p", []byte("broken"))
	require.Equal(t, "definition_invalid", fault.ReasonOf(err))
}

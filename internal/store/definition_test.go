package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

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
	conn := connect(t, cfg.DSN)
	for _, statement := range []string{
		"UPDATE process_definitions SET source = '2' WHERE digest = 'd1'", "DELETE FROM process_definitions", "TRUNCATE process_definitions CASCADE",
	} {
		_, err := conn.Exec(t.Context(), statement)
		require.ErrorContains(t, err, "append-only", statement)
	}
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

func TestDefinitions_areReadAsTheyWereKept(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	cfg := storetest.StoreConfig(dsn)
	cfg.Parse = func(_ string, source []byte) (*evaluation.Definition, error) {
		def := evaluationtest.Overall()
		if string(source) != storetest.Process {
			def.Digest = "another"
		}
		return def, nil
	}
	openIt := func() *store.Store {
		s, err := store.Open(t.Context(), cfg)
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, s.Close()) })
		return s
	}
	s := openIt()
	require.NoError(t, s.SeedOrganisation(t.Context(), storetest.Organisation()))
	ref, err := s.PutDefinition(t.Context(), storetest.Process, []byte(storetest.Process))
	require.NoError(t, err)
	id := storetest.Start(t, s).Evaluation.ID

	conn := connect(t, dsn)
	for _, statement := range []string{"ALTER TABLE process_definitions DISABLE TRIGGER USER", "UPDATE process_definitions SET source = source || ' '"} {
		_, err := conn.Exec(t.Context(), statement)
		require.NoError(t, err)
	}
	v, err := s.VerifyJournal(t.Context(), id)
	require.NoError(t, err)
	require.False(t, v.Verified(), "whatever this process remembers")
	require.Equal(t, []store.Difference{{
		Table: "process_definitions", Key: "overall-self-evaluation:1", Column: "source", Expected: ref.Digest, Found: "another",
	}}, v.Rows)
	_, err = openIt().Whole(t.Context(), id)
	require.NoError(t, err, "rows are there to be read")
	_, err = openIt().Situation(t.Context(), evaluation.Request{Evaluation: id, Actor: "office-head", Whole: true})
	require.Equal(t, "definition_changed", fault.ReasonOf(err), "but nothing is decided by it")
}

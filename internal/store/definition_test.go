package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
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

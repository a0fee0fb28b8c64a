package answer

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// shelf keeps files by name, whatever is in them.
type shelf map[string]string

type kept struct{ *bytes.Reader }

func (kept) Close() error { return nil }

func (s shelf) Open(sha string) (io.ReadSeekCloser, int64, error) {
	content, there := s[sha]
	if !there {
		return nil, 0, fault.New(fault.NotFound, "blob_not_found", "no %s", sha)
	}
	return kept{bytes.NewReader([]byte(content))}, int64(len(content)), nil
}

func sum(text string) string {
	s := sha256.Sum256([]byte(text))
	return hex.EncodeToString(s[:])
}

func TestWhatBecameOfASealedDossierIsToldFromTheEvaluation(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	decides := func(digest string, public ...bool) evaluation.Clearance {
		c := evaluation.Clearance{Clearing: evaluation.Clearing{Digest: digest}, By: "secrecy", At: at}
		for i, p := range public {
			c.Files = append(c.Files, evaluation.FileDecision{Path: []string{"report.pdf", "table.xlsx"}[i], Public: p})
		}
		return c
	}
	e := &evaluation.Evaluation{
		ID: "e", Dossiers: []evaluation.Dossier{{Version: 1, Digest: "d1", Package: sum("whole")}, {Version: 2, Digest: "d2", Package: sum("next"), Supersedes: "d1"}},
		Publications: []evaluation.Publication{{Digest: "d1", PublishedAt: at, Package: sum("public")}},
		Clearances:   []evaluation.Clearance{decides("d1", true, false), decides("d2", true, true), decides("d1", true, true)},
		Corrections:  []evaluation.Correction{{Number: 1, Digest: "d1", State: evaluation.CorrectionAgreed}},
		Disposals:    []evaluation.Disposal{{Number: 1, State: evaluation.DisposalDeclined, DecidedAt: at}},
	}
	files := shelf{sum("public"): "public"}
	first := Sealed{Digest: "d1", Served: "d1"}
	require.NoError(t, first.afterwards(files, e, &e.Dossiers[0]))
	require.Equal(t, 2, first.SupersededBy)
	require.Len(t, first.Corrections, 1)
	require.True(t, first.Public.Same())
	require.True(t, first.Same())
	require.Len(t, first.Clearances, 2)
	require.Empty(t, first.Clearances[0].Changed, "the first decision changes none")
	require.Equal(t, 1, first.Clearances[0].Withheld)
	require.Equal(t, []string{"table.xlsx"}, first.Clearances[1].Changed)
	require.Equal(t, int64(1), first.Changes(), "a second decision on what is public is a change")
	require.True(t, first.Disposed.IsZero(), "a disposal that was declined disposes of nothing")

	second := Sealed{Digest: "d2", Served: "d2"}
	require.NoError(t, second.afterwards(files, e, &e.Dossiers[1]))
	require.Nil(t, second.Public)
	require.Empty(t, second.Corrections)
	require.Zero(t, second.Changes())

	for what, content := range map[string]string{"another file": "changed", "nothing": ""} {
		damaged := shelf{}
		if content != "" {
			damaged[sum("public")] = content
		}
		one := Sealed{Digest: "d1", Served: "d1"}
		require.NoError(t, one.afterwards(damaged, e, &e.Dossiers[0]))
		require.False(t, one.Public.Same(), what)
		require.False(t, one.Same(), "the public is served something else than was published: %s", what)
	}
	e.Disposals[0].State = evaluation.DisposalAgreed
	gone := Sealed{Digest: "d1"}
	require.NoError(t, gone.afterwards(files, e, &e.Dossiers[0]))
	require.Equal(t, at, gone.Disposed)
}

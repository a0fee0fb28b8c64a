package api_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/cmd/jiheng/adapter"
	"jiheng/internal/evaluation"
	"jiheng/internal/store"
	"jiheng/internal/virus"
)

// scanned makes files wait for the scanner.
func scanned(c *api.Config) {
	store, _ := c.Store.(adapter.API)
	store.Scan = true
	c.Store = store
}

// suspicious is a scanner that finds a virus wherever the word stands.
type suspicious struct{}

func (suspicious) Scan(_ context.Context, content io.Reader) (string, error) {
	all, err := io.ReadAll(content)
	if err == nil && strings.Contains(string(all), "EICAR") {
		return "Win.Test.EICAR_HDB-1", nil
	}
	return "", err
}

// Papers that came before there was a scanner stay open until it has found
// something in them.
func TestPapersFromBeforeThereWasAScannerAreScannedLater(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	task, clerk := p.claims("coordination-clerk", "self_check", "submit"), p.as("coordination-clerk")
	bad := into[api.Material](clerk.upload(task, "score_sheet", "评分表.pdf", paper("EICAR")).ok(http.StatusOK))
	p.supplies("coordination-clerk", task, "self_evaluation_report")
	states := func() (out []string) {
		for _, e := range into[api.Checklist](clerk.get(path(task, "materials")).ok(http.StatusOK)).Entries {
			out = append(out, string(e.Papers[0].State)+" "+strconv.FormatBool(e.Papers[0].Rescan))
		}
		return out
	}
	require.Equal(t, []string{"usable false", "usable false"}, states())
	n, err := p.store.EnlistFiles(t.Context(), 10)
	require.NoError(t, err)
	require.Equal(t, 2, n)
	require.Equal(t, []string{"usable true", "usable true"}, states(), "they wait for the scanner and are open")
	require.NoError(t, p.store.SaveFileToScan(t.Context(), store.File{SHA256: bad.SHA256, SM3: bad.SM3, Size: bad.Size, MediaType: bad.MediaType}))
	require.Equal(t, []string{"usable true", "unscanned false"}, states(), "who supplies it anew waits for the verdict")

	ward := virus.New(adapter.ForWard(p.store), p.blobs, suspicious{}, virus.Config{}, slog.New(slog.DiscardHandler))
	for range 2 {
		require.NoError(t, ward.Round(t.Context()))
		require.Equal(t, []string{"usable false", "quarantined false"}, states())
	}
	n, err = p.store.EnlistFiles(t.Context(), 10)
	require.NoError(t, err)
	require.Zero(t, n)
}

func TestAFileCountsForNothingUntilItIsClean(t *testing.T) {
	t.Parallel()
	p := started(t, open(t, scanned)).formed()
	task, clerk := p.claims("coordination-clerk", "self_check", "submit"), p.as("coordination-clerk")
	bad := into[api.Material](clerk.upload(task, "score_sheet", "评分表.pdf", paper("EICAR")).ok(http.StatusOK))
	p.supplies("coordination-clerk", task, "self_evaluation_report")
	content := "/api/v1/materials/" + url.PathEscape(bad.ID)
	for _, how := range []string{"/content", "/preview", "/text"} {
		require.Equal(t, "file_unscanned", clerk.get(content+how).problem(http.StatusConflict).Reason, how)
	}
	list := into[api.Checklist](clerk.get(path(task, "materials")).ok(http.StatusOK))
	require.Equal(t, api.MaterialStateUnscanned, list.Entries[1].Papers[0].State)
	require.Equal(t, "material_unscanned", list.Entries[1].Missing[0].Reason)
	done := map[string]any{"submission": fields("conclusion", "正常")}
	require.Equal(t, "materials_missing", clerk.post(path(task, "complete"), done, match(task.Version)).problem(http.StatusUnprocessableEntity).Reason)

	ward := virus.New(adapter.ForWard(p.store), p.blobs, suspicious{}, virus.Config{}, slog.New(slog.DiscardHandler))
	require.NoError(t, ward.Round(t.Context()))
	seq := p.seq()
	require.NoError(t, ward.Round(t.Context()))
	require.Equal(t, seq, p.seq(), "it is put away once")
	closed := clerk.get(content + "/content").problem(http.StatusConflict)
	require.Equal(t, "file_quarantined", closed.Reason)
	require.Contains(t, closed.Detail, "EICAR")
	list = into[api.Checklist](clerk.get(path(task, "materials")).ok(http.StatusOK))
	require.Empty(t, list.Entries[0].Missing)
	require.Equal(t, "material_quarantined", list.Entries[1].Missing[0].Reason)
	require.Equal(t, "Win.Test.EICAR_HDB-1", list.Entries[1].Papers[0].Signature)
	journal := into[api.JournalPage](p.as("auditor").get("/api/v1/evaluations/" + p.id + "/journal?limit=100").ok(http.StatusOK))
	require.Equal(t, string(evaluation.TypeQuarantined), journal.Entries[len(journal.Entries)-1].Type)
	_, err := p.store.EnqueueNotices(t.Context(), evaluation.ID(p.id))
	require.NoError(t, err)
	for _, who := range []string{"coordination-clerk", "office-head"} {
		require.Contains(t, p.as(who).get("/api/v1/notices").ok(http.StatusOK).text(), "病毒", who)
	}

	again := clerk.upload(task, "score_sheet", "评分表.pdf", paper("EICAR")).problem(http.StatusUnprocessableEntity)
	require.Equal(t, "file_infected", again.Reason, "the same file is known by now")
	clerk.upload(task, "score_sheet", "评分表.pdf", paper("clean")).ok(http.StatusOK)
	require.NoError(t, ward.Round(t.Context()))
	p.completes("coordination-clerk", "self_check", "submit", fields("conclusion", "正常"))
	check, err := p.store.VerifyJournal(t.Context(), evaluation.ID(p.id))
	require.NoError(t, err)
	require.True(t, check.Verified())
}

package api_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
)

func TestTheJournalIsFiltered(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	task := p.claims("office-head", "formation", "draft_notice")
	p.as("coordination-head").post(path(task, "claim"), nil, match(task.Version)).problem(http.StatusForbidden)
	auditor := p.as("auditor")
	base := "/api/v1/evaluations/" + p.id + "/journal?limit=100&"
	read := func(query string) []api.JournalEntry {
		return into[api.JournalPage](auditor.get(base + query).ok(http.StatusOK)).Entries
	}
	all := read("")
	refused := read("refused=only")
	require.Len(t, refused, 1)
	require.Equal(t, "coordination-head", refused[0].Actor)
	require.NotEmpty(t, refused[0].Rule)
	require.Len(t, read("refused=without"), len(all)-1)
	require.Equal(t, refused, read("action=claim"))
	require.Empty(t, read("action=approve"))
	require.Len(t, read("type=task_claimed,attempt_refused"), 2)
	require.Equal(t, refused, read("actor=coordination-head"))
	for _, e := range read("task=" + url.QueryEscape(task.ID)) {
		require.Equal(t, task.ID, e.Task)
	}
	require.Empty(t, read("from="+url.QueryEscape(time.Now().Add(time.Hour).Format(time.RFC3339))))
	require.Len(t, read("to="+url.QueryEscape(time.Now().Add(time.Hour).Format(time.RFC3339))), len(all))
	require.Len(t, read("client_address=127.0.0.1&actor=coordination-head"), 1)
	require.Empty(t, read("on_behalf_of=director"))
	auditor.get(base + "refused=perhaps").problem(http.StatusUnprocessableEntity)
}

func TestAnEntryShowsWhatItChanged(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	task := p.claims("office-head", "formation", "draft_notice")
	auditor := p.as("auditor")
	base := "/api/v1/evaluations/" + p.id + "/journal"
	claimed := into[api.JournalPage](auditor.get(base + "?type=task_claimed").ok(http.StatusOK)).Entries[0]
	changes := into[api.Changes](auditor.get(base + "/" + jsonOf("%d", claimed.Seq) + "/changes").ok(http.StatusOK)).Changes
	found := map[string][2]string{}
	for _, c := range changes {
		require.Equal(t, "tasks", c.Table)
		require.Equal(t, task.ID, c.Key)
		found[strings.ToLower(c.Column)] = [2]string{c.Before, c.After}
	}
	require.Equal(t, [2]string{`"open"`, `"claimed"`}, found["state"])
	require.Equal(t, [2]string{`""`, `"office-head"`}, found["assignee"])
	auditor.get(base + "/99999/changes").problem(http.StatusNotFound)
	p.as("stranger").get(base + "/1/changes").problem(http.StatusNotFound)
}

func TestJournalsAreSearchedAcrossEvaluationsByThoseWhoAudit(t *testing.T) {
	t.Parallel()
	b := open(t)
	one, two := started(t, b), started(t, b)
	auditor := one.as("auditor")
	var all []api.JournalEntry
	for cursor := ""; ; {
		page := into[api.JournalSearch](auditor.get("/api/v1/journal?limit=7&cursor=" + cursor).ok(http.StatusOK))
		all = append(all, page.Entries...)
		if cursor = page.NextCursor; cursor == "" {
			break
		}
	}
	seen := map[string]int{}
	for i, e := range all {
		seen[e.Evaluation]++
		if i > 0 {
			require.False(t, e.At.After(all[i-1].At), "the latest first")
		}
	}
	require.Len(t, seen, 2)
	only := into[api.JournalSearch](auditor.get("/api/v1/journal?limit=100&evaluation=" + two.id).ok(http.StatusOK))
	require.Len(t, only.Entries, seen[two.id])
	require.Equal(t, "role_missing", one.as("director").get("/api/v1/journal").problem(http.StatusForbidden).Reason)
	one.as("stranger").get("/api/v1/journal").problem(http.StatusForbidden)
	auditor.get("/api/v1/journal?cursor=x").problem(http.StatusUnprocessableEntity)
}

func TestReadingAndExportingAreEntries(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	auditor := p.as("auditor")
	for range 3 {
		auditor.get("/api/v1/evaluations/" + p.id + "/journal").ok(http.StatusOK)
	}
	auditor.get("/api/v1/journal?refused=only").ok(http.StatusOK)
	for range 2 {
		auditor.get("/api/v1/journal/export?format=jsonl&evaluation=" + p.id).ok(http.StatusOK)
	}
	entries, err := p.store.InstallationJournal(t.Context(), 0, 100)
	require.NoError(t, err)
	kinds := map[string]int{}
	for _, e := range entries {
		kinds[e.Type]++
		if !strings.HasPrefix(e.Type, "journal_") {
			continue // of how the installation was set up
		}
		require.NotEmpty(t, e.ClientAddress)
		require.NotEmpty(t, e.PolicyVersion)
		require.NotEmpty(t, e.RequestID)
	}
	require.Equal(t, 2, kinds["journal_exported"], "each export is one")
	require.Equal(t, 1, kinds["journal_searched"])
	require.Positive(t, kinds["journal_read"])
	last := entries[len(entries)-1]
	require.JSONEq(t, `{"evaluation":"`+p.id+`","format":"jsonl"}`, string(last.Data))
	auditor.get("/api/v1/installation/journal").problem(http.StatusForbidden)
	p.as("director").get("/api/v1/journal/export?format=jsonl").problem(http.StatusForbidden)
}

func TestExportsAreFiles(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	auditor := p.as("auditor")
	got := auditor.get("/api/v1/journal/export?format=jsonl&evaluation=" + p.id).ok(http.StatusOK)
	require.Contains(t, got.header.Get("Content-Disposition"), "attachment")
	var entries []journal.Entry
	for line := range strings.SplitSeq(strings.TrimSpace(got.text()), "\n") {
		var e journal.Entry
		require.NoError(t, json.Unmarshal([]byte(line), &e))
		entries = append(entries, e)
	}
	v, err := p.store.VerifyJournal(t.Context(), evaluation.ID(p.id))
	require.NoError(t, err)
	require.Empty(t, journal.Verify(entries, v.Head), "the file is enough to verify the chain")
	sheet := auditor.get("/api/v1/journal/export?format=xlsx").ok(http.StatusOK)
	_, err = zip.NewReader(bytes.NewReader(sheet.body), int64(len(sheet.body)))
	require.NoError(t, err)
	require.True(t, bytes.HasPrefix(auditor.get("/api/v1/journal/export?format=pdf").ok(http.StatusOK).body, []byte("%PDF")))
}

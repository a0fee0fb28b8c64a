package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
)

func TestWhoLooksAfterJournalsDoesNotSeeWhatWasFilledIn(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	task := p.claims("office-head", "formation", "draft_notice")
	p.as("coordination-head").post(path(task, "claim"), nil, match(task.Version)).problem(http.StatusForbidden)
	base := "/api/v1/evaluations/" + p.id + "/journal"
	for person, open := range map[string]bool{"auditor": true, "office-head": true, "audit-admin": false} {
		c := p.as(person)
		entries := into[api.JournalPage](c.get(base + "?limit=100").ok(http.StatusOK)).Entries
		require.NotEmpty(t, entries)
		for _, e := range entries {
			require.Equal(t, !open && e.Type != "attempt_refused", e.Withheld, person)
			require.Equal(t, e.Withheld, len(e.Data) == 0, "%s: %s", person, e.Type)
			require.NotEmpty(t, e.Hash)
		}
		changes := into[api.Changes](c.get(base + "/1/changes").ok(http.StatusOK))
		require.Equal(t, !open, changes.Withheld, person)
		require.NotEmpty(t, changes.Changes, "what was touched is told")
		for _, d := range changes.Changes {
			require.Equal(t, open, d.Before+d.After != "", person)
		}
	}
	for person, open := range map[string]bool{"auditor": true, "audit-admin": false} {
		c := p.as(person)
		found := into[api.JournalSearch](c.get("/api/v1/journal?type=evaluation_started").ok(http.StatusOK)).Entries
		require.Len(t, found, 1)
		require.Equal(t, open, len(found[0].Data) > 0, person)
		file := c.get("/api/v1/journal/export?format=jsonl").ok(http.StatusOK).text()
		require.Equal(t, open, strings.Contains(file, `"title"`), person)
		require.Contains(t, file, `"action":"claim"`, "a refusal is told")
	}
}

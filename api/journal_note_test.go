package api_test

import (
	"net/http"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
)

// Every entry of the journal of the installation says in words what happened to
// what; people are called by their posts.
func TestTheJournalOfTheInstallationSaysWhatHappenedToWhat(t *testing.T) {
	t.Parallel()
	x := finished(t)
	list := into[api.JournalPage](x.as("audit-admin").get("/api/v1/installation/journal?limit=100&newest_first=true").ok(http.StatusOK)).Entries
	kinds := map[string]bool{}
	machine := regexp.MustCompile(`\b(office-clerk-1|director|grant_|unit_office|security_log)\b`)
	for _, e := range list {
		kinds[e.Type] = true
		if e.Type == "installation_read" {
			continue // that it was read is all there is to say
		}
		require.NotEmpty(t, e.Detail, "%d %s %v", e.Seq, e.Type, e.Data)
		if e.Type != "register_changed" {
			require.NotRegexp(t, machine, e.Detail, "%d %s", e.Seq, e.Type)
		}
	}
	require.Greater(t, len(kinds), 8, kinds)
	t.Log(kinds)
}

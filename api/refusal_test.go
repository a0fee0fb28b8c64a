package api_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
)

// refusedAttempts counts the refused attempts in a journal.
func (p *play) refusedAttempts() int {
	p.t.Helper()
	page := into[api.JournalPage](p.as("auditor").get("/api/v1/evaluations/" + p.id + "/journal?limit=100").ok(http.StatusOK))
	n := 0
	for _, e := range page.Entries {
		if e.Type == "attempt_refused" {
			n++
		}
	}
	return n
}

func TestTheSameRefusalFillsNoJournal(t *testing.T) {
	t.Parallel()
	b := open(t)
	p := started(t, b)
	task := p.live("formation", "draft_notice")
	head := p.as("office-head")
	for i := range 5 {
		problem := head.post(path(task, "release"), nil, match(1)).problem(http.StatusForbidden)
		require.Equal(t, "not_assignee", problem.Reason, i)
		require.Contains(t, problem.RuleText, "本人办理", i)
	}
	require.Equal(t, 1, p.refusedAttempts(), "one entry says as much as five")
	head.post(path(task, "complete"), map[string]any{"submission": map[string]any{"fields": []any{}, "members": []any{}}, "opinion": ""}, match(1)).problem(http.StatusForbidden)
	require.Equal(t, 2, p.refusedAttempts(), "another action")
	require.GreaterOrEqual(t, p.as("director").post(path(task, "release"), nil, match(1)).status, http.StatusForbidden)
	require.Equal(t, 3, p.refusedAttempts(), "another person")
	b.clock.pass(time.Minute + time.Second)
	head.post(path(task, "release"), nil, match(1)).problem(http.StatusForbidden)
	require.Equal(t, 4, p.refusedAttempts(), "another minute")
}

func TestOnePersonMayNotCommandWithoutPause(t *testing.T) {
	t.Parallel()
	b := open(t, func(c *api.Config) { c.CommandBurst, c.CommandsPerSecond = 5, 1 })
	p := started(t, b)
	task := p.live("formation", "draft_notice")
	head := p.as("office-head")
	var last answer
	for range 6 {
		last = head.post(path(task, "comments"), map[string]string{"text": "x"})
	}
	require.Equal(t, "too_many_commands", last.problem(http.StatusTooManyRequests).Reason)
	require.NotEmpty(t, last.header.Get("Retry-After"))
	head.get("/api/v1/tasks?box=mine").ok(http.StatusOK)
	require.NotEqual(t, http.StatusTooManyRequests, p.as("director").post(path(task, "comments"), map[string]string{"text": "x"}).status)
	b.clock.pass(2 * time.Second)
	head.post(path(task, "comments"), map[string]string{"text": "x"}).ok(http.StatusOK)
}

func TestTheSameRefusalOfACommandOnTheWholeFillsNoJournalEither(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	of := "/api/v1/evaluations/" + p.id
	before := p.refusedAttempts()
	for range 5 {
		seq := into[api.Evaluation](p.as("director").get(of).ok(http.StatusOK)).Seq
		p.as("finance-clerk").post(of+"/suspend", reason("x"), match(seq)).problem(http.StatusForbidden)
	}
	require.Equal(t, before+1, p.refusedAttempts())
}

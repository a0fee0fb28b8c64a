package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/store"
)

// listening is an open event stream, read in the background.
type listening struct {
	t      *testing.T
	header http.Header
	lines  chan string // closed when the stream ends
	cancel context.CancelFunc
}

// happened is an event as it was sent.
type happened struct{ name, data string }

// listen opens an event stream.
func (s *someone) listen(t *testing.T, query string, options ...with) *listening {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.b.server.URL+"/api/v1/events"+query, http.NoBody)
	require.NoError(t, err)
	req.Header.Set("Cookie", s.cookie)
	for _, o := range options {
		o(req)
	}
	res, err := (&http.Client{}).Do(req)
	require.NoError(t, err)
	t.Cleanup(func() { _ = res.Body.Close() })
	require.Equal(t, http.StatusOK, res.StatusCode)
	l := &listening{t: t, header: res.Header, lines: make(chan string, 1000), cancel: cancel}
	go func() {
		defer close(l.lines)
		for in := bufio.NewScanner(res.Body); in.Scan(); {
			l.lines <- in.Text()
		}
	}()
	return l
}

// patience is only used up where a test fails.
const patience = time.Minute

// line gives the next line, false when the stream has ended.
func (l *listening) line() (string, bool) {
	l.t.Helper()
	select {
	case text, open := <-l.lines:
		return text, open
	case <-time.After(patience):
		require.FailNow(l.t, "nothing was sent")
		return "", false
	}
}

// next gives the next event.
func (l *listening) next() happened {
	l.t.Helper()
	for {
		text, open := l.line()
		require.True(l.t, open, "the stream has ended")
		if name, ok := strings.CutPrefix(text, "event: "); ok {
			data, _ := l.line()
			return happened{name, strings.TrimPrefix(data, "data: ")}
		}
	}
}

// until reads on to an event that is looked for.
func (l *listening) until(name string, wanted func(data string) bool) {
	l.t.Helper()
	for {
		if e := l.next(); e.name == name && wanted(e.data) {
			return
		}
	}
}

// ends waits for the end of the stream.
func (l *listening) ends() {
	l.t.Helper()
	for {
		if _, open := l.line(); !open {
			return
		}
	}
}

func counted(t *testing.T, data string) api.TaskCounts {
	t.Helper()
	var n api.TaskCounts
	require.NoError(t, json.Unmarshal([]byte(data), &n))
	return n
}

func TestAStreamTellsTheCountsAtOnceAndWhenTheyChange(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	task := p.live("formation", "draft_notice")
	l := p.as("office-head").listen(t, "", header("Last-Event-ID", "7"))
	require.Equal(t, "text/event-stream", l.header.Get("Content-Type"))
	require.Equal(t, "no", l.header.Get("X-Accel-Buffering"))
	require.Contains(t, l.header.Get("Cache-Control"), "no-transform")
	first := l.next()
	require.Equal(t, "inbox", first.name)
	require.Equal(t, api.TaskCounts{Claimable: 1, Overdue: 1}, counted(t, first.data))
	p.as("office-head").post(path(task, "claim"), nil, match(1)).ok(http.StatusOK)
	l.until("inbox", func(data string) bool { return counted(t, data) == api.TaskCounts{Mine: 1, Overdue: 1} })
	p.as("office-head").send(http.MethodPut, path(task, "watch"), nil).ok(http.StatusNoContent)
	l.until("inbox", func(data string) bool { return counted(t, data).Watched == 1 })
}

func TestAStreamTellsOfOneEvaluationOnlyWhoMayReadIt(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	task := p.live("formation", "draft_notice")
	l := p.as("director").listen(t, "?evaluation="+p.id)
	p.as("office-head").post(path(task, "claim"), nil, match(1)).ok(http.StatusOK)
	e := into[api.Evaluation](p.as("director").get("/api/v1/evaluations/" + p.id).ok(http.StatusOK))
	l.until("evaluation", func(data string) bool {
		var told struct {
			ID  string `json:"id"`
			Seq int64  `json:"seq"`
		}
		require.NoError(t, json.Unmarshal([]byte(data), &told))
		require.Equal(t, p.id, told.ID)
		return told.Seq == e.Seq
	})
	require.Equal(t, "evaluation_not_found", p.as("stranger").get("/api/v1/events?evaluation="+p.id).problem(http.StatusNotFound).Reason)
	require.Equal(t, "evaluation_not_found", p.as("director").get("/api/v1/events?evaluation=ev-none").problem(http.StatusNotFound).Reason)
	quiet := p.as("stranger").listen(t, "")
	require.Equal(t, api.TaskCounts{}, counted(t, quiet.next().data))
	p.as("office-head").post(path(task, "release"), nil, match(2)).ok(http.StatusOK)
	l.until("evaluation", func(string) bool { return true })
	require.Eventually(t, func() bool { return len(l.lines) > 0 }, patience, time.Millisecond, "the director hears the counts too")
	require.NotContains(t, drained(quiet), "evaluation", "and a stranger hears of no evaluation")
}

// drained gives what has come so far.
func drained(l *listening) string {
	var out strings.Builder
	for len(l.lines) > 0 {
		out.WriteString(<-l.lines)
	}
	return out.String()
}

func TestAStreamIsNeverSilentForLongAndEndsWithItsSession(t *testing.T) {
	t.Parallel()
	b := open(t, func(c *api.Config) { c.Heartbeat = 20 * time.Millisecond })
	for name, end := range map[string]func(*someone){
		"by logging out": func(s *someone) { s.send(http.MethodDelete, "/api/v1/session", nil).ok(http.StatusNoContent) },
		"by idleness":    func(*someone) { b.clock.pass(31 * time.Minute) },
	} {
		s := b.as("director")
		l := s.listen(t, "")
		for beats := 0; beats < 3; {
			if text, _ := l.line(); text == ":" {
				beats++
			}
		}
		end(s)
		l.ends()
		require.Equal(t, "session_expired", s.get("/api/v1/session").problem(http.StatusUnauthorized).Reason, name)
	}
}

func TestAStreamDoesNotKeepASessionAlive(t *testing.T) {
	t.Parallel()
	b := open(t, func(c *api.Config) { c.Heartbeat = 10 * time.Millisecond })
	s := b.as("director")
	l := s.listen(t, "")
	b.clock.pass(20 * time.Minute)
	for beats := 0; beats < 3; {
		if text, _ := l.line(); text == ":" {
			beats++
		}
	}
	b.clock.pass(20 * time.Minute)
	l.ends()
}

func TestAStreamEndsWithTheRightToRead(t *testing.T) {
	t.Parallel()
	p := started(t, open(t, func(c *api.Config) { c.Heartbeat = 20 * time.Millisecond }))
	l := p.as("finance-clerk").listen(t, "?evaluation="+p.id)
	grants, err := p.store.Grants(t.Context(), "finance-clerk")
	require.NoError(t, err)
	for _, g := range grants {
		p.dismissed("finance-clerk", string(g.Role))
	}
	l.ends()
}

func TestStreamsAreBounded(t *testing.T) {
	t.Parallel()
	b := open(t, func(c *api.Config) { c.MaxStreams = 8 })
	director, head := b.as("director"), b.as("office-head")
	var open []*listening
	for range 6 {
		open = append(open, director.listen(t, ""))
	}
	refused := director.get("/api/v1/events")
	require.Equal(t, "session_streams_full", refused.problem(http.StatusTooManyRequests).Reason)
	b.as("director").listen(t, "") // another session of the same person
	head.listen(t, "")
	full := head.get("/api/v1/events")
	require.Equal(t, "streams_full", full.problem(http.StatusServiceUnavailable).Reason)
	require.NotEmpty(t, full.header.Get("Retry-After"))
	open[0].cancel()
	require.Eventually(t, func() bool { return b.gauge("jiheng_event_streams") == 7 }, patience, time.Millisecond)
	head.listen(t, "")
	require.Contains(t, b.anybody().get("/metrics").text(), "go_goroutines")
}

// gauge reads a gauge of this server.
func (b *bench) gauge(name string) float64 {
	b.t.Helper()
	families, err := b.registry.Gather()
	require.NoError(b.t, err)
	for _, f := range families {
		if f.GetName() == name {
			return f.GetMetric()[0].GetGauge().GetValue()
		}
	}
	return -1
}

func TestAServerThatStopsDoesNotWaitForStreams(t *testing.T) {
	t.Parallel()
	b := open(t)
	handler, err := api.New(b.config)
	require.NoError(t, err)
	server := api.Server("", handler)
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	served := make(chan error, 1)
	go func() { served <- server.Serve(l) }()
	b.server = &httptest.Server{URL: "http://" + l.Addr().String(), Config: &http.Server{ReadHeaderTimeout: time.Second}}
	s := b.as("director")
	stream := s.listen(t, "")
	stream.next()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	require.NoError(t, server.Shutdown(ctx))
	require.ErrorIs(t, <-served, http.ErrServerClosed)
	stream.ends()
}

// The time limits of whole requests and answers are not those of a stream.
func TestAStreamOutlivesTheTimeLimitsOfTheServer(t *testing.T) {
	t.Parallel()
	const limit = 2 * time.Second
	b := open(t, func(c *api.Config) { c.Heartbeat = 50 * time.Millisecond })
	director := b.as("director")
	handler, err := api.New(b.config)
	require.NoError(t, err)
	server := httptest.NewUnstartedServer(handler)
	server.Config.ReadTimeout, server.Config.WriteTimeout = limit, limit
	server.Start()
	t.Cleanup(server.Close)
	b.server = server
	l := director.listen(t, "")
	for began := time.Now(); time.Since(began) < 2*limit; {
		_, open := l.line()
		require.True(t, open, "after %s", time.Since(began))
	}
}

// Somebody who does not read is left, and nobody waits for it.
func TestAClientThatDoesNotReadIsDropped(t *testing.T) {
	t.Parallel()
	b := open(t, func(c *api.Config) { c.Heartbeat = time.Millisecond })
	s := b.as("director")
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(b.server.URL, "http://"))
	require.NoError(t, err)
	_, err = io.WriteString(conn, "GET /api/v1/events HTTP/1.1\r\nHost: x\r\nCookie: "+s.cookie+"\r\n\r\n")
	require.NoError(t, err)
	require.Eventually(t, func() bool { return b.gauge("jiheng_event_streams") == 1 }, patience, time.Millisecond)
	require.NoError(t, conn.Close())
	require.Eventually(t, func() bool { return b.gauge("jiheng_event_streams") == 0 }, patience, time.Millisecond)
}

func TestWhatIsHeardTwiceIsNewOnce(t *testing.T) {
	t.Parallel()
	a1, a2, b1 := api.Change{Evaluation: "a", Seq: 1}, api.Change{Evaluation: "a", Seq: 2}, api.Change{Evaluation: "b", Seq: 1}
	require.Equal(t, [][]api.Change{{a1}, nil, {a2, b1}, nil, nil},
		api.Fresh([]api.Change{a1}, []api.Change{a1}, []api.Change{a2, b1}, []api.Change{a1, a2}, nil))
	many := make([]api.Change, 10_000)
	for i := range many {
		many[i] = api.Change{Evaluation: evaluation.ID(strconv.Itoa(i)), Seq: 1}
	}
	require.Equal(t, [][]api.Change{{a1}, many, {a1}}, api.Fresh([]api.Change{a1}, many, []api.Change{a1}), "what is remembered is bounded")
}

// substitutes lets somebody stand in for another from today on.
func (p *play) substitutes(principal, substitute string) evaluation.Substitution {
	p.t.Helper()
	today := calendar.DateOf(time.Now())
	asked, err := p.store.AskSubstitution(p.t.Context(), store.AtTheConsole(), evaluation.Substitution{
		ID: principal + "-to-" + substitute, Principal: evaluation.PersonID(principal), Substitute: evaluation.PersonID(substitute),
		UnitID: "service-centre", FromOn: today, ToOn: today.AddDays(1), Reason: "出差", AskedBy: evaluation.PersonID(principal),
	})
	require.NoError(p.t, err)
	return p.decides(asked, func(one *evaluation.Substitution, now time.Time) { one.ConfirmedBy, one.ConfirmedAt = "stranger", now })
}

func (p *play) decides(one evaluation.Substitution, change func(*evaluation.Substitution, time.Time)) evaluation.Substitution {
	p.t.Helper()
	done, err := p.store.DecideSubstitution(p.t.Context(), store.AtTheConsole(), "service-centre", one.ID, func(one evaluation.Substitution, now time.Time) (evaluation.Substitution, error) {
		change(&one, now)
		return one, nil
	})
	require.NoError(p.t, err)
	return done
}

func TestASubstituteHearsOfTheBoxesOfWhomHeActsForWhileHeMay(t *testing.T) {
	t.Parallel()
	p := started(t, open(t, func(c *api.Config) { c.Heartbeat = 20 * time.Millisecond }))
	task := p.live("formation", "draft_notice")
	p.as("office-head").send(http.MethodPut, path(task, "watch"), nil).ok(http.StatusNoContent)
	refused := p.as("director").get("/api/v1/events?acting_for=office-head").problem(http.StatusForbidden)
	require.Equal(t, "substitution_missing", refused.Reason)
	one := p.substitutes("office-head", "director")
	require.Equal(t, "substitution_missing", p.as("office-head").get("/api/v1/events?acting_for=director").problem(http.StatusForbidden).Reason, "not the other way round")

	l := p.as("director").listen(t, "?acting_for=office-head")
	require.Equal(t, api.TaskCounts{Claimable: 1, Overdue: 1}, counted(t, l.next().data), "without what the principal watches")
	own := p.as("office-head").listen(t, "?acting_for=office-head")
	require.Equal(t, api.TaskCounts{Claimable: 1, Overdue: 1, Watched: 1}, counted(t, own.next().data), "acting for oneself is acting")
	p.as("office-head").post(path(task, "claim"), nil, match(1)).ok(http.StatusOK)
	l.until("inbox", func(data string) bool { return counted(t, data) == api.TaskCounts{Mine: 1, Overdue: 1} })

	p.decides(one, func(one *evaluation.Substitution, now time.Time) { one.EndedBy, one.EndedAt = "office-head", now })
	l.ends()
}

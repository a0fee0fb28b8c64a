package main

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"jiheng/internal/demo"
	"jiheng/internal/notify/notifytest"
)

// The whole system in processes of its own (PostgreSQL, Temporal, API,
// worker), with the case played over HTTP while one of them is killed. Each
// run must come to the same end: everything done once, the journal verified,
// what was filed and published the same.

const (
	wholeDay      = 300 * time.Millisecond
	wholePassword = "whole-system-test"
	wholeLimit    = 3 * time.Minute

	// kills is how often a process is killed in one run.
	kills = 3
)

// whole is the system under test.
type whole struct {
	t        *testing.T
	data     string
	env      []string
	postgres *program
	temporal *program
	address  string
	// front is where the players go in; empty is the API itself.
	front string

	mu        sync.Mutex
	processes map[string]*exec.Cmd
}

func startWhole(t *testing.T, settings ...string) *whole {
	t.Helper()
	w := &whole{t: t, data: dataFolder(t), processes: map[string]*exec.Cmd{}}
	w.postgres = start(t, nil, "postgres", "--data", w.data)
	w.address = freeAddress(t)
	w.env = []string{
		"DATABASE_URL=" + w.postgres.DatabaseURL, "JIHENG_DATA=" + w.data, "JIHENG_DEMO_PASSWORD=" + wholePassword,
		"JIHENG_ADDRESS=" + w.address, "JIHENG_REHEARSAL=on",
	}
	w.env = append(w.env, settings...)
	w.temporal = start(t, w.env, "temporal", "--data", w.data)
	w.env = append(w.env, "TEMPORAL_ADDRESS="+w.temporal.TemporalAddress)
	w.once("migrate", "--demo")
	w.launch("serve")
	w.launch("worker")
	w.ready()
	return w
}

// dataFolder is a folder that the database's user may enter.
func dataFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "jiheng-whole-")
	require.NoError(t, err)
	require.NoError(t, os.Chmod(dir, 0o755)) //nolint:gosec // The database runs as another user.
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func freeAddress(t *testing.T) string {
	t.Helper()
	var network net.ListenConfig
	l, err := network.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

func (w *whole) command(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...) //nolint:gosec,noctx // Ourselves; the tests end it in their own way.
	cmd.Env = append(append(os.Environ(), programVariable+"=1"), w.env...)
	log, err := os.OpenFile(filepath.Join(w.data, args[0]+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	require.NoError(w.t, err)
	w.t.Cleanup(func() { _ = log.Close() })
	cmd.Stdout, cmd.Stderr = log, log
	return cmd
}

func (w *whole) once(args ...string) {
	w.t.Helper()
	require.NoError(w.t, w.command(args...).Run(), w.log(args[0]))
}

func (w *whole) log(name string) string {
	content, _ := os.ReadFile(filepath.Join(w.data, name+".log")) //nolint:gosec // Our own log.
	if len(content) > 6000 {
		content = content[len(content)-6000:]
	}
	return string(content)
}

// launch starts a process that stays until it is killed.
func (w *whole) launch(name string) {
	cmd := w.command(name)
	require.NoError(w.t, cmd.Start())
	w.mu.Lock()
	w.processes[name] = cmd
	w.mu.Unlock()
	w.t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
}

// kill ends a process with SIGKILL.
func (w *whole) kill(name string) {
	w.mu.Lock()
	cmd := w.processes[name]
	w.mu.Unlock()
	require.NoError(w.t, cmd.Process.Signal(syscall.SIGKILL))
	_ = cmd.Wait()
}

// ready waits until the API answers.
func (w *whole) ready() {
	w.t.Helper()
	require.Eventually(w.t, func() bool {
		req, err := http.NewRequestWithContext(w.t.Context(), http.MethodGet, "http://"+w.address+"/readyz", nil)
		if err != nil {
			return false
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			return false
		}
		defer func() { _ = res.Body.Close() }()
		return res.StatusCode == http.StatusOK
	}, time.Minute, 50*time.Millisecond, "%s", w.log("serve"))
}

// play plays the case and checks its end.
func (w *whole) play() *demo.Report {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), wholeLimit)
	defer cancel()
	report, err := demo.Run(ctx, demo.Config{
		BaseURL: "http://" + cmp.Or(w.front, w.address), Day: wholeDay, Out: &notes{}, Password: func(string) string { return wholePassword },
	})
	require.NoError(w.t, err, "serve:\n%s\nworker:\n%s", w.log("serve"), w.log("worker"))
	requireSameEnd(w.t, report)
	return report
}

// requireSameEnd holds a run against what every run must come to.
func requireSameEnd(t *testing.T, r *demo.Report) {
	t.Helper()
	require.True(t, r.Journal.Verified)
	require.Positive(t, r.Journal.Entries)
	require.Len(t, r.Stages, 6)
	for _, s := range r.Stages {
		require.False(t, s.SettledAt.IsZero(), s.ID)
	}
	require.Equal(t, 22, r.Tasks, "every step once, the self-check and its review twice, five approvals")
	require.Equal(t, "党组书记、中心主任", r.Attestation.Post)
	require.Equal(t, demo.ClearanceReport{Public: 6, Withheld: 11}, r.Clearance)
	require.Equal(t, 1, r.Returns)
	require.Equal(t, 1, r.Conflicts)
	// The self-check is late in every run; while something is down more may
	// become late, as it should.
	require.GreaterOrEqual(t, r.Escalations, 1)
	require.GreaterOrEqual(t, r.Overdue, 1)
	require.Len(t, r.Refusals, 1)
	require.Equal(t, "duty:not-department-of-item", r.Refusals[0].Rule)
	require.Equal(t, demo.Declared{Total: "97", Grade: "优"}, r.Declared)
	require.NotEmpty(t, r.DossierDigest)
	require.Equal(t, r.DossierDigest, r.FiledDigest)
	require.Equal(t, r.DossierDigest, r.PublishedDigest)
	require.NotEmpty(t, r.ReceiptNo)
}

// notes is a narrator for tests: it keeps what it is told.
type notes struct {
	mu    sync.Mutex
	lines []string
}

func (n *notes) add(text string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.lines = append(n.lines, text)
}

func (n *notes) Stage(title, state, due string) {
	n.add(strings.Join([]string{title, state, due}, " "))
}

func (n *notes) Event(at time.Time, who, what, detail string) {
	n.add(fmt.Sprint(at, who, what, detail))
}

func (n *notes) Say(text string) { n.add(text) }

// sometime is a random moment within the case, whose days take eight seconds.
func sometime() time.Duration {
	return time.Second + rand.N(6*time.Second) //nolint:gosec // a moment, no secret
}

func TestWhole_the_case_comes_to_its_end(t *testing.T) {
	startWhole(t).play()
}

func TestWhole_the_worker_is_killed(t *testing.T) {
	mail := notifytest.Start(t, notifytest.Options{})
	w := startWhole(t, "JIHENG_SMTP_HOST="+mail.Host(), fmt.Sprint("JIHENG_SMTP_PORT=", mail.Port()),
		"JIHENG_SMTP_TLS=none", "JIHENG_SMTP_FROM=jiheng@example.gov.cn")
	var killer sync.WaitGroup
	killer.Go(func() {
		for range kills {
			time.Sleep(sometime() / 2)
			w.kill("worker")
			time.Sleep(200 * time.Millisecond)
			w.launch("worker")
		}
	})
	w.play()
	killer.Wait()
	w.requireEachMailOnce(mail)
}

// leaseOfNotices is longer than a worker that was killed keeps a notice from
// the next one.
const leaseOfNotices = 6 * time.Minute

// requireEachMailOnce waits until every notice that has an address was sent and
// holds the mail that came against them. A worker that is killed between the
// mail server's answer and its own mark sends once more, under the same
// Message-ID, by which the reader's mail program knows; no mail may be missing,
// and none may come twice under two names.
func (w *whole) requireEachMailOnce(mail *notifytest.Server) {
	w.t.Helper()
	conn, err := pgx.Connect(w.t.Context(), w.postgres.DatabaseURL)
	require.NoError(w.t, err)
	defer func() { _ = conn.Close(context.WithoutCancel(w.t.Context())) }()
	count := func(where string) (n int) {
		require.NoError(w.t, conn.QueryRow(w.t.Context(), "SELECT count(*) FROM notices WHERE channel = 'mail' AND "+where).Scan(&n))
		return n
	}
	require.Eventually(w.t, func() bool { return count("state NOT IN ('sent', 'refused')") == 0 }, leaseOfNotices, time.Second, "%s", w.log("worker"))
	times := map[string]int{}
	for _, m := range mail.Mails(w.t) {
		times[m.Header.Get("Message-Id")]++
	}
	require.Len(w.t, times, count("state = 'sent'"), "one mail for each notice")
	again := 0
	for id, n := range times {
		require.NotEmpty(w.t, id)
		again += n - 1
	}
	require.LessOrEqual(w.t, again, kills, "only what was cut off in the very act comes again")
}

func TestWhole_the_API_is_killed(t *testing.T) {
	w := startWhole(t)
	var killer sync.WaitGroup
	killer.Go(func() {
		for range kills {
			time.Sleep(sometime() / 2)
			w.kill("serve")
			w.launch("serve")
		}
	})
	w.play()
	killer.Wait()
}

// gateway stands between the players and the API. It holds the answer to one
// claim back until Temporal is gone, so that the claimed task is done without.
type gateway struct {
	claims atomic.Int32
	at     int32         // the claim that Temporal does not outlive
	reach  chan struct{} // closed when it was made
	gone   chan struct{} // closed when Temporal is gone
	away   atomic.Bool
	done   atomic.Int32 // commands answered 2xx while it was away
}

func (g *gateway) start(t *testing.T, api string) string {
	t.Helper()
	proxy := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: api})
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		before := g.away.Load()
		answer := &watched{ResponseWriter: w, status: http.StatusOK}
		proxy.ServeHTTP(answer, r)
		good := r.Method == http.MethodPost && answer.status < http.StatusMultipleChoices
		if good && before && g.away.Load() {
			g.done.Add(1)
		}
		if good && claimed(r.URL.Path) && g.claims.Add(1) == g.at {
			close(g.reach)
			<-g.gone
		}
	}))
	t.Cleanup(front.Close)
	return front.Listener.Addr().String()
}

// guarded puts a gateway before the API and gives it with Temporal's port, at
// which the next Temporal has to be.
func (w *whole) guarded() (g *gateway, port string) {
	g = &gateway{at: 1 + rand.Int32N(6), reach: make(chan struct{}), gone: make(chan struct{})} //nolint:gosec // a moment, no secret
	w.front = g.start(w.t, w.address)
	return g, w.temporal.TemporalAddress[strings.LastIndex(w.temporal.TemporalAddress, ":")+1:]
}

// claimed tells whether a request claims a task whose holder goes on at once.
// Whoever claims the self-check waits until it is escalated, which nobody does
// while Temporal is away.
func claimed(path string) bool {
	waits := strings.Contains(path, ":self_check:") && strings.Contains(path, ":submit:")
	return strings.HasSuffix(path, "/claim") && !waits
}

// watched notes the status of an answer.
type watched struct {
	http.ResponseWriter

	status int
}

func (w *watched) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func TestWhole_Temporal_is_away_while_people_go_on(t *testing.T) {
	w := startWhole(t)
	g, port := w.guarded()
	var killer sync.WaitGroup
	killer.Go(func() {
		<-g.reach
		w.temporal.kill(t)
		g.away.Store(true)
		close(g.gone)
		// Away for a while, and on a busy machine until somebody got to his work.
		for began := time.Now(); time.Since(began) < 3*time.Second || g.done.Load() == 0 && time.Since(began) < time.Minute; {
			time.Sleep(100 * time.Millisecond)
		}
		g.away.Store(false)
		w.temporal = start(t, w.env, "temporal", "--data", w.data, "--temporal-port", port)
	})
	w.play()
	killer.Wait()
	require.Positive(t, g.done.Load(), "whoever had claimed a task went on with it, Temporal or not")
}

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/demo"
)

// The whole system in processes of its own (PostgreSQL, Temporal, API,
// worker), with the case played over HTTP while one of them is killed. Each
// run must come to the same end: everything done once, the journal verified,
// what was filed and published the same.

const (
	wholeDay      = 300 * time.Millisecond
	wholePassword = "whole-system-test"
	wholeLimit    = 3 * time.Minute
)

// whole is the system under test.
type whole struct {
	t        *testing.T
	data     string
	env      []string
	postgres *program
	temporal *program
	address  string

	mu        sync.Mutex
	processes map[string]*exec.Cmd
}

func startWhole(t *testing.T) *whole {
	t.Helper()
	w := &whole{t: t, data: dataFolder(t), processes: map[string]*exec.Cmd{}}
	w.postgres = start(t, nil, "postgres", "--data", w.data)
	w.address = freeAddress(t)
	w.env = []string{
		"DATABASE_URL=" + w.postgres.DatabaseURL, "JIHENG_DATA=" + w.data, "JIHENG_DEMO_PASSWORD=" + wholePassword,
		"JIHENG_ADDRESS=" + w.address, "JIHENG_REHEARSAL=on",
	}
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
		BaseURL: "http://" + w.address, Day: wholeDay, Out: &notes{}, Password: func(string) string { return wholePassword },
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
	require.Equal(t, 20, r.Tasks, "every step once, the self-check and its review twice, five approvals")
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
	w := startWhole(t)
	var killer sync.WaitGroup
	killer.Go(func() {
		for range 3 {
			time.Sleep(sometime() / 2)
			w.kill("worker")
			time.Sleep(200 * time.Millisecond)
			w.launch("worker")
		}
	})
	w.play()
	killer.Wait()
}

func TestWhole_the_API_is_killed(t *testing.T) {
	w := startWhole(t)
	var killer sync.WaitGroup
	killer.Go(func() {
		for range 3 {
			time.Sleep(sometime() / 2)
			w.kill("serve")
			w.launch("serve")
		}
	})
	w.play()
	killer.Wait()
}

func TestWhole_Temporal_is_away_while_people_go_on(t *testing.T) {
	w := startWhole(t)
	port := w.temporal.TemporalAddress[strings.LastIndex(w.temporal.TemporalAddress, ":")+1:]
	var killer sync.WaitGroup
	killer.Go(func() {
		time.Sleep(sometime() / 2)
		w.temporal.kill(t)
		time.Sleep(3 * time.Second)
		w.temporal = start(t, w.env, "temporal", "--data", w.data, "--temporal-port", port)
	})
	w.play()
	killer.Wait()
}

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"jiheng/deploy/standalone/temporal"
)

// The test binary run with this variable is the program itself.
const programVariable = "JIHENG_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(programVariable) != "" {
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// program is a running standalone and what it said when it was ready.
type program struct {
	cmd   *exec.Cmd
	ended chan error
	words *bytes.Buffer

	DatabaseURL     string `json:"database_url"`
	TemporalAddress string `json:"temporal_address"`
}

func start(t *testing.T, environment []string, arguments ...string) *program {
	t.Helper()
	p := &program{ended: make(chan error, 1), words: new(bytes.Buffer)}
	p.cmd = exec.Command(os.Args[0], arguments...) //nolint:gosec,noctx // Ourselves; the tests end it in their own way.
	p.cmd.Env = append(append(os.Environ(), programVariable+"=1", "DATABASE_URL="), environment...)
	p.cmd.Stderr = p.words
	out, err := p.cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, p.cmd.Start())
	line, err := bufio.NewReader(out).ReadBytes('\n')
	go func() { _, _ = io.Copy(io.Discard, out); p.ended <- p.cmd.Wait() }()
	if err != nil {
		require.NoError(t, errors.Join(err, <-p.ended), p.words.String())
	}
	t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	require.NoError(t, json.Unmarshal(line, p))
	return p
}

func (p *program) kill(t *testing.T) {
	t.Helper()
	require.NoError(t, p.cmd.Process.Kill())
	require.Error(t, <-p.ended)
}

// refused runs the program where it must not start and gives what it says.
func refused(t *testing.T, environment []string, arguments ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], arguments...) //nolint:gosec // Ourselves.
	cmd.Env = append(append(os.Environ(), programVariable+"=1", "DATABASE_URL="), environment...)
	out, err := cmd.CombinedOutput()
	require.Error(t, err, string(out))
	return string(out)
}

func folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "jiheng-standalone-test-*")
	require.NoError(t, err)
	require.NoError(t, os.Chmod(dir, 0o711)) //nolint:gosec // As root the database runs as another user.
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	return dir
}

// databasePID is the process number of the PostgreSQL in a data folder.
func databasePID(t *testing.T, dir string) int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "postgres", "cluster", "postmaster.pid")) //nolint:gosec // Our own folder.
	require.NoError(t, err)
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(first)
	require.NoError(t, err)
	return pid
}

func nap(ctx workflow.Context, length time.Duration) (string, error) {
	return "woken", workflow.Sleep(ctx, length)
}

const queue = "naps"

// connect gives a client and has a worker serve the queue until the test ends.
func connect(t *testing.T, address string) client.Client {
	t.Helper()
	c, err := client.Dial(client.Options{HostPort: address, Namespace: temporal.DefaultNamespace, Logger: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	w := worker.New(c, queue, worker.Options{})
	w.RegisterWorkflow(nap)
	require.NoError(t, w.Start())
	t.Cleanup(func() { w.Stop(); c.Close() })
	return c
}

// fallAsleep starts a nap and returns when its timer runs.
func fallAsleep(t *testing.T, c client.Client, id string, length time.Duration) {
	t.Helper()
	run, err := c.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{ID: id, TaskQueue: queue}, nap, length)
	require.NoError(t, err)
	events := c.GetWorkflowHistory(t.Context(), id, run.GetRunID(), true, enums.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for events.HasNext() {
		event, err := events.Next()
		require.NoError(t, err)
		if event.GetEventType() == enums.EVENT_TYPE_TIMER_STARTED {
			return
		}
	}
	t.Fatal("no timer was started")
}

func requireWoken(t *testing.T, c client.Client, id string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var said string
	require.NoError(t, c.GetWorkflow(ctx, id, "").Get(ctx, &said))
	require.Equal(t, "woken", said)
}

func freePort(t *testing.T) string {
	t.Helper()
	var network net.ListenConfig
	listener, err := network.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { require.NoError(t, listener.Close()) }()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	require.NoError(t, err)
	return port
}

func TestATimerOutlivesTheDeathOfEverything(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	first := start(t, nil, "services", "--data", dir)
	fallAsleep(t, connect(t, first.TemporalAddress), "nap", 3*time.Second)

	database := databasePID(t, dir)
	require.NoError(t, syscall.Kill(database, syscall.SIGKILL))
	first.kill(t)

	second := start(t, nil, "services", "--data", dir)
	require.NotEqual(t, database, databasePID(t, dir))
	c := connect(t, second.TemporalAddress)
	requireWoken(t, c, "nap")

	said := refused(t, nil, "services", "--data", dir)
	require.Contains(t, said, "正被另一个正在运行的本系统进程")
	require.Contains(t, said, strconv.Itoa(second.cmd.Process.Pid), "the sentence names who has the folder")

	begun := time.Now()
	require.NoError(t, second.cmd.Process.Signal(syscall.SIGTERM))
	require.NoError(t, <-second.ended)
	require.Less(t, time.Since(begun), 10*time.Second)
	require.Empty(t, second.words.String(), "a quiet life leaves no log")
}

func TestTemporalOutlivesItsDatabase(t *testing.T) {
	t.Parallel()
	dir, port := folder(t), freePort(t)
	database := start(t, nil, "postgres", "--data", dir, "--postgres-port", port)
	require.Empty(t, database.TemporalAddress)
	url := []string{"DATABASE_URL=" + database.DatabaseURL}
	engine := start(t, url, "temporal")
	c := connect(t, engine.TemporalAddress)

	described, err := c.WorkflowService().DescribeNamespace(t.Context(), &workflowservice.DescribeNamespaceRequest{Namespace: temporal.DefaultNamespace})
	require.NoError(t, err)
	require.Greater(t, described.GetConfig().GetWorkflowExecutionRetentionTtl().AsDuration(), 3*366*24*time.Hour)

	require.Contains(t, refused(t, url, "temporal"), "另一个 Temporal 服务正在使用数据库")
	_, taken, err := net.SplitHostPort(engine.TemporalAddress)
	require.NoError(t, err)

	fallAsleep(t, c, "nap", 3*time.Second)
	database.kill(t)
	again := start(t, nil, "postgres", "--data", dir, "--postgres-port", port)
	require.Equal(t, database.DatabaseURL, again.DatabaseURL)
	requireWoken(t, c, "nap")

	fallAsleep(t, c, "second nap", 3*time.Second)
	engine.kill(t)
	next := start(t, url, "temporal", "--temporal-port", taken)
	require.Equal(t, engine.TemporalAddress, next.TemporalAddress)
	requireWoken(t, c, "second nap")
	require.Contains(t, refused(t, nil, "services", "--data", folder(t), "--temporal-port", taken), "端口 "+taken+" 已被其他程序占用")
}

func TestWithoutADatabaseTheSentenceSaysSo(t *testing.T) {
	t.Parallel()
	require.Contains(t, refused(t, nil, "temporal"), "DATABASE_URL")
	said := refused(t, []string{"DATABASE_URL=postgres://nobody@127.0.0.1:1/none?sslmode=disable"}, "temporal")
	require.Contains(t, said, "Temporal 的数据库无法就绪")
	require.NotContains(t, said, "{detail}")
}

package command

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/testsuite"

	"jiheng/activities"
	"jiheng/internal/demo"
	"jiheng/internal/evaluation"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

// childVariable makes this program another one: "perform" does one step of the
// system as a worker does, anything else runs the command line.
const childVariable = "JIHENG_TEST_CHILD"

func TestMain(m *testing.M) {
	switch os.Getenv(childVariable) {
	case "":
		os.Exit(m.Run())
	case "perform":
		if err := performAsWorker(context.Background(), os.Args[1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	case "half":
		writeHalf(os.Args[1])
	default:
		os.Exit(Run(os.Args[1:], os.Stdout, os.Stderr, nil))
	}
}

// writeHalf begins to replace a file and says so; it has to be killed.
func writeHalf(path string) {
	_ = (&output{path: path, force: true}).write(func(w io.Writer) error {
		_, _ = io.WriteString(w, "half")
		_, _ = fmt.Fprintln(os.Stdout, "half")
		select {}
	})
}

// performAsWorker does a step of the system with what a worker has, and says
// when it begins.
func performAsWorker(ctx context.Context, told string) error {
	var in activities.MoveInput
	if err := json.Unmarshal([]byte(told), &in); err != nil {
		return err
	}
	cfg, err := loadConfig(os.LookupEnv)
	if err != nil {
		return err
	}
	s, err := open(ctx, cfg, slog.New(slog.NewTextHandler(os.Stderr, nil)))
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(os.Stdout, "begins"); err != nil {
		return err
	}
	acts := s.activities(nil)
	worker := (&testsuite.WorkflowTestSuite{}).NewTestActivityEnvironment()
	worker.RegisterActivity(acts)
	_, err = worker.ExecuteActivity(acts.Perform, in)
	return errors.Join(err, s.Close())
}

// mortal is the system whose steps are done by workers that are killed.
type mortal struct {
	t    *testing.T
	env  []string
	sys  *system
	died map[evaluation.Effect]int
}

const (
	mortalPassword = "mortal-system-test"
	// killsEach is how often a worker is killed at each kind of step.
	killsEach = 12
)

func startMortal(t *testing.T) (m *mortal, base string) {
	t.Helper()
	data := t.TempDir()
	settings := map[string]string{
		"DATABASE_URL": storetest.Empty(t), "JIHENG_DATA": data, "JIHENG_REHEARSAL": "on", "JIHENG_DEMO_PASSWORD": mortalPassword,
		"TMPDIR": filepath.Join(data, "tmp"), "JIHENG_COMMANDS_PER_SECOND": "1000",
	}
	require.NoError(t, os.Mkdir(settings["TMPDIR"], 0o700))
	m = &mortal{t: t, died: map[evaluation.Effect]int{}}
	for name, value := range settings {
		m.env = append(m.env, name+"="+value)
	}
	m.runs("migrate", "--demo")
	cfg, err := loadConfig(func(name string) (string, bool) { v, ok := settings[name]; return v, ok })
	require.NoError(t, err)
	m.sys, err = open(t.Context(), cfg, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, m.sys.Close()) })
	handler, err := m.sys.handler(t.Context(), "127.0.0.1:0")
	require.NoError(t, err)
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return m, server.URL
}

// runs runs a command line in a process of its own.
func (m *mortal) runs(args ...string) string {
	m.t.Helper()
	cmd := m.child("command", args...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	require.NoError(m.t, cmd.Run(), said.String())
	return said.String()
}

func (m *mortal) child(as string, args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...) //nolint:gosec,noctx // ourselves; it is ended by hand
	cmd.Env = append(append(os.Environ(), childVariable+"="+as), m.env...)
	return cmd
}

// perform lets one worker after the other do a step, and kills them at random
// instants until enough have died.
func (m *mortal) perform(in activities.MoveInput) error {
	told, err := json.Marshal(in)
	if err != nil {
		return err
	}
	cmd := m.child("perform", string(told))
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	began := bufio.NewScanner(out).Scan()
	if began && m.died[in.Move.Effect] < killsEach {
		time.Sleep(rand.N(time.Duration(1+m.died[in.Move.Effect]*20) * time.Millisecond)) //nolint:gosec // a moment, no secret
		_ = cmd.Process.Kill()                                                            // it may be through
	}
	_, _ = io.Copy(io.Discard, out)
	if err := cmd.Wait(); err != nil {
		if cmd.ProcessState.ExitCode() >= 0 {
			return fmt.Errorf("worker: %w: %s", err, said.String())
		}
		m.died[in.Move.Effect]++
	}
	return nil
}

// turn does what time has to do now.
func (m *mortal) turn(ctx context.Context, id evaluation.ID) error {
	acts := m.sys.activities(nil)
	for {
		facts, err := m.sys.store.Facts(ctx, id)
		if err != nil {
			return err
		}
		moves, _ := evaluation.Next(facts, time.Now())
		if len(moves) == 0 {
			_, err := m.sys.store.EnqueueNotices(ctx, id)
			return err
		}
		in := activities.MoveInput{Evaluation: id, Move: moves[0]}
		if moves[0].Kind == evaluation.MovePerform {
			err = m.perform(in)
		} else {
			err = acts.Advance(ctx, in)
		}
		if err != nil {
			return err
		}
	}
}

// turns plays the timeline until ctx ends.
func (m *mortal) turns(ctx context.Context) error {
	for ctx.Err() == nil {
		page, err := m.sys.store.Evaluations(ctx, store.Visible{Units: []string{"service-centre"}}, 1, "")
		if err == nil && len(page.Evaluations) > 0 {
			err = m.turn(ctx, page.Evaluations[0].ID)
		}
		if err != nil && ctx.Err() == nil {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
	return nil
}

type quiet struct{}

func (quiet) Stage(string, string, string)            {}
func (quiet) Event(time.Time, string, string, string) {}
func (quiet) Say(string)                              {}

// A worker that dies while it seals, publishes or files leaves nothing lost,
// nothing done twice, and nothing that the janitor would not clear away.
func TestWorkersThatAreKilledSealOnce(t *testing.T) {
	m, base := startMortal(t)
	ctx, stop := context.WithCancel(t.Context())
	turned := make(chan error, 1)
	playing, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	go func() {
		err := m.turns(ctx)
		turned <- err
		if err != nil {
			cancel()
		}
	}()
	report, err := demo.Run(playing, demo.Config{BaseURL: base, Password: func(string) string { return mortalPassword }, Day: 300 * time.Millisecond, Out: quiet{}})
	stop()
	require.NoError(t, <-turned)
	require.NoError(t, err)
	require.Equal(t, report.DossierDigest, report.FiledDigest)
	require.Equal(t, report.DossierDigest, report.PublishedDigest)
	require.GreaterOrEqual(t, m.died[evaluation.EffectSeal], 10)
	require.GreaterOrEqual(t, m.died[evaluation.EffectSeal]+m.died[evaluation.EffectPublish]+m.died[evaluation.EffectFile], 20)

	e, err := m.sys.store.Whole(t.Context(), evaluation.ID(report.Evaluation))
	require.NoError(t, err)
	require.Len(t, e.Dossiers, 1)
	require.Len(t, e.Publications, 1)
	m.runs("audit", "verify")
	left, err := os.ReadDir(filepath.Join(m.sys.cfg.DataDir, "tmp"))
	require.NoError(t, err)
	require.Empty(t, left, "no temporary file is left")

	long := time.Now().Add(-30 * 24 * time.Hour)
	require.NoError(t, filepath.WalkDir(filepath.Join(m.sys.cfg.DataDir, "files"), func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chtimes(path, long, long) //nolint:gosec // a folder of this test
	}))
	tidy(t.Context(), m.sys.chores(), m.sys.log)
	wanted, err := m.sys.store.Referenced(t.Context())
	require.NoError(t, err)
	require.Equal(t, len(wanted), m.blobs(), "only what is referred to is left")
	m.runs("audit", "verify")
}

// blobs counts the files that are kept.
func (m *mortal) blobs() (n int) {
	m.t.Helper()
	require.NoError(m.t, filepath.WalkDir(filepath.Join(m.sys.cfg.DataDir, "files"), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() && filepath.Base(filepath.Dir(filepath.Dir(path))) == "sha256" {
			n++
		}
		return err
	}))
	return n
}

package evaluation_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares text with a file, or rewrites the file with -update.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o750))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path) //nolint:gosec // a path of this test
	require.NoError(t, err)
	require.Equal(t, string(want), got, "run the test with -update if the change is meant")
}

// tell says in a word what came of a decision: the events, or the refusal.
func tell(events []evaluation.Event, err error) string {
	if err != nil {
		return string(fault.CodeOf(err)) + " " + fault.ReasonOf(err)
	}
	words := make([]string, 0, len(events))
	for _, event := range events {
		words = append(words, tellOne(event))
	}
	return strings.Join(words, "; ")
}

func tellOne(event evaluation.Event) string {
	name := string(event.Type())
	switch v := event.(type) {
	case evaluation.TaskOpened:
		t := v.Task
		return strings.TrimSpace(fmt.Sprintf("%s %s#%d %s %s", name, seat(t), t.Round, t.State, t.Assignee))
	case evaluation.TaskReturned:
		return fmt.Sprintf("%s to %s", name, v.To)
	case evaluation.TaskCompleted:
		return fmt.Sprintf("%s as %s", name, v.As)
	case evaluation.TaskApproved:
		return fmt.Sprintf("%s as %s", name, v.As)
	}
	return name
}

func seat(t evaluation.Task) string {
	if t.Seat == 0 {
		return string(t.Step)
	}
	return fmt.Sprintf("%s.%d", t.Step, t.Seat)
}

// requireFault requires an error of a code and reason.
func requireFault(t *testing.T, err error, code fault.Code, reason string) {
	t.Helper()
	require.ErrorIs(t, err, fault.New(code, reason, ""))
}

// reasons lists what is wrong with which field.
func reasons(err error) []string {
	fields := fault.As(err).Fields
	out := make([]string, 0, len(fields))
	for _, f := range fields {
		out = append(out, f.Name+" "+f.Reason)
	}
	return out
}

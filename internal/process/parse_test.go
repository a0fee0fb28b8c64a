package process_test

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/process"
	"jiheng/processes"
)

func shipped(t *testing.T) []byte {
	t.Helper()
	source, err := fs.ReadFile(processes.FS(), "overall-self-evaluation.yaml")
	require.NoError(t, err)
	return source
}

func parsed(t *testing.T, source string) *evaluation.Definition {
	t.Helper()
	def, err := process.Parse("", []byte(source), process.Options{})
	require.NoError(t, err)
	return def
}

// The core is tested on a definition written in Go; it must be the one that
// is shipped. Reminders are the fixture's own.
func TestParse_reads_the_shipped_process(t *testing.T) {
	t.Parallel()
	source := shipped(t)
	got, err := process.Parse("overall-self-evaluation", source, process.Options{})
	require.NoError(t, err)
	sum := sha256.Sum256(source)
	require.Equal(t, hex.EncodeToString(sum[:]), got.Digest)

	want := evaluationtest.Overall()
	want.Digest = got.Digest
	for i := range want.Stages {
		require.Len(t, got.Stages, len(want.Stages))
		want.Stages[i].Reminders = got.Stages[i].Reminders
		if each := want.Stages[i].ForEach; each != nil {
			require.Equal(t, each.Where.Text(), got.Stages[i].ForEach.Where.Text())
			each.Where = got.Stages[i].ForEach.Where
		}
	}
	require.Equal(t, want.Parameters[0].Default.String(), got.Parameters[0].Default.String())
	want.Parameters[0].Default = got.Parameters[0].Default
	require.Equal(t, want, got)
}

func TestParse_reads_the_reminders_of_the_shipped_process(t *testing.T) {
	t.Parallel()
	def := parsed(t, string(shipped(t)))
	reminders := make(map[evaluation.StageID][]evaluation.Notification)
	for _, s := range def.Stages {
		reminders[s.ID] = s.Reminders
	}
	assignee := []evaluation.Audience{{Assignee: true}}
	require.Equal(t, map[evaluation.StageID][]evaluation.Notification{
		"formation":   nil,
		"self_check":  {{Offset: evaluation.Offset{Count: -2}, To: assignee}},
		"inspection":  {{Offset: evaluation.Offset{Count: -1}, To: assignee}},
		"roll_up":     {{Offset: evaluation.Offset{Count: -3, Workdays: true}, To: assignee}},
		"publication": nil,
		"filing":      {{Offset: evaluation.Offset{}, To: assignee}},
	}, reminders)
}

// Editors on Windows write a byte order mark and carriage returns.
func TestParse_accepts_what_editors_write(t *testing.T) {
	t.Parallel()
	source := string(shipped(t))
	windows := "\uFEFF" + strings.ReplaceAll(source, "\n", "\r\n")
	got, want := parsed(t, windows), parsed(t, source)
	require.NotEqual(t, want.Digest, got.Digest, "the digest is that of the source as it is")
	require.Equal(t, want.Stages[3].Steps, got.Stages[3].Steps)

	wrong := strings.Replace(windows, "where: amount", "where: amuont", 1)
	_, err := process.Parse("", []byte(wrong), process.Options{})
	var list *process.Errors
	require.ErrorAs(t, err, &list)
	before, _, _ := strings.Cut(wrong, "amuont")
	line := strings.Count(before, "\n")
	column := len([]rune(before[strings.LastIndex(before, "\n")+1:]))
	require.Equal(t, "condition_unknown_name", list.Problems[0].Reason)
	require.Equal(t, [2]int{line + 1, column + 1}, [2]int{list.Problems[0].Line, list.Problems[0].Column})
}

func TestParse_reads_every_form_of_a_time_limit(t *testing.T) {
	t.Parallel()
	due := func(text string) string { return strings.Replace(string(shipped(t)), "due: 10 days", "due: "+text, 1) }
	for text, want := range map[string]evaluation.Offset{
		"8 days":      {Count: 8},
		"008 days":    {Count: 8},
		"4 workday":   {Count: 4, Workdays: true},
		"15 workdays": {Count: 15, Workdays: true},
		"999 days":    {Count: 999},
	} {
		require.Equal(t, want, parsed(t, due(text)).Stages[3].Due, text)
	}
	fixed := parsed(t, due("2020-08-14"))
	require.Equal(t, "2020-08-14", fixed.Stages[3].Due.On.String())
	for _, text := range []string{"1000 days", "7", "7days", "7  days", "seven days", "7 hours", "+7 days", "1.5 days", "2026-8-1", "20260801", "~"} {
		_, err := process.Parse("", []byte(due(text)), process.Options{})
		require.ErrorContains(t, err, "line ", text)
	}
}

package process_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/process"
)

// Definitions may be handed in by somebody who means harm: whatever they are,
// the answer comes soon. The limits are a hundred times what is needed.
func TestParse_answers_soon_whatever_it_is_given(t *testing.T) {
	t.Parallel()
	for name, source := range hostile() {
		require.LessOrEqual(t, len(source), process.MaxSource, name)
		began := time.Now()
		_, err := process.Parse("", []byte(source), process.Options{})
		require.Error(t, err, name)
		require.Less(t, time.Since(began), 2*time.Minute, name)
	}
}

func hostile() map[string]string {
	head := "name: a\nversion: 1\ntitle: t\nroles: [{ id: c, title: t, held_by: unit }]\n"
	nested := func(where string) string { return fmt.Sprintf(conditional, strconv.Quote(where)) }
	return map[string]string{
		"deep lists":       strings.Repeat("[", 200_000),
		"deep mappings":    strings.Repeat("{a: ", 50_000),
		"deep indentation": deep(700),
		"many keys":        many("k%d: 1\n", 18_000),
		"many wrong steps": head + "stages:\n - id: a\n   title: t\n   due: 1 day\n   steps:\n" + many("    - {x%d: 1}\n", 14_000),
		"many documents":   strings.Repeat("---\na\n", 40_000),
		"long words":       head + "stages: [" + strings.Repeat("x", 200_000) + "]\n",
		"waiting crowd":    head + crowd(100, -1),
		"circles":          head + crowd(100, 1),
		"deep condition":   nested(strings.Repeat("(", 480)),
		"deep negation":    nested(strings.Repeat("!", 490) + "true"),
		"large power":      nested("amount" + strings.Repeat("*amount", 60) + " > 1 and x"),
	}
}

func many(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

func deep(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i/2) + "a:\n")
		if b.Len() > 200_000 {
			break
		}
	}
	return b.String()
}

// crowd is stages that all wait for each other, all the earlier ones (-1) or
// all the later ones (1), and an unknown role to be refused for.
func crowd(n, direction int) string {
	var b strings.Builder
	b.WriteString("stages:\n")
	for i := range n {
		fmt.Fprintf(&b, " - id: s%d\n   title: t\n   due: 1 day\n   steps: [{ id: d, title: t, by: [x] }]\n", i)
		var after []string
		for j := range n {
			if (j-i)*direction > 0 {
				after = append(after, "s"+strconv.Itoa(j))
			}
		}
		if len(after) > 0 {
			b.WriteString("   after: [" + strings.Join(after, ", ") + "]\n")
		}
	}
	return b.String()
}

// FuzzParse: nothing makes the parser panic, problems stand in order and
// within the source, and what is accepted can be planned.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/broken/*.yaml")
	require.NoError(f, err)
	for _, file := range append(files, "../../processes/overall-self-evaluation.yaml") {
		source, err := os.ReadFile(file) //nolint:gosec // A file of this test.
		require.NoError(f, err)
		f.Add(source)
	}
	china := calendar.China()
	f.Fuzz(func(t *testing.T, source []byte) {
		def, err := process.Parse("", source, process.Options{})
		if err == nil {
			plannable(t, def, china, calendar.Date{Year: 2020, Month: time.August, Day: 5})
			return
		}
		var list *process.Errors
		require.ErrorAs(t, err, &list)
		require.NotEmpty(t, list.Problems)
		last := process.Problem{Line: 1, Column: 1}
		for _, p := range list.Problems {
			require.True(t, p.Line > last.Line || p.Line == last.Line && p.Column >= last.Column, "%v after %v", p, last)
			require.Contains(t, process.Reasons(), p.Reason)
			require.NotContains(t, p.Describe(process.Chinese), "\n")
			last = p
		}
	})
}

// plannable plans a definition and checks what every plan satisfies. A fixed
// date may lie before the start; that is the one refusal there can be.
func plannable(t require.TestingT, def *evaluation.Definition, c calendar.Calendar, start calendar.Date) {
	table := evaluation.Timetable{StartOn: start, Calendar: c}
	stages, _, err := evaluation.Plan(def, table)
	if err != nil {
		require.ErrorContains(t, err, "due_before_opening")
		return
	}
	require.Len(t, stages, len(def.Stages))
	for i, st := range stages {
		require.False(t, st.DueOn.Before(st.OpensOn))
		require.True(t, st.DueAt.After(st.OpensAt))
		require.False(t, st.OpensOn.Before(start))
		for _, a := range evaluation.StageAgenda(def.Stages[i], st, table) {
			switch a.Kind {
			case evaluation.AgendaReminder:
				require.True(t, a.At.Before(st.DueAt))
			case evaluation.AgendaOverdue:
				require.Equal(t, st.DueAt, a.At)
			case evaluation.AgendaEscalation:
				require.True(t, a.At.After(st.DueAt))
			}
		}
	}
}

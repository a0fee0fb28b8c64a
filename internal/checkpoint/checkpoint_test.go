package checkpoint_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/checkpoint"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

var at = time.Date(2020, 8, 28, 8, 0, 0, 123456000, time.UTC) //nolint:gochecknoglobals // a constant in all but name

// series makes checkpoints over statements, some to each.
func series(batches ...[]checkpoint.Statement) []checkpoint.Checkpoint {
	var tree checkpoint.Tree
	var out []checkpoint.Checkpoint
	last := checkpoint.Checkpoint{Installation: "here"}
	for i, batch := range batches {
		for _, s := range batch {
			tree.Add(s.Leaf())
		}
		last = last.Next(&tree, at.Add(time.Duration(i)*time.Minute))
		out = append(out, last)
	}
	return out
}

func three() [][]checkpoint.Statement {
	return [][]checkpoint.Statement{
		{{Chain: "ev-1", Seq: 3, Hash: journal.Digest{1}}, {Chain: "ev-2", Seq: 1, Hash: journal.Digest{2}}},
		{{Chain: "ev-2", Seq: 9, Hash: journal.Digest{3}}},
		{{Chain: "ev-1", Seq: 4, Hash: journal.Digest{4}}, {Chain: "ev-3", Seq: 1, Hash: journal.Digest{5}}},
	}
}

// The numbers were computed from the package comment by a program in another
// language. If this test fails, checkpoints that exist can no longer be checked.
func TestGolden_the_layout_never_changes(t *testing.T) {
	t.Parallel()
	made := series(three()...)
	require.Equal(t, goldenRoot, made[2].Root.String())
	require.Equal(t, goldenDigest, made[2].Digest().String())
	require.Equal(t, "JH 3 5 2020-08-28T08:02:00Z "+goldenCode, made[2].Line())
}

func TestParse_reads_what_was_written_and_nothing_else(t *testing.T) {
	t.Parallel()
	c := series(three()...)[2]
	again, err := checkpoint.Parse(c.Text())
	require.NoError(t, err)
	require.Equal(t, c, again)
	text := string(c.Text())
	for _, wrong := range []string{
		"", "x", text + "\n", " " + text, strings.TrimSuffix(text, "\n"), strings.Replace(text, "\n3\n", "\n03\n", 1),
		strings.Replace(text, "\n3\n", "\n-3\n", 1), strings.Replace(text, "/v1", "/v2", 1),
		strings.Replace(text, c.Root.String(), strings.ToUpper(c.Root.String()), 1), strings.Replace(text, "123456Z", "123456+00:00", 1),
	} {
		_, err := checkpoint.Parse([]byte(wrong))
		require.Equal(t, "checkpoint_unreadable", fault.ReasonOf(err), "%q", wrong)
	}
}

func TestNext_does_not_turn_time(t *testing.T) {
	t.Parallel()
	var tree checkpoint.Tree
	first := checkpoint.Checkpoint{}.Next(&tree, at)
	require.Equal(t, at, first.Next(&tree, at.Add(-time.Hour)).At)
}

// check gives what a log finds in checkpoints over batches of statements.
func check(batches [][]checkpoint.Statement, made []checkpoint.Checkpoint) []checkpoint.Kind {
	log := checkpoint.NewLog("here")
	var kinds []checkpoint.Kind
	for i, c := range made {
		if i < len(batches) {
			for _, s := range batches[i] {
				log.Add(s)
			}
		}
		for _, f := range log.Check(c) {
			kinds = append(kinds, f.Kind)
		}
	}
	return kinds
}

func TestLog_finds_what_was_done_to_checkpoints(t *testing.T) {
	t.Parallel()
	require.Empty(t, check(three(), series(three()...)))
	for name, c := range map[string]struct {
		spoil func(batches [][]checkpoint.Statement, made []checkpoint.Checkpoint) ([][]checkpoint.Statement, []checkpoint.Checkpoint)
		want  checkpoint.Kind
	}{
		"a statement changed": {func(b [][]checkpoint.Statement, m []checkpoint.Checkpoint) ([][]checkpoint.Statement, []checkpoint.Checkpoint) {
			b[1][0].Seq++
			return b, m
		}, checkpoint.RootDiffers},
		"a statement dropped": {func(b [][]checkpoint.Statement, m []checkpoint.Checkpoint) ([][]checkpoint.Statement, []checkpoint.Checkpoint) {
			b[0] = b[0][:1]
			return b, m
		}, checkpoint.SizeWrong},
		"statements swapped": {func(b [][]checkpoint.Statement, m []checkpoint.Checkpoint) ([][]checkpoint.Statement, []checkpoint.Checkpoint) {
			b[0][0], b[0][1] = b[0][1], b[0][0]
			return b, m
		}, checkpoint.RootDiffers},
		"a checkpoint dropped": {func(b [][]checkpoint.Statement, m []checkpoint.Checkpoint) ([][]checkpoint.Statement, []checkpoint.Checkpoint) {
			return [][]checkpoint.Statement{b[0], append(b[1], b[2]...)}, []checkpoint.Checkpoint{m[0], m[2]}
		}, checkpoint.NumberWrong},
		"of another installation": {func(b [][]checkpoint.Statement, m []checkpoint.Checkpoint) ([][]checkpoint.Statement, []checkpoint.Checkpoint) {
			m[1].Installation = "there"
			return b, m
		}, checkpoint.Foreign},
		"another time": {func(b [][]checkpoint.Statement, m []checkpoint.Checkpoint) ([][]checkpoint.Statement, []checkpoint.Checkpoint) {
			m[1].At = at.Add(-time.Hour)
			return b, m
		}, checkpoint.TimeTurned},
		"a time that fits, and yet": {func(b [][]checkpoint.Statement, m []checkpoint.Checkpoint) ([][]checkpoint.Statement, []checkpoint.Checkpoint) {
			m[1].At = m[1].At.Add(time.Second)
			return b, m
		}, checkpoint.PrevBroken},
	} {
		b, m := c.spoil(three(), series(three()...))
		require.Contains(t, check(b, m), c.want, name)
	}
}

func TestLog_any_two_checkpoints_are_consistent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var batches [][]checkpoint.Statement
		var leaves []checkpoint.Hash
		for range rapid.IntRange(1, 8).Draw(t, "checkpoints") {
			var batch []checkpoint.Statement
			for range rapid.IntRange(1, 5).Draw(t, "statements") {
				s := checkpoint.Statement{Chain: rapid.StringMatching(`ev-[0-9]`).Draw(t, "chain"), Seq: int64(len(leaves))}
				batch, leaves = append(batch, s), append(leaves, s.Leaf())
			}
			batches = append(batches, batch)
		}
		made := series(batches...)
		a := rapid.IntRange(0, len(made)-1).Draw(t, "a")
		b := rapid.IntRange(a, len(made)-1).Draw(t, "b")
		proof := checkpoint.Consistency(leaves[:made[b].Size], int(made[a].Size))
		require.True(t, checkpoint.Consistent(made[a].Size, made[b].Size, made[a].Root, made[b].Root, proof))
	})
}

func TestEveryKindHasALabel(t *testing.T) {
	t.Parallel()
	for _, k := range checkpoint.Kinds() {
		require.NotEqual(t, string(k), k.Label())
	}
}

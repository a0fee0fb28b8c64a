package api_test

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"jiheng/internal/audit"
	"jiheng/internal/signing"
)

// keptText gives the file of checkpoints and its lines.
func (x *tampered) keptText() (content []byte, lines []string) {
	x.t.Helper()
	content, err := os.ReadFile(x.kept.Path)
	require.NoError(x.t, err)
	return content, strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")
}

// rewriteKept writes lines into the file of checkpoints.
func (x *tampered) rewriteKept(lines []string) (undo func()) {
	x.t.Helper()
	return x.write(x.kept.Path, []byte(strings.Join(lines, "\n")+"\n"))
}

func (x *tampered) dropKept() (change, bool) {
	_, lines := x.keptText()
	n := x.rnd.IntN(len(lines))
	undo := x.rewriteKept(slices.Delete(lines, n, n+1))
	return change{what: fmt.Sprint("line ", n+1), undo: undo, located: ofCheckpoint(x.kept.Path, int64(n+1))}, true
}

func (x *tampered) swapKept() (change, bool) {
	_, lines := x.keptText()
	a, b := x.rnd.IntN(len(lines)), x.rnd.IntN(len(lines))
	if a == b {
		return change{}, false
	}
	lines[a], lines[b] = lines[b], lines[a]
	undo := x.rewriteKept(lines)
	at := int64(max(a, b) + 1) // where one stands that should have come before
	return change{what: fmt.Sprint(a, b), undo: undo, located: ofCheckpoint(x.kept.Path, at)}, true
}

func (x *tampered) insertKept() (change, bool) {
	_, lines := x.keptText()
	n := x.rnd.IntN(len(lines))
	text := pick(x, "", " ", "JH 1 1 2020-08-28T08:00:00Z AAAA", "{}", lines[n]+" ")
	undo := x.rewriteKept(slices.Insert(lines, n, text))
	return change{what: fmt.Sprint(n, text), undo: undo, located: ofCheckpoint(x.kept.Path, int64(n+1))}, true
}

func (x *tampered) emptyKept() (change, bool) {
	content, lines := x.keptText()
	cut := x.rnd.IntN(len(content))
	line := 1 + strings.Count(string(content[:cut]), "\n")
	left := content[:cut]
	if x.rnd.IntN(3) == 0 {
		left, line = nil, 1 // it is gone
	}
	undo := x.write(x.kept.Path, left)
	return change{what: fmt.Sprint(cut, " of ", len(lines)), undo: undo, located: ofCheckpoint(x.kept.Path, int64(line))}, true
}

// dropCheckpointAndLine takes a checkpoint away in the database and in the file:
// the journal of the installation knows better.
func (x *tampered) dropCheckpointAndLine() (change, bool) {
	n := x.aCheckpoint()
	x.run(`DELETE FROM checkpoints WHERE number = $1`, n)
	_, lines := x.keptText()
	undo := x.rewriteKept(slices.Delete(lines, int(n-1), int(n)))
	return change{what: fmt.Sprint(n), tables: []string{"checkpoints"}, undo: undo, located: gone(n)}, true
}

// cutLogAndFile takes the newest checkpoints away everywhere but in the journal.
func (x *tampered) cutLogAndFile() (change, bool) {
	c, ok := x.cutLog()
	n := x.number(`SELECT COALESCE(max(number), 0) + 1 FROM checkpoints`)
	_, lines := x.keptText()
	c.located = gone(n)
	if c.undo = x.write(x.kept.Path, nil); n > 1 {
		c.undo()
		c.undo = x.rewriteKept(lines[:n-1])
	}
	return c, ok
}

func gone(number int64) func(audit.Finding) bool {
	return func(f audit.Finding) bool {
		return f.Kind == string(audit.CheckpointGone) && f.Where == fmt.Sprintf("checkpoint %d", number)
	}
}

func ofKey(id string) func(audit.Finding) bool {
	return func(f audit.Finding) bool { return strings.HasPrefix(f.Where, "checkpoint_keys "+id) }
}

func (x *tampered) aKey() string { return x.ask(`SELECT key_id FROM checkpoint_keys LIMIT 1`)[0] }

func (x *tampered) editKey() (change, bool) {
	id := x.aKey()
	column, kind := x.aColumn("checkpoint_keys")
	x.run(`UPDATE checkpoint_keys SET ` + column + ` = ` + another(column, kind))
	return change{what: column, tables: []string{"checkpoint_keys"}, located: ofKey(id)}, true
}

func (x *tampered) dropKey() (change, bool) {
	id := x.aKey()
	x.run(`DELETE FROM checkpoint_keys WHERE key_id = $1`, id)
	return change{what: id, tables: []string{"checkpoint_keys"}, located: ofKey(id)}, true
}

func (x *tampered) addKey() (change, bool) {
	key := newKey(x.t, signing.Ed25519)
	public, err := signing.PublicPEM(key)
	require.NoError(x.t, err)
	x.run(`INSERT INTO checkpoint_keys (key_id, public_key) VALUES ($1, $2)`, key.KeyID(), string(public))
	return change{what: key.KeyID(), tables: []string{"checkpoint_keys"}, located: ofKey(key.KeyID())}, true
}

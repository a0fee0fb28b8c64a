package api_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"jiheng/internal/audit"
)

// aFile draws a file that something refers to.
func (x *tampered) aFile() (sha, path string) {
	x.t.Helper()
	wanted, err := x.store.Referenced(x.t.Context())
	require.NoError(x.t, err)
	list := make([]string, 0, len(wanted))
	for sha := range wanted {
		list = append(list, sha)
	}
	slices.Sort(list)
	sha = pick(x, list...)
	return sha, x.pathOf(sha)
}

// pathOf is where a file lies.
func (x *tampered) pathOf(sha string) string {
	return filepath.Join(x.files, "sha256", sha[:2], sha[2:])
}

func ofFile(shas ...string) func(audit.Finding) bool {
	return func(f audit.Finding) bool {
		return slices.ContainsFunc(shas, func(sha string) bool { return strings.Contains(f.Where+" "+f.Expected, sha) })
	}
}

// spoil changes a file on disk.
func (x *tampered) spoil(how func(content []byte) []byte) (change, bool) {
	sha, path := x.aFile()
	content, err := os.ReadFile(path) //nolint:gosec // a file of this test
	require.NoError(x.t, err)
	return change{what: sha, undo: x.write(path, how(slices.Clone(content))), located: ofFile(sha)}, true
}

// write writes a file, nil removes it, and gives what undoes it.
func (x *tampered) write(path string, content []byte) (undo func()) {
	x.t.Helper()
	before, err := os.ReadFile(path) //nolint:gosec // a file of this test
	require.NoError(x.t, err)
	put := func(content []byte) {
		require.NoError(x.t, os.Remove(path))
		require.NoError(x.t, os.WriteFile(path, content, 0o600)) //nolint:gosec // a file of this test
	}
	if content == nil {
		require.NoError(x.t, os.Remove(path))
		return func() { require.NoError(x.t, os.WriteFile(path, before, 0o600)) } //nolint:gosec // a file of this test
	}
	put(content)
	return func() { put(before) }
}

func (x *tampered) flipFile() (change, bool) {
	return x.spoil(func(content []byte) []byte {
		content[x.rnd.IntN(len(content))] ^= 1 << x.rnd.IntN(8)
		return content
	})
}

func (x *tampered) resizeFile() (change, bool) {
	return x.spoil(func(content []byte) []byte {
		if x.rnd.IntN(2) == 0 {
			return append(content, byte(x.rnd.IntN(256))) //nolint:gosec // below 256
		}
		return content[:x.rnd.IntN(len(content))]
	})
}

func (x *tampered) dropFile() (change, bool) { return x.spoil(func([]byte) []byte { return nil }) }

func (x *tampered) swapFiles() (change, bool) {
	a, pathA := x.aFile()
	b, pathB := x.aFile()
	if a == b {
		return change{}, false
	}
	one, err := os.ReadFile(pathA) //nolint:gosec // a file of this test
	require.NoError(x.t, err)
	other, err := os.ReadFile(pathB) //nolint:gosec // a file of this test
	require.NoError(x.t, err)
	undoA, undoB := x.write(pathA, other), x.write(pathB, one)
	return change{what: a + " " + b, undo: func() { undoA(); undoB() }, located: ofFile(a, b)}, true
}

func (x *tampered) editFileRow() (change, bool) {
	row := x.ask(`SELECT f.sha256 FROM files f WHERE EXISTS (SELECT FROM materials m WHERE m.sha256 = f.sha256) ORDER BY random() LIMIT 1`)
	switch x.rnd.IntN(4) {
	case 0:
		x.run(`DELETE FROM files WHERE sha256 = $1`, row[0])
	case 1:
		x.run(`UPDATE files SET size = size + 1 WHERE sha256 = $1`, row[0])
	case 2:
		x.run(`UPDATE files SET sm3 = reverse(sm3) WHERE sha256 = $1`, row[0])
	default:
		x.run(`UPDATE files SET sha256 = reverse(sha256) WHERE sha256 = $1`, row[0])
	}
	return change{what: row[0], tables: []string{"files"}, located: ofFile(row[0])}, true
}

func (x *tampered) editPolicy() (change, bool) {
	// What no entry names proves nothing, and nobody misses it.
	version := x.ask(`SELECT version FROM policies WHERE version IN (SELECT policy_version FROM journal) ORDER BY random() LIMIT 1`)[0]
	switch x.rnd.IntN(3) {
	case 0:
		x.run(`DELETE FROM policies WHERE version = $1`, version)
	case 1:
		column := pick(x, "model", "rules", "code_rules")
		length := int(x.number(`SELECT min(length(` + column + `)) FROM policies`))
		x.run(`UPDATE policies SET `+column+` = overlay(`+column+` placing '~' from $2) WHERE version = $1`, version, 1+x.rnd.IntN(length))
	default:
		x.run(`UPDATE policies SET version = reverse(version) WHERE version = $1`, version)
	}
	return change{what: version, tables: []string{"policies"}, located: func(f audit.Finding) bool {
		return f.Area == audit.Authority && (f.Expected == version || strings.HasPrefix(f.Where, "policies "))
	}}, true
}

func (x *tampered) editDefinition() (change, bool) {
	if x.rnd.IntN(4) == 0 {
		x.run(`DELETE FROM process_definitions`)
	} else {
		length := int(x.number(`SELECT length(source) FROM process_definitions LIMIT 1`))
		x.run(`UPDATE process_definitions SET source = overlay(source placing '~' from $1)`, 1+x.rnd.IntN(length))
	}
	return change{what: "definition", tables: []string{"process_definitions"}, located: func(f audit.Finding) bool {
		return strings.HasPrefix(f.Where, "process_definitions ")
	}}, true
}

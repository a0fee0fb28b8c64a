package api_test

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/dossier"
	"jiheng/internal/evaluation"
	"jiheng/internal/evidence"
	"jiheng/internal/signing"
)

// What somebody has bent is packed with the finding in words, or cannot be
// packed; whoever verifies the package without the system is told either way.
func TestEvidence_saysWhatWasBentBeforeItWasPacked(t *testing.T) {
	t.Parallel()
	x := finished(t)
	key := newKey(t, signing.Ed25519)
	whole, err := x.packs(key, nil)
	require.NoError(t, err)
	sound := x.verifies(whole, key)
	require.Empty(t, sound.Findings, "nothing was done yet")
	paper := x.ask(`SELECT sha256 FROM materials WHERE evaluation_id = $1 ORDER BY id LIMIT 1`, x.id)[0]
	for name, bent := range map[string]struct {
		do func() change
		// says is what the package says, "" for one that cannot be made.
		says string
	}{
		"a row": {func() change {
			return x.sql("evaluations", `UPDATE evaluations SET title = '另一项' WHERE id = '`+x.id+`'`)
		}, "数据与流水不符"},
		"a task": {func() change {
			return x.sql("tasks", `UPDATE tasks SET title = title || 'x' WHERE evaluation_id = '`+x.id+`'`)
		}, "数据与流水不符"},
		"an entry": {func() change {
			return x.sql("journal", `UPDATE journal SET actor_id = 'auditor' WHERE evaluation_id = '`+x.id+`' AND seq = 3`)
		}, "记录被改动"},
		"a checkpoint is dropped": {func() change { return x.sql("checkpoints", `DELETE FROM checkpoints WHERE number = 2`) }, "检查点不存在"},
		"an archive": {func() change {
			return x.sql("workflow_archives", `UPDATE workflow_archives SET history = set_bit(history, 9, 1 - get_bit(history, 9)) WHERE run_id = 'run-2'`)
		}, "归档的工作流历史被改动"},
		"an archive is dropped": {func() change {
			return x.sql("workflow_archives", `DELETE FROM workflow_archives WHERE run_id = 'run-1'`)
		}, "归档的工作流历史缺失"},
		"a role":            {func() change { return x.sql("role_grants", `UPDATE role_grants SET role = 'auditor'`) }, "数据与流水不符"},
		"a file is swapped": {func() change { return change{undo: x.write(x.pathOf(paper), []byte("另一份材料"))} }, "文件内容被改动"},
		"a file is dropped": {func() change { return change{undo: x.write(x.pathOf(paper), nil)} }, ""},
	} {
		c := bent.do()
		content, err := x.packs(key, nil)
		if bent.says == "" {
			require.Error(t, err, name)
			x.restore(c)
			continue
		}
		require.NoError(t, err, name)
		report := x.verifies(content, key)
		require.False(t, report.OK(), name)
		require.Positive(t, report.Bent, name)
		said := strings.Join(report.Lines(), "\n")
		require.Contains(t, said, "制作时核验系统发现：", name)
		require.Contains(t, said, bent.says, name)
		x.restore(c)
	}
	again, err := x.packs(key, nil)
	require.NoError(t, err)
	require.True(t, bytes.Equal(whole, again), "all was put back")
}

// What is kept back from the public lies in the evidence beside the package that
// the public was given, which has it not, and says so.
func requireEvidenceOf(t *testing.T, a *audited, withheld ...string) {
	t.Helper()
	key := newKey(t, signing.Ed25519)
	content, err := a.packs(key, nil)
	require.NoError(t, err)
	report := a.verifies(content, key)
	require.Empty(t, report.Findings)
	whole, err := a.store.Whole(t.Context(), evaluation.ID(a.id))
	require.NoError(t, err)
	public := filed(t, content, evidence.DocumentsFolder+whole.Publications[0].Package)
	found, err := dossier.Verify(bytes.NewReader(public), int64(len(public)))
	require.NoError(t, err)
	require.True(t, found.OK())
	var paths []string
	for _, w := range found.Withheld {
		paths = append(paths, w.Path)
		require.NotEmpty(t, filed(t, content, evidence.DocumentsFolder+w.SHA256), "what was kept back is evidence too")
		_, err := zipOf(t, public).Open("files/" + w.Path)
		require.Error(t, err, "%s is not in what the public is given", w.Path)
	}
	require.ElementsMatch(t, withheld, paths)
}

func zipOf(t *testing.T, content []byte) *zip.Reader {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	require.NoError(t, err)
	return z
}

// filed is a document of a package.
func filed(t *testing.T, content []byte, path string) []byte {
	t.Helper()
	z := zipOf(t, content)
	i := slices.IndexFunc(z.File, func(f *zip.File) bool { return f.Name == "files/"+path })
	require.GreaterOrEqual(t, i, 0, path)
	r, err := z.File[i].Open()
	require.NoError(t, err)
	out, err := io.ReadAll(r)
	require.NoError(t, err)
	require.NoError(t, r.Close())
	return out
}

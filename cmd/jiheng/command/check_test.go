package command

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
)

// runCheck runs `jiheng check ARGS` and gives what it prints, its exit code
// and what it says went wrong.
func runCheck(args ...string) (string, int, string) {
	return runOn(func(out *bytes.Buffer) *cobra.Command { return checkCommand(out) }, args...)
}

func tableFile(t *testing.T, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "table.json")
	require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
	return file
}

const (
	flawedTable = `{"year": 2022, "grade": "良", "total_score": 95, "rows": [
		{"l3": "验收合格率", "weight": 10, "target": "100%", "actual": "95%", "score": 10}], "budget_rows": []}`
	soundTable = `{"rows": [{"l3": "验收合格率", "weight": 10, "target": "100%", "actual": "100%", "score": 10}]}`
)

func TestCheck(t *testing.T) {
	t.Parallel()
	file := tableFile(t, flawedTable)
	out, code, said := runCheck(file)
	require.Equal(t, exitFindings, code)
	require.Empty(t, said)
	require.Equal(t, "全表：等级填“良”，总分95对应的等级为“优”。 [grade_mismatch]\n"+
		"验收合格率：指标值100%、完成值95%，未达标却得满分10，按完成比例应为9.50分。 [rate_mismatch]\n"+
		file+"：共发现 2 处，请逐条核实；表中数字未作任何改动\n", out)

	file = tableFile(t, soundTable)
	out, code, _ = runCheck(file)
	require.Equal(t, exitDone, code)
	require.Equal(t, file+"：没有发现自相矛盾之处\n", out)
}

func TestCheck_for_programs(t *testing.T) {
	t.Parallel()
	out, code, _ := runCheck(tableFile(t, flawedTable), "--json")
	require.Equal(t, exitFindings, code)
	var findings []map[string]any
	require.NoError(t, json.Unmarshal([]byte(out), &findings))
	require.Equal(t, []map[string]any{
		{"code": "grade_mismatch", "row": nil, "field": "grade", "message": "等级填“良”，总分95对应的等级为“优”。", "stated": "良", "computed": "优"},
		{"code": "rate_mismatch", "row": "验收合格率", "field": "score", "message": "指标值100%、完成值95%，未达标却得满分10，按完成比例应为9.50分。", "stated": "10", "computed": "9.50"},
	}, findings)

	out, code, _ = runCheck(tableFile(t, soundTable), "--json")
	require.Equal(t, exitDone, code)
	require.Equal(t, "[]\n", out)
}

func TestCheck_unreadable_is_one_sentence(t *testing.T) {
	t.Parallel()
	for said, content := range map[string]string{
		"不是正确的 JSON；读到第2行第8个字符为止":  "{\n\"rows\" []}",
		"整份文件应是一个对象 {…}":           `[]`,
		"既没有 rows 也没有 budget_rows": `{}`,
		"第1个指标行的得分（/rows/0/score）：字段类型不对，文字和数字栏应为文字、数字或 null，列表栏应为数组": `{"rows": [{"score": {}}]}`,
		"指标行（/rows）：同一字段出现两次，请只保留一个":                                  `{"rows": [], "rows": []}`,
		"文件不得超过 4 MB": `{"rows": ["` + strings.Repeat("x", 5<<20) + `"]}`,
	} {
		out, code, got := runCheck(tableFile(t, content), "--json")
		require.Equal(t, exitFailed, code)
		require.Empty(t, out)
		require.Contains(t, got, said)
		require.NotContains(t, got, "\n")
	}
	_, code, _ := runCheck(filepath.Join(t.TempDir(), "missing.json"))
	require.Equal(t, exitFailed, code)
	_, code, said := runCheck("a", "b")
	require.Equal(t, exitUsage, code)
	require.Contains(t, said, "请给出一份自评表的 JSON 文件")
}

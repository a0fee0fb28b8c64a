package command

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"jiheng/internal/scoring"
)

// runOn runs a command of its own and gives what it prints, its exit code and
// what it says went wrong.
func runOn(make func(*bytes.Buffer) *cobra.Command, args ...string) (string, int, string) {
	var out bytes.Buffer
	cmd := make(&out)
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs(args)
	err := cmd.Execute()
	if e, ok := errors.AsType[*ExitError](err); ok {
		return out.String(), e.Code, e.Error()
	}
	if err != nil {
		return out.String(), exitFailed, err.Error()
	}
	return out.String(), exitDone, ""
}

func runScore(args ...string) (string, int, string) {
	return runOn(func(out *bytes.Buffer) *cobra.Command { return scoreCommand(out) }, args...)
}

func runScheme(args ...string) (string, int, string) {
	return runOn(func(out *bytes.Buffer) *cobra.Command { return schemeCommand(out) }, args...)
}

func sheetFile(t *testing.T, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "sheet.json")
	require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
	return file
}

const hubeiSheet = `{"total": "98.16", "items": [
	{"id": "execution", "declared": "2.16", "inputs": {"budget": "278.4449", "executed": "30"}},
	{"id": "r1", "group": "output", "title": "示范区建立", "full": 40, "nature": "at_least", "inputs": {"actual": 20000, "target": 20000}},
	{"id": "r2", "group": "benefit", "title": "受益农户数", "full": 30, "nature": "at_least", "inputs": {"actual": 5000, "target": 5000}},
	{"id": "r3", "group": "satisfaction", "title": "满意度", "full": 10, "nature": "at_least", "inputs": {"actual": 95, "target": 90}}]}`

func TestScore_computes_beside_what_was_declared(t *testing.T) {
	t.Parallel()
	file := sheetFile(t, hubeiSheet)
	out, code, _ := runScore("--scheme", "hubei-project", file)
	require.Equal(t, exitDone, code)
	require.Contains(t, out, "20 × 30 ÷ 278.4449 ≈ 2.15482489")
	require.Contains(t, out, "系统假定")

	out, code, _ = runScore("--scheme", "hubei-project@1", file, "--json")
	require.Equal(t, exitDone, code)
	var scores scoring.Scores
	require.NoError(t, json.Unmarshal([]byte(out), &scores))
	require.Equal(t, "82.15", scores.Subjects[0].Total.String())
	require.Equal(t, "16.01", scores.Subjects[0].Difference.String())
	require.Equal(t, "2.16", scores.Subjects[0].Lines[0].Declared.String())
}

// What the source gives as the rule is no assumption of the system.
func TestScore_names_the_source_of_the_national_weights(t *testing.T) {
	t.Parallel()
	out, code, _ := runScore("--scheme", "national-project", sheetFile(t, `{"items": [{"id": "execution", "inputs": {"budget": 43.2, "executed": 37.24}}]}`))
	require.Equal(t, exitDone, code)
	for weight, points := range map[string]string{"预算执行率": "10", "产出指标": "50", "效益指标": "30", "服务对象满意度指标": "10"} {
		require.Regexp(t, weight+"的分值（.*）\\s*"+points+"\\s*依据的原则规定", out)
	}
	require.Contains(t, out, "产出指标的分值（合计须为 100）（财预〔2020〕10号：原则上 50，特殊情况可以调整）")
	require.Regexp(t, "得分保留几位小数.*系统假定", out)

	out, _, _ = runScore("--scheme", "national-project", sheetFile(t, `{"choices": {"weight_execution": 20, "weight_output": 40}, "items": []}`))
	require.Regexp(t, "预算执行率的分值（.*）\\s*20\\s*评分时选定", out)
	out, _, _ = runScheme("show", "national-project")
	require.Contains(t, out, "50（依据的原则规定）")
}

func TestScore_exit_codes(t *testing.T) {
	t.Parallel()
	good := sheetFile(t, hubeiSheet)
	for _, tt := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"--scheme", "hubei-project"}, exitUsage, "评分数据文件"},
		{[]string{good}, exitUsage, "--scheme"},
		{[]string{"--scheme", "nowhere", good}, exitUsage, "nowhere"},
		{[]string{"--scheme", "hubei-project@x", good}, exitUsage, "hubei-project@x"},
		{[]string{"--scheme", "hubei-project@9", good}, exitUsage, "hubei-project@9"},
		{[]string{"--scheme", "hubei-project", filepath.Join(t.TempDir(), "none.json")}, exitFailed, "none.json"},
		{[]string{"--scheme", "hubei-project", sheetFile(t, `{`)}, exitFailed, "JSON"},
		{[]string{"--scheme", "hubei-project", sheetFile(t, `{"items": [{"id": "execution", "inputs": {"budget": "5万", "executed": 1}}]}`)}, exitFailed, "/items/0/inputs/budget"},
		{[]string{"--scheme", "hubei-project", sheetFile(t, `{"units": [{"id": "A"}, {"id": "B", "items": [{"id": "x"}]}]}`)}, exitFailed, "/units/1/items/0/id"},
		{[]string{"--scheme", "hubei-project", sheetFile(t, `{"total": "x"}`)}, exitFailed, "/total"},
		{[]string{"--scheme", "national-project", sheetFile(t, flawedTable)}, exitFailed, "自评表用 jiheng check 核对"},
		{[]string{"--scheme", "national-project", sheetFile(t, `{"totel": 5}`)}, exitFailed, "是不是“total”？"},
		{[]string{"--scheme", "national-project", sheetFile(t, `{"items": [{"id": "a", "得分": 5}]}`)}, exitFailed, "是不是“declared”？"},
		{[]string{"--scheme", "national-project", sheetFile(t, `{"items": [{"id": "a", "weight": 5}]}`)}, exitFailed, "是不是“full”？"},
		{[]string{"--scheme", "national-project", sheetFile(t, `{"items": [{"id": "a", "actual": 5}]}`)}, exitFailed, `"inputs": {"actual": …}`},
		{[]string{"--scheme", "national-project", sheetFile(t, `{"items": [{"id": "a", "group": "output", "full": 5, "nature": "atleast"}]}`)}, exitFailed, "没有指标性质“atleast”（是不是“at_least”？），可以填写：at_least（正向（≥））、at_most"},
		{[]string{"--scheme", "national-project", sheetFile(t, `{"items": [{"id": "a", "group": "output", "full": 5, "nature": "正向"}]}`)}, exitFailed, "是不是“at_least”？"},
		{[]string{"--scheme", "hunan-overall", sheetFile(t, `{}`)}, exitFailed, "/choices/staff_table"},
	} {
		_, code, said := runScore(tt.args...)
		require.Equal(t, tt.code, code, tt.args)
		require.Contains(t, said, tt.says)
	}
}

func TestScore_writes_the_filled_appraisal_table(t *testing.T) {
	t.Parallel()
	two := sheetFile(t, `{"units": [{"id": "A", "items": [{"id": "1.3", "declared": "5", "inputs": {"errors": 4}}]}, {"id": "B"}]}`)
	file := filepath.Join(t.TempDir(), "a.xlsx")
	said, code, _ := runScore("--scheme", "wenzhou-appraisal", two, "--out", file, "--unit", "A")
	require.Equal(t, exitDone, code)
	require.Equal(t, "考评表已写入 "+file+"\n", said)
	book, err := excelize.OpenFile(file)
	require.NoError(t, err)
	rows, err := book.GetRows("考评表")
	require.NoError(t, err)
	require.Contains(t, rows[1][0], "A")
	require.Equal(t, []string{"5", "5", "3", "2"}, rows[5][4:8])
	require.NoError(t, book.Close())
	for _, args := range [][]string{{"--out", file}, {"--out", file, "--unit", "C"}, {"--out", "a.odt", "--unit", "A"}} {
		_, code, said := runScore(append([]string{"--scheme", "wenzhou-appraisal", two}, args...)...)
		require.Equal(t, exitUsage, code, args)
		require.Regexp(t, "--(unit|out) 的值“.*”不对", said)
	}
	for _, name := range []string{"b.docx", "b.pdf"} {
		out := filepath.Join(t.TempDir(), name)
		_, code, _ = runScore("--scheme", "hubei-project", sheetFile(t, hubeiSheet), "--out", out)
		require.Equal(t, exitDone, code)
		require.FileExists(t, out)
	}
}

func TestScore_names_every_mistake_of_a_scheme(t *testing.T) {
	t.Parallel()
	bad := sheetFile(t, "name: x\nversion: 1\ntitle: x\nsource: x\nindicators:\n  - {id: a, title: a, full: 10, rules: [{kind: gate, of: x}]}\n")
	_, code, said := runScore("--scheme", bad, sheetFile(t, hubeiSheet))
	require.Equal(t, exitFailed, code)
	require.Contains(t, said, "评分方案有误")
	require.Contains(t, said, bad+":6:")
	require.Contains(t, said, "closed_when")
	require.NotContains(t, said, "invalid")
}

func TestScheme_list_show_and_lint(t *testing.T) {
	t.Parallel()
	out, code, _ := runScheme("list")
	require.Equal(t, exitDone, code)
	require.Contains(t, out, "wenzhou-appraisal@1")
	out, code, _ = runScheme("show", "wenzhou-appraisal")
	require.Equal(t, exitDone, code)
	require.Contains(t, out, "free_returns")
	out, code, _ = runScheme("show", "zhanjiang-overall", "--json")
	require.Equal(t, exitDone, code)
	require.Contains(t, out, `"indicators"`)
	out, code, _ = runScheme("lint", "national-project")
	require.Equal(t, exitDone, code)
	require.Equal(t, "national-project：无问题（1 个指标，另有 3 组指标由单位逐行填列，13 个未定事项）\n", out)
	out, _, _ = runScheme("lint", "wenzhou-appraisal")
	require.Equal(t, "wenzhou-appraisal：无问题（22 个指标，17 个未定事项）\n", out)
	file := sheetFile(t, "name: x\nversion: 1\ntitle: x\nsource: x\nindicators:\n  - {id: a, title: a, full: 10, rules: [{kind: gate, of: x}]}\n")
	out, code, _ = runScheme("lint", file)
	require.Equal(t, exitFindings, code)
	require.Contains(t, out, file+":6:")
	require.Contains(t, out, "closed_when")
	_, code, _ = runScheme("lint")
	require.Equal(t, exitUsage, code)
}

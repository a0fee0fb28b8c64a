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

// runProcess runs `jiheng process ARGS` and gives what it prints, its exit
// code and what it says went wrong.
func runProcess(args ...string) (string, int, string) {
	return runOn(func(out *bytes.Buffer) *cobra.Command { return processCommand(out) }, args...)
}

const flawed = `name: flawed
version: 1
title: 有错的流程
roles:
  - { id: section, title: 科室, held_by: unit }
stages:
  - id: first
    title: 阶段
    due: 3 day
    steps:
      - { id: do, title: 办理, by: [boss] }
`

func written(t *testing.T, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "flawed.yaml")
	require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
	return file
}

func TestProcessList(t *testing.T) {
	t.Parallel()
	out, code, _ := runProcess("list")
	require.Equal(t, exitDone, code)
	require.Contains(t, out, "overall-self-evaluation@1            整体支出绩效自评            6     14\n")
	out, code, _ = runProcess("list", "--json")
	require.Equal(t, exitDone, code)
	var list []map[string]any
	require.NoError(t, json.Unmarshal([]byte(out), &list))
	require.Contains(t, list, map[string]any{
		"process": "overall-self-evaluation@1", "name": "overall-self-evaluation", "version": 1.0, "title": "整体支出绩效自评", "stages": 6.0, "steps": 14.0,
	})
}

func TestProcessLint(t *testing.T) {
	t.Parallel()
	out, code, _ := runProcess("lint", "overall-self-evaluation")
	require.Equal(t, exitDone, code)
	require.Equal(t, "overall-self-evaluation：无问题（6 个阶段，16 个环节）\n", out)

	file := written(t, flawed)
	out, code, said := runProcess("lint", file)
	require.Equal(t, exitFindings, code)
	require.Empty(t, said)
	require.Equal(t, file+":5:11: 角色“section”声明了却没有用到\n"+file+":11:35: 没有声明角色“boss”\n", out)

	out, code, _ = runProcess("lint", file, "--lang", "en")
	require.Equal(t, exitFindings, code)
	require.Equal(t, file+":5:11: role section is declared but not used\n"+file+":11:35: role boss is not declared\n", out)

	out, code, _ = runProcess("lint", written(t, strings.Replace(flawed, "boss", "section", 1)), "--lang", "en")
	require.Equal(t, exitDone, code)
	require.Contains(t, out, "flawed.yaml: no problems (stages: 1, steps: 1)\n")
}

func TestProcessLint_for_programs(t *testing.T) {
	t.Parallel()
	file := written(t, flawed)
	out, code, _ := runProcess("lint", file, "--json")
	require.Equal(t, exitFindings, code)
	var findings []map[string]any
	require.NoError(t, json.Unmarshal([]byte(out), &findings))
	require.Len(t, findings, 2)
	require.Equal(t, map[string]any{
		"file": file, "line": 11.0, "column": 35.0, "path": "stages[0].steps[0].by[0]", "reason": "role_unknown",
		"params": map[string]any{"role": "boss"}, "sentence": "没有声明角色“boss”",
	}, findings[1])

	out, code, _ = runProcess("lint", "overall-self-evaluation", "--json")
	require.Equal(t, exitDone, code)
	require.Equal(t, "[]\n", out)
}

func TestProcessPlan(t *testing.T) {
	t.Parallel()
	out, code, _ := runProcess("plan", "overall-self-evaluation@1", "--start", "2020-08-05")
	require.Equal(t, exitDone, code)
	require.Contains(t, out, "\n报送          开启  2020-08-27 周四  00:00\n")
	require.Contains(t, out, "\n              截止  2020-08-28 周五  24:00  共 1 个工作日\n")

	out, code, _ = runProcess("plan", "overall-self-evaluation", "--start", "2020-08-05",
		"--day", "2s", "--started-at", "2026-03-02T10:00:00+08:00", "--json")
	require.Equal(t, exitDone, code)
	var plan struct {
		Stages []struct {
			ID    string `json:"id"`
			DueAt string `json:"due_at"`
		} `json:"stages"`
	}
	require.NoError(t, json.Unmarshal([]byte(out), &plan))
	require.Equal(t, "2026-03-02T10:00:48+08:00", plan.Stages[5].DueAt)

	out, code, _ = runProcess("plan", written(t, flawed), "--start", "2020-08-05")
	require.Equal(t, exitFindings, code)
	require.Contains(t, out, ":11:35: 没有声明角色“boss”\n")

	late := strings.NewReplacer("boss", "section", "3 day", "2020-08-01").Replace(flawed)
	_, code, said := runProcess("plan", written(t, late), "--start", "2020-08-05")
	require.Equal(t, exitFindings, code)
	require.Contains(t, said, "阶段“阶段”的截止日 2020-08-01 早于开启日 2020-08-05")
}

func TestProcessPlan_takes_a_calendar(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "calendar.json")
	require.NoError(t, os.WriteFile(file, []byte(`{`), 0o600))
	_, code, said := runProcess("plan", "overall-self-evaluation", "--start", "2020-08-05", "--calendar", file)
	require.Equal(t, exitFailed, code)
	require.Contains(t, said, "工作日历 "+file+" 读不懂")

	_, code, _ = runProcess("plan", "overall-self-evaluation", "--start", "2020-08-05", "--calendar", file+".missing")
	require.Equal(t, exitFailed, code)
}

func TestProcess_wrong_usage_is_one_clear_sentence(t *testing.T) {
	t.Parallel()
	const shipped = "overall-self-evaluation"
	for said, args := range map[string][]string{
		"请给出一个流程定义文件":               {"lint"},
		"请给出一个流程定义文件，或内置流程的名称":      {"plan", "a", "b"},
		"--lang 的值“fr”不对，应为zh 或 en": {"lint", shipped, "--lang", "fr"},
		"请用 --start 给出启动日":          {"plan", shipped},
		"--start 的值“5.8.2020”不对":    {"plan", shipped, "--start", "5.8.2020"},
		"--start 的值“2020-02-30”不对":  {"plan", shipped, "--start", "2020-02-30"},
		"--day 的值“48h0m0s”不对":       {"plan", shipped, "--start", "2020-08-05", "--day", "48h"},
		"--day 的值“-2s”不对":           {"plan", shipped, "--start", "2020-08-05", "--day", "-2s"},
		"--started-at 的值“10:00”不对":  {"plan", shipped, "--start", "2020-08-05", "--day", "2s", "--started-at", "10:00"},
		"--started-at 要与 --day 一起用": {"plan", shipped, "--start", "2020-08-05", "--started-at", "2026-03-02T10:00:00+08:00"},
	} {
		_, code, got := runProcess(args...)
		require.Equal(t, exitUsage, code, args)
		require.Contains(t, got, said)
		require.NotContains(t, got, "\n")
	}
}

func TestProcess_files_that_are_not_there(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"no-such-process", "overall-self-evaluation@9", "overall-self-evaluation@x", "overall-self-evaluation@0"} {
		_, code, said := runProcess("lint", name)
		require.Equal(t, exitUsage, code, name)
		require.Contains(t, said, "没有“"+name+"”这个文件")
	}
	_, code, _ := runProcess("lint", t.TempDir())
	require.Equal(t, exitFailed, code)
}

func TestProcessBPMN(t *testing.T) {
	t.Parallel()
	out, code, _ := runProcess("bpmn", "overall-self-evaluation@4")
	require.Equal(t, exitDone, code)
	require.Contains(t, out, `<bpmn:userTask id="step.self_check.submit" name="提交自评报告和评分表">`)
	out, code, _ = runProcess("bpmn", written(t, flawed))
	require.Equal(t, exitFindings, code)
	require.NotContains(t, out, "<bpmn")
}

package command

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/store/storetest"
)

// made up: no notice for 2027 is known to the tests.
const notice2027 = `日期,类型,名称,依据
2026-12-31,放假,元旦,国办发明电〔2026〕9号
2027-01-01,放假,元旦,国办发明电〔2026〕9号
2027-02-06,放假,春节,国办发明电〔2026〕9号
2027-02-20,上班,春节,国办发明电〔2026〕9号
2027-04-05,放假,清明节,国办发明电〔2026〕9号
2027-05-03,放假,劳动节,国办发明电〔2026〕9号
2027-06-09,放假,端午节,国办发明电〔2026〕9号
2027-09-15,放假,国庆节、中秋节,国办发明电〔2026〕9号
`

// terminal runs `jiheng calendar ARGS` against one database.
type terminal struct {
	t   *testing.T
	cfg config
}

func (m terminal) run(args ...string) (out string, code int, said string) {
	m.t.Helper()
	var printed bytes.Buffer
	sh := &shell{out: &printed, err: &printed, cfg: m.cfg, log: slog.New(slog.DiscardHandler)}
	cmd := sh.calendar()
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs(args)
	err := cmd.ExecuteContext(m.t.Context())
	if e, ok := errors.AsType[*ExitError](err); ok {
		return printed.String(), e.Code, e.Error()
	}
	if err != nil {
		return printed.String(), exitFailed, sh.sentence(err)
	}
	return printed.String(), exitDone, ""
}

func (m terminal) file(name, content string) string {
	m.t.Helper()
	path := filepath.Join(m.t.TempDir(), name)
	require.NoError(m.t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

func newTerminal(t *testing.T) terminal {
	t.Helper()
	return terminal{t, config{DatabaseURL: storetest.DSN(t)}}
}

func TestCalendarImport(t *testing.T) {
	t.Parallel()
	m := newTerminal(t)
	out, code, _ := m.run("list")
	require.Equal(t, exitDone, code)
	require.Equal(t, "现行  CN-2026.1    2007-2026 年  随程序提供（国务院办公厅历年放假安排通知）\n", out)

	file := m.file("2027.csv", notice2027)
	out, code, _ = m.run("import", file, "--dry-run")
	require.Equal(t, exitDone, code)
	require.Contains(t, out, "2027 年：新增，放假 7 天，调休上班 1 天；依据：国办发明电〔2026〕9号\n")
	require.Contains(t, out, "预览完毕，没有写入；导入后的版本将是 CN-2027.1")
	out, _, _ = m.run("list")
	require.Contains(t, out, "现行  CN-2026.1")

	out, code, _ = m.run("import", file, "--by", "office-clerk")
	require.Equal(t, exitDone, code)
	require.Contains(t, out, "已导入，版本 CN-2027.1，覆盖 2007-2027 年；进行中的评价随即重新排期")
	out, code, _ = m.run("import", file)
	require.Equal(t, exitDone, code)
	require.Equal(t, "已是最新：内容与版本 CN-2027.1 相同，没有改动 (nothing new)\n", out)
	out, code, _ = m.run("list")
	require.Equal(t, exitDone, code)
	require.Equal(t, 1, strings.Count(out, "\n"))
	require.Regexp(t, `^现行  CN-2027\.1    2007-2027 年  \d{4}-\d\d-\d\d \d\d:\d\d  office-clerk  [0-9a-f]{12}  国办发明电〔2026〕9号\n$`, out)

	amended := m.file("2027.csv", strings.Replace(notice2027, "2027-05-03", "2027-05-04", 1))
	out, code, _ = m.run("import", amended, "--json", "--source", "国办发明电〔2027〕1号")
	require.Equal(t, exitDone, code)
	var v map[string]any
	require.NoError(t, json.Unmarshal([]byte(out), &v))
	require.Equal(t, "CN-2027.2", v["version"])
	require.Equal(t, true, v["added"])
	require.Equal(t, "国办发明电〔2027〕1号", v["source"])
	require.NotEmpty(t, v["loaded_by"])
	out, _, _ = m.run("list", "--json")
	var list []map[string]any
	require.NoError(t, json.Unmarshal([]byte(out), &list))
	require.Len(t, list, 2)
	require.Equal(t, "CN-2027.2", list[0]["version"])

	out, code, _ = m.run("show", "--year", "2027")
	require.Equal(t, exitDone, code)
	require.Contains(t, out, "2027 年工作日历（版本 CN-2027.2）")
	require.Contains(t, out, " 4休")
	require.Contains(t, out, "20班")
	require.Contains(t, out, "2028 年的放假安排尚未导入，它可能规定 2027-12-29 及以后的日子，暂按周末推算。")
}

func TestCalendarImport_points_at_mistakes_and_keeps_nothing(t *testing.T) {
	t.Parallel()
	m := newTerminal(t)
	file := m.file("2027.csv", strings.Replace(notice2027, "2027-02-20", "2027-03-01", 1))
	out, code, said := m.run("import", file)
	require.Equal(t, exitFindings, code)
	require.Empty(t, said)
	require.Equal(t, file+":5:2: 2027-03-01 是周一，本来就上班；调休上班只能在周六、周日\n", out)
	out, code, _ = m.run("import", file, "--json")
	require.Equal(t, exitFindings, code)
	var findings []map[string]any
	require.NoError(t, json.Unmarshal([]byte(out), &findings))
	require.Equal(t, []map[string]any{{
		"file": file, "line": 5.0, "column": 2.0, "reason": "make_up_on_weekday",
		"params":   map[string]any{"date": "2027-03-01", "weekday": "周一"},
		"sentence": "2027-03-01 是周一，本来就上班；调休上班只能在周六、周日",
	}}, findings)
	out, code, _ = m.run("import", m.file("2027.json", " \n"))
	require.Equal(t, exitFindings, code)
	require.Contains(t, out, "2027.json: 文件里没有内容\n")
	out, _, _ = m.run("list")
	require.Contains(t, out, "现行  CN-2026.1")
}

func TestCalendar_wrong_usage_is_one_clear_sentence(t *testing.T) {
	t.Parallel()
	m := terminal{t: t}
	for said, args := range map[string][]string{
		"请给出一个放假安排文件":     {"import"},
		"请给出一个放假安排文件：":    {"import", "a", "b"},
		"--year 的值“-1”不对": {"show", "--year", "-1"},
	} {
		_, code, got := m.run(args...)
		require.Equal(t, exitUsage, code, args)
		require.Contains(t, got, said)
	}
	_, code, said := m.run("import", filepath.Join(t.TempDir(), "none.csv"))
	require.Equal(t, exitFailed, code)
	require.Contains(t, said, "没有“")
	_, code, said = m.run("import", m.file("2027.csv", notice2027))
	require.Equal(t, exitUsage, code)
	require.Contains(t, said, "DATABASE_URL")

	out, code, _ := m.run("show", "--year", "2026")
	require.Equal(t, exitDone, code)
	require.Contains(t, out, "2026 年工作日历（版本 CN-2026.1）")
}

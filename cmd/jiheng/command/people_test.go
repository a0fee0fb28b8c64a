package command

import (
	"bytes"
	"encoding/csv"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"jiheng/internal/identity"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

const centre = `{
  "units": [{ "id": "centre", "name": "政务服务中心" }],
  "departments": [{ "id": "hall", "unit_id": "centre", "name": "大厅科" }],
  "people": [
    { "id": "wang", "unit_id": "centre", "department_id": "hall", "name": "王某", "post": "大厅科科长",
      "roles": [{ "role": "section", "department_id": "hall", "to": "2099-12-31" }, { "role": "auditor", "to": "2020-12-31" }] },
    { "id": "li", "unit_id": "centre", "name": "李某", "login": "li.admin", "roles": [{ "role": "sys_admin" }] }
  ]
}`

// desk is an administrator's, with a database of its own.
type desk struct {
	t   *testing.T
	dsn string
	dir string
}

func newDesk(t *testing.T) desk {
	t.Helper()
	return desk{t: t, dsn: storetest.DSN(t), dir: t.TempDir()}
}

// run runs one command line and gives what it printed and its exit code.
func (d desk) run(args ...string) (said string, code int) {
	d.t.Helper()
	var out, errs bytes.Buffer
	sh := &shell{out: &out, err: &errs, log: slog.New(slog.DiscardHandler), cfg: config{
		DatabaseURL: d.dsn, SessionIdle: identity.DefaultConfig().Idle, SessionAbsolute: identity.DefaultConfig().Absolute,
	}}
	root := &cobra.Command{Use: "jiheng", SilenceUsage: true, SilenceErrors: true}
	root.AddCommand(sh.organisation(), sh.accounts(), sh.admin(), sh.filing(), processCommand(&out, sh.processPublish()))
	root.SetArgs(args)
	root.SetOut(&out)
	code = sh.exitCode(root.ExecuteContext(d.t.Context()))
	return out.String() + errs.String(), code
}

// well is run where nothing may go wrong.
func (d desk) well(args ...string) string {
	d.t.Helper()
	said, code := d.run(args...)
	require.Equal(d.t, exitDone, code, said)
	return said
}

func (d desk) file(name, content string) string {
	d.t.Helper()
	path := filepath.Join(d.dir, name)
	require.NoError(d.t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

// logIn tells whether a login and a password open a session.
func (d desk) logIn(login, password string) bool {
	d.t.Helper()
	sh := &shell{log: slog.New(slog.DiscardHandler), cfg: config{
		DatabaseURL: d.dsn, SessionIdle: identity.DefaultConfig().Idle, SessionAbsolute: identity.DefaultConfig().Absolute,
	}}
	opened := false
	require.NoError(d.t, sh.withPeople(d.t.Context(), func(s *system) error {
		_, _, err := s.sessions.Login(d.t.Context(), login, password, "192.0.2.1")
		opened = err == nil
		return nil
	}))
	return opened
}

// imported brings the centre in and gives the initial passwords by login.
func (d desk) imported() map[string]string {
	d.t.Helper()
	list := filepath.Join(d.dir, "passwords.csv")
	d.well("organisation", "import", d.file("centre.json", centre), "--passwords", list)
	info, err := os.Stat(list)
	require.NoError(d.t, err)
	require.Equal(d.t, os.FileMode(0o600), info.Mode())
	content, err := os.ReadFile(list) //nolint:gosec // a file of this test
	require.NoError(d.t, err)
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf")))).ReadAll()
	require.NoError(d.t, err)
	passwords := map[string]string{}
	for _, row := range rows[1:] {
		passwords[row[0]] = row[3]
	}
	return passwords
}

func TestAnOrganisationIsImportedAndCanLogIn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	passwords := d.imported()
	require.Len(t, passwords, 2)
	require.NotEqual(t, passwords["wang"], passwords["li.admin"])
	require.True(t, d.logIn("wang", passwords["wang"]))
	require.True(t, d.logIn("li.admin", passwords["li.admin"]))

	list := d.well("account", "list")
	require.Contains(t, list, "section@hall（至2099-12-31）")
	require.Contains(t, list, "sys_admin@centre")
	require.NotContains(t, list, "auditor", "that role was over before it was written")

	// Again: nothing new, the passwords stay, no file is written.
	other := filepath.Join(d.dir, "again.csv")
	require.Contains(t, d.well("organisation", "import", filepath.Join(d.dir, "centre.json"), "--passwords", other), "其中新账号0个")
	require.NoFileExists(t, other)
	require.True(t, d.logIn("wang", passwords["wang"]))
	require.Equal(t, list, d.well("account", "list"))
	require.Equal(t, 2, strings.Count(d.well("account", "list", "--unit", "centre"), "centre  "))
	require.NotContains(t, d.well("account", "list", "--unit", "elsewhere"), "wang")
}

func TestAWrongRosterWritesNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	list := filepath.Join(d.dir, "passwords.csv")
	wrong := strings.Replace(strings.Replace(centre, `"section"`, `"sektion"`, 1), `"unit_id": "centre", "name": "李某"`, `"unit_id": "center", "name": "李某"`, 1)
	said, code := d.run("organisation", "import", d.file("wrong.json", wrong), "--passwords", list)
	require.Equal(t, exitFindings, code)
	require.Contains(t, said, "第6行 people[0].roles[0].role：没有“sektion”这个角色")
	require.Contains(t, said, "第7行 people[1].unit_id：没有登记单位“center”")
	require.Contains(t, said, "什么都没有写入")
	require.NoFileExists(t, list)
	require.NotContains(t, d.well("account", "list"), "wang")

	right := d.file("centre.json", centre)
	require.Contains(t, d.well("organisation", "import", right, "--check"), "检查通过：单位1个、科室1个、人员2名，其中新账号2个；没有写入")
	require.NotContains(t, d.well("account", "list"), "wang")

	d.file("passwords.csv", "older")
	said, code = d.run("organisation", "import", right, "--passwords", list)
	require.Equal(t, exitFailed, code)
	require.Contains(t, said, "已经存在")
	content, err := os.ReadFile(list) //nolint:gosec // a file of this test
	require.NoError(t, err)
	require.Equal(t, "older", string(content), "no file is written over")

	said, code = d.run("organisation", "import", filepath.Join(d.dir, "missing.json"))
	require.Equal(t, exitFailed, code)
	require.Contains(t, said, "这个文件，请核对名称和所在目录")
}

func TestAllMayBeginWithOnePassword(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	right := d.file("centre.json", centre)
	said, code := d.run("organisation", "import", right, "--password-file", d.file("weak", "1234567890\n"))
	require.Equal(t, exitFailed, code)
	require.Contains(t, said, "口令不合要求")
	said, code = d.run("organisation", "import", right, "--password-file", d.file("empty", ""))
	require.Equal(t, exitFailed, code)
	require.Contains(t, said, "是空文件")
	_, code = d.run("organisation", "import", right, "--password-file", "x", "--passwords", "y")
	require.Equal(t, exitUsage, code)
	d.well("organisation", "import", right, "--password-file", d.file("common", "correct horse battery\r\n"))
	require.True(t, d.logIn("wang", "correct horse battery"))
}

func TestAPasswordIsResetAndAnAccountDisabled(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first := d.imported()["wang"]
	said := d.well("account", "password", " WANG ")
	_, next, found := strings.Cut(strings.TrimSpace(said), "（只显示这一次）：")
	require.True(t, found, said)
	require.False(t, d.logIn("wang", first))
	require.True(t, d.logIn("wang", next))
	said = d.well("account", "password", "wang", "--password-file", d.file("next", "staple of the horse"))
	require.NotContains(t, said, "staple")
	require.True(t, d.logIn("wang", "staple of the horse"))

	require.Contains(t, d.well("account", "disable", "wang"), "已停用")
	require.False(t, d.logIn("wang", "staple of the horse"))
	require.Contains(t, d.well("account", "list"), "已停用")
	require.Contains(t, d.well("account", "password", "wang"), "这个账号已停用")
	d.well("account", "enable", "wang")
	d.well("account", "password", "wang", "--password-file", filepath.Join(d.dir, "next"))
	require.True(t, d.logIn("wang", "staple of the horse"))

	for _, command := range []string{"password", "disable", "enable"} {
		said, code := d.run("account", command, "nobody")
		require.Equal(t, exitFailed, code)
		require.Contains(t, said, "没有账号“nobody”")
	}
}

func TestRolesAreGrantedAndRevoked(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.imported()
	require.Contains(t, d.well("account", "grant", "wang", "finance_office", "centre", "--to", "2099-06-30"), "已授予“wang”：财务室（centre，至2099-06-30止）")
	require.Contains(t, d.well("account", "list"), "finance_office@centre（至2099-06-30）")
	require.Contains(t, d.well("account", "revoke", "wang", "finance_office", "centre"), "已解除")
	require.NotContains(t, d.well("account", "list"), "finance_office")
	d.well("account", "revoke", "wang", "section", "centre", "--department", "hall")

	for want, args := range map[string][]string{
		"没有“finanse”这个角色":       {"grant", "wang", "finanse", "centre"},
		"没有登记单位“nowhere”":       {"grant", "wang", "finance_office", "nowhere"},
		"没有登记科室“none”":          {"grant", "wang", "section", "centre", "--department", "none"},
		"须写明科室":                 {"grant", "wang", "section", "centre"},
		"系统管理员不得兼任财务室":          {"grant", "li.admin", "finance_office", "centre"},
		"截止日期早于开始日期":            {"grant", "wang", "auditor", "centre", "--from", "2099-02-01", "--to", "2099-01-01"},
		"任职的最后一天已经过去":           {"grant", "wang", "auditor", "centre", "--to", "2020-01-01"},
		"--from 的值“1.1.2026”不对": {"grant", "wang", "auditor", "centre", "--from", "1.1.2026"},
		"没有账号“nobody”":          {"grant", "nobody", "auditor", "centre"},
		"没有这项任职：auditor centre": {"revoke", "wang", "auditor", "centre"},
	} {
		said, code := d.run(append([]string{"account"}, args...)...)
		require.NotEqual(t, exitDone, code, args)
		require.Contains(t, said, want)
		require.Equal(t, 1, strings.Count(said, "\n"), "one sentence: %s", said)
	}
	require.Contains(t, d.well("account", "list"), "sys_admin@centre")
}

func TestWrongUsageIsOneClearSentence(t *testing.T) {
	for _, args := range [][]string{{"runn"}, {"serve", "--nope"}, {"account", "password"}, {"organisation", "import"}} {
		var out, errs bytes.Buffer
		require.Equal(t, exitUsage, Run(args, &out, &errs, nil), args)
		require.Contains(t, errs.String(), "命令用法不对，加 --help 查看用法：", args)
		require.Equal(t, 1, strings.Count(errs.String(), "\n"), errs.String())
	}
	t.Setenv("DATABASE_URL", "")
	var out, errs bytes.Buffer
	require.Equal(t, exitUsage, Run([]string{"account", "list"}, &out, &errs, nil))
	require.Contains(t, errs.String(), "没有配置数据库")
}

func TestRolesThatCanBeGrantedHaveTitles(t *testing.T) {
	t.Parallel()
	for _, r := range grantable() {
		require.NotEmpty(t, r.Title, r.ID)
	}
	require.Empty(t, knownOf(store.Directory{}).Logins)
}

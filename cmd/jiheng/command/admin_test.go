package command

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A system with one administrator gets the other two at the console; from then
// on the console proposes as everybody does.
func TestTheConsoleFillsVacantOfficesAndThenProposes(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.imported()
	require.Contains(t, d.well("admin", "list"), "（空缺）")
	said, code := d.run("admin", "appoint", "wang", "security_admin")
	require.Equal(t, exitFailed, code)
	require.Contains(t, said, "管理员不得兼任其他角色")
	said, code = d.run("admin", "appoint", "wang", "sys_admin")
	require.Equal(t, exitFailed, code)
	require.Contains(t, said, "已有人担任系统管理员")
	said, code = d.run("admin", "appoint", "wang", "unit_head")
	require.Equal(t, exitUsage, code)
	require.Contains(t, said, "不是管理员岗位")

	d.well("account", "revoke", "wang", "section", "centre", "--department", "hall")
	require.Contains(t, d.well("admin", "appoint", "wang", "security_admin"), "已指定“wang”为安全管理员")
	require.Contains(t, d.well("admin", "list"), "security_admin@centre")

	more := d.file("more.json", `{ "people": [{ "id": "zhao", "unit_id": "centre", "name": "赵某", "roles": [{ "role": "unit_office" }] },
		{ "id": "qian", "unit_id": "centre", "name": "钱某" }] }`)
	require.Contains(t, d.well("organisation", "import", more, "--password-file", d.file("common", "correct horse battery\n")), "其中任职1项已提出申请")
	require.NotContains(t, d.well("account", "list"), "unit_office@centre")
	require.Contains(t, d.well("account", "grant", "qian", "auditor", "centre"), "待安全管理员批准后生效")
	require.NotContains(t, d.well("account", "list"), "auditor@centre")
	require.Contains(t, d.well("admin", "appoint", "zhao", "audit_admin"), "待安全管理员批准后生效")
	require.Contains(t, d.well("account", "revoke", "li.admin", "sys_admin", "centre"), "待安全管理员批准后生效")
	require.Contains(t, d.well("admin", "list"), "sys_admin@centre")
}

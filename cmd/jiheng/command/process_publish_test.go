package command

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/processes"
)

func TestTheConsolePublishesAVersionOrProposesIt(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.imported()
	source, err := fs.ReadFile(processes.FS(), "overall-self-evaluation.yaml")
	require.NoError(t, err)
	own := strings.Replace(string(source), "name: overall-self-evaluation", "name: our-own", 1)
	version := own[strings.Index(own, "version: "):]
	version, _, _ = strings.Cut(version, "\n")
	file := func(number string) string {
		return d.file("own.yaml", strings.Replace(own, version, "version: "+number, 1))
	}

	require.Contains(t, d.well("process", "publish", file("1")), "第1版，并记入系统流水")
	said, code := d.run("process", "publish", file("1"))
	require.Equal(t, exitFailed, code)
	require.Contains(t, said, "已经发布到第1版")
	said, code = d.run("process", "publish", d.file("wrong.yaml", "name: x\n"))
	require.Equal(t, exitFindings, code)
	require.Contains(t, said, "wrong.yaml:1:1")

	d.well("account", "revoke", "wang", "section", "centre", "--department", "hall")
	d.well("admin", "appoint", "wang", "security_admin")
	require.Contains(t, d.well("process", "publish", file("2")), "待安全管理员批准后生效")
	said, code = d.run("process", "publish", file("2"))
	require.Equal(t, exitFailed, code)
	require.Contains(t, said, "同样的申请正在等待批准")
}

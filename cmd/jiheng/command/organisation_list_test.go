package command

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

func (d desk) book(name string, rows ...[]any) string {
	d.t.Helper()
	f := excelize.NewFile()
	for i, row := range rows {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		require.NoError(d.t, err)
		require.NoError(d.t, f.SetSheetRow("Sheet1", cell, &row))
	}
	path := filepath.Join(d.dir, name)
	require.NoError(d.t, f.SaveAs(path))
	return path
}

func TestListsAreTakenOverAtTheConsole(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.imported()
	head := []any{"单位编码", "登录名", "姓名", "科室", "职务"}
	wrong := d.book("wrong.xlsx", head, []any{"centre", "zhao", "赵某", "财务室", "科员"})
	said, code := d.run("organisation", "import", wrong)
	require.Equal(t, exitFindings, code)
	require.Contains(t, said, wrong+" D2：单位没有登记科室“财务室”")
	d.well("organisation", "import", d.book("departments.xlsx", []any{"单位编码", "科室名称"}, []any{"centre", "财务室"}))
	require.Contains(t, d.well("organisation", "import", wrong, "--check"), "核对通过：1 处变动，其中需要初始口令的 1 人；没有写入")
	require.False(t, d.logIn("zhao", "x"))

	list := filepath.Join(d.dir, "first.csv")
	require.Contains(t, d.well("organisation", "import", wrong, "--passwords", list), "已导入：1 处变动，未授予任何角色；1 人的初始口令在 "+list)
	content, err := os.ReadFile(list) //nolint:gosec // a file of this test
	require.NoError(t, err)
	require.Contains(t, string(content), "zhao,赵某,科员,")
	require.Contains(t, d.well("organisation", "import", wrong), "已是最新，没有改动")
}

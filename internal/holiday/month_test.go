package holiday_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/holiday"
)

var update = flag.Bool("update", false, "write the golden files anew") //nolint:gochecknoglobals // a flag of the tests

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o600))
	}
	want, err := os.ReadFile(file) //nolint:gosec // a file of ours
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

func TestWriteYear(t *testing.T) {
	t.Parallel()
	for file, year := range map[string]int{"testdata/2020.txt": 2020, "testdata/2026.txt": 2026, "testdata/2027.txt": 2027} {
		var b strings.Builder
		require.NoError(t, holiday.WriteYear(&b, calendar.China(), year))
		golden(t, file, b.String())
	}
	var b strings.Builder
	require.NoError(t, holiday.WriteYear(&b, calendar.Calendar{}, 2020))
	require.Contains(t, b.String(), "2020 年的放假安排尚未导入，暂按周末推算")
	require.NotContains(t, b.String(), "1休")
}

func TestWriteChanges(t *testing.T) {
	t.Parallel()
	china := calendar.China()
	added, err := china.With(read(t, "2027.json", asJSON(t)), "CN-2027.1")
	require.NoError(t, err)
	var b strings.Builder
	require.NoError(t, holiday.WriteChanges(&b, china, added))
	require.Equal(t, "2027 年：新增，放假 7 天，调休上班 1 天；依据：国办发明电〔2026〕9号\n", b.String())

	table := append([][]string{heading()}, rows()...)
	table[1] = []string{"2027-09-04", "上班", "国庆节、中秋节", rows()[0][3]}
	table[2] = []string{"2027-01-02", "放假", "元旦", rows()[0][3]}
	table[4] = []string{"2027-02-20", "放假", "春节", rows()[0][3]}
	amended, err := added.With(read(t, "x.csv", asCSV(table...)), "CN-2027.2")
	require.NoError(t, err)
	b.Reset()
	require.NoError(t, holiday.WriteChanges(&b, added, amended))
	require.Equal(t, `2026-12-31 周四：放假（元旦） → 照常上班
2027-01-01 周五：放假（元旦） → 照常上班
2027-01-02 周六：周末休息 → 放假（元旦）
2027-02-20 周六：上班（春节） → 放假（春节）
2027-09-04 周六：周末休息 → 上班（国庆节、中秋节）
`, b.String())
	b.Reset()
	require.NoError(t, holiday.WriteChanges(&b, added, added))
	require.Empty(t, b.String())
}

package holiday_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"jiheng/internal/calendar"
	"jiheng/internal/fault"
	"jiheng/internal/holiday"
)

// rows are made-up days of 2027: no notice for that year is known to the tests.
func rows() [][]string {
	return [][]string{
		{"2026-12-31", "放假", "元旦", "国办发明电〔2026〕9号"},
		{"2027-01-01", "放假", "元旦", "国办发明电〔2026〕9号"},
		{"2027-02-06", "放假", "春节", "国办发明电〔2026〕9号"},
		{"2027-02-20", "上班", "春节", "国办发明电〔2026〕9号"},
		{"2027-04-05", "放假", "清明节", "国办发明电〔2026〕9号"},
		{"2027-05-03", "放假", "劳动节", "国办发明电〔2026〕9号"},
		{"2027-06-09", "放假", "端午节", "国办发明电〔2026〕9号"},
		{"2027-09-15", "放假", "国庆节、中秋节", "国办发明电〔2026〕9号"},
	}
}

func heading() []string { return []string{"日期", "类型", "名称", "依据"} }

func asCSV(table ...[]string) []byte {
	var b strings.Builder
	for _, r := range table {
		b.WriteString(strings.Join(r, ",") + "\r\n")
	}
	return []byte(b.String())
}

func asJSON(t require.TestingT) []byte {
	type day struct {
		Name string `json:"name"`
		Date string `json:"date"`
		Off  bool   `json:"isOffDay"`
	}
	var year struct {
		Year   int      `json:"year"`
		Papers []string `json:"papers"`
		Days   []day    `json:"days"`
	}
	year.Year, year.Papers = 2027, []string{rows()[0][3]}
	for _, r := range rows() {
		year.Days = append(year.Days, day{r[2], r[0], r[1] == "放假"})
	}
	text, err := json.MarshalIndent(year, "", " ")
	require.NoError(t, err)
	return text
}

func asWorkbook(t require.TestingT, table ...[]string) []byte {
	f := excelize.NewFile()
	for i, r := range table {
		for j, text := range r {
			cell, err := excelize.CoordinatesToCellName(j+1, i+1)
			require.NoError(t, err)
			require.NoError(t, f.SetCellStr("Sheet1", cell, text))
		}
	}
	var out bytes.Buffer
	require.NoError(t, f.Write(&out))
	return out.Bytes()
}

func read(t require.TestingT, name string, content []byte) calendar.Calendar {
	c, err := holiday.Read(name, content, holiday.Options{Standing: calendar.China()})
	require.NoError(t, err, name)
	return c
}

func TestRead_every_kind_of_file_says_the_same(t *testing.T) {
	t.Parallel()
	table := append([][]string{heading()}, rows()...)
	want := read(t, "2027.json", asJSON(t))
	require.Equal(t, []int{2027}, want.Years())
	require.Len(t, want.Notices()[0].Days, 8)
	require.Equal(t, []string{"国办发明电〔2026〕9号"}, want.Notices()[0].Papers)
	gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes(asCSV(table...))
	require.NoError(t, err)
	titled := append([][]string{{"2027 年放假安排", "", "", ""}}, table...)
	for name, content := range map[string][]byte{
		"plain.csv":     asCSV(table...),
		"bom.csv":       append([]byte("\ufeff"), asCSV(table...)...),
		"gbk.csv":       gbk,
		"tabs.txt":      bytes.ReplaceAll(asCSV(table...), []byte(","), []byte("\t")),
		"titled.csv":    asCSV(titled...),
		"blank.csv":     asCSV(append(table, []string{"", "", "", ""})...),
		"workbook.xlsx": asWorkbook(t, table...),
		"titled.xlsx":   asWorkbook(t, titled...),
		"list.json":     []byte("[" + string(asJSON(t)) + "]"),
		"version.json":  []byte(`{"version":"X","years":[` + string(asJSON(t)) + `]}`),
		"schema.json":   bytes.Replace(asJSON(t), []byte(`"year"`), []byte(`"$schema":"s","$id":"x","year"`), 1),
	} {
		require.Equal(t, want.Digest(), read(t, name, content).Digest(), name)
	}
}

func TestRead_takes_columns_in_any_order_and_dates_as_offices_write_them(t *testing.T) {
	t.Parallel()
	want := read(t, "plain.csv", asCSV(append([][]string{heading()}, rows()...)...)).Digest()
	for name, date := range map[string]func(string) string{
		"slashes": func(d string) string { return strings.ReplaceAll(d, "-", "/") },
		"short":   func(d string) string { return strings.ReplaceAll(strings.ReplaceAll(d, "-0", "-"), "-", ".") },
		"digits":  func(d string) string { return strings.ReplaceAll(d, "-", "") },
		"chinese": func(d string) string { return d[:4] + "年" + d[5:7] + "月" + d[8:] + "日" },
	} {
		table := [][]string{{"依据", "节日名称", "日期", "休/班"}}
		for _, r := range rows() {
			kind := map[string]string{"放假": "休", "上班": "补班"}[r[1]]
			table = append(table, []string{r[3], r[2], date(r[0]), kind})
		}
		require.Equal(t, want, read(t, name+".csv", asCSV(table...)).Digest(), name)
	}
}

// Spreadsheets keep a date as a number, counted from 1900 or from 1904.
func TestRead_dates_that_a_workbook_keeps_as_numbers(t *testing.T) {
	t.Parallel()
	want := read(t, "2027.json", asJSON(t)).Digest()
	for _, since1904 := range []bool{false, true} {
		f := excelize.NewFile()
		require.NoError(t, f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &since1904}))
		require.NoError(t, f.SetSheetRow("Sheet1", "A1", &[]string{"日期", "类型", "名称", "依据", "备注"}))
		for i, r := range rows() {
			d, err := calendar.ParseDate(r[0])
			require.NoError(t, err)
			at := fmt.Sprintf("A%d", i+2)
			require.NoError(t, f.SetSheetRow("Sheet1", at, &[]any{d.Start().UTC().AddDate(0, 0, 1), r[1], r[2], r[3]}))
		}
		var out bytes.Buffer
		require.NoError(t, f.Write(&out))
		c := read(t, "dates.xlsx", out.Bytes())
		require.Equal(t, "2027-01-01", c.Notices()[0].Days[1].Date.String(), "1904: %t", since1904)
		require.Equal(t, want, c.Digest())
	}
}

func TestRead_papers_of_one_year_make_one_notice(t *testing.T) {
	t.Parallel()
	table := append([][]string{heading()}, rows()...)
	table = append(table, []string{"2027-09-03", "放假", "纪念日", "国办发明电〔2027〕3号"})
	c := read(t, "amended.csv", asCSV(table...))
	require.Equal(t, []int{2027}, c.Years())
	require.Equal(t, []string{"国办发明电〔2026〕9号", "国办发明电〔2027〕3号"}, c.Notices()[0].Papers)
	require.Len(t, c.Notices()[0].Days, 9)
}

func TestRead_the_source_stands_in_for_a_basis(t *testing.T) {
	t.Parallel()
	table := [][]string{{"日期", "类型", "名称"}}
	for _, r := range rows() {
		table = append(table, r[:3])
	}
	_, err := holiday.Read("x.csv", asCSV(table...), holiday.Options{})
	require.Equal(t, []string{"1:1 表头缺少“依据”一列；应有：日期、类型、名称、依据"}, said(t, err))
	c, err := holiday.Read("x.csv", asCSV(table...), holiday.Options{Source: "国办发明电〔2026〕9号"})
	require.NoError(t, err)
	require.Equal(t, read(t, "2027.json", asJSON(t)).Digest(), c.Digest())
	bare := bytes.Replace(asJSON(t), []byte(`"国办发明电〔2026〕9号"`), nil, 1)
	_, err = holiday.Read("x.json", bare, holiday.Options{})
	require.Equal(t, []string{"2:10 2027 年没有写依据；请写明通知的文号或网址，或者用 --source 给出"}, said(t, err))
	c, err = holiday.Read("x.json", bare, holiday.Options{Source: "国办发明电〔2026〕9号"})
	require.NoError(t, err)
	require.Equal(t, []string{"国办发明电〔2026〕9号"}, c.Notices()[0].Papers)
}

// said gives place and sentence of every problem.
func said(t require.TestingT, err error) []string {
	var list *holiday.Errors
	require.ErrorAs(t, err, &list)
	require.Equal(t, "calendar_unreadable", fault.ReasonOf(err))
	require.Len(t, fault.As(err).Fields, len(list.Problems))
	out := make([]string, len(list.Problems))
	for i, p := range list.Problems {
		out[i] = strings.TrimSpace(p.String() + " " + p.Sentence())
		require.NotEmpty(t, p.Sentence(), p.Reason)
		require.NotContains(t, p.Sentence(), "{date}")
		require.NotContains(t, p.Sentence(), "{year}")
	}
	return out
}

func TestRead_points_at_every_mistake_in_a_table(t *testing.T) {
	t.Parallel()
	basis := rows()[0][3]
	good := append([][]string{heading()}, rows()...)
	with := func(more ...[]string) [][]string { return append(append([][]string{}, good...), more...) }
	for name, c := range map[string]struct {
		table [][]string
		want  []string
	}{
		"a make-up day on a Monday": {
			with([]string{"2027-03-01", "上班", "春节", basis}),
			[]string{"10:2 2027-03-01 是周一，本来就上班；调休上班只能在周六、周日"},
		},
		"a date twice":     {with([]string{"2027-01-01", "放假", "元旦", basis}), []string{"10:1 2027-01-01 写了两次，第 3 行已经写过"}},
		"a contradiction":  {with([]string{"2027-02-20", "放假", "春节", basis}), []string{"10:1 2027-02-20 写了两次且互相矛盾：第 5 行写的是上班"}},
		"a foreign month":  {with([]string{"2026-11-30", "放假", "元旦", basis}), []string{"10:1 2026-11-30 不属于 2027 年的通知：一年的通知只规定当年和上一年 12 月的日子"}},
		"no such day":      {with([]string{"2027-02-29", "放假", "春节", basis}), []string{"10:1 “2027-02-29”不是日期；请写成 2027-01-01"}},
		"several at once":  {with([]string{"", "调休", "", ""}), []string{"10:1 没有写日期", "10:2 类型“调休”不明确；只能写“放假”或“上班”", "10:4 没有写依据；请写明通知的文号或网址，或者用 --source 给出"}},
		"no kind, no name": {with([]string{"2027-03-07", "", "x", basis}, []string{"2027-03-08", "放假", "", basis}), []string{"10:2 没有写类型；只能写“放假”或“上班”", "11:3 没有写节日名称"}},
		"a short row":      {with([]string{"2027-03-08"}), []string{"10:2 没有写类型；只能写“放假”或“上班”", "10:4 没有写依据；请写明通知的文号或网址，或者用 --source 给出"}},
		"a festival less":  {good[:7], []string{"2:1 2027 年的安排里没有端午节、中秋节、国庆节，文件可能不完整；通知修改时也请给出全年的安排"}},
		"nobody rests":     {[][]string{heading(), {"2027-02-20", "上班", "春节", basis}}, []string{"2:1 2027 年没有一天放假。通知未发布的年度不能导入，否则会被当作已确定"}},
		"no rows":          {[][]string{heading()}, []string{"1:1 表头下面没有内容"}},
		"no heading":       {rows(), []string{"没有找到表头；前 10 行中应有一行写明：日期、类型、名称、依据"}},
		"a column twice":   {append([][]string{{"日期", "类型", "名称", "依据", "文号"}}, rows()...), []string{"1:5 表头中“依据”出现了两次"}},
		"a column less":    {append([][]string{{"日期", "休", "名称", "依据"}}, rows()...), []string{"1:1 表头缺少“类型”一列；应有：日期、类型、名称、依据"}},
	} {
		_, err := holiday.Read("x.csv", asCSV(c.table...), holiday.Options{Standing: calendar.China()})
		require.Equal(t, c.want, said(t, err), name)

		_, err = holiday.Read("x.xlsx", asWorkbook(t, c.table...), holiday.Options{Standing: calendar.China()})
		var list *holiday.Errors
		require.ErrorAs(t, err, &list, name)
		require.Len(t, list.Problems, len(c.want), name)
		for i, p := range list.Problems {
			if at, _, _ := strings.Cut(c.want[i], " "); strings.Contains(at, ":") {
				cell, cellErr := excelize.CoordinatesToCellName(p.Column, p.Line)
				require.NoError(t, cellErr)
				require.Equal(t, at, fmt.Sprintf("%d:%d", p.Line, p.Column), name)
				require.Equal(t, "Sheet1!"+cell, p.String(), name)
			}
		}
	}
}

func TestRead_points_at_every_mistake_in_json(t *testing.T) {
	t.Parallel()
	good := string(asJSON(t))
	edit := func(old, replacement string) string {
		require.Contains(t, good, old)
		return strings.Replace(good, old, replacement, 1)
	}
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"not a date":      {edit("2026-12-31", "31.12.2026"), []string{"9:12 “31.12.2026”不是日期；请写成 2027-01-01"}},
		"no such day":     {edit("2026-12-31", "2026-02-30"), []string{"9:12 “2026-02-30”不是日期；请写成 2027-01-01"}},
		"make-up weekday": {edit(`"2027-02-20",`, `"2027-02-19",`), []string{"25:16 2027-02-19 是周五，本来就上班；调休上班只能在周六、周日"}},
		"twice":           {edit("2027-01-01", "2026-12-31"), []string{"14:12 2026-12-31 写了两次，第 9 行已经写过"}},
		"a flag as text":  {edit("true", `"true"`), []string{"10:16 这里只能写 true（放假）或 false（上班）"}},
		"a number":        {edit(`"元旦"`, "1"), []string{"8:12 这里应是加引号的文字"}},
		"nameless":        {edit(`"元旦"`, `" "`), []string{"8:12 没有写节日名称"}},
		"unknown key":     {edit(`"name": "元旦"`, `"holiday": {"a":[1]}, "name": "元旦"`), []string{"8:4 不认识的名称“holiday”；这里可以写：name、date、isOffDay、note"}},
		"key twice":       {edit(`"name": "元旦"`, `"name": "x", "name": "元旦"`), []string{"8:17 “name”写了两次"}},
		"missing flag":    {edit(",\n   \"isOffDay\": true", ""), []string{"7:3 缺少“isOffDay”"}},
		"year as text":    {edit("2027,", `"2027",`), []string{"2:10 这里应是年度，如 2027，不加引号", "2:10 年度“-1”不对，应在 1950 与 2200 之间"}},
		"days no list":    {`{"year":2027,"papers":["p"],"days":{}}`, []string{"1:36 这里应是一个列表 [ … ]"}},
		"cut off":         {good[:200], []string{"14:22 JSON 没有写完，缺少结尾的括号"}},
		"a comma less":    {edit("2027,", "2027"), []string{"3:2 JSON 语法有误，请检查这里及前面的引号、逗号和括号"}},
		"two values":      {good + "{}", []string{"48:2 JSON 结束以后还有内容"}},
		"both forms":      {`{"years":[],"year":2027,"days":[]}`, []string{"1:20 year 和 years 只能写一个"}},
		"neither form":    {`{"version":"x"}`, []string{"1:1 没有写年度：应有 year 和 days，或者 years"}},
		"no years":        {`[]`, []string{"没有写年度：应有 year 和 days，或者 years"}},
		"an empty year":   {`{"year":2027,"papers":[],"days":[]}`, []string{"1:9 2027 年没有写依据；请写明通知的文号或网址，或者用 --source 给出", "1:9 2027 年没有一天放假。通知未发布的年度不能导入，否则会被当作已确定"}},
		"a year twice":    {"[" + good + ",\n" + good + "]", []string{"50:10 2027 年写了两次，第 2 行已经写过"}},
		"a year far off":  {`{"year":1066,"papers":["p"],"days":[]}`, []string{"1:9 年度“1066”不对，应在 1950 与 2200 之间"}},
		"no list of days": {`[1]`, []string{"1:2 这里应是一组 {\"名称\": 值}"}},
	} {
		_, err := holiday.Read("x.json", []byte(c.text), holiday.Options{})
		require.Equal(t, c.want, said(t, err), name)
	}
}

func TestRead_refuses_what_is_no_such_file(t *testing.T) {
	t.Parallel()
	two := excelize.NewFile()
	_, err := two.NewSheet("other")
	require.NoError(t, err)
	for _, sheet := range two.GetSheetList() {
		require.NoError(t, two.SetSheetRow(sheet, "A1", &[]string{"日期", "类型"}))
	}
	var ambiguous bytes.Buffer
	require.NoError(t, two.Write(&ambiguous))
	many := [][]string{heading()}
	for range 2001 {
		many = append(many, rows()[0])
	}
	for name, c := range map[string]struct {
		content []byte
		want    string
	}{
		"empty.csv":   {[]byte(" \n"), "文件里没有内容"},
		"old.xls":     {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "这是旧版 .xls 工作簿，请另存为 .xlsx"},
		"broken.xlsx": {[]byte("PK\x03\x04 and nothing more"), "工作簿打不开，可能已损坏或加了密码，请重新另存为 .xlsx"},
		"image.png":   {[]byte("\x89PNG\r\n\x1a\n\x00\x00"), "不认识这种文件；请用 .json、.csv、.xlsx 或 .ics"},
		"text.json":   {[]byte("hello"), "1:1 JSON 语法有误，请检查这里及前面的引号、逗号和括号"},
		"bytes.csv":   {[]byte("\xff\xfe\xff,x\n"), "文字既不是 UTF-8 也不是 GBK 编码，请另存为“CSV UTF-8”"},
		"quotes.csv":  {[]byte("日期,类型\n\"a\"b,c\n"), "2:1 CSV 格式有误，请检查这一行的引号"},
		"large.csv":   {bytes.Repeat([]byte("x"), holiday.MaxSize+1), "文件超过 8 MB，一年的放假安排不应这么大"},
		"long.csv":    {asCSV(many...), "2002:1 超过 2000 行，一份放假安排不应这么长"},
		"two.xlsx":    {ambiguous.Bytes(), "有几张工作表都有表头（Sheet1 other），请只留下一张"},
	} {
		_, err := holiday.Read(name, c.content, holiday.Options{})
		require.Equal(t, []string{c.want}, said(t, err), name)
	}
}

// A day that the notice of another year rules already is a contradiction, even
// if both say the same; a notice for the same year takes its place.
func TestRead_holds_a_file_against_what_stands(t *testing.T) {
	t.Parallel()
	standing := read(t, "2027.json", asJSON(t))
	_, err := holiday.Read("again.json", asJSON(t), holiday.Options{Standing: standing})
	require.NoError(t, err)
	earlier := bytes.ReplaceAll(asJSON(t), []byte(`: 2027,`), []byte(`: 2026,`))
	earlier = bytes.ReplaceAll(earlier, []byte(`"2027-`), []byte(`"2026-`))
	earlier = bytes.ReplaceAll(earlier, []byte(`2026-02-20`), []byte(`2026-02-21`))
	_, err = holiday.Read("2026.json", earlier, holiday.Options{Standing: standing})
	require.Equal(t, []string{"9:12 2026-12-31 已由 2027 年的通知规定为放假；请先核对两份通知"}, said(t, err))
}

// The shipped calendar is made of public files, so it must read as one.
func TestRead_the_shipped_calendar(t *testing.T) {
	t.Parallel()
	china := calendar.China()
	for _, n := range china.Notices() {
		one, err := calendar.New("", []calendar.Notice{n})
		require.NoError(t, err)
		text, err := json.Marshal(one)
		require.NoError(t, err)
		c, err := holiday.Read("x.json", text, holiday.Options{Standing: china})
		require.NoError(t, err, n.Year)
		require.Equal(t, one.Digest(), c.Digest())
	}
}

// Whatever the bytes, there is an answer or a list of problems that have words.
func TestRead_answers_to_anything(t *testing.T) {
	t.Parallel()
	seeds := [][]byte{asJSON(t), asICS(events(plainly)...), asCSV(append([][]string{heading()}, rows()...)...), asWorkbook(t, append([][]string{heading()}, rows()...)...)}
	rapid.Check(t, func(t *rapid.T) {
		content := bytes.Clone(rapid.SampledFrom(seeds).Draw(t, "seed"))
		for range rapid.IntRange(0, 4).Draw(t, "edits") {
			at := rapid.IntRange(0, len(content)-1).Draw(t, "at")
			if rapid.Bool().Draw(t, "cut") {
				content = append(content[:at:at], content[min(len(content), at+rapid.IntRange(1, 9).Draw(t, "length")):]...)
			} else {
				content[at] = rapid.Byte().Draw(t, "byte")
			}
			if len(content) == 0 {
				break
			}
		}
		c, err := holiday.Read("x", content, holiday.Options{})
		if _, ok := errors.AsType[*holiday.Errors](err); !ok {
			require.NoError(t, err)
			require.NotEmpty(t, c.Years())
			return
		}
		said(t, err)
	})
}

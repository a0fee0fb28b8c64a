package typeset_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/fault"
	"jiheng/internal/typeset"
	"jiheng/internal/typeset/typesettest"
)

// long is a table of so many rows with merged cells and two rows of headings.
func long(rows int) typeset.Document {
	table := typeset.Table{
		Caption: "项目明细", Unit: "单位：元",
		Columns: []typeset.Column{{Share: 15}, {Share: 6, Align: typeset.AlignCenter}, {Share: 25}, {Share: 15, Align: typeset.AlignRight}, {Share: 30}},
		Head:    [][]typeset.Cell{{{Text: "一级指标", Down: 2}, {Text: "序号", Down: 2}, {Text: "项目情况", Across: 3}}, typeset.Cells("名称", "金额", "说明")},
	}
	for i := range rows {
		row := typeset.Cells(fmt.Sprintf("第%d行", i), strings.Repeat("服务大厅运行维护", 1+i%4), "1,234,567.89", "按合同约定支付，验收合格。")
		if i%6 == 0 {
			row = append([]typeset.Cell{{Text: "第" + typeset.Numeral(i/6+1) + "组", Down: min(6, rows-i)}}, row...)
		}
		table.Rows = append(table.Rows, row)
	}
	return typeset.Document{
		Title: "明细表", Author: "某单位", Day: time.Date(2020, 8, 27, 0, 0, 0, 0, time.UTC),
		Blocks: []typeset.Block{typeset.Heading{Level: 1, Text: "明细"}, table, typeset.Paragraph{Text: "完。"}},
	}
}

func pdf(t testing.TB, d typeset.Document) []byte {
	t.Helper()
	var buf bytes.Buffer
	require.NoError(t, d.WritePDF(&buf))
	return buf.Bytes()
}

func docx(t testing.TB, d typeset.Document) []byte {
	t.Helper()
	var buf bytes.Buffer
	require.NoError(t, d.WriteDOCX(&buf))
	return buf.Bytes()
}

func TestPDF_splits_long_tables_and_repeats_their_headings(t *testing.T) {
	t.Parallel()
	pages := typesettest.PDF(t, pdf(t, long(500)))
	require.Greater(t, len(pages), 30)
	seen := 0
	for i, page := range pages {
		require.True(t, strings.HasPrefix(page, fmt.Sprintf("— %d —\n", i+1)), "page %d has its number", i+1)
		require.Contains(t, page, "序号\n", "page %d has the headings", i+1)
		seen += strings.Count(page, "1,234,567.89")
	}
	require.Equal(t, 500, seen)
	require.Contains(t, pages[len(pages)-1], "完。")
}

func TestPDF_prints_a_row_that_is_longer_than_a_page(t *testing.T) {
	t.Parallel()
	d := long(1)
	var lines []string
	for i := range 200 {
		lines = append(lines, fmt.Sprintf("第%d条。", i))
	}
	table := d.Blocks[1].(typeset.Table)
	table.Rows[0][4].Text = strings.Join(lines, "\n")
	d.Blocks[1] = table
	text := strings.Join(typesettest.PDF(t, pdf(t, d)), "")
	for _, line := range lines {
		require.Equal(t, 1, strings.Count(text, line+"\n"), line)
	}
}

func TestPDF_says_which_characters_it_lacks_and_drops_none(t *testing.T) {
	t.Parallel()
	d := typeset.Document{Title: "报告", Blocks: []typeset.Block{typeset.Paragraph{Text: "罕用字𠮷、㛃，常用字龘、囧。"}}}
	text := strings.Join(typesettest.PDF(t, pdf(t, d)), "")
	require.Contains(t, text, "罕用字𠮷、㛃，常用字龘、囧。", "what is copied is what was written")
	require.Contains(t, text, "注：本件有2个字不在所用字库中，以“〓”代替，复制文字时仍为原字：U+36C3、\nU+20BB7。")
	d.Blocks = nil
	require.NotContains(t, strings.Join(typesettest.PDF(t, pdf(t, d)), ""), "字库")
}

func TestPDF_and_DOCX_equal_input_gives_equal_bytes(t *testing.T) {
	t.Parallel()
	wantPDF, wantDOCX := pdf(t, long(40)), docx(t, long(40))
	for range 5 {
		require.Equal(t, wantPDF, pdf(t, long(40)))
		require.Equal(t, wantDOCX, docx(t, long(40)))
	}
	for _, no := range []string{"CreationDate", "ModDate", "/Metadata"} {
		require.NotContains(t, string(wantPDF), no)
	}
}

func TestPDF_embeds_its_fonts_and_other_programs_read_it(t *testing.T) {
	t.Parallel()
	content := pdf(t, long(3))
	require.Less(t, len(content), 100<<10, "only what is used is embedded")
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("poppler-utils is not installed")
	}
	path := filepath.Join(t.TempDir(), "a.pdf")
	require.NoError(t, os.WriteFile(path, content, 0o600))
	fonts, err := exec.CommandContext(t.Context(), "pdffonts", path).CombinedOutput() //nolint:gosec // Our own file.
	require.NoError(t, err)
	require.Equal(t, 2, strings.Count(string(fonts), "yes yes yes"), "%s", fonts)
	require.NotContains(t, string(fonts), "rror")
	text, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", path, "-").CombinedOutput() //nolint:gosec // Our own file.
	require.NoError(t, err)
	for _, want := range []string{"明细表", "一、明细", "单位：元", "1,234,567.89", "按合同约定支付，验收合格。", "完。"} {
		require.Contains(t, string(text), want)
	}
	require.NotContains(t, string(text), "rror")
}

func TestDOCX_names_the_fonts_of_officials_and_repeats_headings(t *testing.T) {
	t.Parallel()
	content := docx(t, long(7))
	styles, body := typesettest.Part(t, content, "word/styles.xml"), typesettest.Part(t, content, "word/document.xml")
	for _, font := range []string{"方正小标宋简体", "黑体", "仿宋_GB2312", "楷体_GB2312"} {
		require.Contains(t, styles, `w:eastAsia="`+font+`"`)
	}
	require.Equal(t, 2, strings.Count(body, "<w:tblHeader/>"))
	require.Equal(t, 3, strings.Count(body, `<w:vMerge w:val="restart"/>`), "two headings and the first group; the second has one row")
	require.Contains(t, body, `<w:gridSpan w:val="3"/>`)
	require.Contains(t, body, `<w:pgSz w:w="11906" w:h="16838"/>`)
	require.Contains(t, typesettest.Part(t, content, "word/footer1.xml"), " PAGE ")
}

func TestHeadings_count_as_official_papers_do(t *testing.T) {
	t.Parallel()
	var d typeset.Document
	for _, level := range []int{1, 2, 2, 3, 3, 4, 1, 2} {
		d.Blocks = append(d.Blocks, typeset.Heading{Level: level, Text: "节"})
	}
	require.Equal(t, "一、节\n（一）节\n（二）节\n1.节\n2.节\n（1）节\n二、节\n（一）节\n", typesettest.DOCX(t, docx(t, d)))
	for n, want := range map[int]string{1: "一", 9: "九", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 99: "九十九", 100: "100"} {
		require.Equal(t, want, typeset.Numeral(n))
	}
}

func TestTables_that_do_not_add_up_are_refused(t *testing.T) {
	t.Parallel()
	for name, rows := range map[string][][]typeset.Cell{
		"too few":       {typeset.Cells("a")},
		"too many":      {typeset.Cells("a", "b", "c")},
		"too wide":      {{{Text: "a"}, {Text: "b", Across: 2}}},
		"into another":  {{{Text: "a"}, {Text: "b", Down: 2}}, {{Text: "c", Across: 2}}},
		"below the end": {{{Text: "a", Down: 2}, {Text: "b"}}},
	} {
		d := typeset.Document{Blocks: []typeset.Block{typeset.Table{Columns: make([]typeset.Column, 2), Rows: rows}}}
		for _, write := range []func(io.Writer) error{d.WriteDOCX, d.WritePDF} {
			err := write(io.Discard)
			require.Equal(t, typeset.ReasonUnprintable, fault.ReasonOf(err), name)
			require.Equal(t, "row_length_differs", fault.As(err).Fields[0].Reason, name)
		}
	}
}

// Whatever the text and the table, a PDF holds every character of it.
func TestPDF_holds_every_character(t *testing.T) {
	t.Parallel()
	words := rapid.StringOfN(rapid.SampledFrom([]rune("绩效自评，。“”（）《》……——、ab1,23.4% /-𠮷㛃\n")), 1, 400, -1)
	rapid.Check(t, func(rt *rapid.T) {
		text, cell := words.Draw(rt, "text"), words.Draw(rt, "cell")
		down := rapid.IntRange(1, 3).Draw(rt, "down")
		table := typeset.Table{Columns: []typeset.Column{{Share: 1}, {Share: rapid.IntRange(1, 30).Draw(rt, "share")}}, Head: [][]typeset.Cell{typeset.Cells("甲", "乙")}}
		for i := range down {
			row := typeset.Cells(cell)
			if i == 0 {
				row = []typeset.Cell{{Text: cell, Down: down}, {Text: cell}}
			}
			table.Rows = append(table.Rows, row)
		}
		d := typeset.Document{Blocks: []typeset.Block{typeset.Paragraph{Text: text}, table}, Landscape: rapid.Bool().Draw(rt, "landscape")}
		want, got := count(text+strings.Repeat(cell, down+1)), count(strings.Join(typesettest.PDF(t, pdf(t, d)), ""))
		for r, n := range want {
			require.GreaterOrEqual(rt, got[r], n, "%q", r)
		}
	})
}

func count(text string) map[rune]int {
	out := make(map[rune]int)
	for _, r := range text {
		if r > ' ' {
			out[r]++
		}
	}
	return out
}

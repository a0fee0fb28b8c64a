package workbook_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/workbook"
)

// rezipped is a workbook whose sheet has been changed, with more parts.
func rezipped(t *testing.T, content []byte, sheet func(string) string, more ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	r, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	require.NoError(t, err)
	for _, part := range r.File {
		from, err := part.Open()
		require.NoError(t, err)
		text, err := io.ReadAll(from)
		require.NoError(t, err)
		if part.Name == "xl/worksheets/sheet1.xml" {
			text = []byte(sheet(string(text)))
		}
		to, err := w.Create(part.Name)
		require.NoError(t, err)
		_, err = to.Write(text)
		require.NoError(t, err)
	}
	for _, name := range more {
		to, err := w.Create(name)
		require.NoError(t, err)
		_, err = to.Write([]byte("x"))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return out.Bytes()
}

func simpleList(t *testing.T) []byte {
	t.Helper()
	return book(t, [][]any{{"项目名称", "承办科室", "金额（元）"}, {"甲", "乙", 1}})
}

// Each of these reads whole in a few kilobytes, and would be unfolded to
// millions of cells.
func TestRead_refuses_what_unfolds_to_too_much(t *testing.T) {
	t.Parallel()
	var wide, tall, away strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&wide, `<row r="%d"><c r="XFD%d"/></row>`, i+3, i+3)
		fmt.Fprintf(&away, `<c r="XFD%d"/>`, i+3)
	}
	for i := range 5001 {
		fmt.Fprintf(&tall, `<row><c t="n"><v>%d</v></c></row>`, i)
	}
	after := map[string]string{
		"one cell over and over":    `<row r="60">` + strings.Repeat(`<c r="A60"/>`, 2_000_000) + `</row>`,
		"a hundred thousand of one": `<row r="60">` + strings.Repeat(`<c r="A60"/>`, 100_000) + `</row>`,
		"rows to the last column":   wide.String(),
		"cells of other rows":       `<row>` + away.String() + `</row>`,
		"rows without a number":     tall.String(),
	}
	for name, rows := range after {
		content := rezipped(t, simpleList(t), func(s string) string { return strings.Replace(s, "</sheetData>", rows+"</sheetData>", 1) })
		r := read(t, workbook.KindProjects, content)
		require.Empty(t, r.Projects, name)
		require.Contains(t, []string{workbook.ReasonTooBig, workbook.ReasonTooManyCells}, r.Problems[0].Reason, name)
	}
	var merged strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&merged, `<mergeCell ref="A%d:B%d"/>`, 2*i+10, 2*i+11)
	}
	content := rezipped(t, simpleList(t), func(s string) string {
		return strings.Replace(s, "</sheetData>", "</sheetData><mergeCells>"+merged.String()+"</mergeCells>", 1)
	})
	require.Equal(t, workbook.ReasonTooManyCells, read(t, workbook.KindProjects, content).Problems[0].Reason)
}

// A form of somebody who formatted far more than the table is still read.
func TestRead_takes_a_sheet_with_formats_around_the_table(t *testing.T) {
	t.Parallel()
	var rest strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&rest, `<row r="%d"><c r="A%d" s="0"/><c r="Z%d" s="0"/></row>`, i+3, i+3, i+3)
	}
	rest.WriteString(`<row r="1048576"><c r="A1048576" s="0"/></row>`)
	content := rezipped(t, simpleList(t), func(s string) string { return strings.Replace(s, "</sheetData>", rest.String()+"</sheetData>", 1) })
	r := read(t, workbook.KindProjects, content)
	require.Empty(t, sentences(r))
	require.Len(t, r.Projects, 1)
}

// What an upload is refused for, a form to be read is refused for.
func TestRead_refuses_what_an_upload_is_refused_for(t *testing.T) {
	t.Parallel()
	same := func(s string) string { return s }
	for part, reason := range map[string]string{
		"xl/vbaProject.bin":                  workbook.ReasonMacro,
		"xl/macrosheets/sheet1.xml":          workbook.ReasonMacro,
		"../../etc/x":                        workbook.ReasonUnsafe,
		"xl/worksheets/sheet1.xml":           workbook.ReasonUnsafe,
		"xl/externalLinks/externalLink1.xml": workbook.ReasonExternal,
		"xl/embeddings/oleObject1.bin":       workbook.ReasonObject,
	} {
		r := read(t, workbook.KindProjects, rezipped(t, simpleList(t), same, part))
		require.Empty(t, r.Projects, part)
		require.Equal(t, reason, r.Problems[0].Reason, part)
	}
	dde := rezipped(t, simpleList(t), func(s string) string {
		return strings.Replace(s, "</sheetData>", `<row r="9"><c r="A9"><f>cmd|'/c calc'!A0</f></c></row></sheetData>`, 1)
	})
	require.NotEmpty(t, read(t, workbook.KindProjects, dde).Problems)
}

// Package typesettest reads back what typeset printed, for tests.
package typesettest

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
)

// DOCX gives the text of a .docx: a paragraph a line, the cells of a row on
// one line with bars between them.
func DOCX(t testing.TB, content []byte) string {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(Part(t, content, "word/document.xml")))
	var out strings.Builder
	inRow, inText := false, false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out.String()
		}
		require.NoError(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			inText = token.Name.Local == "t"
			inRow = inRow || token.Name.Local == "tr"
			if token.Name.Local == "br" {
				out.WriteString("/")
			}
		case xml.CharData:
			if inText {
				out.Write(token)
			}
		case xml.EndElement:
			inText = false
			switch {
			case token.Name.Local == "tr":
				inRow = false
				out.WriteString("\n")
			case token.Name.Local == "tc":
				out.WriteString("|")
			case token.Name.Local == "p" && !inRow:
				out.WriteString("\n")
			}
		}
	}
}

// Part gives a part of a .docx.
func Part(t testing.TB, content []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	require.NoError(t, err)
	f, err := z.Open(name)
	require.NoError(t, err)
	text, err := io.ReadAll(f)
	require.NoError(t, err)
	return string(text)
}

var (
	streams = regexp.MustCompile(`(?s)stream\r?\n(.*?)\nendstream`)
	mapping = regexp.MustCompile(`<([0-9A-F]{4})> <([0-9A-F]+)>\n`)
	fonts   = regexp.MustCompile(`(\d+) 0 obj\n<</Type/Font/Subtype/Type0.*?/ToUnicode (\d+) 0 R`)
	places  = regexp.MustCompile(`/F(\d) (\d+) 0 R`)
	shown   = regexp.MustCompile(`/F(\d) |<([0-9A-F]+)> Tj|ET|ActualText<FEFF([0-9A-F]+)>|EMC`)
)

// PDF gives the text of a .pdf that typeset printed, page by page, a line a
// line, as programs find it by the map that each font carries.
func PDF(t testing.TB, content []byte) []string {
	t.Helper()
	unicode := make(map[string]map[string]string) // by font
	for _, place := range places.FindAllSubmatch(content, -1) {
		for _, font := range fonts.FindAllSubmatch(content, -1) {
			if string(font[1]) == string(place[2]) {
				unicode[string(place[1])] = characters(t, object(t, content, string(font[2])))
			}
		}
	}
	var pages []string
	for _, s := range streams.FindAllSubmatch(content, -1) {
		if text := unpacked(t, s[1]); bytes.HasPrefix(text, []byte("BT")) {
			pages = append(pages, pageText(unicode, text))
		}
	}
	return pages
}

func object(t testing.TB, content []byte, number string) []byte {
	t.Helper()
	at := bytes.Index(content, []byte("\n"+number+" 0 obj"))
	require.GreaterOrEqual(t, at, 0)
	return unpacked(t, streams.FindSubmatch(content[at:])[1])
}

func unpacked(t testing.TB, packed []byte) []byte {
	t.Helper()
	z, err := zlib.NewReader(bytes.NewReader(packed))
	require.NoError(t, err)
	text, err := io.ReadAll(z)
	require.NoError(t, err)
	return text
}

func characters(t testing.TB, cmap []byte) map[string]string {
	t.Helper()
	out := make(map[string]string)
	for _, m := range mapping.FindAllSubmatch(cmap, -1) {
		out[string(m[1])] = decoded(string(m[2]))
	}
	return out
}

func decoded(hex string) string {
	var units []uint16
	for i := 0; i+4 <= len(hex); i += 4 {
		unit, err := strconv.ParseUint(hex[i:i+4], 16, 16)
		if err != nil {
			return fmt.Sprintf("<%s>", hex)
		}
		units = append(units, uint16(unit))
	}
	return string(utf16.Decode(units))
}

func pageText(unicode map[string]map[string]string, content []byte) string {
	var out strings.Builder
	font, instead := "", false
	for _, m := range shown.FindAllSubmatch(content, -1) {
		switch {
		case len(m[1]) > 0:
			font = string(m[1])
		case len(m[2]) > 0 && !instead:
			for i := 0; i+4 <= len(m[2]); i += 4 {
				out.WriteString(unicode[font][string(m[2][i:i+4])])
			}
		case len(m[3]) > 0:
			instead = true
			out.WriteString(decoded(string(m[3])))
		case string(m[0]) == "EMC":
			instead = false
		case string(m[0]) == "ET":
			out.WriteString("\n")
		}
	}
	return out.String()
}

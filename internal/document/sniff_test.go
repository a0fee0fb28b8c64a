package document_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"jiheng/internal/document"
	"jiheng/internal/fault"
)

const (
	wordTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
	office    = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	pdfBytes  = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\nxref\n0 1\n0000000000 65535 f \ntrailer\n<<>>\nstartxref\n29\n%%EOF\n"
)

// part is one part of a packed file under test.
type part struct{ name, content string }

// packed makes a ZIP of parts, in order.
func packed(t testing.TB, parts ...part) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, p := range parts {
		f, err := w.Create(p.name)
		require.NoError(t, err)
		_, err = io.WriteString(f, p.content)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return buf.Bytes()
}

func docx(t testing.TB, more ...part) []byte {
	t.Helper()
	return packed(t, append([]part{
		{"[Content_Types].xml", wordTypes},
		{"_rels/.rels", links(office+"officeDocument", "word/document.xml", "")},
		{"word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>`},
	}, more...)...)
}

func links(kind, target, mode string) string {
	if mode != "" {
		mode = ` TargetMode="` + mode + `"`
	}
	return `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + kind + `" Target="` + target + `"` + mode + `/></Relationships>`
}

func xlsx(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	var buf bytes.Buffer
	require.NoError(t, f.Write(&buf))
	return buf.Bytes()
}

// ole makes something like a compound file. The first name lies across the
// end of the first 64 KiB.
func ole(streams ...string) []byte {
	content := append([]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}, make([]byte, 65520)...)
	for _, stream := range streams {
		for _, unit := range utf16.Encode([]rune(stream + "\x00")) {
			content = binary.LittleEndian.AppendUint16(content, unit)
		}
		content = append(content, make([]byte, 100)...)
	}
	return content
}

func picture(t testing.TB, encode func(io.Writer, image.Image) error) []byte {
	t.Helper()
	var buf bytes.Buffer
	require.NoError(t, encode(&buf, image.NewGray(image.Rect(0, 0, 3, 3))))
	return buf.Bytes()
}

func asJPEG(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, nil) }

func sniff(name string, content []byte) (document.Kind, error) {
	return document.Sniff(name, bytes.NewReader(content), int64(len(content)))
}

func TestSniff_takes_files_that_are_what_they_say(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		content []byte
		want    document.Kind
	}{
		{"自评报告.pdf", []byte(pdfBytes), document.Kind{Extension: "pdf", MediaType: "application/pdf"}},
		{"自评报告.PDF", []byte(pdfBytes), document.Kind{Extension: "pdf", MediaType: "application/pdf"}},
		{"验收.png", picture(t, png.Encode), document.Kind{Extension: "png", MediaType: "image/png"}},
		{"验收.jpg", picture(t, asJPEG), document.Kind{Extension: "jpg", MediaType: "image/jpeg"}},
		{"验收.JPEG", picture(t, asJPEG), document.Kind{Extension: "jpg", MediaType: "image/jpeg"}},
		{"说明.txt", []byte("整体支出完成率98.24%\r\n"), document.Kind{Extension: "txt", MediaType: "text/plain"}},
		{"gb18030.txt", []byte("\xd5\xe3\xcc\xe5\xd6\xa7\xb3\xf6\xcd\xea\xb3\xc9\xc2\xca"), document.Kind{Extension: "txt", MediaType: "text/plain"}},
		{"utf16.txt", []byte("\xff\xfea\x00b\x00"), document.Kind{Extension: "txt", MediaType: "text/plain"}},
		{"台账.csv", []byte("项目,金额\n甲,1\n乙,2\n"), document.Kind{Extension: "csv", MediaType: "text/csv"}},
		{"报告.docx", docx(t), document.Kind{Extension: "docx", MediaType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}},
		{"数据表.xlsx", xlsx(t), document.Kind{Extension: "xlsx", MediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}},
		{"发票.ofd", packed(t, part{"OFD.xml", "<ofd:OFD/>"}, part{"Doc_0/Document.xml", "<x/>"}), document.Kind{Extension: "ofd", MediaType: "application/ofd"}},
		{"旧报告.doc", ole("Root Entry", "WordDocument"), document.Kind{Extension: "doc", MediaType: "application/msword", Legacy: true}},
		{"旧表.xls", ole("Root Entry", "Workbook"), document.Kind{Extension: "xls", MediaType: "application/vnd.ms-excel", Legacy: true}},
		{"更旧的表.xls", ole("Book"), document.Kind{Extension: "xls", MediaType: "application/vnd.ms-excel", Legacy: true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := sniff(tt.name, tt.content)
			require.NoError(t, err)
			require.Equal(t, tt.want, got)
		})
	}
}

func TestSniff_refuses_what_is_not_what_it_says(t *testing.T) {
	t.Parallel()
	exe := append([]byte("MZ\x90\x00"), make([]byte, 600)...)
	html := []byte("<!DOCTYPE html><html><script>alert(1)</script></html>")
	lateBinary := append(bytes.Repeat([]byte("支出\n"), 40000), 0)
	macroTypes := strings.Replace(wordTypes, "vnd.openxmlformats-officedocument.wordprocessingml.document.main", "vnd.ms-word.document.macroEnabled.main", 1)
	binTypes := strings.Replace(wordTypes, "<Override", `<Default Extension="BIN" ContentType="application/vnd.ms-office.vbaProject"/><Override`, 1)
	_, err := sniff("a.docx", packed(t, part{"[Content_Types].xml", binTypes}, part{"word/document.xml", "<x/>"}))
	require.NoError(t, err, "a kind of part that there is none of")
	tests := []struct {
		about, name string
		content     []byte
		reason      string
		found       string
	}{
		{"program by its ending", "a.docx", packed(t, part{"[Content_Types].xml", binTypes}, part{"word/document.xml", "<x/>"}, part{"word/x.bin", "x"}), document.ReasonMacro, "application/vnd.ms-office.vbaProject"},
		{"program as pdf", "a.pdf", exe, document.ReasonMismatch, "application/vnd.microsoft.portable-executable"},
		{"page as pdf", "a.pdf", html, document.ReasonMismatch, "text/html"},
		{"page as text", "a.txt", html, document.ReasonMismatch, "text/html"},
		{"page as table", "a.csv", html, document.ReasonMismatch, "text/html"},
		{"drawing that runs as text", "a.txt", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="x()"></svg>`), document.ReasonMismatch, "image/svg+xml"},
		{"text that turns binary", "a.txt", lateBinary, document.ReasonMismatch, "application/octet-stream"},
		{"picture under another type", "a.png", picture(t, asJPEG), document.ReasonMismatch, "image/jpeg"},
		{"workbook as document", "a.docx", xlsx(t), document.ReasonMismatch, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		{"document as workbook", "a.xlsx", docx(t), document.ReasonMismatch, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{"plain zip as document", "a.docx", packed(t, part{"a.txt", "x"}), document.ReasonMismatch, "application/zip"},
		{"document without main part", "a.docx", packed(t, part{"[Content_Types].xml", wordTypes}), document.ReasonMismatch, "application/zip"},
		{"password-protected document", "a.docx", ole("EncryptedPackage"), document.ReasonMismatch, "application/x-ole-storage"},
		{"plain zip as ofd", "a.ofd", packed(t, part{"a.txt", "x"}), document.ReasonMismatch, "application/zip"},
		{"old workbook as old document", "a.doc", ole("Workbook"), document.ReasonMismatch, "application/x-ole-storage"},
		{"page as old document", "a.doc", html, document.ReasonMismatch, "text/html"},
		{"page", "a.html", html, document.ReasonNotAllowed, "html"},
		{"program", "a.exe", exe, document.ReasonNotAllowed, "exe"},
		{"macro document by name", "a.docm", docx(t), document.ReasonNotAllowed, "docm"},
		{"archive", "a.zip", docx(t), document.ReasonNotAllowed, "zip"},
		{"no extension", "a", []byte("x"), document.ReasonNotAllowed, ""},
		{"empty", "a.pdf", nil, document.ReasonEmpty, ""},
		{"bad name", "a\u202efdp.pdf", []byte(pdfBytes), document.ReasonName, "character"},
		{"macro part", "a.docx", docx(t, part{"word/vbaProject.bin", "x"}), document.ReasonMacro, "word/vbaProject.bin"},
		{"macro part, other case", "a.docx", docx(t, part{"word/VBAPROJECT.BIN", "x"}), document.ReasonMacro, "word/VBAPROJECT.BIN"},
		{"macro document renamed", "a.docx", packed(t, part{"[Content_Types].xml", macroTypes}, part{"word/document.xml", "<x/>"}), document.ReasonMacro, "application/vnd.ms-word.document.macroEnabled.main+xml"},
		{"control that runs", "a.docx", docx(t, part{"word/activeX/activeX1.bin", "x"}), document.ReasonMacro, "word/activeX/activeX1.bin"},
		{"old macro sheet", "a.xlsx", docx(t, part{"xl/macrosheets/sheet1.xml", "<x/>"}), document.ReasonMacro, "xl/macrosheets/sheet1.xml"},
		{"macro in old document", "a.doc", ole("WordDocument", "_VBA_PROJECT"), document.ReasonMacro, "_VBA_PROJECT"},
		{"template from afar", "a.docx", docx(t, part{"word/_rels/settings.xml.rels", links(office+"attachedTemplate", "http://evil.example/t.dotm", "External")}), document.ReasonExternalLink, "attachedTemplate"},
		{"template from a share", "a.docx", docx(t, part{"word/_rels/settings.xml.rels", links(office+"attachedTemplate", "file:///\\\\evil\\t.dotm", "External")}), document.ReasonExternalLink, "attachedTemplate"},
		{"object from afar", "a.docx", docx(t, part{"word/_rels/document.xml.rels", links(office+"oleObject", "mhtml:http://evil.example", "external")}), document.ReasonExternalLink, "oleObject"},
		{"picture from afar", "a.docx", docx(t, part{"word/_rels/document.xml.rels", links(office+"image", "http://evil.example/1.png", "External")}), document.ReasonExternalLink, "image"},
		{"workbook from afar", "a.xlsx", docx(t, part{"xl/externalLinks/externalLink1.xml", "<x/>"}), document.ReasonExternalLink, "xl/externalLinks/externalLink1.xml"},
		{"climbing part", "a.docx", docx(t, part{"../../evil", "x"}), document.ReasonArchive, "../../evil"},
		{"absolute part", "a.docx", docx(t, part{"/etc/passwd", "x"}), document.ReasonArchive, "/etc/passwd"},
		{"part with backslash", "a.docx", docx(t, part{`word\x.xml`, "x"}), document.ReasonArchive, `word\x.xml`},
		{"part twice", "a.docx", docx(t, part{"word/Document.xml", "x"}), document.ReasonArchive, "word/Document.xml"},
		{"climbing part in ofd", "a.ofd", packed(t, part{"OFD.xml", "x"}, part{"../x", "x"}), document.ReasonArchive, "../x"},
		{"links in another encoding", "a.docx", docx(t, part{"word/_rels/x.rels", `<?xml version="1.0" encoding="utf-7"?><a/>`}), document.ReasonDamaged, ""},
		{"links not XML", "a.docx", docx(t, part{"word/_rels/x.rels", `<a b=`}), document.ReasonDamaged, ""},
		{"cut off", "a.docx", docx(t)[:300], document.ReasonDamaged, ""},
	}
	for _, tt := range tests {
		t.Run(tt.about, func(t *testing.T) {
			t.Parallel()
			_, err := sniff(tt.name, tt.content)
			requireReason(t, err, fault.Invalid, tt.reason)
			require.NotEmpty(t, fault.As(err).Params["name"])
			require.Equal(t, tt.found, fault.As(err).Params["found"])
		})
	}
}

func TestSniff_allows_what_honest_documents_carry(t *testing.T) {
	t.Parallel()
	for about, more := range map[string]part{
		"hyperlink":          {"word/_rels/document.xml.rels", links(office+"hyperlink", "https://www.example.gov.cn/", "External")},
		"template on drive":  {"word/_rels/settings.xml.rels", links(office+"attachedTemplate", `file:///C:\Users\a\Normal.dotm`, "External")},
		"hyperlink on drive": {"word/_rels/document.xml.rels", links(office+"hyperlink", `file:///C:\资料\附件.docx`, "External")},
		"link inside itself": {"word/_rels/document.xml.rels", links(office+"image", "media/image1.png", "Internal")},
		"folder entry":       {"word/media/", ""},
	} {
		kind, err := sniff("a.docx", docx(t, more))
		require.NoError(t, err, about)
		require.False(t, kind.Embedded, about)
	}
	kind, err := sniff("a.docx", docx(t, part{"word/embeddings/Microsoft_Excel_Sheet.xlsx", string(xlsx(t))}))
	require.NoError(t, err, "a chart keeps its figures in a workbook")
	require.True(t, kind.Embedded)
}

func TestSniff_refuses_what_leads_to_another_machine(t *testing.T) {
	t.Parallel()
	for _, target := range []string{"file:////evil/share", `file:///\\evil\share`, `\\evil\share\a.docx`, "file://evil/share", "//evil/share"} {
		_, err := sniff("a.docx", docx(t, part{"word/_rels/document.xml.rels", links(office+"hyperlink", target, "External")}))
		requireReason(t, err, fault.Invalid, document.ReasonExternalLink)
	}
	_, err := sniff("a.docx", docx(t, part{"word/footnotes.xml", `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x/>`}))
	requireReason(t, err, fault.Invalid, document.ReasonExternalLink)
	_, err = sniff("a.docx", docx(t, part{"word/_rels/footnotes.xml.rels", `<!DOCTYPE x><Relationships/>`}))
	require.Error(t, err)
}

// alike is text that shrinks much, but not as much as a bomb.
func alike(size int) string {
	var b strings.Builder
	for i := 0; b.Len() < size; i++ {
		b.WriteString(strconv.Itoa(i*7919) + strings.Repeat("0", 200))
	}
	return b.String()[:size]
}

func TestSniff_counts_while_unpacking_and_believes_no_header(t *testing.T) {
	t.Parallel()
	zeros := strings.Repeat("\x00", 64<<20)
	_, err := sniff("a.docx", docx(t, part{"word/media/1", zeros}))
	requireReason(t, err, fault.Invalid, document.ReasonArchive)
	require.Equal(t, "swells", fault.As(err).Params["found"])

	zeros = alike(64 << 20)
	bomb := docx(t, part{"word/media/1", zeros}, part{"word/media/2", zeros}, part{"word/media/3", zeros}, part{"word/media/4", zeros}, part{"word/media/5", "x"})
	_, err = sniff("a.docx", bomb)
	requireReason(t, err, fault.Invalid, document.ReasonArchive)
	require.Equal(t, "too_large_unpacked", fault.As(err).Params["found"])

	lie := docx(t, part{"word/media/1", "honest content"})
	size := binary.LittleEndian.AppendUint32(nil, 14)
	at := bytes.LastIndex(lie, size) // in the central directory
	copy(lie[at:], []byte{1, 0, 0, 0})
	_, err = sniff("a.docx", lie)
	requireReason(t, err, fault.Invalid, document.ReasonDamaged)

	for found, count := range map[string]int{"too_many_parts": 5001, "too_large_unpacked": 100000} {
		many := make([]part, count)
		for i := range many {
			many[i] = part{name: "word/" + strconv.Itoa(i)}
		}
		_, err = sniff("a.docx", docx(t, many...))
		requireReason(t, err, fault.Invalid, document.ReasonArchive)
		require.Equal(t, found, fault.As(err).Params["found"])
	}
}

func TestSniff_refuses_parts_that_are_links_or_encrypted(t *testing.T) {
	t.Parallel()
	for about, change := range map[string]func(*zip.FileHeader){
		"link":            func(h *zip.FileHeader) { h.SetMode(fs.ModeSymlink | 0o777) },
		"encrypted":       func(h *zip.FileHeader) { h.Flags |= 1 },
		"unknown packing": func(h *zip.FileHeader) { h.Method = 97 },
	} {
		t.Run(about, func(t *testing.T) {
			t.Parallel()
			h := &zip.FileHeader{Name: "word/x", CRC32: crc32.ChecksumIEEE([]byte("/etc")), CompressedSize64: 4, UncompressedSize64: 4}
			change(h)
			var buf bytes.Buffer
			w := zip.NewWriter(&buf)
			f, err := w.CreateRaw(h)
			require.NoError(t, err)
			_, err = io.WriteString(f, "/etc")
			require.NoError(t, err)
			require.NoError(t, w.Close())
			_, err = sniff("a.docx", buf.Bytes())
			requireReason(t, err, fault.Invalid, document.ReasonArchive)
		})
	}
}

func TestSniff_never_panics_and_always_names_its_reason(t *testing.T) {
	t.Parallel()
	seeds := [][]byte{docx(t), ole("WordDocument"), []byte(pdfBytes), picture(t, png.Encode)}
	rapid.Check(t, func(t *rapid.T) {
		content := bytes.Clone(rapid.SampledFrom(seeds).Draw(t, "seed"))
		for range rapid.IntRange(0, 6).Draw(t, "changes") {
			content[rapid.IntRange(0, len(content)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
		}
		content = content[:rapid.IntRange(0, len(content)).Draw(t, "cut")]
		_, err := sniff("a."+rapid.SampledFrom(document.Extensions()).Draw(t, "extension"), content)
		if err != nil {
			require.Equal(t, fault.Invalid, fault.CodeOf(err), "%v", err)
			require.Contains(t, document.Reasons(), fault.ReasonOf(err))
		}
	})
}

func TestBlobs_Inspect_judges_a_stored_file_by_its_name(t *testing.T) {
	t.Parallel()
	blobs, _ := openBlobs(t)
	sha := put(t, blobs, pdfBytes).SHA256
	kind, err := blobs.Inspect(sha, "自评报告.pdf")
	require.NoError(t, err)
	require.Equal(t, "application/pdf", kind.MediaType)
	_, err = blobs.Inspect(sha, "自评报告.docx")
	requireReason(t, err, fault.Invalid, document.ReasonMismatch)
	_, err = blobs.Inspect(strings.Repeat("0", 64), "自评报告.pdf")
	requireReason(t, err, fault.NotFound, document.ReasonBlobMissing)
}

package dossier_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/dossier"
)

func verify(t require.TestingT, content []byte) dossier.Report {
	report, err := dossier.Verify(bytes.NewReader(content), int64(len(content)))
	require.NoError(t, err)
	return report
}

// wrong gives what the report finds fault with, as "name: finding".
func wrong(report dossier.Report) []string {
	var found []string
	for _, file := range report.Files {
		if file.Finding != dossier.Sound {
			found = append(found, file.Name+": "+string(file.Finding))
		}
	}
	for _, f := range report.Findings {
		found = append(found, string(f.Finding))
	}
	return found
}

// repacked copies a package with changes to its entries, as somebody with
// ordinary tools would.
func repacked(t testing.TB, content []byte, change func(h *zip.FileHeader, body []byte) []byte, more ...string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	require.NoError(t, err)
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	add := func(h *zip.FileHeader, body []byte) {
		target, err := w.CreateHeader(h)
		require.NoError(t, err)
		_, err = target.Write(body)
		require.NoError(t, err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		body, err := io.ReadAll(r)
		require.NoError(t, err)
		h := &zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: f.Modified}
		if body = change(h, body); body != nil {
			add(h, body)
		}
	}
	for _, name := range more {
		add(&zip.FileHeader{Name: name}, nil)
	}
	require.NoError(t, w.Close())
	return buf.Bytes()
}

func same(_ *zip.FileHeader, body []byte) []byte { return body }

func TestVerify_passes_what_Pack_wrote(t *testing.T) {
	t.Parallel()
	content, sums := documents().pack(t)
	report := verify(t, content)
	require.True(t, report.OK(), wrong(report))
	require.Equal(t, sums.Dossier, report.Digest)
	require.Equal(t, "e-2019-01", report.Manifest.EvaluationID)
	require.Len(t, report.Files, 9)
	require.Equal(t, dossier.Checked{Name: "files/自评报告.html", Title: "标题 自评报告.html"}, report.Files[4])
}

func TestVerify_passes_any_dossier(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		// No name is one that Windows keeps to itself, such as con and nul.
		s := sealed(rapid.MapOfN(rapid.StringMatching(`(支|出|[a-z]{4})[a-z支出]{0,5}/(支|出|[a-z]{4})[a-z支出]{0,5}\.pdf`), rapid.String(), 1, 8).Draw(rt, "files"))
		draft := s.draft()
		draft.Title = rapid.StringMatching(`[^\pC\p{Zl}\p{Zp}\x{fffd}]{1,40}`).Draw(rt, "title")
		draft.SealedAt = time.Unix(rapid.Int64Range(315532800, 4354790399).Draw(rt, "at"), 0)
		m, err := dossier.New(draft)
		require.NoError(rt, err)
		var buf bytes.Buffer
		_, err = dossier.Pack(&buf, m, s.open)
		require.NoError(rt, err)
		report := verify(rt, buf.Bytes())
		require.True(rt, report.OK(), wrong(report))
	})
}

func TestVerify_finds_every_single_byte_changed_inserted_or_deleted(t *testing.T) {
	t.Parallel()
	s := sealed{"自评报告.html": "<title>report</title>", "佐证/a.txt": "evidence", "空.txt": ""}
	draft := s.draft()
	draft.Note = "说明\n"
	m, err := dossier.New(draft)
	require.NoError(t, err)
	var buf bytes.Buffer
	_, err = dossier.Pack(&buf, m, s.open)
	require.NoError(t, err)
	content := buf.Bytes()
	require.True(t, verify(t, content).OK())
	tried := 0
	try := func(kind string, at int, changed []byte) {
		report, err := dossier.Verify(bytes.NewReader(changed), int64(len(changed)))
		if err != nil || report.OK() {
			t.Fatalf("%s at %d of %d: %v", kind, at, len(content), err)
		}
		tried++
	}
	for at := range content {
		for _, bits := range []byte{1, 0x20, 0x80, 0xff} {
			changed := bytes.Clone(content)
			changed[at] ^= bits
			try("flip "+strconv.Itoa(int(bits)), at, changed)
		}
		try("double", at, slices.Insert(bytes.Clone(content), at, content[at]))
		try("insert", at, slices.Insert(bytes.Clone(content), at, 0))
		try("delete", at, slices.Delete(bytes.Clone(content), at, at+1))
		try("cut", at, content[:at])
	}
	try("append", len(content), append(bytes.Clone(content), 0))
	require.Greater(t, tried, 8*3000)
}

func TestVerify_finds_any_greater_damage(t *testing.T) {
	t.Parallel()
	content, _ := documents().pack(t)
	rapid.Check(t, func(rt *rapid.T) {
		changed := bytes.Clone(content)
		for range rapid.IntRange(1, 4).Draw(rt, "changes") {
			from := rapid.IntRange(0, len(changed)).Draw(rt, "from")
			to := rapid.IntRange(from, min(from+200, len(changed))).Draw(rt, "to")
			changed = slices.Replace(changed, from, to, rapid.SliceOfN(rapid.Byte(), 0, 200).Draw(rt, "bytes")...)
		}
		require.Equal(rt, bytes.Equal(content, changed), verify(rt, changed).OK())
	})
}

func TestVerify_says_what_is_wrong(t *testing.T) {
	t.Parallel()
	content, _ := documents().pack(t)
	replace := func(name, body string) []byte {
		return repacked(t, content, func(h *zip.FileHeader, old []byte) []byte {
			if h.Name == name {
				return []byte(body)
			}
			return old
		})
	}
	drop := func(name string) []byte {
		return repacked(t, content, func(h *zip.FileHeader, old []byte) []byte {
			if h.Name == name {
				return nil
			}
			return old
		})
	}
	bomb := strings.Repeat("\x00", 50<<20)
	tests := map[string]struct {
		content []byte
		want    []string
	}{
		"a document changed":            {replace("files/自评报告.html", "<!DOCTYPE html><title>2020"), []string{"files/自评报告.html: changed"}},
		"a document grown into a bomb":  {replace("files/自评报告.html", bomb), []string{"files/自评报告.html: changed"}},
		"a document removed":            {drop("files/自评报告.html"), []string{"files/自评报告.html: missing"}},
		"a document added":              {repacked(t, content, same, "files/more.txt"), []string{"files/more.txt: extra"}},
		"a folder added":                {repacked(t, content, same, "files/more/"), []string{"files/more/: extra"}},
		"a document added twice":        {repacked(t, content, same, "files/自评报告.html"), []string{"files/自评报告.html: twice"}},
		"a climbing name":               {repacked(t, content, same, "../../etc/passwd"), []string{"../../etc/passwd: unsafe"}},
		"an absolute name":              {repacked(t, content, same, "/etc/passwd"), []string{"/etc/passwd: unsafe"}},
		"a name for Windows":            {repacked(t, content, same, `..\evil.exe`), []string{`..\evil.exe: unsafe`}},
		"a name that reads backwards":   {repacked(t, content, same, "files/a\u202efdp.exe"), []string{"files/a\u202efdp.exe: unsafe"}},
		"sums changed":                  {replace("SHA256SUMS", "x"), []string{"SHA256SUMS: changed"}},
		"sums removed":                  {drop("SM3SUMS"), []string{"SM3SUMS: missing"}},
		"note changed":                  {replace("说明.txt", "请拨打 12345"), []string{"说明.txt: changed"}},
		"packed again by another tool":  {repacked(t, content, same), []string{"packing_differs"}},
		"manifest removed":              {drop("manifest.json"), append(unchecked("manifest.json"), "manifest_missing")},
		"manifest changed":              {replace("manifest.json", "{}"), append(unchecked(""), "manifest_changed")},
		"manifest a bomb":               {replace("manifest.json", bomb), append(unchecked(""), "manifest_changed")},
		"bytes after the end":           {append(bytes.Clone(content), 'x'), []string{"packing_differs"}},
		"bytes before the start":        {append([]byte("#!/bin/sh\n"), content...), []string{"packing_differs"}},
		"a comment":                     {commented(content), []string{"packing_differs"}},
		"another time":                  {patched(content, 10, 0xff), []string{"packing_differs"}},
		"cut in half":                   {content[:len(content)/2], []string{"not_package"}},
		"no ZIP at all":                 {[]byte("%PDF-1.7"), []string{"not_package"}},
		"empty":                         {nil, []string{"not_package"}},
		"content changed, header left":  {bytes.Replace(bytes.Clone(content), []byte("figures"), []byte("figured"), 1), []string{"files/自评数据表.xlsx: changed"}},
		"manifest changed, header left": {bytes.Replace(bytes.Clone(content), []byte(`"year": 2019`), []byte(`"year": 2018`), 1), append(unchecked(""), "manifest_changed")},
	}
	for about, tt := range tests {
		t.Run(about, func(t *testing.T) {
			t.Parallel()
			report := verify(t, tt.content)
			require.False(t, report.OK())
			require.Equal(t, tt.want, wrong(report))
		})
	}
}

// unchecked are the entries of the package when there is no manifest.
func unchecked(without string) []string {
	var names []string
	for _, name := range []string{
		"SHA256SUMS", "SM3SUMS", "files/佐证材料/empty note.txt", "files/佐证材料/合同 1.pdf",
		"files/自评报告.html", "files/自评数据表.xlsx", "files/自评评分表.xlsx", "manifest.json", "说明.txt",
	} {
		if name != without {
			names = append(names, name+": unchecked")
		}
	}
	return names
}

// commented gives the package a ZIP comment of five bytes.
func commented(content []byte) []byte {
	changed := append(bytes.Clone(content), "hello"...)
	changed[len(content)-2] = 5
	return changed
}

func patched(content []byte, at int, bits byte) []byte {
	changed := bytes.Clone(content)
	changed[at] ^= bits
	return changed
}

func TestVerify_names_the_first_byte_that_differs(t *testing.T) {
	t.Parallel()
	content, _ := documents().pack(t)
	for _, at := range []int{10, 4096, len(content) - 3} {
		report := verify(t, patched(content, at, 1))
		require.False(t, report.OK())
		for _, found := range report.Findings {
			if found.Finding == dossier.PackingDiffers {
				require.Equal(t, strconv.Itoa(at+1), found.Detail)
			}
		}
	}
	require.Equal(t, []dossier.Found{{Finding: dossier.PackingDiffers, Detail: "11"}}, verify(t, patched(content, 10, 1)).Findings)
}

func TestVerify_a_forged_but_consistent_package_fails_only_the_published_digest(t *testing.T) {
	t.Parallel()
	_, published := documents().pack(t)
	forged := documents()
	forged["自评评分表.xlsx"] = "better scores"
	content, _ := forged.pack(t)
	report := verify(t, content)
	require.True(t, report.OK())
	require.Equal(t, []string{"digest_differs"}, wrong(report.Expect(published.Dossier.SHA256)))
	require.True(t, report.OK(), "the report itself stays as it was")
}

func TestReport_Expect_takes_either_digest_as_people_copy_it(t *testing.T) {
	t.Parallel()
	content, sums := documents().pack(t)
	for _, digest := range []string{sums.Dossier.SHA256, sums.Dossier.SM3, strings.ToUpper(sums.Dossier.SHA256), " " + sums.Dossier.SHA256[:32] + "\n" + sums.Dossier.SHA256[32:]} {
		require.True(t, verify(t, content).Expect(digest).OK(), digest)
	}
	for _, digest := range []string{"", sums.Package.SHA256, sums.Dossier.SHA256[:63]} {
		require.False(t, verify(t, content).Expect(digest).OK(), digest)
	}
	require.Len(t, verify(t, nil).Expect("").Findings, 2)
}

func TestVerify_an_error_is_about_the_medium_only(t *testing.T) {
	t.Parallel()
	content, _ := documents().pack(t)
	broken := errors.New("disk gone")
	for _, after := range []int64{0, 300, int64(len(content)) / 2} {
		_, err := dossier.Verify(brokenAt{bytes.NewReader(content), after, broken}, int64(len(content)))
		require.ErrorIs(t, err, broken)
	}
	// A file that became shorter than its size is a package cut off.
	report, err := dossier.Verify(bytes.NewReader(content), int64(len(content))+10)
	require.NoError(t, err)
	require.False(t, report.OK())
}

// brokenAt is a medium that cannot be read around one place.
type brokenAt struct {
	r   io.ReaderAt
	at  int64
	err error
}

func (b brokenAt) ReadAt(p []byte, off int64) (int, error) {
	if off <= b.at && b.at < off+int64(len(p)) {
		return 0, b.err
	}
	return b.r.ReadAt(p, off)
}

func TestVerify_the_largest_number_of_files_with_the_longest_names_passes(t *testing.T) {
	t.Parallel()
	s := sealed{}
	for i := range 10000 {
		s[strings.Repeat("长", 66)+"/"+strings.Repeat("名", 64)+fmt.Sprintf("%07d", i)] = strconv.Itoa(i)
	}
	content, _ := s.pack(t)
	report := verify(t, content)
	require.True(t, report.OK())
	require.Len(t, report.Files, 10004)
}

func TestVerify_is_not_drowned_in_entries(t *testing.T) {
	t.Parallel()
	content, _ := documents().pack(t)
	names := make([]string, 12000)
	for i := range names {
		names[i] = "files/x" + strconv.Itoa(i)
	}
	report := verify(t, repacked(t, content, same, names...))
	require.Equal(t, []dossier.Found{{Finding: dossier.TooMany, Detail: "12009"}}, report.Findings)

	names = make([]string, 120000)
	for i := range names {
		names[i] = "files/x" + strconv.Itoa(i)
	}
	require.Equal(t, []string{"not_package"}, wrong(verify(t, repacked(t, content, same, names...))))
}

func TestVerify_does_not_read_what_cannot_be_a_package(t *testing.T) {
	t.Parallel()
	report, err := dossier.Verify(brokenAt{}, dossier.MaxSize+1)
	require.NoError(t, err)
	require.Equal(t, []string{"too_large"}, wrong(report))
}

func TestReport_Lines_tell_people_the_result(t *testing.T) {
	t.Parallel()
	draft := documents().draft()
	draft.PrevDigest, draft.Correction = strings.Repeat("12", 32), "更正金额"
	m, err := dossier.New(draft)
	require.NoError(t, err)
	var buf bytes.Buffer
	sums, err := dossier.Pack(&buf, m, documents().open)
	require.NoError(t, err)
	report := verify(t, buf.Bytes())
	require.Equal(t, []string{
		"材料名称：2019年度部门整体支出绩效自评", "评价单位：湛江市人民政府行政服务中心", "定稿时间：2020年8月28日17时30分15秒",
		"更正对象：" + draft.PrevDigest, "更正原因：更正金额",
		"定稿摘要（SHA-256）：" + sums.Dossier.SHA256, "定稿摘要（SM3）：" + sums.Dossier.SM3,
		"[一致] SHA256SUMS", "[一致] SM3SUMS",
		"[一致] files/佐证材料/empty note.txt（标题 佐证材料/empty note.txt）", "[一致] files/佐证材料/合同 1.pdf（标题 佐证材料/合同 1.pdf）",
		"[一致] files/自评报告.html（标题 自评报告.html）", "[一致] files/自评数据表.xlsx（标题 自评数据表.xlsx）",
		"[一致] files/自评评分表.xlsx（标题 自评评分表.xlsx）", "[一致] manifest.json", "[一致] 说明.txt",
		"核验通过：5 个文件与定稿完全一致。",
	}, report.Lines())

	hostile := repacked(t, buf.Bytes(), same, "files/\x1b[2J\u202e.exe")
	lines := verify(t, hostile).Expect("beef").Lines()
	require.Equal(t, []string{
		`[名称不安全] "files/\x1b[2J\u202e.exe"`,
		"问题：定稿摘要与公布的不同，公布的是 beef",
		"核验不通过：发现 2 处问题，这份材料与定稿不一致。",
	}, lines[len(lines)-3:])
	require.Equal(t, []string{"问题：文件不是压缩包，或者不完整", "核验不通过：发现 1 处问题，这份材料与定稿不一致。"}, verify(t, nil).Lines())
}

func TestReport_Lines_have_words_for_every_finding(t *testing.T) {
	t.Parallel()
	for _, finding := range dossier.Findings() {
		report := dossier.Report{
			Files:    []dossier.Checked{{Name: "a", Finding: finding}},
			Findings: []dossier.Found{{Finding: finding, Detail: "细节"}},
		}
		text := strings.Join(report.Lines(), "\n")
		require.NotContains(t, text, string(finding))
		require.NotContains(t, text, "%!")
	}
}

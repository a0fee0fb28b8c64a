package dossier_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/emmansun/gmsm/sm3"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/document"
	"jiheng/internal/dossier"
	"jiheng/internal/fault"
)

// sealed are the documents of the dossier under test, by path.
type sealed map[string]string

func documents() sealed {
	return sealed{
		"自评报告.html":           "<!DOCTYPE html><title>2019年度部门整体绩效自评报告</title>",
		"自评数据表.xlsx":          "figures",
		"自评评分表.xlsx":          "scores",
		"佐证材料/合同 1.pdf":       "%PDF-1.7 contract",
		"佐证材料/empty note.txt": "",
	}
}

func (s sealed) file(path string) dossier.File {
	content := []byte(s[path])
	sha, sm := sha256.Sum256(content), sm3.Sum(content)
	return dossier.File{
		Path: path, Title: "标题 " + path, MediaType: "application/octet-stream", Size: int64(len(content)),
		SHA256: hex.EncodeToString(sha[:]), SM3: hex.EncodeToString(sm[:]),
	}
}

func (s sealed) draft() dossier.Manifest {
	m := dossier.Manifest{
		EvaluationID: "e-2019-01", Title: "2019年度部门整体支出绩效自评", Unit: "湛江市人民政府行政服务中心", Year: 2019,
		SealedAt:   time.Date(2020, 8, 28, 9, 30, 15, 987654321, time.UTC),
		JournalSeq: 42, JournalHash: strings.Repeat("ab", 32),
	}
	for path := range s {
		m.Files = append(m.Files, s.file(path))
	}
	return m
}

func (s sealed) manifest(t testing.TB) dossier.Manifest {
	t.Helper()
	m, err := dossier.New(s.draft())
	require.NoError(t, err)
	return m
}

func TestNew_completes_a_manifest(t *testing.T) {
	t.Parallel()
	m := documents().manifest(t)
	require.Equal(t, dossier.Version, m.Version)
	require.Equal(t, "2020-08-28T17:30:15+08:00", m.SealedAt.Format(time.RFC3339Nano))
	require.IsIncreasing(t, paths(m))
	require.Contains(t, m.Note, "sha256sum -c SHA256SUMS")
	require.Contains(t, m.Note, "材料名称：2019年度部门整体支出绩效自评")
	require.Contains(t, m.Note, "2020年8月28日17时30分15秒")
}

func paths(m dossier.Manifest) []string {
	var paths []string
	for _, file := range m.Files {
		paths = append(paths, file.Path)
	}
	return paths
}

func TestNew_leaves_the_files_of_the_caller_alone(t *testing.T) {
	t.Parallel()
	draft := dossier.Manifest{EvaluationID: "1", Title: "t", Unit: "u", SealedAt: time.Unix(1598600000, 0)}
	draft.Files = []dossier.File{documents().file("自评报告.html"), documents().file("佐证材料/合同 1.pdf")}
	_, err := dossier.New(draft)
	require.NoError(t, err)
	require.Equal(t, "自评报告.html", draft.Files[0].Path)
}

func TestNew_refuses_what_breaks_the_format(t *testing.T) {
	t.Parallel()
	one := func(change func(f *dossier.File)) func(*dossier.Manifest) {
		return func(m *dossier.Manifest) { change(&m.Files[0]) }
	}
	path := func(p string) func(*dossier.Manifest) { return one(func(f *dossier.File) { f.Path = p }) }
	tests := []struct {
		field, reason string
		change        func(*dossier.Manifest)
	}{
		{"evaluation_id", "length", func(m *dossier.Manifest) { m.EvaluationID = "" }},
		{"title", "length", func(m *dossier.Manifest) { m.Title = "" }},
		{"title", "not_printable", func(m *dossier.Manifest) { m.Title = "a\u202eb" }},
		{"title", "not_printable", func(m *dossier.Manifest) { m.Title = "a\xff" }},
		{"unit", "not_printable", func(m *dossier.Manifest) { m.Unit = "a\nb" }},
		{"unit", "length", func(m *dossier.Manifest) { m.Unit = strings.Repeat("长", 700) }},
		{"year", "out_of_range", func(m *dossier.Manifest) { m.Year = -1 }},
		{"sealed_at", "out_of_range", func(m *dossier.Manifest) { m.SealedAt = time.Time{} }},
		{"sealed_at", "out_of_range", func(m *dossier.Manifest) { m.SealedAt = m.SealedAt.AddDate(100, 0, 0) }},
		{"journal_seq", "out_of_range", func(m *dossier.Manifest) { m.JournalSeq = -1 }},
		{"journal_hash", "not_hexadecimal", func(m *dossier.Manifest) { m.JournalHash = strings.Repeat("A", 64) }},
		{"journal_hash", "required", func(m *dossier.Manifest) { m.JournalSeq = 1 }},
		{"prev_digest", "not_hexadecimal", func(m *dossier.Manifest) { m.PrevDigest = "ab" }},
		{"correction", "nothing_corrected", func(m *dossier.Manifest) { m.Correction = "金额有误" }},
		{"note", "not_printable", func(m *dossier.Manifest) { m.Note = "a\rb" }},
		{"note", "not_printable", func(m *dossier.Manifest) { m.Note = strings.Repeat("a", 65537) }},
		{"files", "count", func(m *dossier.Manifest) { m.Files = nil }},
		{"files", "count", func(m *dossier.Manifest) { m.Files = make([]dossier.File, 10001) }},
		{"files[0].size", "out_of_range", one(func(f *dossier.File) { f.Size = -1 })},
		{"files[0].size", "out_of_range", one(func(f *dossier.File) { f.Size = 1 << 32 })},
		{"files[0].sha256", "not_hexadecimal", one(func(f *dossier.File) { f.SHA256 = "" })},
		{"files[0].sm3", "not_hexadecimal", one(func(f *dossier.File) { f.SM3 = strings.Repeat("g", 64) })},
		{"files[0].title", "not_printable", one(func(f *dossier.File) { f.Title = "\x1b[2J" })},
		{"files[0].path", "not_safe", path("../a")},
		{"files[0].path", "not_safe", path("/a")},
		{"files[0].path", "not_safe", path("a//b")},
		{"files[0].path", "not_safe", path("a/./b")},
		{"files[0].path", "not_safe", path("a/b/")},
		{"files[0].path", "not_safe", path(`a\b`)},
		{"files[0].path", "not_safe", path("")},
		{"files[0].path", "not_safe", path("c:a")},
		{"files[0].path", "not_safe", path("a\nb")},
		{"files[0].path", "not_safe", path("a\u202eb")},
		{"files[0].path", "not_safe", path("a/NUL.txt")},
		{"files[0].path", "not_safe", path("a /b")},
		{"files[0].path", "not_safe", path("a./b")},
		{"files[0].path", "not_safe", path(strings.Repeat("a", 201))},
		{"files[0].path", "not_safe", path(strings.Repeat("a/", 200) + "b")},
	}
	for _, tt := range tests {
		m := dossier.Manifest{
			EvaluationID: "1", Title: "t", Unit: "u", Year: 2019, SealedAt: time.Unix(1598600000, 0),
			Files: []dossier.File{documents().file("自评报告.html")},
		}
		tt.change(&m)
		_, err := dossier.New(m)
		require.ErrorIs(t, err, fault.New(fault.Invalid, dossier.ReasonManifest, ""))
		require.Contains(t, fault.As(err).Fields, fault.Field{Name: tt.field, Reason: tt.reason})
	}
}

func TestNew_refuses_files_that_cannot_lie_side_by_side(t *testing.T) {
	t.Parallel()
	for reason, pair := range map[string][2]string{
		"twice":         {"Report.pdf", "report.PDF"},
		"also_a_folder": {"a", "A/b"},
	} {
		m := documents().draft()
		m.Files = []dossier.File{documents().file(pair[0]), documents().file(pair[1])}
		_, err := dossier.New(m)
		require.Error(t, err)
		require.Equal(t, reason, fault.As(err).Fields[0].Reason)
	}
	m := documents().draft()
	m.Files = []dossier.File{documents().file("a"), documents().file("b")}
	m.Files[0].Size, m.Files[1].Size = dossier.MaxSize, 1
	_, err := dossier.New(m)
	require.Equal(t, []fault.Field{{Name: "files[1].size", Reason: "out_of_range"}}, fault.As(err).Fields)
}

func TestManifest_every_name_taken_at_upload_can_be_sealed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-zA-Z支出“”〔〕().\- ]{1,30}`)).Draw(t, "name")
		if document.CheckName(name) != nil {
			return
		}
		_, err := dossier.New(dossier.Manifest{
			EvaluationID: "1", Title: "t", Unit: "u", SealedAt: time.Unix(1598600000, 0),
			Files: []dossier.File{{Path: "佐证材料/" + name, SHA256: strings.Repeat("0", 64), SM3: strings.Repeat("0", 64)}},
		})
		require.NoError(t, err, "%q", name)
	})
}

// version1 is a manifest of version 1, to the byte.
const version1 = `{
  "version": 1,
  "evaluation_id": "e-1",
  "title": "题目 \"<&>\" \\",
  "unit": "单位",
  "year": 2019,
  "sealed_at": "2020-08-28T15:33:20+08:00",
  "journal_seq": 0,
  "journal_hash": "",
  "prev_digest": "0000000000000000000000000000000000000000000000000000000000000000",
  "correction": "更正金额",
  "files": [
    {
      "path": "a/中.txt",
      "title": "标题 a/中.txt",
      "media_type": "application/octet-stream",
      "size": 0,
      "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "sm3": "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"
    },
    {
      "path": "b",
      "title": "标题 b",
      "media_type": "application/octet-stream",
      "size": 0,
      "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "sm3": "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"
    }
  ],
  "note": "说明\n第二行"
}
`

func TestManifest_bytes_and_digest_of_version_1_never_change(t *testing.T) {
	t.Parallel()
	m, err := dossier.New(dossier.Manifest{
		EvaluationID: "e-1", Title: `题目 "<&>" \`, Unit: "单位", Year: 2019, SealedAt: time.Unix(1598600000, 0),
		PrevDigest: strings.Repeat("0", 64), Correction: "更正金额", Note: "说明\n第二行",
		Files: []dossier.File{documents().file("b"), documents().file("a/中.txt")},
	})
	require.NoError(t, err)
	canonical, err := m.Canonical()
	require.NoError(t, err)
	require.Equal(t, strings.Split(version1, "\n"), strings.Split(string(canonical), "\n"))
	digest, err := m.Digest()
	require.NoError(t, err)
	sha, sm := sha256.Sum256(canonical), sm3.Sum(canonical)
	require.Equal(t, dossier.Digest{SHA256: hex.EncodeToString(sha[:]), SM3: hex.EncodeToString(sm[:])}, digest)
}

func TestParse_takes_canonical_bytes_and_no_others(t *testing.T) {
	t.Parallel()
	m := documents().manifest(t)
	canonical, err := m.Canonical()
	require.NoError(t, err)
	back, err := dossier.Parse(canonical)
	require.NoError(t, err)
	again, err := back.Canonical()
	require.NoError(t, err)
	require.Equal(t, string(canonical), string(again))

	var compact any
	require.NoError(t, json.Unmarshal(canonical, &compact))
	reordered, err := json.Marshal(compact)
	require.NoError(t, err)
	text := string(canonical)
	for about, other := range map[string]string{
		"another order":   string(reordered),
		"trailing space":  text + " ",
		"second value":    text + "{}",
		"unknown field":   strings.Replace(text, `"year"`, `"month": 1, "year"`, 1),
		"field twice":     strings.Replace(text, `"year": 2019`, `"year": 2018, "year": 2019`, 1),
		"other case":      strings.Replace(text, `"year"`, `"Year"`, 1),
		"other offset":    strings.Replace(text, "17:30:15+08:00", "09:30:15Z", 1),
		"escaped":         strings.Replace(text, "湛", `\u6e5b`, 1),
		"later version":   strings.Replace(text, `"version": 1`, `"version": 2`, 1),
		"not JSON":        "{",
		"empty":           "",
		"other type":      `[]`,
		"files null":      strings.Replace(text, text[strings.Index(text, `"files": [`):strings.Index(text, `"note"`)], `"files": null,`+"\n  ", 1),
		"without newline": strings.TrimSpace(text),
	} {
		_, err := dossier.Parse([]byte(other))
		require.ErrorIs(t, err, fault.New(fault.Invalid, dossier.ReasonManifest, ""), about)
	}
}

package dossier_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/emmansun/gmsm/sm3"
	"github.com/stretchr/testify/require"

	"jiheng/internal/dossier"
	"jiheng/internal/fault"
)

func (s sealed) open(file dossier.File) (io.ReadCloser, error) {
	content, ok := s[file.Path]
	if !ok {
		return nil, os.ErrNotExist
	}
	return io.NopCloser(strings.NewReader(content)), nil
}

func (s sealed) pack(t testing.TB) ([]byte, dossier.Sums) {
	t.Helper()
	var buf bytes.Buffer
	sums, err := dossier.Pack(&buf, s.manifest(t), s.open)
	require.NoError(t, err)
	return buf.Bytes(), sums
}

// unpack writes the package into a new folder, by another program's eyes:
// archive/zip reads it, not our verifier.
func unpack(t testing.TB, content []byte) *os.Root {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	require.NoError(t, err)
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, z))
	root, err := os.OpenRoot(dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, root.Close()) })
	return root
}

func TestPack_lays_out_what_the_format_says(t *testing.T) {
	t.Parallel()
	content, _ := documents().pack(t)
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	require.NoError(t, err)
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
		require.Equal(t, zip.Store, f.Method)
		require.Equal(t, "2020-08-28 17:30:14", f.Modified.Format("2006-01-02 15:04:05"))
		require.Equal(t, os.FileMode(0o644), f.Mode())
		require.False(t, f.NonUTF8)
		require.Empty(t, f.Extra)
		require.Zero(t, f.Flags&8, "no data descriptor")
	}
	require.Equal(t, []string{
		"SHA256SUMS", "SM3SUMS",
		"files/佐证材料/empty note.txt", "files/佐证材料/合同 1.pdf",
		"files/自评报告.html", "files/自评数据表.xlsx", "files/自评评分表.xlsx",
		"manifest.json", "说明.txt",
	}, names)
	note, err := unpack(t, content).ReadFile("说明.txt")
	require.NoError(t, err)
	require.True(t, bytes.HasPrefix(note, []byte("\xef\xbb\xbf定稿材料核验说明\r\n")))
	require.Equal(t, bytes.Count(note, []byte("\n")), bytes.Count(note, []byte("\r\n")))
}

func TestPack_gives_the_same_bytes_each_time(t *testing.T) {
	t.Parallel()
	first, sums := documents().pack(t)
	for range 5 {
		again, same := documents().pack(t)
		require.True(t, bytes.Equal(first, again))
		require.Equal(t, sums, same)
	}
	sha, sm := sha256.Sum256(first), sm3.Sum(first)
	require.Equal(t, dossier.Digest{SHA256: hex.EncodeToString(sha[:]), SM3: hex.EncodeToString(sm[:])}, sums.Package)
	require.EqualValues(t, len(first), sums.Size)
	digest, err := documents().manifest(t).Digest()
	require.NoError(t, err)
	require.Equal(t, digest, sums.Dossier)
}

// A package sealed today must verify in thirty years. When this test fails,
// the format has changed: that takes a new Version beside the old.
func TestPack_bytes_of_version_1_never_change(t *testing.T) {
	t.Parallel()
	s := sealed{"自评报告.html": "report", "a/b.txt": "evidence"}
	m, err := dossier.New(dossier.Manifest{
		EvaluationID: "e-1", Title: "题目", Unit: "单位", Year: 2019, SealedAt: time.Unix(1598600000, 0), Note: "说明\n",
		Files: []dossier.File{s.file("自评报告.html"), s.file("a/b.txt")},
	})
	require.NoError(t, err)
	sums, err := dossier.Pack(io.Discard, m, s.open)
	require.NoError(t, err)
	require.Equal(t, "c63c6f764071727da3aa8d2091c4266dee550d4571ef204c2df53861c5f49d2d", sums.Package.SHA256)
}

func TestPack_sums_satisfy_sha256sum(t *testing.T) {
	t.Parallel()
	content, sums := documents().pack(t)
	dir := unpack(t, content)
	check := func() (string, error) {
		cmd := exec.CommandContext(t.Context(), "sha256sum", "--strict", "-c", "SHA256SUMS")
		cmd.Dir, cmd.Env = dir.Name(), append(os.Environ(), "LC_ALL=C.UTF-8")
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	out, err := check()
	require.NoError(t, err, out)
	require.Equal(t, 8, strings.Count(out, ": OK\n"), out) // all but SHA256SUMS itself
	require.Contains(t, out, "manifest.json: OK")
	require.Contains(t, out, "files/佐证材料/合同 1.pdf: OK")

	listed, err := dir.ReadFile("SHA256SUMS")
	require.NoError(t, err)
	require.Contains(t, string(listed), sums.Dossier.SHA256+"  manifest.json\n")

	require.NoError(t, dir.WriteFile("files/自评报告.html", []byte("changed"), 0o600))
	out, err = check()
	require.Error(t, err)
	require.Contains(t, out, "files/自评报告.html: FAILED")
}

func TestPack_sums_of_SM3_cover_every_document(t *testing.T) {
	t.Parallel()
	content, _ := documents().pack(t)
	dir := unpack(t, content)
	listed, err := dir.ReadFile("SM3SUMS")
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSuffix(string(listed), "\n"), "\n")
	require.Len(t, lines, 7)
	for _, line := range lines {
		digest, name, ok := strings.Cut(line, "  ")
		require.True(t, ok)
		file, err := dir.ReadFile(name)
		require.NoError(t, err)
		sm := sm3.Sum(file)
		require.Equal(t, hex.EncodeToString(sm[:]), digest, name)
	}
}

func TestPack_writes_nothing_when_a_document_is_not_what_was_sealed(t *testing.T) {
	t.Parallel()
	broken := errors.New("disk gone")
	for about, open := range map[string]func(dossier.File) (io.ReadCloser, error){
		"changed": func(dossier.File) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("another")), nil },
		"longer": func(f dossier.File) (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader(documents()[f.Path] + "+")), nil
		},
		"endless": func(dossier.File) (io.ReadCloser, error) { return io.NopCloser(endless{}), nil },
	} {
		var buf bytes.Buffer
		_, err := dossier.Pack(&buf, documents().manifest(t), open)
		require.ErrorIs(t, err, fault.New(fault.Internal, dossier.ReasonFileChanged, ""), about)
		require.NotEmpty(t, fault.As(err).Params["path"])
		require.Zero(t, buf.Len(), about)
	}
	for about, open := range map[string]func(dossier.File) (io.ReadCloser, error){
		"cannot open": func(dossier.File) (io.ReadCloser, error) { return nil, broken },
		"cannot read": func(dossier.File) (io.ReadCloser, error) { return io.NopCloser(iotest.ErrReader(broken)), nil },
	} {
		var buf bytes.Buffer
		_, err := dossier.Pack(&buf, documents().manifest(t), open)
		require.ErrorIs(t, err, broken, about)
		require.Zero(t, buf.Len(), about)
	}
}

func TestPack_compares_both_digests(t *testing.T) {
	t.Parallel()
	for about, change := range map[string]func(*dossier.File){
		"SHA-256": func(f *dossier.File) { f.SHA256 = strings.Repeat("0", 64) },
		"SM3":     func(f *dossier.File) { f.SM3 = strings.Repeat("0", 64) },
		"size":    func(f *dossier.File) { f.Size++ },
	} {
		m := documents().manifest(t)
		change(&m.Files[2])
		_, err := dossier.Pack(io.Discard, m, documents().open)
		require.ErrorIs(t, err, fault.New(fault.Internal, dossier.ReasonFileChanged, ""), about)
	}
}

func TestPack_notices_a_document_that_changes_under_its_hands(t *testing.T) {
	t.Parallel()
	opened := map[string]int{}
	_, err := dossier.Pack(io.Discard, documents().manifest(t), func(f dossier.File) (io.ReadCloser, error) {
		opened[f.Path]++
		if f.Path == "自评数据表.xlsx" && opened[f.Path] == 2 {
			return io.NopCloser(strings.NewReader("figured")), nil
		}
		return documents().open(f)
	})
	require.ErrorIs(t, err, fault.New(fault.Internal, dossier.ReasonFileChanged, ""))
}

func TestPack_reports_a_writer_that_fails(t *testing.T) {
	t.Parallel()
	full := errors.New("no space")
	_, err := dossier.Pack(failing{full}, documents().manifest(t), documents().open)
	require.ErrorIs(t, err, full)
}

func TestPack_refuses_what_would_need_another_format(t *testing.T) {
	t.Parallel()
	m := documents().manifest(t)
	m.Files[0].Size = dossier.MaxSize - 1000
	_, err := dossier.Pack(io.Discard, m, documents().open)
	require.ErrorIs(t, err, fault.New(fault.Invalid, dossier.ReasonTooLarge, ""))

	m = documents().manifest(t)
	m.Files[0], m.Files[1] = m.Files[1], m.Files[0]
	_, err = dossier.Pack(io.Discard, m, documents().open)
	require.ErrorIs(t, err, fault.New(fault.Invalid, dossier.ReasonManifest, ""))
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

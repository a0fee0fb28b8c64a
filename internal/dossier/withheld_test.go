package dossier_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/dossier"
	"jiheng/internal/fault"
)

func kept(paths ...string) []dossier.Withheld {
	var list []dossier.Withheld
	for _, p := range paths {
		list = append(list, dossier.Withheld{Path: p, Reason: "含商业秘密", Basis: "保密规定", By: "保密审查岗"})
	}
	return list
}

func (s sealed) packPublic(t testing.TB, withheld []dossier.Withheld) ([]byte, dossier.Sums) {
	t.Helper()
	var buf bytes.Buffer
	sums, err := dossier.PackPublic(&buf, s.manifest(t), withheld, s.open)
	require.NoError(t, err)
	return buf.Bytes(), sums
}

const contract = "佐证材料/合同 1.pdf"

func TestPackPublic_has_the_digest_of_what_was_filed_and_not_its_secrets(t *testing.T) {
	t.Parallel()
	whole, filed := documents().pack(t)
	content, published := documents().packPublic(t, kept(contract))
	require.Equal(t, filed.Dossier, published.Dossier)
	require.NotEqual(t, filed.Package, published.Package)
	require.Contains(t, string(whole), documents()[contract])
	require.NotContains(t, string(content), documents()[contract])

	report := verify(t, content)
	require.Empty(t, wrong(report))
	require.Equal(t, filed.Dossier, report.Digest)
	require.Len(t, report.Withheld, 1)
	file := documents().file(contract)
	require.Equal(t, file.SHA256, report.Withheld[0].SHA256)
	require.Equal(t, file.Size, report.Withheld[0].Size)
	require.True(t, report.Expect(filed.Dossier.SHA256).OK())
	lines := strings.Join(report.Lines(), "\n")
	require.Contains(t, lines, "[不公开] files/"+contract+"（理由：含商业秘密；依据：保密规定；决定：保密审查岗）")
	require.Contains(t, lines, "4 个文件与定稿完全一致，另有 1 个文件不公开")
}

func TestPackPublic_sums_satisfy_sha256sum(t *testing.T) {
	t.Parallel()
	content, sums := documents().packPublic(t, kept(contract))
	dir := unpack(t, content)
	cmd := exec.CommandContext(t.Context(), "sha256sum", "--strict", "-c", "SHA256SUMS")
	cmd.Dir, cmd.Env = dir.Name(), append(os.Environ(), "LC_ALL=C.UTF-8")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	require.Contains(t, string(out), "manifest.json: OK")
	require.Contains(t, string(out), "withheld.json: OK")
	require.NotContains(t, string(out), contract)
	listed, err := dir.ReadFile("SHA256SUMS")
	require.NoError(t, err)
	require.Contains(t, string(listed), sums.Dossier.SHA256+"  manifest.json\n", "the digest to compare with the filed one")
}

func TestPackPublic_with_nothing_withheld_is_the_sealed_package(t *testing.T) {
	t.Parallel()
	whole, filed := documents().pack(t)
	content, published := documents().packPublic(t, nil)
	require.Equal(t, filed, published)
	require.True(t, bytes.Equal(whole, content))
}

func TestPackPublic_refuses_what_does_not_fit_the_manifest(t *testing.T) {
	t.Parallel()
	every := kept("自评报告.html", "自评数据表.xlsx", "自评评分表.xlsx", contract, "佐证材料/empty note.txt")
	unsigned := kept(contract)
	unsigned[0].By = ""
	hidden := kept(contract)
	hidden[0].Reason = "a\u202eb"
	for about, list := range map[string][]dossier.Withheld{
		"unknown": kept("elsewhere.pdf"), "twice": kept(contract, contract), "everything": every, "by nobody": unsigned, "unprintable": hidden,
	} {
		_, err := dossier.PackPublic(io.Discard, documents().manifest(t), list, documents().open)
		require.ErrorIs(t, err, fault.New(fault.Invalid, dossier.ReasonWithheld, ""), about)
	}
}

// Whatever somebody does to the list of what is kept back, or to what is there,
// is found.
func TestVerify_finds_tampering_with_what_is_withheld(t *testing.T) {
	t.Parallel()
	content, _ := documents().packPublic(t, kept(contract))
	inList := func(from, to string) func(*zip.FileHeader, []byte) []byte {
		return func(h *zip.FileHeader, body []byte) []byte {
			h.Method = zip.Store
			if h.Name == "withheld.json" {
				require.Contains(t, string(body), from)
				return bytes.Replace(body, []byte(from), []byte(to), 1)
			}
			return body
		}
	}
	sum := documents().file(contract)
	for about, row := range map[string]struct {
		change func(*zip.FileHeader, []byte) []byte
		find   string
	}{
		"another digest":        {inList(sum.SHA256, strings.Repeat("0", 64)), "withheld_changed"},
		"another SM3 digest":    {inList(sum.SM3, strings.Repeat("0", 64)), "withheld_changed"},
		"another size":          {inList(`"size": 17`, `"size": 18`), "withheld_changed"},
		"another dossier":       {inList(`"digest": "`, `"digest": "0`), "withheld_changed"},
		"another file":          {inList(contract, "佐证材料/empty note.txt"), "withheld_changed"},
		"a member too many":     {inList(`"version": 1,`, `"version": 1, "more": 1,`), "withheld_changed"},
		"other white space":     {inList(`"version": 1,`, `"version":  1,`), "withheld_changed"},
		"another reason":        {inList("含商业秘密", "没有理由"), "SHA256SUMS: changed"},
		"the list is taken out": {func(h *zip.FileHeader, body []byte) []byte { return drop(h, body, "withheld.json") }, "files/" + contract + ": missing"},
		"a public file is taken out": {func(h *zip.FileHeader, body []byte) []byte {
			return drop(h, body, "files/自评报告.html")
		}, "files/自评报告.html: missing"},
	} {
		report := verify(t, repacked(t, content, row.change))
		require.False(t, report.OK(), about)
		require.Contains(t, wrong(report), row.find, about)
	}
	slipped := verify(t, repacked(t, content, func(h *zip.FileHeader, body []byte) []byte { h.Method = zip.Store; return body }, "files/"+contract))
	require.Contains(t, wrong(slipped), "files/"+contract+": extra", "what is withheld is not slipped in again")
}

func drop(h *zip.FileHeader, body []byte, name string) []byte {
	h.Method = zip.Store
	if h.Name == name {
		h.Name = "gone"
	}
	return body
}

func TestPackPublic_verifies_whatever_is_withheld(t *testing.T) {
	t.Parallel()
	paths := []string{"自评报告.html", "自评数据表.xlsx", "自评评分表.xlsx", contract, "佐证材料/empty note.txt"}
	_, filed := documents().pack(t)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, len(paths)-1).Draw(t, "withheld")
		order := rapid.Permutation(paths).Draw(t, "order")
		var buf bytes.Buffer
		m, err := dossier.New(documents().draft())
		require.NoError(t, err)
		sums, err := dossier.PackPublic(&buf, m, kept(order[:n]...), documents().open)
		require.NoError(t, err)
		require.Equal(t, filed.Dossier, sums.Dossier)
		report := verify(t, buf.Bytes())
		require.True(t, report.OK())
		require.Len(t, report.Withheld, n)
	})
}

func TestManifest_keeps_who_answers_for_it(t *testing.T) {
	t.Parallel()
	draft := documents().draft()
	draft.Attestation = &dossier.Attestation{
		Wording: "本人对真实性负责。", Content: strings.Repeat("cd", 32), Post: "主要负责人", SignedAt: time.Date(2020, 8, 27, 1, 0, 0, 5, time.UTC),
	}
	m, err := dossier.New(draft)
	require.NoError(t, err)
	require.Equal(t, dossier.VersionAttested, m.Version)
	canonical, err := m.Canonical()
	require.NoError(t, err)
	again, err := dossier.Parse(canonical)
	require.NoError(t, err)
	require.Equal(t, m, again)
	require.Contains(t, strings.Join(dossier.Report{Manifest: m}.Lines(), "\n"), "签署：主要负责人，2020年8月27日09时00分00秒")

	for about, change := range map[string]func(*dossier.Manifest){
		"old version":    func(m *dossier.Manifest) { m.Version = 1 },
		"no attestation": func(m *dossier.Manifest) { m.Attestation = nil },
		"no post":        func(m *dossier.Manifest) { m.Attestation.Post = "" },
		"no content":     func(m *dossier.Manifest) { m.Attestation.Content = "x" },
	} {
		broken, signed := m, *m.Attestation
		broken.Attestation = &signed
		change(&broken)
		_, err := broken.Canonical()
		require.ErrorIs(t, err, fault.New(fault.Invalid, dossier.ReasonManifest, ""), about)
	}
}

func TestRelation_says_which_dossier_supersedes_which(t *testing.T) {
	t.Parallel()
	first, sums := documents().pack(t)
	draft := documents().draft()
	draft.PrevDigest, draft.Correction = sums.Dossier.SHA256, "更正一处数字"
	m, err := dossier.New(draft)
	require.NoError(t, err)
	var buf bytes.Buffer
	_, err = dossier.Pack(&buf, m, documents().open)
	require.NoError(t, err)
	a, b := verify(t, first), verify(t, buf.Bytes())
	require.Contains(t, dossier.Relation(a, b), "第一份已被第二份更正（superseded by "+b.Digest.SHA256)
	require.Contains(t, dossier.Relation(b, a), "第二份已被第一份更正（superseded by "+b.Digest.SHA256)
	require.Contains(t, dossier.Relation(a, a), "同一定稿")
	draft.PrevDigest = b.Digest.SHA256
	m, err = dossier.New(draft)
	require.NoError(t, err)
	require.Empty(t, dossier.Relation(a, dossier.Report{Manifest: m, Digest: dossier.Digest{SHA256: "x"}}))
}

// What was made in a rehearsal says so in the manifest, to the reader and to
// whoever verifies it.
func TestManifest_says_that_it_was_a_rehearsal(t *testing.T) {
	t.Parallel()
	draft := documents().draft()
	draft.Rehearsal = &dossier.Rehearsal{DayMilliseconds: 60_000, SealedOn: "2020-08-27"}
	m, err := dossier.New(draft)
	require.NoError(t, err)
	require.Equal(t, dossier.VersionRehearsed, m.Version)
	require.Contains(t, m.Note, "【演练】")
	require.Contains(t, m.Note, "演练日历为2020-08-27")
	text, err := m.Canonical()
	require.NoError(t, err)
	again, err := dossier.Parse(text)
	require.NoError(t, err)
	require.Equal(t, m, again)
	require.Contains(t, strings.Join(dossier.Report{Manifest: m}.Lines(), "\n"), "【演练】")
	for _, wrong := range []dossier.Rehearsal{{DayMilliseconds: 0, SealedOn: "2020-08-27"}, {DayMilliseconds: 86_400_000, SealedOn: "2020-08-27"}, {DayMilliseconds: 1, SealedOn: "soon"}} {
		draft.Rehearsal = &wrong
		_, err := dossier.New(draft)
		require.Equal(t, fault.Invalid, fault.CodeOf(err))
	}
	draft.Rehearsal = nil
	plain, err := dossier.New(draft)
	require.NoError(t, err)
	require.NotContains(t, plain.Note, "演练")
}

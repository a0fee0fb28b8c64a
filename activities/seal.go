package activities

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/composition"
	"jiheng/internal/dossier"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// maxPackage bounds a sealed package in bytes.
const maxPackage = 2 << 30

// seal writes the documents, lists them in a manifest and packs them. It
// changes nothing but the file store; the dossier counts once its event is in
// the journal.
func (a *Activities) seal(ctx context.Context, s *evaluation.Situation) (*evaluation.Dossier, error) {
	names, err := a.Store.Names(ctx, s.Evaluation)
	if err != nil {
		return nil, err
	}
	c, err := a.compose(s, names)
	if err != nil {
		return nil, err
	}
	if err := c.Answered(); err != nil {
		return nil, err
	}
	files, rules, err := a.contents(ctx, s, c.Papers())
	if err != nil {
		return nil, err
	}
	draft := dossier.Manifest{
		EvaluationID: string(s.Evaluation.ID), Title: s.Evaluation.Title, Unit: names.Unit, Year: s.Evaluation.Year,
		SealedAt: a.Now(), JournalSeq: s.Evaluation.Seq, JournalHash: s.Head, Files: files, Attestation: attestationOf(s),
		Rehearsal: rehearsalOf(s.Evaluation.Timescale, a.Now()),
	}
	note := corrects(&draft, s.Evaluation)
	manifest, err := dossier.New(draft)
	if err != nil {
		return nil, err
	}
	d, err := a.pack(ctx, manifest, composition.DeclarationOf(s.Evaluation))
	if err != nil {
		return nil, err
	}
	d.Supersedes, d.Note = draft.PrevDigest, note
	for _, f := range manifest.Files {
		d.Files = append(d.Files, evaluation.SealedFile{Path: f.Path, Title: f.Title, SHA256: f.SHA256, Size: f.Size, Publish: rules[f.Path]})
	}
	return d, a.scan(ctx, d)
}

// compose makes the papers, with the titles of the scheme that the process
// names.
func (a *Activities) compose(s *evaluation.Situation, names evaluation.Names) (composition.Composition, error) {
	c, err := composition.Compose(s, names, a.Now())
	ref := s.Definition.Scheme
	if err != nil || a.Schemes == nil || ref.Name == "" {
		return c, err
	}
	under, err := a.Schemes.Find(ref.Name, ref.Version)
	if err != nil {
		return c, fault.Wrap(err, fault.Internal, "scheme_missing", "scheme %s of a running process", ref)
	}
	return c.Under(under), nil
}

// contents stores the papers and lists them with the materials that belong into
// the dossier; of each it says what the definition has settled about publishing.
func (a *Activities) contents(ctx context.Context, s *evaluation.Situation, papers []composition.Paper) ([]dossier.File, map[string]evaluation.PublishRule, error) {
	files, err := a.keep(ctx, papers)
	if err != nil {
		return nil, nil, err
	}
	rules := make(map[string]evaluation.PublishRule, len(files))
	for _, f := range files {
		rules[f.Path] = s.Definition.PublishOf(evaluation.PaperOf(f.Path))
	}
	for _, m := range evaluation.CurrentMaterials(s.Evaluation) {
		kind, file, ok := materialFile(s, m)
		if ok {
			files = append(files, file)
			rules[file.Path] = kind.Publish
		}
	}
	return files, rules, nil
}

// materialFile says how a paper that somebody supplied stands in the dossier.
// Its path is made from the process, not from the name it came with: that could
// say what must not be known.
func materialFile(s *evaluation.Situation, m evaluation.Material) (evaluation.MaterialKind, dossier.File, bool) {
	t := s.Evaluation.Task(m.Task)
	if t == nil {
		return evaluation.MaterialKind{}, dossier.File{}, false
	}
	step, _ := s.Definition.Step(t.Stage, t.Step)
	for _, kind := range step.Materials {
		if kind.ID != m.Kind || kind.Publish == "" {
			continue
		}
		place := []string{"materials", string(t.Stage) + "." + string(t.Step), itemFolder(s.Evaluation, m.Item), kind.ID + copyOf(m) + ending(m.FileName)}
		if m.Item == evaluation.WholeItem {
			place = append(place[:2], place[3])
		}
		title := kind.Title
		if it := s.Evaluation.Item(m.Item); it != nil {
			title = it.Title + " · " + title
		}
		return kind, dossier.File{
			Path: strings.Join(place, "/"), Title: title, MediaType: m.MediaType, Size: m.Size, SHA256: m.SHA256, SM3: m.SM3,
		}, true
	}
	return evaluation.MaterialKind{}, dossier.File{}, false
}

// itemFolder is the folder of an item: its id where that can be one everywhere,
// else its number.
func itemFolder(e *evaluation.Evaluation, id evaluation.ItemID) string {
	twin := slices.ContainsFunc(e.Items, func(it evaluation.Item) bool { return it.ID != id && strings.EqualFold(string(it.ID), string(id)) })
	if !twin && strings.Trim(string(id), "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == "" {
		return string(id)
	}
	at := slices.IndexFunc(e.Items, func(it evaluation.Item) bool { return it.ID == id })
	return "item-" + strconv.Itoa(at+1)
}

// copyOf tells several papers of one kind apart.
func copyOf(m evaluation.Material) string {
	if m.Copy == 0 {
		return ""
	}
	return "-" + strconv.Itoa(m.Copy)
}

// ending is what a file's name ends in, as far as it is a plain one.
func ending(name string) string {
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 || len(name)-dot > 6 || strings.Trim(strings.ToLower(name[dot+1:]), "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return ""
	}
	return strings.ToLower(name[dot:])
}

// attestationOf is the statement that counts, by the post of who signed it.
func attestationOf(s *evaluation.Situation) *dossier.Attestation {
	n := len(s.Evaluation.Attestations)
	if n == 0 {
		return nil
	}
	a := s.Evaluation.Attestations[n-1]
	role, _ := s.Definition.Role(a.As)
	return &dossier.Attestation{Wording: a.Wording, Content: a.Content, Post: role.Title, SignedAt: a.At}
}

// rehearsalOf says what day a rehearsal has come to, nil outside of one.
func rehearsalOf(scale calendar.Timescale, now time.Time) *dossier.Rehearsal {
	if scale.IsRealTime() {
		return nil
	}
	return &dossier.Rehearsal{DayMilliseconds: max(scale.Day.Milliseconds(), 1), SealedOn: scale.Today(now).String()}
}

// corrects names in a manifest the dossier before it, and what the public is
// told of why there is another; it gives that note.
func corrects(m *dossier.Manifest, e *evaluation.Evaluation) string {
	if e.Dossier == nil {
		return ""
	}
	m.PrevDigest = e.Dossier.Digest
	if c := e.Correcting(); c != nil {
		m.Correction = c.Note
	}
	return m.Correction
}

// keep stores the papers of the dossier by their content and lists them for
// the manifest.
func (a *Activities) keep(ctx context.Context, papers []composition.Paper) ([]dossier.File, error) {
	var files []dossier.File
	for _, p := range papers {
		for _, format := range p.Sealed {
			file, err := a.keepPaper(ctx, p, format)
			if err != nil {
				return nil, fmt.Errorf("write %s.%s: %w", p.Name, format, err)
			}
			files = append(files, file)
		}
	}
	return files, nil
}

func (a *Activities) keepPaper(ctx context.Context, p composition.Paper, format composition.Format) (dossier.File, error) {
	var content bytes.Buffer
	if err := p.Write(format, &content); err != nil {
		return dossier.File{}, err
	}
	blob, err := a.Blobs.Put(ctx, &content, maxPackage)
	if err != nil {
		return dossier.File{}, err
	}
	return dossier.File{
		Path: p.Name + "." + string(format), Title: p.Title, MediaType: format.MediaType(), Size: blob.Size, SHA256: blob.SHA256, SM3: blob.SM3,
	}, nil
}

// pack packs the dossier into the file store.
func (a *Activities) pack(ctx context.Context, m dossier.Manifest, declared composition.Declared) (*evaluation.Dossier, error) {
	sums, err := a.store(ctx, m, nil)
	if err != nil {
		return nil, err
	}
	manifest, err := m.Canonical()
	if err != nil {
		return nil, err
	}
	return &evaluation.Dossier{
		Digest: sums.Dossier.SHA256, SM3: sums.Dossier.SM3, Package: sums.Package.SHA256, Manifest: string(manifest),
		SealedAt: m.SealedAt, DeclaredTotal: declared.Total, DeclaredGrade: declared.Grade,
	}, nil
}

// store packs through a temporary file what is not withheld.
func (a *Activities) store(ctx context.Context, m dossier.Manifest, withheld []dossier.Withheld) (dossier.Sums, error) {
	temp, err := os.CreateTemp("", "jiheng-dossier-*.zip")
	if err != nil {
		return dossier.Sums{}, fault.Wrap(err, fault.Unavailable, "disk_full", "make a temporary file")
	}
	defer func() { _ = temp.Close() }()
	// It is ours as long as it is open: a worker that is killed leaves none.
	if err := os.Remove(temp.Name()); err != nil {
		return dossier.Sums{}, fault.Wrap(err, fault.Unavailable, "disk_full", "take a temporary file")
	}
	sums, err := dossier.PackPublic(temp, m, withheld, func(f dossier.File) (io.ReadCloser, error) {
		file, _, err := a.Blobs.Open(f.SHA256)
		return file, err
	})
	if err != nil {
		return sums, err
	}
	if _, err := temp.Seek(0, io.SeekStart); err != nil {
		return sums, fmt.Errorf("read package again: %w", err)
	}
	_, err = a.Blobs.Put(ctx, temp, maxPackage)
	return sums, err
}

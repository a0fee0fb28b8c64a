package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"

	"jiheng/internal/composition"
	"jiheng/internal/dossier"
	"jiheng/internal/evaluation"
	"jiheng/policy"
)

// ListDocuments lists the papers of an evaluation.
func (s *server) ListDocuments(c context.Context, r ListDocumentsRequestObject) (ListDocumentsResponseObject, error) {
	ctx, x := enter(c)
	e, papers, err := s.composed(ctx, x, r.EvaluationID)
	if err != nil {
		return nil, err
	}
	sealed, err := sealedPaths(e)
	if err != nil {
		return nil, err
	}
	out := ListDocuments200JSONResponse{Documents: []DocumentEntry{}}
	for _, p := range papers.Papers() {
		entry := DocumentEntry{Name: p.Name, Title: p.Title, Formats: []DocumentEntryFormats{}, Sealed: len(p.Sealed) > 0 && sealed[p.Name+"."+string(p.Sealed[0])]}
		for _, f := range p.Formats() {
			entry.Formats = append(entry.Formats, DocumentEntryFormats(f))
		}
		out.Documents = append(out.Documents, entry)
	}
	return out, nil
}

// sealedPaths are the paths in the sealed dossier, none before there is one.
func sealedPaths(e *evaluation.Evaluation) (map[string]bool, error) {
	paths := make(map[string]bool)
	if e.Dossier == nil {
		return paths, nil
	}
	manifest, err := manifestOf(e.Dossier)
	for _, f := range manifest.Files {
		paths[f.Path] = true
	}
	return paths, err
}

// GetDocument gives out a paper: as it was sealed, else as it would be now.
func (s *server) GetDocument(c context.Context, r GetDocumentRequestObject) (GetDocumentResponseObject, error) {
	ctx, x := enter(c)
	e, papers, err := s.composed(ctx, x, r.EvaluationID)
	if err != nil {
		return nil, err
	}
	if e.Dossier != nil {
		manifest, err := manifestOf(e.Dossier)
		if err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(manifest.Files, func(f dossier.File) bool { return f.Path == r.File }); i >= 0 {
			if err := s.given(ctx, x, e.ID, r.File); err != nil {
				return nil, err
			}
			return s.open(c, manifest.Files[i].SHA256, fileTitle(manifest.Files[i].Title, r.File))
		}
	}
	name, format, _ := strings.Cut(r.File, ".")
	paper, err := papers.Paper(name)
	if err != nil {
		return nil, err
	}
	if err := s.given(ctx, x, e.ID, r.File); err != nil {
		return nil, err
	}
	var content bytes.Buffer
	if err := paper.Write(composition.Format(format), &content); err != nil {
		return nil, err
	}
	return s.printed(c, content.Bytes(), fileTitle(paper.Title, r.File)), nil
}

// composed reads the papers of an evaluation whose dossier the caller may read.
func (s *server) composed(ctx context.Context, x *exchange, id string) (*evaluation.Evaluation, composition.Composition, error) {
	situation, err := s.permitted(ctx, x, id, policy.ObjectDossier, policy.Read)
	if err != nil {
		return nil, composition.Composition{}, err
	}
	names, err := s.store.Names(ctx, situation.Evaluation)
	if err != nil {
		return nil, composition.Composition{}, err
	}
	papers, err := composition.Draft(situation, names)
	if err != nil {
		return nil, composition.Composition{}, err
	}
	if string(x.session.Person.UnitID) != situation.Evaluation.UnitID {
		papers = papers.ForReceiver()
	}
	papers, err = s.appraised(situation, papers)
	return situation.Evaluation, papers, err
}

// appraised adds the appraisal table where the process names a scheme and the
// sheet can be scored by it.
func (s *server) appraised(situation *evaluation.Situation, papers composition.Composition) (composition.Composition, error) {
	view, err := s.scoreOf(situation)
	if err != nil || len(view.Scores.Subjects) == 0 {
		return papers, err
	}
	ref := situation.Definition.Scheme
	scheme, err := s.schemes.Find(ref.Name, ref.Version)
	return papers.Scored(scheme, view.Scores), err
}

// printed gives what was printed just now as a download.
func (s *server) printed(c context.Context, content []byte, name string) *download {
	digest := sha256.Sum256(content)
	return &download{
		server: s, request: requestOf(c), content: held{bytes.NewReader(content)}, name: name, digest: hex.EncodeToString(digest[:]),
		mediaType: mediaStream, cache: "private, no-cache",
	}
}

// held is content in memory, which needs no closing.
type held struct{ io.ReadSeeker }

// Close does nothing.
func (held) Close() error { return nil }

// fileTitle names a file by its title, with the extension of its path.
func fileTitle(title, path string) string {
	_, extension, _ := strings.Cut(path, ".")
	return title + "." + extension
}

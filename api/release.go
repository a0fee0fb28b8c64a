package api

import (
	"context"
	"slices"

	"jiheng/internal/evaluation"
)

// statementOf gives what whoever does a task would sign, nothing where its step asks
// for no signature. What is signed is about the whole evaluation.
func (s *server) statementOf(ctx context.Context, l *lens, now *evaluation.Situation, t *evaluation.Task) (Statement, error) {
	step, _ := now.Definition.Step(t.Stage, t.Step)
	if len(step.Attests) == 0 || !t.State.Live() {
		return Statement{}, nil
	}
	e, err := s.wholeThrough(ctx, l, now.Evaluation.ID)
	if err != nil {
		return Statement{}, err
	}
	whole := *now
	whole.Evaluation, whole.Partial = e, false
	found, _ := evaluation.StatementFor(&whole, t)
	return Statement{
		Properties: texts(found.Properties), Wording: found.Wording, WordingDigest: found.WordingDigest, Content: found.Content,
	}, nil
}

// toClear gives the dossier of which a task decides what is published, paper by
// paper.
func toClear(now *evaluation.Situation, t *evaluation.Task) ToClear {
	step, _ := now.Definition.Step(t.Stage, t.Step)
	asked := slices.ContainsFunc(step.Form, func(f evaluation.FormField) bool { return f.Kind == evaluation.FieldClearance })
	d := now.Evaluation.Dossier
	if !asked || d == nil {
		return ToClear{}
	}
	view := ToClear{Digest: d.Digest, Files: []FileToClear{}}
	for _, p := range d.Papers() {
		f := p.Renderings[0]
		one := FileToClear{
			Path: f.Path, Title: f.Title, Size: f.Size, SHA256: f.SHA256, Publish: FileToClearPublish(f.Publish),
			Readable: !p.Unread, Findings: []PersonalData{}, Renderings: []Rendering{},
		}
		for _, r := range p.Renderings {
			one.Renderings = append(one.Renderings, Rendering{Path: r.Path, Size: r.Size, SHA256: r.SHA256})
		}
		for _, p := range p.Findings {
			one.Findings = append(one.Findings, PersonalData{Place: p.Place, Kind: PersonalDataKind(p.Kind), Label: p.Kind.Label(), Masked: p.Masked})
		}
		view.Files = append(view.Files, one)
	}
	return view
}

func clearingOf(in Clearing) *evaluation.Clearing {
	if in.Digest == "" && len(in.Files) == 0 {
		return nil
	}
	out := &evaluation.Clearing{Digest: in.Digest}
	for _, f := range in.Files {
		out.Files = append(out.Files, evaluation.FileDecision{
			Path: f.Path, Public: f.Public, Reason: f.Reason, Basis: f.Basis, Acknowledged: f.Acknowledged,
		})
	}
	return out
}

func clearingView(in *evaluation.Clearing) Clearing {
	if in == nil {
		return Clearing{}
	}
	return Clearing{Digest: in.Digest, Files: decisionViews(in.Files)}
}

func decisionViews(list []evaluation.FileDecision) []FileDecision {
	out := []FileDecision{}
	for _, f := range list {
		out = append(out, FileDecision{Path: f.Path, Public: f.Public, Reason: f.Reason, Basis: f.Basis, Acknowledged: f.Acknowledged})
	}
	return out
}

// versionViews lists all dossiers of an evaluation, the first one first.
func versionViews(e *evaluation.Evaluation) []DossierVersion {
	out := []DossierVersion{}
	for _, d := range e.Dossiers {
		v := DossierVersion{Version: d.Version, Digest: d.Digest, SealedAt: local(d.SealedAt), Supersedes: d.Supersedes, Note: d.Note}
		for _, p := range e.Publications {
			if p.Digest == d.Digest {
				v.PublishedAt = local(p.PublishedAt)
			}
		}
		out = append(out, v)
	}
	return out
}

// attestationView is the statement that counts.
func attestationView(s *evaluation.Situation, names evaluation.Names) Attestation {
	n := len(s.Evaluation.Attestations)
	if n == 0 {
		return Attestation{}
	}
	a := s.Evaluation.Attestations[n-1]
	return Attestation{
		Wording: a.Wording, WordingDigest: a.WordingDigest, Content: a.Content, ByName: calledIn(names, a.By),
		Post: roleTitle(s.Definition, a.As), At: local(a.At),
	}
}

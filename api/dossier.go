package api

import (
	"context"
	"encoding/json"

	"jiheng/internal/dossier"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/policy"
)

// GetDossier shows the sealed dossier.
func (s *server) GetDossier(c context.Context, r GetDossierRequestObject) (GetDossierResponseObject, error) {
	ctx, x := enter(c)
	situation, err := s.sealedSituation(ctx, x, r.EvaluationID)
	if err != nil {
		return nil, err
	}
	e := situation.Evaluation
	manifest, err := manifestOf(e.Dossier)
	if err != nil {
		return nil, err
	}
	names, err := s.store.Names(ctx, e)
	if err != nil {
		return nil, err
	}
	out := GetDossier200JSONResponse{
		Versions: versionViews(e), Corrections: correctionViews(e.Corrections, names), Attestation: attestationView(situation, names),
		Withheld: decisionViews(e.Withheld(e.Dossier.Digest)),
		Digest:   e.Dossier.Digest, SM3: e.Dossier.SM3, PackageSHA256: e.Dossier.Package, SealedAt: local(e.Dossier.SealedAt),
		Files: []DossierFile{},
	}
	if e.Filing != nil {
		out.FiledDigest = e.Filing.Digest
	}
	if e.Publication != nil {
		out.PublishedDigest = e.Publication.Digest
	}
	for _, f := range manifest.Files {
		out.Files = append(out.Files, DossierFile{
			Path: f.Path, Title: f.Title, MediaType: f.MediaType, Size: f.Size, SHA256: f.SHA256, SM3: f.SM3,
		})
	}
	if err := json.Unmarshal([]byte(e.Dossier.Manifest), &out.Manifest); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "manifest_unreadable", "manifest of %s", e.ID)
	}
	return out, nil
}

// GetDossierPackage gives the sealed dossier out as one ZIP.
func (s *server) GetDossierPackage(c context.Context, r GetDossierPackageRequestObject) (GetDossierPackageResponseObject, error) {
	ctx, x := enter(c)
	e, err := s.sealed(ctx, x, r.EvaluationID)
	if err != nil {
		return nil, err
	}
	if err := s.given(ctx, x, e.ID, packagePath); err != nil {
		return nil, err
	}
	return s.open(c, e.Dossier.Package, packageName(e.ID))
}

// packagePath names the package among the files of a dossier.
const packagePath = "package.zip"

func packageName(id evaluation.ID) string { return "dossier-" + string(id) + ".zip" }

// sealed reads an evaluation whose dossier the caller may read.
// Faults: those of permitted; conflict dossier_not_sealed.
func (s *server) sealed(ctx context.Context, x *exchange, id string) (*evaluation.Evaluation, error) {
	situation, err := s.sealedSituation(ctx, x, id)
	if err != nil {
		return nil, err
	}
	return situation.Evaluation, nil
}

func (s *server) sealedSituation(ctx context.Context, x *exchange, id string) (*evaluation.Situation, error) {
	situation, err := s.permitted(ctx, x, id, policy.ObjectDossier, policy.Read)
	if err != nil {
		return nil, err
	}
	if situation.Evaluation.Dossier == nil {
		return nil, fault.New(fault.Conflict, reasonNotSealed, "evaluation %s has no sealed dossier", id)
	}
	return situation, nil
}

func manifestOf(d *evaluation.Dossier) (dossier.Manifest, error) {
	m, err := dossier.Parse([]byte(d.Manifest))
	if err != nil {
		return m, fault.Wrap(err, fault.Internal, "manifest_unreadable", "manifest %s", d.Digest)
	}
	return m, nil
}

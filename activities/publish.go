package activities

import (
	"context"

	"jiheng/internal/dossier"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// publicPackage prepares what is published: the sealed package, or where files
// are withheld one that has the same manifest without them.
func (a *Activities) publicPackage(ctx context.Context, s *evaluation.Situation) (evaluation.Public, error) {
	if err := a.verifyPackage(s.Evaluation); err != nil {
		return evaluation.Public{}, err
	}
	d := s.Evaluation.Dossier
	p := evaluation.Public{Digest: d.Digest}
	c := s.Evaluation.ClearanceOf(d.Digest)
	if c == nil {
		return p, nil
	}
	p.Clearance = c.Task
	role, _ := s.Definition.Role(c.As)
	var withheld []dossier.Withheld
	for _, f := range s.Evaluation.Withheld(d.Digest) {
		withheld = append(withheld, dossier.Withheld{Path: f.Path, Reason: f.Reason, Basis: f.Basis, By: role.Title})
	}
	if len(withheld) == 0 {
		return p, nil
	}
	m, err := dossier.Parse([]byte(d.Manifest))
	if err != nil {
		return p, fault.Wrap(err, fault.Internal, "manifest_unreadable", "manifest %s", d.Digest)
	}
	sums, err := a.store(ctx, m, withheld)
	p.Package = sums.Package.SHA256
	return p, err
}

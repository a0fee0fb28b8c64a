package evaluation

import (
	"time"

	"jiheng/internal/fault"
)

// Publication is the putting on the public portal (公开).
type Publication struct {
	Digest      string    `json:"digest"`
	PublishedAt time.Time `json:"published_at"`
	// Package is the SHA-256 of the published ZIP where it is not the sealed
	// one: files were withheld from it.
	Package string `json:"package,omitempty"`
}

// Publish records the publication of the sealed dossier as it is.
//
// Errors: those of PublishPackage.
func Publish(s *Situation, task TaskID) ([]Event, error) {
	digest := s.Evaluation.sealedDigest()
	return PublishPackage(s, task, Public{Digest: digest, Clearance: s.Evaluation.clearanceOf(digest)})
}

// PublishPackage records the publication of the sealed dossier: all of it, or a
// package from which what was decided is withheld. Where somebody has to decide
// what is published, and nobody has for this dossier, it goes back to him.
//
// Errors: conflict dossier_not_sealed, clearance_outdated when the package was
// made by another decision than the last.
func PublishPackage(s *Situation, task TaskID, p Public) ([]Event, error) {
	t := s.systemTask(task, EffectPublish)
	if t == nil {
		return nil, nil
	}
	if s.Evaluation.Dossier == nil {
		return nil, notSealed(s.Evaluation.ID)
	}
	digest := s.Evaluation.Dossier.Digest
	switch {
	case !s.cleared():
		return s.backTo(t, StageDefinition.clearStep, "clearance_outdated")
	case p.Digest != digest, p.Clearance != s.Evaluation.clearanceOf(digest), (p.Package == "") != (len(s.Evaluation.Withheld(digest)) == 0):
		return nil, fault.New(fault.Conflict, "clearance_outdated", "package of %s was made by another decision", s.Evaluation.ID)
	}
	return s.performed(t, DossierPublished{t.Ref(), digest, p.Package})
}

// Public is what is to be published (公开包): a dossier, the task that decided on
// it ("" for none), and the SHA-256 of its package, "" for the sealed one.
type Public struct {
	Digest    string
	Clearance TaskID
	Package   string
}

func (e *Evaluation) clearanceOf(digest string) TaskID {
	if c := e.ClearanceOf(digest); c != nil {
		return c.Task
	}
	return ""
}

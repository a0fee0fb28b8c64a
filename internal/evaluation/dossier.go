package evaluation

import (
	"slices"
	"time"

	"jiheng/internal/fault"
)

// Dossier is the sealed set of documents (定稿卷宗). Where the sealing is walked
// again it is a further version; the earlier ones stay in the record.
type Dossier struct {
	// Version counts them from 1; the journal's order gives it.
	Version int `json:"version,omitempty"`
	// Digest is the SHA-256 of the canonical manifest, hex; SM3 beside it.
	Digest   string    `json:"digest"`
	SM3      string    `json:"sm3"`
	SealedAt time.Time `json:"sealed_at"`
	// Package is the SHA-256 of the deterministic ZIP of the dossier.
	Package string `json:"package"`
	// Manifest is the canonical manifest itself, byte for byte: Digest is the
	// hash of these bytes.
	Manifest string `json:"manifest"`
	// DeclaredTotal and DeclaredGrade repeat what the unit declared.
	DeclaredTotal string `json:"declared_total"`
	DeclaredGrade string `json:"declared_grade"`
	// Supersedes is the digest of the dossier before this one, Note what the
	// public is told of why; both empty for a first dossier.
	Supersedes string `json:"supersedes,omitempty"`
	Note       string `json:"note,omitempty"`
	// Files are the documents, as far as deciding on their publication needs.
	Files []SealedFile `json:"files,omitempty"`
	// Findings are what looks like personal data in what may be published,
	// Unread the paths of what could not be looked through.
	Findings []PersonalData `json:"findings,omitempty"`
	Unread   []string       `json:"unread,omitempty"`
}

// Seal records the sealed dossier and lets the process go on: the first, or where
// the matter was sent back behind the sealing a further version. SealedAt is the
// instant that stands in the manifest, not the one of this record: the
// manifest is made first.
//
// Where somebody has to answer for the content, nothing is sealed that nobody
// answers for as it is now: the matter goes back to be attested. Nor is a roll-up
// sealed whose sources have changed: the refusal is recorded, and a new one asked
// for.
//
// Errors: conflict dossier_outdated when it supersedes another dossier than the
// last, since one was sealed meanwhile.
func Seal(s *Situation, task TaskID, d Dossier) ([]Event, error) {
	t := s.systemTask(task, EffectSeal)
	if t == nil {
		return nil, nil
	}
	if stale, err := s.StaleRollUp(); stale || err != nil {
		if err != nil {
			return nil, err
		}
		return s.rollUpAnew(t)
	}
	if err := s.checkReport(); err != nil {
		return nil, err
	}
	if s.Unattested() {
		return s.backTo(t, StageDefinition.attestStep, "attestation_outdated")
	}
	if d.Supersedes != s.Evaluation.sealedDigest() {
		return nil, fault.New(fault.Conflict, "dossier_outdated", "dossier of %s supersedes %q", s.Evaluation.ID, d.Supersedes)
	}
	d.Version = s.Evaluation.nextDossier()
	return s.performed(t, DossierSealed{t.Ref(), d})
}

// nextDossier is the version of what is sealed next.
func (e *Evaluation) nextDossier() int {
	if e.Dossier == nil {
		return 1
	}
	return e.Dossier.Version + 1
}

func (e *Evaluation) sealedDigest() string {
	if e.Dossier == nil {
		return ""
	}
	return e.Dossier.Digest
}

// Unattested tells whether a signature is needed that is not there.
func (s *Situation) Unattested() bool {
	asked := slices.ContainsFunc(s.Definition.Stages, func(sd StageDefinition) bool { _, ok := sd.attestStep(); return ok })
	return asked && !s.attested()
}

func notSealed(id ID) error {
	return fault.New(fault.Conflict, "dossier_not_sealed", "evaluation %s has no sealed dossier", id)
}

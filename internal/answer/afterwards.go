package answer

import (
	"cmp"
	"context"
	"time"

	"jiheng/internal/audit"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

// PublicCopy is what the public is given of a sealed dossier (公开的一份).
type PublicCopy struct {
	At time.Time
	// Package is the SHA-256 of what was published, Served that of what is kept
	// under it now, "" when nothing is.
	Package, Served string
	// Withdrawn tells that it is not given out any longer.
	Withdrawn bool
}

// Same tells whether what was published is what is served now.
func (p *PublicCopy) Same() bool { return p.Served == p.Package }

// ClearanceChange is a decision on what of a dossier is public (公开审查结论).
type ClearanceChange struct {
	At             time.Time
	By, OnBehalfOf evaluation.PersonID
	// Withheld counts the files that are kept back, Changed are the paths of
	// which the decision before said otherwise.
	Withheld int
	Changed  []string
}

// Look is that somebody looked at a paper or was given a file (查阅).
type Look struct {
	Material, File     string
	Person, OnBehalfOf evaluation.PersonID
	Manner             string
	At                 time.Time
	ClientAddress      string
}

// PublicCount is how often the public took a file (公开下载次数).
type PublicCount struct {
	Path  string
	Count int64
}

// Opinion is what those a dossier was filed with gave it (复核意见).
type Opinion struct {
	// ReceiverID has it in its book.
	ReceiverID     string
	Reviewer       string
	ReviewerLabel  string
	Round          int
	Total, Opinion string
	By             evaluation.PersonID
	At             time.Time
}

// looksShown is how many looks of an answer are given one by one.
const looksShown = 50

// looks tells who looked at anything since it was sealed.
func (d *Desk) looks(ctx context.Context, e *evaluation.Evaluation, out *Sealed) (err error) {
	if out.Looks, err = d.Source.LooksSince(ctx, e.ID, out.At); err != nil {
		return err
	}
	if out.LatestLooks, err = d.Source.LatestLooks(ctx, e.ID, out.At, looksShown); err != nil {
		return err
	}
	out.Downloads, err = d.Source.DownloadsSince(ctx, e.ID, calendar.DateOf(out.At))
	return err
}

// afterwards tells from the evaluation itself what became of a sealed dossier.
func (s *Sealed) afterwards(blobs audit.Blobs, e *evaluation.Evaluation, sealed *evaluation.Dossier) error {
	for _, c := range e.Corrections {
		if c.Digest == sealed.Digest {
			s.Corrections = append(s.Corrections, c)
		}
	}
	for _, d := range e.Dossiers {
		if d.Supersedes == sealed.Digest {
			s.SupersededBy = d.Version
		}
	}
	for _, d := range e.Disposals {
		if d.State == evaluation.DisposalAgreed {
			s.Disposed = d.DecidedAt
		}
	}
	s.clearances(e)
	for _, p := range e.Publications {
		if p.Digest != sealed.Digest {
			continue
		}
		s.Published = p.Digest
		c := e.ClearanceOf(sealed.Digest)
		s.Public = &PublicCopy{At: p.PublishedAt, Package: cmp.Or(p.Package, sealed.Package), Withdrawn: c != nil && c.Mixed()}
		var err error
		if s.Public.Served, err = audit.KeptUnder(blobs, s.Public.Package); err != nil {
			return err
		}
	}
	return nil
}

// clearances tells how often it was decided what is public, and what changed.
func (s *Sealed) clearances(e *evaluation.Evaluation) {
	var before map[string]bool
	for _, c := range e.Clearances {
		if c.Digest != s.Digest {
			continue
		}
		one, public := ClearanceChange{At: c.At, By: c.By, OnBehalfOf: c.OnBehalfOf}, map[string]bool{}
		for _, f := range c.Files {
			public[f.Path] = f.Public
			if !f.Public {
				one.Withheld++
			}
			if was, known := before[f.Path]; before != nil && (!known || was != f.Public) {
				one.Changed = append(one.Changed, f.Path)
			}
		}
		s.Clearances, before = append(s.Clearances, one), public
	}
}

// People are all whom the answer names.
func (s *Sealed) People() (people []evaluation.PersonID) {
	for _, g := range s.Grants {
		people = append(people, g.Person)
	}
	for _, l := range s.LatestLooks {
		people = append(people, l.Person, l.OnBehalfOf)
	}
	for _, c := range s.Clearances {
		people = append(people, c.By, c.OnBehalfOf)
	}
	for _, c := range s.Corrections {
		people = append(people, c.By, c.DecidedBy)
	}
	for _, o := range s.Opinions {
		people = append(people, o.By)
	}
	return people
}

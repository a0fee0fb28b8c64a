package answer

import (
	"context"
	"slices"
	"time"

	"jiheng/internal/audit"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// Sealed is what came after a sealing (定稿以后的变化).
type Sealed struct {
	Version int
	Seq     int64
	At      time.Time
	// Digest was sealed; Served is what the kept package comes to now, "" when
	// it is not there or not whole. Filed and Published went out.
	Digest, Served, Filed, Published string
	// Kinds counts the entries after it; Entries are the first of them.
	Kinds   []KindCount
	Entries []journal.Entry
	Total   int64
	Grants  []GrantChange
	// Looks counts who looked at anything since, LatestLooks are the latest of
	// them; Downloads is what the public took since that day.
	Looks       int64
	LatestLooks []Look
	Downloads   []PublicCount
	// FollowUps began after it, such as a rectification.
	FollowUps []evaluation.FollowUp
	// Public is what was published of it; nil when nothing was.
	Public *PublicCopy
	// Clearances are the decisions on what of it is public, the first first.
	Clearances []ClearanceChange
	// Corrections ask for another in its place; SupersededBy is the one that
	// took it, 0 for none.
	Corrections  []evaluation.Correction
	SupersededBy int
	// Opinions were given on it by those it was filed with.
	Opinions []Opinion
	// Disposed is when its papers were cleared away by rule; zero when they
	// were not.
	Disposed time.Time
}

// KindCount counts entries of a kind.
type KindCount struct {
	Type  evaluation.EventType
	Count int64
}

// Unchanged tells whether what was sealed is what is served, to the public too,
// and nothing in the journal came after it but that it went its way.
func (s *Sealed) Unchanged() bool { return s.Same() && s.Changes() == 0 }

// Same tells whether what was sealed, and what was published of it, is what is
// served now.
func (s *Sealed) Same() bool { return s.Served == s.Digest && (s.Public == nil || s.Public.Same()) }

// Changes counts the entries that are more than the dossier going its way: a
// first decision on what is public is part of that, a second one is not.
func (s *Sealed) Changes() int64 {
	n := int64(max(len(s.Clearances)-1, 0))
	for _, k := range s.Kinds {
		if !OnItsWay(k.Type) {
			n += k.Count
		}
	}
	return n
}

// OnItsWay tells of a kind of entry that it changes nothing of what was sealed: it is
// taken further, looked at and reminded of.
func OnItsWay(t evaluation.EventType) bool {
	return slices.Contains([]evaluation.EventType{
		evaluation.TypeTaskOpened, evaluation.TypeTaskClaimed, evaluation.TypeTaskReleased, evaluation.TypeTaskCompleted, evaluation.TypeTaskApproved,
		evaluation.TypeStageOpened, evaluation.TypeStageSettled, evaluation.TypeReminded, evaluation.TypeFoundOverdue, evaluation.TypeEscalated,
		evaluation.TypeTaskRead, evaluation.TypeTaskUrged, evaluation.TypeTaskCopied, evaluation.TypeDossierFiled, evaluation.TypeFilingReceived,
		evaluation.TypeDossierPublished, evaluation.TypeFinished, evaluation.TypeAttemptRefused, evaluation.TypeDossierSealed,
		evaluation.TypeCleared,
	}, t)
}

// entriesShown is how many entries of an answer are given one by one.
const entriesShown = 200

// entriesAtOnce is how many entries are read at once.
const entriesAtOnce = 1000

// AfterSealing answers what changed after each sealing, the earliest first.
// Fault: conflict dossier_not_sealed.
func (d *Desk) AfterSealing(ctx context.Context, id evaluation.ID, now time.Time) ([]Sealed, error) {
	then, err := d.Source.SituationAt(ctx, evaluation.Request{Evaluation: id, Actor: evaluation.SystemPerson, Whole: true}, now)
	if err != nil {
		return nil, err
	}
	e := then.Evaluation
	if len(e.Dossiers) == 0 {
		return nil, fault.New(fault.Conflict, "dossier_not_sealed", "evaluation %s has no sealed dossier", id)
	}
	out := make([]Sealed, len(e.Dossiers))
	for i := range e.Dossiers {
		if out[i], err = d.sealing(ctx, e, &e.Dossiers[i], now); err != nil {
			return nil, err
		}
	}
	return out, d.entriesAfter(ctx, id, out)
}

func (d *Desk) sealing(ctx context.Context, e *evaluation.Evaluation, sealed *evaluation.Dossier, now time.Time) (Sealed, error) {
	out := Sealed{Version: sealed.Version, At: sealed.SealedAt, Digest: sealed.Digest}
	var err error
	if out.Served, err = audit.Served(d.Blobs, sealed); err != nil {
		return out, err
	}
	if e.Filing != nil && e.Filing.Digest == sealed.Digest {
		out.Filed = e.Filing.Digest
	}
	if err := out.afterwards(d.Blobs, e, sealed); err != nil {
		return out, err
	}
	if out.Grants, err = d.Source.GrantChanges(ctx, e, sealed.SealedAt, now); err != nil {
		return out, err
	}
	if err := d.looks(ctx, e, &out); err != nil {
		return out, err
	}
	if out.Opinions, err = d.Source.OpinionsOn(ctx, e, sealed.Digest); err != nil {
		return out, err
	}
	all, err := d.Source.FollowUps(ctx, e.ID)
	for _, f := range all {
		if f.StartedAt.After(sealed.SealedAt) {
			out.FollowUps = append(out.FollowUps, f)
		}
	}
	return out, err
}

// entriesAfter reads the journal once and tells for every sealing what came
// after it.
func (d *Desk) entriesAfter(ctx context.Context, id evaluation.ID, sealings []Sealed) error {
	reached := 0
	for last := int64(0); ; {
		page, err := d.Source.Journal(ctx, id, last, entriesAtOnce)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, entry := range page {
			for i := range sealings[:reached] {
				sealings[i].count(entry)
			}
			if entry.Type == string(evaluation.TypeDossierSealed) && reached < len(sealings) {
				sealings[reached].Seq = entry.Seq
				reached++
			}
		}
		last = page[len(page)-1].Seq
	}
}

func (s *Sealed) count(e journal.Entry) {
	if s.Total++; len(s.Entries) < entriesShown {
		s.Entries = append(s.Entries, e)
	}
	for i := range s.Kinds {
		if string(s.Kinds[i].Type) == e.Type {
			s.Kinds[i].Count++
			return
		}
	}
	s.Kinds = append(s.Kinds, KindCount{evaluation.EventType(e.Type), 1})
}

package answer

import (
	"context"
	"strconv"
	"time"

	"jiheng/internal/audit"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/policy"
)

// Source is where answers come from.
type Source interface {
	// SituationAt folds an evaluation to an instant.
	SituationAt(ctx context.Context, r evaluation.Request, at time.Time) (*evaluation.Situation, error)
	// CastAt gives everybody who held one of the roles in the units then, those
	// named, and whoever stood in for one of them.
	CastAt(ctx context.Context, e *evaluation.Evaluation, named []evaluation.PersonID, roles []evaluation.RoleID, at time.Time) ([]evaluation.Actor, error)
	PolicyAt(ctx context.Context, at time.Time) (policy.Source, error)
	// PolicyNamed gives a version of the policy. Fault: not_found policy_not_found.
	PolicyNamed(ctx context.Context, version string) (policy.Source, error)
	// Journal gives entries behind a number, in order.
	Journal(ctx context.Context, id evaluation.ID, after int64, limit int) ([]journal.Entry, error)
	// GrantChanges lists roles that began or ended in the units.
	GrantChanges(ctx context.Context, e *evaluation.Evaluation, after, until time.Time) ([]GrantChange, error)
	// LooksSince counts how often files were looked at since an instant.
	LooksSince(ctx context.Context, id evaluation.ID, since time.Time) (int64, error)
	// LatestLooks lists those looks, the latest first.
	LatestLooks(ctx context.Context, id evaluation.ID, since time.Time, limit int) ([]Look, error)
	// DownloadsSince counts what the public took from a day on.
	DownloadsSince(ctx context.Context, id evaluation.ID, day calendar.Date) ([]PublicCount, error)
	// OpinionsOn lists what was given a dossier by those of this installation
	// whom it was filed with.
	OpinionsOn(ctx context.Context, e *evaluation.Evaluation, digest string) ([]Opinion, error)
	FollowUps(ctx context.Context, id evaluation.ID) ([]evaluation.FollowUp, error)
}

// GrantChange is that a role began or ended to be held (任职变动).
type GrantChange struct {
	Person    evaluation.PersonID
	Role      evaluation.RoleID
	UnitID    string
	At        time.Time
	Ended     bool
	GrantedBy evaluation.PersonID
}

// Desk answers (问答台).
type Desk struct {
	Source Source
	Blobs  audit.Blobs
	// Policy is that of this program.
	Policy *policy.Policy
}

// Under is the policy by which something is judged. InCode tells whether its
// rules that are code are those of this program.
type Under struct {
	Policy *policy.Policy
	InCode bool
}

func (d *Desk) under(source policy.Source) (Under, error) {
	if source.Version() == d.Policy.Version() {
		return Under{d.Policy, true}, nil
	}
	p, err := source.Policy()
	return Under{p, source.InCode()}, err
}

// entry reads one entry. Fault: not_found entry_not_found.
func (d *Desk) entry(ctx context.Context, id evaluation.ID, seq int64) (journal.Entry, error) {
	if seq > 0 {
		page, err := d.Source.Journal(ctx, id, seq-1, 1)
		if err != nil {
			return journal.Entry{}, err
		}
		if len(page) == 1 && page[0].Seq == seq {
			return page[0], nil
		}
	}
	return journal.Entry{}, fault.New(fault.NotFound, "entry_not_found", "evaluation %s has no journal entry %d", id, seq).
		With("id", strconv.FormatInt(seq, 10))
}

package adapter

import (
	"context"

	"jiheng/internal/audit"
	"jiheng/internal/checkpoint"
	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
	"jiheng/internal/review"
	"jiheng/internal/store"
	"jiheng/policy"
)

// Audit is the store as a verification sees it.
type Audit struct{ *store.Store }

var _ audit.Source = Audit{}

// Journal verifies one chain and its rows.
func (a Audit) Journal(ctx context.Context, id evaluation.ID, look func(audit.Moment), anchors []journal.Head) (audit.Journal, error) {
	v, err := a.InspectJournal(ctx, id, func(m store.Moment) { look(audit.Moment(m)) }, anchors...)
	return inspected(v), err
}

func inspected(v store.Verification) audit.Journal {
	out := audit.Journal{Entries: v.Entries, Head: v.Head, Chain: v.Chain}
	for _, d := range v.Rows {
		out.Rows = append(out.Rows, audit.Difference(d))
	}
	return out
}

// Book verifies the chain of a book and its rows.
func (a Audit) Book(ctx context.Context, b review.Book, look func(journal.Entry), anchors []journal.Head) (audit.Journal, []review.Filing, error) {
	v, filed, err := a.InspectBook(ctx, b, look, anchors...)
	return inspected(v), filed, err
}

// Situation gives an evaluation as a whole.
func (a Audit) Situation(ctx context.Context, id evaluation.ID) (*evaluation.Situation, error) {
	return a.Store.Situation(ctx, evaluation.Request{Evaluation: id, Actor: evaluation.SystemPerson, Whole: true})
}

// InstallationJournal verifies the chain of the installation.
func (a Audit) InstallationJournal(ctx context.Context, seen func(journal.Entry) error, anchors []journal.Head) ([]journal.Finding, error) {
	return a.VerifyInstallationJournal(ctx, seen, anchors...)
}

// Orphans lists rows whose evaluation is not there.
func (a Audit) Orphans(ctx context.Context) ([]audit.Row, error) {
	list, err := a.Store.Orphans(ctx)
	out := make([]audit.Row, len(list))
	for i, o := range list {
		out[i] = audit.Row(o)
	}
	return out, err
}

// WalkCheckpoints hands out statements and checkpoints.
func (a Audit) WalkCheckpoints(ctx context.Context, statement func(int64, checkpoint.Statement) error, covers func(audit.Kept) error) error {
	return a.Store.WalkCheckpoints(ctx, statement, func(c store.SignedCheckpoint) error { return covers(audit.Kept(c)) })
}

// Unread lists what stands in rows and no field reads.
func (a Audit) Unread(ctx context.Context) ([]audit.Difference, error) {
	list, err := a.Store.Unread(ctx)
	out := make([]audit.Difference, len(list))
	for i, d := range list {
		out[i] = audit.Difference(d)
	}
	return out, err
}

// Guards lists guards and rights that are not as they should be.
func (a Audit) Guards(ctx context.Context) ([]audit.Guard, error) {
	list, err := a.Store.Guards(ctx)
	out := make([]audit.Guard, len(list))
	for i, g := range list {
		out[i] = audit.Guard(g)
	}
	return out, err
}

// CheckpointsBehind gives the checkpoints behind a number.
func (a Audit) CheckpointsBehind(ctx context.Context, number int64) ([]audit.Kept, error) {
	var out []audit.Kept
	for {
		page, err := a.Checkpoints(ctx, number, atOnce)
		if err != nil || len(page) == 0 {
			return out, err
		}
		for _, c := range page {
			out = append(out, audit.Kept(c))
		}
		number = page[len(page)-1].Number
	}
}

// Calendars gives every kept version of the calendar.
func (a Audit) Calendars(ctx context.Context) ([]audit.Calendar, error) {
	list, err := a.KeptCalendars(ctx)
	out := make([]audit.Calendar, len(list))
	for i, c := range list {
		out[i] = audit.Calendar(c)
	}
	return out, err
}

// File gives what is recorded of a file.
func (a Audit) File(ctx context.Context, sha256 string) (audit.File, error) {
	f, err := a.Store.File(ctx, sha256)
	return audit.File{SHA256: f.SHA256, SM3: f.SM3, Size: f.Size}, err
}

// Policies gives every kept policy.
func (a Audit) Policies(ctx context.Context) (map[string]policy.Source, error) {
	list, err := a.Store.Policies(ctx)
	out := make(map[string]policy.Source, len(list))
	for _, p := range list {
		out[p.Version] = policy.Source{Model: p.Model, Rules: p.Rules, Code: p.CodeRules}
	}
	return out, err
}

// Terms hands out every grant of a role.
func (a Audit) Terms(ctx context.Context, use func(audit.Term)) error {
	return a.Store.Terms(ctx, func(t store.Term) { use(audit.Term(t)) })
}

// KeepPolicy keeps the text of the policy that this program brings, and of
// those of earlier releases, which kept none, and remembers which one counts
// from now on.
func KeepPolicy(ctx context.Context, s *store.Store) error {
	released, err := policy.ReleasedSources()
	if err != nil {
		return err
	}
	for _, p := range append(released, policy.ShippedSource()) {
		err := s.KeepPolicy(ctx, store.KeptPolicy{Version: p.Version(), Model: p.Model, Rules: p.Rules, CodeRules: p.Code})
		if err != nil {
			return err
		}
	}
	return s.TakePolicy(ctx, policy.ShippedSource().Version())
}

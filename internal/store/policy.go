package store

import (
	"context"
	"time"

	"jiheng/internal/administration"
	"jiheng/internal/journal"
)

// KeptPolicy is the text of one version of the policy (权限策略版本).
type KeptPolicy struct {
	Version   string `gorm:"primaryKey"`
	Model     string
	Rules     string
	CodeRules string
	AddedAt   time.Time `gorm:"->"`
}

// TableName names the table.
func (KeptPolicy) TableName() string { return "policies" }

// KeepPolicy keeps the text of the policy in force, so that what was done
// under it can be judged by it later. A version that is kept stays as it is.
func (s *Store) KeepPolicy(ctx context.Context, p KeptPolicy) error {
	return s.keepOnce(ctx, registerScope{administration.Policies, "version = ?", []any{p.Version}}, &p)
}

// TakePolicy remembers that a program goes by a version of the policy from now
// on (启用权限策略), unless the last that said so goes by the same. So an older
// program that takes over again is in the journal.
func (s *Store) TakePolicy(ctx context.Context, version string) error {
	last, ok, err := s.LastNoted(ctx, administration.PolicyTaken{}.Type())
	if err != nil || ok && taken(last) == version {
		return err
	}
	return s.administrate(ctx, atTheConsole(), func(a *administrating) error {
		return a.note(administration.PolicyTaken{Version: version, Before: taken(last)}, "")
	})
}

// taken is the version that an entry speaks of, "" for no entry.
func taken(e journal.Entry) string {
	event, err := administration.Read(e)
	if t, ok := event.(administration.PolicyTaken); ok && err == nil {
		return t.Version
	}
	return ""
}

// Policies gives all versions that are kept.
func (s *Store) Policies(ctx context.Context) ([]KeptPolicy, error) {
	var out []KeptPolicy
	err := s.db.WithContext(ctx).Order("added_at, version").Find(&out).Error
	return out, err
}

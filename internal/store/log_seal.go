package store

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/administration"
)

// LogsRest is how long a line of a log waits before it is sealed: longer than a
// transaction may take that has its number already.
const LogsRest = 5 * time.Minute

// logColumns are those of a line, beside its number and instant.
func logColumns(l administration.Log) []string {
	switch l {
	case administration.SecurityLog:
		return []string{"kind", "login", "person_id", "actor_id", "session_id", "client_address", "cause"}
	case administration.MaterialAccesses:
		return []string{"evaluation_id", "material_id", "sha256", "person_id", "on_behalf_of", "manner", "request_id", "client_address"}
	case administration.DossierAccesses:
		return []string{"evaluation_id", "path", "person_id", "on_behalf_of", "request_id", "client_address"}
	}
	return nil
}

// logMarks reads the marks of lines.
func logMarks(tx *gorm.DB, l administration.Log, where string, args ...any) ([]administration.Mark, error) {
	var out []administration.Mark
	line := "jsonb_build_array(id, " + instantText("at") + ", " + strings.Join(logColumns(l), ", ") + ")::text"
	err := tx.Raw("SELECT id, left("+digestText(line)+", 32) AS sum FROM "+string(l)+" WHERE "+where, args...).Scan(&out).Error
	return out, err
}

// SealLogs puts the marks of all lines that have rested into the journal of the
// installation. Any number of processes may.
func (s *Store) SealLogs(ctx context.Context, rested time.Duration) error {
	for _, l := range administration.Logs() {
		for {
			more, err := s.sealLog(ctx, l, rested)
			if err != nil {
				return err
			}
			if !more {
				break
			}
		}
	}
	return nil
}

// sealLog seals some lines, and tells whether there may be more.
func (s *Store) sealLog(ctx context.Context, l administration.Log, rested time.Duration) (more bool, err error) {
	marks, err := s.unsealed(s.db.WithContext(ctx), l, rested)
	if err != nil || len(marks) == 0 {
		return false, err
	}
	err = s.administrate(ctx, atTheConsole(), func(a *administrating) error {
		if marks, err = s.unsealed(a.tx, l, rested); err != nil || len(marks) == 0 { // as nobody else seals now
			return err
		}
		return a.note(administration.LogSealed{Log: l, To: marks[len(marks)-1].ID, Marks: marks}, "")
	})
	return len(marks) == recordsAtOnce, err
}

// unsealed gives the marks of the next lines that are to be sealed.
func (s *Store) unsealed(tx *gorm.DB, l administration.Log, rested time.Duration) ([]administration.Mark, error) {
	var last int64
	err := tx.Raw(`SELECT COALESCE(max((data::jsonb ->> 'to')::bigint), 0) FROM installation_journal WHERE type = ? AND data::jsonb ->> 'log' = ?`,
		administration.LogSealed{}.Type(), string(l)).Scan(&last).Error
	if err != nil {
		return nil, err
	}
	return logMarks(tx, l, `id > ? AND id <= (SELECT max(id) FROM `+string(l)+` WHERE at <= clock_timestamp() - ? * interval '1 microsecond')
		ORDER BY id LIMIT ?`, last, rested.Microseconds(), recordsAtOnce)
}

// Unsealed counts the lines of a log behind one.
func (s *Store) Unsealed(ctx context.Context, l administration.Log, to int64) (n int64, err error) {
	err = s.db.WithContext(ctx).Raw("SELECT count(*) FROM "+string(l)+" WHERE id > ?", to).Scan(&n).Error
	return n, err
}

// Marks gives the marks of all lines of a log up to one, as the lines are now.
func (s *Store) Marks(ctx context.Context, l administration.Log, to int64) (map[int64]string, error) {
	list, err := logMarks(s.db.WithContext(ctx), l, "id <= ?", to)
	out := make(map[int64]string, len(list))
	for _, m := range list {
		out[m.ID] += m.Sum // a line that is there twice has another mark
	}
	return out, err
}

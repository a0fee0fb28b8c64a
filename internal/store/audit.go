package store

import (
	"context"
	"time"

	"jiheng/internal/administration"
	"jiheng/internal/evaluation"
)

// EvaluationIDs gives the ids of evaluations behind one, in order.
func (s *Store) EvaluationIDs(ctx context.Context, after evaluation.ID, limit int) ([]evaluation.ID, error) {
	if limit < 1 || limit > MaxEntries {
		return nil, outOfRange(MaxEntries)
	}
	var out []evaluation.ID
	err := s.db.WithContext(ctx).Raw("SELECT id FROM evaluations WHERE id > ? ORDER BY id LIMIT ?", string(after), limit).Scan(&out).Error
	return out, err
}

// Orphan counts the rows of a table that say they are of an evaluation that is
// not there; Evaluation is then the chain of a book for the rows of one.
type Orphan struct {
	Table, Evaluation string
	Count             int64
}

const selectOrphans = `SELECT "table", evaluation_id AS evaluation, count(*) AS count FROM (
	SELECT 'journal' AS "table", evaluation_id FROM journal
	UNION ALL SELECT 'stages', evaluation_id FROM stages
	UNION ALL SELECT 'items', evaluation_id FROM items
	UNION ALL SELECT 'members', evaluation_id FROM member_terms
	UNION ALL SELECT 'tasks', evaluation_id FROM tasks
	UNION ALL SELECT 'materials', evaluation_id FROM materials
	UNION ALL SELECT 'recusals', evaluation_id FROM recusals
	UNION ALL SELECT 'dossiers', evaluation_id FROM dossiers
	UNION ALL SELECT 'filings', evaluation_id FROM filings
	UNION ALL SELECT 'publications', evaluation_id FROM publications
	UNION ALL SELECT 'attestations', evaluation_id FROM attestations
	UNION ALL SELECT 'clearances', evaluation_id FROM clearances
	UNION ALL SELECT 'corrections', evaluation_id FROM corrections
	UNION ALL SELECT 'holds', evaluation_id FROM holds
	UNION ALL SELECT 'disposals', evaluation_id FROM disposals
) x WHERE NOT EXISTS (SELECT FROM evaluations e WHERE e.id = x.evaluation_id)
GROUP BY 1, 2
UNION ALL SELECT "table", 'review:' || receiver_id || ':' || year, count(*) FROM (
	SELECT 'review_journal' AS "table", receiver_id, year FROM review_journal
	UNION ALL SELECT 'received_filings', receiver_id, year FROM received_filings
	UNION ALL SELECT 'review_draws', receiver_id, year FROM review_draws
	UNION ALL SELECT 'review_roll_ups', receiver_id, year FROM review_roll_ups
) y WHERE NOT EXISTS (SELECT FROM review_books b WHERE b.receiver_id = y.receiver_id AND b.year = y.year)
GROUP BY 1, 2
UNION ALL SELECT 'filing_opinions', filing_id, count(*) FROM filing_opinions o
	WHERE NOT EXISTS (SELECT FROM received_filings f WHERE f.id = o.filing_id) GROUP BY 1, 2
UNION ALL SELECT 'filing_gaps', filing_id, count(*) FROM filing_gaps g
	WHERE NOT EXISTS (SELECT FROM received_filings f WHERE f.id = g.filing_id) GROUP BY 1, 2
UNION ALL SELECT 'rectification_notices', filing_id, count(*) FROM rectification_notices n
	WHERE NOT EXISTS (SELECT FROM received_filings f WHERE f.id = n.filing_id) GROUP BY 1, 2
ORDER BY 1, 2`

// Orphans lists rows whose evaluation or book is not there, and opinions on
// filings that are not. The foreign keys allow
// none; whoever owns the schema can take them away.
func (s *Store) Orphans(ctx context.Context) ([]Orphan, error) {
	var out []Orphan
	err := s.db.WithContext(ctx).Raw(selectOrphans).Scan(&out).Error
	return out, err
}

// Term is a role that somebody held for some time (任职期间).
type Term struct {
	Person             evaluation.PersonID
	Role               evaluation.RoleID
	Unit, Department   string
	ValidFrom, ValidTo time.Time // ValidTo is zero while it lasts
}

// Terms hands out every grant of a role that there ever was.
func (s *Store) Terms(ctx context.Context, use func(Term)) error {
	for last := int64(0); ; {
		var rows []struct {
			ID                                   int64
			PersonID, Role, UnitID, DepartmentID string
			ValidFrom                            time.Time
			ValidTo                              *time.Time
		}
		err := s.db.WithContext(ctx).Raw(`SELECT id, person_id, role, unit_id, COALESCE(department_id, '') AS department_id, valid_from, valid_to
			FROM role_grants WHERE id > ? ORDER BY id LIMIT ?`, last, MaxEntries).Scan(&rows).Error
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, r := range rows {
			use(Term{evaluation.PersonID(r.PersonID), evaluation.RoleID(r.Role), r.UnitID, r.DepartmentID, r.ValidFrom.UTC(), instant(r.ValidTo)})
		}
		last = rows[len(rows)-1].ID
	}
}

// Instants gives the instants of all entries of an evaluation, by number, and
// the number of its last entry of a kind, 0 when there is none.
func (s *Store) Instants(ctx context.Context, id evaluation.ID, kind string) (at map[int64]time.Time, ofKind int64, err error) {
	at = map[int64]time.Time{}
	for last := int64(0); ; {
		var rows []struct {
			Seq  int64
			At   time.Time
			Type string
		}
		err := s.db.WithContext(ctx).Raw("SELECT seq, at, type FROM journal WHERE evaluation_id = ? AND seq > ? ORDER BY seq LIMIT ?",
			string(id), last, MaxEntries).Scan(&rows).Error
		if err != nil || len(rows) == 0 {
			return at, ofKind, err
		}
		for _, r := range rows {
			if at[r.Seq] = r.At.UTC(); r.Type == kind {
				ofKind = r.Seq
			}
		}
		last = rows[len(rows)-1].Seq
	}
}

// EachGrant hands out every role that anybody ever held.
func (s *Store) EachGrant(ctx context.Context, use func(administration.Grant)) error {
	for last := int64(0); ; {
		held, err := grantsOf(s.db.WithContext(ctx).Limit(MaxEntries), "id > ?", last)
		if err != nil || len(held) == 0 {
			return err
		}
		for _, g := range held {
			use(g)
		}
		last = held[len(held)-1].ID
	}
}

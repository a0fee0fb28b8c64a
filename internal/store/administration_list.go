package store

import (
	"context"
	"strconv"
	"strings"
	"time"

	"jiheng/internal/administration"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

type holdingRow struct {
	// GORM passes over an embedded type that is not exported.
	Row grantedRow `gorm:"embedded"`

	Name, Post, UnitName, DepartmentName string
}

func (r *holdingRow) core() administration.Holding {
	return administration.Holding{Grant: r.Row.core(), Name: r.Name, Post: r.Post, UnitName: r.UnitName, Department: r.DepartmentName}
}

// matches finds a text in a person's name, post or login.
const matches = `(@text = '' OR strpos(lower(p.name || ' ' || p.post || ' ' || COALESCE(a.login, '')), lower(@text)) > 0)`

const selectHoldings = `SELECT g.id, g.person_id, g.role, g.unit_id, g.department_id, g.valid_from, g.valid_to, g.granted_by, g.proposal_id,
	p.name, p.post, u.name AS unit_name, COALESCE(d.name, '') AS department_name
FROM role_grants g JOIN persons p ON p.id = g.person_id JOIN units u ON u.id = g.unit_id
LEFT JOIN departments d ON d.id = g.department_id LEFT JOIN accounts a ON a.person_id = p.id
WHERE ` + matches + ` AND (@role = '' OR g.role = @role) AND (@past OR g.valid_to IS NULL OR g.valid_to > clock_timestamp())
	AND (@begin OR g.id < @last)
ORDER BY g.id DESC LIMIT @limit`

// Holdings gives a page of roles, those given last first.
// Faults: invalid limit_out_of_range, cursor_invalid.
func (s *Store) Holdings(ctx context.Context, q administration.Search, limit int, after string) ([]administration.Holding, string, error) {
	if limit < 1 || limit > maxList {
		return nil, "", outOfRange(maxList)
	}
	c, begin, err := readCursor("holdings", after)
	if err != nil {
		return nil, "", err
	}
	last, err := strconv.ParseInt(c.ID, 10, 64)
	if err != nil && !begin {
		return nil, "", noCursor("cursor_invalid")
	}
	var rows []holdingRow
	err = s.db.WithContext(ctx).Raw(selectHoldings, map[string]any{
		"text": strings.TrimSpace(q.Text), "role": string(q.Role), "past": q.Past, "begin": begin, "last": last, "limit": limit + 1,
	}).Scan(&rows).Error
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		next = cursor{List: "holdings", ID: strconv.FormatInt(rows[limit-1].Row.ID, 10)}.String()
	}
	return coreOf(rows, (*holdingRow).core), next, err
}

type accountListRow struct {
	PersonID, Name, Post, Login, UnitID, UnitName string
	DisabledAt                                    *time.Time
	HasPassword                                   bool
	Sessions                                      int
	SeenAt                                        *time.Time
}

func (r *accountListRow) core() administration.Account {
	return administration.Account{
		Person: evaluation.PersonID(r.PersonID), Name: r.Name, Post: r.Post, Login: r.Login, UnitID: r.UnitID, UnitName: r.UnitName,
		LockedAt: instant(r.DisabledAt), HasPassword: r.HasPassword, Sessions: r.Sessions, SeenAt: instant(r.SeenAt),
	}
}

const selectAccounts = `SELECT p.id AS person_id, p.name, p.post, a.login, p.unit_id, u.name AS unit_name, a.disabled_at,
	a.password_hash <> '' AS has_password, s.sessions, s.seen_at
FROM accounts a JOIN persons p ON p.id = a.person_id JOIN units u ON u.id = p.unit_id
CROSS JOIN LATERAL (SELECT count(*) AS sessions, max(seen_at) AS seen_at FROM sessions s WHERE s.person_id = p.id) s
WHERE ` + matches + ` AND (@person = '' OR p.id = @person) AND p.id > @after ORDER BY p.id LIMIT @limit`

// Accounts gives a page of accounts by the id of their person.
// Faults: invalid limit_out_of_range, cursor_invalid.
func (s *Store) Accounts(ctx context.Context, q administration.Search, limit int, after string) ([]administration.Account, string, error) {
	if limit < 1 || limit > maxList {
		return nil, "", outOfRange(maxList)
	}
	c, _, err := readCursor("accounts", after)
	if err != nil {
		return nil, "", err
	}
	rows, err := s.accounts(ctx, map[string]any{"text": strings.TrimSpace(q.Text), "person": "", "after": c.ID, "limit": limit + 1})
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		next = cursor{List: "accounts", ID: rows[limit-1].PersonID}.String()
	}
	return coreOf(rows, (*accountListRow).core), next, err
}

// AccountOf gives one account. Fault: not_found account_not_found.
func (s *Store) AccountOf(ctx context.Context, p evaluation.PersonID) (administration.Account, error) {
	rows, err := s.accounts(ctx, map[string]any{"text": "", "person": string(p), "after": "", "limit": 1})
	if err == nil && len(rows) == 0 {
		err = fault.New(fault.NotFound, "account_not_found", "no account of %q", p)
	}
	if err != nil {
		return administration.Account{}, err
	}
	return rows[0].core(), nil
}

func (s *Store) accounts(ctx context.Context, args map[string]any) (rows []accountListRow, err error) {
	return rows, s.db.WithContext(ctx).Raw(selectAccounts, args).Scan(&rows).Error
}

// Places gives all units and departments.
func (s *Store) Places(ctx context.Context) ([]administration.Place, error) {
	var out []administration.Place
	err := s.db.WithContext(ctx).Raw(`SELECT id, '' AS unit_id, name FROM units
		UNION ALL SELECT id, unit_id, name FROM departments ORDER BY unit_id, id`).Scan(&out).Error
	return out, err
}

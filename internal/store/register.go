package store

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"jiheng/internal/administration"
	"jiheng/internal/fault"
)

// registerTable says how a register is read, as texts.
type registerTable struct {
	register administration.Register
	// key names a row, by text columns and instants.
	key             []string
	texts, instants []string
	// secrets are told by their digests, and to auditors not at all; long texts
	// by their digests.
	secrets, long []string
}

func registerTables() []registerTable {
	return []registerTable{
		{administration.Units, []string{"id"}, []string{"name"}, []string{"created_at"}, nil, nil},
		{administration.Departments, []string{"id"}, []string{"unit_id", "name"}, []string{"created_at"}, nil, nil},
		{administration.People, []string{"id"}, []string{"unit_id", "department_id", "name", "post", "email"}, []string{"created_at"}, nil, nil},
		{administration.Accounts, []string{"person_id"}, []string{"login"}, []string{"disabled_at", "created_at", "password_expires_at"}, []string{"password_hash"}, nil},
		{administration.FormerUnits, []string{"unit_id", "until"}, []string{"name"}, nil, nil, nil},
		{administration.FormerDepartments, []string{"department_id", "until"}, []string{"unit_id", "name"}, nil, nil, nil},
		{administration.FormerPeople, []string{"person_id", "until"}, []string{"unit_id", "department_id", "name", "post"}, nil, nil, nil},
		{administration.FormerDisablements, []string{"person_id", "until"}, nil, []string{"disabled_at"}, nil, nil},
		{
			administration.Substitutions,
			[]string{"id"},
			[]string{"principal_id", "substitute_id", "unit_id", "from_on", "to_on", "process", "reason", "asked_by", "confirmed_by", "ended_by", "version"},
			[]string{"asked_at", "confirmed_at", "ended_at"},
			nil, nil,
		},
		{administration.FilingDuties, []string{"receiver_id", "year", "unit_id"}, []string{"due_on"}, nil, nil, nil},
		{
			administration.SenderKeys,
			[]string{"unit_id", "key_id"},
			[]string{"algorithm", "public_key", "added_by"},
			[]string{"added_at", "ended_at"},
			nil, nil,
		},
		{
			administration.Calendars,
			[]string{"number"},
			[]string{"version", "shipped", "source", "digest", "years", "imported", "loaded_by"},
			[]string{"loaded_at"},
			nil,
			[]string{"days"},
		},
		{administration.Policies, []string{"version"}, []string{"code_rules"}, []string{"added_at"}, nil, []string{"model", "rules"}},
		{administration.Processes, []string{"name", "version", "digest"}, []string{"title"}, []string{"added_at"}, nil, []string{"source"}},
		{
			administration.DefinitionRequests,
			[]string{"id"},
			[]string{"name", "version", "digest", "title", "reason", "proposed_by", "state", "decided_by", "note"},
			[]string{"proposed_at", "expires_at", "decided_at"},
			nil,
			[]string{"source"},
		},
	}
}

// sql reads rows with their keys. A key that is there twice, which only the
// owner of the schema can bring about, is numbered: both rows are seen.
func (t registerTable) sql(where string, secrets bool) string {
	var columns []string
	column := func(name, value string) { columns = append(columns, "'"+name+"', COALESCE("+value+", '')") }
	for _, c := range t.texts {
		column(c, c+"::text")
	}
	for _, c := range t.instants {
		column(c, instantText(c))
	}
	for _, c := range t.secrets {
		if secrets {
			column(administration.Credential, "CASE WHEN "+c+" <> '' THEN "+digestText(c)+" END")
		}
	}
	for _, c := range t.long {
		column(c, digestText(c+"::text"))
	}
	var key []string
	for _, c := range t.key {
		if c == "until" {
			c = instantText(c)
		}
		key = append(key, c+"::text")
	}
	return `SELECT key || CASE WHEN nth > 1 THEN ' #' || nth ELSE '' END AS key, row FROM (
		SELECT key, row, row_number() OVER (PARTITION BY key ORDER BY row) AS nth FROM (
			SELECT ` + strings.Join(key, " || ' ' || ") + ` AS key, jsonb_build_object(` + strings.Join(columns, ", ") + `)::text AS row
			FROM ` + string(t.register) + ` WHERE ` + where + `) x) y`
}

func digestText(value string) string {
	return "encode(sha256(convert_to(" + value + ", 'UTF8')), 'hex')"
}

func instantText(column string) string {
	return "to_char(" + column + ` AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
}

// rows reads a register.
func (t registerTable) rows(tx *gorm.DB, secrets bool, where string, args ...any) (map[string]administration.Row, error) {
	var read []struct{ Key, Row string }
	if err := tx.Raw(t.sql(where, secrets), args...).Scan(&read).Error; err != nil {
		return nil, err
	}
	out := make(map[string]administration.Row, len(read))
	for _, r := range read {
		row := administration.Row{}
		if err := json.Unmarshal([]byte(r.Row), &row); err != nil {
			return nil, fault.Wrap(err, fault.Internal, "row_unreadable", "read %s %s", t.register, r.Key)
		}
		out[r.Key] = row
	}
	return out, nil
}

// registerScope is the part of a register that a change may touch.
type registerScope struct {
	register administration.Register
	where    string
	args     []any
}

// wholly is all of some registers.
func wholly(list ...administration.Register) []registerScope {
	out := make([]registerScope, len(list))
	for i, r := range list {
		out[i] = registerScope{register: r, where: "true"}
	}
	return out
}

func (s registerScope) rows(tx *gorm.DB) (map[string]administration.Row, error) {
	return tableOf(s.register).rows(tx, true, s.where, s.args...)
}

func tableOf(r administration.Register) registerTable {
	tables := registerTables()
	return tables[slices.IndexFunc(tables, func(t registerTable) bool { return t.register == r })]
}

// registering lets f change registers, and remembers what became of them.
func (a *administrating) registering(scopes []registerScope, f func() error) error {
	before := make([]map[string]administration.Row, len(scopes))
	for i, s := range scopes {
		var err error
		if before[i], err = s.rows(a.tx); err != nil {
			return err
		}
	}
	if err := f(); err != nil {
		return err
	}
	for i, s := range scopes {
		after, err := s.rows(a.tx)
		if err != nil {
			return err
		}
		if err := a.changed(s.register, before[i], after, false); err != nil {
			return err
		}
	}
	return nil
}

// changed puts what differs into the journal.
func (a *administrating) changed(r administration.Register, before, after map[string]administration.Row, inherited bool) error {
	keys := maps.Clone(before)
	if keys == nil {
		keys = map[string]administration.Row{}
	}
	maps.Copy(keys, after)
	changes := administration.Differences(before, after, slices.Sorted(maps.Keys(keys)))
	for page := range slices.Chunk(changes, recordsAtOnce) {
		if err := a.note(administration.RegisterChanged{Register: r, Inherited: inherited, Rows: page}, a.req.Rule); err != nil {
			return err
		}
	}
	return nil
}

// inheritRegisters puts into the journal what was there before it spoke of any
// register, once.
func (a *administrating) inheritRegisters() error {
	var spoken bool
	err := a.tx.Raw(`SELECT EXISTS (SELECT FROM installation_journal WHERE type = ?)`, administration.RegisterChanged{}.Type()).Scan(&spoken).Error
	if err != nil || spoken {
		return err
	}
	for _, t := range registerTables() {
		rows, err := t.rows(a.tx, true, "true")
		if err != nil {
			return err
		}
		if err := a.changed(t.register, nil, rows, true); err != nil {
			return err
		}
	}
	return nil
}

// Registers gives all rows of all registers as they are now, from one snapshot.
func (s *Store) Registers(ctx context.Context) (map[administration.Register]map[string]administration.Row, error) {
	out := map[administration.Register]map[string]administration.Row{}
	err := s.transact(ctx, func(tx *gorm.DB) error {
		for _, t := range registerTables() {
			rows, err := t.rows(tx, !s.audits, "true")
			if err != nil {
				return err
			}
			out[t.register] = rows
		}
		return nil
	}, snapshot())
	return out, err
}

// keepOnce keeps a row that is never changed, unless it is there.
func (s *Store) keepOnce(ctx context.Context, scope registerScope, row any) error {
	var there bool
	query := "SELECT EXISTS (SELECT FROM " + string(scope.register) + " WHERE " + scope.where + ")"
	if err := s.db.WithContext(ctx).Raw(query, scope.args...).Scan(&there).Error; err != nil || there {
		return err
	}
	return s.administrate(ctx, atTheConsole(), func(a *administrating) error {
		return a.registering([]registerScope{scope}, func() error {
			return a.tx.Clauses(clause.OnConflict{DoNothing: true}).Create(row).Error
		})
	})
}

package store

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm"

	"jiheng/internal/administration"
	"jiheng/internal/evaluation"
	"jiheng/internal/review"
	"jiheng/internal/scoring"
)

// Unread members of JSON columns are those that reading loses: what no field
// knows is in no fold, and somebody else may read it all the same.

// emptyish are values that a field without them is written back as.
var emptyish = []string{`null`, `""`, `0`, `false`, `[]`, `{}`, `"0001-01-01T00:00:00Z"`} //nolint:gochecknoglobals // a constant in all but name

// unreadRows lists what stands in the rows of an evaluation and was not read.
func unreadRows(text string, l *loaded) []Difference {
	again, err := encode(l)
	var stands, read map[string]json.RawMessage
	if err != nil || json.Unmarshal([]byte(text), &stands) != nil || json.Unmarshal(again, &read) != nil {
		return nil // then the rows could not be read at all
	}
	var out []Difference
	for _, s := range []struct{ section, table string }{
		{"head", "evaluations"},
		{"stages", "stages"},
		{"tasks", "tasks"},
		{"materials", "materials"},
		{"dossiers", "dossiers"},
		{"filing", "filings"},
		{"attestations", "attestations"},
		{"clearances", "clearances"},
		{"corrections", "corrections"},
		{"holds", "holds"},
		{"disposals", "disposals"},
	} {
		want, got := rawRows(read[s.section]), rawRows(stands[s.section])
		for i := range min(len(want), len(got)) {
			for _, column := range slices.Sorted(maps.Keys(got[i])) {
				for _, path := range unreadMembers(column, got[i][column], want[i][column]) {
					out = append(out, Difference{Table: s.table, Key: rawKey(got[i]), Column: path, Found: "+"})
				}
			}
		}
	}
	return out
}

type rawRow map[string]json.RawMessage

// rawRows reads one row or a list of them.
func rawRows(text json.RawMessage) []rawRow {
	var one rawRow
	if json.Unmarshal(text, &one) == nil && one != nil {
		return []rawRow{one}
	}
	var list []rawRow
	_ = json.Unmarshal(text, &list) // what is no list has no rows
	return list
}

func rawKey(row rawRow) string {
	var parts []string
	for _, column := range []string{"id", "evaluation_id", "number", "version"} {
		if value, there := row[column]; there && (column != "evaluation_id" || len(parts) == 0) {
			parts = append(parts, strings.Trim(string(value), `"`))
		}
		if column == "id" && len(parts) > 0 {
			break
		}
	}
	return strings.Join(parts, " ")
}

// unreadMembers gives the paths of members that are in one text and not in the other,
// below a path. Most columns have none, and are not looked into.
func unreadMembers(path string, stands, read json.RawMessage) []string {
	if text := strings.TrimSpace(string(stands)); text == "" || text[0] != '{' && text[0] != '[' || slices.Contains(emptyish, text) {
		return nil
	}
	var a, b any
	if json.Unmarshal(stands, &a) != nil || json.Unmarshal(read, &b) != nil {
		return nil
	}
	return unreadBelow(path, a, b)
}

func unreadBelow(path string, stands, read any) []string {
	var out []string
	switch stands := stands.(type) {
	case map[string]any:
		read, ok := read.(map[string]any)
		if !ok {
			return nil // another shape altogether, which its own comparison tells
		}
		for _, name := range slices.Sorted(maps.Keys(stands)) {
			if known, there := read[name]; there {
				out = append(out, unreadBelow(path+"."+name, stands[name], known)...)
			} else if text, err := json.Marshal(stands[name]); err == nil && !slices.Contains(emptyish, string(text)) {
				out = append(out, path+"."+name)
			}
		}
	case []any:
		read, ok := read.([]any)
		for i := range stands {
			if ok && i < len(read) {
				out = append(out, unreadBelow(fmt.Sprintf("%s[%d]", path, i), stands[i], read[i])...)
			}
		}
	}
	return out
}

// reread writes a text again as it was read.
func reread[T any](text []byte) ([]byte, error) {
	var v document[T]
	if err := v.UnmarshalJSON(text); err != nil {
		return nil, err
	}
	return v.MarshalJSON()
}

// Unread lists unread members of the rows that belong to no evaluation.
func (s *Store) Unread(ctx context.Context) ([]Difference, error) {
	var out []Difference
	err := s.transact(ctx, func(tx *gorm.DB) error {
		out = nil
		for _, c := range []struct {
			table, key, column string
			reread             func([]byte) ([]byte, error)
		}{
			{"received_filings", "id", "form_check", reread[[]review.CheckPoint]},
			{"filing_opinions", "filing_id || ' ' || reviewer || ' ' || round", "points", reread[[]review.ItemPoints]},
			{"filing_gaps", "filing_id || ' ' || round", "choices", reread[[]scoring.Decision]},
			{"review_draws", "id", "lots", reread[[]scoring.Lot]},
			{"rectification_notices", "id", "outcomes", reread[[]evaluation.ProblemOutcome]},
			{"grant_proposals", "id::text", "wanted", reread[administration.Grant]},
		} {
			found, err := unreadIn(tx, c.table, c.key, c.column, c.reread)
			if err != nil {
				return err
			}
			out = append(out, found...)
		}
		copied, err := miscopied(tx)
		out = append(out, copied...)
		return err
	}, snapshot())
	return out, err
}

// miscopied lists columns that the database itself fills from another, unless
// its owner has it do otherwise, and that are not what the other says.
func miscopied(tx *gorm.DB) ([]Difference, error) {
	var out []Difference
	err := tx.Raw(`SELECT 'grant_proposals' AS "table", id::text AS key, c.name AS column, COALESCE(wanted ->> c.member, '') AS expected, c.value AS found
		FROM grant_proposals, LATERAL (VALUES ('person_id', 'person', person_id), ('role', 'role', role), ('unit_id', 'unit', unit_id)) AS c (name, member, value)
		WHERE wanted ->> c.member IS DISTINCT FROM c.value ORDER BY id, c.name`).Scan(&out).Error
	return out, err
}

func unreadIn(tx *gorm.DB, table, key, column string, reread func([]byte) ([]byte, error)) ([]Difference, error) {
	var rows []struct{ Key, Text string }
	err := tx.Raw("SELECT " + key + " AS key, " + column + "::text AS text FROM " + table + " WHERE jsonb_typeof(" + column + ") IN ('object', 'array')").Scan(&rows).Error
	var out []Difference
	for _, r := range rows {
		again, err := reread([]byte(r.Text))
		if err != nil {
			out = append(out, Difference{Table: table, Key: r.Key, Column: column, Found: r.Text})
			continue
		}
		for _, path := range unreadMembers(column, json.RawMessage(r.Text), again) {
			out = append(out, Difference{Table: table, Key: r.Key, Column: path, Found: "+"})
		}
	}
	return out, err
}

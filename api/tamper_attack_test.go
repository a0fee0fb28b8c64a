package api_test

import (
	"encoding/json"
	"maps"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/cmd/jiheng/adapter"
	offices "jiheng/internal/administration"
	"jiheng/internal/audit"
	"jiheng/internal/checkpoint"
	"jiheng/internal/evaluation"
	"jiheng/internal/identity"
	"jiheng/internal/journal"
	"jiheng/internal/signing"
)

// attack is what somebody tries who owns the database and the server, knows the
// program, and wants something to have been otherwise.
type attack struct {
	// kind is what is found, where what the place begins with.
	kind  audit.Kind
	where string
	do    func() change
}

func (x *tampered) sql(table string, statements ...string) change {
	x.t.Helper()
	for _, s := range statements {
		x.run(s)
	}
	return change{tables: []string{table}}
}

// TestVerify_withstandsWhoKnowsTheSystem tries what a sceptical auditor thinks
// of. Nothing that protects the tables is left.
func TestVerify_withstandsWhoKnowsTheSystem(t *testing.T) {
	t.Parallel()
	x := finished(t)
	found, _ := x.findings("")
	require.Empty(t, found)
	var missed []string
	for name, a := range x.attacks() {
		c := a.do()
		found, _ := x.findings("")
		hit := false
		for _, f := range found {
			hit = hit || audit.Kind(f.Kind) == a.kind && strings.HasPrefix(f.Where, a.where)
		}
		if !hit {
			missed = append(missed, name+": "+string(a.kind)+" "+a.where)
			for _, f := range found {
				missed = append(missed, "    "+f.Line())
			}
		}
		x.restore(c)
	}
	require.Empty(t, missed, strings.Join(missed, "\n"))
	found, _ = x.findings("")
	require.Empty(t, found, "all was put back")
}

func (x *tampered) attacks() map[string]attack {
	out := x.attacksOnPeople()
	maps.Copy(out, x.attacksOnRecords())
	return out
}

func (x *tampered) attacksOnPeople() map[string]attack {
	edit := func(table, where, statement string) attack {
		return attack{audit.RowDiffers, where, func() change { return x.sql(table, statement) }}
	}
	return map[string]attack{
		"a reviewer is moved out of the department that he reviewed": edit("persons", "persons director unit_id",
			`UPDATE persons SET unit_id = 'other-unit', department_id = NULL WHERE id = 'director'`),
		"two people change names": edit("persons", "persons director name",
			`UPDATE persons SET name = CASE id WHEN 'director' THEN (SELECT name FROM persons WHERE id = 'auditor') ELSE (SELECT name FROM persons WHERE id = 'director') END WHERE id IN ('director', 'auditor')`),
		"a password is replaced, to act as its owner": edit("accounts", "accounts director credential",
			`UPDATE accounts SET password_hash = '$argon2id$v=19$m=1,t=1,p=1$AAAA$BBBB' WHERE person_id = 'director'`),
		"a login is handed to somebody else": edit("accounts", "accounts director login",
			`UPDATE accounts SET login = login || '.old' WHERE person_id = 'director'`),
		"an account was never locked": edit("former_disablements", "former_disablements stranger", `DELETE FROM former_disablements`),
		"notices go to another mailbox": edit("persons", "persons auditor email",
			`UPDATE persons SET email = 'mallory@example.com' WHERE id = 'auditor'`),
		"a unit never had its former name": edit("former_units", "former_units other-unit", `UPDATE former_units SET name = '又一个单位'`),
		"a substitute is made to have been one earlier": edit("substitutions", "substitutions sub-evidence from_on",
			`UPDATE substitutions SET from_on = from_on - 300`),
		"a substitution is confirmed by who may": edit("substitutions", "substitutions sub-evidence confirmed_by",
			`UPDATE substitutions SET confirmed_by = 'security-admin'`),
		"a failed login is wiped out": {audit.RowDiffers, "security_log ", func() change {
			return x.sql("security_log", `DELETE FROM security_log WHERE id = (SELECT min(id) FROM security_log)`)
		}},
		"a login comes from elsewhere": {audit.RowDiffers, "security_log ", func() change {
			return x.sql("security_log", `UPDATE security_log SET client_address = '192.0.2.66' WHERE id = (SELECT max(id) FROM security_log)`)
		}},
		"nobody looked at the papers":   {audit.RowDiffers, "material_accesses ", func() change { return x.sql("material_accesses", `DELETE FROM material_accesses`) }},
		"somebody else took the papers": {audit.RowDiffers, "material_accesses ", func() change { return x.sql("material_accesses", `UPDATE material_accesses SET person_id = 'auditor'`) }},
		"somebody looked who did not": {audit.RowDiffers, "material_accesses ", func() change {
			return x.sql("material_accesses", `INSERT INTO material_accesses (id, evaluation_id, material_id, sha256, person_id, on_behalf_of, manner, at, request_id, client_address)
				SELECT 0, evaluation_id, material_id, sha256, 'auditor', on_behalf_of, manner, at, request_id, client_address FROM material_accesses LIMIT 1`)
		}},
	}
}

func (x *tampered) attacksOnRecords() map[string]attack {
	edit := func(kind audit.Kind, table, where, statement string) attack {
		return attack{kind, where, func() change { return x.sql(table, statement) }}
	}
	return map[string]attack{
		"a unit that filed late was due later": edit(audit.RowDiffers, "filing_duties", "filing_duties "+bureau+" 2019 service-centre due_on", `UPDATE filing_duties SET due_on = due_on + 30`),
		"a unit had not to file":               edit(audit.RowDiffers, "filing_duties", "filing_duties "+bureau, `DELETE FROM filing_duties`),
		"a stranger's signature counts": edit(audit.RowDiffers, "sender_keys", "sender_keys service-centre",
			`INSERT INTO sender_keys (key_id, unit_id, algorithm, public_key, added_at, added_by) SELECT reverse(key_id), 'service-centre', algorithm, public_key, added_at, added_by FROM sender_keys LIMIT 1`),
		"a key had ended before it signed":             edit(audit.RowDiffers, "sender_keys", "sender_keys other-unit", `UPDATE sender_keys SET ended_at = added_at`),
		"another policy counted then":                  edit(audit.RowDiffers, "policies", "policies ", `UPDATE policies SET added_at = added_at - interval '1 year'`),
		"a laxer process was there":                    edit(audit.RowDiffers, "process_definitions", "process_definitions overall", `INSERT INTO process_definitions SELECT name, version + 50, reverse(digest), title, source, added_at FROM process_definitions WHERE name LIKE 'overall%' LIMIT 1`),
		"a holiday was known a year before":            edit(audit.RowDiffers, "calendars", "calendars 2 loaded_at", `UPDATE calendars SET loaded_at = loaded_at - interval '1 year' WHERE number = 2`),
		"a holiday comes from another paper":           edit(audit.RowDiffers, "calendars", "calendars 2 source", `UPDATE calendars SET source = '国办发' WHERE number = 2`),
		"the database is that of another office":       edit(audit.Kind(checkpoint.Foreign), "installation", "checkpoint ", `UPDATE installation SET id = reverse(id)`),
		"a role is given and booked as if from before": {audit.InheritedLate, "journal ", x.inherits},
		"all checkpoints are signed anew":              {audit.KeyUnknown, "checkpoint ", x.signsAnew},
		"the file of checkpoints is an older one":      {audit.KeptDiffers, "", x.keepsAnother},
		"somebody acts while his account is locked":    {audit.ActedLocked, "journal ", x.actsLocked},
	}
}

// inherits appends an entry in due form that takes a row over.
func (x *tampered) inherits() change {
	x.t.Helper()
	x.run(`INSERT INTO persons (id, unit_id, name, post, email, created_at) SELECT 'ghost', unit_id, '影子', '', '', created_at FROM persons LIMIT 1`)
	unit := x.ask(`SELECT unit_id, to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') FROM persons WHERE id = 'ghost'`)
	x.notes(offices.RegisterChanged{Register: offices.People, Inherited: true, Rows: []offices.RowChange{{Key: "ghost", After: offices.Row{
		"unit_id": unit[0], "department_id": "", "name": "影子", "post": "", "email": "", "created_at": unit[1],
	}}}})
	return change{tables: []string{"persons", "installation_journal", "installation_head"}}
}

// notes appends an entry to the journal of the installation as the program does.
func (x *tampered) notes(e offices.Event) {
	x.t.Helper()
	data, err := json.Marshal(e)
	require.NoError(x.t, err)
	_, err = x.store.Note(x.t.Context(), journal.Entry{Type: e.Type(), ActorID: string(evaluation.SystemPerson), Data: data})
	require.NoError(x.t, err)
}

// signsAnew signs every checkpoint with a key of one's own, which goes into the
// table of keys.
func (x *tampered) signsAnew() change {
	x.t.Helper()
	key := newKey(x.t, signing.Ed25519)
	own := adapter.NewNotary(key)
	last := x.number(`SELECT max(number) FROM checkpoints`)
	for n := int64(1); n <= last; n++ {
		c, err := x.notary.Open(x.ask(`SELECT envelope FROM checkpoints WHERE number = $1`, n)[0])
		require.NoError(x.t, err)
		seal, err := own.Sign(c)
		require.NoError(x.t, err)
		x.run(`UPDATE checkpoints SET envelope = $2, key_id = $3 WHERE number = $1`, n, seal.Envelope, seal.KeyID)
		x.run(`INSERT INTO checkpoint_keys (key_id, public_key) VALUES ($1, $2) ON CONFLICT DO NOTHING`, seal.KeyID, seal.PublicKey)
	}
	return change{tables: []string{"checkpoints"}, undo: func() { x.run(`DELETE FROM checkpoint_keys WHERE key_id = $1`, key.KeyID()) }}
}

// keepsAnother swaps two lines of the file that is kept elsewhere.
func (x *tampered) keepsAnother() change {
	x.t.Helper()
	content, err := os.ReadFile(x.kept.Path)
	require.NoError(x.t, err)
	lines := strings.Split(strings.TrimSpace(string(content)), "\n")
	first, err := x.notary.Open(lines[0])
	require.NoError(x.t, err)
	first.Root[0] ^= 1
	seal, err := x.notary.Sign(first)
	require.NoError(x.t, err)
	lines[0] = seal.Envelope
	write := func(content []byte) {
		require.NoError(x.t, os.WriteFile(x.kept.Path, content, 0o600)) //nolint:gosec // a folder of the test
	}
	write([]byte(strings.Join(lines, "\n") + "\n"))
	return change{undo: func() { write(content) }}
}

// actsLocked has somebody's account locked by those who may, opens it past the
// journal, lets him act, and locks it again as it was.
func (x *tampered) actsLocked() change {
	x.t.Helper()
	lock := identity.Entry{Kind: identity.EntryAccountDisabled, ActorID: identity.PersonID(evaluation.SystemPerson)}
	require.NoError(x.t, x.store.Identity().SetDisabled(x.t.Context(), "office-clerk-1", true, lock))
	c := chain{table: "journal", id: x.id, last: x.last()}
	locked := x.ask(`SELECT disabled_at::text FROM accounts WHERE person_id = 'office-clerk-1'`)[0]
	x.run(`UPDATE accounts SET disabled_at = NULL WHERE person_id = 'office-clerk-1'`)
	deed := x.number(`SELECT max(seq) FROM journal WHERE evaluation_id = $1 AND rule LIKE 'casbin:%'`, x.id)
	x.rewritten(c, 1, func(e *journal.Entry) {
		if e.Seq == deed {
			e.ActorID, e.At = "office-clerk-1", e.At.AddDate(0, 0, 1)
		}
	})
	x.run(`UPDATE accounts SET disabled_at = $1::timestamptz WHERE person_id = 'office-clerk-1'`, locked)
	return change{tables: []string{"journal", "evaluations", "accounts", "installation_journal", "installation_head", "security_log"}}
}

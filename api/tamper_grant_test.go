package api_test

import (
	"jiheng/internal/audit"
)

func ofRow(table, key string) func(audit.Finding) bool {
	return func(f audit.Finding) bool { return f.Area == audit.Rows && f.Where == table+" "+key }
}

func (x *tampered) aGrant() string {
	return x.ask(`SELECT id::text FROM role_grants ORDER BY random() LIMIT 1`)[0]
}

func (x *tampered) editGrant() (change, bool) {
	id := x.aGrant()
	column, kind := x.aColumn("role_grants", "id", "valid_to")
	set := column + ` = ` + another(column, kind)
	if x.rnd.IntN(3) == 0 {
		set = `valid_to = COALESCE(valid_to, now()) + interval '1 second'`
	}
	x.run(`UPDATE role_grants SET `+set+` WHERE id::text = $1`, id)
	return change{what: id + " " + set, tables: []string{"role_grants"}, located: ofRow("role_grants", id)}, true
}

func (x *tampered) dropGrant() (change, bool) {
	id := x.aGrant()
	x.run(`DELETE FROM role_grants WHERE id::text = $1`, id)
	return change{what: id, tables: []string{"role_grants"}, located: ofRow("role_grants", id)}, true
}

func (x *tampered) addGrant() (change, bool) {
	x.run(`INSERT INTO role_grants (id, person_id, role, unit_id, valid_from, granted_by)
		SELECT 100000, person_id, $1, unit_id, now() - interval '1 year', 'system' FROM role_grants ORDER BY random() LIMIT 1`,
		pick(x, "auditor", "security_admin", "unit_head"))
	return change{what: "one more", tables: []string{"role_grants"}, located: ofRow("role_grants", "100000")}, true
}

func (x *tampered) aProposal() string {
	return x.ask(`SELECT id FROM grant_proposals ORDER BY random() LIMIT 1`)[0]
}

func (x *tampered) editProposal() (change, bool) {
	id := x.aProposal()
	set := pick(x, `reason = reason || 'x'`, `proposed_by = 'director'`, `decided_by = 'director'`, `note = note || 'x'`, `state = reverse(state)`,
		`wanted = jsonb_set(wanted, '{role}', '"section"')`, `wanted = jsonb_set(wanted, '{person}', '"stranger"')`,
		`proposed_at = proposed_at + interval '1 second'`, `expires_at = expires_at + interval '1 second'`, `decided_at = now()`)
	x.run(`UPDATE grant_proposals SET `+set+` WHERE id = $1`, id)
	return change{what: id + " " + set, tables: []string{"grant_proposals"}, located: ofRow("grant_proposals", id)}, true
}

func (x *tampered) dropProposal() (change, bool) {
	id := x.aProposal()
	x.run(`DELETE FROM grant_proposals WHERE id = $1`, id)
	return change{what: id, tables: []string{"grant_proposals"}, located: ofRow("grant_proposals", id)}, true
}

package api_test

import (
	"fmt"
	"strings"

	"jiheng/internal/audit"
)

// takeGuard puts one trigger back that the test took away from all tables, as
// another than it was: the verification knows it for what it should be.
func (x *tampered) takeGuard() (change, bool) {
	table := pick(x, "journal", "checkpoints", "policies", "workflow_archives", "review_journal")
	name := table + pick(x, "_append_only", "_not_emptied")
	event := "UPDATE OR DELETE ON " + table + " FOR EACH ROW"
	if strings.HasSuffix(name, "_not_emptied") {
		event = "TRUNCATE ON " + table + " FOR EACH STATEMENT"
	}
	x.run("CREATE TRIGGER " + name + " BEFORE " + event + " EXECUTE FUNCTION refuse_change()")
	place := "trigger " + table + " " + name
	state := pick(x, "DISABLE", "ENABLE", "ENABLE REPLICA")
	x.run("ALTER TABLE " + table + " " + state + " TRIGGER " + name)
	delete(x.gone, place)
	undo := func() {
		x.run("DROP TRIGGER " + name + " ON " + table)
		x.gone[place] = true
	}
	return change{what: place + " " + state, undo: undo, located: func(f audit.Finding) bool {
		return f.Kind == string(audit.GuardChanged) && f.Where == place
	}}, true
}

// giveRight grants a role of the database what no migration does.
func (x *tampered) giveRight() (change, bool) {
	table, verb := pick(x, "journal", "checkpoints", "installation_journal", "security_log"), pick(x, "UPDATE", "DELETE", "TRUNCATE")
	role := pick(x, "jiheng_app", "jiheng_audit", "PUBLIC")
	x.run(fmt.Sprintf("GRANT %s ON %s TO %s", verb, table, role))
	place := fmt.Sprintf("grant %s %s %s", table, role, verb)
	undo := func() { x.run(fmt.Sprintf("REVOKE %s ON %s FROM %s", verb, table, role)) }
	return change{what: place, undo: undo, located: func(f audit.Finding) bool { return f.Kind == string(audit.GuardUnknown) && f.Where == place }}, true
}

// addMember puts something into a document that no field reads.
func (x *tampered) addMember() (change, bool) {
	at := pick(x, [2]string{"dossiers", "details"}, [2]string{"evaluations", "leading_group"}, [2]string{"evaluations", "origin"},
		[2]string{"attestations", "content"}, [2]string{"clearances", "content"}, [2]string{"holds", "content"},
		[2]string{"grant_proposals", "wanted"}, [2]string{"stages", "reopened"})
	table, column := at[0], at[1]
	rows := x.number(`SELECT count(*) FROM ` + table + ` WHERE jsonb_typeof(` + column + `) = 'object'`)
	if rows == 0 {
		return change{}, false
	}
	x.run(`UPDATE `+table+` SET `+column+` = jsonb_set(`+column+`, '{remark_of_mallory}', '"x"') WHERE ctid = (
		SELECT ctid FROM `+table+` WHERE jsonb_typeof(`+column+`) = 'object' ORDER BY ctid OFFSET $1 LIMIT 1)`, x.rnd.Int64N(rows))
	return change{what: table + " " + column, tables: []string{table}, located: func(f audit.Finding) bool {
		return strings.HasPrefix(f.Where, table+" ") && strings.HasSuffix(f.Where, column+".remark_of_mallory")
	}}, true
}

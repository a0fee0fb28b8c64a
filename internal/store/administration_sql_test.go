package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/administration"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
	"jiheng/policy"
)

// Whatever SQL the application is made to say, the database knows the rule.
func TestTheDatabaseKeepsAdministratorsApart(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	o := newOffice(t, dsn)
	o.must("sam", give("waits", "sue", policy.UnitHead))
	o.must("sam", give("office", "ken", policy.UnitOffice))
	office := o.must("kate", on(evaluation.Approve, "office"))
	const grant = `INSERT INTO role_grants (person_id, role, unit_id, valid_from, granted_by, proposal_id) `
	const proposal = `INSERT INTO grant_proposals (id, kind, wanted, reason, proposed_by, proposed_at, expires_at, state, decided_by, decided_at) `
	wanted := `'{"person":"sue","role":"unit_head","unit":"` + evaluationtest.Unit + `"}'`
	for name, c := range map[string]struct{ statement, expected string }{
		"an administrator who works":            {grant + `SELECT 'alex', 'unit_head', unit_id, now(), 'sam', NULL FROM persons WHERE id = 'alex'`, "roles_exclusive"},
		"an administrator who works elsewhere":  {grant + `VALUES ('alex', 'bureau', '` + evaluationtest.Receiver + `', now(), 'sam', NULL)`, "roles_exclusive"},
		"an administrator of two kinds":         {grant + `SELECT 'alex', 'sys_admin', unit_id, now(), 'sam', NULL FROM persons WHERE id = 'alex'`, "roles_exclusive"},
		"who works and administers":             {grant + `SELECT 'ken', 'audit_admin', unit_id, now(), 'sam', NULL FROM persons WHERE id = 'ken'`, "roles_exclusive"},
		"an administrator later on":             {grant + `SELECT 'alex', 'sys_admin', unit_id, now() + interval '1 year', 'sam', NULL FROM persons WHERE id = 'alex'`, "roles_exclusive"},
		"a role without a proposal":             {grant + `SELECT 'sue', 'unit_head', unit_id, now(), 'sam', NULL FROM persons WHERE id = 'sue'`, "approval_needed"},
		"a role by a proposal that waits":       {grant + `SELECT 'sue', 'unit_head', unit_id, now(), 'sam', 'waits' FROM persons WHERE id = 'sue'`, "approval_needed"},
		"a role by another's proposal":          {grant + `SELECT 'sue', 'unit_head', unit_id, now(), 'sam', 'office' FROM persons WHERE id = 'sue'`, "approval_needed"},
		"ending without a proposal":             {`UPDATE role_grants SET valid_to = now() + interval '1 hour' WHERE person_id = 'ken'`, "approval_needed"},
		"approving one's own":                   {`UPDATE grant_proposals SET state = 'approved', decided_by = 'sam', decided_at = now() WHERE id = 'waits'`, "no security administrator"},
		"approving what is for oneself":         {`UPDATE grant_proposals SET state = 'approved', decided_by = 'sue', decided_at = now() WHERE id = 'waits'`, "no security administrator"},
		"approving as who audits":               {`UPDATE grant_proposals SET state = 'approved', decided_by = 'alex', decided_at = now() WHERE id = 'waits'`, "no security administrator"},
		"approving too late":                    {`UPDATE grant_proposals SET state = 'approved', decided_by = 'kate', decided_at = now() + interval '30 days' WHERE id = 'waits'`, "grant_proposals_in_time"},
		"approving for somebody else":           {`UPDATE grant_proposals SET wanted = jsonb_set(wanted, '{person}', '"alex"') WHERE id = 'waits'`, "decided once"},
		"deciding again":                        {`UPDATE grant_proposals SET state = 'rejected' WHERE id = 'office'`, "decided once"},
		"proposing for oneself":                 {proposal + `VALUES ('x', 'grant', ` + wanted + `, 'r', 'sue', now(), now() + interval '1 day', 'proposed', '', NULL)`, "grant_proposals_not_for_oneself"},
		"an approved proposal out of nowhere":   {proposal + `VALUES ('x', 'grant', ` + wanted + `, 'r', 'sam', now(), now() + interval '1 day', 'approved', 'sue', now())`, "grant_proposals_two_persons"},
		"an administrator in the leading group": {`INSERT INTO member_terms (evaluation_id, person_id, role, position, since) SELECT id, 'alex', 'member', 99, now() FROM evaluations`, "roles_exclusive"},
		"changing whose a role is":              {`UPDATE role_grants SET person_id = 'sue' WHERE person_id = 'ken'`, "permission denied"},
		"letting a role begin earlier":          {`UPDATE role_grants SET valid_from = now() - interval '1 year' WHERE person_id = 'ken'`, "permission denied"},
		"deleting a role":                       {`DELETE FROM role_grants WHERE person_id = 'ken'`, "permission denied"},
		"deleting a proposal":                   {`DELETE FROM grant_proposals`, "permission denied"},
	} {
		if name == "an administrator in the leading group" {
			runningAt(t, dsn)
		}
		require.ErrorContains(t, o.s.DB().Exec(c.statement).Error, c.expected, name)
	}
	owner := connect(t, dsn)
	for _, statement := range []string{
		`UPDATE role_grants SET person_id = 'sue' WHERE person_id = 'ken'`, `DELETE FROM role_grants`, `DELETE FROM grant_proposals`,
		`TRUNCATE role_grants`, `TRUNCATE grant_proposals CASCADE`, `UPDATE role_grants SET valid_to = NULL WHERE person_id = 'ken'`,
	} {
		_, err := owner.Exec(t.Context(), statement)
		refused(t, err, statement)
	}
	require.Equal(t, []evaluation.RoleID{policy.UnitOffice}, o.roles("ken"))
	require.Empty(t, o.roles("sue"))
	o.must("sam", end("over", office.Wanted.ID))
	o.must("kate", on(evaluation.Approve, "over"))
	o.requireBooked()
}

// Who held both before keeps the work; an office that was held alone stays.
func TestMigrate_endsTheOfficesThatCannotBe(t *testing.T) {
	t.Parallel()
	dsn := storetest.Empty(t)
	ctx := t.Context()
	require.NoError(t, store.MigrateUpTo(ctx, dsn, 54))
	conn := connect(t, dsn)
	_, err := conn.Exec(ctx, `INSERT INTO units (id, name) VALUES ('u', 'u');
		INSERT INTO persons (id, unit_id, name) VALUES ('only', 'u', 'n'), ('both', 'u', 'n'), ('two', 'u', 'n'), ('works', 'u', 'n');
		INSERT INTO accounts (person_id, login) SELECT id, id FROM persons;
		INSERT INTO role_grants (person_id, role, unit_id, valid_from, granted_by) VALUES ('only', 'sys_admin', 'u', now(), 'system'),
			('both', 'unit_head', 'u', now(), 'system'), ('both', 'security_admin', 'u', now(), 'system'),
			('two', 'audit_admin', 'u', now(), 'system'), ('two', 'sys_admin', 'u', now(), 'system'), ('works', 'section', 'u', now(), 'system')`)
	require.NoError(t, err)
	for range 2 {
		require.NoError(t, store.Migrate(ctx, dsn))
	}
	s, err := store.Open(ctx, storetest.StoreConfig(dsn))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	o := &office{t: t, s: s}
	require.Equal(t, []evaluation.RoleID{policy.SysAdmin}, o.roles("only"))
	require.Equal(t, []evaluation.RoleID{policy.UnitHead}, o.roles("both"))
	require.Equal(t, []evaluation.RoleID{policy.AuditAdmin}, o.roles("two"))
	o.requireBooked()
	entries, err := s.InstallationJournal(ctx, 0, 10)
	require.NoError(t, err)
	inherited := map[administration.Register]int{}
	for _, e := range entries[1:] {
		event, err := administration.Read(e)
		require.NoError(t, err)
		changed := event.(administration.RegisterChanged)
		require.True(t, changed.Inherited)
		inherited[changed.Register] += len(changed.Rows)
	}
	require.Equal(t, administration.GrantsRecorded{}.Type(), entries[0].Type)
	require.Equal(t, map[administration.Register]int{administration.Units: 1, administration.People: 4, administration.Accounts: 4}, inherited, "each once")

	// One administrator alone is not locked out: the console fills the rest.
	_, err = s.AppointAdministrator(ctx, "both", policy.SecurityAdmin, "u", "升级")
	require.Equal(t, "roles_exclusive", fault.ReasonOf(err))
	require.NoError(t, s.RevokeRole(ctx, "both", evaluation.Grant{Role: policy.UnitHead, UnitID: "u"}))
	_, err = s.AppointAdministrator(ctx, "both", policy.SecurityAdmin, "u", "升级")
	require.NoError(t, err)
	require.Equal(t, []evaluation.RoleID{policy.SecurityAdmin}, o.roles("both"))
	o.requireBooked()
}

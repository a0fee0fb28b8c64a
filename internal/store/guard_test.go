package store_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

// The list that databases are held against is what the migrations lead to.
func TestDatabaseRoles_andTheirGuardsAreWhatTheMigrationsDemand(t *testing.T) {
	t.Parallel()
	owner := connect(t, storetest.DSN(t))
	text := strings.Join(column(t, owner, store.SelectGuards), "\n") + "\n"
	const golden = "guards.txt"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(text), 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), text, "guards have changed: review, then go test ./internal/store -run TestDatabaseRoles -update")
	require.Contains(t, text, "trigger journal journal_append_only A ")
}

func TestGuards_tellWhatTheOwnerTookAwayOrGave(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	s, owner := storetest.OpenAt(t, dsn), connect(t, dsn)
	found, err := s.Guards(t.Context())
	require.NoError(t, err)
	require.Empty(t, found)
	for statement, want := range map[string]store.Guard{
		"DROP TRIGGER journal_append_only ON journal":                                                           {Where: "trigger journal journal_append_only"},
		"ALTER TABLE review_journal DISABLE TRIGGER review_journal_append_only":                                 {Where: "trigger review_journal review_journal_append_only"},
		"ALTER TABLE checkpoints ENABLE TRIGGER checkpoints_append_only":                                        {Where: "trigger checkpoints checkpoints_append_only"},
		"GRANT UPDATE ON journal TO jiheng_app":                                                                 {Where: "grant journal jiheng_app UPDATE"},
		"GRANT UPDATE (data) ON journal TO PUBLIC":                                                              {Where: "grant journal PUBLIC UPDATE data"},
		"REVOKE SELECT ON checkpoints FROM jiheng_audit":                                                        {Where: "grant checkpoints jiheng_audit SELECT"},
		"CREATE TRIGGER zz BEFORE INSERT ON installation_journal FOR EACH ROW EXECUTE FUNCTION refuse_change()": {Where: "trigger installation_journal zz"},
	} {
		_, err := owner.Exec(t.Context(), statement)
		require.NoError(t, err, statement)
		found, err := s.Guards(t.Context())
		require.NoError(t, err)
		require.True(t, slices.ContainsFunc(found, func(g store.Guard) bool { return g.Where == want.Where }), "%s: %v", statement, found)
	}
	_, err = owner.Exec(t.Context(), `CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`)
	require.NoError(t, err)
	found, err = s.Guards(t.Context())
	require.NoError(t, err)
	require.True(t, slices.ContainsFunc(found, func(g store.Guard) bool { return g.Where == "trigger policies policies_append_only" }), "%v", found)
}

package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

// dumped is what a dump writes of the guards whose text PostgreSQL makes anew
// from what it has parsed: a restored database has what these lead to.
const dumped = `
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I; ALTER TABLE %1$s ADD CONSTRAINT %2$I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace
UNION ALL
SELECT format('DROP TRIGGER %I ON %s; %s; ALTER TABLE %2$s ENABLE %4$s TRIGGER %1$I', t.tgname, c.oid::regclass, pg_get_triggerdef(t.oid),
	CASE t.tgenabled WHEN 'A' THEN 'ALWAYS' ELSE '' END)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND t.tgconstraint = 0 AND c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT format('DROP INDEX %s; %s', x.indexrelid::regclass, pg_get_indexdef(x.indexrelid))
FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid WHERE c.relnamespace = 'public'::regnamespace
	AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.indexrelid)
UNION ALL
SELECT format('CREATE OR REPLACE VIEW %s AS %s', oid::regclass, pg_get_viewdef(oid)) FROM pg_class WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace
UNION ALL
SELECT format('ALTER TABLE %s ALTER %I SET DEFAULT %s', d.adrelid::regclass, a.attname, pg_get_expr(d.adbin, d.adrelid))
FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum JOIN pg_class c ON c.oid = d.adrelid
WHERE a.attgenerated = '' AND c.relnamespace = 'public'::regnamespace`

// Whoever restores a backup must not be told that somebody bent the database.
func TestGuards_areTheSameInARestoredBackup(t *testing.T) {
	t.Parallel()
	owner := connect(t, storetest.DSN(t))
	statements := column(t, owner, dumped)
	require.Greater(t, len(statements), 500)
	_, err := owner.Exec(t.Context(), "BEGIN")
	require.NoError(t, err)
	for _, s := range statements {
		_, err := owner.Exec(t.Context(), s)
		require.NoError(t, err, s)
	}
	require.Empty(t, store.GuardDifferences(column(t, owner, store.SelectGuards)))
}

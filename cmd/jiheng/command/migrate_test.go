package command

import (
	"bytes"
	"log/slog"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"jiheng/internal/store/storetest"
)

// Whoever's restore was cut short is told what to do, not what PostgreSQL said.
func TestMigrateSaysThatADatabaseIsHalfRestored(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	owner, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	_, err = owner.Exec(t.Context(), "DROP TABLE goose_db_version")
	require.NoError(t, err)
	require.NoError(t, owner.Close(t.Context()))
	var out bytes.Buffer
	sh := &shell{out: &out, err: &out, cfg: config{DatabaseURL: dsn}, log: slog.New(slog.DiscardHandler)}
	cmd := sh.migrate()
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs(nil)
	require.Equal(t, exitFailed, sh.exitCode(cmd.ExecuteContext(t.Context())))
	require.Contains(t, out.String(), "只恢复了一半，或者不是绩衡的数据库")
	require.Contains(t, out.String(), "dropdb")
	require.NotContains(t, out.String(), "不在预料之中")
}

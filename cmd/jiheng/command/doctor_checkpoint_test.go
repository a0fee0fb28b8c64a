package command

import (
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"jiheng/internal/doctor"
	"jiheng/internal/journal"
)

// cut takes the checkpoints behind one away, as a dump older than the file does.
func (d auditDesk) cut(behind int) {
	d.t.Helper()
	owner, err := pgx.Connect(d.t.Context(), d.cfg.DatabaseURL)
	require.NoError(d.t, err)
	defer func() { require.NoError(d.t, owner.Close(d.t.Context())) }()
	for _, statement := range []string{
		"ALTER TABLE checkpoints DISABLE TRIGGER USER", "ALTER TABLE checkpoint_statements DISABLE TRIGGER USER",
		"DELETE FROM checkpoint_statements WHERE position >= (SELECT size FROM checkpoints WHERE number = $1)",
		"DELETE FROM checkpoints WHERE number > $1",
	} {
		args := []any{behind}
		if !strings.Contains(statement, "$1") {
			args = nil
		}
		_, err = owner.Exec(d.t.Context(), statement, args...)
		require.NoError(d.t, err, statement)
	}
}

// A restore that lost the tail is seen before anything is started, and after.
func TestDoctorSeesThatTheFileOfCheckpointsIsAheadOfTheDatabase(t *testing.T) {
	t.Parallel()
	d := newAuditDesk(t)
	s := d.system()
	write := func() {
		_, err := s.store.Note(t.Context(), journal.Entry{Type: "journal_read", ActorID: "auditor"})
		require.NoError(t, err)
		require.NoError(t, s.checkpoint(t.Context(), 0))
	}
	look := func() doctor.Finding { return d.cfg.examineCheckpointFile(t.Context()) }
	require.Equal(t, doctor.OK, look().Level, "nothing is written yet")
	for range 3 {
		write()
	}
	require.Equal(t, doctor.OK, look().Level, look().Text)

	d.cut(2)
	ahead := look()
	require.Equal(t, doctor.Fail, ahead.Level)
	require.Contains(t, ahead.Text, "检查点文件比数据库新：转储以后的流水没有恢复回来")
	require.Regexp(t, `至第 3 号检查点（\d{4}-\d\d-\d\d \d\d:\d\d:\d\d 写入，陈述 \d+ 条），摘要 [0-9a-f]{64}；数据库只到第 2 号$`, ahead.Text)
	said, _ := d.run("verify")
	require.Regexp(t, `checkpoints:3：另存的检查点不在数据库中；应为“第 3 号检查点（.*写入，陈述 \d+ 条），摘要 `, said)

	write() // its own, different number 3
	require.Equal(t, doctor.Fail, look().Level)
	require.Contains(t, look().Text, "分了岔：文件中的第 3 号检查点")
	said, _ = d.run("verify")
	require.Regexp(t, `数据库中的检查点与另存的不符；应为“第 3 号检查点（.*”，实为“第 3 号检查点（`, said)
	write()
	require.Contains(t, look().Text, "分了岔：文件中的第 3 号检查点", "the file went on past it")

	aside := d.cfg.CheckpointFile + "-aside"
	require.NoError(t, os.Rename(d.cfg.CheckpointFile, aside))
	write()
	require.Equal(t, doctor.OK, look().Level, look().Text)
	said, code := d.run("checkpoint", "verify", aside)
	require.Equal(t, exitUnproven, code, "the file put aside goes on telling what was lost")
	require.Contains(t, said, "第 3 号检查点")

	none := d.cfg
	none.CheckpointFile = noCheckpointFile
	require.Equal(t, doctor.Warn, none.examineCheckpointFile(t.Context()).Level)
}

package command

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"jiheng/internal/evidence"
	"jiheng/internal/journal"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
	"jiheng/processes"
)

// Whoever asks for the package of what somebody has bent is told so at once, and
// so is whoever verifies the package later, elsewhere.
func TestAuditPackage_saysWhatWasBent(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ statement, says string }{
		"row":        {`UPDATE evaluations SET title = '另一项'`, "数据与流水不符"},
		"checkpoint": {`ALTER TABLE checkpoints DISABLE TRIGGER USER; DELETE FROM checkpoints WHERE number = 1`, "checkpoint 1：系统流水记载的检查点不存在"},
		"archive": {
			`ALTER TABLE workflow_archives DISABLE TRIGGER USER; UPDATE workflow_archives SET history = set_bit(history, 9, 1 - get_bit(history, 9))`,
			"归档的工作流历史被改动",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, id := packable(t)
			path := filepath.Join(t.TempDir(), "bent.zip")
			d.owner(c.statement)
			said, code := d.run("package", id, "--out", path)
			require.Equal(t, exitUnproven, code, said)
			require.Contains(t, said, c.says)
			require.Contains(t, said, "证据包已经写入，但是核验发现")
			said, code = d.run("verify-package", path)
			require.Equal(t, exitUnproven, code, said)
			require.Contains(t, said, "制作本包时核验系统发现的")
			require.Contains(t, said, c.says)
		})
	}
}

// What cannot be packed is refused, with what was found and the reason; nothing
// lies there that looks like a package.
func TestAuditPackage_refusesWhatCannotBePacked(t *testing.T) {
	t.Parallel()
	d, id := packable(t)
	d.owner(`ALTER TABLE checkpoints DISABLE TRIGGER USER; UPDATE checkpoints SET edge = set_byte(edge, 0, get_byte(edge, 0) # 1)`)
	path := filepath.Join(t.TempDir(), "bent.zip")
	said, code := d.run("package", id, "--out", path)
	require.Equal(t, exitUnproven, code, said)
	require.Contains(t, said, "检查点登记与签名内容不符")
	require.Contains(t, said, "没有制作证据包：核验发现")
	require.NoFileExists(t, path)
	require.Empty(t, folder(t, path))
}

// packable is a system with an evaluation, checkpoints and an archived history.
func packable(t *testing.T) (d auditDesk, id string) {
	t.Helper()
	d = newAuditDesk(t)
	s := d.system()
	require.NoError(t, s.store.SeedOrganisation(t.Context(), storetest.Organisation()))
	source, err := fs.ReadFile(processes.FS(), "overall-self-evaluation.yaml")
	require.NoError(t, err)
	_, err = s.store.PutDefinition(t.Context(), storetest.Process, source)
	require.NoError(t, err)
	whole := storetest.Start(t, s.store).Evaluation
	require.NoError(t, s.checkpoint(t.Context(), 0))
	require.NoError(t, s.store.KeepHistory(t.Context(), store.Archive{
		Workflow: "evaluation:" + string(whole.ID), Run: "run", Evaluation: whole.ID, Status: "ContinuedAsNew", Events: 1,
		History: []byte(`{"events":[{"eventId":"1","eventTime":"` + time.Now().UTC().Format(time.RFC3339Nano) + `","eventType":"EVENT_TYPE_WORKFLOW_EXECUTION_STARTED","workflowExecutionStartedEventAttributes":{}}]}`),
	}))
	require.NoError(t, s.checkpoint(t.Context(), 0))
	_, err = s.store.Note(t.Context(), journal.Entry{Type: "journal_read", ActorID: "auditor"})
	require.NoError(t, err)
	return d, string(whole.ID)
}

// owner does what only the owner of the database can.
func (d auditDesk) owner(statement string) {
	d.t.Helper()
	owner, err := pgx.Connect(d.t.Context(), d.cfg.DatabaseURL)
	require.NoError(d.t, err)
	defer func() { require.NoError(d.t, owner.Close(d.t.Context())) }()
	_, err = owner.Exec(d.t.Context(), statement)
	require.NoError(d.t, err)
}

// A package of a program from before has no result of a verification in it and a
// note that does not speak of one: it is as good as it was.
func TestAuditVerifyPackage_takesThoseFromBefore(t *testing.T) {
	t.Parallel()
	path := filepath.Join("testdata", "evidence-layout-2.zip")
	require.FileExists(t, path)
	report, err := verifyPackage(path, keyBeside(path))
	require.NoError(t, err)
	require.Empty(t, report.Findings)
	require.NotEmpty(t, report.Subject)
	content, err := os.ReadFile(path) //nolint:gosec // our own folder
	require.NoError(t, err)
	require.NotContains(t, string(content), evidence.VerificationName)
}

package command

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"jiheng/cmd/jiheng/adapter"
	"jiheng/internal/audit"
	"jiheng/internal/evaluation"
	"jiheng/internal/identity"
	"jiheng/internal/journal"
	"jiheng/internal/notify"
	"jiheng/internal/review"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
	"jiheng/policy"
	"jiheng/processes"
)

// auditDesk is an audit administrator's terminal on a system of its own.
type auditDesk struct {
	t   *testing.T
	cfg config
}

func newAuditDesk(t *testing.T) auditDesk {
	t.Helper()
	dir := t.TempDir()
	return auditDesk{t, config{
		DatabaseURL: storetest.DSN(t), DataDir: filepath.Join(dir, "data"), CheckpointFile: filepath.Join(dir, "checkpoints"),
		CheckpointAlgorithm: "ed25519", CheckpointEvery: time.Minute,
		SessionIdle: identity.DefaultConfig().Idle, SessionAbsolute: identity.DefaultConfig().Absolute,
	}}
}

func (d auditDesk) run(args ...string) (said string, code int) {
	d.t.Helper()
	var out bytes.Buffer
	sh := &shell{out: &out, err: &out, cfg: d.cfg, log: slog.New(slog.DiscardHandler)}
	return d.on(sh, sh.audit(), &out, args)
}

// journal runs `jiheng journal ARGS`.
func (d auditDesk) journal(args ...string) (said string, code int) {
	d.t.Helper()
	var out bytes.Buffer
	sh := &shell{out: &out, err: &out, cfg: d.cfg, log: slog.New(slog.DiscardHandler)}
	return d.on(sh, sh.journal(), &out, args)
}

func (d auditDesk) on(sh *shell, cmd *cobra.Command, out *bytes.Buffer, args []string) (said string, code int) {
	d.t.Helper()
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs(args)
	code = sh.exitCode(cmd.ExecuteContext(d.t.Context()))
	return out.String(), code
}

// system opens everything, as a worker does.
func (d auditDesk) system() *system {
	d.t.Helper()
	require.NoError(d.t, os.MkdirAll(filepath.Join(d.cfg.DataDir, "files"), 0o750))
	s, err := open(d.t.Context(), d.cfg, slog.New(slog.DiscardHandler))
	require.NoError(d.t, err)
	d.t.Cleanup(func() { require.NoError(d.t, s.Close()) })
	return s
}

// bend changes an entry as only the owner of the database can.
func (d auditDesk) bend() {
	d.t.Helper()
	owner, err := pgx.Connect(d.t.Context(), d.cfg.DatabaseURL)
	require.NoError(d.t, err)
	defer func() { require.NoError(d.t, owner.Close(d.t.Context())) }()
	_, err = owner.Exec(d.t.Context(), "ALTER TABLE installation_journal DISABLE TRIGGER USER; UPDATE installation_journal SET client_address = '192.0.2.9' WHERE seq = 1")
	require.NoError(d.t, err)
}

func TestAudit_checkpointsAreWrittenPrintedAndHeldAgainstTheDatabase(t *testing.T) {
	t.Parallel()
	d := newAuditDesk(t)
	s := d.system()
	said, code := d.run("checkpoint")
	require.Equal(t, exitFailed, code)
	require.Contains(t, said, "还没有检查点")
	_, err := s.store.Note(t.Context(), journal.Entry{Type: "journal_read", ActorID: "auditor"})
	require.NoError(t, err)
	printed, code := d.run("checkpoint", "--now")
	require.Equal(t, exitDone, code, printed)
	require.Regexp(t, `^JH 1 1 \S+Z ([A-Z2-7]{4}-){5}[A-Z2-7]{4}\n$`, printed)
	envelope, code := d.run("checkpoint", "--json")
	require.Equal(t, exitDone, code)
	kept, err := os.ReadFile(d.cfg.CheckpointFile)
	require.NoError(t, err)
	require.Equal(t, envelope, string(kept), "the file has the same line")

	sheet := filepath.Join(t.TempDir(), "sheet")
	require.NoError(t, os.WriteFile(sheet, append(kept, printed...), 0o600)) //nolint:gosec // a folder of the test
	key := d.cfg.keyFile() + ".pub"
	said, code = d.run("checkpoint", "verify", sheet, "--key", key)
	require.Equal(t, exitDone, code, said)
	require.Contains(t, said, "核对另存的检查点 2 行、数据库中的检查点 1 个：没有发现问题")
	require.NoError(t, os.WriteFile(sheet, []byte(strings.Replace(printed, "JH 1 1 ", "JH 1 2 ", 1)+"JH 7 9 x\nwhat\n"), 0o600))
	said, code = d.run("checkpoint", "verify", sheet)
	require.Equal(t, exitUnproven, code)
	for _, want := range []string{":1：数据库中的检查点与另存的不符", ":2：另存的检查点不在数据库中", ":3：另存文件的这一行不是检查点", "发现 3 处问题"} {
		require.Contains(t, said, want)
	}
	said, code = d.run("verify")
	require.Equal(t, exitDone, code, said)
	require.Contains(t, said, "检查点 1 个")
	d.bend()
	said, code = d.run("verify", "--json")
	require.Equal(t, exitUnproven, code)
	require.Contains(t, said, `{"area":"installation","kind":"entry_changed","level":"broken","where":"journal 1"`)
	said, code = d.run("verify", "--evaluation", "nothing")
	require.Equal(t, exitFailed, code)
	require.Contains(t, said, "没有编号为“nothing”的评价")
}

// What was done to the files beside the database is a finding among the rest.
func TestAuditVerify_goesOnWhereFilesAreAnothersOrNoFiles(t *testing.T) {
	t.Parallel()
	d := newAuditDesk(t)
	s := d.system()
	for range 3 {
		_, err := s.store.Note(t.Context(), journal.Entry{Type: "journal_read", ActorID: "auditor"})
		require.NoError(t, err)
		require.NoError(t, s.checkpoint(t.Context(), 0))
	}
	kept, err := os.ReadFile(d.cfg.CheckpointFile)
	require.NoError(t, err)
	lines := strings.SplitAfter(string(kept), "\n")
	put := func(text string) { require.NoError(t, os.WriteFile(d.cfg.CheckpointFile, []byte(text), 0o600)) } //nolint:gosec // a folder of the test

	put(strings.TrimSuffix(string(kept), "\n"))
	said, code := d.run("verify")
	require.Equal(t, exitDone, code, "all that is missing is the end of the last line: %s", said)
	put(lines[0] + lines[1] + lines[1] + lines[2])
	said, _ = d.run("verify")
	require.NotContains(t, said, "与前面的重复", "as behind a crash")
	put(lines[0] + lines[1] + lines[2] + lines[0])
	said, _ = d.run("verify")
	require.Contains(t, said, "checkpoints:4：另存文件的这一行与前面的重复")
	put(lines[0] + lines[2])
	said, code = d.run("verify")
	require.Equal(t, exitUnproven, code)
	require.Contains(t, said, "应为“2”")
	put(string(kept))

	mark := filepath.Join(d.cfg.DataDir, "files", "installation")
	require.NoError(t, os.WriteFile(mark, []byte("another\n"), 0o600))
	d.bend()
	said, code = d.run("verify")
	require.Equal(t, exitUnproven, code)
	require.Contains(t, said, "文件目录没有本系统的标记")
	require.Contains(t, said, "记录被改动", "the rest is verified too")
	require.NoError(t, os.Remove(d.cfg.CheckpointFile))
	require.NoError(t, os.Mkdir(d.cfg.CheckpointFile, 0o700))
	said, code = d.run("verify")
	require.Equal(t, exitUnproven, code)
	require.Contains(t, said, "目录，不是文件")
	require.NoError(t, os.WriteFile(d.cfg.keyFile()+".pub", []byte("rubbish"), 0o600))
	said, code = d.run("verify")
	require.Equal(t, exitUnproven, code)
	require.Contains(t, said, d.cfg.keyFile()+".pub")
}

func TestCheckpoint_manyWorkersWriteOne(t *testing.T) {
	t.Parallel()
	d := newAuditDesk(t)
	s := d.system()
	_, err := s.store.Note(t.Context(), journal.Entry{Type: "journal_read", ActorID: "auditor"})
	require.NoError(t, err)
	failures := make(chan error, 8)
	for range 8 {
		go func() { failures <- s.checkpoint(t.Context(), time.Minute) }()
	}
	for range 8 {
		require.NoError(t, <-failures)
	}
	list, err := s.store.Checkpoints(t.Context(), 0, 10)
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.NoError(t, s.checkpoint(t.Context(), 0), "nothing has moved")
	list, err = s.store.Checkpoints(t.Context(), 0, 10)
	require.NoError(t, err)
	require.Len(t, list, 1)
	key, err := os.Stat(d.cfg.keyFile())
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), key.Mode().Perm())
}

func TestCheckpoint_isNotSignedOnTopOfOneThatWasBent(t *testing.T) {
	t.Parallel()
	d := newAuditDesk(t)
	s := d.system()
	note := func() {
		_, err := s.store.Note(t.Context(), journal.Entry{Type: "journal_read", ActorID: "auditor"})
		require.NoError(t, err)
	}
	note()
	require.NoError(t, s.checkpoint(t.Context(), 0))
	owner, err := pgx.Connect(t.Context(), d.cfg.DatabaseURL)
	require.NoError(t, err)
	defer func() { require.NoError(t, owner.Close(t.Context())) }()
	_, err = owner.Exec(t.Context(), "ALTER TABLE checkpoints DISABLE TRIGGER USER; UPDATE checkpoints SET edge = set_byte(edge, 0, get_byte(edge, 0) # 1)")
	require.NoError(t, err)
	note()
	require.ErrorContains(t, s.checkpoint(t.Context(), 0), "checkpoint_damaged")
}

// letters keeps what was sent.
type letters []notify.Notice

func (l *letters) Send(_ context.Context, n notify.Notice) error {
	*l = append(*l, n)
	return nil
}

func TestNightlyVerification_keepsItsResultAndRaisesTheAlarm(t *testing.T) {
	t.Parallel()
	d := newAuditDesk(t)
	s := d.system()
	sent := &letters{}
	require.NoError(t, s.channel.Connect(notify.Mail, "", sent))
	require.NoError(t, s.store.SeedOrganisation(t.Context(), store.Organisation{
		Units:   []store.Unit{{ID: "centre", Name: "中心"}},
		Persons: []identity.Person{{ID: "watch", UnitID: "centre", Name: "审计管理员", Email: "watch@example.gov.cn"}},
		Grants:  []store.Grant{{Person: "watch", Role: policy.AuditAdmin, UnitID: "centre", GrantedBy: evaluation.SystemPerson}},
	}))
	registry := prometheus.NewRegistry()
	require.NoError(t, s.registerAudit(registry))
	require.InDelta(t, -1, gauge(t, registry, "jiheng_verification_findings"), 0)
	result, err := auditor{s}.VerifyAll(t.Context())
	require.NoError(t, err)
	require.Zero(t, result.Findings)
	require.Empty(t, *sent)
	require.InDelta(t, 0, gauge(t, registry, "jiheng_verification_findings"), 0)
	d.bend()
	result, err = auditor{s}.VerifyAll(t.Context())
	require.NoError(t, err)
	require.Equal(t, int64(3), result.Findings, "the entry was changed, and both guards of its table are off")
	require.InDelta(t, 3, gauge(t, registry, "jiheng_verification_findings"), 0)
	require.Len(t, *sent, 1)
	require.Equal(t, "watch@example.gov.cn", (*sent)[0].Address)
	e, ok, err := s.store.LastNoted(t.Context(), VerificationDone)
	require.NoError(t, err)
	require.True(t, ok)
	require.Contains(t, string(e.Data), "记录被改动")
}

// gauge reads one metric.
func gauge(t *testing.T, in *prometheus.Registry, name string) float64 {
	t.Helper()
	families, err := in.Gather()
	require.NoError(t, err)
	for _, f := range families {
		if f.GetName() == name {
			return f.GetMetric()[0].GetGauge().GetValue()
		}
	}
	require.FailNow(t, "no metric "+name)
	return 0
}

func TestAudit_showsAndExportsEntries(t *testing.T) {
	t.Parallel()
	d := newAuditDesk(t)
	s := storetest.OpenAt(t, d.cfg.DatabaseURL)
	id := string(storetest.Start(t, s).Evaluation.ID)
	began := noted(t, s)
	said, code := d.run("show", "--evaluation", id, "--type", "evaluation_started")
	require.Equal(t, exitDone, code, said)
	require.Regexp(t, `^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  `+id+`:1  office-head  启动自评\n$`, said)
	said, code = d.run("show", "--to", "2001-01-01")
	require.Equal(t, exitDone, code)
	require.Equal(t, noEntries+"\n", said)
	for _, name := range []string{"all.jsonl", "all.xlsx", "all.pdf"} {
		path := filepath.Join(t.TempDir(), name)
		said, code = d.run("export", "--out", path)
		require.Equal(t, exitDone, code, said)
		info, err := os.Stat(path)
		require.NoError(t, err)
		require.Positive(t, info.Size())
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	}
	path := filepath.Join(t.TempDir(), "all.odt")
	_, code = d.run("export", "--out", path)
	require.Equal(t, exitUsage, code)
	require.NoFileExists(t, path)
	require.Empty(t, folder(t, path))
	e, ok, err := s.LastNoted(t.Context(), "journal_exported")
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, began+3, e.Seq, "behind the two others")
}

func TestAudit_showsAndExportsTheJournalsOfNoEvaluation(t *testing.T) {
	t.Parallel()
	d := newAuditDesk(t)
	s := storetest.OpenAt(t, d.cfg.DatabaseURL)
	_, err := s.Note(t.Context(), journal.Entry{Type: "journal_read", ActorID: "auditor"})
	require.NoError(t, err)
	said, code := d.run("show", "--installation", "--type", "journal_read")
	require.Equal(t, exitDone, code, said)
	require.Regexp(t, `installation:\d+  \S+  查阅流水\n$`, said)
	said, code = d.run("show", "--installation", "--actor", "auditor", "--to", "2001-01-01")
	require.Equal(t, exitDone, code)
	require.Equal(t, noEntries+"\n", said)
	path := filepath.Join(t.TempDir(), "installation.jsonl")
	said, code = d.run("export", "--installation", "--out", path)
	require.Equal(t, exitDone, code, said)
	file, err := os.Open(path) //nolint:gosec // just written
	require.NoError(t, err)
	defer func() { require.NoError(t, file.Close()) }()
	var entries []journal.Entry
	for in := json.NewDecoder(file); in.More(); {
		var e journal.Entry
		require.NoError(t, in.Decode(&e))
		entries = append(entries, e)
	}
	last := entries[len(entries)-1]
	require.Empty(t, journal.Verify(entries, journal.Head{EvaluationID: store.InstallationChain, Seq: last.Seq, Hash: last.Hash, At: last.At}), "enough to verify the chain")
	require.Equal(t, "journal_exported", last.Type, "so is this export")
	require.Contains(t, string(last.Data), `"evaluation":"installation"`)

	b := review.Book{ReceiverID: "finance-bureau", Year: 2020}
	require.NoError(t, s.SeedOrganisation(t.Context(), store.Organisation{Units: []store.Unit{{ID: b.ReceiverID, Name: "财政局"}}}))
	require.NoError(t, storetest.FiledByMany(t.Context(), s, b, 1, "system"))
	said, code = d.run("show", "--book", "finance-bureau/2020", "--type", "filing_arrived")
	require.Equal(t, exitDone, code, said)
	require.Regexp(t, `review:finance-bureau:2020:1  \S+  收件`, said)
	for says, args := range map[string][]string{
		"请改用 --installation":                     {"show", "--evaluation", "installation"},
		"请改用 --book finance-bureau/2019":         {"show", "--evaluation", "review:finance-bureau:2019"},
		"记在系统流水中，请加 --installation":              {"show", "--type", "journal_read"},
		"没有编号为“review:finance-bureau:2019”的收件台账": {"show", "--book", "finance-bureau/2019"},
		"不是这一种流水的种类":                             {"show", "--installation", "--type", "task_claimed"},
	} {
		said, code := d.run(args...)
		require.Equal(t, exitFailed, code, said)
		require.Contains(t, said, says)
	}
	_, code = d.run("show", "--book", "finance-bureau")
	require.Equal(t, exitUsage, code)
	for _, args := range [][]string{{"--evaluation", "x"}, {"--task", "x"}, {"--refused"}, {"--book", "u/2019"}} {
		_, code = d.run(append([]string{"show", "--installation"}, args...)...)
		require.NotEqual(t, exitDone, code, args)
	}
}

func TestAudit_saysWhichNameNothingHas(t *testing.T) {
	t.Parallel()
	d := newAuditDesk(t)
	s := storetest.OpenAt(t, d.cfg.DatabaseURL)
	started := storetest.Start(t, s).Evaluation
	require.NoError(t, d.system().keepPolicy(t.Context()))
	of := "--evaluation=" + string(started.ID)
	for says, args := range map[string][]string{
		"没有编号为“nope”的评价":                {"show", "--evaluation", "nope"},
		"没有编号为“nope”的人员":                {"show", "--actor", "nope"},
		"没有编号为“noone”的人员":               {"show", "--for", "noone"},
		"没有编号为“nope”的任务":                {"show", of, "--task", "nope"},
		"没有编号为“nope”的评价对象":              {"show", of, "--item", "nope"},
		"--type 的值“nope”不是流水的种类":        {"show", "--type", "evaluation_started,nope"},
		"--action 的值“nope”不是办理操作":       {"show", "--action", "nope"},
		"起止时间颠倒":                        {"show", "--from", "2026-03-31", "--to", "2026-03-30"},
		"没有编号为“absent”的评价":              {"replay", "--evaluation", "absent"},
		"没有编号为“missing”的材料":             {"answer", "who-looked", of, "--material", "missing"},
		"没有编号为“nowhere”的评价":             {"answer", "who-looked", "--evaluation", "nowhere"},
		"没有编号为“gone”的评价":                {"answer", "after-sealing", "--evaluation", "gone"},
		"这项评价没有第 99 条流水":                {"answer", "why-refused", of, "--entry", "99"},
		"这一条流水不是被拒绝的尝试":                 {"answer", "why-refused", of, "--entry", "1"},
		"--action 的值“dance”不是办理操作，可用的有": {"answer", "who-could", of, "--action", "dance", "--at", time.Now().Format(time.RFC3339Nano)},
		"时点还没有到":                        {"answer", "who-could", of, "--action", "terminate", "--at", "2999-01-01 09:00"},
		"没有编号为“unseen”的评价":              {"verify", "--evaluation", "unseen"},
	} {
		said, code := d.run(args...)
		require.Equal(t, exitFailed, code, "%v: %s", args, said)
		require.Contains(t, said, says, args)
	}
	said, code := d.run("show", of, "--from", "2026-03-31", "--to", "2026-03-31")
	require.Equal(t, exitDone, code)
	require.Equal(t, noEntries+"\n", said)
	said, code = d.run("show", of, "--actor", string(evaluation.SystemPerson))
	require.Equal(t, exitDone, code, said)
}

func TestAudit_replaysEveryArchivedHistory(t *testing.T) {
	t.Parallel()
	d := newAuditDesk(t)
	s := storetest.OpenAt(t, d.cfg.DatabaseURL)
	id := storetest.Start(t, s).Evaluation.ID
	files, err := filepath.Glob("../../../workflows/testdata/*.json.gz")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, name := range files {
		packed, err := os.ReadFile(name) //nolint:gosec // our own folder
		require.NoError(t, err)
		r, err := gzip.NewReader(bytes.NewReader(packed))
		require.NoError(t, err)
		history, err := io.ReadAll(r)
		require.NoError(t, err)
		kept := store.Archive{Workflow: "evaluation:" + string(id), Run: filepath.Base(name), Evaluation: id, Status: "Completed", Events: 1, History: history}
		read := adapter.HistoryOf(kept)
		require.True(t, read.Readable, name)
		require.True(t, slices.ContainsFunc(read.Calls, func(c audit.Call) bool { return c.Read && c.Seq > 0 && !c.At.IsZero() }), name)
		require.NoError(t, s.KeepHistory(t.Context(), kept))
		require.NoError(t, s.KeepHistory(t.Context(), kept), "twice is once")
	}
	said, code := d.run("replay")
	require.Equal(t, exitDone, code, said)
	require.Equal(t, fmt.Sprintf("重放工作流历史 %d 份：全部一致\n", len(files)), said)
	require.NoError(t, s.KeepHistory(t.Context(), store.Archive{
		Workflow: "evaluation:" + string(id), Run: "none", Evaluation: id, Status: "Completed", Events: 1, History: []byte(`{"events":[]}`),
	}))
	said, code = d.run("replay")
	require.Equal(t, exitUnproven, code)
	require.Contains(t, said, "none：重放不一致")
	left, err := s.Unarchived(t.Context(), "", 10, true)
	require.NoError(t, err)
	require.Equal(t, []evaluation.ID{id}, left, "it is still running")
	left, err = s.Unarchived(t.Context(), "", 10, false)
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestJournalVerify_says_in_words_and_for_programs(t *testing.T) {
	t.Parallel()
	d := newAuditDesk(t)
	s := d.system().store
	require.NoError(t, s.SeedOrganisation(t.Context(), storetest.Organisation()))
	source, err := fs.ReadFile(processes.FS(), "overall-self-evaluation.yaml")
	require.NoError(t, err)
	_, err = s.PutDefinition(t.Context(), storetest.Process, source)
	require.NoError(t, err)
	id := string(storetest.Start(t, s).Evaluation.ID)
	said, code := d.journal("verify", id)
	require.Equal(t, exitDone, code, said)
	require.Regexp(t, `^核验日志 \d+ 条，末条摘要 [0-9a-f]{64}：日志链完整，数据与日志一致\n$`, said)
	said, code = d.journal("verify", id, "--json")
	require.Equal(t, exitDone, code, said)
	var v struct {
		Verified bool
		Entries  int64
		Findings []any
	}
	require.NoError(t, json.Unmarshal([]byte(said), &v))
	require.True(t, v.Verified)
	require.Positive(t, v.Entries)
	require.NotNil(t, v.Findings)
	require.Empty(t, v.Findings)

	owner, err := pgx.Connect(t.Context(), d.cfg.DatabaseURL)
	require.NoError(t, err)
	defer func() { require.NoError(t, owner.Close(t.Context())) }()
	_, err = owner.Exec(t.Context(), "UPDATE evaluations SET title = '另一项' WHERE id = $1", id)
	require.NoError(t, err)
	said, code = d.journal("verify", id)
	require.Equal(t, exitUnproven, code)
	require.Contains(t, said, "数据与流水不符；应为“")
	require.Contains(t, said, "发现 1 处问题")
	said, code = d.journal("verify", "nothing")
	require.Equal(t, exitFailed, code)
	require.Contains(t, said, "没有编号为“nothing”的评价")
}

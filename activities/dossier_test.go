package activities_test

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/activities"
	"jiheng/activities/activitytest"
	"jiheng/internal/document"
	"jiheng/internal/dossier"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
	"jiheng/internal/typeset/typesettest"
)

// short is the process from its group's forming straight to the roll-up.
func short(c *evaluation.Definition) {
	c.Stages = append(c.Stages[:1], c.Stages[3:]...)
	c.Stages[1].After = []evaluation.StageID{"formation"}
}

// compiled brings a case to where the system has to seal.
func compiled(t *testing.T) *bench {
	t.Helper()
	return compiledIn(t, t.TempDir())
}

// compiledIn keeps its files in a folder.
func compiledIn(t *testing.T, folder string) *bench {
	t.Helper()
	blobs, err := document.OpenBlobs(folder)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, blobs.Close()) })
	b := newBench(t)
	b.acts.Blobs = blobs
	sub := evaluationtest.Fields("total", "97", "grade", evaluationtest.Grade, "problems", "one\ntwo")
	sub.Sheet = json.RawMessage(`{"figures":[{"name":"completion","kind":"ratio","unit":"%","stated":"98.24",` +
		`"operands":["19528200.00","19877600.00"],"digits":2}],"items":[{"group":"budget","name":"execution","stated":"as planned"}]}`)
	require.NoError(t, b.compile(evaluationtest.New(t), sub))
	return b
}

// compile brings a case to where the system has to seal what was handed in, or
// says why it may not be handed in.
func (b *bench) compile(c *evaluationtest.Case, sub evaluation.Submission, first ...evaluation.Command) error {
	b.t.Helper()
	short(c.Definition)
	if err := b.store.Begin(c); err != nil {
		return err
	}
	b.formed().turn()
	b.does(evaluationtest.FinanceOfficer(), "roll_up", "", "compile", append([]evaluation.Command{claim()}, first...)...)
	done := complete(sub)
	tasks := b.store.Evaluation(b.id).Tasks
	i := slices.IndexFunc(tasks, func(t evaluation.Task) bool { return t.Step == "compile" && t.State.Live() })
	done.Task = tasks[i].ID
	if _, err := b.store.Apply(b.id, evaluationtest.FinanceOfficer().Person, done); err != nil {
		return err
	}
	for _, p := range evaluationtest.Group()[:5] {
		b.does(evaluation.Actor{Person: p.Person}, "roll_up", "", "approve", approve())
	}
	return nil
}

func sealed(t *testing.T) *bench {
	t.Helper()
	b := compiled(t)
	require.NoError(t, b.move(b.step(evaluation.EffectSeal)))
	return b
}

// step is the move that the system's live task with an effect calls for.
func (b *bench) step(effect evaluation.Effect) evaluation.Move {
	b.t.Helper()
	for _, s := range evaluation.FactsOf(b.store.Evaluation(b.id)).SystemTasks {
		if s.Effect == effect {
			return evaluation.Move{Kind: evaluation.MovePerform, Task: s.Task, Effect: effect}
		}
	}
	require.FailNow(b.t, "the system has nothing of the kind to do", "%s", effect)
	return evaluation.Move{}
}

// throughTheEnd has everything done but the last move.
func (b *bench) throughTheEnd() {
	b.t.Helper()
	b.at("2020-08-28 09:00").turn()
	b.does(evaluationtest.OfficeHead(), "publication", "", "confirm", claim(), approve())
	b.does(evaluationtest.FinanceOfficer(), "filing", "", "hand_in", claim(), approve()).turn()
	b.does(evaluationtest.BureauClerk(), "filing", "", "acknowledge", claim(), complete(evaluationtest.Fields(evaluation.ReceiptField, "R-1")))
	require.NoError(b.t, b.move(evaluation.Move{Kind: evaluation.MoveSettle, Stage: "filing"}))
}

func TestPerform_seals_what_was_declared(t *testing.T) {
	t.Parallel()
	b := compiled(t)
	seal := b.step(evaluation.EffectSeal)
	requireRepeats(t, b, seal, evaluation.TypeDossierSealed, evaluation.TypeTaskCompleted)
	d := b.store.Evaluation(b.id).Dossier
	m, err := dossier.Parse([]byte(d.Manifest))
	require.NoError(t, err)
	require.Positive(t, m.JournalSeq)
	require.Len(t, m.JournalHash, 64, "the dossier is tied to its journal")
	require.Equal(t, "97", d.DeclaredTotal)
	require.Equal(t, evaluationtest.Grade, d.DeclaredGrade)
	require.Equal(t, b.clock.Now().UTC(), d.SealedAt.UTC())
	file, size, err := b.acts.Blobs.Open(d.Package)
	require.NoError(t, err)
	require.NoError(t, file.Close())
	require.Positive(t, size)
}

// report is the text of the report as it was sealed.
func (b *bench) report() string {
	b.t.Helper()
	return typesettest.DOCX(b.t, b.sealedFile("report.docx"))
}

// sealedFile is a file of the sealed dossier.
func (b *bench) sealedFile(path string) []byte {
	b.t.Helper()
	m, err := dossier.Parse([]byte(b.store.Evaluation(b.id).Dossier.Manifest))
	require.NoError(b.t, err)
	i := slices.IndexFunc(m.Files, func(f dossier.File) bool { return f.Path == path })
	require.GreaterOrEqual(b.t, i, 0, path)
	file, _, err := b.acts.Blobs.Open(m.Files[i].SHA256)
	require.NoError(b.t, err)
	defer func() { require.NoError(b.t, file.Close()) }()
	content, err := io.ReadAll(file)
	require.NoError(b.t, err)
	return content
}

func TestPerform_seals_every_paper_in_its_formats(t *testing.T) {
	t.Parallel()
	b := sealed(t)
	m, err := dossier.Parse([]byte(b.store.Evaluation(b.id).Dossier.Manifest))
	require.NoError(t, err)
	var paths []string
	for _, f := range m.Files {
		paths = append(paths, f.Path)
		_, err := b.acts.Blobs.(*document.Blobs).Inspect(f.SHA256, f.Path)
		require.NoError(t, err, f.Path)
	}
	require.ElementsMatch(t, []string{"data-table.xlsx", "data-table.pdf", "score-table.xlsx", "score-table.pdf", "report.docx", "report.pdf"}, paths)
	text := strings.Join(typesettest.PDF(t, b.sealedFile("report.pdf")), "")
	require.Contains(t, text, "自评总分")
	require.Contains(t, text, "1.one")
}

func TestPerform_seals_whether_stages_kept_their_time(t *testing.T) {
	t.Parallel()
	for at, want := range map[string]string{"2020-08-14 09:00": "定稿时办理中", "2020-12-31 09:00": "定稿时已逾期，仍在办理"} {
		b := compiled(t)
		b.at(at)
		require.NoError(t, b.move(b.step(evaluation.EffectSeal)))
		report := b.report()
		require.Contains(t, report, "按期（时限", at)
		require.Contains(t, report, want, at)
		e := b.store.Evaluation(b.id)
		completed := 0
		for _, task := range e.Tasks {
			if task.State == evaluation.StateCompleted {
				completed++
			}
		}
		// The sealing itself was under way when the report was written.
		require.Contains(t, report, "共办结任务"+strconv.Itoa(completed-1)+"项", at)
	}
}

func TestPerform_names_no_file_of_the_evidence_in_public(t *testing.T) {
	t.Parallel()
	blobs, err := document.OpenBlobs(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, blobs.Close()) })
	b := newBench(t)
	b.acts.Blobs = blobs
	c := evaluationtest.New(t)
	last := len(c.Definition.Stages) - 1
	for i := range c.Definition.Stages {
		if c.Definition.Stages[i].ID == "roll_up" {
			last = i
		}
	}
	step := &c.Definition.Stages[last].Steps[0]
	step.Materials = []evaluation.MaterialKind{{ID: "contract", Title: "合同"}}
	supplied := func(name string, size int64) evaluation.Command {
		m := evaluationtest.Paper("contract")
		m.FileName, m.Size = name, size
		return evaluation.Command{Action: evaluation.Supply, Material: m}
	}
	sub := evaluationtest.Fields("total", "97", "grade", evaluationtest.Grade, "problems", "one")
	sub.Sheet = json.RawMessage(`{"figures":[],"items":[]}`)
	require.NoError(t, b.compile(c, sub, supplied("与某某公司的合同.pdf", 3000), supplied("补充协议.pdf", 1000)))
	require.NoError(t, b.move(b.step(evaluation.EffectSeal)))
	report := b.report()
	require.Contains(t, report, "合同|1|\n")
	for _, private := range []string{"某某公司", "补充协议", evaluationtest.Paper("contract").SHA256} {
		require.NotContains(t, report, private)
		require.NotContains(t, b.store.Evaluation(b.id).Dossier.Manifest, private)
	}
}

func TestPerform_files_and_publishes_what_was_sealed(t *testing.T) {
	t.Parallel()
	b := sealed(t)
	b.at("2020-08-28 09:00").turn()
	b.does(evaluationtest.OfficeHead(), "publication", "", "confirm", claim(), approve())
	b.does(evaluationtest.FinanceOfficer(), "filing", "", "hand_in", claim(), approve())
	requireRepeats(t, b, b.step(evaluation.EffectPublish), evaluation.TypeDossierPublished, evaluation.TypeTaskCompleted)
	requireRepeats(t, b, b.step(evaluation.EffectFile), evaluation.TypeDossierFiled, evaluation.TypeTaskCompleted, evaluation.TypeTaskOpened)
	e := b.store.Evaluation(b.id)
	require.Equal(t, e.Dossier.Digest, e.Publication.Digest)
	require.Equal(t, e.Dossier.Digest, e.Filing.Digest)
}

func TestPerform_lets_nothing_out_that_is_not_what_was_sealed(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	b := compiledIn(t, folder)
	require.NoError(t, b.move(b.step(evaluation.EffectSeal)))
	b.at("2020-08-28 09:00").turn()
	b.does(evaluationtest.OfficeHead(), "publication", "", "confirm", claim(), approve())

	digest := b.store.Evaluation(b.id).Dossier.Package
	path := filepath.Join(folder, "sha256", digest[:2], digest[2:])
	require.NoError(t, os.Chmod(path, 0o600))
	content, err := os.ReadFile(path) //nolint:gosec // Our own folder.
	require.NoError(t, err)
	content[len(content)/2] ^= 1
	require.NoError(t, os.WriteFile(path, content, 0o600)) //nolint:gosec // Our own folder.

	require.Error(t, b.move(b.step(evaluation.EffectPublish)))
	require.Nil(t, b.store.Evaluation(b.id).Publication)
}

func TestPerform_refuses_a_task_that_is_no_step_of_the_system(t *testing.T) {
	t.Parallel()
	b := newBench(t).turn()
	err := b.move(evaluation.Move{Kind: evaluation.MovePerform, Task: b.store.Evaluation(b.id).Tasks[0].ID})
	require.Equal(t, "no_effect", activities.FromTemporal(err).Reason)
	require.NoError(t, b.move(evaluation.Move{Kind: evaluation.MovePerform, Task: "nothing", Effect: evaluation.EffectSeal}))
}

func TestPerform_passes_the_stores_trouble_on_and_leaves_no_trace(t *testing.T) {
	t.Parallel()
	for _, o := range []activitytest.Operation{activitytest.Situation, activitytest.Names, activitytest.Update} {
		b := compiled(t)
		seal := b.step(evaluation.EffectSeal)
		b.store.Fail(o, activitytest.Unavailable())
		require.Equal(t, fault.Unavailable, activities.FromTemporal(b.move(seal)).Code, "%s", o)
		require.Nil(t, b.store.Evaluation(b.id).Dossier)
		require.NoError(t, b.move(seal), "tried again it succeeds")
	}
}

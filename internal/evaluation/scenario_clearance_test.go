package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

// clearing is the case with somebody who decides file by file what is
// published, at that step. Its dossier has a paper that is never published, one
// that has to be decided on, and one with a telephone number in it.
func clearing(t *testing.T) (*evaluationtest.Case, evaluationtest.Worker) {
	t.Helper()
	c := evaluationtest.New(t)
	steps := &c.Definition.Stages[4].Steps
	(*steps)[0] = evaluation.StepDefinition{
		ID: "clear", Title: "公开审查", By: []evaluation.RoleID{"unit_office"}, Quorum: evaluation.QuorumOne,
		Form: []evaluation.FormField{{Name: "clearance", Title: "公开审查意见", Kind: evaluation.FieldClearance, Required: true}},
	}
	c.Running().Opened("publication")
	d := &c.Evaluation.Dossiers[0]
	d.Files = append(d.Files,
		evaluation.SealedFile{Path: "contract.pdf", SHA256: d.Digest, Size: 2, Publish: evaluation.PublishAsk},
		evaluation.SealedFile{Path: "voucher.pdf", SHA256: d.Digest, Size: 2, Publish: evaluation.PublishNo})
	d.Findings = []evaluation.PersonalData{{Path: "report.html", Place: "3", Kind: evaluation.PersonalMobile, Masked: "138****5678"}}
	d.Unread = []string{"contract.pdf"}
	c.Evaluation.Dossier = d
	return c, c.As(evaluationtest.OfficeHead()).On("publication", "", "clear").Claims()
}

func decided(c *evaluationtest.Case, change func(map[string]*evaluation.FileDecision)) evaluation.Command {
	d := c.Evaluation.Dossier
	files := []evaluation.FileDecision{
		{Path: "data-table.xlsx", Public: true},
		{Path: "report.html", Public: true, Acknowledged: "a public line"},
		{Path: "score-table.xlsx", Public: true},
		{Path: "contract.pdf", Reason: "trade secret", Basis: "the secrecy law"},
		{Path: "voucher.pdf", Reason: "personal data", Basis: "the rules"},
	}
	byPath := map[string]*evaluation.FileDecision{}
	for i := range files {
		byPath[files[i].Path] = &files[i]
	}
	if change != nil {
		change(byPath)
	}
	return evaluation.Command{Action: evaluation.Complete, Submission: evaluation.Submission{
		Clearance: &evaluation.Clearing{Digest: d.Digest, Files: files},
	}}
}

func TestWhatIsPublishedIsDecidedFileByFile(t *testing.T) {
	t.Parallel()
	c, w := clearing(t)
	require.NoError(t, w.Tries(decided(c, nil)))
	cleared := c.Evaluation.Clearances
	require.Len(t, cleared, 1)
	require.Equal(t, evaluation.RoleID("unit_office"), cleared[0].As)
	require.Equal(t, evaluation.PersonID("office-head"), cleared[0].By)
	kept := c.Evaluation.Withheld(c.Evaluation.Dossier.Digest)
	require.Equal(t, []string{"contract.pdf", "voucher.pdf"}, []string{kept[0].Path, kept[1].Path})
	require.Empty(t, c.Evaluation.Withheld("another"))
}

func TestADecisionOnWhatIsPublishedIsRefused(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		change func(map[string]*evaluation.FileDecision)
		field  string
		reason string
	}{
		"a file never to be published": {func(f map[string]*evaluation.FileDecision) { f["voucher.pdf"].Public = true }, "clearance.files.4.public", "file_never_public"},
		"withheld without reason":      {func(f map[string]*evaluation.FileDecision) { f["voucher.pdf"].Reason = " " }, "clearance.files.4.reason", "reason_required"},
		"withheld without basis":       {func(f map[string]*evaluation.FileDecision) { f["contract.pdf"].Basis = "" }, "clearance.files.3.basis", "basis_required"},
		"published without reason": {func(f map[string]*evaluation.FileDecision) {
			*f["contract.pdf"] = evaluation.FileDecision{Path: "contract.pdf", Public: true, Acknowledged: "seen"}
		}, "clearance.files.3.reason", "reason_required"},
		"unread, not acknowledged": {func(f map[string]*evaluation.FileDecision) {
			*f["contract.pdf"] = evaluation.FileDecision{Path: "contract.pdf", Public: true, Reason: "no secret"}
		}, "clearance.files.3.acknowledged", "acknowledged_required"},
		"personal data, not acknowledged": {func(f map[string]*evaluation.FileDecision) { f["report.html"].Acknowledged = "" }, "clearance.files.1.acknowledged", "acknowledged_required"},
		"an unknown file":                 {func(f map[string]*evaluation.FileDecision) { f["report.html"].Path = "other.html" }, "clearance.files.1.path", "file_unknown"},
		"a file twice":                    {func(f map[string]*evaluation.FileDecision) { f["report.html"].Path = "data-table.xlsx" }, "clearance.files.1.path", "file_twice"},
		"unprintable":                     {func(f map[string]*evaluation.FileDecision) { f["voucher.pdf"].Reason = "a\x00b" }, "clearance.files.4.reason", "text_not_printable"},
		"nothing public": {func(f map[string]*evaluation.FileDecision) {
			for _, one := range f {
				one.Public, one.Reason, one.Basis = false, "secret", "the secrecy law"
			}
		}, "clearance.files", "nothing_public"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, w := clearing(t)
			err := w.Tries(decided(c, row.change))
			requireFault(t, err, fault.Invalid, "clearance_incomplete")
			require.Equal(t, row.field, fault.As(err).Fields[0].Name)
			require.Equal(t, row.reason, fault.As(err).Fields[0].Reason)
			require.Empty(t, c.Evaluation.Clearances)
		})
	}
}

func TestADecisionOnAnotherDossierDoesNotCount(t *testing.T) {
	t.Parallel()
	c, w := clearing(t)
	command := decided(c, nil)
	command.Submission.Clearance.Digest = "aa"
	requireFault(t, w.Tries(command), fault.Conflict, "clearance_outdated")
}

func TestNothingIsPublishedThatNobodyDecidedOn(t *testing.T) {
	t.Parallel()
	c, w := clearing(t)
	events, err := evaluation.Apply(c.Situation(evaluationtest.OfficeHead()), task(decided(c, nil), w.Task().ID))
	require.NoError(t, err)
	c.Record(evaluationtest.OfficeHead(), events)
	publish := c.Live("publication", "", "publish").ID
	digest, by := c.Evaluation.Dossier.Digest, c.Evaluation.Clearances[0].Task

	_, err = evaluation.Publish(bySystem(c), publish)
	requireFault(t, err, fault.Conflict, "clearance_outdated") // the whole package, though files are withheld
	_, err = evaluation.PublishPackage(bySystem(c), publish, evaluation.Public{Digest: digest, Clearance: "another", Package: "cc"})
	requireFault(t, err, fault.Conflict, "clearance_outdated")

	published, err := evaluation.PublishPackage(bySystem(c), publish, evaluation.Public{Digest: digest, Clearance: by, Package: "cc"})
	require.NoError(t, err)
	require.Equal(t, "dossier_published; task_completed as system", tell(published, nil))

	c.Evaluation.Clearances = nil
	back, err := evaluation.PublishPackage(bySystem(c), publish, evaluation.Public{Digest: digest, Package: "cc"})
	require.Equal(t, "task_cancelled; task_opened clear#2 claimed office-head", tell(back, err))
}

func task(c evaluation.Command, id evaluation.TaskID) evaluation.Command {
	c.Task = id
	return c
}

// rendered has the report as .docx, in which a telephone number was found, and
// its print.
func rendered(t *testing.T) (*evaluationtest.Case, evaluationtest.Worker) {
	t.Helper()
	c, w := clearing(t)
	d := c.Evaluation.Dossier
	d.Files = nil
	for _, path := range []string{"report.docx", "report.pdf", "score-table.pdf", "score-table.xlsx"} {
		d.Files = append(d.Files, evaluation.SealedFile{Path: path, SHA256: d.Digest, Size: 2, Publish: evaluation.PublishYes})
	}
	d.Findings, d.Unread = []evaluation.PersonalData{{Path: "report.docx", Place: "3", Kind: evaluation.PersonalMobile, Masked: "138****5678"}}, nil
	return c, w
}

func onPapers(d *evaluation.Dossier, files ...evaluation.FileDecision) evaluation.Command {
	return evaluation.Command{Action: evaluation.Complete, Submission: evaluation.Submission{
		Clearance: &evaluation.Clearing{Digest: d.Digest, Files: files},
	}}
}

func TestADecisionIsOnAllRenderingsOfAPaper(t *testing.T) {
	t.Parallel()
	c, w := rendered(t)
	require.NoError(t, w.Tries(onPapers(c.Evaluation.Dossier,
		evaluation.FileDecision{Path: "report.pdf", Reason: "a telephone number", Basis: "the rules"}, evaluation.FileDecision{Path: "score-table.xlsx", Public: true})))
	require.Equal(t, []evaluation.FileDecision{
		{Path: "report.docx", Reason: "a telephone number", Basis: "the rules"},
		{Path: "report.pdf", Reason: "a telephone number", Basis: "the rules"},
		{Path: "score-table.pdf", Public: true},
		{Path: "score-table.xlsx", Public: true},
	}, c.Evaluation.Clearances[0].Files)
}

func TestRenderingsOfAPaperAreNotDecidedOnApart(t *testing.T) {
	t.Parallel()
	for name, pdf := range map[string]evaluation.FileDecision{
		"one out, one kept back": {Path: "report.pdf", Public: true, Acknowledged: "a public line"},
		"for another reason":     {Path: "report.pdf", Reason: "another", Basis: "the rules"},
	} {
		c, w := rendered(t)
		err := w.Tries(onPapers(c.Evaluation.Dossier, evaluation.FileDecision{Path: "report.docx", Reason: "a number", Basis: "the rules"}, pdf,
			evaluation.FileDecision{Path: "score-table.pdf", Public: true}))
		requireFault(t, err, fault.Invalid, "clearance_incomplete")
		require.Equal(t, "clearance.files.1.public", fault.As(err).Fields[0].Name, name)
		require.Equal(t, "renderings_differ", fault.As(err).Fields[0].Reason, name)
	}
}

// The print was not looked through itself: what was found in the paper beside it
// is said of both.
func TestWhatIsFoundInOneRenderingIsSaidOfAll(t *testing.T) {
	t.Parallel()
	c, w := rendered(t)
	err := w.Tries(onPapers(c.Evaluation.Dossier, evaluation.FileDecision{Path: "report.pdf", Public: true}, evaluation.FileDecision{Path: "score-table.pdf", Public: true}))
	requireFault(t, err, fault.Invalid, "clearance_incomplete")
	require.Equal(t, "clearance.files.0.acknowledged", fault.As(err).Fields[0].Name)
	papers := c.Evaluation.Dossier.Papers()
	require.Len(t, papers, 2)
	require.Equal(t, "report.docx", papers[0].Renderings[0].Path)
	require.Equal(t, "score-table.xlsx", papers[1].Renderings[0].Path, "the one that was looked through comes first")
	require.Len(t, papers[0].Findings, 1)
	require.Empty(t, papers[1].Findings)
}

// Whatever was decided, today or before papers were decided on as a whole: no
// paper is kept back in one rendering and let out in another.
func TestNoPaperIsKeptBackInPart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		paths := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{
			"report.docx", "report.pdf", "score-table.xlsx", "score-table.pdf", "project-report-001.docx", "project-report-001.pdf",
			"materials/a.b/x.pdf", "materials/a.b/x.docx",
		}), 1, 8, rapid.ID).Draw(t, "paths")
		e := &evaluation.Evaluation{}
		c := evaluation.Clearance{Clearing: evaluation.Clearing{Digest: "aa"}}
		public := rapid.SliceOfN(rapid.Bool(), len(paths), len(paths)).Draw(t, "public")
		for i, path := range paths {
			c.Files = append(c.Files, evaluation.FileDecision{Path: path, Public: public[i]})
		}
		e.Clearances = []evaluation.Clearance{c}
		kept := map[string]bool{}
		for _, f := range e.Withheld("aa") {
			kept[f.Path] = true
		}
		for i, path := range paths {
			if !public[i] && !kept[path] {
				t.Fatalf("%s is let out", path)
			}
			for _, other := range paths {
				if evaluation.PaperOf(other) == evaluation.PaperOf(path) && kept[other] != kept[path] {
					t.Fatalf("%s and %s apart", path, other)
				}
			}
		}
	})
}

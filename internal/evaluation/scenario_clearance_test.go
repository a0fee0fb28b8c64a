package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

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

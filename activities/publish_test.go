package activities_test

import (
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/document"
	"jiheng/internal/dossier"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

// releasing is the process with a signature before the sealing, a decision on
// every file before the publication, and two papers in the dossier: one to be
// decided on, with a telephone number in it, and one that is never published.
func releasing(t *testing.T) *bench {
	t.Helper()
	return releasingWith(t, "某某的summary.TXT", "联系电话：0759-3180000\n")
}

// releasingWith has a paper of one's own to be decided on.
func releasingWith(t *testing.T, name, summary string) *bench {
	t.Helper()
	return releasingOf(t, name, summary, declared("97"))
}

// releasingOf has a declaration of one's own, too.
func releasingOf(t *testing.T, name, summary string, sub evaluation.Submission) *bench {
	t.Helper()
	blobs, err := document.OpenBlobs(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, blobs.Close()) })
	b := newBench(t)
	b.acts.Blobs = blobs
	c := evaluationtest.New(t)
	c.Definition.Correction = &evaluation.CorrectionRule{
		By: []evaluation.RoleID{"finance_office"}, ApprovedBy: []evaluation.RoleID{"chair"}, Reopens: "roll_up",
	}
	steps := &c.Definition.Stages[3].Steps
	(*steps)[0].Materials = []evaluation.MaterialKind{
		{ID: "summary", Title: "汇总说明", Publish: evaluation.PublishAsk}, {ID: "voucher", Title: "凭证", Publish: evaluation.PublishNo}, {ID: "note", Title: "便笺"},
	}
	*steps = []evaluation.StepDefinition{(*steps)[0], (*steps)[1], {
		ID: "attest", Title: "签署声明", By: []evaluation.RoleID{"unit_head"}, Quorum: evaluation.QuorumOne, Decides: true, ReturnTo: "compile",
		Attests: []evaluation.Property{evaluation.PropertyTruth},
	}, (*steps)[2]}
	c.Definition.Stages[4].Steps[0] = evaluation.StepDefinition{
		ID: "clear", Title: "公开审查", By: []evaluation.RoleID{"unit_office"}, Quorum: evaluation.QuorumOne,
		Form: []evaluation.FormField{{Name: "clearance", Title: "公开审查意见", Kind: evaluation.FieldClearance, Required: true}},
	}
	var papers []evaluation.Command
	for kind, content := range map[string]string{"summary": summary, "voucher": "secret figures", "note": "not sealed"} {
		blob, err := blobs.Put(t.Context(), strings.NewReader(content), 1<<20)
		require.NoError(t, err)
		called := "某某的" + kind + ".TXT"
		if kind == "summary" {
			called = name
		}
		papers = append(papers, evaluation.Command{Action: evaluation.Supply, Material: evaluation.Material{
			Kind: kind, FileName: called, SHA256: blob.SHA256, SM3: blob.SM3, Size: blob.Size, MediaType: "text/plain",
		}})
	}
	require.NoError(t, b.compile(c, sub, papers...))
	return b
}

func declared(total string) evaluation.Submission {
	sub := evaluationtest.Fields("total", total, "grade", evaluationtest.Grade)
	sub.Sheet = json.RawMessage(`{"figures":[],"items":[]}`)
	return sub
}

// sign lets the head of the unit answer for the content as it is.
func (b *bench) sign() {
	b.t.Helper()
	b.does(evaluationtest.Director(), "roll_up", "", "attest", claim())
	s, err := b.store.Situation(b.t.Context(), evaluation.Request{Evaluation: b.id, Actor: "director", Whole: true})
	require.NoError(b.t, err)
	for i := range s.Evaluation.Tasks {
		t := &s.Evaluation.Tasks[i]
		if t.Step == "attest" && t.State.Live() {
			statement, asked := evaluation.StatementFor(s, t)
			require.True(b.t, asked)
			signed := approve()
			signed.Attests = statement.WordingDigest
			b.does(evaluationtest.Director(), "roll_up", "", "attest", signed)
			return
		}
	}
	require.FailNow(b.t, "nothing is to be signed")
}

func (b *bench) clear() {
	b.t.Helper()
	done := complete(evaluation.Submission{Clearance: evaluationtest.Cleared(b.store.Evaluation(b.id).Dossier)})
	b.does(evaluationtest.OfficeHead(), "publication", "", "clear", claim(), done)
}

func TestPerform_seals_the_papers_that_belong_to_it_and_who_answers_for_them(t *testing.T) {
	t.Parallel()
	b := releasing(t)
	b.sign()
	require.NoError(t, b.move(b.step(evaluation.EffectSeal)))
	d := b.store.Evaluation(b.id).Dossier
	rules := map[string]evaluation.PublishRule{}
	for _, f := range d.Files {
		rules[f.Path] = f.Publish
	}
	require.Equal(t, evaluation.PublishAsk, rules["materials/roll_up.compile/summary.txt"])
	require.Equal(t, evaluation.PublishNo, rules["materials/roll_up.compile/voucher.txt"])
	require.Equal(t, evaluation.PublishYes, rules["report.docx"])
	require.Len(t, rules, 8, "what has no rule is not sealed")
	require.NotContains(t, d.Manifest, "某某", "the name that a paper came with may say too much")
	m, err := dossier.Parse([]byte(d.Manifest))
	require.NoError(t, err)
	require.Equal(t, "主要负责人", m.Attestation.Post)
	require.Equal(t, b.store.Evaluation(b.id).Attestations[0].Content, m.Attestation.Content)

	require.Equal(t, []evaluation.PersonalData{{
		Path: "materials/roll_up.compile/summary.txt", Place: "第1行", Kind: evaluation.PersonalLandline, Masked: "075******00",
	}}, d.Findings, "what is never published is not looked through")
	require.Empty(t, d.Unread, "the prints have the text of the papers beside them")
}

func TestPerform_seals_our_papers_as_the_process_publishes_them(t *testing.T) {
	t.Parallel()
	b := releasing(t)
	b.sign()
	s, err := b.store.Situation(t.Context(), evaluation.Request{Evaluation: b.id, Actor: "director", Whole: true})
	require.NoError(t, err)
	s.Definition.Documents = []evaluation.DocumentRule{{Name: "report", Publish: evaluation.PublishAsk}, {Name: "data-table", Publish: evaluation.PublishNo}}
	require.NoError(t, b.move(b.step(evaluation.EffectSeal)))
	for _, f := range b.store.Evaluation(b.id).Dossier.Files {
		switch name, _, _ := strings.Cut(f.Path, "."); name {
		case "report":
			require.Equal(t, evaluation.PublishAsk, f.Publish, f.Path)
		case "data-table":
			require.Equal(t, evaluation.PublishNo, f.Publish, f.Path)
		case "score-table":
			require.Equal(t, evaluation.PublishYes, f.Publish, f.Path)
		}
	}
}

func TestPerform_publishes_what_was_decided_under_the_digest_of_what_was_filed(t *testing.T) {
	t.Parallel()
	b := releasing(t)
	b.sign()
	require.NoError(t, b.move(b.step(evaluation.EffectSeal)))
	b.at("2020-08-28 09:00").turn()
	b.clear()
	publish := b.step(evaluation.EffectPublish)
	requireRepeats(t, b, publish, evaluation.TypeDossierPublished, evaluation.TypeTaskCompleted)
	e := b.store.Evaluation(b.id)
	require.Equal(t, e.Dossier.Digest, e.Publication.Digest)
	require.NotEqual(t, e.Dossier.Package, e.Publication.Package)
	content, size, err := b.acts.Blobs.Open(e.Publication.Package)
	require.NoError(t, err)
	defer func() { require.NoError(t, content.Close()) }()
	report, err := dossier.Verify(content.(io.ReaderAt), size)
	require.NoError(t, err)
	require.True(t, report.Expect(e.Dossier.Digest).OK())
	require.Len(t, report.Withheld, 2)
	require.Equal(t, "办公室", report.Withheld[0].By)
	require.Equal(t, "the rules", report.Withheld[0].Basis)
}

// The worker dies after the package was written and before the journal knows
// of it: what it wrote is of no consequence, and the next try makes it anew.
func TestPerform_seals_once_though_the_worker_died_between_writing_and_recording(t *testing.T) {
	t.Parallel()
	b := releasing(t)
	b.sign()
	seal := b.step(evaluation.EffectSeal)
	for range 2 {
		_, err := b.acts.SealForTest(t.Context(), b.id)
		require.NoError(t, err)
	}
	require.Nil(t, b.store.Evaluation(b.id).Dossier)
	requireRepeats(t, b, seal, evaluation.TypeDossierSealed, evaluation.TypeTaskCompleted)
	require.Len(t, b.store.Evaluation(b.id).Dossiers, 1)
}

func TestPerform_seals_a_correction_that_names_what_it_corrects(t *testing.T) {
	t.Parallel()
	b := releasing(t)
	b.sign()
	require.NoError(t, b.move(b.step(evaluation.EffectSeal)))
	b.at("2020-08-28 09:00").turn()
	b.clear()
	require.NoError(t, b.move(b.step(evaluation.EffectPublish)))
	first := *b.store.Evaluation(b.id).Dossier
	for _, c := range []struct {
		by evaluation.Actor
		do evaluation.Command
	}{
		{evaluationtest.FinanceOfficer(), evaluation.Command{Action: evaluation.ProposeCorrection, Reason: "typed wrong", Note: "更正一处数字"}},
		{evaluationtest.Director(), evaluation.Command{Action: evaluation.ApproveCorrection}},
	} {
		_, err := b.store.Apply(b.id, c.by.Person, c.do)
		require.NoError(t, err)
	}
	b.does(evaluationtest.FinanceOfficer(), "roll_up", "", "compile", complete(declared("96")))
	for _, p := range evaluationtest.Group()[:5] {
		b.does(evaluation.Actor{Person: p.Person}, "roll_up", "", "approve", approve())
	}
	b.sign()
	require.NoError(t, b.move(b.step(evaluation.EffectSeal)))
	e := b.store.Evaluation(b.id)
	require.Equal(t, first, e.Dossiers[0])
	require.Equal(t, first.Digest, e.Publication.Digest, "the old one is public until the new one is")
	m, err := dossier.Parse([]byte(e.Dossier.Manifest))
	require.NoError(t, err)
	require.Equal(t, first.Digest, m.PrevDigest)
	require.Equal(t, "更正一处数字", m.Correction)
	require.Equal(t, "96", e.Dossier.DeclaredTotal)
}

// Handing it in asked for the reasons already; this is for what came another way.
func TestPerform_seals_no_table_whose_contradictions_nobody_answered(t *testing.T) {
	t.Parallel()
	sub := declared("97")
	sub.Sheet = json.RawMessage(`{"figures":[{"name":"a","kind":"sum","stated":"4","operands":["1","2"]}],"items":[]}`)
	b := releasingOf(t, "summary.TXT", "nothing\n", sub)
	b.sign()
	s, err := b.store.Situation(t.Context(), evaluation.Request{Evaluation: b.id, Actor: "director", Whole: true})
	require.NoError(t, err)
	for _, stage := range s.Definition.Stages {
		for _, step := range stage.Steps {
			for i := range step.Form {
				step.Form[i].Answered = step.Form[i].Kind == evaluation.FieldSheet
			}
		}
	}
	require.True(t, s.Definition.Answered())
	_, err = b.acts.SealForTest(t.Context(), b.id)
	require.Equal(t, "contradictions_unanswered", fault.ReasonOf(err))
}

package workflows_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/document"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

// zhanjiang is the published case as people live it: one self-check is
// returned, one comes late, and one member returns the result.
func zhanjiang() []act {
	acts := slices.Concat(formation(), selfChecks(), inspections(), rollUp())
	return append(acts, publicationAndFiling()...)
}

func formation() []act {
	return []act{
		{"2020-08-05 09:30", evaluationtest.OfficeClerk(), "formation", "", "draft_notice", []evaluation.Command{claim(), complete(group(evaluationtest.Group()))}},
		{"2020-08-05 15:00", evaluationtest.Director(), "formation", "", "issue_notice", []evaluation.Command{claim(), approve()}},
	}
}

func selfChecks() []act {
	submit := func(at string, by evaluation.Actor, item evaluation.ItemID) act {
		what := append([]evaluation.Command{claim()}, supply("self_evaluation_report", "score_sheet")...)
		return act{at, by, "self_check", item, "submit", append(what, complete(conclusion()))}
	}
	review := func(at string, item evaluation.ItemID, what evaluation.Command) act {
		return act{at, evaluationtest.FinanceOfficer(), "self_check", item, "review", []evaluation.Command{claim(), what}}
	}
	return []act{
		submit("2020-08-07 10:00", evaluationtest.CoordinationClerk(), "terminals"),
		review("2020-08-10 11:00", "terminals", approve()),
		submit("2020-08-11 09:00", evaluationtest.OfficeClerk(), "poverty-relief"),
		review("2020-08-11 16:00", "poverty-relief", sendBack("the score sheet does not add up")),
		{"2020-08-12 09:00", evaluationtest.OfficeClerk(), "self_check", "poverty-relief", "submit", append(supply("score_sheet"), complete(conclusion()))},
		review("2020-08-12 17:00", "poverty-relief", approve()),
		submit("2020-08-14 09:00", evaluationtest.HotlineClerk(), "online-hall"), // a day late
		review("2020-08-14 22:00", "online-hall", approve()),
	}
}

func inspections() []act {
	papers := supply("application", "contract", "approval_document", "acceptance", "progress", "financial_statement", "expense_voucher")
	prepare := func(at string, by evaluation.Actor, item evaluation.ItemID) act {
		what := append([]evaluation.Command{claim()}, papers...)
		return act{at, by, "inspection", item, "supply", append(what, complete(evaluation.Submission{}))}
	}
	inspect := func(at string, by evaluation.Actor, item evaluation.ItemID) act {
		return act{at, by, "inspection", item, "inspect", []evaluation.Command{claim(), approve()}}
	}
	return []act{
		prepare("2020-08-15 15:00", evaluationtest.CoordinationHead(), "terminals"),
		prepare("2020-08-15 15:01", evaluationtest.HotlineHead(), "online-hall"),
		prepare("2020-08-15 15:02", evaluationtest.OfficeClerk(), "poverty-relief"),
		inspect("2020-08-17 10:00", evaluationtest.HotlineHead(), "terminals"),
		inspect("2020-08-17 10:01", evaluationtest.Director(), "online-hall"),
		inspect("2020-08-17 10:02", evaluationtest.SupervisionHead(), "poverty-relief"),
	}
}

func rollUp() []act {
	decide := func(at string, by evaluation.Actor, what evaluation.Command) act {
		return act{at, by, "roll_up", "", "approve", []evaluation.Command{what}}
	}
	return []act{
		{"2020-08-20 14:00", evaluationtest.FinanceOfficer(), "roll_up", "", "compile", []evaluation.Command{claim(), complete(compiled())}},
		decide("2020-08-21 09:00", evaluationtest.OfficeHead(), approve()),
		decide("2020-08-21 09:10", evaluationtest.SupervisionHead(), approve()),
		decide("2020-08-21 10:00", evaluationtest.CoordinationHead(), sendBack("349400 yuan were not spent and not explained")),
		{"2020-08-24 10:00", evaluationtest.FinanceOfficer(), "roll_up", "", "compile", []evaluation.Command{complete(compiled())}},
		decide("2020-08-26 09:00", evaluationtest.HotlineHead(), approve()),
		decide("2020-08-26 09:01", evaluationtest.CoordinationHead(), approve()),
		decide("2020-08-26 09:02", evaluationtest.SupervisionHead(), approve()),
		decide("2020-08-26 09:03", evaluationtest.OfficeHead(), approve()),
		decide("2020-08-26 09:04", evaluationtest.Director(), approve()),
	}
}

func publicationAndFiling() []act {
	receipt := complete(evaluationtest.Fields(evaluation.ReceiptField, "R-1"))
	return []act{
		{"2020-08-27 09:00", evaluationtest.OfficeHead(), "publication", "", "confirm", []evaluation.Command{claim(), approve()}},
		{"2020-08-28 01:00", evaluationtest.FinanceOfficer(), "filing", "", "hand_in", []evaluation.Command{claim(), approve()}},
		{"2020-08-28 20:00", evaluationtest.BureauClerk(), "filing", "", "acknowledge", []evaluation.Command{claim(), receipt}},
	}
}

// The whole case in real calendar days, with real documents: to the instant
// and to the entry what the core alone makes of it.
func TestEvaluation_leads_the_published_case_as_the_core_alone_would(t *testing.T) {
	t.Parallel()
	want := alone(t, zhanjiang())
	r := rigFor(t, evaluationtest.New(t))
	blobs, err := document.OpenBlobs(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, blobs.Close()) })
	acts := r.activities()
	acts.Blobs = blobs
	r.acts(acts)

	r.begin()
	r.play(zhanjiang())
	require.NoError(t, r.run())

	require.Equal(t, story(want.Records), story(r.store.Journal(r.id())))
	e := r.evaluation()
	require.Equal(t, evaluation.Finished, e.State)
	require.Equal(t, e.Dossier.Digest, e.Publication.Digest, "what is public is what was sealed")
	require.Equal(t, e.Dossier.Digest, e.Filing.Digest, "what was filed is what was sealed")
	require.Equal(t, "97", e.Dossier.DeclaredTotal)
	file, size, err := blobs.Open(e.Dossier.Package)
	require.NoError(t, err)
	require.NoError(t, file.Close())
	require.Positive(t, size)
	require.Equal(t, 0, r.store.Unsent(r.id()), "everybody was told before the timeline ended")
	require.Equal(t, r.began.Add(23*24*time.Hour+11*time.Hour+30*time.Minute).UTC(), e.FinishedAt)
}

// story tells a journal line by line, without what documents hold.
func story(records []evaluation.Record) string {
	var b strings.Builder
	for _, r := range records {
		fmt.Fprintf(&b, "%3d %s %-18s %-20s %v\n", r.Seq, r.At.UTC().Format(time.RFC3339Nano), r.Actor, r.Event.Type(), r.Event.Subject())
	}
	return b.String()
}

package api_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/demo"
	"jiheng/internal/process"
	"jiheng/internal/store"
	"jiheng/processes"
)

// silent is an audience that says nothing back.
type silent struct{}

func (silent) Stage(string, string, string)            {}
func (silent) Event(time.Time, string, string, string) {}
func (silent) Say(string)                              {}

func TestTheDemonstrationPlaysToItsEndThroughTheAPI(t *testing.T) {
	t.Parallel()
	b := open(t)
	catalogue, err := process.Load(processes.FS(), process.Options{})
	require.NoError(t, err)
	source, err := catalogue.Source("overall-self-evaluation", 0)
	require.NoError(t, err)
	_, err = b.store.PutDefinition(t.Context(), "overall-self-evaluation", source)
	require.NoError(t, err)
	stop := b.keepTurning(t.Context(), func() string {
		page, err := b.store.Evaluations(t.Context(), store.Visible{Units: []string{"service-centre"}}, 1, "")
		if err != nil || len(page.Evaluations) == 0 {
			return ""
		}
		return string(page.Evaluations[0].ID)
	})
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	report, err := demo.Run(ctx, demo.Config{
		BaseURL: b.server.URL, Password: func(string) string { return password }, Day: 150 * time.Millisecond, Out: silent{},
	})
	require.NoError(t, stop())
	require.NoError(t, err)
	require.True(t, report.Journal.Verified)
	require.Equal(t, report.DossierDigest, report.FiledDigest)
	require.Equal(t, report.DossierDigest, report.PublishedDigest)
	require.NotEmpty(t, report.Refusals)
	require.Equal(t, 1, report.Returns)
	require.Equal(t, "党组书记、中心主任", report.Attestation.Post)
	require.Positive(t, report.Clearance.Public)

	// What was played is what everybody can read.
	e := into[api.Evaluation](b.as("auditor").get("/api/v1/evaluations/" + report.Evaluation).ok(http.StatusOK))
	require.Equal(t, api.EvaluationStateFinished, e.State)
	page := b.anybody().get("/public/evaluations/" + report.Evaluation).ok(http.StatusOK).text()
	require.Contains(t, page, "97")
	require.Contains(t, page, report.DossierDigest)
	require.Contains(t, page, "三个摘要完全相同")
	require.Contains(t, page, "55.54%")
}

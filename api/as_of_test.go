package api_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
)

// shown is what a person was shown at an instant.
type shown struct {
	at         time.Time
	evaluation api.Evaluation
	timeline   api.Timeline
}

// remember keeps what the auditor is shown now. Entries carry microseconds, so
// a moment is let pass on both sides.
func (p *play) remember() shown {
	p.t.Helper()
	time.Sleep(2 * time.Millisecond)
	at := time.Now()
	base := "/api/v1/evaluations/" + p.id
	s := shown{
		at, into[api.Evaluation](p.as("auditor").get(base).ok(http.StatusOK)),
		into[api.Timeline](p.as("auditor").get(base + "/timeline").ok(http.StatusOK)),
	}
	time.Sleep(2 * time.Millisecond)
	return s
}

func TestAsOf_showsWhatWasShownThen(t *testing.T) {
	t.Parallel()
	before := time.Now().Add(-time.Second)
	p := started(t, open(t))
	moments := []shown{p.remember()}
	p.claims("office-head", "formation", "draft_notice")
	moments = append(moments, p.remember())
	p.formed()
	moments = append(moments, p.remember())
	task := p.claims("coordination-clerk", "self_check", "submit")
	moments = append(moments, p.remember())
	p.supplies("coordination-clerk", task, "self_evaluation_report", "score_sheet")
	p.completes("coordination-clerk", "self_check", "submit", fields("conclusion", "运行正常"))
	moments = append(moments, p.remember())
	p.approves("finance-clerk", "self_check", "review")
	moments = append(moments, p.remember())

	base := "/api/v1/evaluations/" + p.id
	for i, m := range moments {
		then := "as_of=" + url.QueryEscape(m.at.Format(time.RFC3339Nano))
		require.Equal(t, m.evaluation, into[api.Evaluation](p.as("auditor").get(base+"?"+then).ok(http.StatusOK)), "moment %d", i)
		line := into[api.Timeline](p.as("auditor").get(base + "/timeline?" + then).ok(http.StatusOK))
		line.Now, line.CivilNow = m.timeline.Now, m.timeline.CivilNow
		require.Equal(t, m.timeline, line, "moment %d", i)
	}
	p.as("auditor").get(base + "?as_of=" + url.QueryEscape(before.Format(time.RFC3339))).problem(http.StatusNotFound)
	p.as("auditor").get(base + "?as_of=yesterday").problem(http.StatusUnprocessableEntity)
	p.as("stranger").get(base + "?as_of=" + url.QueryEscape(time.Now().Format(time.RFC3339))).problem(http.StatusNotFound)
}

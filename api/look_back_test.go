package api_test

import (
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/calendar"
	"jiheng/internal/filing"
	"jiheng/internal/process"
	"jiheng/processes"
)

// knows puts a shipped process into an installation.
func (b *bench) knows(name string) {
	b.t.Helper()
	catalogue, err := process.Load(processes.FS(), process.Options{})
	require.NoError(b.t, err)
	source, err := catalogue.Source(name, 0)
	require.NoError(b.t, err)
	_, err = b.store.PutDefinition(b.t.Context(), name, source)
	require.NoError(b.t, err)
}

// passedOn goes on from a reply until the bureau has accepted it.
func (p *pair) passedOn(f api.ReceivedFiling) {
	p.t.Helper()
	clerk := p.bureau.as("bureau-clerk")
	path := "/api/v1/filings/" + p.stands(f).ReplyFilingID
	reply := into[api.ReceivedFiling](clerk.get(path).ok(http.StatusOK))
	clerk.post(path+"/accept", passed(), match(reply.RowVersion)).ok(http.StatusOK)
	p.bureau.knows("rectification-look-back")
	p.unit.knows("rectification-outcome")
}

// begins begins the look-backs that wait, twice at once.
func (p *pair) begins() {
	p.t.Helper()
	var both sync.WaitGroup
	errs := make([]error, 2)
	for i := range errs {
		both.Go(func() {
			errs[i] = (&filing.LookBacks{Store: p.bureau.store, Log: p.bureau.config.Log}).Once(p.t.Context())
		})
	}
	both.Wait()
	require.NoError(p.t, errors.Join(errs...))
}

// looksBack lets the bureau find something of every problem: all are put right
// but the last.
func (p *pair) looksBack(id string) {
	p.t.Helper()
	require.NoError(p.t, p.bureau.turn(p.t.Context(), id))
	desk := &play{t: p.t, bench: p.bureau, people: map[string]*someone{}}
	line := into[api.Timeline](p.bureau.as("bureau-clerk").get("/api/v1/evaluations/" + id + "/timeline").ok(http.StatusOK))
	tasks := line.Stages[0].Tasks
	require.Len(p.t, tasks, 2, "problem by problem")
	for i, task := range tasks {
		outcome := []string{"已整改", "未整改"}[i]
		desk.does("bureau-clerk", task, "complete", map[string]any{"submission": fields("outcome", outcome, "finding", "现场核查："+outcome)})
	}
	require.NoError(p.t, p.bureau.turn(p.t.Context(), id))
}

// due makes the day of the look-back today: it is counted from the acceptance.
func (p *pair) due(f api.ReceivedFiling, days int) {
	p.t.Helper()
	owner, err := pgx.Connect(p.t.Context(), p.bureau.dsn)
	require.NoError(p.t, err)
	defer func() { _ = owner.Close(p.t.Context()) }()
	_, err = owner.Exec(p.t.Context(), `UPDATE received_filings SET decided_at = decided_at - $2 * interval '1 day' WHERE id = $1`, p.stands(f).ReplyFilingID, days)
	require.NoError(p.t, err)
}

func TestALookBack_waits_for_its_day_at_the_bureau_and_is_told_to_the_unit(t *testing.T) {
	t.Parallel()
	p, f := noticed(t, online)
	p.notice(f, "order-one")
	p.poll()
	p.replies(p.follows()[0].ID)
	p.passedOn(f)
	require.Equal(t, api.RectificationNoticeStateAccepted, p.stands(f).State)
	p.due(f, 90)
	p.begins()
	p.due(f, -90)
	n := p.stands(f)
	require.Equal(t, calendar.DateOf(time.Now()), n.LookBackOn, "ninety days after the reply passed")
	require.NotEmpty(t, n.LookBackID)
	p.poll()
	require.Len(t, p.follows(), 1, "nothing is told before it is found")

	p.looksBack(n.LookBackID)
	n = p.stands(f)
	require.Equal(t, api.RectificationNoticeStateNotRectified, n.State)
	require.Equal(t, []api.ProblemOutcome{
		{Problem: "产出指标没有佐证", Rectified: true, Finding: "现场核查：已整改"}, {Problem: "资金结余原因不明", Finding: "现场核查：未整改"},
	}, n.Outcomes)
	p.begins()
	require.Equal(t, n, p.stands(f), "it is looked back once")

	p.poll()
	p.poll()
	told := p.follows()
	require.Len(t, told, 2, "however often it arrives")
	require.Equal(t, "rectification-outcome", told[1].Process)
	require.Equal(t, "复核问题整改（回头看结果）", told[1].Title)
	e := into[api.Evaluation](p.play.as("auditor").get("/api/v1/evaluations/" + told[1].ID).ok(http.StatusOK))
	require.Equal(t, n.Outcomes, e.Origin.Outcomes)
	require.NoError(t, p.unit.turn(t.Context(), told[1].ID))
	require.Len(t, p.play.inStep("", told[1].ID, "notice", "read"), 1, "somebody of the unit has to read it")

	a := (&play{t: t, bench: p.bureau, people: map[string]*someone{}}).audited()
	a.checkpoint()
	found, _ := a.findings("")
	require.Empty(t, found)
	u := (&play{t: t, bench: p.unit, people: map[string]*someone{}}).audited()
	u.checkpoint()
	found, _ = u.findings("")
	require.Empty(t, found)
}

func TestALookBack_that_is_not_due_opens_nothing(t *testing.T) {
	t.Parallel()
	p, f := noticed(t, online)
	p.notice(f, "order-one")
	p.poll()
	p.replies(p.follows()[0].ID)
	p.passedOn(f)
	p.begins()
	n := p.stands(f)
	require.Equal(t, calendar.DateOf(time.Now()).AddDays(90), n.LookBackOn)
	require.NoError(t, p.bureau.turn(t.Context(), n.LookBackID))
	line := into[api.Timeline](p.bureau.as("bureau-clerk").get("/api/v1/evaluations/" + n.LookBackID + "/timeline").ok(http.StatusOK))
	require.Empty(t, line.Stages[0].Tasks)
	p.bureau.as("bureau-clerk").get("/api/v1/filings/" + f.ID + "/rectification-notices/" + n.ID + "/outcome").problem(http.StatusNotFound)
}

func TestTheOutcomeOfALookBack_is_carried_as_a_file(t *testing.T) {
	t.Parallel()
	p, f := noticed(t, offline)
	n := p.notice(f, "order-two")
	clerk, hand := p.bureau.as("bureau-clerk"), p.play.as("finance-clerk")
	answer := "/api/v1/evaluations/" + p.play.id + "/filing/answer"
	notices := "/api/v1/filings/" + f.ID + "/rectification-notices/" + n.ID
	hand.post(answer, into[api.Envelope](clerk.get(notices).ok(http.StatusOK))).ok(http.StatusOK)
	id := p.follows()[0].ID
	p.replies(id)
	body := hand.get("/api/v1/evaluations/" + id + "/filing/file").ok(http.StatusOK).body
	clerk.send(http.MethodPost, "/api/v1/filings", body, contentType("application/octet-stream")).ok(http.StatusOK)
	p.passedOn(f)
	p.due(f, 90)
	p.begins()
	p.looksBack(p.stands(f).LookBackID)
	file := into[api.Envelope](clerk.get(notices + "/outcome").ok(http.StatusOK))
	forged := file
	forged.Payload = append([]byte{' '}, file.Payload...)
	require.Equal(t, "envelope_forged", hand.post(answer, forged).problem(http.StatusUnprocessableEntity).Reason)
	p.play.as("coordination-clerk").post(answer, file).problem(http.StatusForbidden)
	hand.post(answer, file).ok(http.StatusOK)
	hand.post(answer, file).ok(http.StatusOK)
	require.Len(t, p.follows(), 2, "handed in twice it is one")
}

package api_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

// longAgo is the case of long ago: its days last a millisecond, which nobody can
// ask for, so that ten years are over soon.
func longAgo(t *testing.T, b *bench) *play {
	t.Helper()
	p := &play{bench: b, t: t, people: map[string]*someone{}}
	var in api.StartEvaluation
	require.NoError(t, json.Unmarshal(b.script.Evaluation, &in))
	start := evaluation.Start{UnitID: centre, ReceiverID: in.ReceiverID, Title: in.Title, Year: in.Year, StartOn: in.StartOn}
	for _, it := range in.Items {
		amount, err := decimal.NewFromString(it.AmountYuan)
		require.NoError(t, err)
		start.Items = append(start.Items, evaluation.Item{
			ID: evaluation.ItemID(it.ID), Kind: evaluation.ItemKind(it.Kind), Title: it.Title, DepartmentID: it.DepartmentID, Amount: amount,
		})
	}
	by := evaluation.Request{Actor: "office-head"}
	opening := evaluation.Opening{Process: in.Process, UnitID: centre, ReceiverID: in.ReceiverID}
	began, err := b.store.Start(t.Context(), by, opening, func(now *evaluation.Situation) (evaluation.Outcome, error) {
		start.Timescale = calendar.Timescale{Origin: in.StartOn, StartedAt: now.Now, Day: time.Millisecond}
		events, err := evaluation.Begin(now, start)
		return evaluation.Outcome{Events: events, Rule: "casbin:evaluation/start/unit", PolicyVersion: b.policy.Version()}, err
	})
	require.NoError(t, err)
	p.id = string(began.Evaluation.ID)
	p.turn()
	p.published().approves("finance-clerk", "filing", "hand_in")
	filed := p.received()
	p.as("bureau-clerk").post("/api/v1/filings/"+filed.ID+"/receive", nil, match(filed.RowVersion)).ok(http.StatusOK)
	p.turn()
	return p
}

// keeps takes an action about how long the evaluation is kept.
func (p *play) keeps(person, action string, body map[string]any) answer {
	p.t.Helper()
	return p.as(person).post("/api/v1/evaluations/"+p.id+"/"+action, body, match(p.seq()))
}

// janitor clears away as the worker does hourly, files of whatever age.
func (p *play) janitor() {
	p.t.Helper()
	ctx := p.t.Context()
	_, err := p.store.PurgeNotices(ctx, time.Now().AddDate(0, 0, -180))
	require.NoError(p.t, err)
	_, err = p.store.PurgeDisposed(ctx)
	require.NoError(p.t, err)
	wanted, err := p.store.Referenced(ctx)
	require.NoError(p.t, err)
	_, err = p.blobs.Sweep(ctx, func(sha string) bool { return wanted[sha] }, time.Now().Add(time.Hour))
	require.NoError(p.t, err)
}

// filesThere gives all files of the evaluation, and those of them that are there.
func (p *play) filesThere() (all, there int) {
	p.t.Helper()
	e, err := p.store.Whole(p.t.Context(), evaluation.ID(p.id))
	require.NoError(p.t, err)
	digests := map[string]bool{e.Dossier.Package: true}
	for _, m := range e.Materials {
		digests[m.SHA256] = true
	}
	for sha := range digests {
		_, err := os.Stat(filepath.Join(p.files, "sha256", sha[:2], sha[2:]))
		if err == nil {
			there++
		}
	}
	return len(digests), there
}

func TestDisposal_takesTwoPeopleAndLeavesWhatCanBeProved(t *testing.T) {
	t.Parallel()
	p := longAgo(t, open(t))
	owner := p.owner()
	notices := func() (n int) {
		require.NoError(t, owner.QueryRow(t.Context(), "SELECT count(*) FROM notices").Scan(&n))
		return n
	}
	a := p.audited()
	e := into[api.Evaluation](p.as("auditor").get("/api/v1/evaluations/" + p.id).ok(http.StatusOK))
	require.False(t, e.KeptUntil.IsZero())
	time.Sleep(time.Until(e.KeptUntil))

	// Held twice: every cleanup passes it by.
	p.keeps("auditor", "hold", map[string]any{"reason": "审计调查", "reference": "审〔2031〕17号"}).ok(http.StatusOK)
	p.keeps("bureau-clerk", "hold", map[string]any{"reason": "财政监督"}).ok(http.StatusOK)
	require.Equal(t, "evaluation_held", p.keeps("office-head", "disposal", map[string]any{"reason": "期满"}).problem(http.StatusConflict).Reason)
	_, err := owner.Exec(t.Context(), "UPDATE notices SET state = 'sent', sent_at = created_at, created_at = created_at - interval '1 year'")
	require.NoError(t, err)
	told := notices()
	require.Positive(t, told)
	p.janitor()
	all, there := p.filesThere()
	require.Equal(t, all, there)
	require.Equal(t, told, notices(), "what people were told stays too")

	// It takes another than who placed it, and it takes all of them.
	require.Equal(t, "duty_conflict", p.keeps("auditor", "hold/lift", map[string]any{"number": 1, "reason": "结束"}).problem(http.StatusForbidden).Reason)
	p.keeps("bureau-clerk", "hold/lift", map[string]any{"number": 1, "reason": "调查结束"}).ok(http.StatusOK)
	require.Equal(t, "evaluation_held", p.keeps("office-head", "disposal", map[string]any{"reason": "期满"}).problem(http.StatusConflict).Reason)
	lifted := into[api.Evaluation](p.keeps("auditor", "hold/lift", map[string]any{"number": 2, "reason": "监督结束"}).ok(http.StatusOK))
	require.Equal(t, "审〔2031〕17号", lifted.Holds[0].Reference)
	require.NotEmpty(t, lifted.Holds[0].LiftedByName)

	require.Equal(t, "role_missing", p.keeps("auditor", "disposal", map[string]any{"reason": "期满"}).problem(http.StatusForbidden).Reason)
	p.keeps("office-head", "disposal", map[string]any{"reason": "保管期满"}).ok(http.StatusOK)
	p.janitor()
	require.Less(t, notices(), told, "what was told long ago goes once nothing holds it")
	all, there = p.filesThere()
	require.Equal(t, all, there, "nothing goes before it is agreed to")
	gone := into[api.Evaluation](p.keeps("director", "disposal/approve", map[string]any{"opinion": "同意"}).ok(http.StatusOK))
	require.Equal(t, api.DisposalStateApproved, gone.Disposals[0].State)
	require.Equal(t, 10, gone.Disposals[0].Years)
	require.Equal(t, "contents_disposed", p.keeps("auditor", "hold", map[string]any{"reason": "晚了"}).problem(http.StatusConflict).Reason)

	// The bureau of the same installation has the package still, as its own.
	p.janitor()
	all, there = p.filesThere()
	require.Less(t, there, all)
	a.checkpoint()
	found, result := a.findings("")
	require.Empty(t, found, "the digests stay, and nobody bent anything")
	require.Positive(t, result.Entries)
	p.as("auditor").get("/api/v1/evaluations/" + p.id + "/journal").ok(http.StatusOK)
	p.as("auditor").get("/api/v1/evaluations/" + p.id + "/timeline").ok(http.StatusOK)
}

// Whoever owns the tables cannot make a disposal of what is held by mistake.
func TestDisposal_isRefusedByTheDatabaseWhileHeld(t *testing.T) {
	t.Parallel()
	p := longAgo(t, open(t))
	owner := p.owner()
	p.keeps("auditor", "hold", map[string]any{"reason": "审计调查"}).ok(http.StatusOK)
	_, err := owner.Exec(t.Context(), "INSERT INTO disposals VALUES ($1, 1, true, '{}')", p.id)
	require.ErrorContains(t, err, "is held")
	_, err = owner.Exec(t.Context(), "DELETE FROM notices WHERE evaluation_id = $1", p.id)
	require.ErrorContains(t, err, "must still be kept")
}

package api_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/audit"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
	"jiheng/internal/store"
)

// kinds counts findings by what they are.
func kinds(found []audit.Finding) map[audit.Kind]int {
	out := map[audit.Kind]int{}
	for _, f := range found {
		out[audit.Kind(f.Kind)]++
	}
	return out
}

// A program of an older release that takes over again is written down, counts
// as of then, and an auditor is told.
func TestPolicy_thatIsTakenBackIsWrittenDownAndReported(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	a := p.audited()
	a.checkpoint()
	ours := a.policy.Version()
	older, err := a.store.Policies(t.Context())
	require.NoError(t, err)
	require.NotEqual(t, ours, older[0].Version, "a release before this one")
	require.NoError(t, a.store.TakePolicy(t.Context(), ours), "as at every start")
	before := time.Now()
	require.NoError(t, a.store.TakePolicy(t.Context(), older[0].Version), "another program")
	meanwhile := time.Now()
	found, result := a.findings("")
	require.Empty(t, found, "who goes on to a release that never counted here goes on")
	require.True(t, result.OK())
	require.NoError(t, a.store.TakePolicy(t.Context(), ours))
	found, result = a.findings("")
	require.Equal(t, map[audit.Kind]int{audit.PolicyTakenBack: 1}, kinds(found))
	require.Equal(t, journal.Warning, found[0].Level)
	require.True(t, result.OK(), "it may be in order")
	require.Equal(t, int64(1), result.Warnings)
	require.Contains(t, found[0].Line(), "重新启用了已被替换的权限策略")
	for at, version := range map[time.Time]string{before: ours, meanwhile: older[0].Version, time.Now(): ours} {
		kept, err := a.store.PolicyAt(t.Context(), at)
		require.NoError(t, err)
		require.Equal(t, version, kept.Version)
	}
}

// What an evaluation shows as of then has the names of then.
func TestAsOf_hasTheNamesOfThen(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	a := p.audited()
	a.checkpoint()
	path := "/api/v1/evaluations/" + p.id
	show := func(query string) api.Evaluation {
		return into[api.Evaluation](p.as("auditor").get(path + query).ok(http.StatusOK))
	}
	was, then := show(""), time.Now()
	item := was.Items[0]
	require.NoError(t, a.store.SeedOrganisation(t.Context(), store.Organisation{
		Units:       []store.Unit{{ID: was.UnitID, Name: "更名后的单位"}},
		Departments: []store.Department{{ID: item.DepartmentID, UnitID: was.UnitID, Name: "更名后的科室"}},
	}))
	is := show("")
	require.Equal(t, "更名后的单位", is.UnitName)
	require.Equal(t, "更名后的科室", is.Items[0].DepartmentName)
	looked := show("?as_of=" + url.QueryEscape(then.Format(time.RFC3339Nano)))
	require.Equal(t, was.UnitName, looked.UnitName)
	require.Equal(t, item.DepartmentName, looked.Items[0].DepartmentName)
	require.Equal(t, was.ReceiverName, looked.ReceiverName)
	found, _ := a.findings("")
	require.Empty(t, found)

	// What the names were cannot be bent either.
	x := &tampered{audited: a, owner: p.owner()}
	x.run(`ALTER TABLE former_units DISABLE TRIGGER USER`)
	x.unguarded()
	x.run(`UPDATE former_units SET name = '从未有过的单位'`)
	found, _ = a.findings("")
	require.Len(t, found, 1)
	require.Contains(t, found[0].Where, "former_units "+was.UnitID)
}

// Who acts for another without standing in for him, in due form otherwise.
func TestVerify_findsWhoActedForAnotherWithoutStandingIn(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	a := p.audited()
	a.checkpoint()
	today := calendar.DateOf(time.Now())
	asked, err := a.store.AskSubstitution(t.Context(), store.AtTheConsole(), evaluation.Substitution{
		ID: "sub-1", Principal: "office-head", Substitute: "office-clerk-1", UnitID: "service-centre", FromOn: today, ToOn: today, Reason: "出差", AskedBy: "office-head",
	})
	require.NoError(t, err)
	confirm := func(s evaluation.Substitution, at time.Time) (evaluation.Substitution, error) {
		return s.Confirm("director", at)
	}
	_, err = a.store.DecideSubstitution(t.Context(), store.AtTheConsole(), "service-centre", asked.ID, confirm)
	require.NoError(t, err)
	task := p.live("formation", "draft_notice")
	p.as("office-clerk-1").post(path(task, "claim"), nil, match(task.Version), header("X-Acting-For", "office-head")).ok(http.StatusOK)
	found, _ := a.findings("")
	require.Empty(t, found)

	// The substitution is made to have been another's, in the rows and with an
	// entry in due form that says so.
	x := &tampered{audited: a, owner: p.owner()}
	x.run(`UPDATE substitutions SET substitute_id = 'stranger'`)
	found, _ = a.findings("")
	require.Equal(t, map[audit.Kind]int{audit.RowDiffers: 1}, kinds(found))
	require.Equal(t, "substitutions sub-1 substitute_id", found[0].Where)
	x.run(`UPDATE substitutions SET substitute_id = 'office-clerk-1'`)
	x.run(`ALTER TABLE journal DISABLE TRIGGER USER`)
	x.unguarded()
	c := chain{table: "journal", id: p.id, last: a.last()}
	x.rewritten(c, 1, func(e *journal.Entry) {
		if e.OnBehalfOf != "" {
			e.ActorID = "stranger"
		}
	})
	found, _ = a.findings("")
	require.Contains(t, kinds(found), audit.NoSubstitute)
}

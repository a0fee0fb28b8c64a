package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/calendar"
	"jiheng/internal/store"
)

const calendarImports = "/api/v1/calendar/imports"

// holidays2027 is made up: no notice for 2027 is known to the tests.
const holidays2027 = `日期,类型,名称,依据
2026-12-31,放假,元旦,国办发明电〔2026〕9号
2027-01-01,放假,元旦,国办发明电〔2026〕9号
2027-02-06,放假,春节,国办发明电〔2026〕9号
2027-02-20,上班,春节,国办发明电〔2026〕9号
2027-04-05,放假,清明节,国办发明电〔2026〕9号
2027-05-03,放假,劳动节,国办发明电〔2026〕9号
2027-06-09,放假,端午节,国办发明电〔2026〕9号
2027-09-15,放假,国庆节、中秋节,国办发明电〔2026〕9号
`

func (p *someone) holidays(query, file string) api.CalendarImport {
	p.b.t.Helper()
	return into[api.CalendarImport](p.imports(calendarImports+"?name=2027.csv"+query, []byte(file)).ok(http.StatusOK))
}

func TestAYearOfHolidaysIsShownBeforeItIsTakenOver(t *testing.T) {
	t.Parallel()
	b := open(t)
	admin := b.as("system-admin")
	start := b.start(t)
	start["start_on"] = "2026-12-30"
	e := into[api.Evaluation](b.as("office-head").post("/api/v1/evaluations", start).ok(http.StatusCreated))

	shown := admin.holidays("", holidays2027)
	require.Empty(t, shown.Problems)
	require.Equal(t, "CN-2027.1", shown.Version)
	require.True(t, shown.Added)
	require.False(t, shown.TakenOver)
	require.Equal(t, []api.CalendarYearAdded{{Year: 2027, Off: 7, MakeUp: 1, Papers: []string{"国办发明电〔2026〕9号"}}}, shown.Years)
	require.Equal(t, 1, shown.Running)
	require.Empty(t, shown.Days)
	require.Equal(t, "CN-2026.1", into[api.Calendar](admin.get("/api/v1/calendar").ok(http.StatusOK)).Version, "nothing is kept before it is confirmed")

	require.Equal(t, "calendar_moved", admin.imports(calendarImports+"?digest="+strings.Repeat("0", 64), []byte(holidays2027)).problem(http.StatusConflict).Reason)
	taken := admin.holidays("&digest="+shown.Digest, holidays2027)
	require.True(t, taken.TakenOver)
	require.Equal(t, "CN-2027.1", into[api.Calendar](admin.get("/api/v1/calendar").ok(http.StatusOK)).Version)
	last, ok, err := b.store.LastNoted(t.Context(), store.CalendarAdded)
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, "system-admin", last.ActorID)
	require.Equal(t, "casbin:installation/configure/unit", last.Rule)
	require.NotEmpty(t, last.RequestID)

	again := admin.holidays("&digest="+shown.Digest, holidays2027)
	require.False(t, again.Added)
	require.False(t, again.TakenOver, "the same again adds no version")

	amended := strings.Replace(holidays2027, "2027-05-03", "2027-05-04", 1)
	shown = admin.holidays("", amended)
	require.Len(t, shown.Days, 2)
	require.Equal(t, "放假（劳动节）", shown.Days[0].Before)
	require.Equal(t, "照常上班", shown.Days[0].After)
	versions := into[api.CalendarVersionList](b.as("audit-admin").get("/api/v1/calendar/versions").ok(http.StatusOK)).Versions
	require.Equal(t, "CN-2027.1", versions[0].Version)
	require.Equal(t, []int{2027}, versions[0].Imported)
	require.NotEmpty(t, versions[0].LoadedBy)
	require.NotEqual(t, "system-admin", versions[0].LoadedBy, "by name")
	admin.holidays("&digest="+shown.Digest, amended)
	old := into[api.Calendar](admin.get("/api/v1/calendar?year=2027&version=CN-2027.1").ok(http.StatusOK))
	require.Equal(t, "CN-2027.1", old.Version)
	require.Equal(t, "2027-05-03", old.Days[4].Date.String())
	require.Equal(t, "calendar_not_found", admin.get("/api/v1/calendar?version=CN-1999.1").problem(http.StatusNotFound).Reason)
	require.NotEmpty(t, e.ID)
}

func TestTheLookSaysWhichDatesOfWhichEvaluationsMove(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.countsWorkdays()
	start := b.start(t)
	start["start_on"] = "2027-02-01"
	e := into[api.Evaluation](b.as("office-head").post("/api/v1/evaluations", start).ok(http.StatusCreated))
	shown := b.as("system-admin").holidays("", holidays2027+"2027-02-02,放假,春节,国办发明电〔2026〕9号\n")
	require.Empty(t, shown.Problems)
	require.Len(t, shown.Moved, 1)
	require.Equal(t, e.ID, shown.Moved[0].ID)
	require.Equal(t, e.Title, shown.Moved[0].Title)
	require.NotEmpty(t, shown.Moved[0].UnitName)
	planned := map[string]calendar.Date{}
	for _, st := range e.Stages {
		planned[st.Title] = st.DueOn
	}
	for _, st := range shown.Moved[0].Stages {
		require.Equal(t, planned[st.Title], st.DueBefore)
		require.True(t, st.DueBefore.Before(st.DueAfter) || st.OpensBefore.Before(st.OpensAfter), st.Title)
	}
	require.False(t, shown.MoreMoved)
	for _, st := range into[api.Evaluation](b.as("office-head").get("/api/v1/evaluations/" + e.ID).ok(http.StatusOK)).Stages {
		require.Equal(t, planned[st.Title], st.DueOn, "a look moves nothing")
	}
}

func TestAWrongDayIsNamedByItsLineAndKeepsNothing(t *testing.T) {
	t.Parallel()
	b := open(t)
	admin := b.as("system-admin")
	wrong := strings.Replace(holidays2027, "2027-02-20", "2027-03-01", 1)
	shown := admin.holidays("", wrong)
	require.Len(t, shown.Problems, 1)
	require.Equal(t, "第5行第2列：2027-03-01 是周一，本来就上班；调休上班只能在周六、周日。", shown.Problems[0].Message)
	require.Empty(t, shown.Digest)
	require.Equal(t, "workbook_damaged", admin.holidays("", "PK\x03\x04").Problems[0].Reason)
	require.Equal(t, "file_empty", admin.holidays("", " ").Problems[0].Reason)
	admin.imports(calendarImports, make([]byte, 5<<20)).problem(http.StatusRequestEntityTooLarge)
	require.Equal(t, "CN-2026.1", into[api.Calendar](admin.get("/api/v1/calendar").ok(http.StatusOK)).Version)
}

func TestOnlyTheSystemAdministratorImportsHolidays(t *testing.T) {
	t.Parallel()
	b := open(t)
	for _, who := range []string{"security-admin", "audit-admin", "office-head", "director", "auditor", "bureau-clerk"} {
		require.Equal(t, "role_missing", b.as(who).imports(calendarImports, []byte(holidays2027)).problem(http.StatusForbidden).Reason, who)
	}
	b.anybody().imports(calendarImports, []byte(holidays2027)).problem(http.StatusUnauthorized)
	for _, who := range []string{"system-admin", "security-admin", "audit-admin"} {
		require.Len(t, into[api.CalendarVersionList](b.as(who).get("/api/v1/calendar/versions").ok(http.StatusOK)).Versions, 1, who)
	}
	for _, who := range []string{"office-head", "auditor", "bureau-clerk"} {
		require.Equal(t, "role_missing", b.as(who).get("/api/v1/calendar/versions").problem(http.StatusForbidden).Reason, who)
	}
}

package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
)

func TestDefinitionsAreShownAsPeopleReadThem(t *testing.T) {
	t.Parallel()
	b := open(t)
	who := b.as("hotline-head")
	list := into[api.DefinitionVersions](who.get("/api/v1/definitions").ok(http.StatusOK))
	require.Len(t, list.Versions, 1)
	v := list.Versions[0]
	require.True(t, v.Newest)
	shown := into[api.DefinitionDetail](who.get(fmt.Sprintf("/api/v1/definitions/%s/%d?digest=%s", v.Name, v.Version, v.Digest)).ok(http.StatusOK))
	require.Contains(t, shown.Source, "name: overall-self-evaluation")
	require.Equal(t, "科室自查", shown.Outline.Stages[1].Title)
	require.Contains(t, shown.Outline.Stages[1].Rules, "时限：7 天")
	who.get("/api/v1/definitions/overall-self-evaluation/99").problem(http.StatusNotFound)
	b.anybody().get("/api/v1/definitions").problem(http.StatusUnauthorized)
}

func TestASourceIsCheckedByLineAndColumn(t *testing.T) {
	t.Parallel()
	b := open(t)
	who := b.as("office-head")
	list := into[api.DefinitionVersions](who.get("/api/v1/definitions").ok(http.StatusOK))
	source := into[api.DefinitionDetail](who.get(fmt.Sprintf("/api/v1/definitions/%s/%d", list.Versions[0].Name, list.Versions[0].Version)).ok(http.StatusOK)).Source
	fine := into[api.DefinitionLint](who.post("/api/v1/definitions/lint", map[string]any{"source": source}).ok(http.StatusOK))
	require.Empty(t, fine.Problems)
	require.Len(t, fine.Outline.Stages, 6)
	wrong := strings.Replace(source, "due: 7 days", "due: 7 weeks", 1)
	found := into[api.DefinitionLint](who.post("/api/v1/definitions/lint", map[string]any{"source": wrong}).ok(http.StatusOK))
	require.Len(t, found.Problems, 1)
	at := strings.Split(wrong, "\n")[found.Problems[0].Line-1]
	require.True(t, strings.HasPrefix(string([]rune(at)[found.Problems[0].Column-1:]), "7 weeks"), at)
	require.NotEmpty(t, found.Problems[0].Sentence)
	who.post("/api/v1/definitions/lint", map[string]any{"source": strings.Repeat("x", 300_000)}).problem(http.StatusUnprocessableEntity)
}

func TestAPlanIsSeenBeforeTheStart(t *testing.T) {
	t.Parallel()
	b := open(t)
	plan := into[api.Plan](b.as("office-head").post("/api/v1/plans", map[string]any{"process": "overall-self-evaluation", "start_on": "2020-08-05"}).ok(http.StatusOK))
	require.Equal(t, "2020-08-12", plan.Stages[1].DueOn.String())
	var reminder api.PlanEntry
	for _, e := range plan.Stages[1].Entries {
		if e.Kind == api.PlanEntryKindReminder {
			reminder = e
		}
	}
	require.Equal(t, "2020-08-10", reminder.On.String())
	require.Equal(t, "办理人", reminder.To)
	require.Equal(t, "2020-08-05", plan.Days[0].On.String())
	require.False(t, plan.Days[3].Workday, "a Saturday")
	b.as("office-head").post("/api/v1/plans", map[string]any{"source": "name: x", "start_on": "2020-08-05"}).problem(http.StatusUnprocessableEntity)
	b.as("office-head").post("/api/v1/plans", map[string]any{"process": "none", "start_on": "2020-08-05"}).problem(http.StatusNotFound)
}

package api_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/store"
)

const entries = "/api/v1/organisation/entries"

func (p *someone) enters(e map[string]any) api.ListImport {
	p.b.t.Helper()
	return into[api.ListImport](p.post(entries, e).ok(http.StatusOK))
}

func TestOneUnitDepartmentAndPersonAreAddedAndChanged(t *testing.T) {
	t.Parallel()
	b := open(t)
	admin := b.as("system-admin")
	require.Equal(t, "新增单位：某市数据局（bureau-of-data）", admin.enters(map[string]any{"kind": "unit", "adds": true, "id": "bureau-of-data", "name": "某市数据局"}).Changes[0].Message)
	admin.enters(map[string]any{"kind": "department", "adds": true, "id": "platform", "unit_id": "bureau-of-data", "name": "平台科"})
	person := map[string]any{
		"kind": "person", "adds": true, "unit_id": "bureau-of-data", "department_id": "platform", "login": "archivist", "name": "丙某", "post": "科员",
	}
	added := admin.enters(person)
	require.True(t, added.TakenOver)
	require.Equal(t, "archivist", added.InitialPasswords[0].Login)
	b.changesInitialPassword("archivist", added.InitialPasswords[0].Password)
	last, ok, err := b.store.LastNoted(t.Context(), store.ListImported)
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, "system-admin", last.ActorID)
	require.Equal(t, "casbin:installation/configure/unit", last.Rule)
	require.NotContains(t, string(last.Data), added.InitialPasswords[0].Password)

	again := admin.enters(person)
	require.False(t, again.TakenOver)
	require.Equal(t, "login", again.Problems[0].Cell)
	moved := map[string]any{"kind": "person", "adds": false, "id": "archivist", "unit_id": "service-centre", "login": "archivist", "name": "丙某", "post": "档案员"}
	require.Equal(t, "更新人员：丙某（archivist），所在单位、所在科室、职务有变", admin.enters(moved).Changes[0].Message)
	require.Empty(t, admin.enters(moved).Changes, "what is so already changes nothing")
	require.Equal(t, "更新单位：某市数据管理局（bureau-of-data），名称有变",
		admin.enters(map[string]any{"kind": "unit", "adds": false, "id": "bureau-of-data", "name": "某市数据管理局"}).Changes[0].Message)
	grants, err := b.store.Grants(t.Context(), "archivist")
	require.NoError(t, err)
	require.Empty(t, grants, "no role comes with an entry")
}

func TestAnEntryWithAMistakeNamesTheFieldAndWritesNothing(t *testing.T) {
	t.Parallel()
	b := open(t)
	admin := b.as("system-admin")
	wrong := admin.enters(map[string]any{"kind": "person", "adds": true, "unit_id": "nowhere", "login": "director", "name": "丙某", "post": ""})
	require.False(t, wrong.TakenOver)
	require.Empty(t, wrong.InitialPasswords)
	fields := map[string]string{}
	for _, p := range wrong.Problems {
		fields[p.Cell] = p.Message
	}
	require.Equal(t, "必须填写。", fields["post"])
	require.Equal(t, "没有登记单位“nowhere”，请先登记单位。", fields["unit_id"])
	admin.post(entries, map[string]any{"kind": "role", "adds": true, "name": "x"}).problem(http.StatusUnprocessableEntity)
	admin.post(entries, map[string]any{"kind": "unit", "adds": true, "name": "x", "roles": []string{"sys_admin"}}).problem(http.StatusUnprocessableEntity)
}

func TestOnlyTheSystemAdministratorChangesEntries(t *testing.T) {
	t.Parallel()
	b := open(t)
	entry := map[string]any{"kind": "unit", "adds": true, "id": "x", "name": "甲"}
	for _, who := range []string{"security-admin", "audit-admin", "office-head", "director", "auditor", "bureau-clerk"} {
		require.Equal(t, "role_missing", b.as(who).post(entries, entry).problem(http.StatusForbidden).Reason, who)
	}
	b.anybody().post(entries, entry).problem(http.StatusUnauthorized)
}

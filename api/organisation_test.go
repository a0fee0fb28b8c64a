package api_test

import (
	"bytes"
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"jiheng/api"
	"jiheng/internal/evaluation"
	"jiheng/internal/store"
)

// filledList is a template with rows put below its heading.
func (p *someone) filledList(kind string, rows ...[]any) []byte {
	p.b.t.Helper()
	template := p.get("/api/v1/templates/" + kind + ".xlsx").ok(http.StatusOK)
	f, err := excelize.OpenReader(bytes.NewReader([]byte(template.text())))
	require.NoError(p.b.t, err)
	for i, row := range rows {
		cell, err := excelize.CoordinatesToCellName(2, 4+i)
		require.NoError(p.b.t, err)
		require.NoError(p.b.t, f.SetSheetRow(f.GetSheetList()[0], cell, &row))
	}
	var out bytes.Buffer
	require.NoError(p.b.t, f.Write(&out))
	return out.Bytes()
}

const listImports = "/api/v1/organisation/imports"

func TestListsOfDepartmentsAndPeopleAreTakenOver(t *testing.T) {
	t.Parallel()
	b := open(t)
	admin := b.as("system-admin")
	departments := admin.filledList("department-list", []any{"service-centre", "", "archive", "档案科"}, []any{"new-unit", "某市数据局", "", "综合科"})
	shown := into[api.ListImport](admin.imports(listImports, departments).ok(http.StatusOK))
	require.Empty(t, shown.Problems)
	require.False(t, shown.TakenOver)
	require.Equal(t, "新增单位：某市数据局（new-unit）", shown.Changes[0].Message)
	require.Len(t, shown.Changes, 3)
	before := into[api.OrganisationList](admin.get("/api/v1/organisation").ok(http.StatusOK))
	taken := into[api.ListImport](admin.imports(listImports+"?digest="+shown.Digest, departments).ok(http.StatusOK))
	require.True(t, taken.TakenOver)
	after := into[api.OrganisationList](admin.get("/api/v1/organisation").ok(http.StatusOK))
	require.Len(t, after.Units, len(before.Units)+1)
	require.Len(t, after.Departments, len(before.Departments)+2)

	people := admin.filledList("person-list", []any{"service-centre", "archivist", "丙某", "档案科", "档案科科长", "a@example.gov.cn"})
	shown = into[api.ListImport](admin.imports(listImports, people).ok(http.StatusOK))
	require.Equal(t, 1, shown.Newcomers)
	require.Empty(t, shown.InitialPasswords, "none before it is taken over")
	answer := admin.imports(listImports+"?digest="+shown.Digest, people).ok(http.StatusOK)
	taken = into[api.ListImport](answer)
	require.Equal(t, "archivist", taken.InitialPasswords[0].Login)
	require.Contains(t, answer.header.Get("Cache-Control"), "no-store")
	b.changesInitialPassword("archivist", taken.InitialPasswords[0].Password)
	grants, err := b.store.Grants(t.Context(), "archivist")
	require.NoError(t, err)
	require.Empty(t, grants, "no role comes with a list")
	last, ok, err := b.store.LastNoted(t.Context(), store.ListImported)
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, "system-admin", last.ActorID)
	require.Equal(t, "casbin:installation/configure/unit", last.Rule)
	require.Contains(t, string(last.Data), shown.Digest)
	require.NotContains(t, string(last.Data), taken.InitialPasswords[0].Password)

	again := into[api.ListImport](admin.imports(listImports+"?digest="+shown.Digest, people).ok(http.StatusOK))
	require.Empty(t, again.Changes)
	require.Empty(t, again.InitialPasswords)
	unchanged, _, err := b.store.LastNoted(t.Context(), store.ListImported)
	require.NoError(t, err)
	require.Equal(t, last.Seq, unchanged.Seq, "what changes nothing is not told again")
}

func TestAListWithAMistakeChangesNothing(t *testing.T) {
	t.Parallel()
	b := open(t)
	admin := b.as("system-admin")
	people := admin.filledList("person-list", []any{"service-centre", "good", "甲某", "office", "科员"}, []any{"service-centre", "", "乙某", "没有的科", "科员"})
	shown := into[api.ListImport](admin.imports(listImports, people).ok(http.StatusOK))
	require.Equal(t, "C5：登录名必须填写。", shown.Problems[0].Message)
	require.Empty(t, shown.Changes)
	taken := into[api.ListImport](admin.imports(listImports+"?digest="+shown.Digest, people).ok(http.StatusOK))
	require.False(t, taken.TakenOver)
	_, err := b.store.PersonNames(t.Context(), []evaluation.PersonID{"good"})
	require.NoError(t, err)
	for _, p := range into[api.OrganisationList](admin.get("/api/v1/organisation").ok(http.StatusOK)).People {
		require.NotEqual(t, "good", p.ID)
	}
	good := admin.filledList("person-list", []any{"service-centre", "good", "甲某", "office", "科员"})
	require.Equal(t, "list_differs", admin.imports(listImports+"?digest="+shown.Digest, good).problem(http.StatusUnprocessableEntity).Reason)
	require.Equal(t, "workbook_damaged", into[api.ListImport](admin.imports(listImports, []byte("PK\x03\x04")).ok(http.StatusOK)).Problems[0].Reason)
	admin.imports(listImports, make([]byte, 5<<20)).problem(http.StatusRequestEntityTooLarge)
	require.Equal(t, "newcomers_too_many", admin.imports(listImports, manyPeople(t, 201)).problem(http.StatusUnprocessableEntity).Reason)
}

// manyPeople is a list that nobody made with the template.
func manyPeople(t *testing.T, n int) []byte {
	t.Helper()
	f := excelize.NewFile()
	require.NoError(t, f.SetSheetRow("Sheet1", "A1", &[]any{"单位编码", "登录名", "姓名", "科室", "职务"}))
	for i := range n {
		require.NoError(t, f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+2), &[]any{"service-centre", fmt.Sprintf("n%d", i), "甲某", "office", "科员"}))
	}
	var out bytes.Buffer
	require.NoError(t, f.Write(&out))
	return out.Bytes()
}

func TestOnlyTheSystemAdministratorTakesListsOver(t *testing.T) {
	t.Parallel()
	b := open(t)
	people := b.as("system-admin").filledList("person-list", []any{"service-centre", "good", "甲某", "office", "科员"})
	for _, who := range []string{"security-admin", "audit-admin", "office-head", "auditor"} {
		require.Equal(t, "role_missing", b.as(who).imports(listImports, people).problem(http.StatusForbidden).Reason, who)
	}
	b.as("audit-admin").get("/api/v1/organisation").ok(http.StatusOK)
	b.as("office-head").get("/api/v1/organisation").problem(http.StatusForbidden)
	b.anybody().imports(listImports, people).problem(http.StatusUnauthorized)
}

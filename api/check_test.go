package api_test

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/table"
)

func TestATableIsCheckedAndNotKept(t *testing.T) {
	t.Parallel()
	b := open(t)
	source, err := os.ReadFile("../internal/table/testdata/published/12.json")
	require.NoError(t, err)
	stream := contentType("application/octet-stream")
	found := into[api.TableFindings](b.as("office-head").send(http.MethodPost, "/api/v1/checks", source, stream).ok(http.StatusOK))
	require.Equal(t, []api.TableFinding{{
		Code: api.TableFindingCodeOverachieved, Row: "毛发检查试剂数量", Field: "actual", Stated: "3200份", Computed: "133.3%",
		Message: "指标值≥2400份、完成值3200份，为指标值的133.3%，超额30%以上，未说明是否年初目标偏低。",
	}}, found.Findings)

	b.anybody().send(http.MethodPost, "/api/v1/checks", source, stream).problem(http.StatusUnauthorized)
	for reason, body := range map[string]string{
		"table_unreadable": `{"rows": [`,
		"not_a_table":      `{"title": "x"}`,
		"field_type_wrong": `{"rows": [{"score": []}]}`,
	} {
		problem := b.as("office-head").send(http.MethodPost, "/api/v1/checks", []byte(body), stream).problem(http.StatusUnprocessableEntity)
		require.Equal(t, reason, problem.Reason)
	}
	large := []byte(`{"rows": [], "x": "` + strings.Repeat("x", table.MaxBytes) + `"}`)
	problem := b.as("office-head").send(http.MethodPost, "/api/v1/checks", large, stream).problem(http.StatusRequestEntityTooLarge)
	require.Equal(t, "table_too_large", problem.Reason)
}

func TestEveryFindingHasItsCodeInTheContract(t *testing.T) {
	t.Parallel()
	for _, c := range table.Codes() {
		require.True(t, api.TableFindingCode(c).Valid(), c)
	}
}

func TestFindingsAreForThoseWhoMaySeeTheFigures(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).checked()
	path := "/api/v1/evaluations/" + p.id + "/findings"
	require.Empty(t, into[api.TableFindings](p.as("auditor").get(path).ok(http.StatusOK)).Findings)
	p.as("bureau-clerk").get(path).problem(http.StatusNotFound)
	declared := fields("total", "97", "grade", "良", "problems", "制度仍有缺口", "measures", "补齐制度")
	declared["sheet"] = p.script.Sheet
	p.completes("finance-clerk", "roll_up", "compile", declared)
	found := into[api.TableFindings](p.as("auditor").get(path).ok(http.StatusOK)).Findings
	require.Len(t, found, 1)
	require.Equal(t, api.TableFindingCodeGradeMismatch, found[0].Code)
	require.Equal(t, "优", found[0].Computed)
}

package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/fault"
	"jiheng/internal/scheme"
	"jiheng/internal/scoring"
	"jiheng/internal/typeset/typesettest"
)

// sheetOf is a score sheet from its JSON.
func sheetOf(t testing.TB, text string) map[string]any {
	t.Helper()
	var sheet map[string]any
	require.NoError(t, json.Unmarshal([]byte(text), &sheet))
	return sheet
}

func TestSchemesAreListedAndShown(t *testing.T) {
	t.Parallel()
	b := open(t)
	me := b.as("office-head")
	list := into[api.Schemes](me.get("/api/v1/schemes").ok(http.StatusOK)).Schemes
	require.Len(t, list, 9)
	for _, s := range list {
		require.NotEmpty(t, s.Source, s.Name)
		shown := into[api.Scheme](me.get("/api/v1/schemes/" + s.Name + "?version=1").ok(http.StatusOK))
		require.Equal(t, s.Title, shown.Title)
		require.NotEmpty(t, shown.Indicators)
	}
	require.Equal(t, "scheme_not_found", me.get("/api/v1/schemes/nowhere").problem(http.StatusNotFound).Reason)
	require.Equal(t, "scheme_not_found", me.get("/api/v1/schemes/hubei-project?version=2").problem(http.StatusNotFound).Reason)
	b.anybody().get("/api/v1/schemes").problem(http.StatusUnauthorized)
	b.anybody().post("/api/v1/schemes/hubei-project/score", map[string]any{}).problem(http.StatusUnauthorized)
}

func TestPreviewComputesAsOneTypes(t *testing.T) {
	t.Parallel()
	me := open(t).as("office-head")
	target := "/api/v1/schemes/hubei-project/score"
	got := into[scoring.Scores](me.post(target, map[string]any{}).ok(http.StatusOK))
	require.Equal(t, scoring.Waiting, got.Subjects[0].State)

	answer := me.post(target, sheetOf(t, `{"items": [{"id": "execution", "declared": "2.16", "inputs": {"budget": "278.4449", "executed": "30"}}]}`)).ok(http.StatusOK)
	got = into[scoring.Scores](answer)
	require.Equal(t, "2.15", got.Subjects[0].Lines[0].Points.String())
	require.Equal(t, "2.16", got.Subjects[0].Lines[0].Declared.String())
	require.Contains(t, answer.text(), "20 × 30 ÷ 278.4449 ≈ 2.15482489")

	for _, tt := range []struct{ sheet, field, reason string }{
		{`{"items": [{"id": "execution", "inputs": {"budget": "5万", "executed": "1"}}]}`, "/items/0/inputs/budget", "units_mixed"},
		{`{"items": [{"id": "execution", "inputs": {"budget": "若干", "executed": "1"}}]}`, "/items/0/inputs/budget", "number_unreadable"},
		{`{"items": [{"id": "x"}]}`, "/items/0/id", "item_unknown"},
		{`{"choices": {"rounding_how": "nearest"}}`, "/choices/rounding_how", "option_unknown"},
		{`{"units": [{"id": "A"}, {"id": "A"}]}`, "/items/1", "id_twice"},
	} {
		problem := me.post(target, sheetOf(t, tt.sheet)).problem(http.StatusUnprocessableEntity)
		require.Equal(t, tt.field, problem.Errors[0].Field, tt.sheet)
		require.Equal(t, tt.reason, problem.Errors[0].Reason, tt.sheet)
		require.Regexp(t, `\p{Han}.*。$`, problem.Errors[0].Message)
		require.NotEqual(t, api.FieldMessage(fault.Field{Reason: "unheard_of"}), problem.Errors[0].Message)
	}
	require.Equal(t, "field_unknown", me.post(target, map[string]any{"colour": "red"}).problem(http.StatusUnprocessableEntity).Errors[0].Reason)
	me.post("/api/v1/schemes/nowhere/score", map[string]any{}).problem(http.StatusNotFound)
}

// The common form of a project says by its rows what a scheme asks for.
const filledForm = `{"figures": [], "money": [{"name": "年度资金总额", "full_year": "200", "executed": "190", "weight": "20", "rate": "95%", "score": "19"}], "items": [
	{"group": "一、产出", "second": "数量指标", "name": "培训人数", "weight": "40", "target": "≥100人", "actual": "90人", "score": "40", "reason": "疫情"},
	{"group": "效益指标（30分）", "name": "受益人口", "weight": "30", "target": "3万人", "actual": "31000人", "score": "30"},
	{"group": "满意度", "name": "居民满意度", "weight": "10", "target": "≥90%", "actual": "0.92", "score": "10"}]}`

func TestPreviewOfAFormIsTheScoreOfItHandedIn(t *testing.T) {
	t.Parallel()
	asking := strings.Replace(scoredProcess, "kind: sheet, required: true", "kind: sheet, required: true, columns: [second, target, actual, reason, money]", 1)
	p := scoredBy(t, open(t), asking)
	me, target := p.as("office-head"), "/api/v1/evaluations/"+p.id+"/score"
	typed := map[string]any{"sheet": sheetOf(t, filledForm), "total": "99", "grade": "优"}
	preview := into[api.EvaluationScore](me.post(target, typed).ok(http.StatusOK))
	require.Empty(t, preview.Problems)
	require.Equal(t, "95", preview.Scores.Subjects[0].Total.String(), "19 for the money, 36 for the training, 30 and 10")
	require.Equal(t, "99", preview.Scores.Subjects[0].DeclaredTotal.String())
	require.Empty(t, p.score().Scores.Subjects, "nothing is kept")

	p.completes("office-head", "fill", "fill", map[string]any{"fields": values("total", "99", "grade", "优"), "sheet": sheetOf(t, filledForm)})
	final := p.score()
	require.Equal(t, final.Scores.Subjects[0].Lines, preview.Scores.Subjects[0].Lines)
	require.Equal(t, final.Scores.Subjects[0].Total, preview.Scores.Subjects[0].Total)
}

func TestPreviewOfAFormIsForWhoeverMayReadAndIsReadAsItIsHandedIn(t *testing.T) {
	t.Parallel()
	p := scoredBy(t, open(t), scoredProcess)
	target := "/api/v1/evaluations/" + p.id + "/score"
	typed := map[string]any{"sheet": sheetOf(t, filledForm)}
	p.as("stranger").post(target, typed).problem(http.StatusNotFound)
	p.anybody().post(target, typed).problem(http.StatusUnauthorized)
	me := p.as("office-head")
	wrong := map[string]any{"sheet": sheetOf(t, `{"figures": [], "items": [], "scores": {"items": [{"id": "execution", "full": "x"}]}}`)}
	require.Equal(t, "sheet.scores.items.0.full", me.post(target, wrong).problem(http.StatusUnprocessableEntity).Errors[0].Field)
	odd := map[string]any{"sheet": sheetOf(t, `{"figures": [], "items": [], "scores": {"items": [{"id": "unheard_of", "inputs": {"a": "1"}}]}}`)}
	view := into[api.EvaluationScore](me.post(target, odd).ok(http.StatusOK))
	require.Equal(t, "item_unknown", view.Problems[0].Reason)
	require.Regexp(t, `\p{Han}`, view.Problems[0].Message)
}

// values are form fields of names and values in turn.
func values(pairs ...string) []map[string]string {
	var list []map[string]string
	for i := 0; i+1 < len(pairs); i += 2 {
		list = append(list, map[string]string{"name": pairs[i], "value": pairs[i+1]})
	}
	return list
}

const scoredProcess = `name: scored-self-evaluation
version: 1
title: 按方案计分的自评
scheme: hubei-project@1
roles:
  - { id: unit_office, title: 办公室, held_by: unit }
stages:
  - id: fill
    title: 填报
    due: 5 days
    steps:
      - id: fill
        title: 填报评分表
        by: [unit_office]
        form:
          - { name: total, title: 自评总分, kind: points, required: true }
          - { name: grade, title: 自评等级, kind: choice, required: true, options: [优, 良, 中, 差] }
          - { name: sheet, title: 评分表, kind: sheet, required: true }
`

// scoredBy starts an evaluation of a process.
func scoredBy(t *testing.T, b *bench, source string) *play {
	t.Helper()
	name, _, _ := strings.Cut(strings.TrimPrefix(source, "name: "), "\n")
	_, err := b.store.PutDefinition(t.Context(), name, []byte(source))
	require.NoError(t, err)
	start := b.start(t)
	start["process"], start["items"] = name, []any{}
	p := &play{bench: b, t: t, people: map[string]*someone{}}
	p.id = into[api.Evaluation](p.as("office-head").post("/api/v1/evaluations", start).ok(http.StatusCreated)).ID
	p.turn()
	return p
}

func (p *play) score() api.EvaluationScore {
	p.t.Helper()
	return into[api.EvaluationScore](p.as("office-head").get("/api/v1/evaluations/" + p.id + "/score").ok(http.StatusOK))
}

func TestScoreStandsBesideWhatWasDeclared(t *testing.T) {
	t.Parallel()
	b := open(t)
	p := scoredBy(t, b, scoredProcess)
	before := p.score()
	require.Equal(t, "hubei-project@1", before.Scheme)
	require.Empty(t, before.Scores.Subjects, "nothing is handed in yet")

	sheet := sheetOf(t, `{"figures": [], "items": [], "scores": {"items": [
		{"id": "execution", "inputs": {"budget": "278.4449", "executed": "30"}},
		{"id": "r1", "group": "output", "title": "示范区", "full": "40", "nature": "at_least", "inputs": {"actual": "20000", "target": "20000"}},
		{"id": "r2", "group": "benefit", "title": "农户", "full": "30", "nature": "at_least", "inputs": {"actual": "5000", "target": "5000"}},
		{"id": "r3", "group": "satisfaction", "title": "满意度", "full": "10", "nature": "at_least", "inputs": {"actual": "95", "target": "90"}}]}}`)
	task := p.claims("office-head", "fill", "fill")
	wrong := sheetOf(t, `{"figures": [], "items": [], "scores": {"items": [{"id": "execution", "full": "x"}]}}`)
	problem := p.as("office-head").post(path(task, "complete"), map[string]any{"submission": map[string]any{
		"fields": values("total", "82.16", "grade", "良"), "sheet": wrong,
	}}, match(task.Version)).problem(http.StatusUnprocessableEntity)
	require.Equal(t, "sheet.scores.items.0.full", problem.Errors[0].Field)

	p.completes("office-head", "fill", "fill", map[string]any{"fields": values("total", "82.16", "grade", "良"), "sheet": sheet})
	got := p.score()
	require.Empty(t, got.Problems)
	require.Equal(t, "82.16", got.Declared.Total)
	card := got.Scores.Subjects[0]
	require.Equal(t, "service-centre", card.ID)
	require.Equal(t, "82.15", card.Total.String())
	require.Equal(t, "82.16", card.DeclaredTotal.String())
	require.Equal(t, "0.01", card.Difference.String())
	require.Equal(t, scoring.Good, card.Grade)
	table := p.as("auditor").get("/api/v1/evaluations/" + p.id + "/documents/appraisal-table.docx").ok(http.StatusOK)
	require.Contains(t, typesettest.DOCX(t, []byte(table.text())), "|20||2.15|17.85||")
	p.as("stranger").get("/api/v1/evaluations/" + p.id + "/score").problem(http.StatusNotFound)
}

// What can be kept need not be what can be scored; then it is said why.
func TestScoreSaysWhyASheetCannotBeScored(t *testing.T) {
	t.Parallel()
	p := scoredBy(t, open(t), scoredProcess)
	p.completes("office-head", "fill", "fill", map[string]any{
		"fields": values("total", "90", "grade", "优"),
		"sheet":  sheetOf(t, `{"figures": [], "items": [], "scores": {"items": [{"id": "nowhere"}]}}`),
	})
	got := p.score()
	require.Empty(t, got.Scores.Subjects)
	require.Equal(t, "/items/0/id", got.Problems[0].Path)
	require.NotEmpty(t, got.Problems[0].Message)
}

// A row that cannot be scored keeps the others from nothing.
func TestARowThatCannotBeScoredIsToldAndTheRestIsComputed(t *testing.T) {
	t.Parallel()
	p := scoredBy(t, open(t), scoredProcess)
	p.completes("office-head", "fill", "fill", map[string]any{
		"fields": values("total", "90", "grade", "优"),
		"sheet": sheetOf(t, `{"figures": [], "items": [], "scores": {"items": [
			{"id": "execution", "inputs": {"budget": "100", "executed": "50"}},
			{"id": "r1", "group": "output", "title": "示范区", "full": "40", "nature": "better", "inputs": {"actual": "1", "target": "1"}}]}}`),
	})
	got := p.score()
	require.Equal(t, []string{"/items/1/nature", "nature_unknown"}, []string{got.Problems[0].Path, got.Problems[0].Reason})
	lines := got.Scores.Subjects[0].Lines
	require.Equal(t, "10", lines[0].Points.String())
	require.Equal(t, "预算数", lines[0].Inputs[0].Title)
	require.Equal(t, "示范区", lines[2].Title)
	require.Nil(t, lines[2].Points)
	require.Equal(t, scoring.NotComputable, lines[2].Waits[0].Reason)
	require.NotEmpty(t, lines[2].Waits[0].Title)
}

// A sheet that has to be handed in is not handed in while nothing is in it; one
// that may be left out may be empty as well.
func TestAnEmptySheetIsHandedInOnlyWhereNoneIsDue(t *testing.T) {
	t.Parallel()
	b := open(t)
	for process, refused := range map[string]bool{scoredProcess: true, strings.Replace(scoredProcess, "kind: sheet, required: true", "kind: sheet", 1): false} {
		p := scoredBy(t, b, process)
		task := p.claims("office-head", "fill", "fill")
		for _, empty := range []string{`{"figures": [], "items": []}`, `{"figures": [], "items": [], "scores": {"items": []}, "about": {"money_unit": "万元"}}`} {
			submission := map[string]any{"submission": map[string]any{"fields": values("total", "90", "grade", "优"), "sheet": sheetOf(t, empty)}}
			if refused {
				told := p.try("office-head", task, "complete", submission)
				require.Equal(t, []string{"sheet_incomplete", "sheet", "sheet_empty"}, []string{told.Reason, told.Errors[0].Field, told.Errors[0].Reason})
				require.Equal(t, "数据表和评分表都还是空的，请至少填列一张。", told.Errors[0].Message)
			}
		}
		if !refused {
			p.completes("office-head", "fill", "fill", map[string]any{"fields": values("total", "90", "grade", "优"), "sheet": sheetOf(t, `{"figures": [], "items": []}`)})
		}
	}
}

func TestWithoutASchemeThereIsNoScore(t *testing.T) {
	t.Parallel()
	got := started(t, open(t)).score()
	require.Empty(t, got.Scheme)
	require.Empty(t, got.Scores.Subjects)
}

const lateScheme = `name: late-filing
version: 1
title: 报送时限
source: 测试
from: 2019-01-01
until: 2019-12-31
round: {how: half_up, digits: 2, place: item}
indicators:
  - {id: filing, title: 按时报送, full: 3, rules: [{kind: late, points: 1, per: 5, steps: whole, stage: fill}]}
`

// The engine counted the days; what was typed stands beside them.
func TestDaysOfDelayComeFromTheEngine(t *testing.T) {
	t.Parallel()
	schemes, err := scheme.Load(fstest.MapFS{"late-filing.yaml": &fstest.MapFile{Data: []byte(lateScheme)}})
	require.NoError(t, err)
	b := open(t, func(c *api.Config) { c.Schemes = schemes })
	p := scoredBy(t, b, strings.Replace(scoredProcess, "hubei-project@1", "late-filing@1", 1)) // due in 2020
	p.completes("office-head", "fill", "fill", map[string]any{
		"fields": values("total", "3", "grade", "差"),
		"sheet":  sheetOf(t, `{"figures": [], "items": [], "scores": {"items": [{"id": "filing", "inputs": {"days_late": "0"}}]}}`),
	})
	got := p.score()
	require.Empty(t, got.Problems)
	require.False(t, got.Scores.OutOfForce)
	line := got.Scores.Subjects[0].Lines[0]
	days := line.Applied[0].Steps[0].Result
	require.Greater(t, days.Decimal().IntPart(), int64(1000))
	require.Equal(t, []scoring.Remark{{Kind: scoring.DaysOff, Stated: "0", Computed: days.String()}}, line.Remarks)
	require.Equal(t, "0", line.Points.String())
	require.Equal(t, "3", got.Scores.Subjects[0].Difference.String())
}

// A process may outlive what is shipped; it is not taken for another scheme.
func TestAMissingSchemeIsTroubleOfTheSystem(t *testing.T) {
	t.Parallel()
	p := scoredBy(t, open(t), strings.Replace(scoredProcess, "hubei-project@1", "hubei-project@7", 1))
	p.completes("office-head", "fill", "fill", map[string]any{
		"fields": values("total", "3", "grade", "差"), "sheet": sheetOf(t, `{"figures": [], "items": [{"group": "产出指标", "name": "次数"}]}`),
	})
	p.as("office-head").get("/api/v1/evaluations/" + p.id + "/score").problem(http.StatusInternalServerError)
}

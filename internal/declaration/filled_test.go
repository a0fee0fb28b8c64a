package declaration_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/declaration"
	"jiheng/internal/fault"
	"jiheng/internal/scheme"
	"jiheng/internal/scoring"
	"jiheng/processes"
)

// dialects are the schemes of the processes that ask for the common form.
func dialects() []string {
	return []string{"national-project@2", "hubei-project@1", "sichuan-project@1", "yunnan-project@1", "chongqing-overall@1"}
}

var loaded = sync.OnceValues(func() (*scheme.Catalogue, error) { return scheme.Load(processes.Schemes()) })

func schemeOf(t require.TestingT, ref string) scoring.Scheme {
	shipped, err := loaded()
	require.NoError(t, err)
	s, err := shipped.FindRef(ref)
	require.NoError(t, err)
	return s
}

// scored reads a filled form and scores it.
func scored(t require.TestingT, ref, form string) scoring.Scores {
	d, err := declaration.Parse([]byte(form))
	require.NoError(t, err)
	s := schemeOf(t, ref)
	out, err := d.Supplied(s).Score(s)
	require.NoError(t, err, "whatever stands in a form does not keep all of it from being scored")
	return out
}

func lineOf(t require.TestingT, card scoring.Scorecard, title string) scoring.Line {
	for _, l := range card.Lines {
		if l.Title == title {
			return l
		}
	}
	require.Fail(t, "no such line", title)
	return scoring.Line{}
}

func pointsOf(l scoring.Line) string {
	if l.Points == nil {
		return ""
	}
	return l.Points.String()
}

func wrongs(l scoring.Line) []string {
	var list []string
	for _, w := range l.Waits {
		if w.Problem != nil {
			list = append(list, w.Problem.Reason)
		}
	}
	return list
}

// rowsOf gives a form with rows in the parts of the ministry's form whose marks
// are those of the scheme.
func formOf(output, money string) string {
	rest := map[string]string{"10": "80", "20": "70"}[money]
	return fmt.Sprintf(`{"money": [{"name": "年度资金总额", "full_year": "200", "executed": "190", "weight": %q, "score": "9"}], "items": [
		{"group": "一、产出", "second": "数量指标", "name": "培训人数", "weight": %q, "target": "≥100人", "actual": "90人", "score": "40", "reason": "疫情"},
		{"group": "", "second": "质量指标", "name": "合格", "weight": "5", "target": "优良", "actual": "优良", "score": "5"},
		{"group": "效益指标（30分）", "name": "受益人口", "weight": "30", "target": "3万人", "actual": "31000人", "score": "30"},
		{"group": "满意度", "name": "居民满意度", "weight": "10", "target": "≥90%%", "actual": "0.92", "score": "10"},
		{"name": "合计", "weight": %q, "score": "94"}]}`, money, output, rest)
}

func TestSupplied_takes_the_rows_of_a_form_in_every_dialect(t *testing.T) {
	t.Parallel()
	for ref, want := range map[string]struct{ form, execution, training, total string }{
		"national-project@2":  {formOf("45", "10"), "9.5", "40.5", "95"},
		"hubei-project@1":     {formOf("35", "20"), "19", "31.5", "95.5"},
		"sichuan-project@1":   {formOf("45", "10"), "9.5", "40.5", "95"},
		"yunnan-project@1":    {formOf("45", "10"), "9.5", "40.5", "95"},
		"chongqing-overall@1": {formOf("45", "10"), "9.5", "40.5", "95"},
	} {
		card := scored(t, ref, want.form).Subjects[0]
		execution := lineOf(t, card, "预算执行率")
		require.True(t, number(want.execution).Equal(*execution.Points), "%s: %s", ref, execution.Points)
		require.Equal(t, "9", execution.Declared.String())
		training := lineOf(t, card, "培训人数")
		require.True(t, number(want.training).Equal(*training.Points), "%s: %s", ref, training.Points)
		require.Equal(t, []string{"40", "疫情"}, []string{training.Declared.String(), training.Reason})
		require.Equal(t, "5", pointsOf(lineOf(t, card, "合格")), "words are worth what the unit gave itself")
		require.Equal(t, "30", pointsOf(lineOf(t, card, "受益人口")), "3万人 and 31000人 are of one unit")
		require.Equal(t, "10", pointsOf(lineOf(t, card, "居民满意度")), "0.92 is 92%")
		require.Equal(t, want.total, card.Total.String(), ref)
		for _, l := range card.Lines {
			require.NotEqual(t, "合计", l.Title, "a sum is no row")
			require.Empty(t, l.Waits)
			require.Empty(t, l.Remarks, "the marks of the groups are those of the scheme: %s %s", ref, l.Title)
		}
	}
}

func number(text string) scoring.Number {
	n, err := scoring.ParseNumber(text)
	if err != nil {
		panic(err)
	}
	return n
}

// Signs, days, costs and words each are scored by a rule of their own.
func TestSupplied_reads_the_nature_of_a_row(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ row, nature, points string }{
		{`"name": "次数", "target": "≥4次", "actual": "3次"`, "正向（≥）", "37.5"},
		{`"name": "次数", "target": "不少于４次", "actual": "３次"`, "正向（≥）", "37.5"},
		{`"name": "次数", "target": "4次", "actual": "3次"`, "正向（≥）", "37.5"},
		{`"name": "事故起数", "target": "≤2起", "actual": "4起"`, "反向（≤）", "25"},
		{`"name": "事故起数", "target": "0起", "actual": "0起"`, "等于（=）", "50"},
		{`"name": "事故起数", "target": "0起", "actual": "1起"`, "反向（≤）", "0"},
		{`"second": "成本指标", "name": "总成本", "target": "100万元", "actual": "80万元"`, "反向（≤）", "50"},
		{`"name": "期数", "target": "=4期", "actual": "2期"`, "等于（=）", "25"},
		{`"second": "时效指标", "name": "完工时间", "target": "2023年12月底前", "actual": "2023年11月"`, "日期", "50"},
		{`"second": "时效指标", "name": "完工时间", "target": "2023年6月30日", "actual": "2023年7月2日", "score": "45", "reason": "雨季"`, "日期", "45"},
		{`"name": "作用", "target": "明显改善", "actual": "有所改善", "score": "33", "reason": "尚未建成"`, "定性", "33"},
		{`"name": "次数", "target": "4次", "actual": "3公里", "score": "33", "reason": "改为里程"`, "定性", "33"},
	} {
		form := `{"items": [{"group": "产出指标", "weight": "50", ` + c.row + `}]}`
		line := scored(t, "national-project@2", form).Subjects[0].Lines[2]
		require.Equal(t, c.nature, line.Nature, c.row)
		require.NotNil(t, line.Points, "%s: %v", c.row, line.Waits)
		require.True(t, number(c.points).Equal(*line.Points), "%s: %s", c.row, line.Points)
	}
}

// What cannot be computed is told in its line; the rest is computed.
func TestSupplied_keeps_a_wrong_row_to_itself(t *testing.T) {
	t.Parallel()
	const good = `, {"group": "效益指标", "name": "受益人口", "weight": "30", "target": "≥3", "actual": "3", "score": "30"}`
	for row, want := range map[string]string{
		`"group": "其他事项", "name": "甲", "weight": "50", "target": "≥1", "actual": "1"`:                    "group_unknown",
		`"name": "甲", "weight": "50", "target": "≥1", "actual": "1"`:                                     "group_unknown",
		`"group": "产出指标", "name": "甲", "target": "≥1", "actual": "1"`:                                    "full_missing",
		`"group": "产出指标", "name": "甲", "weight": "0", "target": "≥1", "actual": "1"`:                     "full_not_positive",
		`"group": "产出指标", "name": "甲", "weight": "50", "target": "≥0", "actual": "5"`:                    "target_not_positive",
		`"group": "产出指标", "name": "甲", "weight": "50", "target": "改善", "actual": "未改善", "score": "30"`:   "reason_missing",
		`"group": "产出指标", "name": "甲", "weight": "50", "target": "改善", "actual": "改善", "score": "51"`:    "points_out_of_bounds",
		`"group": "产出指标", "name": "甲", "weight": "50", "target": "6月", "actual": "8月", "second": "时效指标"`: "",
		`"group": "产出指标", "name": "甲", "weight": "50", "target": "改善", "actual": "改善"`:                   "",
		`"group": "产出指标", "name": "甲", "weight": "50", "target": "", "actual": "", "reason": "年中取消该项任务"`: "",
	} {
		card := scored(t, "national-project@2", `{"money": [{"name": "年度资金总额", "full_year": "0", "executed": "0"}], "items": [{`+row+`}`+good+`]}`).Subjects[0]
		line := lineOf(t, card, "甲")
		require.Nil(t, line.Points, row)
		require.NotEmpty(t, line.Waits, row)
		if want != "" {
			require.Equal(t, []string{want}, wrongs(line), row)
		}
		require.Equal(t, "30", pointsOf(lineOf(t, card, "受益人口")), row)
		require.Equal(t, []string{"budget_zero"}, wrongs(lineOf(t, card, "预算执行率")))
		require.Nil(t, card.Total)
		require.Equal(t, scoring.Waiting, card.State)
	}
}

func TestSupplied_of_a_form_that_is_not_filled(t *testing.T) {
	t.Parallel()
	for _, ref := range dialects() {
		for form, execution := range map[string]string{
			`{}`:                         "",
			`{"items": [{"name": "一"}]}`: "",
			`{"money": [{"name": "年度资金总额", "initial": "200", "executed": "100"}]}`:                                                                              "half",
			`{"money": [{"name": "年度资金总额", "full_year": "200"}]}`:                                                                                               "",
			`{"money": [{"name": "年度资金总额", "full_year": "0", "executed": "0"}, {"name": "其中：当年财政拨款", "full_year": "40", "executed": "20"}]}`:                    "half",
			`{"money": [{"name": "其中：当年财政拨款", "full_year": "40", "executed": "20"}], "items": [{"group": "产出指标", "name": "一", "target": "≥1", "actual": "1"}]}`: "",
		} {
			card := scored(t, ref, form).Subjects[0]
			line := lineOf(t, card, "预算执行率")
			if execution == "" {
				require.Nil(t, line.Points, "%s %s", ref, form)
				require.NotEmpty(t, line.Waits, "%s %s", ref, form)
			} else {
				require.True(t, scoring.SumOf([]scoring.Number{*line.Points, *line.Points}).Equal(*line.Full), "%s %s", ref, form)
			}
			require.Nil(t, card.Total)
		}
	}
}

// A form may spread the hundred points as the source lets it.
func TestSupplied_takes_full_marks_of_the_form_where_the_source_leaves_them_open(t *testing.T) {
	t.Parallel()
	form := formOf("35", "20")
	card := scored(t, "national-project@2", form)
	require.Equal(t, "95.5", card.Subjects[0].Total.String())
	taken := map[string]string{}
	for _, c := range card.Choices {
		taken[c.Name] = fmt.Sprint(c.Value, " ", c.Assumed)
	}
	require.Equal(t, "20 false", taken["weight_execution"])
	require.Equal(t, "40 false", taken["weight_output"])
	require.Equal(t, "30 true", taken["weight_benefit"])

	short := scored(t, "national-project@2", strings.Replace(form, `"weight": "35"`, `"weight": "34"`, 1)).Subjects[0]
	require.Equal(t, "10", lineOf(t, short, "预算执行率").Full.String(), "what does not add up is not taken, and said")
	require.Equal(t, scoring.WeightsOff, lineOf(t, short, "产出指标").Remarks[0].Kind)
}

func TestSupplied_holds_parts_against_the_row_they_belong_to(t *testing.T) {
	t.Parallel()
	card := scored(t, "yunnan-project@1", `{"items": [
		{"group": "产出指标", "name": "道路", "weight": "50", "target": "≥10公里", "actual": "10公里", "score": "50"},
		{"group": "产出指标", "name": "其中：沥青", "target": "≥6公里", "actual": "6公里"},
		{"group": "产出指标", "name": "其中：水泥", "target": "≥4公里", "actual": "3公里"}]}`).Subjects[0]
	road := lineOf(t, card, "道路")
	require.Equal(t, "50", pointsOf(road))
	require.Equal(t, []scoring.Remark{{Kind: scoring.PartsOff, Stated: "10", Computed: "9"}}, road.Remarks)
	require.True(t, lineOf(t, card, "其中：水泥").Part)
	require.Equal(t, "50", pointsOf(lineOf(t, card, "产出指标")))
}

// What the scores say themselves stands; the form says the rest.
func TestSupplied_adds_the_form_to_the_scores(t *testing.T) {
	t.Parallel()
	form := strings.TrimSuffix(formOf("45", "10"), "}") + `, "scores": {"items": [
		{"id": "execution", "inputs": {"budget": 2, "executed": 1}},
		{"id": "r1", "group": "output", "title": "场次", "full": 50, "nature": "at_least", "inputs": {"target": 2, "actual": 1}}]}}`
	card := scored(t, "national-project@2", form).Subjects[0]
	require.Equal(t, "5", pointsOf(lineOf(t, card, "预算执行率")))
	require.Equal(t, "25", pointsOf(lineOf(t, card, "产出指标")), "the group has the rows of the scores")
	require.Equal(t, "30", pointsOf(lineOf(t, card, "受益人口")))
	require.Equal(t, "70", card.Total.String())

	d, err := declaration.Parse([]byte(strings.Replace(form, `"id": "execution", "inputs"`, `"id": "execution", "inputs_of"`, 1)))
	require.Error(t, err)
	require.Empty(t, d)
	d, err = declaration.Parse([]byte(strings.Replace(form, "at_least", "better", 1)))
	require.NoError(t, err)
	s := schemeOf(t, "national-project@2")
	_, err = d.Supplied(s).Score(s)
	require.Equal(t, "inputs_wrong", fault.ReasonOf(err), "what was written as scores is not tolerated silently")
	out, err := d.Supplied(s).Tolerant().Score(s)
	require.NoError(t, err)
	require.Equal(t, []string{"nature_unknown"}, wrongs(lineOf(t, out.Subjects[0], "场次")))
	require.Equal(t, "30", pointsOf(lineOf(t, out.Subjects[0], "受益人口")))
}

// Whatever stands in a form, every row of it is a line once, nothing scores more
// than its marks, and there is a total only where every line has its points.
func TestSupplied_of_any_form(t *testing.T) {
	t.Parallel()
	cells := []string{"", "—", "0", "1", "95%", "≥90%", "≤3", "=4", "120万元", "不超过5天", "2023年6月", "6月底前", "改善", "已完成", "-7", "3公里", "1e9", "１００", "满意"}
	groups := []string{"", "产出", "一、产出指标（50分）", "效益指标", "社会公众满意度", "管理指标", "预算执行", "成本指标"}
	names := []string{"甲", "预算执行率", "其中：乙", "合计", "满意度", "r1", "绩效指标"}
	marks := []string{"", "0", "5", "10", "50", "-1", "30.5"}
	rapid.Check(t, func(r *rapid.T) {
		pick := func(of []string, what string) string { return rapid.SampledFrom(of).Draw(r, what) }
		form := map[string]any{}
		if rapid.Bool().Draw(r, "money") {
			row := map[string]string{"name": pick([]string{"年度资金总额", "其中：当年财政拨款", "上年结转"}, "name")}
			for _, column := range []string{"initial", "full_year", "executed", "weight", "score"} {
				row[column] = pick(marks, column)
			}
			form["money"] = []any{row}
		}
		var items []any
		for i := range rapid.IntRange(0, 7).Draw(r, "rows") {
			items = append(items, map[string]string{
				"group": pick(groups, "group"), "second": pick(groups, "second"), "name": pick(names, "name"),
				"weight": pick(marks, "weight"), "score": pick(marks, "score"), "target": pick(cells, "target"), "actual": pick(cells, "actual"),
				"reason": pick([]string{"", "停工" + fmt.Sprint(i)}, "reason"),
			})
		}
		form["items"] = items
		raw, err := json.Marshal(form)
		require.NoError(r, err)
		ref := pick(dialects(), "scheme")
		card := scored(r, ref, string(raw)).Subjects[0]
		seen, known := map[string]bool{}, true
		for _, l := range card.Lines {
			require.False(r, seen[l.ID], "%s stands twice", l.ID)
			seen[l.ID] = true
			known = known && (l.Points != nil || l.Part)
			if l.Points != nil && l.Full != nil && !l.Group {
				require.LessOrEqual(r, l.Points.Compare(*l.Full), 0, l.Title)
				require.False(r, l.Points.IsNegative(), l.Title)
			}
		}
		require.Equal(r, card.Total != nil, card.State == scoring.Scored && known)
	})
}

// A form as long as a sheet may be can still be scored.
func TestSupplied_of_the_longest_form(t *testing.T) {
	t.Parallel()
	row := `{"group": "产出指标", "name": "甲", "weight": "0.1", "target": "≥1", "actual": "1"}`
	form := `{"money": [{"name": "年度资金总额", "full_year": "2", "executed": "1"}], "items": [` +
		strings.TrimSuffix(strings.Repeat(row+",", declaration.MaxEntries), ",") + `]}`
	require.Len(t, scored(t, "national-project@2", form).Subjects[0].Lines, declaration.MaxEntries+4)
}

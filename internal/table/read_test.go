package table_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/table"
)

func TestRead_refuses_with_the_path(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, source, path, reason string }{
		{"nothing", ``, "", "table_unreadable"},
		{"half a file", `{"rows": [`, "", "table_unreadable"},
		{"two documents", `{"rows": []} {}`, "", "table_unreadable"},
		{"not UTF-8", "{\"rows\": [], \"grade\": \"\xd3\xc5\"}", "", "table_unreadable"},
		{"too deep", `{"rows": ` + strings.Repeat("[", 20000) + strings.Repeat("]", 20000) + `}`, "", "table_unreadable"},
		{"a list", `[]`, "", "field_type_wrong"},
		{"no table", `{"title": "x"}`, "", "not_a_table"},
		{"rows are null", `{"rows": null}`, "", "not_a_table"},
		{"rows are an object", `{"rows": {}}`, "/rows", "field_type_wrong"},
		{"a row is a text", `{"rows": [{}, "x"]}`, "/rows/1", "field_type_wrong"},
		{"a score is a list", `{"rows": [{"score": [1]}]}`, "/rows/0/score", "field_type_wrong"},
		{"a target is a truth", `{"rows": [{"target": true}]}`, "/rows/0/target", "field_type_wrong"},
		{"a name is an object", `{"budget_rows": [{"name": {}}]}`, "/budget_rows/0/name", "field_type_wrong"},
		{"a flag is a number", `{"rows": [], "excerpt_complete": 1}`, "/excerpt_complete", "field_type_wrong"},
		{"weights are a list", `{"rows": [], "declared_level1_weights": [10]}`, "/declared_level1_weights", "field_type_wrong"},
		{"a weight is a list", `{"rows": [], "declared_level1_weights": {"产出/效益": []}}`, "/declared_level1_weights/产出~1效益", "field_type_wrong"},
		{"a note is a number list", `{"rows": [], "scoring_notes": [[1]]}`, "/scoring_notes/0", "field_type_wrong"},
		{"twice", `{"rows": [{"score": 1, "score": 2}]}`, "/rows/0/score", "field_repeated"},
		{"rows twice", `{"rows": [], "rows": [{}]}`, "/rows", "field_repeated"},
		{"a huge exponent", `{"rows": [{"score": 1e999999999}]}`, "/rows/0/score", "number_too_long"},
		{"a huge number", `{"rows": [{"score": ` + strings.Repeat("9", 50) + `}]}`, "/rows/0/score", "number_too_long"},
		{"a huge cell", `{"rows": [{"l3": "` + strings.Repeat("x", table.MaxCell) + `"}]}`, "/rows/0/l3", "cell_too_long"},
		{"too many rows", `{"rows": [` + strings.Repeat("{},", table.MaxRows) + `{}]}`, "/rows", "too_many_rows"},
		{"too large", `{"rows": [], "x": "` + strings.Repeat("x", table.MaxBytes) + `"}`, "", "table_too_large"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := table.Read([]byte(c.source))
			require.Equal(t, fault.Invalid, fault.CodeOf(err))
			require.Equal(t, c.reason, fault.ReasonOf(err))
			if c.path != "" {
				require.Equal(t, c.path, fault.As(err).Fields[0].Name)
			}
		})
	}
}

func TestRead_says_where_it_is_no_JSON(t *testing.T) {
	t.Parallel()
	for source, want := range map[string][2]string{
		"":           {"1", "1"},
		`{"rows": [`: {"1", "10"},
		"{\n \"rows\": [\n  {\"l3\": \"甲项\" \"weight\": 10}\n ]\n}": {"3", "15"},
		"{\"rows\": []}\n}": {"2", "1"},
	} {
		_, err := table.Read([]byte(source))
		require.Equal(t, "table_unreadable", fault.ReasonOf(err))
		require.Len(t, fault.As(err).Fields, 1, source)
		params := fault.As(err).Fields[0].Params
		require.Equal(t, want, [2]string{params["line"], params["column"]}, source)
	}
}

func TestPlaceName(t *testing.T) {
	t.Parallel()
	for pointer, want := range map[string]string{
		"/rows/3/score":  "第4个指标行的得分",
		"/budget_rows/0": "第1个资金行",
		"/rows":          "指标行",
		"/declared_level1_weights/产出~1效益": "规定的一级权重",
		"/total_score":          "总分",
		"/process_dates/1/date": "第2个办理日期的日期",
		"":                      "",
		"/unheard/1/of":         "",
	} {
		require.Equal(t, want, table.PlaceName(pointer), pointer)
	}
}

func TestRead_takes_numbers_and_texts(t *testing.T) {
	t.Parallel()
	read, err := table.Read([]byte("\xef\xbb\xbf" + `{"rows": [{"target": 550, "score": "9.50", "weight": 1e1, "colour": {"x": [1, {}]}, "colour": 2}], "year": "2022", "scoring_notes": "注", "unknown": [{}]}`))
	require.NoError(t, err)
	require.Equal(t, table.Row{Target: "550", Score: "9.50", Weight: "10"}, read.Rows[0])
	require.Equal(t, "2022", read.Year)
	require.Equal(t, []string{"注"}, read.Notes)
}

func FuzzCheck(f *testing.F) {
	for _, name := range []string{"02", "06", "13", "17"} {
		source, err := os.ReadFile("testdata/published/" + name + ".json") //nolint:gosec // a fixture
		require.NoError(f, err)
		f.Add(source)
	}
	f.Add([]byte(`{"rows":[{"l1":"其中","l3":"合计","parent":"合计","target":"≥一十百千万亿％","actual":"0","weight":"-0","score":"1e3"}],"budget_rows":[{"name":"其中","rate":"1,000.5‰","executed":"亿"}]}`))
	f.Fuzz(func(t *testing.T, source []byte) {
		read, err := table.Read(source)
		if err != nil {
			require.Equal(t, fault.Invalid, fault.CodeOf(err))
			return
		}
		first := read.Check()
		require.Equal(t, first, read.Check())
		require.NotNil(t, first)
	})
}

// A table as large as one may be is checked in the time a person waits.
func TestCheck_large_tables(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]string{
		"nothing in the rows": `{"l1": "产出指标(50分)", "l3": "其中"}`,
		"all the same":        `{"l1": "产出指标(50分)", "l2": "数量指标", "l3": "培训农村劳动力人数", "target": "≥10人", "actual": "≥10人", "weight": 1, "score": 0, "parent": "培训农村劳动力人数"}`,
		"all alike":           `{"l1": "产出指标", "l2": "数量指标", "l3": "培训农村劳动力人数", "target": "10人", "actual": "9人", "weight": 1, "score": 1}`,
		"points alone":        `{"weight": 1}`,
		"sums":                `{"l1": "小计", "weight": 1, "score": 1}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source := `{"excerpt_complete": true, "year": 2022, "total_score": 1, "goal_expected": "` + strings.Repeat("培训农村劳动力人数1200人，", 300) + `", "budget_rows": [` + strings.Repeat(`{"name": "其中:财政拨款", "full_year": 1, "executed": 2},`, table.MaxRows-1) + `{"name": "总额", "full_year": 5, "executed": 1}], "rows": [` +
				strings.Repeat(row+",", table.MaxRows-1) + row + `]}`
			found := read(t, []byte(source)).Check()
			require.LessOrEqual(t, len(found), 10*table.MaxRows, "it comes to an end, and says of a row what there is to say")
		})
	}
}

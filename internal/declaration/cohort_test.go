package declaration_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/declaration"
	"jiheng/internal/fault"
	"jiheng/internal/scheme"
	"jiheng/processes"
)

func TestParseCohort_names_every_wrong_field(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ sheet, field, reason string }{
		{``, "", "sheet_unreadable"},
		{`{`, "", "sheet_unreadable"},
		{`{} {}`, "", "sheet_unreadable"},
		{`[]`, "", "object_expected"},
		{strings.Repeat(`{"units":[`, 30), "", "sheet_unreadable"},
		{`{"colour": 1}`, "/colour", "field_unknown"},
		{`{"year": 13}`, "/year", "year_invalid"},
		{`{"total": "1", "total": "2"}`, "/total", "field_twice"},
		{`{"total": "九左右"}`, "/total", "number_invalid"},
		{`{"items": [{"id": "a", "inputs": {"actual": "5万人", "target": "48000"}}]}`, "/items/0/inputs/actual", "units_mixed"},
		{`{"items": [{"id": "a", "inputs": {"executed": "5万元", "budget": "3公里"}}]}`, "/items/0/inputs/executed", "units_mixed"},
		{`{"total": 1e3}`, "/total", "number_invalid"},
		{`{"units": {}}`, "/units", "list_expected"},
		{`{"units": [], "id": "A"}`, "/id", "beside_units"},
		{`{"units": [{"id": "A", "choices": {}}]}`, "/units/0/choices", "field_unknown"},
		{`{"items": [{}]}`, "/items/0/id", "field_required"},
		{`{"items": [{"id": 1}]}`, "/items/0/id", "text_expected"},
		{`{"items": [{"id": "a", "inputs": []}]}`, "/items/0/inputs", "object_expected"},
		{`{"items": [{"id": "a", "inputs": {"x": [1]}}]}`, "/items/0/inputs/x", "scalar_expected"},
		{`{"items": [{"id": "a", "inputs": {"x/y": {"worth": 1}}}]}`, "/items/0/inputs/x~1y/worth", "field_unknown"},
		{`{"items": [{"id": "a", "inputs": {"x": {"reports": [{"by": "B"}]}}}]}`, "/items/0/inputs/x/reports/0/value", "field_required"},
		{`{"items": [{"id": "a", "merged": "yes"}]}`, "/items/0/merged", "flag_expected"},
		{`{"items": [{"id": "a", "reason": "` + strings.Repeat("因", 2001) + `"}]}`, "/items/0/reason", "text_too_long"},
		{`{"items": [{"id": "a\u202e"}]}`, "/items/0/id", "text_not_printable"},
		{`{"items": [{"id":"a","parts":[{"id":"b","parts":[{"id":"c","parts":[{"id":"d","parts":[{"id":"e"}]}]}]}]}]}`, "/items/0/parts/0/parts/0/parts/0/parts", "parts_too_deep"},
	} {
		_, err := declaration.ParseCohort([]byte(tt.sheet))
		require.ErrorIs(t, err, fault.New(fault.Invalid, "sheet_invalid", ""), tt.sheet)
		f := fault.As(err).Fields[0]
		require.Equal(t, tt.reason, f.Reason, tt.sheet)
		require.Equal(t, tt.field, f.Name, tt.sheet)
	}
}

func TestCohort_says_when_a_scheme_is_out_of_force(t *testing.T) {
	t.Parallel()
	schemes, err := scheme.Load(processes.Schemes())
	require.NoError(t, err)
	s, err := schemes.FindRef("wenzhou-appraisal")
	require.NoError(t, err)
	for year, want := range map[int]bool{2012: true, 2013: false, 2014: true} {
		cohort, err := declaration.ParseCohort(fmt.Appendf(nil, `{"year": %d}`, year))
		require.NoError(t, err)
		scores, err := cohort.Score(s)
		require.NoError(t, err)
		require.Equal(t, want, scores.OutOfForce, year)
	}
}

// Whatever is filled in, there is a result or a fault that names the field.
func TestCohort_never_breaks(t *testing.T) {
	t.Parallel()
	schemes, err := scheme.Load(processes.Schemes())
	require.NoError(t, err)
	s, err := schemes.FindRef("wenzhou-appraisal")
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{
			`true`, `false`, `0`, `1`, `-1`, `"x"`, `""`, `null`, `99999999999999999999999999`, `"0.000000000001"`, `"2013-02-30"`, `"优"`,
			`{"value": 1, "reason": "r"}`, `{"reports": [{"by": "b", "value": 3, "money": 0}]}`, `{"reports": []}`,
		})
		name := rapid.SampledFrom([]string{
			"declared", "days_late", "due", "done", "passed_first_round", "returns", "errors", "late", "all", "actual", "target", "self", "review",
			"grade", "score", "quality", "missing", "projects", "funds",
		})
		var items []string
		for i, id := range []string{"1.1", "1.2", "1.3", "2.1", "3.4", "3.5", "4.1", "4.2", "8.1", "1", "zz"} {
			var inputs []string
			for _, in := range rapid.SliceOfNDistinct(name, 0, 4, rapid.ID).Draw(t, "names") {
				inputs = append(inputs, fmt.Sprintf("%q: %s", in, word.Draw(t, "word")))
			}
			if i < 9 || rapid.IntRange(0, 9).Draw(t, "rare") == 0 {
				items = append(items, fmt.Sprintf(`{"id": %q, "absent": %q, "inputs": {%s}}`, id, rapid.SampledFrom([]string{"", "没有"}).Draw(t, "absent"), strings.Join(inputs, ",")))
			}
		}
		cohort, err := declaration.ParseCohort([]byte(`{"items": [` + strings.Join(items, ",") + `]}`))
		require.NoError(t, err)
		scores, err := cohort.Score(s)
		if err != nil {
			require.Equal(t, "inputs_wrong", fault.ReasonOf(err))
			require.Contains(t, fault.As(err).Fields[0].Name, "/items/")
			return
		}
		require.Len(t, scores.Subjects, 1)
	})
}

// Numbers that nobody fills in cost no minutes.
func TestCohort_of_hostile_numbers_is_scored_in_time(t *testing.T) {
	t.Parallel()
	s, err := scheme.Parse("", []byte(`name: x
version: 1
title: x
source: x
round: {how: half_up, digits: 2, place: total}
indicators:
  - {id: i, title: i, full: 100, rules: [{kind: capped_ratio}, {kind: cohort_mean, mean_of: exact}]}
`))
	require.NoError(t, err)
	units := []string{`{"id": "absent", "items": [{"id": "i", "absent": "x"}]}`}
	prime := new(big.Int).Exp(big.NewInt(10), big.NewInt(29), nil)
	for i := range 1999 {
		target := new(big.Int).Add(prime, big.NewInt(int64(2*i+1)))
		units = append(units, fmt.Sprintf(`{"id": "u%d", "items": [{"id": "i", "inputs": {"actual": "1.000000000001", "target": "%s.000000000003"}}]}`, i, target))
	}
	cohort, err := declaration.ParseCohort([]byte(`{"units": [` + strings.Join(units, ",") + `]}`))
	require.NoError(t, err)
	start := time.Now()
	_, err = cohort.Score(s)
	require.NoError(t, err)
	require.Less(t, time.Since(start), time.Minute)
}

// A sheet is read as a published table is: full-width figures, separators,
// percentages, units, marks for nothing.
func TestParseCohort_reads_as_a_table_is_read(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ inputs, name, want string }{
		{`{"actual": "９５．５％"}`, "actual", "95.5"},
		{`{"actual": " 1,234.50 "}`, "actual", "1234.50"},
		{`{"actual": "20，000亩", "target": "≥20000亩"}`, "actual", "20000"},
		{`{"actual": "20000亩", "target": "≥20000亩"}`, "target", "20000"},
		{`{"actual": "0.95", "target": "90%"}`, "actual", "95"},
		{`{"actual": "95", "target": "90%"}`, "actual", "95"},
		{`{"executed": "300,000元", "budget": "278.4449万元"}`, "executed", "300000"},
		{`{"executed": "300,000元", "budget": "278.4449万元"}`, "budget", "2784449"},
		{`{"executed": "30万元", "budget": "278.4449万元"}`, "executed", "30"},
		{`{"actual": "3公里", "target": "3000米"}`, "actual", "3000"},
		{`{"actual": "-"}`, "actual", ""},
		{`{"actual": "　"}`, "actual", ""},
		{`{"done": "2023年5月1日"}`, "done", "2023-05-01"},
		{`{"done": "2023.5.1"}`, "done", "2023-05-01"},
		{`{"declared": "是"}`, "declared", "true"},
		{`{"level": "met"}`, "level", "met"},
		{`{"actual": "≥95%"}`, "actual", "≥95%"},
		{`{"actual": {"value": "１２次", "reason": "另有"}}`, "actual", "12"},
	} {
		c, err := declaration.ParseCohort([]byte(`{"total": "９８．５ 分", "items": [{"id": "a", "declared": "/", "inputs": ` + tt.inputs + `}]}`))
		require.NoError(t, err, tt.inputs)
		require.Equal(t, "98.5", c.Subjects[0].Total.String())
		require.Nil(t, c.Subjects[0].Entries[0].Declared)
		for _, g := range c.Subjects[0].Entries[0].Inputs {
			if g.Name == tt.name {
				require.Equal(t, tt.want, g.Value, tt.inputs)
			}
		}
	}
}

package scheme_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/scoring"
)

// full is a unit that did everything; items may be put in place of others.
func full(id string, instead ...string) string {
	items := []string{
		`{"id": "1.1", "inputs": {"declared": true, "days_late": 0}}`,
		`{"id": "1.2", "inputs": {"passed_first_round": true, "returns": 0, "not_revised": 0}}`,
		`{"id": "1.3", "inputs": {"errors": 0}}`,
		`{"id": "1.4", "inputs": {"not_detailed": 0, "unfounded": 0}}`,
		`{"id": "1.5", "inputs": {"not_quantified": 0, "unclear": 0}}`,
		`{"id": "1.6", "inputs": {"not_set": 0, "unreasonable": 0}}`,
		`{"id": "2.1", "inputs": {"late": 0, "all": 4}}`,
		`{"id": "2.2", "inputs": {"errors": 0}}`,
		`{"id": "3.1", "inputs": {"late": 0, "all": 4}}`,
		`{"id": "3.2", "inputs": {"missing": 0}}`,
		`{"id": "3.3", "inputs": {"missing": 0}}`,
		`{"id": "3.4", "inputs": {"quality": 0}}`,
		`{"id": "3.5", "inputs": {"reviewed": 5, "due": 5}}`,
		`{"id": "3.6", "inputs": {"not_evaluated": 0, "no_spot_check": 0, "report_late": 0}}`,
		`{"id": "4.1", "inputs": {"self": 100, "review": 100}}`,
		`{"id": "4.2", "inputs": {"grade": "优"}}`,
		`{"id": "4.3", "inputs": {"days_late": 0}}`,
		`{"id": "5.1", "inputs": {"timely": true}}`,
		`{"id": "5.2", "inputs": {"applied": true}}`,
		`{"id": "6.1", "inputs": {"rules_made": true}}`,
		`{"id": "7.1", "inputs": {"trained": true, "absences": 0}}`,
		`{"id": "8.1", "inputs": {"projects": 0, "funds": 0}}`,
	}
	for _, other := range instead {
		for i, item := range items {
			if item[:12] == other[:12] {
				items[i] = other
			}
		}
	}
	return `{"id": "` + id + `", "items": [` + strings.Join(items, ",") + `]}`
}

func cohort(choices string, units ...string) string {
	return `{"choices": ` + choices + `, "units": [` + strings.Join(units, ",") + `]}`
}

func TestWenzhou_full_marks(t *testing.T) {
	t.Parallel()
	card := scored(t, "wenzhou-appraisal", cohort(`{}`, full("A"))).Subjects[0]
	require.Equal(t, scoring.Scored, card.State)
	require.Equal(t, "100", card.Total.String())
	sums := map[string]string{"1": "30", "2": "5", "3": "30", "4": "15", "5": "10", "6.1": "5", "7.1": "5"}
	for id, want := range sums {
		require.Equal(t, want, line(t, card, id).Full.String(), id)
	}
	leaves := 0
	for _, l := range card.Lines {
		if !l.Group {
			leaves++
		}
	}
	require.Equal(t, 22, leaves)
}

// Each rule with figures worked out by hand, under both ways where the source
// leaves one open.
func TestWenzhou_each_rule(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ item, choices, want string }{
		{`{"id": "1.1", "inputs": {"declared": false}}`, `{}`, "0"},
		{`{"id": "1.1", "inputs": {"declared": true, "days_late": 4}}`, `{}`, "3"},
		{`{"id": "1.1", "inputs": {"declared": true, "days_late": 4}}`, `{"partial_five_days": "begun"}`, "2"},
		{`{"id": "1.1", "inputs": {"declared": true, "days_late": 5}}`, `{}`, "2"},
		{`{"id": "1.1", "inputs": {"declared": true, "days_late": 99}}`, `{}`, "0"},
		{`{"id": "1.2", "inputs": {"passed_first_round": false}}`, `{}`, "0"},
		{`{"id": "1.2", "inputs": {"passed_first_round": true, "not_revised": 1, "returns": {"reports": [{"by": "甲", "value": 3}, {"by": "乙", "value": 1}]}}}`, `{}`, "4"},
		{`{"id": "1.2", "inputs": {"passed_first_round": true, "not_revised": 1, "returns": {"reports": [{"by": "甲", "value": 3}, {"by": "乙", "value": 1}]}}}`, `{"free_returns": 0}`, "2"},
		{`{"id": "1.3", "inputs": {"errors": 3}}`, `{}`, "3.5"},
		{`{"id": "1.3", "inputs": {"errors": 11}}`, `{}`, "0"},
		{`{"id": "1.4", "inputs": {"not_detailed": 1, "unfounded": 1}}`, `{}`, "1"},
		{`{"id": "1.5", "inputs": {"not_quantified": 2, "unclear": 1}}`, `{}`, "0"},
		{`{"id": "1.6", "inputs": {"not_set": 0, "unreasonable": 1}}`, `{}`, "3"},
		{`{"id": "2.1", "inputs": {"late": 1, "all": 4}}`, `{}`, "1.5"},
		{`{"id": "2.2", "inputs": {"errors": 5}}`, `{}`, "0.5"},
		{`{"id": "3.1", "inputs": {"late": 1, "all": 3}}`, `{}`, "2"},
		{`{"id": "3.2", "inputs": {"missing": 2}}`, `{}`, "1"},
		{`{"id": "3.3", "inputs": {"missing": 1, "weighting": {"value": "1.5", "reason": "权数集中"}}}`, `{}`, "4"},
		{`{"id": "3.4", "inputs": {"quality": {"value": 3, "reason": "问题未反映"}}}`, `{}`, "7"},
		{`{"id": "3.5", "inputs": {"reviewed": 4, "due": 5, "carelessness": {"value": "0.4", "reason": "格式未核"}}}`, `{}`, "2"},
		{`{"id": "3.6", "inputs": {"not_evaluated": 1, "no_spot_check": 1, "report_late": 1}}`, `{}`, "0"},
		{`{"id": "3.6", "inputs": {"not_evaluated": 1, "no_spot_check": 0, "report_late": 1}}`, `{}`, "2"},
		{`{"id": "4.1", "inputs": {"self": 96, "review": 86}}`, `{}`, "6.02"},
		{`{"id": "4.1", "inputs": {"self": 96, "review": 80}}`, `{}`, "2.6"},                               // 5.6 − 3
		{`{"id": "4.1", "inputs": {"self": 96, "review": 80}}`, `{"gap_from": "excess"}`, "4.6"},           // 6 beyond
		{`{"id": "4.1", "inputs": {"self": 96, "review": 80}}`, `{"partial_five_points": "begun"}`, "1.6"}, // 3.2 → 4
		{`{"id": "4.1", "inputs": {"self": 80, "review": 96}}`, `{}`, "3.72"},
		{`{"id": "4.1", "inputs": {"self": 80, "review": 96}}`, `{"gap_sides": "self_higher"}`, "6.72"},
		{`{"id": "4.1", "inputs": {"self": {"reports": [{"by": "甲", "value": 90, "money": 1}, {"by": "乙", "value": 96, "money": 2}]}, "review": {"reports": [{"by": "甲", "value": 90, "money": 1}, {"by": "乙", "value": 84, "money": 2}]}}}`, `{}`, "6.09"},
		{`{"id": "4.1", "inputs": {"self": {"reports": [{"by": "甲", "value": 90, "money": 1}, {"by": "乙", "value": 96, "money": 2}]}, "review": {"reports": [{"by": "甲", "value": 90, "money": 1}, {"by": "乙", "value": 84, "money": 2}]}}}`, `{"projects_combined": "weighted"}`, "6.02"},
		{`{"id": "4.2", "inputs": {"grade": "良", "score": 85}}`, `{}`, "4.25"},
		{`{"id": "4.2", "inputs": {"grade": "不合格"}}`, `{}`, "0"},
		{`{"id": "4.3", "inputs": {"days_late": 29}}`, `{}`, "2"},
		{`{"id": "4.3", "inputs": {"days_late": 29}}`, `{"partial_half_month": "begun"}`, "1"},
		{`{"id": "4.3", "inputs": {"days_late": 30}}`, `{"half_month_days": 16}`, "2"},
		{`{"id": "5.1", "inputs": {"timely": false}}`, `{}`, "0"},
		{`{"id": "5.1", "inputs": {"timely": true, "shortcomings": {"value": 2, "reason": "两项未完成"}}}`, `{}`, "3"},
		{`{"id": "5.2", "inputs": {"applied": false}}`, `{}`, "0"},
		{`{"id": "6.1", "inputs": {"rules_made": false}}`, `{}`, "0"},
		{`{"id": "7.1", "inputs": {"trained": true, "absences": 2}}`, `{}`, "3"},
		{`{"id": "7.1", "inputs": {"trained": false}}`, `{}`, "0"},
		{`{"id": "8.1", "inputs": {"projects": 2, "funds": 1}}`, `{}`, "9"},
		{`{"id": "8.1", "inputs": {"projects": 3, "funds": 1}}`, `{}`, "10"},
	} {
		card := scored(t, "wenzhou-appraisal", cohort(tt.choices, full("A", tt.item))).Subjects[0]
		require.Equal(t, tt.want, line(t, card, tt.item[8:11]).Points.String(), "%s %s", tt.item, tt.choices)
	}
}

func TestWenzhou_means_bonus_and_the_best(t *testing.T) {
	t.Parallel()
	out := scored(t, "wenzhou-appraisal", cohort(`{}`,
		full("甲", `{"id": "3.5", "inputs": {"reviewed": 4, "due": 5}}`),                       // 2.4
		full("乙", `{"id": "8.1", "inputs": {"projects": 1, "funds": 1}}`),                     // 3 and 7 more
		full("丙", `{"id": "3.5", "absent": "没有下属单位"}`),                                        // the mean of the others, 2.85
		full("丁", `{"id": "4.2", "absent": "未列入"}`, `{"id": "1.3", "inputs": {"errors": 2}}`), // 94 of 95
		full("戊", `{"id": "5.2", "inputs": {"applied": false}}`),
	))
	want := map[string]string{"甲": "99.4", "乙": "107", "丙": "99.85", "丁": "98.95", "戊": "95"}
	for _, c := range out.Subjects {
		require.Equal(t, want[c.ID], c.Total.String(), c.ID)
	}
	// The mean of 3.5 is of 2.4, 3, 3 and 3.
	require.Equal(t, 1, out.Best.Count)
	require.Equal(t, []string{"乙"}, out.Best.Chosen)
	for _, c := range out.Choices {
		require.True(t, c.Assumed)
	}
}

// Who was in no key evaluation: the source does not say, so each way is there.
func TestWenzhou_not_in_key_evaluation(t *testing.T) {
	t.Parallel()
	for way, want := range map[string]string{"rescale": "98.95", "mean": "98.5", "full": "99", "zero": "94"} {
		out := scored(t, "wenzhou-appraisal", cohort(`{"not_in_key_evaluation": "`+way+`"}`,
			full("甲"), full("乙", `{"id": "4.2", "inputs": {"grade": "良", "score": 80}}`),
			full("丁", `{"id": "4.2", "absent": "未列入"}`, `{"id": "1.3", "inputs": {"errors": 2}}`)))
		require.Equal(t, want, out.Subjects[2].Total.String(), way)
	}
}

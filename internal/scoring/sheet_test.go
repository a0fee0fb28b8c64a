package scoring_test

import (
	"encoding/json"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/fault"
	"jiheng/internal/scoring"
)

// sheet has items of the given weights and scores; "" is not published.
func sheet(t require.TestingT, total string, grade scoring.Grade, points ...[2]string) scoring.ScoreSheet {
	optional := func(text string) *scoring.Number {
		if text == "" {
			return nil
		}
		return num(t, text)
	}
	s := scoring.ScoreSheet{Total: optional(total), Grade: grade}
	for i, p := range points {
		s.Items = append(s.Items, scoring.Item{ID: strconv.Itoa(i + 1), Weight: optional(p[0]), Score: optional(p[1])})
	}
	return s
}

func findings(r scoring.Report) []scoring.FindingKind {
	list := make([]scoring.FindingKind, 0, len(r.Findings))
	for _, f := range r.Findings {
		list = append(list, f.Kind)
	}
	return list
}

// The self-evaluation of 2019 from which this began: twelve indicators, 97
// points, excellent, and no score of any indicator published.
func TestCheck_a_total_without_published_items_stays_what_it_is(t *testing.T) {
	t.Parallel()
	r, err := scoring.Check(sheet(t, "97", scoring.Excellent, make([][2]string, 12)...), scoring.National())
	require.NoError(t, err)
	require.Equal(t, scoring.Report{
		Status: scoring.ItemsNotPublished, Grade: scoring.Excellent, Findings: []scoring.Finding{},
	}, r)

	r, err = scoring.Check(sheet(t, "97", scoring.Excellent), scoring.National())
	require.NoError(t, err)
	require.Equal(t, scoring.ItemsNotPublished, r.Status)
}

func TestCheck_compares_only_what_is_published(t *testing.T) {
	t.Parallel()
	national := scoring.National()
	for _, tt := range []struct {
		name     string
		sheet    scoring.ScoreSheet
		status   scoring.Status
		sum      string
		findings []scoring.FindingKind
	}{
		{"all agrees", sheet(t, "97.93", scoring.Excellent, [2]string{"10", "7.93"}, [2]string{"90", "90"}), scoring.Recomputed, "97.93", nil},
		{"sum differs", sheet(t, "92", "", [2]string{"", "20"}, [2]string{"", "13"}, [2]string{"", "10"}, [2]string{"", "25"}, [2]string{"", "13"}), scoring.Recomputed, "81", []scoring.FindingKind{scoring.TotalDiffers}},
		{"total rounded", sheet(t, "98", "", [2]string{"", "7.93"}, [2]string{"", "90"}), scoring.Recomputed, "97.93", nil},
		{"one score missing", sheet(t, "50", "", [2]string{"10", "10"}, [2]string{"90", ""}), scoring.ItemsNotPublished, "", nil},
		{"weights", sheet(t, "", "", [2]string{"10.3", ""}, [2]string{"9.3", ""}, [2]string{"9.3", ""}, [2]string{"10.8", ""}, [2]string{"10.3", ""}), scoring.ItemsNotPublished, "", []scoring.FindingKind{scoring.WeightsDiffer}},
		{"weight missing", sheet(t, "", "", [2]string{"10", ""}, [2]string{"", ""}), scoring.ItemsNotPublished, "", nil},
		{"score above weight", sheet(t, "", "", [2]string{"10", "10.01"}, [2]string{"", ""}), scoring.ItemsNotPublished, "", []scoring.FindingKind{scoring.ScoreAboveWeight}},
		{"zero is a score", sheet(t, "0", scoring.Poor, [2]string{"100", "0"}), scoring.Recomputed, "0", nil},
		{"above full marks has no grade", sheet(t, "103", scoring.Good), scoring.ItemsNotPublished, "", []scoring.FindingKind{scoring.TotalAboveFull}},
		{"grade", sheet(t, "89.5", scoring.Excellent), scoring.ItemsNotPublished, "", []scoring.FindingKind{scoring.GradeDiffers}},
		{"grade of the sum", sheet(t, "", scoring.Good, [2]string{"100", "95"}), scoring.Recomputed, "95", []scoring.FindingKind{scoring.GradeDiffers}},
		{"nothing published", sheet(t, "", scoring.Excellent), scoring.ItemsNotPublished, "", nil},
	} {
		r, err := scoring.Check(tt.sheet, national)
		require.NoError(t, err, tt.name)
		require.Equal(t, tt.status, r.Status, tt.name)
		require.ElementsMatch(t, tt.findings, findings(r), tt.name)
		if tt.sum == "" {
			require.Nil(t, r.Sum, tt.name)
		} else {
			require.Equal(t, tt.sum, r.Sum.String(), tt.name)
		}
	}
}

func TestCheck_lays_both_sides_of_a_finding_together(t *testing.T) {
	t.Parallel()
	r, err := scoring.Check(sheet(t, "92.0", scoring.Good, [2]string{"10", "11"}, [2]string{"90", "70.5"}), scoring.National())
	require.NoError(t, err)
	source := "财预〔2020〕10号"
	require.Equal(t, []scoring.Finding{
		{Kind: scoring.ScoreAboveWeight, ItemID: "1", Stated: "11", Computed: "10", Source: source},
		{Kind: scoring.TotalDiffers, Stated: "92.0", Computed: "81.5", Source: source},
		{Kind: scoring.GradeDiffers, Stated: "good", Computed: "excellent", Source: source},
	}, r.Findings)
	require.Equal(t, 2, r.Published)
	require.Equal(t, "100", r.WeightSum.String())
}

func TestCheck_refuses_what_is_no_sheet(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		sheet      scoring.ScoreSheet
		reason, at string
	}{
		{sheet(t, "-1", ""), "number_negative", "/total"},
		{sheet(t, "", "", [2]string{"-5", ""}), "number_negative", "/items/0/weight"},
		{sheet(t, "", "", [2]string{"", "1"}, [2]string{"", "-0.01"}), "number_negative", "/items/1/score"},
		{scoring.ScoreSheet{Items: []scoring.Item{{ID: "a"}, {ID: "a"}}}, "item_repeated", "/items/1/id"},
	} {
		_, err := scoring.Check(tt.sheet, scoring.National())
		require.ErrorIs(t, err, fault.New(fault.Invalid, tt.reason, ""))
		require.Equal(t, tt.at, fault.As(err).Fields[0].Name)
	}
	_, err := scoring.Check(scoring.ScoreSheet{}, scoring.Scheme{})
	require.ErrorIs(t, err, fault.New(fault.Invalid, "scheme_inconsistent", ""))
}

func TestGradeOf_national_bands_include_their_lower_end(t *testing.T) {
	t.Parallel()
	for score, want := range map[string]scoring.Grade{
		"100": scoring.Excellent, "97": scoring.Excellent, "90": scoring.Excellent, "90.00": scoring.Excellent,
		"89.99": scoring.Good, "89.5": scoring.Good, "80": scoring.Good,
		"79.999": scoring.Medium, "60": scoring.Medium, "59.99": scoring.Poor, "0": scoring.Poor,
	} {
		got, err := scoring.National().GradeOf(*num(t, score))
		require.NoError(t, err)
		require.Equal(t, want, got, score)
	}
	for _, score := range []string{"100.01", "-0.01"} {
		_, err := scoring.National().GradeOf(*num(t, score))
		require.ErrorIs(t, err, fault.New(fault.Invalid, "score_out_of_range", ""))
	}
}

func TestGradeOf_an_open_band_leaves_its_end_to_the_one_below(t *testing.T) {
	t.Parallel()
	s := scoring.Scheme{Full: *num(t, "10"), Rounding: scoring.Down, Bands: []scoring.Band{
		{Grade: "pass", From: *num(t, "6"), Open: true}, {Grade: "fail", From: *num(t, "0")},
	}}
	for score, want := range map[string]scoring.Grade{"6.01": "pass", "6": "fail", "0": "fail", "10": "pass"} {
		got, err := s.GradeOf(*num(t, score))
		require.NoError(t, err)
		require.Equal(t, want, got, score)
	}
}

func TestScheme_must_grade_every_score_once(t *testing.T) {
	t.Parallel()
	band := func(grade scoring.Grade, from string) scoring.Band {
		return scoring.Band{Grade: grade, From: *num(t, from)}
	}
	for _, tt := range []struct {
		reason string
		bands  []scoring.Band
	}{
		{"bands_missing", nil},
		{"grade_missing", []scoring.Band{band("", "0")}},
		{"grade_repeated", []scoring.Band{band("a", "50"), band("a", "0")}},
		{"band_not_below", []scoring.Band{band("a", "50"), band("b", "60"), band("c", "0")}},
		{"band_not_below", []scoring.Band{band("a", "50"), band("b", "50"), band("c", "0")}},
		{"band_above_full", []scoring.Band{band("a", "101"), band("b", "0")}},
		{"band_above_full", []scoring.Band{{Grade: "a", From: *num(t, "100"), Open: true}, band("b", "0")}},
		{"lowest_band_not_zero", []scoring.Band{band("a", "50"), band("b", "1")}},
		{"lowest_band_not_zero", []scoring.Band{band("a", "50"), {Grade: "b", From: *num(t, "0"), Open: true}}},
	} {
		s := scoring.Scheme{Full: *num(t, "100"), Rounding: scoring.HalfUp, Bands: tt.bands}
		err := s.Validate()
		require.ErrorIs(t, err, fault.New(fault.Invalid, "scheme_inconsistent", ""), tt.reason)
		require.Equal(t, tt.reason, fault.As(err).Fields[0].Reason)
		_, err = s.GradeOf(*num(t, "5"))
		require.Error(t, err)
	}
	err := scoring.Scheme{Bands: scoring.National().Bands}.Validate()
	require.Equal(t, "full_not_positive", fault.As(err).Fields[0].Reason)
	require.Equal(t, "rounding_unknown", fault.As(err).Fields[1].Reason)
	require.NoError(t, scoring.National().Validate())
}

// Grades never improve as the score falls, and every score has one.
func TestGradeOf_is_monotone(t *testing.T) {
	t.Parallel()
	rank := func(g scoring.Grade) int {
		for i, o := range scoring.Grades() {
			if o == g {
				return i
			}
		}
		return -1
	}
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.IntRange(0, 10000).Draw(t, "a")
		b := rapid.IntRange(0, a).Draw(t, "b")
		grade := func(hundredths int) int {
			n := num(t, strconv.Itoa(hundredths/100)+"."+strconv.Itoa(hundredths%100/10)+strconv.Itoa(hundredths%10))
			g, err := scoring.National().GradeOf(*n)
			require.NoError(t, err)
			require.GreaterOrEqual(t, rank(g), 0)
			return rank(g)
		}
		require.LessOrEqual(t, grade(a), grade(b))
	})
}

func TestScoreSheet_not_published_is_not_zero_in_json(t *testing.T) {
	t.Parallel()
	s := sheet(t, "97", scoring.Excellent, [2]string{"10", "0"}, [2]string{"", ""})
	text, err := json.Marshal(s)
	require.NoError(t, err)
	var back scoring.ScoreSheet
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, "0", back.Items[0].Score.String())
	require.Nil(t, back.Items[1].Score)
	require.Nil(t, back.Items[1].Weight)
}

func TestLabels_cover_every_value(t *testing.T) {
	t.Parallel()
	labels := map[string]string{}
	for _, g := range scoring.Grades() {
		labels[string(g)] = g.Label()
		named, ok := scoring.GradeNamed(g.Label())
		require.True(t, ok)
		require.Equal(t, g, named)
	}
	for _, k := range scoring.Kinds() {
		labels[string(k)] = k.Label()
	}
	for _, o := range scoring.Ops() {
		labels[string(o)] = o.Label()
	}
	for _, r := range scoring.Roundings() {
		labels[string(r)] = r.Label()
	}
	for _, s := range scoring.Statuses() {
		labels[string(s)] = s.Label()
	}
	for _, k := range scoring.FindingKinds() {
		labels[string(k)] = k.Label()
	}
	for value, label := range labels {
		require.NotEqual(t, value, label)
	}
	require.Equal(t, "优", scoring.Excellent.Label())
	require.Equal(t, "custom", scoring.Grade("custom").Label())
	good, ok := scoring.GradeNamed("优秀")
	require.True(t, ok)
	require.Equal(t, scoring.Excellent, good)
	_, ok = scoring.GradeNamed("97")
	require.False(t, ok)
}

package scheme_test

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/declaration"
	"jiheng/internal/fault"
	"jiheng/internal/scheme"
	"jiheng/internal/scoring"
	"jiheng/processes"
)

var load = sync.OnceValues(func() (*scheme.Catalogue, error) { return scheme.Load(processes.Schemes()) })

func shipped(t *testing.T) *scheme.Catalogue {
	t.Helper()
	c, err := load()
	require.NoError(t, err)
	return c
}

// scored reads a sheet and scores it under a shipped scheme.
func scored(t *testing.T, name, sheet string) scoring.Scores {
	t.Helper()
	s, err := shipped(t).FindRef(name)
	require.NoError(t, err)
	cohort, err := declaration.ParseCohort([]byte(sheet))
	require.NoError(t, err)
	scores, err := cohort.Score(s)
	if err != nil {
		t.Logf("%+v", fault.As(err).Fields)
	}
	require.NoError(t, err)
	return scores
}

func line(t *testing.T, c scoring.Scorecard, id string) scoring.Line {
	t.Helper()
	for _, l := range c.Lines {
		if l.ID == id {
			return l
		}
	}
	t.Fatalf("no line %s", id)
	return scoring.Line{}
}

// A version that evaluations may run on stays what it is: -update is for new
// ones.
func TestShipped_versions_stay_as_they_are(t *testing.T) {
	t.Parallel()
	var got strings.Builder
	for _, s := range shipped(t).All() {
		fmt.Fprintf(&got, "%s %s\n", scheme.Ref(s), s.Digest)
	}
	const file = "testdata/digests.txt"
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(got.String()), 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), got.String())
}

func TestShipped_weights_add_up_and_sources_are_named(t *testing.T) {
	t.Parallel()
	full := map[string]string{
		"national-project": "100", "hubei-project": "100", "chongqing-overall": "100", "sichuan-project": "100", "yunnan-project": "100",
		"wenzhou-appraisal": "100", "hunan-overall": "", "zhanjiang-overall": "",
	}
	for _, s := range shipped(t).All() {
		want, known := full[s.Name]
		require.True(t, known, s.Name)
		require.NotEmpty(t, s.Source, s.Name)
		require.NotEmpty(t, s.Questions, s.Name)
		require.Empty(t, s.Lint(), s.Name) // among others, that weights are the full marks under every choice
		require.Equal(t, want, string(s.FullGiven), s.Name)
		if s.From == "" {
			require.Contains(t, strings.Join(s.Questions, ""), "载明", "%s does not say why it is not bounded", s.Name)
		}
		for _, c := range s.Choices {
			require.NotEmpty(t, c.Title, "%s %s", s.Name, c.Name)
			for _, o := range c.Options {
				require.NotEmpty(t, o.Title, "%s %s", s.Name, c.Name)
			}
		}
		clauses(t, s.Indicators, s.Name == "wenzhou-appraisal")
	}
}

// In a scheme that follows one table every leaf names its clause.
func clauses(t *testing.T, list []scoring.Indicator, each bool) {
	t.Helper()
	for _, i := range list {
		if each && i.Leaf() {
			require.NotEmpty(t, i.Clause, i.ID)
		}
		clauses(t, i.Children, each)
	}
}

// The rows of published tables that state a rule, and what the tables said.
func TestShipped_published_rows(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, scheme, choices, budget, executed, declared string
		points, difference                                string
	}{
		{"79.27%×10", "chongqing-overall", `{}`, "100", "79.27", "7.93", "7.93", "0"},
		{"76%×10", "chongqing-overall", `{}`, "100", "76", "7.6", "7.6", "0"},
		{"30/278.4449×20, stated as 2.16", "hubei-project", `{}`, "278.4449", "30", "2.16", "2.15", "0.01"},
		{"5/5×20", "hubei-project", `{}`, "5", "5", "20", "20", "0"},
		{"86.2% of 10 rounded up", "national-project", `{"rounding_how": "up", "rounding_digits": "0"}`, "43.2", "37.24", "9", "9", "0"},
		{"97.8% of 10 rounded down", "yunnan-project", `{"rounding_how": "down", "rounding_digits": 0}`, "32.4", "31.69", "9", "9", "0"},
		{"97.8% of 10, two digits", "yunnan-project", `{}`, "32.4", "31.69", "9", "9.78", "-0.78"},
		{"95.9% of 9 rounded down", "national-project", `{"weight_execution": 9, "weight_output": 51, "rounding_how": "down", "rounding_digits": "0"}`, "29", "27.8", "8", "8", "0"},
	} {
		sheet := fmt.Sprintf(`{"choices": %s, "items": [{"id": "execution", "declared": %q, "inputs": {"budget": %q, "executed": %q}}]}`,
			tt.choices, tt.declared, tt.budget, tt.executed)
		l := line(t, scored(t, tt.scheme, sheet).Subjects[0], "execution")
		require.Equal(t, tt.points, l.Points.String(), tt.name)
		require.Zero(t, l.Difference.Compare(number(t, tt.difference)), "%s: %s", tt.name, l.Difference)
		require.Equal(t, tt.declared, l.Declared.String(), tt.name)
	}
}

func number(t *testing.T, text string) scoring.Number {
	t.Helper()
	n, err := scoring.ParseNumber(text)
	require.NoError(t, err)
	return n
}

func TestShipped_sichuan_asks_to_explain_a_low_rate(t *testing.T) {
	t.Parallel()
	sheet := func(executed, reason string) string {
		return `{"items": [{"id": "execution", "reason": "` + reason + `", "inputs": {"budget": 100, "executed": ` + executed + `}}]}`
	}
	remarks := func(executed, reason string) []scoring.Remark {
		return line(t, scored(t, "sichuan-project", sheet(executed, reason)).Subjects[0], "execution").Remarks
	}
	require.Equal(t, scoring.ExplanationNeeded, remarks("89.99", "")[0].Kind)
	require.Empty(t, remarks("90", ""))
	require.Empty(t, remarks("89.99", strings.Repeat("因", 100)))
	require.Equal(t, scoring.ExplanationLong, remarks("89.99", strings.Repeat("因", 101))[0].Kind)
}

func TestShipped_hunan_needs_its_tables_named(t *testing.T) {
	t.Parallel()
	s, err := shipped(t).FindRef("hunan-overall")
	require.NoError(t, err)
	_, err = s.Score([]scoring.Subject{{ID: "A"}}, nil)
	require.ErrorIs(t, err, fault.New(fault.Invalid, "choice_missing", ""))
	require.Len(t, fault.As(err).Fields, 7)
	choices := `"choices": {"staff_table": "%s", "three_public_table": "%s", "adjustment_table": "%s",
		"completion_full": 8, "building_area_full": 5, "building_cost_full": 5, "compliance_full": 6}`
	items := `"items": [
		{"id": "staff", "inputs": {"staff": 42, "posts": 40}},
		{"id": "three_public_change", "inputs": {"this_year": "102.5", "last_year": 100}},
		{"id": "reception_change", "inputs": {"this_year": 90, "last_year": 100}},
		{"id": "priority", "inputs": {"rate": "89.99"}},
		{"id": "completion", "inputs": {"carried": 0, "initial": 100, "added": 0, "left": "0.73"}},
		{"id": "adjustment", "inputs": {"added": 10, "initial": 100}},
		{"id": "building_area", "absent": "没有楼堂馆所项目"},
		{"id": "building_cost", "inputs": {"actual": 106, "approved": 100}},
		{"id": "three_public", "inputs": {"spent": 99, "budget": 100}},
		{"id": "progress", "inputs": {"late_funds": 2}},
		{"id": "surplus", "inputs": {"grade": "within"}},
		{"id": "rules", "inputs": {"exist": true, "lawful": true, "carried_out": false}},
		{"id": "compliance", "inputs": {"cases": 1}}]`
	card := scored(t, "hunan-overall", "{"+fmt.Sprintf(choices, "eight", "eight", "eight")+","+items+"}").Subjects[0]
	for id, want := range map[string]string{
		"staff": "5.5", "three_public_change": "6.4", "reception_change": "2", "priority": "4", "completion": "8", // 99.27 %
		"adjustment": "6", "building_area": "5", "building_cost": "3", "three_public": "6", "progress": "2", "surplus": "2", "rules": "2", "compliance": "5",
	} {
		require.Equal(t, want, line(t, card, id).Points.String(), id)
	}
	require.Equal(t, "56.9", card.Total.String())
	require.Equal(t, "70", card.Full.String())
	card = scored(t, "hunan-overall", "{"+fmt.Sprintf(choices, "one", "three", "three")+","+items+"}").Subjects[0]
	for id, want := range map[string]string{"staff": "0.5", "three_public_change": "2.4", "adjustment": "2"} {
		require.Equal(t, want, line(t, card, id).Points.String(), id)
	}
}

// Nothing is made up where no marks were published: ratios, and the declared
// total.
func TestShipped_zhanjiang_takes_the_declared_total(t *testing.T) {
	t.Parallel()
	card := scored(t, "zhanjiang-overall", `{"total": "97", "grade": "优", "items": [
		{"id": "completion", "inputs": {"executed": "1952.82", "income": "1987.76"}},
		{"id": "three_public", "inputs": {"spent": "5.06", "budget": "6.48"}},
		{"id": "operating", "inputs": {"spent": "21.44", "budget": "38.6"}}]}`).Subjects[0]
	require.Equal(t, scoring.MarksUnpublished, card.State)
	require.Nil(t, card.Total)
	require.Nil(t, card.Full)
	require.Equal(t, "97", card.DeclaredTotal.String())
	require.Equal(t, scoring.Excellent, card.DeclaredGrade)
	require.Equal(t, scoring.TotalDeclaredOnly, card.Remarks[0].Kind)
	for id, rate := range map[string]string{"completion": "98.24", "three_public": "78.08", "operating": "55.54"} {
		require.True(t, strings.HasPrefix(line(t, card, id).Rate.String(), rate), "%s %s", id, line(t, card, id).Rate)
	}
	for _, l := range card.Lines {
		require.Nil(t, l.Points, l.ID)
	}
}

// A published table has weights of 10.3, 9.3 and 10.8 that come to 50.0: with
// anything but decimals they would not.
func TestShipped_decimal_weights_add_up(t *testing.T) {
	t.Parallel()
	var rows []string
	for i, full := range []string{"10.3", "9.3", "9.3", "10.8", "10.3"} {
		rows = append(rows, fmt.Sprintf(`{"id": "r%d", "group": "output", "title": "r", "full": %q, "nature": "at_least", "inputs": {"actual": 3, "target": 3}}`, i, full))
	}
	card := scored(t, "yunnan-project", `{"items": [`+strings.Join(rows, ",")+`]}`).Subjects[0]
	l := line(t, card, "output")
	require.Empty(t, l.Remarks)
	require.Equal(t, "50", l.Points.String())
}

// 97.30 % of 2 points was published as 1.9: one digit, the rest dropped.
func TestShipped_published_indicator(t *testing.T) {
	t.Parallel()
	row := `{"id": "r", "group": "output", "title": "适龄儿童疫苗接种率", "full": 2, "nature": "at_least", "declared": "1.9", "inputs": {"actual": "97.30", "target": 100}}`
	for choices, want := range map[string]string{`{"rounding_how": "down", "rounding_digits": 1}`: "1.9", `{}`: "1.95"} {
		card := scored(t, "national-project", `{"choices": `+choices+`, "items": [`+row+`]}`).Subjects[0]
		require.Equal(t, want, line(t, card, "r").Points.String())
		require.Equal(t, scoring.WeightsOff, line(t, card, "output").Remarks[0].Kind)
	}
}

package declaration_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/declaration"
	"jiheng/internal/scheme"
	"jiheng/processes"
)

// A ratio of the data table is the measure of the indicator of its name, unless
// the scores say something themselves.
func TestSupplied_takes_ratios_of_the_data_table(t *testing.T) {
	t.Parallel()
	shipped, err := scheme.Load(processes.Schemes())
	require.NoError(t, err)
	s, err := shipped.FindRef("zhanjiang-overall")
	require.NoError(t, err)
	const figures = `"figures": [
		{"name": "整体支出完成率", "kind": "ratio", "operands": ["1952.82", "1987.76"]},
		{"name": "“三公”经费控制率", "kind": "ratio", "operands": ["5.06", "6.48"]},
		{"name": "公用经费控制率", "kind": "sum", "operands": ["1", "2"]}]`
	for scores, want := range map[string]map[string]string{
		``: {"completion": "98.24224252", "three_public": "78.08641975", "operating": ""},
		`, "scores": {"items": [{"id": "completion", "inputs": {"executed": 1, "income": 2}}]}`: {"completion": "50", "three_public": "78.08641975", "operating": ""},
	} {
		d, err := declaration.Parse([]byte(`{` + figures + scores + `}`))
		require.NoError(t, err)
		out, err := d.Supplied(s).Score(s)
		require.NoError(t, err)
		for _, l := range out.Subjects[0].Lines {
			if rate, asked := want[l.ID]; asked && rate != "" {
				require.Equal(t, rate, l.Rate.String(), l.ID)
			} else {
				require.Nil(t, l.Rate, l.ID)
			}
		}
	}

	d, err := declaration.Parse([]byte(`{` + figures + `, "scores": {"items": [{"id": "three_public", "absent": "没有"}]}}`))
	require.NoError(t, err)
	require.Empty(t, d.Supplied(s).Subjects[0].Entries[0].Inputs, "what does not apply stays so")
	require.Len(t, d.Scores.Subjects[0].Entries, 1, "the sheet stays as it is")
}

package declaration_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/declaration"
	"jiheng/internal/fault"
	"jiheng/internal/scoring"
)

func TestParse_computes_every_figure_beside_what_was_stated(t *testing.T) {
	t.Parallel()
	d, err := declaration.Parse(json.RawMessage(`{"figures":[
		{"name":"完成率","kind":"ratio","stated":"98.24","operands":["1952.82","1987.76"],"digits":2},
		{"name":"公用经费控制率","kind":"ratio","stated":"55","operands":["21.44","38.6"]},
		{"name":"公开用时","kind":"days_between","stated":"","from":"2019-02-02","to":"2019-02-18"}],
		"items":[{"group":"预算编制","name":"合理性","stated":"符合"}]}`))
	require.NoError(t, err)
	require.Equal(t, "98.24", d.Figures[0].Result.Computed.String())
	require.False(t, d.Figures[0].Result.Differs)
	require.Equal(t, "55.54", d.Figures[1].Result.Computed.String())
	require.True(t, d.Figures[1].Result.Differs)
	require.Equal(t, "16", d.Figures[2].Result.Computed.String())
	require.Nil(t, d.Items[0].Weight)

	report, err := scoring.Check(d.ScoreSheet(nil, ""), scoring.National())
	require.NoError(t, err)
	require.Equal(t, scoring.ItemsNotPublished, report.Status)
}

func TestParse_points_at_what_is_wrong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ sheet, field, reason string }{
		"unknown field":       {`{"figures":[],"items":[],"extra":1}`, "sheet", "sheet_unreadable"},
		"trailing data":       {`{"figures":[],"items":[]} {}`, "sheet", "sheet_unreadable"},
		"unknown kind":        {`{"figures":[{"name":"a","kind":"guess","stated":""}],"items":[]}`, "figures.0.kind", "choice_unknown"},
		"stated text":         {`{"figures":[{"name":"a","kind":"sum","stated":"约20","operands":["1","2"]}],"items":[]}`, "figures.0.stated", "number_invalid"},
		"operand missing":     {`{"figures":[{"name":"a","kind":"sum","stated":"","operands":["1",""]}],"items":[]}`, "figures.0.operands", "number_invalid"},
		"name missing":        {`{"figures":[],"items":[{"group":"g","name":""}]}`, "items.0.name", "field_required"},
		"weight not a number": {`{"figures":[],"items":[{"group":"g","name":"n","weight":"ten"}]}`, "items.0.weight", "number_invalid"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := declaration.Parse(json.RawMessage(c.sheet))
			require.Equal(t, "sheet_invalid", fault.ReasonOf(err))
			require.Equal(t, c.field, fault.As(err).Fields[0].Name)
			require.Equal(t, c.reason, fault.As(err).Fields[0].Reason)
		})
	}
}

func TestParse_does_not_divide_by_nothing(t *testing.T) {
	t.Parallel()
	_, err := declaration.Parse(json.RawMessage(`{"figures":[{"name":"a","kind":"ratio","stated":"","operands":["1","0"]}],"items":[]}`))
	require.Equal(t, "sheet_invalid", fault.ReasonOf(err))
	require.Equal(t, "figures.0", fault.As(err).Fields[0].Name)
}

func TestCanonical_is_the_same_whatever_the_order(t *testing.T) {
	t.Parallel()
	a, err := declaration.Canonical(json.RawMessage(`{"items":[], "figures":[]}`))
	require.NoError(t, err)
	b, err := declaration.Canonical(json.RawMessage(`{"figures":[],"items":[]}`))
	require.NoError(t, err)
	require.Equal(t, string(a), string(b))
}

package declaration_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/declaration"
	"jiheng/internal/fault"
)

// contradictory is a sheet whose rate is not that of its figures, and whose
// scores add up to 88.
const contradictory = `{"figures":[{"name":"公用经费控制率","kind":"ratio","unit":"%","stated":"55","operands":["21.44","38.6"]}],
	"items":[{"group":"产出","name":"数量","weight":"50","score":"48"},{"group":"效益","name":"满意度","weight":"50","score":"40"}]`

const figureAnswer = `{"code":"figure_mismatch","row":"公用经费控制率","field":"stated","stated":"55%","computed":"55.54%","reason":"按原文填报的整数"}`

func parsed(t *testing.T, sheet string) declaration.Declaration {
	t.Helper()
	d, err := declaration.Parse(json.RawMessage(sheet))
	require.NoError(t, err)
	return d
}

func TestContradictionsAreThoseOfFiguresAndOfScores(t *testing.T) {
	t.Parallel()
	d := parsed(t, contradictory+`}`)
	found := d.Contradictions("97", "良")
	var codes []string
	for _, c := range found {
		codes = append(codes, c.Code)
	}
	require.Equal(t, []string{"figure_mismatch", "total_mismatch", "grade_mismatch"}, codes)
	require.Equal(t, "55%", found[0].Stated)
	require.Equal(t, "55.54%", found[0].Computed)
	require.Empty(t, parsed(t, `{"figures":[],"items":[{"group":"产出","name":"数量"}]}`).Contradictions("97", "优"), "what is not there contradicts nothing")
}

func TestEveryContradictionNeedsAReasonOfItsOwn(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ sheet, field, reason string }{
		"none":           {contradictory + `}`, "sheet.answers", "contradiction_unanswered"},
		"empty":          {contradictory + `,"answers":[{"code":"figure_mismatch","row":"公用经费控制率","field":"stated","stated":"55%","computed":"55.54%","reason":" "}]}`, "sheet.answers", "contradiction_unanswered"},
		"a mere word":    {contradictory + `,"answers":[{"code":"figure_mismatch","row":"公用经费控制率","field":"stated","stated":"55%","computed":"55.54%","reason":"无"}]}`, "sheet.answers", "contradiction_unanswered"},
		"another figure": {contradictory + `,"answers":[` + figureAnswer + `,{"code":"figure_mismatch","row":"公用经费控制率","field":"stated","stated":"56%","computed":"55.54%","reason":"早先的数"}]}`, "sheet.answers.1", "answer_unknown"},
	} {
		err := parsed(t, c.sheet).CheckAnswers("88", "良")
		require.Equal(t, "contradictions_unanswered", fault.ReasonOf(err), name)
		require.Equal(t, c.field, fault.As(err).Fields[0].Name, name)
		require.Equal(t, c.reason, fault.As(err).Fields[0].Reason, name)
	}
	d := parsed(t, contradictory+`,"answers":[`+figureAnswer+`]}`)
	require.NoError(t, d.CheckAnswers("88", "良"))
	require.Equal(t, "按原文填报的整数", d.ReasonFor(d.Contradictions("88", "良")[0]))
	require.Error(t, d.CheckAnswers("97", "良"), "an answer to one is none to another")
}

func TestParse_refuses_answers_to_what_is_no_contradiction(t *testing.T) {
	t.Parallel()
	for answer, field := range map[string]string{
		`{"code":"missing_reason","field":"score","reason":"a"}`:          "answers.0.code",
		`{"code":"figure_mismatch","field":"st\u0001","reason":"a"}`:      "answers.0.field",
		`{"code":"figure_mismatch","field":"stated","reason":"\u0001 a"}`: "answers.0.reason",
	} {
		_, err := declaration.Parse(json.RawMessage(`{"figures":[],"items":[],"answers":[` + answer + `]}`))
		require.Equal(t, "sheet_invalid", fault.ReasonOf(err))
		require.Equal(t, field, fault.As(err).Fields[0].Name)
	}
}

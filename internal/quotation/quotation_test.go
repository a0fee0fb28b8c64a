package quotation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/quotation"
)

func TestMark_turnsTheMarksOfATitle(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"公用经费控制率":        "“公用经费控制率”",
		"“公用经费”控制率":      "“‘公用经费’控制率”",
		"“一‘二’三”四":       "“‘一“二”三’四”",
		"‘三公’经费":         "“‘三公’经费”",
		"the unit’s own": "“the unit’s own”",
		"没有写完的“名称":       "“没有写完的‘名称”",
		"":               "“”",
	} {
		require.Equal(t, want, quotation.Mark(title))
	}
}

func TestFill_marksOnlyWhereTheSentenceDoes(t *testing.T) {
	t.Parallel()
	filled := quotation.Fill("没有“{value}”，应为{value}。", "value", "“三公”经费")
	require.Equal(t, "没有“‘三公’经费”，应为“三公”经费。", filled)
	require.Equal(t, filled, quotation.Fill(filled, "other", "x"), "what is not asked for changes nothing")
}

func TestNest_turnsByDepth(t *testing.T) {
	t.Parallel()
	for sentence, want := range map[string]string{
		"“‘三公’经费”与“公用”": "“‘三公’经费”与“公用”",
		"““三公”经费”偏高":    "“‘三公’经费”偏高",
		"“一“二“三”四”五”":   "“一‘二“三”四’五”",
		"多出的”不影响“后面”":   "多出的”不影响“后面”",
	} {
		require.Equal(t, want, quotation.Nest(sentence))
	}
}

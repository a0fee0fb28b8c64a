package evaluation_test

import (
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

// hidden are characters that a copied text brings along unseen.
func hidden() []string {
	return []string{"a\ufeffb", "a\u200bb", "a\u202eb", "a\u00adb", "a\u2028b", "a\x00b", "a\x1bb", "a\x85b", "a\xffb", "a\ufffdb", "a\uffffb", "a\rb"}
}

func TestLineAndProse(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "2019年度部门整体支出绩效自评（一）", "a b　c", "𠮷", "\ue000 of a local font"} {
		require.True(t, evaluation.Line(text), "%q", text)
		require.True(t, evaluation.Prose(text), "%q", text)
	}
	for _, text := range hidden() {
		require.False(t, evaluation.Line(text), "%q", text)
		require.False(t, evaluation.Prose(text), "%q", text)
	}
	for _, text := range []string{"a\nb", "a\tb"} {
		require.False(t, evaluation.Line(text), "%q", text)
		require.True(t, evaluation.Prose(text), "%q", text)
	}
	for r := range unicode.MaxRune + 1 {
		if evaluation.Line(string(r)) {
			require.True(t, evaluation.Prose(string(r)), "%q", r)
		}
	}
}

func TestTitlesAndTextsWithHiddenCharactersAreRefused(t *testing.T) {
	t.Parallel()
	try := atForm(t, evaluation.FormField{Name: "value", Title: "Value", Kind: evaluation.FieldText})
	require.NoError(t, try(evaluationtest.Fields("value", "one\n\ttwo")))
	for _, text := range hidden() {
		err := try(evaluationtest.Fields("value", text))
		require.Equal(t, []string{"value text_not_printable"}, reasons(err), "%q", text)
	}
	for _, text := range append(hidden(), "a\nb") {
		_, err := begin(t, func(in *evaluation.Start) { in.Title = text; in.Items[0].Title = text })
		requireFault(t, err, fault.Invalid, "start_invalid")
		require.Equal(t, []string{"title text_not_printable", "items.title text_not_printable"}, reasons(err), "%q", text)
		_, err = begin(t, func(in *evaluation.Start) { in.Items[0].ID = evaluation.ItemID(text) })
		require.Contains(t, reasons(err), "items.id item_id_invalid", "%q", text)
	}
	_, err := begin(t, func(in *evaluation.Start) { in.Items[0].Title = "a\n" })
	require.Equal(t, []string{"items.title text_not_printable"}, reasons(err), "an item's title is kept as it is given")
}

package activities_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/declaration"
	"jiheng/internal/document"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

// words draws texts as people paste them: mostly plain, now and then with
// something that does not show.
func words() *rapid.Generator[string] {
	plain := rapid.SampledFrom([]rune("绩效自评2019 ab.<&>\"'_x0041_"))
	strange := rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune("\n\t\r\x00\x1b\u0085\u00ad\u200b\u202e\u2028\ufeff\ufffd\uffff\ue000")))
	return rapid.OneOf(rapid.StringOfN(plain, 1, 60, -1), rapid.StringOfN(plain, 1, 60, -1), rapid.StringOfN(rapid.OneOf(plain, strange), 1, 20, -1))
}

// sheetOf draws a sheet of one figure and one item.
func sheetOf(rt *rapid.T) json.RawMessage {
	word := func(name string) string { return words().Draw(rt, name) }
	raw, err := json.Marshal(map[string]any{
		"figures": []map[string]any{{
			"name": word("figure"), "unit": word("unit"), "source": word("source"), "kind": "sum", "stated": "",
			"operands": rapid.SliceOfN(rapid.StringMatching(`-?[0-9]{1,30}(\.[0-9]{1,12})?`), 1, 60).Draw(rt, "operands"),
		}},
		"items": []map[string]any{{"group": word("group"), "name": word("item"), "stated": word("stated"), "weight": "10", "score": "9.5"}},
	})
	require.NoError(rt, err)
	return raw
}

// What is taken in can be sealed: a text that the documents or the manifest
// cannot carry would hold an evaluation for ever.
func TestWhateverIsTakenInCanBeSealed(t *testing.T) {
	t.Parallel()
	blobs, err := document.OpenBlobs(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, blobs.Close()) })
	accepted, refused := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		b := newBench(t)
		b.acts.Blobs = blobs
		c := evaluationtest.New(t)
		c.Start.Title = words().Draw(rt, "title")
		c.Start.Items[0].Title = words().Draw(rt, "item title")
		problems := rapid.OneOf(words(), rapid.Just(manyEscapes())).Draw(rt, "problems")
		sub := evaluationtest.Fields("total", "97", "grade", evaluationtest.Grade, "problems", problems, "measures", words().Draw(rt, "measures"))
		// The API parses a sheet before it takes it in.
		sub.Sheet = sheetOf(rt)
		if _, err := declaration.Parse(sub.Sheet); err != nil {
			sub.Sheet = json.RawMessage(`{"figures":[],"items":[]}`)
		}
		if b.compile(c, sub) != nil {
			refused++
			return
		}
		accepted++
		require.NoError(rt, b.move(b.step(evaluation.EffectSeal)))
	})
	require.Positive(t, accepted)
	require.Positive(t, refused)
}

// manyEscapes is a text that a cell of a spreadsheet could not hold.
func manyEscapes() string {
	text := ""
	for len(text)+7 <= evaluation.MaxField {
		text += "_x0041_"
	}
	return text
}

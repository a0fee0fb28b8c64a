package scoring

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFillMeans_names_whose_points_they_are(t *testing.T) {
	t.Parallel()
	one := func(id string, nodes ...*node) *card {
		return &card{subject: Subject{ID: id, Entries: []Entry{{ID: "i", Absent: "absent in " + id}}}, roots: nodes}
	}
	leaf := func(points *big.Rat, mean Value) *node { return &node{line: Line{ID: "i"}, points: points, mean: mean} }
	asks := leaf(nil, "exact")
	cards := []*card{
		one("A", leaf(ratInt(1), ""), leaf(ratInt(2), "")),
		one("B", leaf(ratInt(1), "")), // has fewer leaves
		one("C", leaf(ratInt(1), ""), asks),
		one("D", leaf(ratInt(1), ""), leaf(ratInt(4), "")),
	}
	fillMeans(cards, Scheme{})
	require.Equal(t, "3", asks.points.RatString())
	require.Equal(t, "absent in C", asks.line.Applied[0].Reason)
	step := asks.line.Applied[0].Steps[0]
	require.Equal(t, "A", step.Operands[0].Name)
	require.Equal(t, "D", step.Operands[1].Name)
}

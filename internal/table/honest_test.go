package table_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// honest are tables in the manner of many regions with nothing wrong in them,
// by subject. Each is one that a careless rule would accuse.
var honest = []map[string]given{honestMoney, honestForms, honestValues, honestDates}

func TestCheck_honest_tables_have_no_finding(t *testing.T) {
	t.Parallel()
	for _, tables := range honest {
		for name, g := range tables {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				require.Empty(t, lines(g.check(t)))
			})
		}
	}
}

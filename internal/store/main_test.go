package store_test

import (
	"flag"
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	// Each check runs a whole evaluation through the database; the command line
	// may ask for more.
	if err := flag.Set("rapid.checks", "20"); err != nil {
		os.Exit(2)
	}
	os.Exit(m.Run())
}

package process_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/process"
)

// told is an outline as one text.
func told(o process.Outline) string {
	var b strings.Builder
	line := func(depth int, text string) { b.WriteString(strings.Repeat("  ", depth) + text + "\n") }
	for _, r := range o.Roles {
		line(0, r.Title+"："+r.From)
	}
	for _, p := range o.Parameters {
		line(0, p)
	}
	for _, s := range o.Stages {
		line(0, s.Title)
		for _, r := range s.Rules {
			line(1, r)
		}
		for _, step := range s.Steps {
			line(1, step.Title+"｜"+step.Who)
			for _, r := range step.Rules {
				line(2, r)
			}
		}
	}
	for _, r := range o.Rules {
		line(0, r)
	}
	return b.String()
}

func TestTheOutlineOfAShippedProcessIsAsReviewed(t *testing.T) {
	t.Parallel()
	for _, def := range shippedDefinitions(t) {
		text := told(process.Outlined(def))
		golden(t, "testdata/outline/"+process.Ref(def)+".txt", text)
		require.NotContains(t, text, "%!")
		require.NotContains(t, text, "“·")
	}
}

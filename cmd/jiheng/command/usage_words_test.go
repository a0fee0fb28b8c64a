package command

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
)

// refusing is a command line that the library refuses in every way it knows.
func refusing(args cobra.PositionalArgs) *cobra.Command {
	c := &cobra.Command{Use: "try", Args: args, ValidArgs: []string{"yes"}, RunE: func(*cobra.Command, []string) error { return nil }, SilenceErrors: true, SilenceUsage: true}
	f := c.Flags()
	f.IntP("count", "n", 0, "")
	f.Bool("one", false, "")
	f.Bool("other", false, "")
	return c
}

func TestWhateverTheLibraryRefusesIsToldInChinese(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		args    cobra.PositionalArgs
		given   string
		prepare func(*cobra.Command)
	}{
		"no arguments":       {cobra.NoArgs, "a", nil},
		"exactly two":        {cobra.ExactArgs(2), "a", nil},
		"at least two":       {cobra.MinimumNArgs(2), "a", nil},
		"at most one":        {cobra.MaximumNArgs(1), "a b", nil},
		"one to two":         {cobra.RangeArgs(1, 2), "a b c", nil},
		"only what is valid": {cobra.OnlyValidArgs, "no", nil},
		"unknown flag":       {nil, "--nope", nil},
		"unknown shorthand":  {nil, "-x", nil},
		"flag without value": {nil, "--count", nil},
		"shorthand without":  {nil, "-n", nil},
		"wrong value":        {nil, "--count=many", nil},
		"wrong short value":  {nil, "-n=many", nil},
		"bad flag":           {nil, "--=x", nil},
		"required":           {nil, "", func(c *cobra.Command) { required(c, "count", "one") }},
		"one of them":        {nil, "", func(c *cobra.Command) { c.MarkFlagsOneRequired("one", "other") }},
		"not both":           {nil, "--one --other", func(c *cobra.Command) { c.MarkFlagsMutuallyExclusive("one", "other") }},
		"both or none":       {nil, "--one", func(c *cobra.Command) { c.MarkFlagsRequiredTogether("one", "other") }},
	} {
		c := refusing(tt.args)
		if tt.prepare != nil {
			tt.prepare(c)
		}
		c.SetArgs(strings.Fields(tt.given))
		err := c.Execute()
		require.Error(t, err, name)
		said := inWords(strings.Join(strings.Fields(err.Error()), " "))
		require.True(t, inChinese(said), "%s: %s", name, said)
		require.NotRegexp(t, `\b(flag|arg|required|accepts|unknown|invalid|set)\b`, said, name)
	}
}

// Every command names in Chinese what it cannot do without.
func TestEveryCommandTellsInChineseWhatItLacks(t *testing.T) {
	t.Parallel()
	sh := &shell{}
	walk(sh.root(), func(c *cobra.Command) {
		if err := c.ValidateRequiredFlags(); err != nil {
			said := wrongUsage(c, err).Error()
			require.Contains(t, said, "没有给出必须的选项 --", c.CommandPath())
			require.NotContains(t, said, "required", c.CommandPath())
		}
		require.True(t, inChinese(c.Short), c.CommandPath())
	})
}

func walk(c *cobra.Command, visit func(*cobra.Command)) {
	visit(c)
	for _, sub := range c.Commands() {
		walk(sub, visit)
	}
}

package command

import (
	"bytes"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
)

func TestWrongUsageIsToldInChineseWithTheWayToWriteIt(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		args []string
		says string
	}{
		{[]string{"runn"}, "jiheng 没有“runn”这个子命令或参数"},
		{[]string{"serve", "--nope"}, "没有 --nope 这个选项；用法：jiheng serve"},
		{[]string{"filing", "receive"}, "应给出 1 个参数，实际给出 0 个；用法：jiheng filing receive FILE"},
		{[]string{"dossier", "verify"}, "应给出 1 至 2 个参数，实际给出 0 个；用法：jiheng dossier verify FILE.zip [OTHER.zip]"},
		{[]string{"filing", "receive", "--receipt"}, "选项 --receipt 后面要写出值"},
		{[]string{"scheme", "bogus"}, "jiheng scheme 没有“bogus”这个子命令，可用的有：lint、list、show"},
		{[]string{"key", "bogus"}, "jiheng key 没有“bogus”这个子命令"},
	} {
		var out, errs bytes.Buffer
		require.Equal(t, exitUsage, Run(tt.args, &out, &errs, nil), tt.args)
		require.Contains(t, errs.String(), tt.says, tt.args)
		require.NotContains(t, errs.String(), "arg(s)", tt.args)
	}
	var out, errs bytes.Buffer
	require.Equal(t, exitDone, Run([]string{"scheme"}, &out, &errs, nil), "a command that holds others shows them")
	require.Contains(t, out.String(), "lint")
}

func TestTheAddressOfTheEnvironmentCountsWhereNoneIsGiven(t *testing.T) {
	var flags standaloneFlags
	cmd := &cobra.Command{}
	t.Setenv("JIHENG_ADDRESS", "127.0.0.1:9191")
	flags.bind(cmd, "127.0.0.1:8080")
	require.Equal(t, "127.0.0.1:9191", flags.address)
	require.NoError(t, cmd.ParseFlags([]string{"--address", "127.0.0.1:9292"}))
	require.Equal(t, "127.0.0.1:9292", flags.address, "the command line comes first")
}

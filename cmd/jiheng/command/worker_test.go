package command

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAFatalErrorEndsTheWorkerWithOneSentence(t *testing.T) {
	t.Parallel()
	ctx, fatal := untilFatal(t.Context())
	fatal(errors.New("namespace not found"))
	require.ErrorIs(t, ctx.Err(), context.Canceled, "whatever runs beside it ends")
	var said bytes.Buffer
	sh := &shell{err: &said}
	require.Equal(t, exitFailed, sh.exitCode(fatalOf(ctx)))
	require.Contains(t, said.String(), "工作进程因无法恢复的错误退出")
	require.Contains(t, said.String(), "namespace not found")
}

func TestAWorkerThatIsToldToEndEndsInGoodOrder(t *testing.T) {
	t.Parallel()
	outer, cancel := context.WithCancel(t.Context())
	ctx, fatal := untilFatal(outer)
	cancel()
	fatal(errors.New("the connection is closing"))
	require.NoError(t, fatalOf(ctx))
}

package notifytest_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/notify"
	"jiheng/internal/notify/notifytest"
)

func TestTheRecorderRemembersWhatWasSent(t *testing.T) {
	t.Parallel()
	var r notifytest.Recorder
	first := notify.Notice{ID: "1", Kind: notify.Reminder}
	down := errors.New("down")
	r.Answer(down, nil)
	require.ErrorIs(t, r.Send(t.Context(), first), down)
	require.Empty(t, r.Notices())
	require.NoError(t, r.Send(t.Context(), first))
	require.NoError(t, r.Send(t.Context(), first))
	require.Equal(t, []notify.Notice{first, first}, r.Notices())
	err := r.Send(t.Context(), notify.Notice{Kind: "surprise"})
	require.ErrorIs(t, err, fault.New(fault.Invalid, "notice_kind_unknown", ""))
}

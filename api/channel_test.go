package api_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/fault"
	"jiheng/internal/notify"
	"jiheng/internal/notify/notifytest"
)

const channels = "/api/v1/administration/channels"

// connected is a bench whose mail goes to a server of the test's own.
func connected(t *testing.T, connect func(*notify.Switchboard)) *bench {
	t.Helper()
	board := notify.NewSwitchboard()
	connect(board)
	return open(t, func(c *api.Config) { c.Channels = board })
}

func channelOf(t *testing.T, p *someone, medium string) api.Channel {
	t.Helper()
	for _, c := range into[api.ChannelList](p.get(channels).ok(http.StatusOK)).Channels {
		if string(c.Medium) == medium {
			return c
		}
	}
	t.Fatalf("no channel %s", medium)
	return api.Channel{}
}

func TestChannelsAreShownAndTriedWithoutTheirSecrets(t *testing.T) {
	t.Parallel()
	server := notifytest.Start(t, notifytest.Options{})
	b := connected(t, func(s *notify.Switchboard) {
		mail, err := notify.NewSMTP(notify.SMTPConfig{
			Host: server.Host(), Port: server.Port(), TLS: notify.TLSNone, From: "jiheng@example.gov.cn", Now: time.Now, Timeout: time.Minute,
		})
		require.NoError(t, err)
		require.NoError(t, s.Connect(notify.Mail, "", mail))
	})
	admin := b.as("system-admin")
	require.True(t, channelOf(t, admin, "mail").Configured)
	require.False(t, channelOf(t, admin, "wecom").Configured)
	outcome := into[api.ChannelTested](admin.post(channels+"/mail/test", nil).ok(http.StatusOK))
	require.False(t, outcome.Sent, "the administrator has no address")
	require.Equal(t, "收件地址被拒绝。请核对人员登记的邮箱。", outcome.Message)
	_, err := b.owner().Exec(t.Context(), `UPDATE persons SET email = 'admin@example.gov.cn' WHERE id = 'system-admin'`)
	require.NoError(t, err)
	outcome = into[api.ChannelTested](admin.post(channels+"/mail/test", nil).ok(http.StatusOK))
	require.True(t, outcome.Sent, outcome.Message)
	last, ok, err := b.store.LastNoted(t.Context(), "channel_tested")
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, "system-admin", last.ActorID)
	require.Contains(t, string(last.Data), `"sent":true`)
	require.Equal(t, "渠道没有配置。", into[api.ChannelTested](admin.post(channels+"/wecom/test", nil).ok(http.StatusOK)).Message)
}

// refusing is a channel that says more than anybody may see.
type refusing struct{}

func (refusing) Send(context.Context, notify.Notice) error {
	return fault.New(fault.Invalid, "robot_refused", "https://robot.example.cn/send?key=secret-of-the-robot")
}

func TestWhatAServerAnsweredIsNotRepeated(t *testing.T) {
	t.Parallel()
	b := connected(t, func(s *notify.Switchboard) { require.NoError(t, s.Connect(notify.WeCom, "", refusing{})) })
	answer := b.as("system-admin").post(channels+"/wecom/test", nil).ok(http.StatusOK)
	require.NotContains(t, answer.text(), "secret-of-the-robot")
	require.Equal(t, "群机器人不接受消息。请核对机器人地址和加签密钥。", into[api.ChannelTested](answer).Message)
}

func TestOnlyTheSystemAdministratorTriesChannels(t *testing.T) {
	t.Parallel()
	b := open(t)
	for _, who := range []string{"security-admin", "audit-admin", "office-head", "auditor", "bureau-clerk"} {
		require.Equal(t, "role_missing", b.as(who).post(channels+"/mail/test", nil).problem(http.StatusForbidden).Reason, who)
	}
	for _, who := range []string{"office-head", "auditor", "bureau-clerk"} {
		b.as(who).get(channels).problem(http.StatusForbidden)
	}
	b.anybody().get(channels).problem(http.StatusUnauthorized)
	require.Equal(t, "channel_not_configured", b.as("system-admin").post(channels+"/mail/test", nil).problem(http.StatusUnprocessableEntity).Reason)
}

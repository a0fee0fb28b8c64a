package notify_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/notify"
	"jiheng/internal/notify/notifytest"
)

func TestTheSwitchboardFindsTheChannelOfAUnit(t *testing.T) {
	t.Parallel()
	var mail, own, common notifytest.Recorder
	s := notify.NewSwitchboard()
	require.NoError(t, s.Connect(notify.Mail, "", &mail))
	require.NoError(t, s.Connect(notify.WeCom, "a", &own))
	require.NoError(t, s.Connect(notify.WeCom, "", &common))
	require.NoError(t, s.Connect(notify.Feishu, "a", &own))
	require.ErrorIs(t, s.Connect(notify.WeCom, "a", &common), fault.New(fault.Invalid, "channel_twice", ""))
	require.Equal(t, []notify.Medium{notify.Mail, notify.WeCom, notify.Feishu}, s.Of("a"))
	require.Equal(t, []notify.Medium{notify.Mail, notify.WeCom}, s.Of("b"))

	send := func(m notify.Medium, unit string) error {
		n := notice()
		n.Medium, n.UnitID = m, unit
		return s.Send(t.Context(), n)
	}
	require.NoError(t, send("", "a"))
	require.NoError(t, send(notify.Mail, "b"))
	require.NoError(t, send(notify.WeCom, "a"))
	require.NoError(t, send(notify.WeCom, "b"))
	require.ErrorIs(t, send(notify.Feishu, "b"), fault.New(fault.Invalid, "channel_not_configured", ""))
	require.ErrorIs(t, send(notify.Webhook, "a"), fault.New(fault.Invalid, "channel_not_configured", ""))
	require.Len(t, mail.Notices(), 2)
	require.Len(t, own.Notices(), 1)
	require.Len(t, common.Notices(), 1)
}

func TestChannelsAreReadFromAConfiguration(t *testing.T) {
	t.Parallel()
	settings, err := notify.ParseSettings([]byte(`[
		{"medium": "wecom", "unit": "a", "token": "k-1", "comment": "办公室群"},
		{"medium": "dingtalk", "unit": "a", "token": "k-2", "secret": "SEC1"},
		{"medium": "feishu", "token": "k-3", "secret": "s"},
		{"medium": "webhook", "url": "https://oa.example.gov.cn/hook", "secret": "` + secret() + `"}]`))
	require.NoError(t, err)
	s := notify.NewSwitchboard()
	require.NoError(t, s.ConnectAll(settings, []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, noon))
	require.Equal(t, []notify.Medium{notify.WeCom, notify.DingTalk, notify.Feishu, notify.Webhook}, s.Of("a"))
	require.Equal(t, []notify.Medium{notify.Feishu, notify.Webhook}, s.Of("b"))

	for _, bad := range []string{
		`{}`, `[{"medium": "wecom", "key": "top-secret"}]`, `[] []`, `[{"medium": "wecom"`,
	} {
		_, err := notify.ParseSettings([]byte(bad))
		require.ErrorIs(t, err, fault.New(fault.Invalid, "channel_config", ""), bad)
		require.NotContains(t, err.Error(), "top-secret")
	}
	for _, bad := range []notify.Setting{{Medium: notify.Mail}, {Medium: "pigeon"}, {Medium: notify.WeCom}, {Medium: notify.Webhook, URL: "x"}} {
		err := notify.NewSwitchboard().ConnectAll([]notify.Setting{bad}, nil, noon)
		require.ErrorIs(t, err, fault.New(fault.Invalid, "channel_config", ""), bad.Medium)
	}
}

package notify_test

import (
	"context"
	"net/mail"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/notify"
	"jiheng/internal/notify/notifytest"
)

func config(s *notifytest.Server) notify.SMTPConfig {
	return notify.SMTPConfig{
		Host: s.Host(), Port: s.Port(), TLS: notify.TLSNone, From: "绩衡 <noreply@jx.example.gov.cn>",
		Hello: "app.jx.example.gov.cn", Timeout: 20 * time.Second, Now: noon,
	}
}

func noon() time.Time {
	return time.Date(2026, time.March, 2, 12, 0, 0, 0, time.FixedZone("CST", 8*3600))
}

func channel(t *testing.T, c notify.SMTPConfig) *notify.SMTP {
	t.Helper()
	s, err := notify.NewSMTP(c)
	require.NoError(t, err)
	return s
}

func notice() notify.Notice {
	return notify.Notice{
		ID: "e1-17-p2", PersonID: "p2", Address: "clerk@example.gov.cn", Kind: notify.Returned, Facts: facts(),
	}
}

// onlyMail gives the one mail a server took from a client that kept the rules.
func onlyMail(t *testing.T, s *notifytest.Server) notifytest.Mail {
	t.Helper()
	require.Empty(t, s.Violations())
	mails := s.Mails(t)
	require.Len(t, mails, 1)
	return mails[0]
}

func TestANoticeArrivesAsItWasWritten(t *testing.T) {
	t.Parallel()
	server := notifytest.Start(t, notifytest.Options{})
	require.NoError(t, channel(t, config(server)).Send(t.Context(), notice()))
	got := onlyMail(t, server)
	want, err := notify.Render(notify.Returned, facts())
	require.NoError(t, err)
	require.Equal(t, want.Subject, got.Subject)
	require.Equal(t, want.Text, got.Text)
	require.Equal(t, want.HTML, got.HTML)
	require.Equal(t, "noreply@jx.example.gov.cn", got.From)
	require.Equal(t, []string{"clerk@example.gov.cn"}, got.To)
	require.Equal(t, "<e1-17-p2@jx.example.gov.cn>", got.Header.Get("Message-Id"))
	require.Equal(t, "auto-generated", got.Header.Get("Auto-Submitted"))
	require.Equal(t, "1.0", got.Header.Get("Mime-Version"))
	date, err := got.Header.Date()
	require.NoError(t, err)
	require.True(t, noon().Equal(date))
	requireAddress(t, "绩衡", "noreply@jx.example.gov.cn", got.Header.Get("From"))
	requireAddress(t, "预算科经办人", "clerk@example.gov.cn", got.Header.Get("To"))
	require.Equal(t, "QUIT", server.Commands()[len(server.Commands())-1])
	require.Equal(t, "EHLO app.jx.example.gov.cn", server.Commands()[0])
}

func requireAddress(t *testing.T, name, address, header string) {
	t.Helper()
	got, err := mail.ParseAddress(header)
	require.NoError(t, err)
	require.Equal(t, mail.Address{Name: name, Address: address}, *got)
}

func TestEveryKindOfNoticeCanBeMailed(t *testing.T) {
	t.Parallel()
	server := notifytest.Start(t, notifytest.Options{})
	c := channel(t, config(server))
	for _, kind := range notify.Kinds() {
		n := notice()
		n.Kind, n.Facts = kind, notify.Facts{}
		require.NoError(t, c.Send(t.Context(), n))
	}
	require.Len(t, server.Mails(t), len(notify.Kinds()))
	require.Empty(t, server.Violations())
}

// What a server answers decides whether a notice is tried again.
func TestRefusals(t *testing.T) {
	t.Parallel()
	refused := fault.New(fault.Invalid, "mail_refused", "")
	later := fault.New(fault.Unavailable, "mail_unavailable", "")
	unknown := fault.New(fault.Unavailable, "mail_outcome_unknown", "")
	account := fault.New(fault.Unavailable, "mail_account_refused", "")
	cases := []struct {
		name   string
		step   notifytest.Step
		answer string
		want   *fault.Error
		code   string
	}{
		{"no such recipient", notifytest.StepRCPT, "550 5.1.1 no such user", refused, "550"},
		{"recipient has moved", notifytest.StepRCPT, "551 5.1.6 moved", refused, "551"},
		{"mailbox busy", notifytest.StepRCPT, "450 4.2.1 busy", later, ""},
		{"mailbox full for now", notifytest.StepRCPT, "452 4.2.2 full", later, ""},
		{"greylisted", notifytest.StepRCPT, "451 4.7.1 try again", later, ""},
		{"we should have logged in", notifytest.StepRCPT, "530 5.7.0 log in first", account, "530"},
		{"cut at the recipient", notifytest.StepRCPT, notifytest.Cut, later, ""},
		{"our sender is refused", notifytest.StepMAIL, "553 5.1.8 not you", account, "553"},
		{"no room now", notifytest.StepMAIL, "452 4.3.1 no room", later, ""},
		{"cut at the sender", notifytest.StepMAIL, notifytest.Cut, later, ""},
		{"no data now", notifytest.StepDATA, "451 4.3.0 later", later, ""},
		{"no data at all", notifytest.StepDATA, "554 5.5.1 no", refused, "554"},
		{"cut at data", notifytest.StepDATA, notifytest.Cut, later, ""},
		{"taken for spam", notifytest.StepBody, "554 5.7.1 spam", refused, "554"},
		{"too big", notifytest.StepBody, "552 5.3.4 too big", refused, "552"},
		{"queue trouble", notifytest.StepBody, "451 4.3.2 trouble", later, ""},
		{"cut after the mail", notifytest.StepBody, notifytest.Cut, unknown, ""},
		{"shutting down", notifytest.StepGreeting, "421 4.3.2 closing", later, ""},
		{"we are banned", notifytest.StepGreeting, "554 5.7.1 banned", account, "554"},
		{"cut at once", notifytest.StepGreeting, notifytest.Cut, later, ""},
		{"cut at hello", notifytest.StepEHLO, notifytest.Cut, later, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			server := notifytest.Start(t, notifytest.Options{})
			server.Answer(c.step, c.answer)
			smtp := channel(t, config(server))
			err := smtp.Send(t.Context(), notice())
			require.ErrorIs(t, err, c.want)
			require.Equal(t, c.code, fault.As(err).Params["smtp_code"])
			require.NoError(t, smtp.Send(t.Context(), notice()), "the next one goes through")
			require.Empty(t, server.Violations())
		})
	}
}

func TestAServerThatKnowsNoHelloIsNotSpokenTo(t *testing.T) {
	t.Parallel()
	server := notifytest.Start(t, notifytest.Options{})
	server.Answer(notifytest.StepEHLO, "502 5.5.1 what")
	err := channel(t, config(server)).Send(t.Context(), notice())
	require.ErrorIs(t, err, fault.New(fault.Unavailable, "mail_account_refused", ""))
}

func TestNobodyListening(t *testing.T) {
	t.Parallel()
	server := notifytest.Start(t, notifytest.Options{})
	c := config(server)
	c.Port = 1
	err := channel(t, c).Send(t.Context(), notice())
	require.ErrorIs(t, err, fault.New(fault.Unavailable, "mail_unavailable", ""))
}

// The server took the mail and the connection broke before it could say so.
// Nobody can know; the second mail is recognisable as the first.
func TestAMailSentTwiceIsRecognisable(t *testing.T) {
	t.Parallel()
	server := notifytest.Start(t, notifytest.Options{})
	server.Answer(notifytest.StepBody, notifytest.Cut)
	err := channel(t, config(server)).Send(t.Context(), notice())
	require.ErrorIs(t, err, fault.New(fault.Unavailable, "mail_outcome_unknown", ""))

	c := config(server)
	c.Now = func() time.Time { return noon().Add(time.Hour) } // another process, later
	require.NoError(t, channel(t, c).Send(t.Context(), notice()))
	mails := server.Mails(t)
	require.Len(t, mails, 2)
	require.Equal(t, mails[0].Header.Get("Message-Id"), mails[1].Header.Get("Message-Id"))
	require.NotEqual(t, mails[0].Header.Get("Date"), mails[1].Header.Get("Date"))
	require.Equal(t, mails[0].Text, mails[1].Text)

	other := notice()
	other.ID = "e1-18-p2"
	require.NoError(t, channel(t, c).Send(t.Context(), other))
	require.NotEqual(t, mails[0].Header.Get("Message-Id"), server.Mails(t)[2].Header.Get("Message-Id"))
}

// What the server took is sent, however rudely it says goodbye.
func TestATakenMailIsSent(t *testing.T) {
	t.Parallel()
	for _, goodbye := range []string{notifytest.Cut, "421 4.3.2 tired", "500 what"} {
		t.Run(goodbye, func(t *testing.T) {
			t.Parallel()
			server := notifytest.Start(t, notifytest.Options{})
			server.Answer(notifytest.StepQUIT, goodbye)
			require.NoError(t, channel(t, config(server)).Send(t.Context(), notice()))
			onlyMail(t, server)
		})
	}
}

func TestASilentServerIsGivenUp(t *testing.T) {
	t.Parallel()
	for _, step := range []notifytest.Step{
		notifytest.StepGreeting, notifytest.StepEHLO, notifytest.StepMAIL, notifytest.StepRCPT, notifytest.StepDATA,
	} {
		t.Run(string(step), func(t *testing.T) {
			t.Parallel()
			server := notifytest.Start(t, notifytest.Options{})
			server.Answer(step, notifytest.Hang)
			c := config(server)
			c.Timeout = 100 * time.Millisecond
			err := channel(t, c).Send(t.Context(), notice())
			require.ErrorIs(t, err, fault.New(fault.Unavailable, "mail_unavailable", ""))
		})
	}
}

// A worker that shuts down does not wait for a mail server.
func TestACancelledSendEndsAtOnce(t *testing.T) {
	t.Parallel()
	cases := []struct {
		step    notifytest.Step
		reached func(*notifytest.Server) bool
		reason  string
	}{
		{notifytest.StepMAIL, func(s *notifytest.Server) bool { return len(s.Commands()) == 2 }, "mail_unavailable"},
		{notifytest.StepBody, func(s *notifytest.Server) bool { return s.Taken() == 1 }, "mail_outcome_unknown"},
	}
	for _, c := range cases {
		t.Run(string(c.step), func(t *testing.T) {
			t.Parallel()
			server := notifytest.Start(t, notifytest.Options{})
			server.Answer(c.step, notifytest.Hang)
			settings := config(server)
			settings.Timeout = time.Hour
			smtp := channel(t, settings)
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error, 1)
			go func() { done <- smtp.Send(ctx, notice()) }()
			require.Eventually(t, func() bool { return c.reached(server) }, time.Minute, time.Millisecond)
			cancel()
			require.ErrorIs(t, <-done, fault.New(fault.Unavailable, c.reason, ""))
		})
	}
}

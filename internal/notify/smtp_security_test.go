package notify_test

import (
	"crypto/x509"
	"net/mail"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/fault"
	"jiheng/internal/notify"
	"jiheng/internal/notify/notifytest"
)

func TestTLSPolicies(t *testing.T) {
	t.Parallel()
	clear, start := notifytest.Options{}, notifytest.Options{StartTLS: true}
	implicit := notifytest.Options{ImplicitTLS: true}
	cases := []struct {
		name   string
		policy notify.TLSPolicy
		server notifytest.Options
		sent   bool
		secure bool
	}{
		{"mandatory with STARTTLS", notify.TLSMandatory, start, true, true},
		{"mandatory without STARTTLS", notify.TLSMandatory, clear, false, false},
		{"mandatory is the default", "", start, true, true},
		{"the default without STARTTLS", "", clear, false, false},
		{"opportunistic with STARTTLS", notify.TLSOpportunistic, start, true, true},
		{"opportunistic without STARTTLS", notify.TLSOpportunistic, clear, true, false},
		{"implicit", notify.TLSImplicit, implicit, true, true},
		{"implicit where it is not spoken", notify.TLSImplicit, clear, false, false},
		{"none", notify.TLSNone, start, true, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			server := notifytest.Start(t, c.server)
			settings := config(server)
			settings.TLS, settings.RootCAs = c.policy, server.RootCAs()
			err := channel(t, settings).Send(t.Context(), notice())
			if !c.sent {
				require.ErrorIs(t, err, fault.New(fault.Unavailable, "mail_unavailable", ""))
				require.Empty(t, server.Mails(t))
				return
			}
			require.NoError(t, err)
			require.Equal(t, c.secure, onlyMail(t, server).Secure)
		})
	}
}

func TestAServerNobodyVouchesForGetsNoMail(t *testing.T) {
	t.Parallel()
	for policy, options := range map[notify.TLSPolicy]notifytest.Options{
		notify.TLSMandatory: {StartTLS: true}, notify.TLSOpportunistic: {StartTLS: true}, notify.TLSImplicit: {ImplicitTLS: true},
	} {
		t.Run(string(policy), func(t *testing.T) {
			t.Parallel()
			server := notifytest.Start(t, options)
			settings := config(server)
			settings.TLS, settings.RootCAs = policy, x509.NewCertPool()
			settings.Username, settings.Password = "noreply", "from the file"
			err := channel(t, settings).Send(t.Context(), notice())
			require.ErrorIs(t, err, fault.New(fault.Unavailable, "mail_unavailable", ""))
			require.Empty(t, server.Mails(t))
		})
	}
}

func TestAuthentication(t *testing.T) {
	t.Parallel()
	for policy, options := range map[notify.TLSPolicy]notifytest.Options{
		notify.TLSMandatory: {StartTLS: true}, notify.TLSImplicit: {ImplicitTLS: true},
	} {
		t.Run(string(policy), func(t *testing.T) {
			t.Parallel()
			options.Username, options.Password = "noreply", "from the file"
			server := notifytest.Start(t, options)
			settings := config(server)
			settings.TLS, settings.RootCAs = policy, server.RootCAs()

			anonymous := channel(t, settings).Send(t.Context(), notice())
			require.ErrorIs(t, anonymous, fault.New(fault.Unavailable, "mail_account_refused", ""))

			settings.Username, settings.Password = "noreply", "mistyped secret"
			wrong := channel(t, settings).Send(t.Context(), notice())
			require.ErrorIs(t, wrong, fault.New(fault.Unavailable, "mail_account_refused", ""))
			require.Equal(t, "535", fault.As(wrong).Params["smtp_code"])
			require.NotContains(t, wrong.Error(), "mistyped secret")

			settings.Password = "from the file"
			require.NoError(t, channel(t, settings).Send(t.Context(), notice()))
			require.Equal(t, "noreply", onlyMail(t, server).User)
		})
	}
}

func TestAddressesThatAreRefused(t *testing.T) {
	t.Parallel()
	server := notifytest.Start(t, notifytest.Options{})
	smtp := channel(t, config(server))
	for _, address := range []string{
		"", "clerk", "clerk@", "@example.gov.cn", "a@example.gov.cn, b@example.gov.cn", "Clerk <clerk@example.gov.cn>",
		"clerk@example.gov.cn\r\nRCPT TO:<spy@example.com>", "clerk@example.gov.cn\r\nBcc: spy@example.com",
		"\"clerk\r\n\"@example.gov.cn", "clerk@example.gov.cn>", " clerk@example.gov.cn",
		strings.Repeat("a", 250) + "@example.gov.cn",
	} {
		n := notice()
		n.Address = address
		require.ErrorIs(t, smtp.Send(t.Context(), n), fault.New(fault.Invalid, "mail_address_invalid", ""), address)
	}
	unnamed := notice()
	unnamed.ID = ""
	require.ErrorIs(t, smtp.Send(t.Context(), unnamed), fault.New(fault.Invalid, "notice_id_missing", ""))
	wordless := notice()
	wordless.Kind = "surprise"
	require.ErrorIs(t, smtp.Send(t.Context(), wordless), fault.New(fault.Invalid, "notice_kind_unknown", ""))
	require.Empty(t, server.Commands(), "nothing was worth a connection")
}

// Whatever people type into a title, the mail has the headers we gave it, one
// each, and one recipient.
func TestNoFactInjectsAHeader(t *testing.T) {
	t.Parallel()
	attacks := rapid.SampledFrom([]string{
		"\r\nBcc: spy@example.com", "\nSubject: other", "\rX-Evil: 1", "\r\n\r\n<b>body</b>", "\r\n.\r\nMAIL FROM:<x@y>",
		"\u2028Bcc: spy@example.com", "\x85Bcc: x", "=?utf-8?q?=0D=0ABcc:_spy@example.com?=", "\x00", "\u202e", " ", "中文标题", "\r\n.\r\n",
	})
	rapid.Check(t, func(rt *rapid.T) {
		text := func(name string) string {
			return strings.Join(rapid.SliceOfN(attacks, 0, 5).Draw(rt, name), "")
		}
		n := notice()
		n.ID = "n" + text("id")
		n.Facts = notify.Facts{
			Addressee: text("addressee"), Evaluation: text("evaluation"), Task: text("task"), Unit: text("unit"),
			By: text("by"), DueText: text("due"), Reason: text("reason"), Link: "https://x.example/" + text("link"),
		}
		server := notifytest.Start(t, notifytest.Options{})
		require.NoError(rt, channel(t, config(server)).Send(t.Context(), n))
		got := onlyMail(t, server)
		require.Equal(rt, []string{"clerk@example.gov.cn"}, got.To)
		to, err := mail.ParseAddress(got.Header.Get("To"))
		require.NoError(rt, err)
		require.Equal(rt, -1, strings.IndexFunc(to.Name, unicode.IsControl), "%q", to.Name)
		names := []string{}
		for name, values := range got.Header {
			require.Len(rt, values, 1, name)
			names = append(names, name)
		}
		require.ElementsMatch(rt, []string{
			"Auto-Submitted", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Subject", "To",
			"X-Auto-Response-Suppress",
		}, names)
		want, err := notify.Render(n.Kind, n.Facts)
		require.NoError(rt, err)
		require.Equal(rt, want.Subject, got.Subject)
		require.Equal(rt, want.Text, got.Text)
		require.Equal(rt, want.HTML, got.HTML)
	})
}

func TestLongTextsStayWithinTheLineLimit(t *testing.T) {
	t.Parallel()
	server := notifytest.Start(t, notifytest.Options{})
	n := notice()
	n.Facts = notify.Facts{
		Addressee: strings.Repeat("长", 5000), Task: strings.Repeat("x", 5000), Evaluation: strings.Repeat("评", 5000),
		Unit: strings.Repeat("u ", 5000), Reason: strings.Repeat("理由", 800) + "." + strings.Repeat("y", 1500),
		Link: "https://x.example/" + strings.Repeat("z", 800),
	}
	require.NoError(t, channel(t, config(server)).Send(t.Context(), n))
	got := onlyMail(t, server) // the server counts the bytes of every line
	want, err := notify.Render(n.Kind, n.Facts)
	require.NoError(t, err)
	require.Equal(t, want.Subject, got.Subject)
	require.Equal(t, want.Text, got.Text)
	require.Contains(t, got.Text, strings.Repeat("理由", 800))
	for line := range strings.Lines(got.Raw) {
		require.LessOrEqual(t, len(line), 1000)
	}
}

func TestSMTPUTF8IsAskedForOnlyWhenNeeded(t *testing.T) {
	t.Parallel()
	server := notifytest.Start(t, notifytest.Options{SMTPUTF8: true})
	smtp := channel(t, config(server))
	require.NoError(t, smtp.Send(t.Context(), notice()))
	require.NotContains(t, strings.Join(server.Commands(), "\n"), "SMTPUTF8")
	n := notice()
	n.Address = "经办@example.gov.cn"
	require.NoError(t, smtp.Send(t.Context(), n))
	require.Contains(t, strings.Join(server.Commands(), "\n"), "SMTPUTF8")
	require.Equal(t, []string{"经办@example.gov.cn"}, server.Mails(t)[1].To)
	require.Empty(t, server.Violations())
}

func TestMessageID(t *testing.T) {
	t.Parallel()
	const from = "noreply@jx.example.gov.cn"
	require.Equal(t, "0190c7a0-0000-7000-8000-000000000001@jx.example.gov.cn",
		notify.MessageID("0190c7a0-0000-7000-8000-000000000001", from))
	seen := map[string]string{}
	for _, id := range []string{
		"a", "A", "a b", "a\r\nb", "a>b", "任务", ".a", "a.", "a..b", "sha256.a", strings.Repeat("a", 64), strings.Repeat("a", 65),
		"sha256.c8687a08aa5d6ed2044328fa6a697ab8e96dc34291e8c2034ae8c38e6fcc6d65", // what "a b" hashes to
	} {
		got := notify.MessageID(id, from)
		require.Regexp(t, `^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*@jx\.example\.gov\.cn$`, got)
		require.LessOrEqual(t, len(got), 120)
		require.Equal(t, got, notify.MessageID(id, from))
		require.Empty(t, seen[got], "two notices with one Message-ID")
		seen[got] = id
	}
}

func TestNewSMTP_names_the_setting_that_is_wrong(t *testing.T) {
	t.Parallel()
	server := notifytest.Start(t, notifytest.Options{})
	for field, spoil := range map[string]func(*notify.SMTPConfig){
		"from":    func(c *notify.SMTPConfig) { c.From = "nobody" },
		"host":    func(c *notify.SMTPConfig) { c.Host = "" },
		"port":    func(c *notify.SMTPConfig) { c.Port = 70000 },
		"tls":     func(c *notify.SMTPConfig) { c.TLS = "maybe" },
		"timeout": func(c *notify.SMTPConfig) { c.Timeout = -1 },
		"now":     func(c *notify.SMTPConfig) { c.Now = nil },
	} {
		settings := config(server)
		spoil(&settings)
		_, err := notify.NewSMTP(settings)
		require.ErrorIs(t, err, fault.New(fault.Invalid, "mail_config", ""))
		require.Equal(t, field, fault.As(err).Fields[0].Name)
	}
}

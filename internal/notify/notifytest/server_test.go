package notifytest_test

import (
	"bufio"
	"net"
	"net/smtp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/notify/notifytest"
)

const plainMail = "Subject: =?utf-8?b?5rWL6K+V?=\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n" +
	"--x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" +
	".=E4=BD=A0=E5=A5=BD\r\n--x--\r\n"

// The client of the standard library is a second opinion on what SMTP is.
func TestTheServerSpeaksSMTP(t *testing.T) {
	t.Parallel()
	server := notifytest.Start(t, notifytest.Options{Username: "u", Password: "p"})
	address := net.JoinHostPort(server.Host(), strconv.Itoa(server.Port()))
	auth := smtp.PlainAuth("", "u", "p", server.Host())
	err := smtp.SendMail(address, auth, "from@example.com", []string{"a@example.com", "b@example.com"}, []byte(plainMail))
	require.NoError(t, err)
	require.Empty(t, server.Violations())
	mails := server.Mails(t)
	require.Len(t, mails, 1)
	require.Equal(t, []string{"a@example.com", "b@example.com"}, mails[0].To)
	require.Equal(t, "测试", mails[0].Subject)
	require.Equal(t, ".你好", mails[0].Text, "the dot was stuffed and taken back")
	require.Equal(t, "u", mails[0].User)
}

func TestTheServerNoticesBrokenRules(t *testing.T) {
	t.Parallel()
	const begin = "EHLO me\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n"
	cases := map[string]struct{ said, violation string }{
		"a bare line feed":        {"EHLO me\n", "line feed without carriage return"},
		"a bare line feed inside": {begin + "Subject: x\n\r\n.\r\n", "line feed without carriage return"},
		"a long command":          {"EHLO " + strings.Repeat("a", 600) + "\r\n", "command line too long"},
		"a long line":             {begin + strings.Repeat("a", 999) + "\r\n.\r\n", "text line too long"},
		"a sender before hello":   {"MAIL FROM:<a@b>\r\n", "MAIL out of order"},
		"no path":                 {"EHLO me\r\nMAIL FROM:a@b\r\n", "MAIL without a path"},
		"a recipient too early":   {"EHLO me\r\nRCPT TO:<a@b>\r\n", "RCPT out of order"},
		"data too early":          {"EHLO me\r\nMAIL FROM:<a@b>\r\nDATA\r\n", "DATA out of order"},
		"an address in UTF-8":     {"EHLO me\r\nMAIL FROM:<a@b>\r\nRCPT TO:<经办@b>\r\n", "address needs SMTPUTF8"},
		"a sender in UTF-8":       {"EHLO me\r\nMAIL FROM:<经办@b>\r\n", "address needs SMTPUTF8"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := notifytest.Start(t, notifytest.Options{})
			say(t, server, c.said+"QUIT\r\n")
			require.Equal(t, []string{c.violation}, server.Violations())
		})
	}
}

func TestTheLongestLinesAreAllowed(t *testing.T) {
	t.Parallel()
	server := notifytest.Start(t, notifytest.Options{})
	say(t, server, "EHLO me\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n"+strings.Repeat("a", 998)+"\r\n.\r\nQUIT\r\n")
	require.Empty(t, server.Violations())
}

func TestHalfAMailIsNoMail(t *testing.T) {
	t.Parallel()
	server := notifytest.Start(t, notifytest.Options{})
	say(t, server, "EHLO me\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nSubject: x\r\n")
	require.Empty(t, server.Mails(t))
}

// say sends everything at once, ends its side and waits for the server to end
// the other.
func say(t *testing.T, s *notifytest.Server, text string) {
	t.Helper()
	var dialer net.Dialer
	conn, err := dialer.DialContext(t.Context(), "tcp", net.JoinHostPort(s.Host(), strconv.Itoa(s.Port())))
	require.NoError(t, err)
	defer func() { _ = conn.Close() }()
	_, err = conn.Write([]byte(text))
	require.NoError(t, err)
	tcp, ok := conn.(*net.TCPConn)
	require.True(t, ok)
	require.NoError(t, tcp.CloseWrite())
	lines := bufio.NewScanner(conn)
	for lines.Scan() { // until the server has closed
	}
	require.NoError(t, lines.Err())
}

package notifytest

import (
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// rawMail is a mail as it was taken.
type rawMail struct {
	from   string
	to     []string
	text   string
	utf8   bool
	secure bool
	user   string
}

// Mail is a mail as its reader sees it.
type Mail struct {
	From    string   // of the envelope
	To      []string // of the envelope
	Header  mail.Header
	Subject string // decoded
	Text    string // decoded, lines ending in \n
	HTML    string // decoded, lines ending in \n
	Raw     string
	Secure  bool   // came over TLS
	User    string // who had logged in
}

// Mails gives the mail taken so far, parsed by net/mail and mime/multipart.
// One that these cannot parse fails the test.
func (s *Server) Mails(t testing.TB) []Mail {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	mails := make([]Mail, 0, len(s.mails))
	for _, raw := range s.mails {
		mails = append(mails, parse(t, raw))
	}
	return mails
}

func parse(t testing.TB, raw rawMail) Mail {
	t.Helper()
	head, _, found := strings.Cut(raw.text, "\r\n\r\n")
	require.True(t, found, "no end of the header")
	require.True(t, sevenBit(head) || raw.utf8, "eight bits in the header")
	msg, err := mail.ReadMessage(strings.NewReader(raw.text))
	require.NoError(t, err)
	m := Mail{From: raw.from, To: raw.to, Header: msg.Header, Raw: raw.text, Secure: raw.secure, User: raw.user}
	var words mime.WordDecoder
	m.Subject, err = words.DecodeHeader(msg.Header.Get("Subject"))
	require.NoError(t, err)
	kind, params, err := mime.ParseMediaType(msg.Header.Get("Content-Type"))
	require.NoError(t, err)
	require.Equal(t, "multipart/alternative", kind)
	parts := multipart.NewReader(msg.Body, params["boundary"])
	for {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return m
		}
		require.NoError(t, err)
		m.take(t, part)
	}
}

func (m *Mail) take(t testing.TB, part *multipart.Part) {
	t.Helper()
	kind, params, err := mime.ParseMediaType(part.Header.Get("Content-Type"))
	require.NoError(t, err)
	require.Equal(t, "utf-8", strings.ToLower(params["charset"]))
	var reader io.Reader = part
	switch encoding := part.Header.Get("Content-Transfer-Encoding"); encoding {
	case "base64":
		reader = base64.NewDecoder(base64.StdEncoding, part)
	case "quoted-printable":
		reader = quotedprintable.NewReader(part)
	default:
		require.Contains(t, []string{"", "7bit", "8bit"}, encoding)
	}
	content, err := io.ReadAll(reader)
	require.NoError(t, err)
	text := strings.ReplaceAll(string(content), "\r\n", "\n")
	switch kind {
	case "text/plain":
		m.Text = text
	case "text/html":
		m.HTML = text
	default:
		require.Fail(t, "unexpected part", kind)
	}
}

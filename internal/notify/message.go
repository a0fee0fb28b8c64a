package notify

import (
	"crypto/sha256"
	"encoding/hex"
	"net/mail"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"jiheng/internal/fault"
)

// compose makes the mail of a notice, as plain text and as a page. All of it
// but Date and the boundary is the same each time.
func (s *SMTP) compose(n Notice) (*gomail.Msg, error) {
	if n.ID == "" {
		return nil, fault.New(fault.Invalid, "notice_id_missing", "a notice needs an id to be sent once")
	}
	if err := checkAddress(n.Address); err != nil {
		return nil, err
	}
	letter, err := Render(n.Kind, n.Facts)
	if err != nil {
		return nil, err
	}
	// Base64 keeps lines short whatever the text, and costs Chinese less than
	// quoted-printable does.
	msg := gomail.NewMsg(gomail.WithCharset(gomail.CharsetUTF8), gomail.WithEncoding(gomail.EncodingB64),
		gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(s.from)
	msg.ToMailAddress(&mail.Address{Name: oneLine(n.Facts.Addressee, maxNameRunes), Address: n.Address})
	msg.Subject(letter.Subject)
	msg.SetDateWithValue(s.config.Now())
	msg.SetMessageIDWithValue(MessageID(n.ID, s.from.Address))
	// RFC 3834: nobody's holiday answer shall come back.
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader(gomail.HeaderXAutoResponseSuppress, "All")
	msg.SetBodyString(gomail.TypeTextPlain, canonical(letter.Text))
	msg.AddAlternativeString(gomail.TypeTextHTML, canonical(letter.HTML))
	return msg, nil
}

// canonical ends lines as RFC 2045 wants text to be before it is encoded.
func canonical(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") }

const maxIDBytes = 64

// MessageID gives the Message-ID, without angle brackets, of the mail a notice
// becomes when it is sent from an address: for finding a mail in a server's
// log. Ids that are plain and short stay readable, others are hashed.
func MessageID(noticeID, from string) string {
	_, domain, _ := strings.Cut(from, "@")
	if !isASCII(domain) {
		domain = "notice.invalid"
	}
	if len(noticeID) > maxIDBytes || !isPlain(noticeID) {
		sum := sha256.Sum256([]byte(noticeID))
		noticeID = "sha256." + hex.EncodeToString(sum[:])
	}
	return noticeID + "@" + domain
}

// isPlain says whether s is a dot-atom of RFC 5322. The hashed form is longer
// than any id that is kept, so that no id passes for another's hash.
func isPlain(s string) bool {
	const atom = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
	return strings.Trim(s, atom) == "" && !strings.HasPrefix(s, ".") && !strings.HasSuffix(s, ".") &&
		!strings.Contains(s, "..")
}

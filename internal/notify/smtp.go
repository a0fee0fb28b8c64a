package notify

import (
	"context"
	"net/mail"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// SMTP sends notices by mail (邮件通知). It keeps no connection: each mail has
// one of its own, so that a broken one spoils no other.
type SMTP struct {
	config SMTPConfig
	from   *mail.Address
}

var _ Channel = (*SMTP)(nil)

// NewSMTP makes the channel; it does not connect.
// Fault: invalid mail_config with one field.
func NewSMTP(config SMTPConfig) (*SMTP, error) {
	config, from, err := config.checked()
	if err != nil {
		return nil, err
	}
	return &SMTP{config: config, from: from}, nil
}

// Send mails the notice. It returns nil once the server has taken the mail,
// whatever happens to the connection afterwards.
//
// Faults to try again, code unavailable: mail_unavailable (no connection, or
// the server said 4xx); mail_outcome_unknown (the connection broke after the
// whole mail was sent: it may have been taken); mail_account_refused (the
// server refuses us, whatever the mail: settings must be mended).
//
// Final faults, code invalid: mail_refused (5xx for this recipient or this
// mail; param smtp_code), mail_address_invalid, notice_id_missing,
// notice_kind_unknown.
func (s *SMTP) Send(ctx context.Context, n Notice) error {
	msg, err := s.compose(n)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, s.config.Timeout)
	defer cancel()
	l := &line{config: s.config}
	defer l.watch(ctx)()
	client, err := gomail.NewClient(s.config.Host, s.options(l, n.Address)...)
	if err != nil {
		return badConfig("server")
	}
	conversation, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return refusedUs(err)
	}
	err = client.SendWithSMTPClient(conversation, msg)
	if !msg.IsDelivered() {
		return refusedMail(err)
	}
	// The mail is taken. Leaving politely is worth a moment, and no error.
	if conversation.UpdateDeadline(goodbyeWithin) == nil {
		_ = client.CloseWithSMTPClient(conversation)
	}
	return nil
}

// goodbyeWithin is how long the server may take to answer QUIT.
const goodbyeWithin = 2 * time.Second

// options set go-mail up for one mail.
func (s *SMTP) options(l *line, recipient string) []gomail.Option {
	c := s.config
	options := []gomail.Option{
		gomail.WithPort(c.Port), gomail.WithTimeout(c.Timeout), gomail.WithTLSConfig(c.tlsConfig()),
		gomail.WithTLSPolicy(c.startTLS()), gomail.WithDialContextFunc(l.dial),
		gomail.WithoutNoop(), gomail.WithoutRset(), // the connection is new and serves one mail
	}
	if c.Hello != "" {
		options = append(options, gomail.WithHELO(c.Hello))
	}
	if c.Username != "" {
		options = append(options, gomail.WithUsername(c.Username), gomail.WithPassword(c.Password),
			gomail.WithOpportunisticSMTPAuth(
				gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin, gomail.SMTPAuthCramMD5))
	}
	// Headers are encoded; only an address can need SMTPUTF8, and asking for it
	// without need makes servers refuse to pass the mail on to older ones.
	if isASCII(recipient) && isASCII(s.from.Address) {
		options = append(options, gomail.WithoutSMTPUTF8())
	}
	return options
}

// startTLS is the policy for the STARTTLS command.
func (c SMTPConfig) startTLS() gomail.TLSPolicy {
	switch c.TLS {
	case TLSImplicit, TLSNone:
		return gomail.NoTLS // encrypted since the first byte, or not at all
	case TLSOpportunistic:
		return gomail.TLSOpportunistic
	case TLSMandatory:
	}
	return gomail.TLSMandatory
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] > 0x7e {
			return false
		}
	}
	return true
}

package notify

import (
	"crypto/tls"
	"crypto/x509"
	"net/mail"
	"slices"
	"strings"
	"time"

	"jiheng/internal/fault"
)

// TLSPolicy says how a connection to a mail server is protected (传输加密策略).
type TLSPolicy string

// The policies. Certificates are checked under each of them but TLSNone.
const (
	TLSMandatory     TLSPolicy = "mandatory"     // STARTTLS or nothing; usual on port 587
	TLSImplicit      TLSPolicy = "implicit"      // TLS from the first byte; usual on port 465
	TLSOpportunistic TLSPolicy = "opportunistic" // STARTTLS where the server offers it
	TLSNone          TLSPolicy = "none"          // in the clear, for a relay on the same machine
)

// TLSPolicies lists all policies.
func TLSPolicies() []TLSPolicy {
	return []TLSPolicy{TLSMandatory, TLSImplicit, TLSOpportunistic, TLSNone}
}

// SMTPConfig says where and as whom mail is sent.
type SMTPConfig struct {
	Host     string
	Port     int
	TLS      TLSPolicy      // empty means TLSMandatory
	RootCAs  *x509.CertPool // nil means those of the machine
	Username string         // empty means no authentication
	Password string
	From     string           // "address" or "name <address>"
	Hello    string           // name given in EHLO; empty means the machine's
	Timeout  time.Duration    // for one mail, connecting included; 0 means a minute
	Now      func() time.Time // clock of the Date header
}

// checked fills the gaps in and gives the sender.
// Fault: invalid mail_config with one field.
func (c SMTPConfig) checked() (SMTPConfig, *mail.Address, error) {
	if c.TLS == "" {
		c.TLS = TLSMandatory
	}
	if c.Timeout == 0 {
		c.Timeout = time.Minute
	}
	from, err := mail.ParseAddress(c.From)
	switch {
	case err != nil || checkAddress(from.Address) != nil:
		return c, nil, badConfig("from")
	case c.Host == "" || strings.ContainsAny(c.Host, "/ \r\n"):
		return c, nil, badConfig("host")
	case c.Port < 1 || c.Port > 65535:
		return c, nil, badConfig("port")
	case c.Timeout < 0:
		return c, nil, badConfig("timeout")
	case c.Now == nil:
		return c, nil, badConfig("now")
	case !slices.Contains(TLSPolicies(), c.TLS):
		return c, nil, badConfig("tls")
	}
	return c, from, nil
}

func badConfig(field string) error {
	return fault.New(fault.Invalid, "mail_config", "mail server settings: %s", field).
		WithFields(fault.Field{Name: field, Reason: "mail_config"})
}

func (c SMTPConfig) tlsConfig() *tls.Config {
	return &tls.Config{ServerName: c.Host, RootCAs: c.RootCAs, MinVersion: tls.VersionTLS12}
}

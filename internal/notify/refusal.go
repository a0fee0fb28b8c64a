package notify

import (
	"errors"
	"net/textproto"
	"strconv"

	gomail "github.com/wneessen/go-mail"

	"jiheng/internal/fault"
)

// refusedUs tells why no conversation came about. Nothing was said of the mail
// yet, so that trying again is right even after a 5xx: notices wait until the
// settings are mended instead of being lost.
func refusedUs(err error) error {
	if answer, ok := errors.AsType[*textproto.Error](err); ok && answer.Code >= 500 {
		return accountRefused(err, answer.Code)
	}
	return fault.Wrap(err, fault.Unavailable, "mail_unavailable", "reach the mail server")
}

// refusedMail tells why a mail was not taken.
func refusedMail(err error) error {
	refusal, ok := errors.AsType[*gomail.SendError](err)
	if !ok {
		return fault.Wrap(err, fault.Unavailable, "mail_unavailable", "send mail")
	}
	code := refusal.ErrorCode()
	switch {
	case code >= 500 && (isAboutUs(code) || refusal.Reason == gomail.ErrSMTPMailFrom):
		return accountRefused(err, code)
	case code >= 500:
		return fault.Wrap(err, fault.Invalid, "mail_refused", "mail refused").With("smtp_code", strconv.Itoa(code))
	case code == 0 && refusal.Reason == gomail.ErrSMTPDataClose:
		return fault.Wrap(err, fault.Unavailable, "mail_outcome_unknown", "no answer to the mail")
	}
	return fault.Wrap(err, fault.Unavailable, "mail_unavailable", "send mail")
}

// isAboutUs knows RFC 4954's answers to a client that did not log in as it
// should; they can come at any command.
func isAboutUs(code int) bool { return code == 530 || code == 534 || code == 535 || code == 538 }

func accountRefused(err error, code int) error {
	return fault.Wrap(err, fault.Unavailable, "mail_account_refused", "mail server refuses our account or sender").
		With("smtp_code", strconv.Itoa(code))
}

package identity

import (
	_ "embed" // for the list of common passwords
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"jiheng/internal/fault"
)

// Lengths of a password, in characters.
const (
	MinPasswordRunes = 10
	MaxPasswordRunes = 128
)

//go:embed common_passwords.txt
var commonPasswords string

// CheckPassword says whether a new password is good enough for login
// (口令策略): long enough, not known to every attacker, not the login itself.
// It asks for no mix of character classes: OWASP and NIST advise against it.
//
// Fault: invalid password_weak with one field "password", whose reason is
// password_too_short (min), password_too_long (max), password_common,
// password_is_login or password_not_text.
func CheckPassword(login, password string) error {
	reason, params := passwordFlaw(login, password)
	if reason == "" {
		return nil
	}
	return fault.New(fault.Invalid, "password_weak", "%s", reason).
		WithFields(fault.Field{Name: "password", Reason: reason, Params: params})
}

func passwordFlaw(login, password string) (string, map[string]string) {
	folded := strings.ToLower(strings.TrimSpace(password))
	switch n := utf8.RuneCountInString(password); {
	case !utf8.ValidString(password):
		return "password_not_text", nil
	case n < MinPasswordRunes:
		return "password_too_short", map[string]string{"min": strconv.Itoa(MinPasswordRunes)}
	case n > MaxPasswordRunes:
		return "password_too_long", map[string]string{"max": strconv.Itoa(MaxPasswordRunes)}
	case folded == NormalizeLogin(login):
		return "password_is_login", nil
	case isCommon(folded):
		return "password_common", nil
	}
	return "", nil
}

// isCommon looks folded up in the list, and also without the digits and marks
// people put behind a common word to get past a rule.
func isCommon(folded string) bool {
	list := strings.Fields(commonPasswords)
	if slices.Contains(list, folded) {
		return true
	}
	bare := strings.TrimRight(folded, "0123456789!@#.$*")
	return slices.Contains(list, bare)
}

package identity

import (
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxLoginRunes is the length of the longest login.
const MaxLoginRunes = 64

// NormalizeLogin gives the form in which logins are stored, compared and
// counted: trimmed and in lower case. What no login can contain (control
// characters, broken UTF-8) becomes U+FFFD instead of vanishing, so that a
// mangled login never turns into somebody's real one; a login that is too
// long is cut and marked the same way. The result is safe to store and to log.
func NormalizeLogin(login string) string {
	login = strings.ToValidUTF8(login, string(utf8.RuneError))
	login = strings.ToLower(strings.TrimSpace(login))
	login = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return utf8.RuneError
		}
		return r
	}, login)
	if runes := []rune(login); len(runes) > MaxLoginRunes {
		return string(runes[:MaxLoginRunes-1]) + string(utf8.RuneError)
	}
	return login
}

// normalizeAddress gives a client's IP address without port, zone or IPv4
// mapping, and "" for anything that is no address.
func normalizeAddress(address string) string {
	if withPort, err := netip.ParseAddrPort(address); err == nil {
		return withPort.Addr().Unmap().WithZone("").String()
	}
	addr, err := netip.ParseAddr(address)
	if err != nil {
		return ""
	}
	return addr.Unmap().WithZone("").String()
}

// addressKey is what attempts from an address are counted under. One machine
// usually owns a whole IPv6 /64, so a /64 counts as one address. Callers whose
// address is unknown share one count.
func addressKey(address string) ThrottleKey {
	addr, err := netip.ParseAddr(address)
	if err != nil {
		return "address:unknown"
	}
	if addr.Is4() {
		return ThrottleKey("address:" + addr.String())
	}
	network, err := addr.Prefix(64)
	if err != nil {
		return "address:unknown"
	}
	return ThrottleKey("address:" + network.String())
}

func accountKey(login string) ThrottleKey { return ThrottleKey("account:" + login) }

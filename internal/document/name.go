package document

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"jiheng/internal/fault"
)

// maxName is the longest file name in bytes: about 66 Chinese characters, and
// below the 255 that file systems allow.
const maxName = 200

// CheckName refuses file names that could mislead a person or a file system:
// control characters, invisible and direction-changing ones, separators and
// characters Windows forbids, edges that Windows drops, more than 200 bytes.
// Fault: invalid file_name_invalid; Param found says what is wrong with it:
// empty, encoding, too_long, edge, reserved, character.
func CheckName(name string) error {
	if found := nameTrouble(name); found != "" {
		return fault.New(fault.Invalid, ReasonName, "file name %q: %s", name, found).
			With("name", printable(name)).With("found", found)
	}
	return nil
}

func nameTrouble(name string) string {
	switch {
	case name == "":
		return "empty"
	case !utf8.ValidString(name):
		return "encoding"
	case len(name) > maxName:
		return "too_long"
	case strings.TrimSpace(name) != name || strings.HasPrefix(name, ".") || strings.HasSuffix(name, "."):
		return "edge"
	case strings.ContainsFunc(name, misleading):
		return "character"
	case isDevice(name):
		return "reserved"
	}
	return ""
}

// misleading says whether a character has no place in a file name.
func misleading(r rune) bool {
	return unseen(r) || strings.ContainsRune(`/\<>:"|?*`, r)
}

// unseen says whether a character shows as nothing, or changes how others
// show. The Cf class holds the bidirectional overrides and the zero-width
// characters; private-use characters look different on every machine.
func unseen(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co) || r == utf8.RuneError
}

// isDevice says whether Windows would open a device instead of the file.
func isDevice(name string) bool {
	base, _, _ := strings.Cut(strings.ToUpper(name), ".")
	switch base = strings.TrimRight(base, " "); base {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	return len(base) == 4 && (strings.HasPrefix(base, "COM") || strings.HasPrefix(base, "LPT")) &&
		base[3] >= '0' && base[3] <= '9'
}

// printable makes a refused name safe to show: what is not seen becomes U+FFFD,
// and its length is bounded.
func printable(name string) string {
	shown := strings.Map(func(r rune) rune {
		if unseen(r) {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(name, string(utf8.RuneError)))
	for len(shown) > maxName {
		_, size := utf8.DecodeLastRuneInString(shown)
		shown = shown[:len(shown)-size]
	}
	return shown
}

// extension gives the part after the last dot in lower case, without the dot.
func extension(name string) string {
	return strings.TrimPrefix(strings.ToLower(path.Ext(name)), ".")
}

package notify

import (
	"net/url"
	"strings"
	"unicode"
)

// Longest facts, in characters. A mail is a hint to look at the page, not the
// page itself.
const (
	maxNameRunes   = 60
	maxTitleRunes  = 120
	maxReasonRunes = 2000
	maxLinkBytes   = 900
)

// cleaned gives the facts fit for subjects and texts: one line each (the
// reason may have several), no control or direction characters, no excess
// length, no link that is not a web address.
func (f Facts) cleaned() Facts {
	f.Addressee = oneLine(f.Addressee, maxNameRunes)
	f.By = oneLine(f.By, maxNameRunes)
	f.DueText = oneLine(f.DueText, maxNameRunes)
	f.Unit = oneLine(f.Unit, maxTitleRunes)
	f.Task = oneLine(f.Task, maxTitleRunes)
	f.Evaluation = oneLine(f.Evaluation, maxTitleRunes)
	f.Reason = lines(f.Reason, maxReasonRunes)
	f.Link = webAddress(f.Link)
	if f.Digest != nil {
		f.Digest = f.Digest.cleaned()
	}
	return f
}

// oneLine turns whatever does not print, line breaks and the characters that
// reverse the direction of writing among it, into single spaces.
func oneLine(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s)
	return shorten(strings.Join(strings.Fields(s), " "), limit)
}

// lines cleans each line and keeps the breaks between them.
func lines(s string, limit int) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(shorten(s, limit))
	all := strings.Split(s, "\n")
	for i, line := range all {
		all[i] = oneLine(line, limit)
	}
	return strings.TrimSpace(strings.Join(all, "\n"))
}

func shorten(s string, limit int) string {
	runes := []rune(s)
	if len(runes) <= limit {
		return s
	}
	return string(runes[:limit-1]) + "…"
}

// webAddress gives the link in its escaped form if it leads to a web page, else
// nothing: a notice without a link is better than one that leads astray.
func webAddress(link string) string {
	u, err := url.Parse(link)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.User != nil {
		return ""
	}
	if s := u.String(); len(s) <= maxLinkBytes {
		return s
	}
	return ""
}

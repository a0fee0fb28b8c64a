package privacy

import (
	"regexp"
	"slices"
	"strings"

	"jiheng/internal/evaluation"
)

// Found is a place in a text that looks like personal data (疑似个人信息).
type Found struct {
	Kind evaluation.PersonalKind
	// Masked shows enough to find it and not what it is.
	Masked string
	at     int
	// checked: a check digit says so, not only how it looks.
	checked bool
}

// The patterns work on text in half width; see narrow.
var ( //nolint:gochecknoglobals // compiled once
	identity = regexp.MustCompile(`[1-8]\d{16}[\dXx]`)
	mobile   = regexp.MustCompile(`(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}`)
	landline = regexp.MustCompile(`(?:\(0\d{2,3}\)|0\d{2,3}[- ])[- ]?[2-9]\d{6,7}`)
	labelled = regexp.MustCompile(labelledLine)
	card     = regexp.MustCompile(`(?:62|4\d|5[1-5]|35)\d{2}(?:[- ]?\d{4}){3}\d{0,3}`)
	grouped  = regexp.MustCompile(`62\d{2}(?:[- ]\d{4}){3}[- ]\d{1,3}`)
	account  = regexp.MustCompile(labelledAccount)
)

// Scan finds what looks like personal data in a text, in its order.
func Scan(text string) []Found {
	s := &scan{text: narrow(text)}
	s.look(evaluation.PersonalIDCard, identity, 0, func(m string) bool { return isIdentity(m) })
	s.look(evaluation.PersonalBankCard, account, 1, func(string) bool { return true })
	s.look(evaluation.PersonalBankCard, grouped, 0, isCard)
	s.look(evaluation.PersonalBankCard, card, 0, isCard)
	s.look(evaluation.PersonalLandline, labelled, 1, func(string) bool { return true })
	s.look(evaluation.PersonalLandline, landline, 0, func(m string) bool { return isLine(digits(m)) })
	s.look(evaluation.PersonalMobile, mobile, 0, func(string) bool { return true })
	slices.SortStableFunc(s.found, func(a, b Found) int { return a.at - b.at })
	return s.found
}

// scan is one text under examination; what was found of it once is not found
// again as something else.
type scan struct {
	text  string
	taken [][2]int
	found []Found
}

func (s *scan) look(kind evaluation.PersonalKind, pattern *regexp.Regexp, group int, is func(string) bool) {
	for _, m := range pattern.FindAllStringSubmatchIndex(s.text, -1) {
		from, to := m[2*group], m[2*group+1]
		match := s.text[from:to]
		if !s.alone(from, to) || s.overlaps(from, to) || !is(match) {
			continue
		}
		s.taken = append(s.taken, [2]int{from, to})
		checked := pattern == identity || pattern == card || pattern == grouped
		s.found = append(s.found, Found{Kind: kind, Masked: mask(match), at: from, checked: checked})
	}
}

func (s *scan) overlaps(from, to int) bool {
	return slices.ContainsFunc(s.taken, func(t [2]int) bool { return from < t[1] && t[0] < to })
}

// alone tells whether a number is not a part of a longer number, code or amount.
func (s *scan) alone(from, to int) bool {
	before, after := s.text[:from], s.text[to:]
	if before != "" && (joins(before[len(before)-1]) || numeric(before, ".-/_")) {
		return false
	}
	if after == "" {
		return true
	}
	if joins(after[0]) || after[0] == '%' || strings.IndexByte(".-/_", after[0]) >= 0 && len(after) > 1 && isDigit(after[1]) {
		return false
	}
	after = strings.TrimLeft(after, " ")
	for _, unit := range units() {
		if strings.HasPrefix(after, unit) {
			return false
		}
	}
	return true
}

// numeric tells whether text ends in a digit and one of the signs.
func numeric(text, signs string) bool {
	n := len(text)
	return n > 1 && strings.IndexByte(signs, text[n-1]) >= 0 && joins(text[n-2])
}

func joins(c byte) bool { return isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// narrow puts digits, letters and signs into half width, and takes hyphens and
// spaces of every kind for one.
func narrow(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case strings.ContainsRune("　\u00a0\u2002\u2003\u2009", r):
			return ' '
		case strings.ContainsRune("‐‑‒–—―－", r):
			return '-'
		}
		return r
	}, text)
}

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
}

// mask keeps the first three signs and the last two.
func mask(text string) string {
	const first, last = 3, 2
	plain := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -()+", r) {
			return -1
		}
		return r
	}, text)
	if len(plain) <= first+last {
		return strings.Repeat("*", len(plain))
	}
	return plain[:first] + strings.Repeat("*", len(plain)-first-last) + plain[len(plain)-last:]
}

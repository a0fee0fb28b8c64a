package table

import (
	"strings"

	"github.com/shopspring/decimal"
)

// worded reads a cell in words with one number in it, such as "改造完成30户":
// the number, and what is counted. It is not ok where the words may change what
// the number means: each, the first, not yet.
func worded(cell string) (q quantity, subject string, ok bool) {
	text := remark.ReplaceAllString(cell, "")
	lead := leadIn.FindString(text)
	if lead == "" || len(anyNumber.FindAllString(text, 2)) != 1 || otherCount.MatchString(text) || strings.ContainsAny(text, clauseEnds) {
		return quantity{}, "", false
	}
	subject = leadSign.ReplaceAllString(lead, "")
	if q, ok = quantityOf(lead[len(subject):] + text[len(lead):]); !ok || q.sign == atMost {
		return quantity{}, "", false
	}
	switch q.unit.of {
	case money, duration, otherUnit:
		return quantity{}, "", false
	case unitless, percentage, area, length, mass, volume, people, visits, households, times, pieces, energy, power, storage:
	}
	subject = doneWords.ReplaceAllString(subject, "")
	return q, subject, !reverseName.MatchString(subject) && !undecided.MatchString(subject)
}

// wordedPair reads two cells of which at least one says in words what it
// counts: "养护里程120" and "100", or the same words in both.
func wordedPair(planned, done string) (target, actual quantity, ok bool) {
	target, counted, inWords := worded(planned)
	actual, reached, alsoInWords := worded(done)
	switch {
	case inWords && alsoInWords:
		ok = strings.HasSuffix(counted, reached) || strings.HasSuffix(reached, counted)
	case inWords:
		actual, ok = quantityOf(done)
		ok = ok && actual.sign == noSign
	case alsoInWords:
		target, ok = quantityOf(planned)
		ok = ok && target.sign != atMost
	}
	return target, actual, ok && (target.unit.of == actual.unit.of || target.unit.of == unitless || actual.unit.of == unitless)
}

// fractionOf reads 11/12 as a share in percent.
func fractionOf(cell string) (quantity, bool) {
	m := fraction.FindStringSubmatch(remark.ReplaceAllString(cell, ""))
	if m == nil {
		return quantity{}, false
	}
	part, _ := decimalOf(m[1])
	whole, _ := decimalOf(m[2])
	if !whole.IsPositive() || part.Cmp(whole) > 0 {
		return quantity{}, false
	}
	share := unit{name: percentName, of: percentage, size: decimal.NewFromInt(1)}
	return quantity{written: part.Mul(percent).DivRound(whole, 12), digits: 2, unit: share}, true
}

// sharePair reads two cells of a rate of which one or both are fractions.
func sharePair(planned, done string) (target, actual quantity, ok bool) {
	target, ofTarget := fractionOf(planned)
	actual, ofActual := fractionOf(done)
	if !ofTarget {
		target, ok = quantityOf(planned)
		return target, actual, ok && ofActual && target.isPercent()
	}
	if !ofActual {
		actual, ok = quantityOf(done)
		return target, actual, ok && actual.isPercent()
	}
	return target, actual, true
}

// checkShares holds a rate against the two numbers it is said to come from, as
// in "96%(48/60)".
func (s *sheet) checkShares() {
	for i, l := range s.lines {
		m := shareOf(fold(l.Actual), stem(l.name()))
		if m == nil {
			continue
		}
		stated, digits, ok := plainOf(m[1])
		part, readPart := decimalOf(m[2])
		whole, readWhole := decimalOf(m[3])
		if !ok || !readPart || !readWhole || !whole.IsPositive() || l.kind == summary {
			continue
		}
		// The last digit may have been cut off and not rounded.
		computed := part.Mul(percent).DivRound(whole, 12)
		if computed.Sub(stated).Abs().Cmp(decimal.New(1, -digits)) >= 0 {
			shown := computed.Round(max(digits, 2)).String() + percentName
			s.add(rowAt(i), RateMismatch, "actual", l.Actual, shown, sayShare(m[1], m[2], m[3], shown))
		}
	}
}

// shareOf finds a share and the two numbers it is said to come from: share,
// part, whole after the text of the match.
func shareOf(cell, name string) []string {
	if m := shareFirst.FindStringSubmatch(cell); m != nil {
		return m
	}
	if m := shareLast.FindStringSubmatch(cell); m != nil {
		return []string{m[0], m[3], m[1], m[2]}
	}
	// Of those asked, the ones that the rate is named after, and no others.
	if m := shareAsked.FindStringSubmatch(cell); m != nil && m[3] == m[6] && strings.Contains(name, m[4]) {
		return []string{m[0], m[1], m[5], m[2]}
	}
	return nil
}

// sameThing tells that two cells may count the same: what stands behind their
// units is alike, or one of them does not say. 12个乡镇 are no 10个行政村.
func sameThing(target, actual string) bool {
	a, b := countedThing(target), countedThing(actual)
	return strings.Contains(a, b) || strings.Contains(b, a)
}

// countedThing is what stands behind the unit of a number.
func countedThing(cell string) string {
	text := remark.ReplaceAllString(fold(cell), "")
	at := anyNumber.FindStringIndex(text)
	if at == nil {
		return ""
	}
	rest := sizeWords.ReplaceAllString(text[at[1]:], "")
	for _, u := range knownUnits {
		if after, found := strings.CutPrefix(rest, u.name); found {
			if u.of == pieces { // 个村 is a unit as well
				after = strings.TrimPrefix(rest, pieceWord)
				after = strings.TrimPrefix(after, u.name)
			}
			return bare(atMostAfter.ReplaceAllString(atLeastAfter.ReplaceAllString(after, ""), ""))
		}
	}
	return ""
}

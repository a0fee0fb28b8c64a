package table

import (
	"strings"

	"github.com/shopspring/decimal"
)

// checkBand looks for the words of the three bands where a value belongs.
func (s *sheet) checkBand(i int, field, cell string) {
	text := fold(cell)
	if bandList.MatchString(bare(cell)) || s.bandForNumber(i, field, cell) || s.bandForRate(i, field, cell) {
		s.add(rowAt(i), BandAsValue, field, cell, mustBeValue, sayBand(field, cell))
		return
	}
	at := bandRange.FindStringIndex(text)
	ladder := len(bandWords.FindAllString(text, -1)) > 1
	if at == nil && !ladder {
		return
	}
	rest := text
	if at != nil {
		rest = text[:at[0]] + text[at[1]:]
	}
	const mostWords = 24
	if anyDigit.MatchString(strings.ReplaceAll(bandRange.ReplaceAllString(rest, ""), percentName, "")) || runes(rest) > mostWords && !ladder {
		return
	}
	s.add(rowAt(i), BandAsValue, field, cell, mustBeValue, sayBand(field, cell))
}

// bandForNumber tells that the name of a band stands where the target is a
// number; for a target in words it is the proper answer.
func (s *sheet) bandForNumber(i int, field, cell string) bool {
	l := s.lines[i]
	target, counted := l.quantity(l.Target)
	if field != "actual" || !counted {
		return false
	}
	named := rateName.MatchString(stem(l.L3)) || strings.Contains(fold(l.L3), contentWord)
	graded := target.isPercent() || target.unit.of == unitless && named
	return bandName.MatchString(bare(cell)) || graded && gradeWord.MatchString(bare(cell))
}

// bandForRate tells that a range such as 90%-100% stands where one rate was to
// be reached; its ends are whole fives, which those of measured rates are not.
func (s *sheet) bandForRate(i int, field, cell string) bool {
	l := s.lines[i]
	m := shareRange.FindStringSubmatch(fold(cell))
	target, counted := l.quantity(l.Target)
	if field != "actual" || m == nil || !counted {
		return false
	}
	named := rateName.MatchString(stem(l.L3)) || strings.Contains(fold(l.L3), contentWord)
	if !target.isPercent() && (target.unit.of != unitless || !named) {
		return false
	}
	low, _ := decimalOf(m[1])
	high, _ := decimalOf(m[3])
	five := decimal.NewFromInt(5)
	return !low.Equal(high) && decimal.Max(low, high).Cmp(percent) <= 0 && low.Mod(five).IsZero() && high.Mod(five).IsZero()
}

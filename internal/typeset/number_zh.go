package typeset

import "strconv"

// deepest is the deepest level of headings.
const deepest = 4

// numbering counts headings as official papers do (结构层次序数).
type numbering [deepest]int

// next gives the number of the next heading of a level, 1 to deepest.
func (n *numbering) next(level int) string {
	n[level-1]++
	clear(n[level:])
	count := n[level-1]
	switch level {
	case 1:
		return Numeral(count) + "、"
	case 2:
		return "（" + Numeral(count) + "）"
	case 3:
		return strconv.Itoa(count) + "."
	}
	return "（" + strconv.Itoa(count) + "）"
}

// Numeral writes a count in Chinese: 一、十、二十一; digits beyond 99.
func Numeral(n int) string {
	if n < 1 || n > 99 {
		return strconv.Itoa(n)
	}
	digits := [10]string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch tens, ones := n/10%10, digits[n%10]; tens {
	case 0:
		return ones
	case 1:
		return "十" + ones
	default:
		return digits[tens] + "十" + ones
	}
}

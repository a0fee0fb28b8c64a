package typeset_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/typeset"
)

func TestBreakLines_keeps_marks_where_they_belong(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"一二三四五六，七":        {"一二三四五", "六，七"},
		"一二三四五，六七":        {"一二三四", "五，六七"},
		"一二三四“五六”七":       {"一二三四", "“五六”七"},
		"一二三四（五）":         {"一二三四", "（五）"},
		"一二三1952.82万元":    {"一二三", "1952.82万", "元"},
		"完成率98.24%。":      {"完成率", "98.24%。"},
		"一二三四……五":         {"一二三", "四……五"},
		"abcdefghijklmno": {"abcdefghij", "klmno"},
		"one two three":   {"one two", "three"},
		"一\n二":            {"一", "二"},
		"":                {""},
	} {
		require.Equal(t, want, typeset.BreakLines(text, 5, 5), text)
	}
	require.Equal(t, []string{"一二三", "四五六七八", "九"}, typeset.BreakLines("一二三四五六七八九", 3, 5))
}

func TestBreakLines_loses_nothing_and_begins_no_line_with_a_closing_mark(t *testing.T) {
	t.Parallel()
	alphabet := []rune("绩效自评报告表，。；：“”（）《》……、ab1,23.4% ")
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom(alphabet), 0, 120, -1).Draw(rt, "text")
		width := float64(rapid.IntRange(1, 30).Draw(rt, "width"))
		lines := typeset.BreakLines(text, width, width)
		squeeze := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		require.Equal(rt, squeeze(text), squeeze(strings.Join(lines, "")))
		for i, line := range lines[1:] {
			first, _ := utf8.DecodeRuneInString(line)
			last, _ := utf8.DecodeLastRuneInString(lines[i])
			// A row of marks longer than the line has to break somewhere.
			if strings.ContainsRune(typeset.NeverFirst, first) || strings.ContainsRune(typeset.NeverLast, last) {
				require.Greater(rt, tied(lines[i], line), width)
			}
		}
	})
}

// tied is how long the piece is that had to be broken between two lines.
func tied(before, after string) float64 {
	runes := []rune(before + after)
	at := utf8.RuneCountInString(before)
	from, to := at, at
	mark := func(r rune) bool { return strings.ContainsRune(typeset.NeverFirst+typeset.NeverLast, r) || r < 0x80 }
	for from > 0 && (mark(runes[from-1]) || mark(runes[from])) {
		from--
	}
	for to < len(runes)-1 && (mark(runes[to]) || mark(runes[to+1])) {
		to++
	}
	sum := 1.5
	for _, r := range runes[from:min(to+1, len(runes))] {
		if r < 0x2000 {
			sum += 0.5
		} else {
			sum++
		}
	}
	return sum
}

func TestATitleOfSeveralLinesHasNoneWithOneWord(t *testing.T) {
	t.Parallel()
	each := func(rune) float64 { return 1 }
	title := "关于报送某市行政服务中心整体支出绩效自评材料的函"
	lines := typeset.Evenly(title, 20, each)
	require.Len(t, lines, 2)
	require.InDelta(t, len([]rune(lines[0])), len([]rune(lines[1])), 2)
	require.Equal(t, title, strings.Join(lines, ""))
	require.Equal(t, []string{"短题"}, typeset.Evenly("短题", 20, each))
}

func TestWhatIsEnclosedGoesOnBelowItsTitle(t *testing.T) {
	t.Parallel()
	for text, hang := range map[string]float64{"附件：1.自评数据表": 3.75, "　　　2.自评报告": 3.75, "　　　12.自评报告": 4.25, "附件：自评报告": 3} {
		require.InDelta(t, hang, typeset.HangOf(text), 0.001, text)
	}
}

package document

import (
	"cmp"
	"strings"

	"github.com/xuri/excelize/v2"
)

// asText is the built-in number format "@": what is typed over stays text.
const asText = 49

// whole is the built-in number format "0".
const whole = 1

// styles are the looks of cells, by what they hold.
type styles struct {
	title, head, note, right, label, words, count, center int
	numbers                                               map[int32]int // by decimals
}

func (s *styles) make(f *excelize.File) (err error) {
	s.numbers = make(map[int32]int)
	add := func(style *excelize.Style) int {
		id := 0
		if err == nil {
			style.NumFmt = cmp.Or(style.NumFmt, asText)
			id, err = f.NewStyle(style)
		}
		return id
	}
	s.title = add(&excelize.Style{Font: font(16, true), Alignment: align("center")})
	s.note = add(&excelize.Style{Font: font(10.5, false), Alignment: align("left")})
	s.right = add(&excelize.Style{Font: font(10.5, false), Alignment: align("right")})
	s.label = add(&excelize.Style{Font: font(10.5, false), Alignment: align("left"), Border: grid()})
	s.words = add(&excelize.Style{Font: font(10.5, false), Alignment: align("right"), Border: grid()})
	s.count = add(&excelize.Style{Font: font(10.5, false), Alignment: align("center"), Border: grid(), NumFmt: whole})
	s.center = add(&excelize.Style{Font: font(10.5, false), Alignment: align("center"), Border: grid()})
	s.head = add(&excelize.Style{
		Font: font(10.5, true), Alignment: align("center"), Border: grid(),
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E7EBF0"}},
	})
	return err
}

// number gives the style that shows so many decimals.
func (s *styles) number(f *excelize.File, places int32) (int, error) {
	if id, ok := s.numbers[places]; ok {
		return id, nil
	}
	format := "#,##0"
	if places > 0 {
		format += "." + strings.Repeat("0", int(places))
	}
	id, err := f.NewStyle(&excelize.Style{
		Font: font(10.5, false), Alignment: align("right"), Border: grid(), CustomNumFmt: &format,
	})
	s.numbers[places] = id
	return id, err
}

func font(size float64, bold bool) *excelize.Font {
	return &excelize.Font{Family: fontFamily, Size: size, Bold: bold}
}

func align(horizontal string) *excelize.Alignment {
	return &excelize.Alignment{Horizontal: horizontal, Vertical: "center", WrapText: true}
}

func grid() []excelize.Border {
	sides := []string{"left", "top", "right", "bottom"}
	borders := make([]excelize.Border, len(sides))
	for i, side := range sides {
		borders[i] = excelize.Border{Type: side, Color: "000000", Style: 1}
	}
	return borders
}

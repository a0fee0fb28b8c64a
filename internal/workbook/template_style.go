package workbook

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// asText is the built-in number format "@".
const asText = 49

// styles makes the looks of cells. Only empty cells of the table can be
// written on: what a form asks for stays as it is.
func (t *template) styles() {
	add := func(size float64, bold bool, align string, border, open bool, format int) int {
		style := &excelize.Style{
			Font:      &excelize.Font{Family: fontFamily, Size: size, Bold: bold},
			Alignment: &excelize.Alignment{Horizontal: align, Vertical: "center", WrapText: true},
			NumFmt:    format, Protection: &excelize.Protection{Locked: !open},
		}
		if border {
			for _, side := range []string{"left", "top", "right", "bottom"} {
				style.Border = append(style.Border, excelize.Border{Type: side, Color: "000000", Style: 1})
			}
		}
		id, err := t.file.NewStyle(style)
		t.do(err)
		return id
	}
	const general = 0
	t.title = add(16, true, "center", false, false, asText)
	t.note = add(10.5, false, "left", false, true, asText)
	t.right = add(10.5, false, "right", false, false, asText)
	t.head = add(10.5, true, "center", true, false, asText)
	t.cell = add(10.5, false, "left", true, true, asText)
	t.number = add(10.5, false, "right", true, true, general)
}

// layOut prepares printing and protects the headings. There is no password:
// the protection is against slips, not against people.
func (t *template) layOut() {
	sheet := t.form.title
	paper, wide, high, fit := 9, 1, 0, true
	landscape := "landscape"
	t.do(t.file.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &paper, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &high}))
	t.do(t.file.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
	t.do(t.file.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: pageFooter}))
	t.do(t.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$%d:$%d", sheet, rowHead, rowHead), Scope: sheet}))
	t.do(t.file.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: rowHead, TopLeftCell: fmt.Sprintf("A%d", rowHead+1), ActivePane: "bottomLeft"}))
	t.do(t.file.ProtectSheet(sheet, &excelize.SheetProtectionOptions{
		SelectLockedCells: true, SelectUnlockedCells: true, FormatCells: true, FormatColumns: true, FormatRows: true, InsertRows: true, DeleteRows: true, Sort: true,
	}))
}

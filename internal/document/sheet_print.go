package document

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// layOut prepares printing: A4 landscape, as wide as the page, captions on
// every page, page numbers.
func (s *sheet) layOut(h Head) {
	s.page(h)
	s.do(s.f.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$%d:$%d", s.name, s.row, s.row), Scope: s.name,
	}))
	s.do(s.f.SetPanes(s.name, &excelize.Panes{
		Freeze: true, YSplit: s.row, TopLeftCell: fmt.Sprintf("A%d", s.row+1), ActivePane: "bottomLeft",
	}))
}

// page prepares the page and the properties of the file.
func (s *sheet) page(h Head) {
	paper, wide, high, fit := 9, 1, 0, true
	landscape := "landscape"
	s.do(s.f.SetPageLayout(s.name, &excelize.PageLayoutOptions{
		Size: &paper, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &high,
	}))
	s.do(s.f.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	s.do(s.f.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: pageFooter}))
	// Fixed properties: the library would put in its own name and date.
	filed := "1980-01-01T00:00:00Z"
	if !h.FiledOn.IsZero() {
		filed = h.FiledOn.Format("2006-01-02") + "T00:00:00Z"
	}
	s.do(s.f.SetDocProps(&excelize.DocProperties{
		Title: h.Title, Creator: h.Unit, LastModifiedBy: h.Unit, Created: filed, Modified: filed, Language: "zh-CN",
	}))
	s.do(s.f.SetAppProps(&excelize.AppProperties{Application: "Jiheng"}))
}

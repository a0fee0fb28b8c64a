package document_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"jiheng/internal/document"
)

func yearTotals() document.YearTotals {
	return document.YearTotals{
		Head: document.Head{Title: "汇总表", Unit: "某市财政局", Year: 2025, Receiver: true},
		Rows: []document.YearRow{{
			Unit: "某市医院", Category: "卫生", Number: "2025-00001", Version: 2, Digest: "ab12",
			YearFigures: document.YearFigures{Budget: number("19877600.00", 2), Executed: number("19528200.00", 2), Rate: number("98.24", 2), Declared: number("97.5", 1), Computed: document.Words("未载明"), Grade: "优"},
		}},
		Sums:  []document.YearSums{{Label: "合计", YearFigures: document.YearFigures{Budget: number("19877600.00", 2), Grade: "优1"}}},
		Notes: []string{"未载明的不计"},
	}
}

func TestYearTotals_prints_the_same_in_each_form(t *testing.T) {
	t.Parallel()
	var x, pdf bytes.Buffer
	require.NoError(t, yearTotals().WriteXLSX(&x))
	f, err := excelize.OpenReader(&x)
	require.NoError(t, err)
	rows, err := f.GetRows("汇总表")
	require.NoError(t, err)
	require.Equal(t, "汇总单位（公章）：某市财政局", rows[1][0], "who rolls up is not who is evaluated")
	require.Equal(t, []string{"1", "某市医院", "卫生", "2025-00001", "2", "19,877,600.00", "19,528,200.00", "98.24", "97.5", "未载明", "优", "ab12"}, rows[3])
	require.Equal(t, "合计", rows[4][0])
	require.NoError(t, yearTotals().Document().WritePDF(&pdf))
	require.Contains(t, pdf.String()[:8], "%PDF-1.")
	table := yearTotals().Table()
	require.Equal(t, "19877600.00", table[1][5])
	require.Equal(t, []string{"", "合计"}, table[2][:2])
}

func TestAListing_is_printed_in_each_form(t *testing.T) {
	t.Parallel()
	list := document.Listing{
		Head: document.Head{Title: "清单", Unit: "某市财政局", Year: 2025, Receiver: true}, Name: "清单",
		Columns: []document.ListingColumn{{Caption: "名次", Width: 8, Number: true}, {Caption: "单位", Width: 40}, {Caption: "摘要", Width: 40}},
		Rows:    [][]string{{"1", "=某单位", "ab"}},
	}
	var x, pdf bytes.Buffer
	require.NoError(t, list.WriteXLSX(&x))
	f, err := excelize.OpenReader(&x)
	require.NoError(t, err)
	rows, err := f.GetRows("清单")
	require.NoError(t, err)
	require.Equal(t, list.Rows[0], rows[3])
	require.NoError(t, list.Document().WritePDF(&pdf))
	require.Equal(t, [][]string{{"名次", "单位", "摘要"}, list.Rows[0]}, list.Table())
	list.Rows[0][1] = "\x00"
	require.Error(t, list.WriteXLSX(&x))
}

func TestYearTotals_refuses_what_cannot_be_printed(t *testing.T) {
	t.Parallel()
	broken := yearTotals()
	broken.Rows[0].Unit = "\x00"
	require.Error(t, broken.WriteXLSX(&bytes.Buffer{}))
}

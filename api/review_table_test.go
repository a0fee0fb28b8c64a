package api_test

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"jiheng/api"
	"jiheng/internal/review"
	"jiheng/internal/store/storetest"
)

// manyUnits is a bureau with which 300 units have to file.
func manyUnits(t testing.TB) *bench {
	t.Helper()
	b := open(t)
	require.NoError(t, storetest.FiledByMany(t.Context(), b.store, review.Book{ReceiverID: bureau, Year: 2019}, 300, "bureau-clerk"))
	return b
}

func csvOf(t *testing.T, body []byte) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff")))).ReadAll()
	require.NoError(t, err)
	return rows
}

// An officer with 300 units finds one of them, sees what is missing, and takes
// the tables away whole.
func TestABureauOf300Units(t *testing.T) {
	t.Parallel()
	b := manyUnits(t)
	clerk := b.as("bureau-clerk")
	page := into[api.ReceivedFilingPage](clerk.get("/api/v1/filings?year=2019&text=第3小学").ok(http.StatusOK))
	require.Len(t, page.Filings, 1)
	require.Equal(t, "第3小学", page.Filings[0].UnitName)
	require.True(t, page.Filings[0].HasReceipt, "a list says that there is one without reading it")
	require.Len(t, into[api.ReceivedFilingPage](clerk.get("/api/v1/filings?text=2019-00007").ok(http.StatusOK)).Filings, 1)
	require.Empty(t, into[api.ReceivedFilingPage](clerk.get("/api/v1/filings?text=100%25_").ok(http.StatusOK)).Filings, "a sign is no pattern")

	missing := into[api.Completeness](clerk.get("/api/v1/reviews/2019/completeness?standing=missing&limit=100").ok(http.StatusOK))
	require.Equal(t, []int{300, 15, 15}, []int{missing.Total, missing.Missing, len(missing.Units)})
	one := into[api.Completeness](clerk.get("/api/v1/reviews/2019/completeness?text=UNIT-0004").ok(http.StatusOK))
	require.Equal(t, []int{300, 1}, []int{one.Total, len(one.Units)}, "the counts stay over all")
	for file, rows := range map[string]int{"completeness": 300, "ranking": 255} {
		path := "/api/v1/reviews/2019/tables/" + file
		require.Len(t, csvOf(t, clerk.get(path+".csv").ok(http.StatusOK).body), rows+1)
		book, err := excelize.OpenReader(bytes.NewReader(clerk.get(path + ".xlsx").ok(http.StatusOK).body))
		require.NoError(t, err)
		cells, err := book.GetRows(book.GetSheetList()[0])
		require.NoError(t, err)
		require.Greater(t, len(cells), rows+3)
		require.True(t, bytes.HasPrefix(clerk.get(path+".pdf").ok(http.StatusOK).body, []byte("%PDF-")))
		b.as("finance-clerk").get(path + ".csv").problem(http.StatusForbidden)
	}
	made := b.rollsUp([]string{"整体支出完成率", "预算执行率"}, nil)
	require.Equal(t, 255, made.Totals.Whole.Filings)
	require.Equal(t, 227, made.Totals.Whole.Stated)
	b.soundBook()
}

// BenchmarkABureauOf300Units tells what the pages of a bureau cost: time per
// page and, as a metric, the most memory that stays.
func BenchmarkABureauOf300Units(b *testing.B) {
	many := manyUnits(b)
	clerk := many.as("bureau-clerk")
	many.rollsUp([]string{"整体支出完成率", "预算执行率"}, nil)
	for _, page := range []string{
		"/api/v1/filings?year=2019", "/api/v1/filings?year=2019&text=小学", "/api/v1/reviews/2019/completeness?limit=100",
		"/api/v1/reviews/2019/ranking", "/api/v1/reviews/2019/roll-ups", "/api/v1/reviews/2019/roll-ups/1", "/api/v1/reviews/2019/roll-ups/1/roll-up.pdf",
	} {
		b.Run(page[len("/api/v1/"):], func(b *testing.B) {
			for b.Loop() {
				clerk.get(page).ok(http.StatusOK)
			}
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			b.ReportMetric(float64(m.HeapInuse)/(1<<20), "MiB-heap")
		})
	}
}

package ledger_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/internal/ledger"
)

// chain makes entries of a sound chain.
func chain(t testing.TB, n int, use func(ledger.Line)) journal.Head {
	t.Helper()
	head := journal.Genesis("ev-1")
	for i := range n {
		var e journal.Entry
		var err error
		e, head, err = journal.Append(head, journal.Entry{
			At: time.Date(2020, 8, 5, 1, 0, i, 0, time.UTC), Type: "task_claimed", ActorID: "p-1", TaskID: "t-1", Rule: "casbin:task/claim/candidate",
			ClientAddress: "192.0.2.1", Data: []byte(`{"comment":"=1+1","task":"t-1"}`),
		})
		require.NoError(t, err)
		use(ledger.Line{Entry: e, Kind: "签收", Actor: "办公室主任", OnBehalfOf: "主任", Rule: "=HYPERLINK(\"x\")"})
	}
	return head
}

func write(t testing.TB, f ledger.Format, w io.Writer, n int) journal.Head {
	t.Helper()
	out, err := ledger.New(f, w)
	require.NoError(t, err)
	head := chain(t, n, func(l ledger.Line) { require.NoError(t, out.Write(l)) })
	require.NoError(t, out.Close())
	return head
}

func TestJSONL_isEnoughToVerifyTheChain(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	head := write(t, ledger.JSONL, &out, 20)
	var entries []journal.Entry
	for in := bufio.NewScanner(&out); in.Scan(); {
		var e journal.Entry
		require.NoError(t, json.Unmarshal(in.Bytes(), &e))
		entries = append(entries, e)
	}
	require.Len(t, entries, 20)
	require.Empty(t, journal.Verify(entries, head))
}

func TestXLSX_hasTextAndNoFormulas(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	write(t, ledger.XLSX, &out, 3)
	f, err := excelize.OpenReader(&out)
	require.NoError(t, err)
	rows, err := f.GetRows("Sheet1")
	require.NoError(t, err)
	require.Len(t, rows, 4)
	require.Equal(t, "流水号", rows[0][1])
	require.Equal(t, []string{"ev-1", "1", "2020-08-05 09:00:00", "签收", "办公室主任", "主任"}, rows[1][:6])
	formula, err := f.GetCellFormula("Sheet1", "J2")
	require.NoError(t, err)
	require.Empty(t, formula)
	require.Equal(t, `=HYPERLINK("x")`, rows[1][9])
}

func TestPDF_isPrintedAndHasABound(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	write(t, ledger.PDF, &out, 3)
	require.True(t, bytes.HasPrefix(out.Bytes(), []byte("%PDF-")))
	w, err := ledger.New(ledger.PDF, io.Discard)
	require.NoError(t, err)
	refused := 0
	chain(t, ledger.MaxPDF+1, func(l ledger.Line) {
		if err := w.Write(l); err != nil {
			require.Equal(t, "export_too_long", fault.ReasonOf(err))
			refused++
		}
	})
	require.Equal(t, 1, refused)
	_, err = ledger.New("odt", io.Discard)
	require.Equal(t, "format_unknown", fault.ReasonOf(err))
}

// Memory must not grow with what is exported.
func TestExport_ofAHundredThousandEntriesDoesNotGrow(t *testing.T) {
	if testing.Short() {
		t.Skip("writes a hundred thousand entries")
	}
	for _, f := range []ledger.Format{ledger.JSONL, ledger.XLSX} {
		out, err := ledger.New(f, io.Discard)
		require.NoError(t, err)
		var early, late uint64
		n := 0
		chain(t, 100_000, func(l ledger.Line) {
			require.NoError(t, out.Write(l))
			if n++; n == 40_000 {
				early = heap()
			}
		})
		late = heap()
		require.Less(t, late, early+16<<20, "%s: %d MB at 40,000 entries, %d MB at the end", f, early>>20, late>>20)
		require.NoError(t, out.Close())
	}
}

// heap is what is in use after a collection.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

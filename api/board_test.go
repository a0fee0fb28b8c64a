package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"jiheng/api"
)

func TestTheBoardIsWholeForThoseWhoLeadAndOnesOwnForTheRest(t *testing.T) {
	t.Parallel()
	b := open(t)
	e := into[api.Evaluation](b.as("office-head").post("/api/v1/evaluations", b.start(t), key("board-2019")).ok(http.StatusCreated))
	require.NoError(t, b.turn(t.Context(), e.ID))
	look := func(who string) api.Board {
		return into[api.Board](b.as(who).get("/api/v1/board").ok(http.StatusOK))
	}
	for _, who := range []string{"office-head", "director", "auditor"} {
		seen := look(who)
		require.True(t, seen.Whole, who)
		require.Len(t, seen.Rows, 1, who)
		require.Len(t, seen.Rows[0].Cells, 6, who)
		require.Equal(t, api.BoardCellStateLate, seen.Rows[0].Cells[0].State, who)
		require.True(t, strings.HasPrefix(seen.Rows[0].Cells[0].Words, "逾期"), who)
		require.Equal(t, "办公室，待签收", seen.Overdue[0].Who, who)
	}
	own := look("hotline-head")
	require.False(t, own.Whole)
	require.Empty(t, own.Overdue, "the office's task is not the section's")
	require.Empty(t, own.Persons)
	none := look("stranger")
	require.Empty(t, none.Rows)
	require.Empty(t, none.Overdue)

	outline := look("bureau-clerk")
	require.Len(t, outline.Rows, 1)
	require.True(t, outline.Rows[0].Outline)
	require.Equal(t, "整体支出绩效自评", outline.Rows[0].Title, "the process, and not what the unit calls it")
	require.Equal(t, api.BoardCellStateLate, outline.Rows[0].Cells[0].State)
	require.NotEmpty(t, outline.Overdue)
	for _, o := range outline.Overdue {
		require.Empty(t, o.TaskID+o.ItemTitle+o.Who)
	}
	require.Empty(t, outline.Persons)
	require.Empty(t, into[api.Board](b.as("bureau-clerk").get("/api/v1/board?evaluation="+e.ID).ok(http.StatusOK)).Rows)
	b.as("bureau-clerk").get("/api/v1/evaluations/" + e.ID).problem(http.StatusNotFound)
	require.Empty(t, into[api.Board](b.as("stranger").get("/api/v1/board?evaluation="+e.ID).ok(http.StatusOK)).Rows)
	b.anybody().get("/api/v1/board").problem(http.StatusUnauthorized)
}

func TestTheBoardIsExportedAsItIsSeen(t *testing.T) {
	t.Parallel()
	b := open(t)
	into[api.Evaluation](b.as("office-head").post("/api/v1/evaluations", b.start(t), key("board-2019")).ok(http.StatusCreated))
	book, err := excelize.OpenReader(strings.NewReader(b.as("office-head").get("/api/v1/board/board.xlsx").ok(http.StatusOK).text()))
	require.NoError(t, err)
	require.Equal(t, []string{"阶段进度", "逾期任务", "工作量"}, book.GetSheetList())
	rows, err := book.GetRows("阶段进度")
	require.NoError(t, err)
	require.Equal(t, "成立领导小组", rows[0][3])
	require.Equal(t, "湛江市人民政府行政服务中心", rows[1][0])
	csv := b.as("office-head").get("/api/v1/board/board.csv").ok(http.StatusOK).text()
	require.True(t, strings.HasPrefix(csv, "\ufeff单位,评价或对象,科室,成立领导小组,"), csv)
	require.NotContains(t, b.as("stranger").get("/api/v1/board/board.csv").ok(http.StatusOK).text(), "湛江")
}

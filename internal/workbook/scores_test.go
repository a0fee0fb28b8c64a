package workbook_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/workbook"
)

func TestWriteScores_isReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	items := []workbook.Item{
		{Group: "履职效能", Name: "整体支出完成率", Weight: "10", Score: "9.82", Stated: "=1+1 不是公式"},
		{Group: "履职效能", Name: "按时完成率", Weight: "0.5"},
		{Group: "社会效应", Name: "满意度", Stated: "98.24%"},
	}
	for n := range 250 { // more than an empty form has rows
		items = append(items, workbook.Item{Group: "社会效应", Name: fmt.Sprintf("指标%d", n), Score: "1"})
	}
	var out bytes.Buffer
	require.NoError(t, workbook.WriteScores(workbook.Sheet{Items: items, Total: "97.5", Grade: "优"}, &out))
	read, err := workbook.Read(workbook.KindScores, out.Bytes())
	require.NoError(t, err)
	require.Empty(t, read.Problems)
	require.Equal(t, items, read.Sheet.Items)
	require.Equal(t, "97.5", read.Sheet.Total)
	require.Equal(t, "优", read.Sheet.Grade)
}

package command

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/table"
)

func TestTerminal_texts_give_no_orders(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"群众满意度":                  "群众满意度",
		"\x1b[2J\x1b[31m满意度":     `\u001b[2J\u001b[31m满意度`,
		"甲\r\n乙\u2028丙\v丁\u0085": "甲 乙 丙 丁",
		"a\x00b\x07\x7f\u009b":   `a\u0000b\u0007\u007f\u009b`,
		"\u202e100\u202c":        `\u202e100\u202c`,
	} {
		require.Equal(t, want, oneLine(text))
	}
	require.Equal(t, "一行\n另一行 \\u001b\tx", shown("一行\n另一行 \x1b\tx"))
}

func TestCheck_one_finding_is_one_line_whatever_the_table_says(t *testing.T) {
	t.Parallel()
	name := "满意\x1b[2J度\n第二行"
	var out bytes.Buffer
	source, err := json.Marshal(map[string]any{"year": 2022, "rows": []any{map[string]any{"l1": "效益指标", "l3": name, "weight": 10, "target": "≥90%", "actual": "45%", "score": 10}}})
	require.NoError(t, err)
	read, err := table.Read(source)
	require.NoError(t, err)
	require.NoError(t, printTable(&out, "a\x1bb.json", read.Check(), false))
	require.Equal(t, 2, strings.Count(out.String(), "\n"), out.String())
	require.NotContains(t, out.String(), "\x1b")
	require.Contains(t, out.String(), `满意\u001b[2J度 第二行：`)
}

package table_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/table"
)

// given is a table written as text, for tests to read like the form:
//
//	year: 2023                                 a field of the table, JSON or text
//	资金 | 名称 | 年初 | 全年 | 执行 | 分值 | 执行率 | 得分
//	一级 | 二级 | 三级 | 分值 | 指标值 | 单位 | 完成值 | 得分 | 原因 | 其他字段 JSON
//
// An empty cell is null.
type given string

const money = "资金"

func (g given) source(t *testing.T) []byte {
	t.Helper()
	fields := map[string]any{"rows": []any{}, "budget_rows": []any{}, "process_dates": []any{}, "money_unit": "万元"}
	for text := range strings.Lines(string(g)) {
		text = strings.TrimSpace(text)
		cells := strings.Split(text, "|")
		switch {
		case text == "":
		case len(cells) < 3:
			name, value, _ := strings.Cut(text, ":")
			fields[name] = plain(strings.TrimSpace(value))
		case strings.TrimSpace(cells[0]) == money:
			fields["budget_rows"] = append(fields["budget_rows"].([]any), row(t, cells[1:], "name", "initial", "full_year", "executed", "weight", "rate", "score"))
		default:
			fields["rows"] = append(fields["rows"].([]any), row(t, cells, "l1", "l2", "l3", "weight", "target", "unit", "actual", "score", "deviation_reason"))
		}
	}
	source, err := json.Marshal(fields)
	require.NoError(t, err)
	return source
}

func row(t *testing.T, cells []string, names ...string) map[string]any {
	t.Helper()
	fields := map[string]any{}
	for i, name := range names {
		fields[name] = nil
		if i < len(cells) && strings.TrimSpace(cells[i]) != "" {
			fields[name] = strings.TrimSpace(cells[i])
		}
	}
	if len(cells) > len(names) {
		require.NoError(t, json.Unmarshal([]byte(cells[len(names)]), &fields), cells)
	}
	return fields
}

// plain is JSON where it can be, and text otherwise.
func plain(text string) any {
	var value any
	if json.Unmarshal([]byte(text), &value) != nil {
		return text
	}
	return value
}

func (g given) check(t *testing.T) []table.Finding {
	t.Helper()
	return read(t, g.source(t)).Check()
}

// replaced gives a table with one thing in it changed.
func replaced(t *testing.T, g given, what, by string) given {
	t.Helper()
	require.Equal(t, 1, strings.Count(string(g), what), what)
	return given(strings.Replace(string(g), what, by, 1))
}

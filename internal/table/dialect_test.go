package table_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/table"
)

// dialects are other ways to write the same table. Each changes every cell, a
// number or a text, or leaves it.
var dialects = map[string]func(key string, cell any) any{
	"数字写成文字":    numbersAs(func(n string) string { return n }),
	"数字后带空格":    numbersAs(func(n string) string { return " " + n + " " }),
	"数字用全角":     both(numbersAs(wide), textsAs(wide)),
	"空格填横线":     emptyAs("-"),
	"空格填破折号":    emptyAs("——"),
	"空格填斜线":     emptyAs("/"),
	"空格填空格":     emptyAs("　"),
	"标点用全角":     textsAs(strings.NewReplacer(",", "，", "(", "（", ")", "）", ":", "：", ";", "；").Replace),
	"括号用半角":     textsAs(strings.NewReplacer("（", "(", "）", ")", "：", ":").Replace),
	"不少于换成大于等于": textsAs(strings.NewReplacer("不少于", "≥", "≧", ">=", "≥", "≧").Replace),
	"字间有空格":     textsAs(func(s string) string { return strings.Join(strings.Split(s, ""), " ") }),
	"字间有换行":     textsAs(func(s string) string { return strings.ReplaceAll(s, "指标", "\n指标\r\n") }),
	"一级指标不写指标":  textsAs(strings.NewReplacer("产出指标", "产出", "效益指标", "效益", "数量指标", "数量", "满意度指标", "满意度").Replace),
	"百分号写成百分比":  textsAs(func(s string) string { return percentSign.ReplaceAllString(s, "$1 %") }),
	"资金总额另一种名称": textsAs(strings.NewReplacer("年度资金总额", "年度资金总额（万元）", "当年财政拨款", "本年财政拨款").Replace),
	"分值带分字":     keyed("weight", "分"),
	"得分带分字":     keyed("score", "分"),
}

var percentSign = regexp.MustCompile(`(\d)%`)

// cellKeys are the fields whose cells are rewritten.
var cellKeys = strings.Fields("source_title goal_expected goal_actual total_score total_weight name initial full_year executed weight rate score deviation_reason l1 l2 l3 target actual unit parent")

func both(first, then func(string, any) any) func(string, any) any {
	return func(key string, cell any) any { return then(key, first(key, cell)) }
}

func numbersAs(write func(string) string) func(string, any) any {
	return func(_ string, cell any) any {
		if n, ok := cell.(json.Number); ok {
			return write(n.String())
		}
		return cell
	}
}

func textsAs(write func(string) string) func(string, any) any {
	return func(_ string, cell any) any {
		if text, ok := cell.(string); ok {
			return write(text)
		}
		return cell
	}
}

func emptyAs(mark string) func(string, any) any {
	return func(key string, cell any) any {
		if cell == nil && key != "deviation_reason" { // a mark there is a placeholder
			return mark
		}
		return cell
	}
}

func keyed(name, suffix string) func(string, any) any {
	return func(key string, cell any) any {
		if n, ok := cell.(json.Number); ok && key == name {
			return n.String() + suffix
		}
		return cell
	}
}

func wide(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '%' || r == '.' {
			return r + 0xFEE0
		}
		return r
	}, text)
}

// rewritten gives a table with every cell written another way.
func rewritten(t *testing.T, source []byte, write func(string, any) any) []byte {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(string(source)))
	d.UseNumber()
	var fields map[string]any
	require.NoError(t, d.Decode(&fields))
	rewrite(fields, write)
	for _, list := range []string{"rows", "budget_rows"} {
		for _, row := range fields[list].([]any) {
			rewrite(row.(map[string]any), write)
		}
	}
	source, err := json.Marshal(fields)
	require.NoError(t, err)
	return source
}

func rewrite(fields map[string]any, write func(string, any) any) {
	for _, key := range cellKeys {
		if cell, there := fields[key]; there {
			fields[key] = write(key, cell)
		}
	}
}

// kinds gives the codes and fields found, a line each.
func kinds(found []table.Finding) []string {
	list := []string{}
	for _, f := range found {
		list = append(list, string(f.Code)+" "+f.Field)
	}
	slices.Sort(list)
	return list
}

// However a table is written, the same is found in it.
func TestCheck_finds_the_same_in_every_dialect(t *testing.T) {
	t.Parallel()
	for _, file := range published(t) {
		source, err := os.ReadFile(file) //nolint:gosec // a fixture
		require.NoError(t, err)
		want := kinds(read(t, source).Check())
		for name, write := range dialects {
			t.Run(filepath.Base(file)+"/"+name, func(t *testing.T) {
				t.Parallel()
				require.Equal(t, want, kinds(read(t, rewritten(t, source, write)).Check()))
			})
		}
	}
}

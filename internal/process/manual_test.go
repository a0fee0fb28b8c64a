package process_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/process"
)

const manual = "../../docs/process-format.md"

// The manual's tables of keywords and reasons are written from the code.
func TestManual_says_what_the_code_does(t *testing.T) {
	t.Parallel()
	text := read(t, manual)
	for name, body := range map[string]string{"keywords": keywordTables(), "reserved": reservedTable(), "reasons": reasonTable()} {
		section := regexp.MustCompile(`(?s)(<!-- generated: ` + name + ` -->\n).*?(<!-- end -->)`)
		require.Regexp(t, section, text, "the manual has no section %s", name)
		text = section.ReplaceAllString(text, "${1}"+strings.ReplaceAll(body, "$", "$$")+"${2}")
	}
	golden(t, manual, text)
}

func read(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file) //nolint:gosec // A file of this project.
	require.NoError(t, err)
	return string(content)
}

func keywordTables() string {
	var b strings.Builder
	for _, p := range process.Places() {
		fmt.Fprintf(&b, "\n### %s\n\n| 关键字 | 必写 | 意思 |\n|---|---|---|\n", p.Name())
		for _, k := range process.Keywords() {
			if k.Place == p {
				fmt.Fprintf(&b, "| `%s` | %s | %s |\n", k.Key, map[bool]string{true: "是", false: ""}[k.Required], k.Meaning())
			}
		}
	}
	return b.String() + "\n"
}

func reservedTable() string {
	var b strings.Builder
	b.WriteString("\n| 位置 | 关键字 | 留作 |\n|---|---|---|\n")
	for _, k := range process.Reserved() {
		fmt.Fprintf(&b, "| %s | `%s` | %s |\n", k.Place.Name(), k.Key, k.Meaning())
	}
	return b.String() + "\n"
}

func reasonTable() string {
	var b strings.Builder
	b.WriteString("\n| 原因 | 说明 |\n|---|---|\n")
	for _, reason := range process.Reasons() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", reason, strings.ReplaceAll(process.Wording(process.Chinese, reason), "|", `\|`))
	}
	return b.String() + "\n"
}

// The example is what people copy from: it must pass, and show every keyword.
func TestManual_example_passes_and_uses_every_keyword(t *testing.T) {
	t.Parallel()
	example := regexp.MustCompile("(?s)```yaml\n(# .*?)```").FindStringSubmatch(read(t, manual))[1]
	_, err := process.Parse("example-self-evaluation", []byte(example), process.Options{KnownRoles: []string{"section", "unit_head", "secrecy_officer", "bureau"}})
	require.NoError(t, err)
	for _, k := range process.Keywords() {
		require.Regexp(t, `(^|[\s{])`+k.Key+`:`, example)
	}
}

func TestManual_conditions_compile(t *testing.T) {
	t.Parallel()
	text := read(t, manual)
	require.Contains(t, text, `金额 >= 自评金额下限 and title contains "热线"`)
	require.NotNil(t, compile(t, `金额 >= 金额下限 and title contains "热线"`))
	for _, shown := range []string{`500000 <= amount < 1000000`, `kind in ["project", "unit"]`, `title contains "热线"`} {
		require.Contains(t, text, shown)
		require.NotNil(t, compile(t, shown))
	}
}

func TestKeywords_have_a_meaning(t *testing.T) {
	t.Parallel()
	seen := make(map[process.Keyword]bool)
	for _, k := range append(process.Keywords(), process.Reserved()...) {
		require.NotEmpty(t, k.Meaning(), "%v", k)
		k.Required = false
		require.False(t, seen[k], "%v is there twice, or both known and reserved", k)
		seen[k] = true
	}
}

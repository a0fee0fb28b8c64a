package process_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/process"
)

// standing are the roles that units grant in these tests.
func standing() process.Options {
	return process.Options{KnownRoles: []string{"clerk", "section", "bureau"}, KnownSchemes: []string{"national-project@1"}}
}

// problems parses a source and gives what is wrong with it.
func problems(t *testing.T, name string, source []byte) []process.Problem {
	t.Helper()
	def, err := process.Parse(name, source, standing())
	if err == nil {
		return nil
	}
	require.Nil(t, def)
	var list *process.Errors
	require.ErrorAs(t, err, &list)
	require.Equal(t, "definition_invalid", fault.ReasonOf(err))
	return list.Problems
}

// Every file in testdata/broken is named after the reason it must yield. The
// golden file shows the exact places and what people are told.
func TestParse_points_at_every_mistake(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/broken/*.yaml")
	require.NoError(t, err)
	var report strings.Builder
	shown := []string{"source_too_large", "source_not_utf8"} // tested below: they are no text
	for _, file := range files {
		source, err := os.ReadFile(file) //nolint:gosec // A file of this test.
		require.NoError(t, err)
		found := problems(t, wanted(file), source)
		for _, p := range found {
			fmt.Fprintf(&report, "%s:%d:%d: %s at %q\n\t%s\n\t%s\n", filepath.Base(file), p.Line, p.Column, p.Reason, p.Path,
				p.Sentence(process.Chinese), p.Sentence(process.English))
			shown = append(shown, p.Reason)
		}
		named := func(p process.Problem) bool { return strings.HasPrefix(filepath.Base(file), p.Reason) }
		require.True(t, slices.ContainsFunc(found, named), "%s does not have the mistake it is named after", file)
	}
	require.NotContains(t, report.String(), "{", "a placeholder was not filled")
	golden(t, "testdata/broken.txt", report.String())
	for _, reason := range process.Reasons() {
		require.Contains(t, shown, reason, "no broken definition has this mistake")
	}
}

func wanted(file string) string {
	if filepath.Base(file) == "name_differs.yaml" {
		return "broken"
	}
	return ""
}

func TestParse_tells_all_problems_in_order(t *testing.T) {
	t.Parallel()
	found := problems(t, "", []byte(`version: one
title: 坏例
colour: red
roles:
  - { id: clerk, title: 经办人, held_by: unit }
stages:
  - id: first
    title: 阶段
    due: soon
    steps:
      - { id: do, title: 办理, by: [boss] }
`))
	var told []string
	for _, p := range found {
		told = append(told, fmt.Sprintf("%d:%d %s", p.Line, p.Column, p.Reason))
	}
	require.Equal(t, []string{
		"1:1 key_missing", "1:10 integer_expected", "3:1 key_unknown", "9:10 offset_invalid", "11:35 role_unknown",
	}, told)
}

func TestParse_is_silent_about_what_hangs_on_a_damaged_part(t *testing.T) {
	t.Parallel()
	found := problems(t, "", []byte(`name: broken
version: 1
title: 坏例
roles:
  - { id: Clerk!, title: 经办人, held_by: unit }
stages:
  - id: first
    title: 阶段
    due: 1 day
    steps:
      - { id: do, title: 办理, by: [clerk] }
`))
	require.Len(t, found, 1)
	require.Equal(t, "id_invalid", found[0].Reason)
}

func TestParse_refuses_what_is_no_text(t *testing.T) {
	t.Parallel()
	large := problems(t, "", bytes.Repeat([]byte("# 注释\n"), process.MaxSource/9+1))
	require.Equal(t, []process.Problem{{Line: 1, Column: 1, Reason: "source_too_large", Params: map[string]string{"max": "256"}}}, large)

	gbk := problems(t, "", []byte("name: a\ntitle: \xd5\xfb\n"))
	require.Equal(t, []process.Problem{{Line: 2, Column: 8, Reason: "source_not_utf8"}}, gbk)

	utf16 := problems(t, "", []byte("\xff\xfen\x00a\x00"))
	require.Equal(t, []process.Problem{{Line: 1, Column: 1, Reason: "source_not_utf8"}}, utf16)
}

// A few hundred bytes of aliases would stand for gigabytes; they are refused
// before anything follows them.
func TestParse_refuses_alias_bombs(t *testing.T) {
	t.Parallel()
	var bomb strings.Builder
	bomb.WriteString("a0: &a0 [x]\n")
	for i := 1; i < 40; i++ {
		fmt.Fprintf(&bomb, "a%d: &a%d [*a%d, *a%d]\n", i, i, i-1, i-1)
	}
	found := problems(t, "", []byte(bomb.String()))
	require.Equal(t, "anchor_not_allowed", found[0].Reason)
	require.Len(t, found, 100, "the list is bounded")
}

func TestErrors_are_a_fault_with_a_field_for_every_problem(t *testing.T) {
	t.Parallel()
	_, err := process.Parse("", []byte("name: a\n"), process.Options{})
	f := fault.As(err)
	require.Equal(t, fault.Invalid, f.Code)
	require.Equal(t, "definition_invalid", f.Reason)
	require.Equal(t, fault.Field{
		Name: "version", Reason: "key_missing", Params: map[string]string{"key": "version", "line": "1", "column": "1"},
	}, f.Fields[0])
	require.ErrorContains(t, err, "line 1 column 1: keyword version is missing (and 3 more)")
}

func TestProblem_Describe(t *testing.T) {
	t.Parallel()
	p := process.Problem{Line: 12, Column: 9, Reason: "role_unknown", Params: map[string]string{"role": "boss"}}
	require.Equal(t, "第 12 行第 9 列：没有声明角色“boss”", p.Describe(process.Chinese))
	require.Equal(t, "line 12, column 9: role boss is not declared", p.Describe(process.English))
}

// A translation that lacks a fact, or asks for one that is not given, tells
// people less than there is or shows them a brace.
func TestSentences_use_the_same_facts_in_every_language(t *testing.T) {
	t.Parallel()
	placeholder := regexp.MustCompile(`\{[a-z]+\}`)
	for _, reason := range process.Reasons() {
		chinese, english := process.Wording(process.Chinese, reason), process.Wording(process.English, reason)
		require.NotEqual(t, reason, english, "no English sentence")
		a, b := placeholder.FindAllString(chinese, -1), placeholder.FindAllString(english, -1)
		require.ElementsMatch(t, a, b, reason)
	}
	require.Len(t, slices.Compact(slices.Sorted(slices.Values(process.Reasons()))), len(process.Reasons()), "a reason is listed twice")
}

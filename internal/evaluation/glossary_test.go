package evaluation_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// word is one line of the glossary.
type word struct {
	term, name, definition, file string
	// typ and value are set for a value of an enumeration.
	typ, value string
}

const head = `# 术语表

本页由 ` + "`internal/evaluation`" + ` 的文档注释和 ` + "`_zh.go`" + ` 文件生成,请勿手改;注释改动后运行
` + "`go test ./internal/evaluation -run Glossary -update`" + ` 重新生成。这里没有的词,系统里就没有。

`

func TestGlossary(t *testing.T) {
	t.Parallel()
	types, values := readWords(t)
	defineEvents(types, values)
	var b strings.Builder
	b.WriteString(head)
	b.WriteString("## 概念\n\n| 术语 | 英文标识 | 定义 | 出处 |\n|---|---|---|---|\n")
	for _, w := range types {
		fmt.Fprintf(&b, "| %s | `%s` | %s | `%s` |\n", w.term, w.name, w.definition, w.file)
	}
	b.WriteString("\n## 取值\n\n| 术语 | 取值 | 英文标识 | 所属 | 定义 | 出处 |\n|---|---|---|---|---|---|\n")
	for _, w := range values {
		fmt.Fprintf(&b, "| %s | `%q` | `%s` | `%s` | %s | `%s` |\n", w.term, w.value, w.name, w.typ, w.definition, w.file)
	}
	golden(t, "../../docs/glossary.md", b.String())
}

func TestEveryExportedTypeNamesItsChineseTerm(t *testing.T) {
	t.Parallel()
	types, _ := readWords(t)
	require.NotEmpty(t, types)
	for _, w := range types {
		require.NotEmpty(t, w.term, "the first sentence of %s in %s lacks its term in parentheses", w.name, w.file)
		require.NotEmpty(t, w.definition, w.name)
	}
}

// A constant that its list leaves out would be shown, stored and tested by
// nobody.
func TestEveryConstantIsInItsList(t *testing.T) {
	t.Parallel()
	_, declared := readWords(t)
	for _, l := range allLabels() {
		var values []string
		for _, w := range declared {
			if w.typ == l.typ {
				values = append(values, w.value)
			}
		}
		require.ElementsMatch(t, l.values, values, l.typ)
	}
}

func TestEveryValueIsDefined(t *testing.T) {
	t.Parallel()
	types, values := readWords(t)
	defineEvents(types, values)
	for _, w := range values {
		require.NotEmpty(t, w.definition, "%s in %s lacks a comment that says what it means", w.name, w.file)
	}
}

// defineEvents takes the meaning of an event's type from the event.
func defineEvents(types, values []word) {
	for _, event := range examples() {
		name := reflect.TypeOf(event).Name()
		for _, w := range types {
			for i := range values {
				if w.name == name && values[i].value == string(event.Type()) && values[i].typ == "EventType" {
					values[i].definition = w.definition
				}
			}
		}
	}
}

// readWords reads the exported types of the core and the values of its
// enumerations, in alphabetical order.
func readWords(t *testing.T) (types, values []word) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
		require.NoError(t, err)
		for _, decl := range parsed.Decls {
			group, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			types = append(types, typeWords(group, file)...)
			values = append(values, valueWords(group, file)...)
		}
	}
	byName := func(a, b word) int { return strings.Compare(a.typ+"."+a.name, b.typ+"."+b.name) }
	slices.SortFunc(types, byName)
	slices.SortStableFunc(values, func(a, b word) int { return strings.Compare(a.typ, b.typ) })
	return types, values
}

func typeWords(group *ast.GenDecl, file string) []word {
	var out []word
	for _, spec := range group.Specs {
		s, ok := spec.(*ast.TypeSpec)
		if !ok || !s.Name.IsExported() {
			continue
		}
		doc := s.Doc.Text()
		if doc == "" {
			doc = group.Doc.Text()
		}
		term, definition := split(doc)
		out = append(out, word{term: term, name: s.Name.Name, definition: definition, file: "internal/evaluation/" + file})
	}
	return out
}

func valueWords(group *ast.GenDecl, file string) []word {
	var out []word
	for _, spec := range group.Specs {
		s, ok := spec.(*ast.ValueSpec)
		if !ok || s.Type == nil || len(s.Values) != 1 || !s.Names[0].IsExported() {
			continue
		}
		typ, isName := s.Type.(*ast.Ident)
		literal, isText := s.Values[0].(*ast.BasicLit)
		if !isName || !isText {
			continue
		}
		value, err := strconv.Unquote(literal.Value)
		label, found := labelOf(typ.Name, value)
		if err != nil || !found {
			continue
		}
		_, definition := split(s.Doc.Text() + s.Comment.Text())
		out = append(out, word{
			term: label, name: s.Names[0].Name, definition: strings.TrimPrefix(definition, s.Names[0].Name+": "),
			file: "internal/evaluation/" + file, typ: typ.Name, value: value,
		})
	}
	return out
}

// labelOf gives the label of a value; found is false for types without.
func labelOf(typ, value string) (label string, found bool) {
	for _, l := range allLabels() {
		if l.typ != typ {
			continue
		}
		if i := slices.Index(l.values, value); i >= 0 {
			return l.labels[i], true
		}
		return "", true
	}
	return "", false
}

// split takes the Chinese term out of the first sentence of a comment, and
// gives what is left of that sentence.
func split(doc string) (term, definition string) {
	first, _, _ := strings.Cut(strings.Join(strings.Fields(doc), " ")+" ", ". ")
	first = strings.TrimSuffix(strings.TrimSpace(first), ".")
	found := regexp.MustCompile(`\s*\((\p{Han}[\p{Han}、]*)\)`).FindStringSubmatchIndex(first)
	if found != nil {
		term = first[found[2]:found[3]]
		first = first[:found[0]] + first[found[1]:]
	}
	return term, strings.ReplaceAll(first, "|", "\\|")
}

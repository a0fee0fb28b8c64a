// Package faulttest reads from the source which reasons its faults have, so
// that tests can demand words for each.
package faulttest

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Reasons reads the source of a package and lists the reasons that it gives
// to faults which are not internal, and to fields.
func Reasons(t testing.TB, dir string) (reasons, fields []string) {
	t.Helper()
	t.Helper()
	files := token.NewFileSet()
	constants := map[string]string{}
	var parsed []*ast.File
	require.NoError(t, fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() && name != "." {
			return fs.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(files, filepath.Join(dir, name), nil, 0)
		if err != nil {
			return err
		}
		parsed = append(parsed, file)
		ast.Inspect(file, func(n ast.Node) bool { collectConstants(n, constants); return true })
		return nil
	}))
	for _, file := range parsed {
		ast.Inspect(file, func(n ast.Node) bool {
			if reason := reasonOfFault(n, constants); reason != "" {
				reasons = append(reasons, reason)
			}
			if reason := reasonOfField(n, constants); reason != "" {
				fields = append(fields, reason)
			}
			return true
		})
	}
	return reasons, fields
}

func collectConstants(n ast.Node, into map[string]string) {
	spec, ok := n.(*ast.ValueSpec)
	if !ok {
		return
	}
	for i, name := range spec.Names {
		if i < len(spec.Values) {
			if text := textOf(spec.Values[i], nil); text != "" {
				into[name.Name] = text
			}
		}
	}
}

func textOf(e ast.Expr, constants map[string]string) string {
	switch v := e.(type) {
	case *ast.BasicLit:
		text := constant.MakeFromLiteral(v.Value, v.Kind, 0)
		if text.Kind() == constant.String {
			return constant.StringVal(text)
		}
	case *ast.Ident:
		return constants[v.Name]
	}
	return ""
}

// reasonOfFault reads fault.New(code, reason, …) and fault.Wrap(err, code, reason, …).
func reasonOfFault(n ast.Node, constants map[string]string) string {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return ""
	}
	name, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	if pkg, ok := name.X.(*ast.Ident); !ok || pkg.Name != "fault" {
		return ""
	}
	at := map[string]int{"New": 0, "Wrap": 1}
	first, ok := at[name.Sel.Name]
	if !ok || len(call.Args) < first+2 {
		return ""
	}
	if code, ok := call.Args[first].(*ast.SelectorExpr); ok && code.Sel.Name == "Internal" {
		return ""
	}
	return textOf(call.Args[first+1], constants)
}

// reasonOfField reads fault.Field{…, Reason: reason}.
func reasonOfField(n ast.Node, constants map[string]string) string {
	pair, ok := n.(*ast.KeyValueExpr)
	if !ok {
		return ""
	}
	if name, ok := pair.Key.(*ast.Ident); !ok || name.Name != "Reason" {
		return ""
	}
	return textOf(pair.Value, constants)
}

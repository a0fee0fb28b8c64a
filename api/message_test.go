package api_test

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/document"
	"jiheng/internal/fault"
)

// Packages whose faults can come before a client of the API.
func spokenPackages() []string {
	return []string{
		".", "../policy", "../internal/evaluation", "../internal/store", "../internal/identity", "../internal/document",
		"../internal/dossier", "../internal/scoring", "../internal/declaration", "../internal/calendar", "../internal/journal",
		"../internal/process", "../internal/administration",
	}
}

// Reasons of faults that end a start of the program, a command line or a
// sealing; nobody at the API is ever told them.
func unspoken() []string {
	return []string{
		"api_config", "store_config", "session_config", "password_params", "database_address", "schema_ahead",
		"calendar_inconsistent", "calendar_unreadable", "definition_invalid", "process_twice", "scheme_inconsistent",
		"number_unreadable", "number_too_long", "number_not_exact", "digits_out_of_range", "kind_unknown", "rounding_unknown",
		"operand_count_wrong", "score_out_of_range", "data_not_object", "journal_entry_incomplete", "journal_wrong_evaluation",
		"language_unknown", "draft_unreadable", "file_not_found", "publication_not_found",
		"database_role_missing", "version_differs",
	}
}

// reasonsOf reads the source of a package and lists the reasons that it gives
// to faults which are not internal, and to fields.
func reasonsOf(t *testing.T, dir string) (reasons, fields []string) {
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

func TestEveryReasonHasChineseWords(t *testing.T) {
	t.Parallel()
	seen := 0
	var missing []string
	for _, dir := range spokenPackages() {
		reasons, _ := reasonsOf(t, dir)
		seen += len(reasons)
		for _, reason := range reasons {
			if !slices.Contains(unspoken(), reason) && !api.HasWording(reason) {
				missing = append(missing, dir+": "+reason)
			}
		}
	}
	require.Empty(t, missing, "reasons without wording in message_zh.go")
	require.Greater(t, seen, 80, "the source was read")
	for _, reason := range document.Reasons() {
		require.True(t, reason == document.ReasonBlobDamaged || api.HasWording(reason), reason)
	}
}

func TestEveryReasonOfAFieldHasChineseWords(t *testing.T) {
	t.Parallel()
	seen := 0
	var missing []string
	for _, dir := range []string{".", "../internal/evaluation", "../internal/store", "../internal/identity", "../internal/declaration"} {
		_, fields := reasonsOf(t, dir)
		seen += len(fields)
		for _, reason := range fields {
			if strings.Contains(reason, "_") && !api.HasFieldWording(reason) && !api.HasWording(reason) {
				missing = append(missing, dir+": "+reason)
			}
		}
	}
	require.Empty(t, missing, "reasons without wording in field_zh.go")
	require.Greater(t, seen, 40, "the source was read")
}

func TestFieldsOfTheCoreThatAreReturnedByName(t *testing.T) {
	t.Parallel()
	for _, reason := range []string{
		"title_required", "item_id_invalid", "item_kind_unknown", "number_invalid", "item_twice", "choice_unknown", "date_invalid",
		"field_required", "sheet_invalid", "day_length_out_of_range", "origin_impossible", "division_by_zero", "operand_missing",
		"operand_negative", "units_differ", "date_unreadable", "dates_reversed",
		"password_too_short", "password_too_long", "password_common", "password_is_login", "password_not_text",
	} {
		require.True(t, api.HasFieldWording(reason), reason)
		require.NotContains(t, api.FieldMessage(fault.Field{Reason: reason, Params: map[string]string{"limit": strconv.Itoa(3)}}), "{")
	}
}

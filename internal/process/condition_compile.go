package process

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/shopspring/decimal"
	"go.yaml.in/yaml/v3"

	"jiheng/internal/evaluation"
)

// Bounds of one condition, in characters and in nodes of its tree.
const (
	maxCondition = 500
	maxNodes     = 100
)

// condition compiles a condition; nil when it is wrong, which is reported.
func (r *reader) condition(p part) evaluation.Condition {
	text := p.Node.Value
	switch {
	case p.Node.Kind != yaml.ScalarNode || p.Node.ShortTag() != "!!str":
		p.damage("text_expected")
		return nil
	case strings.TrimSpace(text) == "":
		p.damage("text_empty")
		return nil
	case utf8.RuneCountInString(text) > maxCondition:
		p.damage("text_too_long", "max", "500")
		return nil
	case strings.ContainsAny(text, "\r\n"):
		p.damage("condition_on_lines")
		return nil
	}
	c := &compiler{r: r, at: p, text: text, names: r.names()}
	return c.compile()
}

// names maps everything a condition may mention to what it is called in the
// environment: the item's fields, the parameters, and the Chinese names of
// both. A title that two parameters share names neither.
func (r *reader) names() map[string]string {
	names := make(map[string]string)
	for _, p := range r.def.Parameters {
		if p.Title != "" {
			if _, twice := names[p.Title]; twice {
				names[p.Title] = ""
				continue
			}
			names[p.Title] = p.Name
		}
	}
	for _, p := range r.def.Parameters {
		names[p.Name] = p.Name
	}
	for _, field := range itemFields() {
		names[field] = field
	}
	maps.Copy(names, fieldAliases())
	delete(names, "")
	return names
}

func itemFields() []string { return []string{"amount", "kind", "title", "department"} }

// reservedNames are those that no parameter may have: the item's fields and
// the words of the expression language.
func reservedNames() []string {
	words := []string{"and", "or", "not", "in", "contains", "matches", "let", "if", "else", "nil", "true", "false"}
	return append(itemFields(), words...)
}

// compiler compiles one condition and reports what is wrong with it.
type compiler struct {
	r     *reader
	at    part
	text  string
	names map[string]string

	failed   bool
	mentions []string // environment names that the condition uses
}

func (c *compiler) compile() evaluation.Condition {
	tree, err := parser.ParseWithConfig(c.text, parseConfig())
	if err != nil {
		c.syntax(err)
		return nil
	}
	if kind := c.kindOf(tree.Node); kind != kindTruth && !c.failed {
		c.fail(tree.Node.Location().From, "condition_not_boolean")
	}
	if !c.failed && !slices.ContainsFunc(itemFields(), func(f string) bool { return slices.Contains(c.mentions, f) }) {
		c.fail(0, "condition_without_item", "known", strings.Join(itemFields(), ", "))
	}
	if c.failed {
		return nil
	}
	program, err := expr.Compile(c.text, c.options()...)
	if err != nil {
		c.syntax(err)
		return nil
	}
	out := &condition{text: c.text, program: program}
	for _, name := range c.mentions {
		if !slices.Contains(itemFields(), name) {
			out.parameters = append(out.parameters, name)
		}
	}
	c.r.used = append(c.r.used, out.parameters...)
	return out
}

func (c *compiler) options() []expr.Option {
	env := map[string]any{"amount": decimal.Decimal{}, "kind": "", "title": "", "department": ""}
	for _, p := range c.r.def.Parameters {
		env[p.Name] = decimal.Decimal{}
	}
	options := []expr.Option{
		expr.Env(env), expr.AsBool(), expr.WarnOnAny(), expr.DisableAllBuiltins(), expr.MaxNodes(maxNodes), expr.Optimize(false),
		expr.Patch(literals{c}),
	}
	for _, f := range decimalFunctions() {
		options = append(options, expr.Function(f.name, f.call, f.kind), expr.Operator(f.operator, f.name))
	}
	return options
}

// literals replaces numbers by decimals and Chinese names by those of the
// environment.
type literals struct{ c *compiler }

// Visit replaces one node.
func (l literals) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		if d, err := parseAmount(l.c.source(n)); err == nil {
			ast.Patch(node, &ast.ConstantNode{Value: d})
		}
	case *ast.IdentifierNode:
		if name := l.c.names[n.Value]; name != "" && name != n.Value {
			ast.Patch(node, &ast.IdentifierNode{Value: name})
		}
	}
}

// source is the text of a node as it was written.
func (c *compiler) source(n ast.Node) string {
	runes := []rune(c.text)
	at := n.Location()
	if at.From < 0 || at.To > len(runes) || at.From > at.To {
		return ""
	}
	return string(runes[at.From:at.To])
}

// syntax reports what the expression language could not read.
func (c *compiler) syntax(err error) {
	at, detail := 0, err.Error()
	if e, ok := errors.AsType[*file.Error](err); ok {
		at, detail = e.From, e.Message
	}
	runes := []rune(c.text)
	if at < len(runes) && fullWidth(runes[at]) {
		c.fail(at, "condition_full_width", "sign", string(runes[at]))
		return
	}
	c.fail(at, "condition_syntax", "detail", detail)
}

// fullWidth tells whether a character is one that a Chinese keyboard gives
// where the language wants its ASCII twin.
func fullWidth(c rune) bool {
	return c >= '\uFF01' && c <= '\uFF5E' || strings.ContainsRune("\u2264\u2265\u2260\u00D7\u2018\u2019\u201C\u201D\u3001\u3002\u300A\u300B\u3010\u3011", c)
}

// fail reports a mistake at a character of the condition.
func (c *compiler) fail(offset int, reason string, params ...string) {
	c.failed = true
	c.r.damage(c.at.Path, c.place(offset), reason, params...)
}

// place finds a character of the condition in the source. Where quotes or
// escapes make that uncertain, it is the beginning of the condition.
func (c *compiler) place(offset int) mark {
	at := markOf(c.at.Node)
	if at.Line > len(c.r.Lines) {
		return at
	}
	line := []rune(c.r.Lines[at.Line-1])
	start := at.Column - 1
	if c.at.Node.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
		start++
	}
	if start > len(line) || !strings.HasPrefix(string(line[start:]), c.text) {
		return at
	}
	return mark{Line: at.Line, Column: start + offset + 1}
}

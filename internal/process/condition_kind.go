package process

import (
	"slices"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/conf"
)

// kind is what a part of a condition gives.
type kind string

const (
	kindNone   kind = "" // wrong, reported already
	kindNumber kind = "number"
	kindText   kind = "text"
	kindTruth  kind = "truth"
	kindTexts  kind = "texts"
)

func parseConfig() *conf.Config {
	c := conf.CreateNew()
	expr.MaxNodes(maxNodes)(c)
	return c
}

// kindOf tells what a part of a condition gives, and reports what the format
// does not allow. Everything that is not named here is refused: calls, member
// access, loops, variables, division, patterns.
func (c *compiler) kindOf(n ast.Node) kind {
	switch n := n.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		if _, err := parseAmount(c.source(n)); err != nil {
			c.fail(n.Location().From, "decimal_invalid", "value", clip(c.source(n)))
			return kindNone
		}
		return kindNumber
	case *ast.StringNode:
		return kindText
	case *ast.BoolNode:
		return kindTruth
	case *ast.IdentifierNode:
		return c.kindOfName(n)
	case *ast.ArrayNode:
		return c.kindOfList(n)
	case *ast.UnaryNode:
		return c.kindOfUnary(n)
	case *ast.BinaryNode:
		return c.kindOfBinary(n)
	default:
		return c.refuse(n)
	}
}

// refuse reports a construct that conditions do not have.
func (c *compiler) refuse(n ast.Node) kind {
	// What is inside is looked at no further: one mistake, one report.
	c.fail(n.Location().From, "condition_not_allowed", "part", clip(n.String()))
	return kindNone
}

func (c *compiler) kindOfName(n *ast.IdentifierNode) kind {
	name := c.names[n.Value]
	if name == "" {
		if c.failed = true; !c.r.sound("parameters") {
			return kindNone // it may be the one that could not be read
		}
		c.fail(n.Location().From, "condition_unknown_name", "name", clip(n.Value), "known", strings.Join(c.known(), ", "))
		return kindNone
	}
	if !slices.Contains(c.mentions, name) {
		c.mentions = append(c.mentions, name)
	}
	if name == "kind" || name == "title" || name == "department" {
		return kindText
	}
	return kindNumber
}

func (c *compiler) known() []string {
	known := itemFields()
	for _, p := range c.r.def.Parameters {
		known = append(known, p.Name)
	}
	return known
}

func (c *compiler) kindOfList(n *ast.ArrayNode) kind {
	for _, e := range n.Nodes {
		if k := c.kindOf(e); k != kindText {
			return c.mismatch(e, "in", kindText, k)
		}
	}
	return kindTexts
}

func (c *compiler) kindOfUnary(n *ast.UnaryNode) kind {
	if n.Operator != "not" && n.Operator != "!" {
		return c.refuse(n)
	}
	if k := c.kindOf(n.Node); k != kindTruth {
		return c.mismatch(n, n.Operator, kindTruth, k)
	}
	return kindTruth
}

func (c *compiler) kindOfBinary(n *ast.BinaryNode) kind {
	switch n.Operator {
	case "and", "or", "&&", "||":
		return c.both(n, kindTruth, kindTruth, kindTruth)
	case "<", "<=", ">", ">=":
		return c.both(n, kindNumber, kindNumber, kindTruth)
	case "+", "-", "*":
		return c.both(n, kindNumber, kindNumber, kindNumber)
	case "contains", "startsWith", "endsWith":
		return c.both(n, kindText, kindText, kindTruth)
	case "in":
		return c.both(n, kindText, kindTexts, kindTruth)
	case "==", "!=":
		return c.alike(n)
	default:
		return c.refuse(n)
	}
}

func (c *compiler) both(n *ast.BinaryNode, left, right, gives kind) kind {
	l, r := c.kindOf(n.Left), c.kindOf(n.Right)
	switch {
	case l != left:
		return c.mismatch(n, n.Operator, left, l)
	case r != right:
		return c.mismatch(n, n.Operator, right, r)
	}
	return gives
}

func (c *compiler) alike(n *ast.BinaryNode) kind {
	l, r := c.kindOf(n.Left), c.kindOf(n.Right)
	if l == kindTexts || r == kindTexts {
		return c.refuse(n)
	}
	if l != r {
		return c.mismatch(n, n.Operator, l, r)
	}
	return kindTruth
}

// mismatch reports an operator over the wrong kind, unless one of the kinds
// was wrong by itself.
func (c *compiler) mismatch(n ast.Node, operator string, want, got kind) kind {
	if want != kindNone && got != kindNone {
		c.fail(n.Location().From, "condition_kinds", "operator", operator, "want", string(want), "got", string(got))
	}
	return kindNone
}

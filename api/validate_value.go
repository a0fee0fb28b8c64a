package api

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/gin-gonic/gin"

	"jiheng/internal/fault"
)

// checkParameters holds path, query and header against the contract. What is
// given twice is refused, and so is a query that the contract does not know,
// but on pages for everybody, to which links with foreign marks may lead.
func checkParameters(op *operation, c *gin.Context) []fault.Field {
	query := c.Request.URL.Query()
	var wrong []fault.Field
	for _, ref := range op.parameters {
		p := ref.Value
		var given []string
		switch p.In {
		case openapi3.ParameterInPath:
			given = []string{c.Param(p.Name)}
		case openapi3.ParameterInQuery:
			given = query[p.Name]
			delete(query, p.Name)
		case openapi3.ParameterInHeader:
			given = c.Request.Header.Values(p.Name)
		}
		wrong = append(wrong, checkParameter(p, given)...)
	}
	if !op.open {
		for _, name := range slices.Sorted(maps.Keys(query)) {
			wrong = append(wrong, fault.Field{Name: name, Reason: "field_unknown"})
		}
	}
	return wrong
}

func checkParameter(p *openapi3.Parameter, given []string) []fault.Field {
	switch {
	case len(given) > 1:
		return []fault.Field{{Name: p.Name, Reason: "field_twice"}}
	case len(given) == 1:
		return checkValue(p.Schema.Value, valueOf(p.Schema.Value, given[0]), p.Name)
	case p.Required && p.Name == headerKey:
		return []fault.Field{{Name: p.Name, Reason: reasonNoKey}}
	case p.Required:
		return []fault.Field{{Name: p.Name, Reason: "field_required"}}
	}
	return nil
}

// valueOf reads a parameter's text as its schema wants it; what is no number, and
// neither true nor false, stays text and fails the schema.
func valueOf(schema *openapi3.Schema, text string) any {
	if schema.Type.Is(openapi3.TypeInteger) {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return float64(n)
		}
	}
	if schema.Type.Is(openapi3.TypeBoolean) && (text == "true" || text == "false") {
		return text == "true"
	}
	return text
}

// checkValue holds a value against a schema and names every mistake.
func checkValue(schema *openapi3.Schema, value any, at string) []fault.Field {
	err := schema.VisitJSON(value, openapi3.MultiErrors(), openapi3.VisitAsRequest())
	var wrong []fault.Field
	collect(err, at, &wrong)
	slices.SortStableFunc(wrong, func(a, b fault.Field) int { return strings.Compare(a.Name, b.Name) })
	return slices.CompactFunc(wrong, func(a, b fault.Field) bool { return a.Name == b.Name })
}

func collect(err error, at string, wrong *[]fault.Field) {
	if err == nil {
		return
	}
	if several, ok := errors.AsType[openapi3.MultiError](err); ok {
		for _, one := range several {
			collect(one, at, wrong)
		}
		return
	}
	found, ok := errors.AsType[*openapi3.SchemaError](err)
	if !ok {
		*wrong = append(*wrong, fault.Field{Name: at, Reason: "field_invalid"})
		return
	}
	*wrong = append(*wrong, mistakes(found, below(at, found.JSONPointer()...))...)
}

// below gives the dotted name of something inside something else.
func below(at string, path ...string) string {
	if at != "" {
		path = append([]string{at}, path...)
	}
	return strings.Join(path, ".")
}

// mistakes puts one finding of the schema into our words.
func mistakes(found *openapi3.SchemaError, at string) []fault.Field {
	s := found.Schema
	switch found.SchemaField {
	case "required":
		return []fault.Field{{Name: at, Reason: "field_required"}}
	case "properties":
		return unknownIn(found, at)
	case "type":
		return limited(at, "field_type", strings.Join(s.Type.Slice(), ", "))
	case "enum":
		return []fault.Field{{Name: at, Reason: "choice_unknown"}}
	case "pattern":
		return []fault.Field{{Name: at, Reason: "field_pattern"}}
	case "format":
		return []fault.Field{{Name: at, Reason: s.Format + "_invalid"}}
	case "minLength":
		if found.Value == "" {
			return []fault.Field{{Name: at, Reason: "field_required"}}
		}
		return limited(at, "text_too_short", strconv.FormatUint(s.MinLength, 10))
	case "maxLength":
		return limited(at, "text_too_long", strconv.FormatUint(*s.MaxLength, 10))
	case "minItems":
		if list, _ := found.Value.([]any); len(list) == 0 {
			return []fault.Field{{Name: at, Reason: "field_required"}}
		}
		return limited(at, "list_too_short", strconv.FormatUint(s.MinItems, 10))
	case "maxItems":
		return limited(at, "list_too_long", strconv.FormatUint(*s.MaxItems, 10))
	case "minimum":
		return limited(at, "number_too_small", strconv.FormatFloat(*s.Min, 'f', -1, 64))
	case "maximum":
		return limited(at, "number_too_big", strconv.FormatFloat(*s.Max, 'f', -1, 64))
	}
	return []fault.Field{{Name: at, Reason: "field_invalid"}}
}

func limited(at, reason, limit string) []fault.Field {
	return []fault.Field{{Name: at, Reason: reason, Params: map[string]string{"limit": limit}}}
}

// unknownIn names the members of an object that its schema does not know.
func unknownIn(found *openapi3.SchemaError, at string) []fault.Field {
	object, _ := found.Value.(map[string]any)
	var wrong []fault.Field
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if found.Schema.Properties[name] == nil {
			wrong = append(wrong, fault.Field{Name: below(at, name), Reason: "field_unknown"})
		}
	}
	return wrong
}

package table

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"jiheng/internal/fault"
)

// reader keeps the first mistake.
type reader struct{ err error }

func (r *reader) refuse(path, reason string) {
	if r.err == nil {
		r.err = fault.New(fault.Invalid, reason, "at %s", path).WithFields(fault.Field{Name: path, Reason: reason})
	}
}

// node is an object whose members are read only when asked for.
type node struct {
	r      *reader
	path   string
	names  []string
	values map[string]json.RawMessage
	twice  map[string]bool
}

// object splits an object into its members. The source is valid JSON.
func (r *reader) object(raw json.RawMessage, path string) node {
	n := node{r: r, path: path, values: map[string]json.RawMessage{}, twice: map[string]bool{}}
	d := json.NewDecoder(bytes.NewReader(raw))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		r.refuse(path, "field_type_wrong")
		return n
	}
	for d.More() {
		var value json.RawMessage
		token, err := d.Token()
		name, named := token.(string)
		if err != nil || !named || d.Decode(&value) != nil {
			r.refuse(path, "table_unreadable")
			return n
		}
		if _, known := n.values[name]; known {
			n.twice[name] = true
			continue
		}
		if len(n.names) == maxAttributes {
			r.refuse(path, "table_too_large")
			return n
		}
		n.names, n.values[name] = append(n.names, name), value
	}
	return n
}

func (n node) at(key string) string {
	return n.path + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
}

// has tells whether there is anything but null, and refuses what is there twice.
func (n node) has(key string) bool {
	if n.twice[key] {
		n.r.refuse(n.at(key), "field_repeated")
	}
	value, there := n.values[key]
	return there && string(value) != "null"
}

// text gives a text as it is, or a number as it is written.
func (n node) text(key string) string {
	if !n.has(key) {
		return ""
	}
	text, reason := scalar(n.values[key])
	if reason != "" {
		n.r.refuse(n.at(key), reason)
	}
	return text
}

func scalar(raw json.RawMessage) (text, reason string) {
	switch c := raw[0]; {
	case c == '"':
		if len(raw) > MaxCell {
			return "", "cell_too_long"
		}
		if json.Unmarshal(raw, &text) != nil {
			return "", "field_type_wrong"
		}
		return text, ""
	case c == '-' || c >= '0' && c <= '9':
		return numeral(string(raw))
	default:
		return "", "field_type_wrong"
	}
}

// numeral gives a JSON number without an exponent.
func numeral(text string) (plain, reason string) {
	mantissa, exponent, scientific := strings.Cut(strings.ToLower(text), "e")
	if len(mantissa) > maxNumeral {
		return "", "number_too_long"
	}
	if !scientific {
		return text, ""
	}
	shift, err := strconv.Atoi(exponent)
	value, ok := decimalOf(mantissa)
	if err != nil || !ok || shift > maxNumeral || shift < -maxNumeral {
		return "", "number_too_long"
	}
	return value.Shift(int32(shift)).String(), "" //nolint:gosec // bounded above
}

func (n node) texts(key string) []string {
	if n.has(key) && n.values[key][0] == '"' {
		return []string{n.text(key)}
	}
	items := n.items(key)
	list := make([]string, 0, len(items))
	for i, raw := range items {
		text, reason := "", ""
		if string(raw) != "null" {
			text, reason = scalar(raw)
		}
		if reason != "" {
			n.r.refuse(n.at(key)+"/"+strconv.Itoa(i), reason)
		}
		list = append(list, text)
	}
	return list
}

func (n node) items(key string) []json.RawMessage {
	if !n.has(key) {
		return nil
	}
	var list []json.RawMessage
	if json.Unmarshal(n.values[key], &list) != nil {
		n.r.refuse(n.at(key), "field_type_wrong")
		return nil
	}
	if len(list) > MaxRows {
		n.r.refuse(n.at(key), "too_many_rows")
		return nil
	}
	return list
}

func (n node) truth(key string) bool {
	if !n.has(key) {
		return false
	}
	switch string(n.values[key]) {
	case "true":
		return true
	case "false":
	default:
		n.r.refuse(n.at(key), "field_type_wrong")
	}
	return false
}

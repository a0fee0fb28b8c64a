package store

import (
	"encoding/json"
	"slices"
	"strings"
)

// differences compares the rows of one table, column by column as JSON.
func differences[R any](table string, expected, found []R, key func(R) string) []Difference {
	var out []Difference
	there := make(map[string]R, len(found))
	for _, r := range found {
		there[key(r)] = r
	}
	for _, want := range expected {
		k := key(want)
		got, ok := there[k]
		if !ok {
			out = append(out, Difference{Table: table, Key: k, Expected: text(want)})
			continue
		}
		delete(there, k)
		out = append(out, columnDifferences(table, k, want, got)...)
	}
	for _, r := range found {
		if _, left := there[key(r)]; left {
			out = append(out, Difference{Table: table, Key: key(r), Found: text(r)})
		}
	}
	return out
}

func columnDifferences[R any](table, key string, want, got R) []Difference {
	wanted, given := columns(want), columns(got)
	var out []Difference
	for _, c := range wanted {
		if g := valueOf(given, c.name); c.value != g {
			out = append(out, Difference{Table: table, Key: key, Column: c.name, Expected: c.value, Found: g})
		}
	}
	for _, c := range given { // what is left out when it is empty
		if valueOf(wanted, c.name) == "" {
			out = append(out, Difference{Table: table, Key: key, Column: c.name, Found: c.value})
		}
	}
	return out
}

// valueOf finds a column, "" when it is not there.
func valueOf(list []column, name string) string {
	i := slices.IndexFunc(list, func(c column) bool { return c.name == name })
	if i < 0 {
		return ""
	}
	return list[i].value
}

type column struct{ name, value string }

// columns gives a row column by column, by name.
func columns(row any) []column {
	var members map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text(row)), &members); err != nil {
		return nil
	}
	out := make([]column, 0, len(members))
	for name, value := range members {
		out = append(out, column{name, string(value)})
	}
	slices.SortFunc(out, func(a, b column) int { return strings.Compare(a.name, b.name) })
	return out
}

// text is a row as JSON; rows are made of what can be encoded.
func text(row any) string {
	out, err := encode(row)
	if err != nil {
		return err.Error()
	}
	return string(out)
}

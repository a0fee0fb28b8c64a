package declaration

import (
	"slices"

	"jiheng/internal/scoring"
)

// refuseName refuses a field that is not known, and says which was meant: one
// that is a slip away, or one that published tables call so.
func (m member) refuseName(name string, known []string) {
	meant := otherNames[name]
	if !slices.Contains(known, meant) {
		meant = scoring.Nearest(name, known, fieldWord)
	}
	switch {
	case meant != "":
		m.refuse("field_meant", "nearest", meant)
	case slices.Contains(known, "inputs") && slices.Contains(inputNames, name):
		m.refuse("field_of_inputs", "name", name)
	default:
		m.refuse("field_unknown")
	}
}

// otherNames are what published tables call the fields of a score sheet.
var otherNames = map[string]string{
	"score": "declared", "weight": "full", "name": "title", "l3": "title", "indicators": "items", "deviation_reason": "reason",
	"total_score": "total", "operator": "nature", "children": "parts",
}

// inputNames are inputs that are often written beside them.
var inputNames = []string{"actual", "target", "budget", "executed", "level", "points"}

// isTable tells that somebody gave a published table instead of a score sheet.
func isTable(m member) bool {
	values, ok := m.value.(map[string]any)
	if !ok {
		return false
	}
	_, rows := values["rows"]
	_, money := values["budget_rows"]
	return rows || money
}

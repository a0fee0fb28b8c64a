package api

import (
	"encoding/json"
	"fmt"
	"strings"

	"jiheng/internal/administration"
	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
)

// shownKeys is how many rows of a register an entry names; it has all of them.
const shownKeys = 5

// entryDetail says in a line what an entry of the installation is about, ""
// where its kind says it all.
func entryDetail(e journal.Entry, names evaluation.Names) string {
	if e.Type != (administration.RegisterChanged{}).Type() {
		return noteDetail(e, names)
	}
	var changed administration.RegisterChanged
	if json.Unmarshal(e.Data, &changed) != nil {
		return ""
	}
	label := changed.Register.Label()
	if changed.Inherited {
		return fmt.Sprintf("%s：接续登记原有%d项", label, len(changed.Rows))
	}
	return label + "：" + rowsText(changed.Rows)
}

func rowsText(rows []administration.RowChange) string {
	var parts []string
	for _, kind := range []struct {
		word string
		is   func(administration.RowChange) bool
	}{
		{"新增", func(r administration.RowChange) bool { return r.Before == nil }},
		{"改动", func(r administration.RowChange) bool { return r.Before != nil && r.After != nil }},
		{"删除", func(r administration.RowChange) bool { return r.After == nil }},
	} {
		var keys []string
		for _, r := range rows {
			if kind.is(r) {
				keys = append(keys, r.Key)
			}
		}
		if len(keys) > 0 {
			parts = append(parts, kind.word+keysText(keys))
		}
	}
	return strings.Join(parts, "；")
}

func keysText(keys []string) string {
	if len(keys) <= shownKeys {
		return strings.Join(keys, "、")
	}
	return fmt.Sprintf("%s等%d项", strings.Join(keys[:shownKeys], "、"), len(keys))
}

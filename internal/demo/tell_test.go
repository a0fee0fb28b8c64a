package demo

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestALineSaysWhatAnEntryIsAboutAndShowsNoIdentifiers(t *testing.T) {
	t.Parallel()
	script, err := Load()
	require.NoError(t, err)
	said := newTeller(script)
	said.page = "http://127.0.0.1:8080/public/evaluations/ev-1"
	task := func(id, title, assignee string) journalEntry {
		return journalEntry{Type: "task_opened", Task: id, Data: map[string]any{"task": map[string]any{"title": title, "assignee": assignee}}}
	}
	for _, line := range []struct {
		entry journalEntry
		want  string
	}{
		{journalEntry{Type: "evaluation_started", Data: map[string]any{"title": "绩效自评"}}, "绩效自评"},
		{task("ev-1:roll_up::compile:1", "汇总", ""), "汇总"},
		{task("ev-1:roll_up::approve:1.1", "领导小组审定", "director"), "领导小组审定（党组书记、中心主任）"},
		{journalEntry{Type: "task_claimed", Task: "ev-1:roll_up::compile:1"}, "汇总"},
		{journalEntry{Type: "task_approved", Task: "ev-1:roll_up::approve:1.1", Data: map[string]any{"opinion": "同意。"}}, "领导小组审定：同意。"},
		{journalEntry{Type: "task_returned", Task: "ev-1:roll_up::compile:1", Data: map[string]any{"reason": "数据不全。"}}, "汇总：数据不全。"},
		{journalEntry{Type: "material_supplied", Task: "ev-1:roll_up::compile:1", Data: map[string]any{"material": map[string]any{"file_name": "合同.pdf"}}}, "汇总：合同.pdf"},
		{journalEntry{
			Type: "attempt_refused", Task: "ev-1:roll_up::compile:1", Rule: "duty:x", RuleText: "应当回避",
			Data: map[string]any{"reason": "duty_conflict"},
		}, "汇总：应当回避［duty:x］"},
		{journalEntry{Type: "publication_cleared", Task: "ev-1:roll_up::compile:1", Data: map[string]any{"clearing": map[string]any{"files": []any{
			map[string]any{"public": true}, map[string]any{"public": false}, map[string]any{"public": false},
		}}}}, "汇总：公开 1 件，不公开 2 件"},
		{journalEntry{Type: "dossier_sealed", Data: map[string]any{"dossier": map[string]any{"digest": "0a"}}}, "摘要 0a"},
		{
			journalEntry{Type: "dossier_published", Task: "ev-1:roll_up::compile:1", Data: map[string]any{"digest": "0a"}},
			"摘要 0a，公开页面 http://127.0.0.1:8080/public/evaluations/ev-1",
		},
		{journalEntry{Type: "filing_received", Data: map[string]any{"digest": "0a", "receipt_no": "R-1"}}, "R-1"},
		{journalEntry{Type: "evaluation_finished", Data: map[string]any{}}, ""},
	} {
		require.Equal(t, line.want, said.detail(line.entry), line.entry.Type)
	}
}

// The texts of the case are read by officials: full-width punctuation.
func TestTheCaseIsPunctuatedAsChineseIs(t *testing.T) {
	t.Parallel()
	require.NotRegexp(t, `\p{Han}[,;:()]|[,;:()]\p{Han}`, string(caseJSON))
}

package api_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/evaluation"
)

func TestOneOfSeveralPapersIsTakenBackBeforeItsStepIsDone(t *testing.T) {
	t.Parallel()
	const voucher = "{ id: expense_voucher, title: 详细经费使用凭证 }"
	b := open(t).amended([2]string{voucher, "{ id: expense_voucher, title: 详细经费使用凭证, several: true }"})
	p := started(t, b).formed()
	clerk := p.as("coordination-clerk")
	task := p.claims("coordination-clerk", "self_check", "submit")
	p.supplies("coordination-clerk", task, "self_evaluation_report", "score_sheet")
	p.completes("coordination-clerk", "self_check", "submit", fields("conclusion", "运行正常"))
	p.approves("finance-clerk", "self_check", "review")
	task = p.claims("coordination-clerk", "inspection", "supply")
	p.supplies("coordination-clerk", task, "application", "contract", "approval_document", "acceptance", "progress", "financial_statement", "expense_voucher")
	wrong := into[api.Material](clerk.upload(task, "expense_voucher", "别的项目.pdf", paper("another")).ok(http.StatusOK))
	require.Equal(t, 1, wrong.Copy)

	back := map[string]string{"material": wrong.ID, "reason": "是别的项目的凭证"}
	p.as("supervision-head").post(path(task, "take-back"), back).problem(http.StatusForbidden)
	require.Equal(t, "material_not_current", clerk.post(path(task, "take-back"), map[string]string{"material": "x"}).problem(http.StatusUnprocessableEntity).Reason)
	for range 2 { // the second time is answered as the first
		clerk.post(path(task, "take-back"), back, key("taken-back-once")).ok(http.StatusOK)
	}
	list := into[api.Checklist](clerk.get(path(task, "materials")).ok(http.StatusOK))
	vouchers := list.Entries[len(list.Entries)-1].Papers
	require.Len(t, vouchers, 2)
	require.True(t, vouchers[0].Current)
	require.False(t, vouchers[1].Current)
	require.False(t, vouchers[1].TakenBackAt.IsZero())
	require.NotEmpty(t, vouchers[1].TakenBackByName)
	journal := into[api.JournalPage](p.as("auditor").get("/api/v1/evaluations/" + p.id + "/journal?limit=100").ok(http.StatusOK))
	last := journal.Entries[len(journal.Entries)-1]
	require.Equal(t, string(evaluation.TypeTakenBack), last.Type)
	require.Equal(t, "是别的项目的凭证", last.Data["reason"])

	p.completes("coordination-clerk", "inspection", "supply", map[string]any{})
	require.Equal(t, "task_already_settled", clerk.post(path(task, "take-back"), map[string]string{"material": vouchers[0].ID}).problem(http.StatusConflict).Reason)
	check, err := p.store.VerifyJournal(t.Context(), evaluation.ID(p.id))
	require.NoError(t, err)
	require.True(t, check.Verified(), "%+v", check)

	p.approves("supervision-head", "inspection", "inspect")
	rolled := into[api.RollUp](p.as("auditor").get("/api/v1/evaluations/" + p.id + "/roll-up").ok(http.StatusOK))
	count := 0
	for _, src := range rolled.Items[0].Sources {
		if src.Paper == "expense_voucher" {
			count++
			require.Zero(t, src.Copy)
		}
	}
	require.Equal(t, 1, count)
}

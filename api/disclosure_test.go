package api_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/calendar"
)

// discloses puts a version of the process by which accounts have to be public
// 20 days after their approval, and the evaluation itself 15 working days after.
func (b *bench) discloses() *bench {
	b.t.Helper()
	const form = "          - { name: measures, title: 改进措施, kind: text }\n"
	return b.amended(
		[2]string{form, form + "          - { name: approved_on, title: 批复日期, kind: date }\n          - { name: disclosed_on, title: 公开日期, kind: date }\n"},
		[2]string{"\nstages:\n", `
disclosures:
  - { id: accounts, title: 部门决算公开, from: roll_up.compile.approved_on, done: roll_up.compile.disclosed_on, within: 20 days, basis: 预算法第十四条 }
  - { id: result, title: 自评结果公开, from: roll_up.compile.approved_on, within: 15 workdays, basis: 办法第三十条 }

stages:
`})
}

func (p *play) disclosures(query string) []api.Disclosure {
	p.t.Helper()
	return into[api.Timeline](p.as("auditor").get("/api/v1/evaluations/" + p.id + "/timeline" + query).ok(http.StatusOK)).Disclosures
}

func TestTheTimelineSaysWhatHasToBePublicByWhen(t *testing.T) {
	t.Parallel()
	p := started(t, open(t).discloses())
	for _, d := range p.disclosures("") {
		require.Equal(t, api.DisclosureStateUnknown, d.State)
		require.Equal(t, "未起算", d.Status)
		require.True(t, d.DueOn.IsZero())
	}
	p.checked()
	today := calendar.DateOf(p.clock.now())
	sub := p.declared()
	sub["fields"] = append(sub["fields"].([]map[string]string), map[string]string{"name": "approved_on", "value": today.AddDays(-5).String()})
	p.completes("finance-clerk", "roll_up", "compile", sub)
	list := p.disclosures("")
	require.Len(t, list, 2)
	accounts := list[0]
	require.Equal(t, "预算法第十四条", accounts.Basis)
	require.Equal(t, 20, accounts.Within)
	require.Equal(t, api.DisclosureUnitDays, accounts.Unit)
	require.Equal(t, api.DisclosureStateOpen, accounts.State)
	require.Equal(t, 15, accounts.DaysLeft)
	require.Equal(t, today.AddDays(15), accounts.DueOn)
	require.Equal(t, today.AddDays(-5), accounts.FromOn)
	require.Empty(t, accounts.CalendarVersion)
	result := list[1]
	require.Equal(t, api.DisclosureUnitWorkdays, result.Unit)
	require.NotEmpty(t, result.CalendarVersion)
	require.Equal(t, api.DisclosureStateOpen, result.State)

	p.clock.pass(100 * 24 * time.Hour)
	p.people = map[string]*someone{} // their sessions are over
	missed := p.disclosures("")[0]
	require.Equal(t, api.DisclosureStateMissed, missed.State)
	require.Equal(t, 85, missed.Days)
	require.Equal(t, "逾期未公开（超过 85 日）", missed.Status)
	require.Zero(t, missed.DaysLeft)
}

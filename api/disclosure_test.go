package api_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/notify"
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

// toldOf lists who was told what of disclosures in the application.
func (p *play) toldOf() []string {
	p.t.Helper()
	var out []string
	for _, person := range []evaluation.PersonID{"finance-clerk", "finance-officer", "hotline-clerk", "office-head"} {
		page, err := p.store.NoticesOf(p.t.Context(), person, 100, "")
		require.NoError(p.t, err)
		for _, n := range page.Notices {
			if n.Kind == notify.DisclosureDue || n.Kind == notify.DisclosureLate {
				out = append(out, string(person)+" "+string(n.Kind)+" "+n.Facts.Task)
			}
		}
	}
	return out
}

func TestWhoHasToPublishIsRemindedOnceAndToldOnceThatItIsLate(t *testing.T) {
	t.Parallel()
	p := started(t, open(t).discloses()).checked()
	remind := func(told int) {
		t.Helper()
		n, err := p.store.RemindOfDisclosures(t.Context(), p.clock.now())
		require.NoError(t, err)
		require.Equal(t, told, n)
	}
	remind(0)
	require.Empty(t, p.toldOf(), "no time runs yet")
	today := calendar.DateOf(p.clock.now())
	sub := p.declared()
	sub["fields"] = append(sub["fields"].([]map[string]string), map[string]string{"name": "approved_on", "value": today.AddDays(-19).String()})
	p.completes("finance-clerk", "roll_up", "compile", sub)
	remind(1)
	told := p.toldOf()
	require.Contains(t, told, "finance-clerk disclosure_due 部门决算公开", "who fills in when it was made public")
	require.NotContains(t, told, "hotline-clerk disclosure_due 部门决算公开")
	remind(0)
	require.Equal(t, told, p.toldOf(), "nothing is told twice")

	p.clock.pass(60 * 24 * time.Hour)
	remind(1)
	late := p.toldOf()
	require.Contains(t, late, "finance-clerk disclosure_late 部门决算公开")
	remind(0)
	require.Equal(t, late, p.toldOf(), "nor is it told twice that it is late")
}

func TestNobodyIsRemindedOfWhatIsPublic(t *testing.T) {
	t.Parallel()
	p := started(t, open(t).discloses()).checked()
	today := calendar.DateOf(p.clock.now())
	sub := p.declared()
	sub["fields"] = append(sub["fields"].([]map[string]string),
		map[string]string{"name": "approved_on", "value": today.AddDays(-19).String()}, map[string]string{"name": "disclosed_on", "value": today.String()})
	p.completes("finance-clerk", "roll_up", "compile", sub)
	for range 3 {
		_, err := p.store.RemindOfDisclosures(t.Context(), p.clock.now())
		require.NoError(t, err)
		p.clock.pass(30 * 24 * time.Hour)
	}
	for _, told := range p.toldOf() {
		require.NotContains(t, told, "部门决算公开")
	}
	require.NotEmpty(t, p.toldOf(), "of the other, which is not public, somebody is")
}

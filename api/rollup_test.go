package api_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
)

func (p *play) rollUp() api.RollUp {
	p.t.Helper()
	return into[api.RollUp](p.as("auditor").get("/api/v1/evaluations/" + p.id + "/roll-up").ok(http.StatusOK))
}

func asked(r api.RollUp) api.RollUpItem {
	for _, it := range r.Items {
		if it.Asked {
			return it
		}
	}
	return api.RollUpItem{}
}

func TestTheRollUpShowsWithWhomWhatIsMissing(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	r := p.rollUp()
	require.True(t, r.Applicable)
	require.Equal(t, "汇总", r.StageTitle)
	require.Equal(t, 1, r.Counts.Asked)
	require.Equal(t, 1, r.Counts.Missing)
	item := asked(r)
	require.Len(t, item.HeldBy, 1)
	require.Empty(t, item.HeldBy[0].Person)
	require.Equal(t, "项目负责科室", item.HeldBy[0].Name, "nobody has it yet")
	require.True(t, item.HeldBy[0].Overdue, "the case lies years back")
	require.Positive(t, item.LateDays)
	p.claims("coordination-clerk", "self_check", "submit")
	require.Equal(t, "coordination-clerk", asked(p.rollUp()).HeldBy[0].Person)
}

func TestTheRollUpIsTiedToItsSourcesAndSaysWhatMadeItStale(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).checked()
	before := p.rollUp()
	require.Equal(t, 1, before.Counts.In)
	require.Len(t, asked(before).Sources, 10)
	require.Equal(t, "budget", before.Totals[0].Name)
	require.Equal(t, asked(before).Item.AmountYuan, before.Totals[0].Sum)
	require.Empty(t, before.Recorded.Digest)

	p.completes("finance-clerk", "roll_up", "compile", p.declared())
	made := p.rollUp()
	require.False(t, made.Stale)
	require.Equal(t, before.Digest, made.Recorded.Digest)
	require.Equal(t, "finance-clerk", made.Recorded.By)
	require.Equal(t, 10, made.Recorded.Sources)

	task := p.own("supervision-head", "roll_up", "approve")
	p.takes("supervision-head", task, "return", map[string]any{"reason": "数据与台账不符", "to": "self_check.submit"})
	p.turn()
	stale := p.rollUp()
	require.True(t, stale.Stale)
	require.Len(t, stale.Changes, 1)
	require.Equal(t, api.RollUpChangeKindReturned, stale.Changes[0].Kind)
	require.Equal(t, "supervision-head", stale.Changes[0].By)
	require.NotEmpty(t, stale.Changes[0].At)
	require.Equal(t, 0, asked(stale).Returned, "it was the roll-up that was returned")

	p.completes("coordination-clerk", "self_check", "submit", fields("conclusion", "已更正"))
	p.approves("finance-clerk", "self_check", "review")
	p.completes("coordination-clerk", "inspection", "supply", map[string]any{})
	p.approves("supervision-head", "inspection", "inspect")
	again := p.rollUp()
	require.True(t, again.Stale)
	require.Len(t, again.Changes, 1, "one thing was filled in anew")
	require.Equal(t, api.RollUpChangeKindChanged, again.Changes[0].Kind)
	require.Equal(t, "coordination-clerk", again.Changes[0].By)
	require.NotEqual(t, again.Changes[0].Before, again.Changes[0].After)
	p.completes("finance-clerk", "roll_up", "compile", p.declared())
	require.False(t, p.rollUp().Stale)
	p.requireVerified()
}

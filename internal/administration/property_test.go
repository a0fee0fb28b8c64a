package administration_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/administration"
	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
	"jiheng/policy"
)

// Whatever administrators try, two had a hand in every grant, nobody holds an
// administrator's role beside another, each of the three offices is held, and
// the rows are the fold of the journal.
func TestProperty_TwoHadAHandInEveryGrant(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		o := newOffice(t)
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			o.now = o.now.Add(rapid.SampledFrom([]time.Duration{time.Second, time.Hour, 8 * 24 * time.Hour}).Draw(t, "later"))
			by := rapid.SampledFrom(o.people).Draw(t, "by")
			_ = o.try(by, drawnCommand(t, o)) // most are refused
		}
		requireFolded(t, o)
		requireSeparate(t, o)
		for _, role := range policy.AdministratorRoles() {
			var people []administration.Person
			for _, id := range o.people {
				people = append(people, *o.person(id))
			}
			require.False(t, administration.Vacant(people, role, o.now), "%s is vacant", role)
		}
	})
}

func drawnCommand(t *rapid.T, o *office) administration.Command {
	proposal := rapid.SampledFrom([]string{"p1", "p2", "p3", "p4", "p5"}).Draw(t, "proposal")
	switch rapid.IntRange(0, 4).Draw(t, "kind of command") {
	case 0:
		c := give(proposal, rapid.SampledFrom(o.people).Draw(t, "person"), rapid.SampledFrom(policy.GrantableRoles()).Draw(t, "role"))
		if rapid.Bool().Draw(t, "later on") {
			c.Wanted.From = o.now.Add(24 * time.Hour)
		}
		return c
	case 1:
		return end(proposal, rapid.Int64Range(1, int64(len(o.grants))).Draw(t, "grant"))
	}
	return on(rapid.SampledFrom([]evaluation.Action{evaluation.Approve, evaluation.Approve, policy.Reject, evaluation.Withdraw}).Draw(t, "action"), proposal)
}

func requireSeparate(t *rapid.T, o *office) {
	for _, p := range o.proposals {
		if p.Settled == administration.Approved {
			require.NotEqual(t, p.ProposedBy, p.DecidedBy)
			require.NotEqual(t, p.Wanted.Person, p.ProposedBy)
			require.NotEqual(t, p.Wanted.Person, p.DecidedBy)
		}
	}
	for _, a := range o.grants {
		for _, b := range o.grants {
			if a.Person == b.Person && a.Overlaps(b) {
				_, _, found := policy.Exclusive([]evaluation.RoleID{a.Role, b.Role})
				require.False(t, found, "%v beside %v", a, b)
			}
		}
	}
}

func TestEveryEventIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	require.Len(t, administration.Types(), 14)
	for _, kind := range administration.Types() {
		event, err := administration.Read(journal.Entry{Type: kind, Data: []byte(`{}`)})
		require.NoError(t, err)
		require.Equal(t, kind, event.Type())
		text, err := json.Marshal(event)
		require.NoError(t, err)
		again, err := administration.Read(journal.Entry{Type: kind, Data: text})
		require.NoError(t, err)
		require.Equal(t, event, again)
		_, err = administration.Read(journal.Entry{Type: kind, Data: []byte(`{`)})
		require.Error(t, err)
		require.NotEmpty(t, administration.Label(kind), kind)
	}
	event, err := administration.Read(journal.Entry{Type: "journal_read", Data: []byte(`{`)})
	require.NoError(t, err)
	require.Nil(t, event)
	require.Empty(t, administration.Label("journal_read"))
}

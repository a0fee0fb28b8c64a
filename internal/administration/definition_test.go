package administration_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/administration"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/policy"
)

func publish(version int) administration.DefinitionCommand {
	return administration.DefinitionCommand{
		Action: policy.Propose, Proposal: "d1", Process: evaluation.ProcessRef{Name: "p", Version: version, Digest: "d"},
		Title: "流程", Source: "name: p", Reason: "按新办法调整时限",
	}
}

func decideOn(a evaluation.Action) administration.DefinitionCommand {
	return administration.DefinitionCommand{Action: a, Proposal: "d1", Reason: "不符合规定"}
}

// definitionFacts are what the store would read while version 2 is published.
func (o *office) definitionFacts(by evaluation.PersonID, p *administration.DefinitionProposal) administration.DefinitionFacts {
	f := administration.DefinitionFacts{Now: o.now, Actor: o.actor(by), Newest: 2, Proposal: p}
	if p != nil {
		f.Proposer = o.person(p.ProposedBy)
	}
	return f
}

func TestTwoPublishAVersion(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	d, err := administration.DecideDefinition(o.policy, o.definitionFacts("sam", nil), publish(3))
	require.NoError(t, err)
	require.Equal(t, "casbin:publishing/propose/unit", d.Rule)
	waits := d.Proposal
	require.Equal(t, noon.Add(administration.LastsFor), waits.ExpiresAt)
	again, err := administration.DecideDefinition(o.policy, o.definitionFacts("sam", &waits), publish(3))
	require.NoError(t, err)
	require.True(t, again.Again, "asked twice is asked once")

	d, err = administration.DecideDefinition(o.policy, o.definitionFacts("kate", &waits), decideOn(evaluation.Approve))
	require.NoError(t, err)
	require.Equal(t, administration.Approved, d.Proposal.Settled)
	require.Equal(t, evaluation.PersonID("kate"), d.Proposal.DecidedBy)
	require.Empty(t, d.Proposal.Note)
	require.Equal(t, waits.Source, d.Proposal.Source)
	again, err = administration.DecideDefinition(o.policy, o.definitionFacts("kate", &d.Proposal), decideOn(evaluation.Approve))
	require.NoError(t, err)
	require.True(t, again.Again)

	for action, who := range map[evaluation.Action]evaluation.PersonID{policy.Reject: "kate", evaluation.Withdraw: "sam"} {
		d, err := administration.DecideDefinition(o.policy, o.definitionFacts(who, &waits), decideOn(action))
		require.NoError(t, err)
		require.Equal(t, "不符合规定", d.Proposal.Note)
	}
}

func TestWhatIsNotPublished(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	waits := administration.DefinitionProposal{
		ID: "d1", Process: evaluation.ProcessRef{Name: "p", Version: 3, Digest: "d"}, Source: "name: p", Reason: "按新办法调整时限",
		ProposedBy: "sam", ProposedAt: noon, ExpiresAt: noon.Add(time.Hour), Settled: administration.Proposed,
	}
	for name, c := range map[string]struct {
		change  func(*administration.DefinitionFacts)
		by      evaluation.PersonID
		on      *administration.DefinitionProposal
		command administration.DefinitionCommand
		reason  string
	}{
		"by whoever works":     {nil, "wang", nil, publish(3), policy.ReasonRoleMissing},
		"by who approves":      {nil, "kate", nil, publish(3), policy.ReasonRoleMissing},
		"by who audits":        {nil, "alex", nil, publish(3), policy.ReasonRoleMissing},
		"a version that is":    {nil, "sam", nil, publish(2), "version_not_new"},
		"an earlier version":   {nil, "sam", nil, publish(1), "version_not_new"},
		"while another waits":  {func(f *administration.DefinitionFacts) { f.Waiting = append(f.Waiting, waits) }, "sam", nil, publish(4), "proposal_waits"},
		"another text":         {nil, "sam", &waits, publish(4), "idempotency_key_reused"},
		"without a reason":     {nil, "sam", nil, administration.DefinitionCommand{Action: policy.Propose, Process: publish(3).Process}, "reason_required"},
		"approved by oneself":  {nil, "sam", &waits, decideOn(evaluation.Approve), policy.ReasonDutyConflict},
		"approved by auditors": {nil, "alex", &waits, decideOn(evaluation.Approve), policy.ReasonRoleMissing},
		"nothing":              {nil, "kate", nil, decideOn(evaluation.Approve), "proposal_not_found"},
		"withdrawn by another": {nil, "kate", &waits, decideOn(evaluation.Withdraw), policy.ReasonRoleMissing},
		"rejected for nothing": {nil, "kate", &waits, administration.DefinitionCommand{Action: policy.Reject, Proposal: "d1"}, "reason_required"},
		"too late":             {func(f *administration.DefinitionFacts) { f.Now = waits.ExpiresAt }, "kate", &waits, decideOn(evaluation.Approve), "proposal_expired"},
		"published meanwhile":  {func(f *administration.DefinitionFacts) { f.Newest = 3 }, "kate", &waits, decideOn(evaluation.Approve), "version_not_new"},
		"after who asked left": {func(f *administration.DefinitionFacts) { f.Proposer.Gone = true }, "kate", &waits, decideOn(evaluation.Approve), "proposer_gone"},
		"what does not exist":  {nil, "sam", &waits, decideOn("shout"), policy.ReasonRoleMissing},
	} {
		f := o.definitionFacts(c.by, c.on)
		if c.change != nil {
			c.change(&f)
		}
		_, err := administration.DecideDefinition(o.policy, f, c.command)
		require.Equal(t, c.reason, fault.ReasonOf(err), name)
	}
	rejected := waits
	rejected.Settled, rejected.DecidedBy, rejected.DecidedAt = administration.Rejected, "kate", noon
	_, err := administration.DecideDefinition(o.policy, o.definitionFacts("kate", &rejected), decideOn(evaluation.Approve))
	require.Equal(t, "proposal_settled", fault.ReasonOf(err))
}

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

func TestAGrantCountsFromItsApproval(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.must("sam", give("p1", "sue", policy.UnitHead))
	require.Empty(t, o.person("sue").Held, "nobody has approved it")
	o.now = noon.Add(time.Hour)
	o.must("kate", on(evaluation.Approve, "p1"))
	held := o.person("sue").Held
	require.Len(t, held, 1)
	require.Equal(t, o.now, held[0].From)
	require.Equal(t, evaluation.PersonID("sam"), held[0].By)

	o.must("sam", end("p2", held[0].ID))
	require.Len(t, o.person("sue").Held, 1, "nobody has approved it")
	o.now = noon.Add(2 * time.Hour)
	o.must("kate", on(evaluation.Approve, "p2"))
	require.Empty(t, o.person("sue").Held)
	require.Equal(t, o.now, o.grants[held[0].ID].To)
	requireFolded(t, o)
}

func TestARefusalNamesItsRule(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		by           evaluation.PersonID
		command      administration.Command
		reason, rule string
	}{
		"who approves proposes nothing":       {"kate", give("x", "ken", policy.Auditor), policy.ReasonRoleMissing, "casbin:grant/propose/unit"},
		"who audits proposes nothing":         {"alex", give("x", "ken", policy.Auditor), policy.ReasonRoleMissing, "casbin:grant/propose/unit"},
		"who works proposes nothing":          {"wang", give("x", "ken", policy.Auditor), policy.ReasonRoleMissing, "casbin:grant/propose/unit"},
		"nobody proposes for himself":         {"sam", give("x", "sam", policy.Auditor), policy.ReasonDutyConflict, policy.OwnGrant},
		"nobody ends his own":                 {"sam", end("x", 1), policy.ReasonDutyConflict, policy.OwnGrant},
		"nobody approves his own proposal":    {"sam", on(evaluation.Approve, "waits"), policy.ReasonDutyConflict, policy.OwnProposal},
		"nobody rejects his own proposal":     {"sam", on(policy.Reject, "waits"), policy.ReasonDutyConflict, policy.OwnProposal},
		"nobody approves what is for himself": {"sue", on(evaluation.Approve, "waits"), policy.ReasonDutyConflict, policy.OwnGrant},
		"who audits approves nothing":         {"alex", on(evaluation.Approve, "waits"), policy.ReasonRoleMissing, "casbin:grant/approve/unit"},
		"who audits withdraws nothing":        {"alex", on(evaluation.Withdraw, "waits"), policy.ReasonRoleMissing, "casbin:grant/withdraw/unit"},
		"who approves withdraws nothing":      {"kate", on(evaluation.Withdraw, "waits"), policy.ReasonRoleMissing, "casbin:grant/withdraw/unit"},
		"nobody locks himself":                {"kate", administration.Command{Action: policy.Lock, Person: "kate", Reason: "x"}, policy.ReasonDutyConflict, policy.OwnGrant},
		"who proposes locks nobody":           {"sam", administration.Command{Action: policy.Lock, Person: "wang", Reason: "x"}, policy.ReasonRoleMissing, "casbin:account/lock/unit"},
		"an administrator does no work":       {"sam", give("x", "alex", policy.Auditor), policy.ReasonExclusive, policy.ThreeAdministrators},
		"who works administers nothing":       {"sam", give("x", "wang", policy.AuditAdmin), policy.ReasonExclusive, policy.ThreeAdministrators},
		"nor two things":                      {"sam", give("x", "kate", policy.AuditAdmin), policy.ReasonExclusive, policy.ThreeAdministrators},
		"nor as a member of a group":          {"sam", give("x", "ken", policy.AuditAdmin), policy.ReasonExclusive, policy.ThreeAdministrators},
	} {
		o := newOffice(t)
		o.joined["ken"] = true
		o.must("sam", give("waits", "sue", policy.UnitHead))
		f := fault.As(o.try(c.by, c.command))
		require.Equal(t, c.reason, f.Reason, name)
		require.Equal(t, c.rule, f.Rule, name)
		require.Len(t, o.journal, 2, name)
	}
}

func TestWhatCannotBeIsRefused(t *testing.T) {
	t.Parallel()
	late := give("x", "ken", policy.Auditor)
	late.Wanted.To = noon.Add(-time.Hour)
	silent := give("x", "ken", policy.Auditor)
	silent.Reason = ""
	for name, c := range map[string]struct {
		before  func(*office)
		by      evaluation.PersonID
		command administration.Command
		reason  string
	}{
		"an unknown role":                   {nil, "sam", give("x", "ken", "king"), "proposal_invalid"},
		"a section without a department":    {nil, "sam", give("x", "ken", policy.Section), "proposal_invalid"},
		"a period that is over":             {nil, "sam", late, "proposal_invalid"},
		"without saying why":                {nil, "sam", silent, "reason_required"},
		"what is held already":              {nil, "sam", give("x", "wang", policy.UnitOffice), "grant_held"},
		"ending what nobody holds":          {nil, "sam", end("x", 99), "grant_not_found"},
		"the same twice":                    {nil, "sam", give("x", "sue", policy.UnitHead), "proposal_waits"},
		"another thing under the same name": {nil, "sam", give("waits", "ken", policy.Auditor), "idempotency_key_reused"},
		"deciding on nothing":               {nil, "kate", on(evaluation.Approve, "nothing"), "proposal_not_found"},
		"approving too late":                {func(o *office) { o.now = noon.Add(administration.LastsFor) }, "kate", on(evaluation.Approve, "waits"), "proposal_expired"},
		"approving for who has left":        {func(o *office) { o.gone["sue"] = true }, "kate", on(evaluation.Approve, "waits"), "person_gone"},
		"proposing for who has left":        {func(o *office) { o.gone["ken"] = true }, "sam", give("x", "ken", policy.Auditor), "person_gone"},
		"approving after who proposed left": {func(o *office) { o.gone["sam"] = true }, "kate", on(evaluation.Approve, "waits"), "proposer_gone"},
		"approving what was withdrawn":      {func(o *office) { o.must("sam", on(evaluation.Withdraw, "waits")) }, "kate", on(evaluation.Approve, "waits"), "proposal_settled"},
		"withdrawing what was rejected":     {func(o *office) { o.must("kate", on(policy.Reject, "waits")) }, "sam", on(evaluation.Withdraw, "waits"), "proposal_settled"},
		"ending the last who audits":        {nil, "sam", end("x", 3), "last_administrator"},
		"rejecting without saying why":      {nil, "kate", administration.Command{Action: policy.Reject, Proposal: "waits"}, "reason_required"},
	} {
		o := newOffice(t)
		o.must("sam", give("waits", "sue", policy.UnitHead))
		if c.before != nil {
			c.before(o)
		}
		require.Equal(t, c.reason, fault.ReasonOf(o.try(c.by, c.command)), name)
		requireFolded(t, o)
	}
}

func TestTheSameCommandTwiceIsAnsweredTwice(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for range 2 {
		o.must("sam", give("p1", "sue", policy.UnitHead))
	}
	for range 2 {
		o.must("kate", on(evaluation.Approve, "p1"))
	}
	require.Len(t, o.journal, 3)
	o.must("sam", give("p1", "sue", policy.UnitHead))
	require.Len(t, o.journal, 3, "also once it is settled")
}

func TestAnOfficeIsHandedOnWithoutAGap(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.must("sam", give("p1", "sue", policy.SysAdmin))
	o.must("kate", on(evaluation.Approve, "p1"))
	require.Equal(t, policy.OwnGrant, fault.As(o.try("sam", end("p2", 1))).Rule, "not by himself")
	o.must("sue", end("p2", 1))
	o.must("kate", on(evaluation.Approve, "p2"))
	require.False(t, administration.Vacant([]administration.Person{*o.person("sue")}, policy.SysAdmin, o.now))
	require.True(t, administration.Vacant([]administration.Person{*o.person("sam")}, policy.SysAdmin, o.now))
	require.True(t, administration.Paired([]administration.Person{*o.person("sue"), *o.person("kate")}, o.now))
	o.gone["kate"] = true
	require.False(t, administration.Paired([]administration.Person{*o.person("sue"), *o.person("kate")}, o.now))
	require.Equal(t, "last_administrator", fault.ReasonOf(o.try("sue", end("p3", 2))))
}

// The console proposes as the system does, and needs an approval as everybody.
func TestWhatTheConsoleProposedIsApprovedByAPerson(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.proposals["c"] = administration.Proposal{
		ID: "c", Kind: administration.Grants, Wanted: administration.Grant{Person: "sue", Role: policy.UnitHead, UnitID: "centre", By: evaluation.SystemPerson},
		ProposedBy: evaluation.SystemPerson, ProposedAt: noon, ExpiresAt: noon.Add(time.Hour), Settled: administration.Proposed,
	}
	require.Equal(t, policy.ReasonRoleMissing, fault.ReasonOf(o.try("sam", on(evaluation.Approve, "c"))))
	o.must("kate", on(evaluation.Approve, "c"))
	require.Len(t, o.person("sue").Held, 1)
}

package policy_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/policy"
)

// capabilities says which administrator does what with what is nobody's
// business but theirs: the division itself, beside the file that states it.
func capabilities() map[evaluation.RoleID]map[policy.Object][]evaluation.Action {
	return map[evaluation.RoleID]map[policy.Object][]evaluation.Action{
		policy.SysAdmin: {
			policy.ObjectInstallation: {policy.Configure},
			policy.ObjectGrant:        {policy.Read, policy.Propose, evaluation.Withdraw},
			policy.ObjectPublishing:   {policy.Read, policy.Propose, evaluation.Withdraw},
			policy.ObjectAccount:      {policy.Read},
		},
		policy.SecurityAdmin: {
			policy.ObjectGrant:      {policy.Read, evaluation.Approve, policy.Reject},
			policy.ObjectPublishing: {policy.Read, evaluation.Approve, policy.Reject},
			policy.ObjectAccount:    {policy.Read, policy.Lock, policy.Unlock, policy.EndSessions},
		},
		policy.AuditAdmin: {
			policy.ObjectInstallation: {policy.Read},
			policy.ObjectGrant:        {policy.Read},
			policy.ObjectPublishing:   {policy.Read},
			policy.ObjectAccount:      {policy.Read},
		},
	}
}

func administers(role evaluation.RoleID, o policy.Object, a evaluation.Action) bool {
	return slices.Contains(capabilities()[role][o], a)
}

func TestEachAdministratorHasAPartOfTheInstallation(t *testing.T) {
	t.Parallel()
	p := newPolicy(t)
	changed := map[string][]evaluation.RoleID{}
	for _, role := range policy.GrantableRoles() {
		for _, o := range []policy.Object{policy.ObjectInstallation, policy.ObjectGrant, policy.ObjectPublishing, policy.ObjectAccount} {
			for _, a := range policy.ActionsOn(o) {
				actor := holding(someone("me"), role, stranger)
				d, err := p.AuthorizeInstallation(actor, o, a)
				require.Equal(t, administers(role, o, a), err == nil, "%s %s %s", role, o, a)
				require.Equal(t, administers(role, o, a), d.Allowed)
				require.Equal(t, "casbin:"+string(o)+"/"+string(a)+"/unit", d.Rule)
				if err == nil && a != policy.Read {
					changed[d.Rule] = append(changed[d.Rule], role)
				}
				if err != nil {
					require.Equal(t, policy.ReasonRoleMissing, fault.ReasonOf(err))
				}
			}
		}
	}
	for rule, roles := range changed {
		require.Len(t, roles, 1, "%s is of one administrator alone", rule)
		require.NotEqual(t, policy.AuditAdmin, roles[0], "who audits changes nothing: %s", rule)
	}
	_, err := p.AuthorizeInstallation(someone("me"), policy.ObjectGrant, policy.Read)
	require.ErrorIs(t, err, fault.New(fault.Forbidden, policy.ReasonRoleMissing, ""))
}

func TestAnAdministratorsRoleBesideAnotherCountsForNothing(t *testing.T) {
	t.Parallel()
	p := newPolicy(t)
	for _, role := range policy.AdministratorRoles() {
		for _, other := range policy.GrantableRoles() {
			if other == role {
				continue
			}
			actor := holding(holding(someone("me"), role, unit), other, unit)
			for o, actions := range capabilities()[role] {
				for _, a := range actions {
					_, err := p.AuthorizeInstallation(actor, o, a)
					require.Equal(t, policy.ReasonRoleMissing, fault.ReasonOf(err), "%s beside %s: %s %s", role, other, a, o)
				}
			}
		}
		two := holding(holding(someone("me"), role, unit), role, stranger)
		_, err := p.AuthorizeInstallation(two, policy.ObjectGrant, policy.Read)
		require.NoError(t, err, "the same role in two units is one role")
	}
}

func TestExclusive(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		held := rapid.SliceOf(rapid.SampledFrom(policy.GrantableRoles())).Draw(t, "held")
		kinds := slices.Compact(slices.Sorted(slices.Values(held)))
		administrator, other, found := policy.Exclusive(held)
		require.Equal(t, len(kinds) > 1 && slices.ContainsFunc(kinds, policy.Administers), found)
		if found {
			require.True(t, policy.Administers(administrator))
			require.NotEqual(t, administrator, other)
			require.Contains(t, held, administrator)
			require.Contains(t, held, other)
		}
	})
}

func TestAnAdministratorIsAppointedToNothing(t *testing.T) {
	t.Parallel()
	for _, role := range policy.AdministratorRoles() {
		admin := holding(someone("adam"), role, unit)
		w := inspection(t)
		w.state.Members = append(w.state.Members, evaluation.Member{Person: "adam", Role: policy.Member, Since: noon})
		out, err := w.try(admin, evaluation.Claim, w.task("water", "inspect"))
		refusal(t, out, err, fault.Forbidden, "role_missing", "casbin:task/claim/candidate")

		out, err = inspection(t).tell(holding(someone("olga"), policy.UnitOffice, unit), evaluation.Command{
			Action: evaluation.ProposeChange, Reason: "换人", Join: []evaluation.Appointment{{Person: "adam", Role: policy.Member}},
		}, admin)
		told := refusal(t, out, err, fault.Conflict, policy.ReasonExclusive, policy.ThreeAdministrators)
		require.Equal(t, "adam", told["person"])
	}
}

func TestNobodyStandsInForAnAdministratorNorAnAdministratorForAnybody(t *testing.T) {
	t.Parallel()
	p := newPolicy(t)
	office := holding(someone("olga"), policy.UnitOffice, unit)
	substitute := standingIn("adam", office)
	_, err := p.AuthorizeStart(substitute, unit)
	require.NoError(t, err)
	substitute.Own.Grants = []evaluation.Grant{{Role: policy.SysAdmin, UnitID: unit}}
	_, err = p.AuthorizeStart(substitute, unit)
	require.Equal(t, policy.ReasonRoleMissing, fault.ReasonOf(err))
	admin := standingIn("olga", holding(someone("adam"), policy.SecurityAdmin, unit))
	_, err = p.AuthorizeInstallation(admin, policy.ObjectGrant, evaluation.Approve)
	require.Equal(t, policy.ReasonRoleMissing, fault.ReasonOf(err))
}

package policy_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/policy"
)

func TestNobodyJudgesWhatHisOwnUnitFiled(t *testing.T) {
	t.Parallel()
	p, err := policy.New()
	require.NoError(t, err)
	clerk := holding(someone("clerk"), policy.Bureau, receiver)
	clerk.UnitID = receiver
	supervisor := holding(someone("super"), policy.Supervisor, unit)
	supervisor.UnitID = "ministry"
	both := holding(clerk, policy.FinanceOffice, unit)
	moved := clerk
	moved.UnitID = unit
	inFor := clerk
	inFor.OnBehalfOf, inFor.Own = "other", evaluation.Own{Grants: []evaluation.Grant{{Role: policy.Section, UnitID: unit}}}
	insider := holding(supervisor, policy.Section, unit)
	for _, a := range []evaluation.Action{policy.Accept, policy.SendBack, policy.Review, policy.Rectify} {
		_, err := p.AuthorizeFiling(clerk, receiver, unit, a)
		require.NoError(t, err, a)
		for _, kept := range []evaluation.Actor{both, moved, inFor} {
			d, err := p.AuthorizeFiling(kept, receiver, unit, a)
			require.Equal(t, policy.ReasonDutyConflict, fault.ReasonOf(err), a)
			require.NotEmpty(t, p.Wording(d.Rule))
		}
		_, err = p.AuthorizeFiling(clerk, receiver, receiver, a)
		require.Equal(t, policy.ReasonDutyConflict, fault.ReasonOf(err), "what the bureau itself filed")
		_, err = p.AuthorizeFiling(supervisor, receiver, unit, a)
		require.Equal(t, policy.ReasonNotYourUnit, fault.ReasonOf(err))
	}
	_, err = p.AuthorizeFiling(supervisor, receiver, unit, policy.Assess)
	require.NoError(t, err)
	_, err = p.AuthorizeFiling(supervisor, receiver, unit, policy.Read)
	require.NoError(t, err, "what his own unit filed")
	_, err = p.AuthorizeFiling(supervisor, receiver, stranger, policy.Read)
	require.Error(t, err, "what another one filed")
	_, err = p.AuthorizeFiling(insider, receiver, unit, policy.Assess)
	require.Equal(t, policy.ReasonDutyConflict, fault.ReasonOf(err))
	_, err = p.AuthorizeFiling(clerk, receiver, unit, policy.Assess)
	require.Equal(t, policy.ReasonNotYourUnit, fault.ReasonOf(err))
	_, err = p.AuthorizeFiling(both, receiver, unit, policy.Read)
	require.NoError(t, err, "reading judges nothing")
}

package policy_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/policy"
)

func TestShippedSource_isTheSourceOfTheVersion(t *testing.T) {
	t.Parallel()
	p, err := policy.New()
	require.NoError(t, err)
	require.Equal(t, p.Version(), policy.ShippedSource().Version())
	changed := policy.ShippedSource()
	changed.Rules = strings.Replace(changed.Rules, "p, participant", "p, auditor", 1)
	require.NotEqual(t, p.Version(), changed.Version())
}

func TestAuthority_entitlesThoseWhoInherit(t *testing.T) {
	t.Parallel()
	a, err := policy.ReadAuthority(policy.ShippedSource())
	require.NoError(t, err)
	entitled := a.Entitled("casbin:task/claim/candidate")
	require.Contains(t, entitled, policy.Section)
	require.Contains(t, entitled, policy.Chair)
	require.Contains(t, entitled, policy.FinanceOffice)
	require.NotContains(t, entitled, policy.Auditor)
	require.NotContains(t, entitled, policy.SysAdmin)
	require.Empty(t, a.Entitled("casbin:task/claim/nobody"))
	require.Empty(t, a.Entitled("duty:not-doer-of:self_check.submit"))
	require.Empty(t, a.Entitled(""))
	require.Equal(t, policy.Member, policy.CountsAs(policy.Member))
	require.Contains(t, a.Entitled("casbin:task/claim/candidate"), policy.CountsAs(evaluation.RoleID("expert")))
	_, err = policy.ReadAuthority(policy.Source{Rules: "p, a, b"})
	require.Error(t, err)
}

func TestReleasedSources_areReadableAndNamedByTheirVersions(t *testing.T) {
	t.Parallel()
	sources, err := policy.ReleasedSources()
	require.NoError(t, err)
	var versions []string
	for _, s := range sources {
		versions = append(versions, s.Version())
		a, err := policy.ReadAuthority(s)
		require.NoError(t, err)
		require.Contains(t, a.Entitled("casbin:task/claim/candidate"), policy.Section)
	}
	require.Contains(t, versions, "224026bfafca", "the release before policies were kept")
}

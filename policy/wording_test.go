package policy_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/policy"
)

func TestEveryRuleHasAWording(t *testing.T) {
	t.Parallel()
	p := newPolicy(t)
	rules := []string{
		"assignment:assignee-only", "gate:role-held-at-the-time", "attestation:outdated", "clearance:outdated", "roll_up:stale", "exchange:signed", "system:look-back",
	}
	for _, o := range policy.Objects() {
		require.NotEmpty(t, policy.ActionsOn(o), o)
		for _, a := range policy.ActionsOn(o) {
			for _, rel := range evaluation.Relations() {
				rules = append(rules, "casbin:"+string(o)+"/"+string(a)+"/"+string(rel))
			}
		}
	}
	for _, s := range evaluation.TaskStates() {
		rules = append(rules, "state:"+string(s))
	}
	for _, s := range evaluation.States() {
		rules = append(rules, "state:"+string(s))
	}
	rules = append(rules, "duty:recused", "duty:one-person-one-seat", "duty:not-proposer", "duty:named-for-correction", "duty:not-party", "duty:not-own-proposal", "duty:not-own-grant", "duty:three-administrators", "substitution:confirmed")
	for _, x := range []evaluation.Exclusion{{DepartmentOfItem: true}, {DoerOf: &evaluation.StepRef{Stage: "a", Step: "b"}}} {
		rules = append(rules, x.Rule())
	}
	seen := make(map[string]string)
	for _, rule := range rules {
		text := p.Wording(rule)
		require.Regexp(t, `\p{Han}.*。$`, text, rule)
		require.Empty(t, seen[text], "%s says the same as %s", rule, seen[text])
		seen[text] = rule
	}
}

func TestARuleThatThereIsNotHasNoWording(t *testing.T) {
	t.Parallel()
	p := newPolicy(t)
	for _, rule := range []string{
		"", "casbin", "casbin:task/claim", "casbin:task/fly/unit", "casbin:moon/read/unit", "casbin:task/claim/friend",
		"casbin:dossier/verify/unit", "duty:other", "state:lost", "assignment:other", "gate:other",
	} {
		require.Empty(t, p.Wording(rule), rule)
	}
	require.Empty(t, policy.ReasonWording("other"))
	require.Empty(t, policy.RoleTitle("other"))
	require.Empty(t, policy.RelationTitle("other"))
	require.Empty(t, policy.ActionsOn("other"))
}

func TestAWordingSaysWhoMay(t *testing.T) {
	t.Parallel()
	p := newPolicy(t)
	require.Equal(t, "岗位权限：“启动绩效自评”授予办公室（本单位人员）；主要负责人（本单位人员）。本次按“本单位人员”的身份判断。",
		p.Wording("casbin:evaluation/start/unit"))
	require.Equal(t, "岗位权限：“批注任务”授予参与评价的人员（签收人、候选人、受委派或加签的人员）；财务室、办公室、主要负责人和本次评价任命的人员（本单位人员）。本次按“接收单位人员”的身份判断。",
		p.Wording("casbin:task/comment/receiver"))
}

func TestAWordingNamesTheStepByItsTitle(t *testing.T) {
	t.Parallel()
	p := newPolicy(t)
	require.Contains(t, p.WordingIn(definition(), notSubmitter), "“科室自查—提交自评报告”")
	require.Contains(t, p.Wording(notSubmitter), "“self_check.submit”")
	require.Contains(t, p.WordingIn(definition(), "duty:not-doer-of:self_check.gone"), "“self_check.gone”")
}

// reasonsOfTheCore are those of all refusals that the core is written to give.
func reasonsOfTheCore(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../internal/evaluation/*.go")
	require.NoError(t, err)
	refusals := regexp.MustCompile(`fault\.New\(fault\.(?:Conflict|Forbidden), "([a-z_]+)"`)
	var out []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file) //nolint:gosec // A file of this project.
		require.NoError(t, err)
		for _, m := range refusals.FindAllStringSubmatch(string(source), -1) {
			out = append(out, m[1])
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestEveryReasonHasAWording(t *testing.T) {
	t.Parallel()
	reasons := reasonsOfTheCore(t)
	require.Contains(t, reasons, "urged_recently")
	reasons = append(reasons, policy.ReasonRoleMissing, policy.ReasonNotCandidate, policy.ReasonNotAssignee, policy.ReasonDutyConflict,
		policy.ReasonNotYourUnit, policy.ReasonExclusive, "task_not_found", "evaluation_not_found", "unknown_action", "policy_failed", "substitution_missing")
	slices.Sort(reasons)
	seen := make(map[string]string)
	for _, reason := range slices.Compact(reasons) {
		text := policy.ReasonWording(reason)
		require.Regexp(t, `\p{Han}.*。$`, text, reason)
		require.Empty(t, seen[text], "%s says the same as %s", reason, seen[text])
		seen[text] = reason
	}
}

func TestEveryRoleAndRelationHasATitle(t *testing.T) {
	t.Parallel()
	for _, r := range append(append(policy.GrantableRoles(), policy.AppointedRoles()...), "participant", "coordinator", "appointee") {
		require.Regexp(t, `\p{Han}`, policy.RoleTitle(r), r)
	}
	for _, r := range evaluation.Relations() {
		require.Regexp(t, `\p{Han}`, policy.RelationTitle(r), r)
	}
}

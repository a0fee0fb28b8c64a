package policy_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/policy"
)

func TestEveryRuleHasAWording(t *testing.T) {
	t.Parallel()
	p := newPolicy(t)
	rules := []string{"assignment:assignee-only", "gate:role-held-at-the-time"}
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
	require.Equal(t, "岗位权限:“启动绩效自评”授予办公室(本单位人员);主要负责人(本单位人员)。当前身份:本单位人员。",
		p.Wording("casbin:evaluation/start/unit"))
	require.Equal(t, "岗位权限:“批注任务”授予参与评价的人员(签收人、候选人);财务室、办公室、主要负责人和本次评价任命的人员(本单位人员)。当前身份:接收单位人员。",
		p.Wording("casbin:task/comment/receiver"))
}

func TestAWordingNamesTheStepByItsTitle(t *testing.T) {
	t.Parallel()
	p := newPolicy(t)
	require.Contains(t, p.WordingIn(definition(), notSubmitter), "“科室自查—提交自评报告”")
	require.Contains(t, p.Wording(notSubmitter), "“self_check.submit”")
	require.Contains(t, p.WordingIn(definition(), "duty:not-doer-of:self_check.gone"), "“self_check.gone”")
}

func TestEveryReasonHasAWording(t *testing.T) {
	t.Parallel()
	seen := make(map[string]string)
	for _, reason := range []string{
		policy.ReasonRoleMissing, policy.ReasonNotCandidate, policy.ReasonNotAssignee, policy.ReasonDutyConflict,
		policy.ReasonNotYourUnit, "task_not_found", "evaluation_not_found", "evaluation_finished", "task_already_claimed",
		"task_already_settled", "task_not_claimed", "task_assigned_personally", "wrong_decision", "unknown_action", "policy_failed",
	} {
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

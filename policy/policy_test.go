package policy_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/policy"
)

func TestTheVersionNamesTheExactRules(t *testing.T) {
	t.Parallel()
	model, rules := policy.Shipped()
	again, err := policy.Build(model, rules)
	require.NoError(t, err)
	require.Regexp(t, "^[0-9a-f]{12}$", newPolicy(t).Version())
	require.Equal(t, newPolicy(t).Version(), again.Version())

	other, err := policy.Build(model, rules+"p, auditor, material, read, unit\n")
	require.NoError(t, err)
	require.NotEqual(t, again.Version(), other.Version())
	commented, err := policy.Build(model+"\n# a remark\n", rules)
	require.NoError(t, err)
	require.NotEqual(t, again.Version(), commented.Version())
}

func TestRulesThatCannotBeMeantStopTheStart(t *testing.T) {
	t.Parallel()
	model, rules := policy.Shipped()
	for name, c := range map[string]struct{ line, says string }{
		"a misspelt role":              {"p, finance, task, read, unit", `unknown role "finance"`},
		"a misspelt object":            {"p, auditor, tasks, read, unit", `unknown object "tasks"`},
		"an action of another object":  {"p, auditor, dossier, verify, unit", `no action "verify" on dossier`},
		"a pattern":                    {"p, auditor, *, read, unit", `unknown object "*"`},
		"a relation there is not":      {"p, auditor, task, read, everybody", `no relation "everybody"`},
		"something for strangers":      {"p, participant, task, read, none", `no relation "none"`},
		"a permission given twice":     {"p, auditor, task, read, unit", "given twice"},
		"an inheritance given twice":   {"g, section, participant", "given twice"},
		"inheriting from real people":  {"g, auditor, unit_head", "not there to be inherited"},
		"inheritance by an unknown":    {"g, intern, participant", `unknown role "intern"`},
		"a line with a part missing":   {"p, auditor, task, read", "neither a permission"},
		"a line of some other kind":    {"g2, auditor, participant", "neither a permission"},
		"a quotation that never ends":  {`p, "auditor, task, read, unit`, "read rules"},
		"a deny, which is the default": {"p, auditor, task, read, unit, deny", "neither a permission"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := policy.Build(model, rules+c.line+"\n")
			require.ErrorContains(t, err, c.says)
		})
	}
}

func TestAModelThatCannotWorkStopsTheStart(t *testing.T) {
	t.Parallel()
	model, rules := policy.Shipped()
	for name, wrong := range map[string]string{
		"no matcher":          strings.Split(model, "[matchers]")[0],
		"an unknown function": strings.Replace(model, "holds(r.sub", "owns(r.sub", 1),
		"a wrong argument":    strings.Replace(model, "holds(r.sub, p.sub", "holds(r.obj, p.sub", 1),
		"a missing argument":  strings.Replace(model, "holds(r.sub, p.sub, r.dom)", "holds(r.sub, p.sub)", 1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := policy.Build(wrong, rules)
			if err == nil {
				// A fault that shows only where a rule matches must deny.
				var d policy.Decision
				d, err = p.Authorize(standing(t, policy.Section, evaluation.RelationAssignee), evaluation.Complete, "task")
				require.False(t, d.Allowed)
				require.ErrorContains(t, err, "policy_failed")
			}
			require.Error(t, err)
		})
	}
}

func TestEveryRoleOfTheRulesIsAskedForOrGranted(t *testing.T) {
	t.Parallel()
	require.Equal(t, []evaluation.RoleID{"section", "finance_office", "unit_office", "unit_head", "secrecy_officer", "bureau"}, policy.StandingRoles())
	require.Equal(t, []evaluation.RoleID{"chair", "member", "group_office"}, policy.AppointedRoles())
	require.Equal(t, []evaluation.RoleID{"sys_admin", "security_admin", "audit_admin"}, policy.AdministratorRoles())
	require.Equal(t, []evaluation.RoleID{
		"section", "finance_office", "unit_office", "unit_head", "secrecy_officer", "bureau", "auditor", "supervisor", "sys_admin", "security_admin", "audit_admin",
	}, policy.GrantableRoles())
}

func TestManyMayAskAtOnce(t *testing.T) {
	t.Parallel()
	p := newPolicy(t)
	allowed := standing(t, policy.Section, evaluation.RelationAssignee)
	refused := standing(t, policy.Auditor, evaluation.RelationUnit)
	var wg sync.WaitGroup
	answers := make(chan [2]bool, 32)
	for range cap(answers) {
		wg.Go(func() {
			answer := [2]bool{true, false}
			for range 50 {
				yes, _ := p.Authorize(allowed, evaluation.Complete, "task")
				no, _ := p.Authorize(refused, evaluation.Complete, "task")
				answer[0] = answer[0] && yes.Allowed
				answer[1] = answer[1] || no.Allowed
			}
			answers <- answer
		})
	}
	wg.Wait()
	close(answers)
	for answer := range answers {
		require.Equal(t, [2]bool{true, false}, answer)
	}
}

func BenchmarkDecide(b *testing.B) {
	w := newWorld(b)
	w.open("self_check")
	task := w.task("water", "submit")
	s, c := w.seenBy(ann), commandFor(evaluation.Claim, task)
	for b.Loop() {
		if out, err := w.policy.Decide(s, c); err != nil || out.Refusal != nil {
			b.Fatal(out, err)
		}
	}
}

// BenchmarkDecideRefusal goes through every rule before it refuses.
func BenchmarkDecideRefusal(b *testing.B) {
	w := newWorld(b)
	w.open("self_check")
	s, c := w.seenBy(bob), commandFor(evaluation.Claim, w.task("water", "submit"))
	for b.Loop() {
		if out, err := w.policy.Decide(s, c); err != nil || out.Refusal == nil {
			b.Fatal(out, err)
		}
	}
}

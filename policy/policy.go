package policy

import (
	"crypto/sha256"
	_ "embed" // the model and the rules
	"encoding/hex"
	"fmt"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

//go:embed model.conf
var modelText string

//go:embed policy.csv
var rulesText string

// codeRules is the version of the rules that are code: duties, assignment,
// who is told what. Count it up when one of them changes.
const codeRules = "4"

// Policy is the rules of who may (权限策略), built once and immutable, so any
// number of goroutines may ask it.
type Policy struct {
	enforcer *casbin.Enforcer
	rules    rules
	// implied gives for every role itself and all that it inherits.
	implied map[evaluation.RoleID][]evaluation.RoleID
	version string
}

// New builds the policy that is shipped. An error means that model.conf or
// policy.csv is wrong, which the tests would have shown.
func New() (*Policy, error) { return build(modelText, rulesText) }

func build(modelText, rulesText string) (*Policy, error) {
	r, err := parseRules(rulesText)
	if err != nil {
		return nil, err
	}
	m, err := model.NewModelFromString(modelText)
	if err != nil {
		return nil, fmt.Errorf("read model: %w", err)
	}
	e, err := casbin.NewEnforcer(m)
	if err != nil {
		return nil, fmt.Errorf("build enforcer: %w", err)
	}
	p := &Policy{enforcer: e, rules: r, version: digest(modelText, rulesText, codeRules)}
	if err := p.load(); err != nil {
		return nil, err
	}
	// One question compiles the matcher, so that a faulty one stops the start
	// and not the first person to act.
	_, err = p.enforce(standing{relation: evaluation.RelationNone, subject: &subject{}, scope: &scope{}}, ObjectTask, Read)
	return p, err
}

// load hands the rules to Casbin and takes its inheritance from it.
func (p *Policy) load() error {
	for _, r := range p.rules.permissions {
		if _, err := p.enforcer.AddPolicy(string(r.role), string(r.object), string(r.action), string(r.relation)); err != nil {
			return fmt.Errorf("add permission %v: %w", r, err)
		}
	}
	for _, r := range p.rules.inheritances {
		if _, err := p.enforcer.AddGroupingPolicy(string(r.role), string(r.inherits)); err != nil {
			return fmt.Errorf("add inheritance %v: %w", r, err)
		}
	}
	p.implied = make(map[evaluation.RoleID][]evaluation.RoleID)
	for _, role := range append(append(GrantableRoles(), AppointedRoles()...), inheritableRoles()...) {
		inherited, err := p.enforcer.GetImplicitRolesForUser(string(role))
		if err != nil {
			return fmt.Errorf("resolve role %s: %w", role, err)
		}
		p.implied[role] = []evaluation.RoleID{role}
		for _, i := range inherited {
			p.implied[role] = append(p.implied[role], evaluation.RoleID(i))
		}
	}
	p.enforcer.AddFunction("holds", p.holds)
	return nil
}

// holds is the function of the matcher: holds(r.sub, p.sub, r.dom).
func (p *Policy) holds(args ...any) (any, error) {
	if len(args) != 3 {
		return false, fmt.Errorf("holds: %d arguments", len(args))
	}
	sub, ok1 := args[0].(*subject)
	role, ok2 := args[1].(string)
	in, ok3 := args[2].(*scope)
	if !ok1 || !ok2 || !ok3 {
		return false, fmt.Errorf("holds: wrong arguments %T, %T, %T", args[0], args[1], args[2])
	}
	_, held := p.heldAs(sub, evaluation.RoleID(role), in)
	return held, nil
}

// Version names the exact rules in force: a short SHA-256 over the model, the
// rules and the version of the rules in code. Every journal entry carries it.
func (p *Policy) Version() string { return p.version }

func digest(parts ...string) string {
	h := sha256.New()
	for _, part := range parts {
		_, _ = fmt.Fprintf(h, "%d:%s", len(part), part) // a hash never fails to write
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}

// Decision is the answer to one question of authority (授权结论).
type Decision struct {
	Allowed bool
	// Rule names what allowed or refused: "casbin:task/claim/candidate",
	// "duty:not-doer-of:self_check.submit", "assignment:assignee-only".
	Rule string
	// Version is the policy's version.
	Version string
	// Role is the role that allowed it, as it was granted or appointed.
	Role evaluation.RoleID
}

// enforce asks Casbin. The error is internal policy_failed, and then nothing
// is allowed.
func (p *Policy) enforce(st standing, o Object, a evaluation.Action) (Decision, error) {
	d := Decision{Rule: casbinRule(o, a, st.relation), Version: p.version}
	ok, matched, err := p.enforcer.EnforceEx(st.subject, st.scope, string(o), string(a), string(st.relation))
	if err != nil {
		return d, fault.Wrap(err, fault.Internal, "policy_failed", "enforce %s", d.Rule)
	}
	if ok && len(matched) > 0 {
		d.Role, d.Allowed = p.heldAs(st.subject, evaluation.RoleID(matched[0]), st.scope)
	}
	return d, nil
}

func casbinRule(o Object, a evaluation.Action, rel evaluation.Relation) string {
	return "casbin:" + string(o) + "/" + string(a) + "/" + string(rel)
}

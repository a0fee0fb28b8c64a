package policy

import (
	"slices"
	"strings"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// Source is the rules of one version of the policy as texts (策略原文), to be
// kept: the journal names only the version.
type Source struct {
	Model string `json:"model"`
	Rules string `json:"rules"`
	// Code is the version of the rules that are code.
	Code string `json:"code"`
}

// Version is the digest that names the source.
func (s Source) Version() string { return digest(s.Model, s.Rules, s.Code) }

// ShippedSource is the source of the policy that New builds.
func ShippedSource() Source { return Source{modelText, rulesText, codeRules} }

// Policy builds the policy of a source that was kept, to ask what it said
// (按当时的策略). Its rules that are code are those of this program; InCode tells
// whether they were the same.
//
// Fault: conflict policy_not_replayable when this program cannot read it.
func (s Source) Policy() (*Policy, error) {
	p, err := build(s.Model, s.Rules)
	if err != nil {
		return nil, fault.Wrap(err, fault.Conflict, "policy_not_replayable", "policy %s", s.Version())
	}
	p.version = s.Version()
	return p, nil
}

// InCode tells whether the rules that are code were those of this program.
func (s Source) InCode() bool { return s.Code == codeRules }

// Authority is who a version of the policy entitled to what (授权关系), for
// those who check afterwards what was done under it. Duties and assignment are
// code and not part of it.
type Authority struct {
	rules rules
}

// ReadAuthority reads a source that was kept. Roles, objects and actions that
// are no more are no mistake in it. Fault: invalid policy_unreadable.
func ReadAuthority(s Source) (Authority, error) {
	var a Authority
	for line := range strings.Lines(s.Rules) {
		fields := strings.Split(line, ",")
		for i := range fields {
			fields[i] = strings.TrimSpace(fields[i])
		}
		switch {
		case fields[0] == "p" && len(fields) == 5:
			a.rules.permissions = append(a.rules.permissions, permission{
				evaluation.RoleID(fields[1]), Object(fields[2]), evaluation.Action(fields[3]), evaluation.Relation(fields[4]),
			})
		case fields[0] == "g" && len(fields) == 3:
			a.rules.inheritances = append(a.rules.inheritances, inheritance{evaluation.RoleID(fields[1]), evaluation.RoleID(fields[2])})
		case fields[0] != "" && !strings.HasPrefix(fields[0], "#"):
			return Authority{}, fault.New(fault.Invalid, "policy_unreadable", "line %.80q", line)
		}
	}
	return a, nil
}

// Entitled lists the roles to which a rule of the form
// "casbin:object/action/relation" allowed something, with all that inherit
// them; none for a rule of another form.
func (a Authority) Entitled(rule string) []evaluation.RoleID {
	parts := strings.Split(strings.TrimPrefix(rule, "casbin:"), "/")
	if len(parts) != 3 || !strings.HasPrefix(rule, "casbin:") {
		return nil
	}
	var out []evaluation.RoleID
	for _, p := range a.rules.permissions {
		if string(p.object) == parts[0] && string(p.action) == parts[1] && string(p.relation) == parts[2] {
			out = a.withHeirs(out, p.role)
		}
	}
	return out
}

// withHeirs adds a role and all that inherit it.
func (a Authority) withHeirs(list []evaluation.RoleID, role evaluation.RoleID) []evaluation.RoleID {
	if slices.Contains(list, role) {
		return list
	}
	list = append(list, role)
	for _, i := range a.rules.inheritances {
		if i.inherits == role {
			list = a.withHeirs(list, i.role)
		}
	}
	return list
}

// CountsAs is the role by which an appointment is judged: one that a
// definition appoints under a name of its own counts as an appointee.
func CountsAs(role evaluation.RoleID) evaluation.RoleID {
	if slices.Contains(AppointedRoles(), role) {
		return role
	}
	return appointee
}

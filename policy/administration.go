package policy

import (
	"slices"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// The rules by which the three administrators keep each other in check (三员分立).
const (
	// OwnProposal: who proposed does not decide.
	OwnProposal = "duty:not-own-proposal"
	// OwnGrant: nobody proposes, decides or does what is about himself.
	OwnGrant = "duty:not-own-grant"
	// ThreeAdministrators: an administrator holds no other role.
	ThreeAdministrators = "duty:three-administrators"
)

// AuthorizeInstallation decides about what belongs to no unit: accounts, who
// holds which role, the settings and the journal of the installation. A role
// counts in whatever unit it is held.
//
// Errors: forbidden role_missing; internal policy_failed.
func (p *Policy) AuthorizeInstallation(a evaluation.Actor, o Object, action evaluation.Action) (Decision, error) {
	for _, g := range a.Grants {
		d, err := p.AuthorizeUnit(a, g.UnitID, o, action)
		if err == nil || fault.CodeOf(err) != fault.Forbidden {
			return d, err
		}
	}
	rule := casbinRule(o, action, evaluation.RelationUnit)
	return Decision{Rule: rule, Version: p.version}, refused(ReasonRoleMissing, rule)
}

// Administers tells whether a role is one of the three administrators'.
func Administers(role evaluation.RoleID) bool { return slices.Contains(AdministratorRoles(), role) }

// Exclusive finds, among roles that one person would hold at once, that of an
// administrator beside another role (不得兼任).
func Exclusive(held []evaluation.RoleID) (administrator, other evaluation.RoleID, found bool) {
	i := slices.IndexFunc(held, Administers)
	if i < 0 {
		return "", "", false
	}
	j := slices.IndexFunc(held, func(r evaluation.RoleID) bool { return r != held[i] })
	if j < 0 {
		return "", "", false
	}
	return held[i], held[j], true
}

// countedGrants are the grants that count. The database lets nobody hold an
// administrator's role beside another; where it was made to all the same, what
// the administrator could do counts for nothing.
func countedGrants(grants []evaluation.Grant) []evaluation.Grant {
	if !administrator(grants) {
		return grants
	}
	held := make([]evaluation.RoleID, len(grants))
	for i, g := range grants {
		held[i] = g.Role
	}
	if _, _, found := Exclusive(held); !found {
		return grants
	}
	return slices.DeleteFunc(slices.Clone(grants), func(g evaluation.Grant) bool { return Administers(g.Role) })
}

// administrator tells whether somebody holds one of the three roles.
func administrator(grants []evaluation.Grant) bool {
	return slices.ContainsFunc(grants, func(g evaluation.Grant) bool { return Administers(g.Role) })
}

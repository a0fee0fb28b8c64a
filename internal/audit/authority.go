package audit

import (
	"context"
	"slices"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/policy"
)

// readPolicies reads every kept policy that was not read before, if it is the
// one its version names.
func (r *run) readPolicies(ctx context.Context) error {
	kept, err := r.Source.Policies(ctx)
	if err != nil {
		return err
	}
	for version, source := range kept {
		if r.read[version] {
			continue
		}
		r.read[version] = true
		if got := source.Version(); got != version {
			r.report(PolicyChanged.at(Authority, "", "policies "+version, version, got))
			continue
		}
		a, err := policy.ReadAuthority(source)
		if err := r.unreadable(Authority, "", "policies "+version, err); err != nil {
			return err
		}
		r.policies[version] = a
	}
	return nil
}

// terms are all roles that anybody ever held.
type terms map[evaluation.PersonID][]Term

func (r *run) readTerms(ctx context.Context) error {
	read := terms{}
	err := r.Source.Terms(ctx, func(t Term) { read[t.Person] = append(read[t.Person], t) })
	if err == nil {
		r.terms = read
	}
	return err
}

// commandTakes is how long a command may take from reading the roles to
// stamping its entry.
const commandTakes = 30 * time.Second

// held tells whether somebody held one of some roles in one of some units when
// something was done.
func (t terms) held(p evaluation.PersonID, roles []evaluation.RoleID, units []string, at time.Time) bool {
	return slices.ContainsFunc(t[p], func(term Term) bool {
		return slices.Contains(roles, term.Role) && slices.Contains(units, term.Unit) && term.covers(at, commandTakes)
	})
}

func (t Term) covers(at time.Time, slack time.Duration) bool {
	return !t.ValidFrom.After(at) && (t.ValidTo.IsZero() || t.ValidTo.Add(slack).After(at))
}

// heldIn tells whether somebody held a role in a unit, and in one department
// of it where that is asked for.
func (t terms) heldIn(p evaluation.PersonID, role evaluation.RoleID, unit, department string, at time.Time) bool {
	return slices.ContainsFunc(t[p], func(term Term) bool {
		return term.Role == role && term.Unit == unit && (department == "" || term.Department == department) && term.covers(at, commandTakes)
	})
}

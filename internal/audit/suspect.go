package audit

import (
	"context"
	"slices"
	"strings"

	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
)

// ruled begins the rule of an entry that a policy allowed.
const ruled = "casbin:"

// suspect is an entry of which it is asked whether who acted was allowed to.
// Roles and policies are read before journals, and may be given or changed
// while those are read: what does not fit is held against them once more,
// when all journals are read.
type suspect struct {
	entry journal.Entry
	// units are where a role counts, appointed roles that count anywhere.
	units     []string
	appointed []evaluation.RoleID
	// process is what a substitution may be narrowed to.
	process string
}

// brief is an entry without what it is about.
func brief(e *journal.Entry) journal.Entry {
	return journal.Entry{
		EvaluationID: e.EvaluationID, Seq: e.Seq, At: e.At, ActorID: e.ActorID, OnBehalfOf: e.OnBehalfOf, Rule: e.Rule, PolicyVersion: e.PolicyVersion,
	}
}

// suspect keeps an entry that does not fit what is known so far.
func (r *run) suspect(s suspect) {
	if _, fits := r.fits(s); !fits || !r.stoodIn(&s.entry, s.process) || r.locked(&s.entry) {
		r.suspects = append(r.suspects, s)
	}
}

// fits tells whether somebody held, at that moment, a standing role or an
// appointment that the policy of the entry names, and which these are.
func (r *run) fits(s suspect) (entitled []evaluation.RoleID, fits bool) {
	authority, ok := r.policies[s.entry.PolicyVersion]
	if !ok {
		return nil, false
	}
	entitled = authority.Entitled(s.entry.Rule)
	who := evaluation.PersonID(principal(&s.entry))
	return entitled, r.terms.held(who, entitled, s.units, s.entry.At) ||
		slices.ContainsFunc(s.appointed, func(role evaluation.RoleID) bool { return slices.Contains(entitled, role) })
}

// charge reads roles, substitutions and policies once more, and reports what still does not
// fit.
func (r *run) charge(ctx context.Context) error {
	if len(r.suspects) == 0 && len(r.outdated) == 0 {
		r.takenBack()
		return nil
	}
	if err := r.readPolicies(ctx); err != nil {
		return err
	}
	if err := r.readTerms(ctx); err != nil {
		return err
	}
	if err := r.readOffices(ctx); err != nil {
		return err
	}
	r.takenBack()
	r.reportOutdated()
	missing := map[string]bool{}
	for _, s := range r.suspects {
		e := &s.entry
		say := func(k Kind, expected, found string) {
			r.report(k.at(Authority, e.EvaluationID, where("journal", e.Seq), expected, found))
		}
		entitled, fits := r.fits(s)
		if !r.stoodIn(e, s.process) {
			say(NoSubstitute, e.OnBehalfOf, e.ActorID)
		}
		if r.locked(e) {
			say(ActedLocked, "", e.ActorID)
		}
		_, kept := r.policies[e.PolicyVersion]
		switch key := e.EvaluationID + " " + e.PolicyVersion; {
		case fits, missing[key]:
		case !kept:
			missing[key] = true
			say(PolicyMissing, e.PolicyVersion, "")
		default:
			say(NotEntitled, e.Rule, principal(e)+" "+join(entitled))
		}
	}
	return nil
}

// principal is for whom something was done.
func principal(e *journal.Entry) string {
	if e.OnBehalfOf != "" {
		return e.OnBehalfOf
	}
	return e.ActorID
}

func join(roles []evaluation.RoleID) string {
	texts := make([]string, len(roles))
	for i, r := range roles {
		texts[i] = string(r)
	}
	return strings.Join(texts, ",")
}

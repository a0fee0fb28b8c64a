package audit

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"jiheng/internal/administration"
	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
	"jiheng/policy"
)

// act is what an administrator did, to be judged once all is known of roles.
type act struct {
	seq           int64
	at            time.Time
	actor         evaluation.PersonID
	rule, version string
	event         administration.Event
	// before is the proposal as it stood, empty where none is concerned.
	before administration.Proposal
}

// booked goes on with what the journal of the installation says of roles.
func (r *run) booked(e journal.Entry) error {
	event, err := administration.Read(e)
	if err != nil {
		r.report(Unreadable.at(Installation, "", where("journal", e.Seq), e.Type, unread(err)).because(err))
		return nil
	}
	if event == nil {
		return nil
	}
	a := act{seq: e.Seq, at: e.At, actor: evaluation.PersonID(e.ActorID), rule: e.Rule, version: e.PolicyVersion, event: event}
	a.before = r.offices.Proposals[proposalOf(event)]
	r.acts = append(r.acts, a)
	return r.offices.Add(e)
}

func proposalOf(e administration.Event) string {
	switch e := e.(type) {
	case administration.GrantProposed:
		return e.Proposal
	case administration.GrantApproved:
		return e.Proposal
	case administration.GrantRejected:
		return e.Proposal
	case administration.GrantWithdrawn:
		return e.Proposal
	}
	return ""
}

// administration holds the roles that are kept against what the journal says of
// them, and asks of every act whether who did it was an administrator who may,
// by the roles that the journal says counted at that instant.
func (r *run) administration(ctx context.Context) error {
	found, err := r.compareRoles(ctx, r.offices)
	if err == nil && len(found) > 0 {
		// Something may have been decided since the journal was read.
		found, err = r.compareAgain(ctx)
	}
	if err != nil {
		return err
	}
	for _, f := range found {
		r.report(f)
	}
	for _, a := range r.acts {
		r.judgeAct(a)
	}
	r.pastTheJournal()
	return nil
}

func (r *run) compareAgain(ctx context.Context) ([]Finding, error) {
	if err := r.readOffices(ctx); err != nil {
		return nil, err
	}
	return r.compareRoles(ctx, r.offices)
}

// readOffices reads once more what the journal says of roles and registers.
func (r *run) readOffices(ctx context.Context) error {
	fresh := administration.NewBooks()
	_, err := r.Source.InstallationJournal(ctx, func(e journal.Entry) error {
		_ = fresh.Add(e) // what cannot be read was reported
		return nil
	}, nil)
	if err == nil {
		r.offices = fresh
	}
	return err
}

func (r *run) compareRoles(ctx context.Context, said *administration.Books) ([]Finding, error) {
	grants := map[int64]administration.Grant{}
	if err := r.Source.EachGrant(ctx, func(g administration.Grant) { grants[g.ID] = g }); err != nil {
		return nil, err
	}
	proposals := map[string]administration.Proposal{}
	err := r.Source.EachProposal(ctx, func(p administration.Proposal) { proposals[p.ID] = p })
	if err := r.unreadable(Rows, "", "grant_proposals", err); err != nil {
		return nil, err
	}
	found := differences("role_grants", said.Grants, grants, func(id int64) string { return strconv.FormatInt(id, 10) })
	found = append(found, differences("grant_proposals", said.Proposals, proposals, func(id string) string { return id })...)
	kept, err := r.Source.Registers(ctx)
	if err != nil {
		return nil, err
	}
	r.looked.registered = int64(len(grants) + len(proposals))
	for _, rows := range kept {
		r.looked.registered += int64(len(rows))
	}
	logs, err := r.logsDiffer(ctx, said)
	return slices.Concat(found, registersDiffer(said, kept), logs), err
}

// differences lists every row that is not what the journal says.
func differences[K interface{ ~int64 | ~string }, V comparable](table string, said, found map[K]V, name func(K) string) []Finding {
	var out []Finding
	keys := maps.Clone(said)
	maps.Copy(keys, found)
	for _, k := range slices.Sorted(maps.Keys(keys)) {
		expected, ok := said[k]
		got, there := found[k]
		if !ok || !there || expected != got {
			out = append(out, RowDiffers.at(Rows, "", table+" "+name(k), text(expected, ok), text(got, there)))
		}
	}
	return out
}

func text(v any, there bool) string {
	if !there {
		return ""
	}
	out, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return short(string(out))
}

// judgeAct asks whether an administrator was one, and no party to it.
func (r *run) judgeAct(a act) {
	place := where("journal", a.seq)
	if _, refused := a.event.(administration.AttemptRefused); refused || a.actor == evaluation.SystemPerson {
		return
	}
	if changed, ok := a.event.(administration.RegisterChanged); ok && a.rule == "" && changed.OwnCredential(a.actor) {
		return // everybody sets his own password, and by logging in has it hashed anew
	}
	authority, ok := r.policies[a.version]
	if !ok {
		r.report(PolicyMissing.at(Authority, "", place, a.version, ""))
		return
	}
	if entitled := authority.Entitled(a.rule); !r.administered(a.actor, entitled, a.at) {
		r.report(NotEntitled.at(Authority, "", place, a.rule, string(a.actor)+" "+join(entitled)))
	}
	if !strings.HasPrefix(a.rule, "casbin:") {
		r.report(RuleMissing.at(Authority, "", place, "casbin:", a.rule))
	}
	if rule := cmp.Or(a.broken(), r.unpublished(a)); rule != "" {
		r.report(DutyBroken.at(Authority, "", place, rule, string(a.actor)))
	}
}

// administered tells whether the journal gave somebody one of some roles at an
// instant.
func (r *run) administered(p evaluation.PersonID, roles []evaluation.RoleID, at time.Time) bool {
	for _, g := range r.offices.Grants {
		if g.Person == p && slices.Contains(roles, g.Role) && !g.From.After(at) && (g.To.IsZero() || !g.To.Before(at)) {
			return true
		}
	}
	return false
}

// broken names the duty that was broken by deciding about one's own.
func (a act) broken() string {
	var about evaluation.PersonID
	switch e := a.event.(type) {
	case administration.GrantProposed:
		about = e.Wanted.Person
	case administration.GrantApproved:
		about = e.Grant.Person
	case administration.AccountLocked:
		about = e.Person
	case administration.AccountUnlocked:
		about = e.Person
	case administration.SessionsEnded:
		about = e.Person
	}
	_, approves := a.event.(administration.GrantApproved)
	switch {
	case about == a.actor:
		return policy.OwnGrant
	case approves && a.before.ProposedBy == a.actor:
		return policy.OwnProposal
	case approves && a.before.State(a.at) != administration.Proposed:
		return "proposal:" + string(a.before.State(a.at))
	}
	return ""
}

package administration_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/administration"
	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
	"jiheng/policy"
)

var noon = time.Date(2026, time.March, 2, 4, 0, 0, 0, time.UTC)

// office is an installation under its three administrators: sam proposes, kate
// approves, alex audits, and wang works. It keeps rows as the store does, and
// the journal.
type office struct {
	t      require.TestingT
	policy *policy.Policy
	now    time.Time
	people []evaluation.PersonID
	gone   map[evaluation.PersonID]bool
	joined map[evaluation.PersonID]bool
	// grants and proposals are the rows.
	grants    map[int64]administration.Grant
	proposals map[string]administration.Proposal
	journal   []journal.Entry
	head      journal.Head
}

func newOffice(t require.TestingT) *office {
	p, err := policy.New()
	require.NoError(t, err)
	o := &office{
		t: t, policy: p, now: noon, people: []evaluation.PersonID{"sam", "kate", "alex", "wang", "sue", "ken"},
		gone: map[evaluation.PersonID]bool{}, joined: map[evaluation.PersonID]bool{},
		grants: map[int64]administration.Grant{}, proposals: map[string]administration.Proposal{}, head: journal.Genesis("installation"),
	}
	recorded := administration.GrantsRecorded{Origin: administration.Inherited}
	for i, g := range []administration.Grant{
		{Person: "sam", Role: policy.SysAdmin},
		{Person: "kate", Role: policy.SecurityAdmin},
		{Person: "alex", Role: policy.AuditAdmin},
		{Person: "wang", Role: policy.UnitOffice},
	} {
		g.ID, g.UnitID, g.From, g.By = int64(i+1), "centre", noon, evaluation.SystemPerson
		o.grants[g.ID] = g
		recorded.Grants = append(recorded.Grants, g)
	}
	o.note(evaluation.SystemPerson, recorded)
	return o
}

func (o *office) note(by evaluation.PersonID, e administration.Event) {
	data, err := json.Marshal(e)
	require.NoError(o.t, err)
	entry, head, err := journal.Append(o.head, journal.Entry{At: o.now, Type: e.Type(), ActorID: string(by), Data: data})
	require.NoError(o.t, err)
	o.journal, o.head = append(o.journal, entry), head
}

func (o *office) person(id evaluation.PersonID) *administration.Person {
	p := &administration.Person{ID: id, Gone: o.gone[id], Appointed: o.joined[id]}
	for n := range int64(len(o.grants)) {
		if g := o.grants[n+1]; g.Person == id && !g.Over(o.now) {
			p.Held = append(p.Held, g)
		}
	}
	return p
}

func (o *office) actor(id evaluation.PersonID) evaluation.Actor {
	a := evaluation.Actor{Person: id}
	for _, g := range o.person(id).Held {
		if !g.From.After(o.now) {
			a.Grants = append(a.Grants, evaluation.Grant{Role: g.Role, UnitID: g.UnitID, DepartmentID: g.DepartmentID})
		}
	}
	return a
}

// facts are what the store would read for a command.
func (o *office) facts(by evaluation.PersonID, c administration.Command) administration.Facts {
	f := administration.Facts{Now: o.now, Actor: o.actor(by)}
	about, role := c.Person, c.Wanted.Role
	if c.Action == policy.Propose {
		about = c.Wanted.Person
		if g, ok := o.grants[c.Wanted.ID]; ok && c.Kind == administration.Ends {
			about, role = g.Person, g.Role
		}
	}
	if p, ok := o.proposals[c.Proposal]; ok {
		f.Proposal, f.Proposer, about, role = &p, o.person(p.ProposedBy), p.Wanted.Person, p.Wanted.Role
	}
	f.Person = o.person(about)
	for _, p := range o.proposals {
		if p.Wanted.Person == about {
			f.Waiting = append(f.Waiting, p)
		}
	}
	for _, id := range o.people {
		if other := o.person(id); id != about && !administration.Vacant([]administration.Person{*other}, role, o.now) {
			f.Successors++
		}
	}
	return f
}

// try decides, and writes what comes of it as the store would.
func (o *office) try(by evaluation.PersonID, c administration.Command) error {
	d, err := administration.Decide(o.policy, o.facts(by, c), c)
	if err != nil || d.Event == nil {
		return err
	}
	if e, ok := d.Event.(administration.GrantApproved); ok {
		if e.Grant.ID == 0 {
			d.Number(int64(len(o.grants) + 1))
		}
		g := d.Event.(administration.GrantApproved).Grant
		o.grants[g.ID] = g
	}
	if d.Proposal.ID != "" {
		o.proposals[d.Proposal.ID] = d.Proposal
	}
	o.note(by, d.Event)
	return nil
}

func (o *office) must(by evaluation.PersonID, c administration.Command) {
	require.NoError(o.t, o.try(by, c))
}

func give(id string, person evaluation.PersonID, role evaluation.RoleID) administration.Command {
	return administration.Command{
		Action: policy.Propose, Proposal: id, Kind: administration.Grants, Reason: "岗位调整",
		Wanted: administration.Grant{Person: person, Role: role, UnitID: "centre"},
	}
}

func end(id string, grant int64) administration.Command {
	return administration.Command{Action: policy.Propose, Proposal: id, Kind: administration.Ends, Reason: "岗位调整", Wanted: administration.Grant{ID: grant}}
}

func on(a evaluation.Action, proposal string) administration.Command {
	return administration.Command{Action: a, Proposal: proposal, Reason: "不符合规定"}
}

func requireFolded(t require.TestingT, o *office) {
	if h, ok := t.(*testing.T); ok {
		h.Helper()
	}
	b := administration.NewBooks()
	for _, e := range o.journal {
		require.NoError(t, b.Add(e))
	}
	require.Equal(t, o.grants, b.Grants)
	require.Equal(t, o.proposals, b.Proposals)
}

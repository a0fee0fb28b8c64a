package store_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/administration"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
	"jiheng/internal/identity"
	"jiheng/internal/journal"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
	"jiheng/policy"
)

// office is a store with its three administrators, and people without a role.
type office struct {
	t      *testing.T
	s      *store.Store
	policy *policy.Policy
}

func newOffice(t *testing.T, dsn string) *office {
	t.Helper()
	p, err := policy.New()
	require.NoError(t, err)
	o := &office{t, storetest.OpenAt(t, dsn), p}
	org := store.Organisation{}
	for _, id := range []identity.PersonID{"sam", "kate", "kim", "alex", "sue", "ken"} {
		person := identity.Person{ID: id, UnitID: evaluationtest.Unit, Name: string(id), Post: string(id)}
		org.Persons, org.Accounts = append(org.Persons, person), append(org.Accounts, identity.Account{Person: person, Login: string(id)})
	}
	for person, role := range map[evaluation.PersonID]evaluation.RoleID{
		"sam": policy.SysAdmin, "kate": policy.SecurityAdmin, "kim": policy.SecurityAdmin, "alex": policy.AuditAdmin,
	} {
		org.Grants = append(org.Grants, store.Grant{Person: person, Role: role, UnitID: evaluationtest.Unit, GrantedBy: evaluation.SystemPerson})
	}
	require.NoError(t, o.s.SeedOrganisation(t.Context(), org))
	return o
}

func (o *office) try(by evaluation.PersonID, c administration.Command) (administration.Proposal, error) {
	req := store.AdministrationRequest{Actor: by, PolicyVersion: o.policy.Version(), RequestID: "r", ClientAddress: "192.0.2.1"}
	return o.s.Administer(context.WithoutCancel(o.t.Context()), req, c, func(f administration.Facts) (administration.Decision, error) {
		return administration.Decide(o.policy, f, c)
	})
}

func (o *office) must(by evaluation.PersonID, c administration.Command) administration.Proposal {
	o.t.Helper()
	p, err := o.try(by, c)
	require.NoError(o.t, err)
	return p
}

func give(id string, person evaluation.PersonID, role evaluation.RoleID) administration.Command {
	return administration.Command{
		Action: policy.Propose, Proposal: id, Kind: administration.Grants, Reason: "岗位调整",
		Wanted: administration.Grant{Person: person, Role: role, UnitID: evaluationtest.Unit},
	}
}

func end(id string, grant int64) administration.Command {
	return administration.Command{Action: policy.Propose, Proposal: id, Kind: administration.Ends, Reason: "岗位调整", Wanted: administration.Grant{ID: grant}}
}

func on(a evaluation.Action, proposal string) administration.Command {
	return administration.Command{Action: a, Proposal: proposal, Reason: "不符合规定"}
}

func (o *office) roles(person evaluation.PersonID) []evaluation.RoleID {
	o.t.Helper()
	grants, err := o.s.Grants(o.t.Context(), person)
	require.NoError(o.t, err)
	var out []evaluation.RoleID
	for _, g := range grants {
		out = append(out, g.Role)
	}
	return out
}

// requireBooked: the rows are what the journal of the installation says.
func (o *office) requireBooked() {
	o.t.Helper()
	books := administration.NewBooks()
	found, err := o.s.VerifyInstallationJournal(o.t.Context(), func(e journal.Entry) error { return books.Add(e) })
	require.NoError(o.t, err)
	require.Empty(o.t, found)
	grants, proposals := map[int64]administration.Grant{}, map[string]administration.Proposal{}
	require.NoError(o.t, o.s.EachGrant(o.t.Context(), func(g administration.Grant) { grants[g.ID] = g }))
	require.NoError(o.t, o.s.EachProposal(o.t.Context(), func(p administration.Proposal) { proposals[p.ID] = p }))
	require.Equal(o.t, books.Grants, grants)
	require.Equal(o.t, books.Proposals, proposals)
}

func TestARoleCountsOnceTwoHaveAgreed(t *testing.T) {
	t.Parallel()
	o := newOffice(t, storetest.DSN(t))
	before := o.must("sam", give("p1", "sue", policy.UnitHead))
	require.Equal(t, before, o.must("sam", give("p1", "sue", policy.UnitHead)), "twice is once")
	require.Empty(t, o.roles("sue"))
	approved := o.must("kate", on(evaluation.Approve, "p1"))
	require.Equal(t, []evaluation.RoleID{policy.UnitHead}, o.roles("sue"))
	require.Equal(t, approved.DecidedAt, approved.Wanted.From, "it counts from that instant")
	held, err := o.s.Held(t.Context(), "sue", evaluation.Grant{Role: policy.UnitHead, UnitID: evaluationtest.Unit}, approved.DecidedAt.Add(-time.Microsecond))
	require.NoError(t, err)
	require.False(t, held)

	o.must("sam", end("p2", approved.Wanted.ID))
	require.Len(t, o.roles("sue"), 1)
	o.must("kate", on(evaluation.Approve, "p2"))
	require.Empty(t, o.roles("sue"))
	o.must("sam", give("p3", "sue", policy.Auditor))
	o.must("kate", on(policy.Reject, "p3"))
	o.must("sam", give("p4", "sue", policy.Auditor))
	o.must("sam", on(evaluation.Withdraw, "p4"))
	require.Empty(t, o.roles("sue"))
	list, next, err := o.s.Proposals(t.Context(), false, 3, "")
	require.NoError(t, err)
	require.Len(t, list, 3)
	rest, _, err := o.s.Proposals(t.Context(), false, 3, next)
	require.NoError(t, err)
	require.Equal(t, "p1", rest[0].ID)
	o.requireBooked()
}

func TestTwoWhoApproveAtOnceApproveOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t, storetest.DSN(t))
	o.must("sam", give("p1", "sue", policy.UnitHead))
	var wg sync.WaitGroup
	faults := make(chan string, 8)
	for i := range cap(faults) {
		wg.Go(func() {
			_, err := o.try([]evaluation.PersonID{"kate", "kim"}[i%2], on(evaluation.Approve, "p1"))
			faults <- fault.ReasonOf(err)
		})
	}
	wg.Wait()
	close(faults)
	count := map[string]int{}
	for reason := range faults {
		count[reason]++
	}
	require.Equal(t, map[string]int{"": 4, "proposal_settled": 4}, count, "the other one hears who was first")
	require.Len(t, o.roles("sue"), 1)
	o.requireBooked()
}

func TestWhoHasLeftIsNotGivenARole(t *testing.T) {
	t.Parallel()
	o := newOffice(t, storetest.DSN(t))
	o.must("sam", give("p1", "sue", policy.UnitHead))
	o.must("sam", give("p2", "ken", policy.UnitHead))
	o.must("kate", administration.Command{Action: policy.Lock, Person: "sue", Reason: "离职"})
	_, err := o.try("kate", on(evaluation.Approve, "p1"))
	require.Equal(t, "person_gone", fault.ReasonOf(err))
	o.must("kate", administration.Command{Action: policy.Lock, Person: "sam", Reason: "离职"})
	_, err = o.try("kate", on(evaluation.Approve, "p2"))
	require.Equal(t, "proposer_gone", fault.ReasonOf(err))
	_, err = o.try("sam", give("p3", "ken", policy.UnitHead))
	require.Equal(t, policy.ReasonRoleMissing, fault.ReasonOf(err), "a session that is still open does not help")
	a, err := o.s.Identity().AccountByID(t.Context(), "sam")
	require.NoError(t, err)
	require.True(t, a.Disabled)
	o.must("kate", administration.Command{Action: policy.Unlock, Person: "sam", Reason: "返岗"})
	o.must("kate", on(evaluation.Approve, "p2"))
	o.requireBooked()
}

func TestTheConsoleProposesOnceThereAreTwo(t *testing.T) {
	t.Parallel()
	o := newOffice(t, storetest.DSN(t))
	ctx := t.Context()
	err := o.s.GrantRole(ctx, store.Grant{Person: "sue", Role: policy.UnitHead, UnitID: evaluationtest.Unit, GrantedBy: evaluation.SystemPerson})
	require.Equal(t, "approval_needed", fault.ReasonOf(err), "the database refuses it")
	hotline := evaluation.Grant{Role: policy.Section, UnitID: evaluationtest.Unit, DepartmentID: "hotline"}
	require.Equal(t, "approval_needed", fault.ReasonOf(o.s.RevokeRole(ctx, "hotline-clerk", hotline)))
	proposed, err := o.s.EndAtConsole(ctx, "hotline-clerk", hotline, "调离")
	require.NoError(t, err)
	require.True(t, proposed)
	require.Contains(t, o.roles("hotline-clerk"), policy.Section)
	require.NoError(t, o.s.ImportOrganisation(ctx, newcomer(time.Time{}), yes))
	require.NoError(t, o.s.ImportOrganisation(ctx, newcomer(time.Time{}), yes))
	require.Empty(t, o.roles("newcomer"))
	waiting, _, err := o.s.Proposals(ctx, true, 10, "")
	require.NoError(t, err)
	require.Len(t, waiting, 3, "the same is not proposed twice")
	for _, p := range waiting {
		require.Equal(t, evaluation.SystemPerson, p.ProposedBy)
		o.must("kate", on(evaluation.Approve, p.ID))
	}
	require.Len(t, o.roles("newcomer"), 2)
	require.NotContains(t, o.roles("hotline-clerk"), policy.Section)
	o.requireBooked()
}

func TestTheConsoleFillsAnOfficeThatNobodyHolds(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	ctx := t.Context()
	o := &office{t: t, s: s}
	require.NoError(t, s.ImportOrganisation(ctx, store.Organisation{Persons: newcomer(time.Time{}).Persons, Accounts: newcomer(time.Time{}).Accounts}, yes))
	proposed, err := s.AppointAdministrator(ctx, "newcomer", policy.SysAdmin, evaluationtest.Unit, "初始化")
	require.NoError(t, err)
	require.False(t, proposed)
	require.Equal(t, []evaluation.RoleID{policy.SysAdmin}, o.roles("newcomer"))
	_, err = s.AppointAdministrator(ctx, "newcomer", policy.SysAdmin, evaluationtest.Unit, "初始化")
	require.Equal(t, "office_held", fault.ReasonOf(err))
	_, err = s.AppointAdministrator(ctx, "newcomer", policy.SecurityAdmin, evaluationtest.Unit, "初始化")
	require.Equal(t, "roles_exclusive", fault.ReasonOf(err), "nobody holds two")
	_, err = s.AppointAdministrator(ctx, "director", policy.SecurityAdmin, evaluationtest.Unit, "初始化")
	require.Equal(t, "roles_exclusive", fault.ReasonOf(err), "nor works beside it")
	_, err = s.AppointAdministrator(ctx, "nobody", policy.SecurityAdmin, evaluationtest.Unit, "初始化")
	require.Equal(t, "person_not_found", fault.ReasonOf(err))
	require.NoError(t, s.Identity().SetDisabled(ctx, "newcomer", true, identity.Entry{At: time.Now(), Kind: identity.EntryAccountDisabled, ActorID: "system"}))
	_, err = s.AppointAdministrator(ctx, "newcomer", policy.SysAdmin, evaluationtest.Unit, "初始化")
	require.Equal(t, "person_gone", fault.ReasonOf(err))
	o.requireBooked()
}

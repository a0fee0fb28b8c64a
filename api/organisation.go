package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/roster"
	"jiheng/policy"
)

// Deed says who did something and what allowed it (管理行为), for the journal of
// the installation.
type Deed struct {
	Actor                    evaluation.PersonID
	PolicyVersion            string
	RequestID, ClientAddress string
	Rule                     string
}

func deedOf(x *exchange, d policy.Decision) Deed {
	return Deed{Actor: x.person(), PolicyVersion: d.Version, RequestID: x.requestID, ClientAddress: x.address, Rule: d.Rule}
}

// ListTaken is what is taken over of a list: without Data nothing is. Hashes
// are of the first passwords, by person.
type ListTaken struct {
	Roster roster.Roster
	Hashes map[string]string
	Data   json.RawMessage
	Rule   string
}

// ListStore knows who there is, and takes lists of them over.
type ListStore interface {
	Roster(ctx context.Context) (roster.Directory, error)
	// TakeOver brings in what decide makes of what is there, with the entry in
	// the journal: all of it or nothing, while nobody else administers. decide is
	// given the roles that the actor holds now.
	TakeOver(ctx context.Context, by Deed, decide func(evaluation.Actor, roster.Directory) (ListTaken, error)) error
}

// maxNewcomers bounds the accounts that one list may open: each costs a hash.
const maxNewcomers = 200

// mayOversee refuses whoever is no administrator of the installation.
func (s *server) mayOversee(ctx context.Context, x *exchange) error {
	actor, err := s.actor(ctx, x)
	if err != nil {
		return err
	}
	_, err = s.policy.AuthorizeInstallation(actor, policy.ObjectAccount, policy.Read)
	return err
}

// GetOrganisation lists units, departments and people.
func (s *server) GetOrganisation(c context.Context, _ GetOrganisationRequestObject) (GetOrganisationResponseObject, error) {
	ctx, x := enter(c)
	if err := s.mayOversee(ctx, x); err != nil {
		return nil, err
	}
	there, err := s.store.Roster(ctx)
	if err != nil {
		return nil, err
	}
	out := GetOrganisation200JSONResponse{Units: []OrganisationUnit{}, Departments: []OrganisationDepartment{}, People: []OrganisationPerson{}}
	for id, name := range there.UnitNames {
		out.Units = append(out.Units, OrganisationUnit{ID: id, Name: name})
	}
	for id, name := range there.DepartmentNames {
		out.Departments = append(out.Departments, OrganisationDepartment{ID: id, UnitID: there.Departments[id], Name: name})
	}
	for _, p := range there.People {
		out.People = append(out.People, OrganisationPerson{
			ID: p.ID, Login: p.Login, UnitID: p.UnitID, DepartmentID: p.DepartmentID, Name: p.Name, Post: p.Post, Email: p.Email,
		})
	}
	slices.SortFunc(out.Units, func(a, b OrganisationUnit) int { return strings.Compare(a.ID, b.ID) })
	slices.SortFunc(out.Departments, func(a, b OrganisationDepartment) int { return strings.Compare(a.UnitID+" "+a.ID, b.UnitID+" "+b.ID) })
	slices.SortFunc(out.People, func(a, b OrganisationPerson) int { return strings.Compare(a.UnitID+" "+a.ID, b.UnitID+" "+b.ID) })
	return out, nil
}

// ImportOrganisation previews a list of departments or people; with the digest
// of the same bytes it takes them over.
func (s *server) ImportOrganisation(c context.Context, r ImportOrganisationRequestObject) (ImportOrganisationResponseObject, error) {
	ctx, x := enter(c)
	actor, err := s.actor(ctx, x)
	if err != nil {
		return nil, err
	}
	if _, err := s.policy.AuthorizeInstallation(actor, policy.ObjectInstallation, policy.Configure); err != nil {
		return nil, err
	}
	content, err := readForm(c, r.Body)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(content)
	digest := hex.EncodeToString(sum[:])
	there, err := s.store.Roster(ctx)
	if err != nil {
		return nil, err
	}
	plan, err := planList(content, there)
	if err != nil {
		return nil, err
	}
	view := listView(plan, digest)
	if r.Params.Digest == "" || len(plan.Problems) > 0 {
		return ImportOrganisation200JSONResponse(view), nil
	}
	if r.Params.Digest != digest {
		return nil, fault.New(fault.Invalid, "list_differs", "the list is not the one that was shown")
	}
	view.InitialPasswords, err = s.takeOver(ctx, x, digest, plan, func(there roster.Directory) (roster.Plan, error) { return planList(content, there) })
	view.TakenOver = err == nil
	return ImportOrganisation200JSONResponse(view), err
}

func planList(content []byte, there roster.Directory) (roster.Plan, error) {
	plan, err := roster.PlanAny(content, there)
	if err == nil && len(plan.Newcomers) > maxNewcomers {
		err = fault.New(fault.Invalid, "newcomers_too_many", "%d new accounts", len(plan.Newcomers))
	}
	return plan, err
}

// takeOver makes the first passwords and writes all of it or nothing, of what
// again makes of what is there then. The passwords are given out this once.
func (s *server) takeOver(ctx context.Context, x *exchange, digest string, plan roster.Plan,
	again func(roster.Directory) (roster.Plan, error),
) ([]InitialPassword, error) {
	given, hashes := []InitialPassword{}, map[string]string{}
	for _, p := range plan.Newcomers {
		password, hash, err := s.sessions.InitialPassword(ctx, p.Login)
		if err != nil {
			return nil, err
		}
		hashes[p.ID] = hash
		given = append(given, InitialPassword{Login: p.Login, Name: p.Name, Password: password})
	}
	by := deedOf(x, policy.Decision{Version: s.policy.Version()}) // the rule is asked for under the lock
	err := s.store.TakeOver(ctx, by, func(actor evaluation.Actor, there roster.Directory) (ListTaken, error) {
		d, err := s.policy.AuthorizeInstallation(actor, policy.ObjectInstallation, policy.Configure)
		if err != nil {
			return ListTaken{}, err
		}
		now, err := again(there)
		if err != nil {
			return ListTaken{}, err
		}
		same := func(a, b roster.Person) bool { return a.ID == b.ID }
		if len(now.Problems) > 0 || !slices.EqualFunc(now.Newcomers, plan.Newcomers, same) {
			return ListTaken{}, fault.New(fault.Conflict, "organisation_moved", "others have written meanwhile")
		}
		data, err := now.Entry(digest, "")
		return ListTaken{Roster: now.Roster, Hashes: hashes, Data: data, Rule: d.Rule}, err
	})
	if err != nil {
		return nil, err
	}
	return given, nil
}

func listView(plan roster.Plan, digest string) ListImport {
	view := ListImport{
		Digest: digest, Problems: []ImportProblem{}, Changes: []ListChange{}, Newcomers: len(plan.Newcomers), InitialPasswords: []InitialPassword{},
	}
	for _, p := range plan.Problems {
		view.Problems = append(view.Problems, ImportProblem{Cell: p.Cell, Reason: p.Reason, Message: p.Sentence()})
	}
	for _, c := range plan.Changes {
		view.Changes = append(view.Changes, ListChange{Kind: ListChangeKind(c.Kind), Verb: ListChangeVerb(c.Verb), ID: c.ID, Name: c.Name, Message: c.Sentence()})
	}
	return view
}

// readForm reads a filled form, no more of it than one may hold.
func readForm(c context.Context, body io.Reader) ([]byte, error) {
	if g, ok := c.(*gin.Context); ok {
		body = http.MaxBytesReader(g.Writer, io.NopCloser(body), maxForm)
	}
	content, err := io.ReadAll(body)
	if err != nil {
		return nil, unread(err)
	}
	return content, nil
}

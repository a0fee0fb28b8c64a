package api

import (
	"context"
	"slices"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/identity"
	"jiheng/policy"
)

// OrganisationStore knows units, departments, people and the roles they hold.
type OrganisationStore interface {
	// Grants lists the roles that a person holds now, in every unit.
	Grants(ctx context.Context, p evaluation.PersonID) ([]evaluation.Grant, error)
	// People lists the people of a unit, with its departments.
	People(ctx context.Context, unitID string) ([]identity.Person, []evaluation.DepartmentName, error)
	// Appointed tells whether a person is appointed now in an evaluation of a unit
	// that is not over.
	Appointed(ctx context.Context, p evaluation.PersonID, unitID string) (bool, error)
	// Receivers lists the units to which can be filed, those first in which
	// somebody holds the role.
	Receivers(ctx context.Context, role evaluation.RoleID) ([]identity.Receiver, error)
	// UnitName gives the name of a unit. Fault: not_found unit_not_found.
	UnitName(ctx context.Context, id string) (string, error)
	// PersonNames gives the names of persons; those unknown are left out.
	PersonNames(ctx context.Context, ids []evaluation.PersonID) ([]evaluation.PersonName, error)
}

// ListPeople lists the people of one's unit.
func (s *server) ListPeople(c context.Context, _ ListPeopleRequestObject) (ListPeopleResponseObject, error) {
	ctx, x := enter(c)
	unit := string(x.session.Person.UnitID)
	actor, err := s.actor(ctx, x)
	if err != nil {
		return nil, err
	}
	if err := s.mayKnowPeople(ctx, actor, unit); err != nil {
		return nil, err
	}
	people, departments, err := s.store.People(ctx, unit)
	if err != nil {
		return nil, err
	}
	name, err := s.store.UnitName(ctx, unit)
	if err != nil {
		return nil, err
	}
	names := evaluation.Names{Unit: name, Departments: departments}
	out := ListPeople200JSONResponse{People: []Person{}, Departments: []Department{}}
	for _, p := range people {
		out.People = append(out.People, personView(p, names))
	}
	for _, d := range departments {
		out.Departments = append(out.Departments, Department{ID: d.ID, Name: d.Name})
	}
	return out, nil
}

// mayKnowPeople tells whether somebody may list the people of a unit: whom a
// standing role allows it, and whoever is appointed in an evaluation of the unit,
// since a member has to pick colleagues as well.
func (s *server) mayKnowPeople(ctx context.Context, a evaluation.Actor, unit string) error {
	_, refusal := s.policy.AuthorizeUnit(a, unit, policy.ObjectOrganisation, policy.Read)
	if refusal == nil {
		return nil
	}
	appointed, err := s.store.Appointed(ctx, a.Person, unit)
	if err == nil && !appointed {
		err = refusal
	}
	return err
}

// actor is whoever asks, with the roles held now, for questions that are
// about no evaluation.
func (s *server) actor(ctx context.Context, x *exchange) (evaluation.Actor, error) {
	grants, err := s.store.Grants(ctx, x.person())
	return evaluation.Actor{
		Person: x.person(), UnitID: string(x.session.Person.UnitID),
		DepartmentID: string(x.session.Person.DepartmentID), Grants: grants,
	}, err
}

// person gives a person with the names of unit and department.
func (s *server) person(ctx context.Context, p identity.Person) (Person, error) {
	name, err := s.store.UnitName(ctx, string(p.UnitID))
	if err != nil {
		return Person{}, err
	}
	_, departments, err := s.store.People(ctx, string(p.UnitID))
	return personView(p, evaluation.Names{Unit: name, Departments: departments}), err
}

func personView(p identity.Person, names evaluation.Names) Person {
	view := Person{
		ID: string(p.ID), Name: p.Name, Post: p.Post, UnitID: string(p.UnitID), UnitName: names.Unit,
		DepartmentID: string(p.DepartmentID),
	}
	if p.DepartmentID != "" {
		view.DepartmentName = names.Department(string(p.DepartmentID))
	}
	return view
}

// readable makes the facts of a fault fit for people: whoever did it by post
// and name, and instants by the clock of Beijing. What cannot be named is
// left out.
func (s *server) readable(ctx context.Context, params map[string]string) map[string]string {
	if len(params) == 0 {
		return nil
	}
	out := make(map[string]string, len(params))
	for name, value := range params {
		at, err := time.Parse(time.RFC3339Nano, value)
		switch {
		case name == "by" || name == "person":
			if known := s.called(ctx, evaluation.PersonID(value)); known != "" {
				out[name] = known
			}
		case err == nil && at.IsZero():
		case err == nil:
			out[name] = at.In(calendar.Location()).Format(time.RFC3339Nano)
		case value != "":
			out[name] = value
		}
	}
	return out
}

// called is what people call somebody, "" when nobody knows.
func (s *server) called(ctx context.Context, id evaluation.PersonID) string {
	if id == evaluation.SystemPerson {
		return systemName()
	}
	names, err := s.store.PersonNames(ctx, []evaluation.PersonID{id})
	if err != nil || len(names) == 0 {
		return ""
	}
	return calling(names[0])
}

// namesAfter gives the names of the few persons that the answer to a command
// mentions. What was done is done: where the names cannot be had, the answer
// goes out without them.
func (s *server) namesAfter(ctx context.Context, ids ...evaluation.PersonID) evaluation.Names {
	known := slices.DeleteFunc(ids, func(id evaluation.PersonID) bool { return id == "" })
	if len(known) == 0 {
		return evaluation.Names{}
	}
	people, err := s.store.PersonNames(ctx, known)
	if err != nil {
		s.log.WarnContext(ctx, "answered without names", "error", err)
	}
	return evaluation.Names{People: people}
}

// calling puts post and name together, as documents do.
func calling(p evaluation.PersonName) string {
	if p.Post == "" || p.Post == p.Name {
		return p.Name
	}
	return p.Post + p.Name
}

// local turns an instant into the clock of Beijing; the zero instant stays.
func local(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(calendar.Location())
}

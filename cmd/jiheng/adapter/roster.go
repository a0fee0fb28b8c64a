package adapter

import (
	"context"
	"time"

	"jiheng/api"
	"jiheng/internal/evaluation"
	"jiheng/internal/identity"
	"jiheng/internal/roster"
	"jiheng/internal/store"
)

// Roster is who there is, as a list is held against it.
func (a API) Roster(ctx context.Context) (roster.Directory, error) {
	d, err := a.Directory(ctx)
	return RosterOf(d), err
}

// TakeOver brings a list in; see store.TakeOver.
func (a API) TakeOver(ctx context.Context, by api.Deed, decide func(evaluation.Actor, roster.Directory) (api.ListTaken, error)) error {
	return a.Store.TakeOver(ctx, store.AdministrationRequest(by), func(actor evaluation.Actor, there store.Directory) (store.ListImport, error) {
		taken, err := decide(actor, RosterOf(there))
		return store.ListImport{Organisation: OrganisationOf(taken.Roster, taken.Hashes, time.Now().Add(identity.InitialFor)), Data: taken.Data, Rule: taken.Rule}, err
	})
}

// RosterOf gives a directory as a roster is held against it.
func RosterOf(d store.Directory) roster.Directory {
	out := roster.Directory{
		Known: roster.Known{
			Units: map[string]bool{}, Departments: map[string]string{}, Logins: map[string]string{}, Roles: map[string][]string{},
		},
		UnitNames: map[string]string{}, DepartmentNames: map[string]string{}, People: map[string]roster.Person{}, Passwords: map[string]bool{},
	}
	for _, u := range d.Units {
		out.Units[u.ID], out.UnitNames[u.ID] = true, u.Name
	}
	for _, dep := range d.Departments {
		out.Departments[dep.ID], out.DepartmentNames[dep.ID] = dep.UnitID, dep.Name
	}
	for _, a := range d.Accounts {
		id := string(a.Person.ID)
		out.Logins[a.Login], out.Passwords[id] = id, a.HasPassword
		out.People[id] = roster.Person{
			ID: id, Login: a.Login, UnitID: string(a.Person.UnitID), DepartmentID: string(a.Person.DepartmentID),
			Name: a.Person.Name, Post: a.Person.Post, Email: a.Person.Email,
		}
	}
	for _, g := range d.Grants {
		out.Roles[string(g.Person)] = append(out.Roles[string(g.Person)], string(g.Role))
	}
	return out
}

// OrganisationOf gives a roster as the store takes it, without its roles.
// Hashes are of the passwords of those who have none yet, by id; they are
// initial ones and end at an instant.
func OrganisationOf(r roster.Roster, hashes map[string]string, until time.Time) store.Organisation {
	var o store.Organisation
	for _, u := range r.Units {
		o.Units = append(o.Units, store.Unit{ID: u.ID, Name: u.Name})
	}
	for _, d := range r.Departments {
		o.Departments = append(o.Departments, store.Department{ID: d.ID, UnitID: d.UnitID, Name: d.Name})
	}
	for _, p := range r.People {
		person := identity.Person{
			ID: identity.PersonID(p.ID), UnitID: identity.UnitID(p.UnitID), DepartmentID: identity.DepartmentID(p.DepartmentID),
			Name: p.Name, Post: p.Post, Email: p.Email,
		}
		if person.Post == "" {
			person.Post = p.Name // pages call people by their posts
		}
		o.Persons = append(o.Persons, person)
		o.Accounts = append(o.Accounts, identity.Account{Person: person, Login: p.Login, PasswordHash: hashes[p.ID], InitialUntil: until})
	}
	return o
}

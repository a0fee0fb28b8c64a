package command

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"jiheng/internal/demo"
	"jiheng/internal/evaluation"
	"jiheng/internal/identity"
	"jiheng/internal/store"
)

// passwordVariable names the password of the demonstration's accounts; one is
// made for each installation when it is not set.
const passwordVariable = "JIHENG_DEMO_PASSWORD" //nolint:gosec // a name, no password

// seed puts the demonstration's organisation into the database, with one
// account per person, and keeps their common password beside the data.
func (s *system) seed(ctx context.Context, passwordFile string) error {
	script, err := demo.Load()
	if err != nil {
		return err
	}
	password, err := demoPassword(passwordFile)
	if err != nil {
		return err
	}
	hash, err := s.hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	s.password = password
	return s.store.SeedOrganisation(ctx, organisation(script, hash))
}

// demoPassword gives the password kept in the file, which is the one that the
// accounts were made with; at first that of the environment, or a new one.
func demoPassword(path string) (string, error) {
	wanted := os.Getenv(passwordVariable)
	content, err := os.ReadFile(path) //nolint:gosec // a file in our own data folder
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("read demonstration password: %w", err)
	}
	if kept := strings.TrimSpace(string(content)); kept != "" {
		if wanted != "" && wanted != kept {
			return "", otherPassword(path)
		}
		return kept, nil
	}
	if wanted == "" {
		wanted = strings.ToLower(rand.Text()[:12])
	}
	if err := os.WriteFile(path, []byte(wanted+"\n"), 0o600); err != nil { //nolint:gosec // a file in our own data folder
		return "", fmt.Errorf("keep demonstration password: %w", err)
	}
	return wanted, nil
}

func organisation(script *demo.Case, hash string) store.Organisation {
	var o store.Organisation
	for _, u := range script.Organisation.Units {
		o.Units = append(o.Units, store.Unit{ID: u.ID, Name: u.Name})
	}
	for _, d := range script.Organisation.Departments {
		o.Departments = append(o.Departments, store.Department{ID: d.ID, UnitID: d.UnitID, Name: d.Name})
	}
	for _, p := range script.Organisation.People {
		person := identity.Person{
			ID: identity.PersonID(p.ID), UnitID: identity.UnitID(p.UnitID), DepartmentID: identity.DepartmentID(p.DepartmentID),
			Name: p.Post, Post: p.Post, Email: p.ID + "@" + p.UnitID + ".example",
		}
		o.Persons = append(o.Persons, person)
		o.Accounts = append(o.Accounts, identity.Account{Person: person, Login: p.ID, PasswordHash: hash})
		for _, role := range p.Roles {
			o.Grants = append(o.Grants, store.Grant{
				Person: evaluation.PersonID(p.ID), Role: evaluation.RoleID(role), UnitID: p.UnitID, DepartmentID: p.DepartmentID,
				GrantedBy: evaluation.SystemPerson,
			})
		}
	}
	return o
}

package command

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"strings"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/identity"
	"jiheng/internal/roster"
	"jiheng/internal/store"
	"jiheng/policy"
)

// atTheConsole is who does what is done on the command line: whoever may run
// it on the server, which the operating system knows.
const atTheConsole = identity.PersonID(evaluation.SystemPerson)

// withPeople opens what accounts and roles need, and no more: the API may be
// running elsewhere.
func (sh *shell) withPeople(ctx context.Context, do func(s *system) error) (err error) {
	s := &system{cfg: sh.cfg, log: sh.log}
	defer func() { err = errors.Join(err, s.Close()) }()
	for _, step := range []func(context.Context) error{s.openStore, s.openIdentity} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return do(s)
}

// grantable gives the roles as a roster is checked for them.
func grantable() []roster.Role {
	administrators := map[evaluation.RoleID]bool{}
	for _, r := range policy.AdministratorRoles() {
		administrators[r] = true
	}
	var out []roster.Role
	for _, r := range policy.GrantableRoles() {
		out = append(out, roster.Role{
			ID: string(r), Title: policy.RoleTitle(r), OfDepartment: r == policy.Section, Administrator: administrators[r],
		})
	}
	return out
}

// knownOf gives a directory as a roster is checked against it.
func knownOf(d store.Directory) roster.Known {
	known := roster.Known{
		Units: map[string]bool{}, Departments: map[string]string{}, Logins: map[string]string{}, Roles: map[string][]string{},
	}
	for _, u := range d.Units {
		known.Units[u.ID] = true
	}
	for _, dep := range d.Departments {
		known.Departments[dep.ID] = dep.UnitID
	}
	for _, a := range d.Accounts {
		known.Logins[a.Login] = string(a.Person.ID)
	}
	for _, g := range d.Grants {
		known.Roles[string(g.Person)] = append(known.Roles[string(g.Person)], string(g.Role))
	}
	return known
}

// newPassword makes a password that nobody can guess and everybody can type:
// 75 bits in lower case, without 0, 1, 8 and 9.
func newPassword() string { return strings.ToLower(rand.Text()[:15]) }

// maxPasswordFile is far above a password on a line.
const maxPasswordFile = 4096

// passwordFrom reads the first line of a file, "-" being the standard input.
func passwordFrom(path string) (string, error) {
	line, err := "", error(nil)
	if path == "-" {
		line, err = bufio.NewReader(io.LimitReader(os.Stdin, maxPasswordFile)).ReadString('\n')
	} else {
		var text []byte
		text, err = readText(path, maxPasswordFile)
		line, _, _ = strings.Cut(string(text), "\n")
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", errNoPassword
	}
	return line, nil
}

// account finds an account by the login that was typed.
func (s *system) account(ctx context.Context, login string) (identity.Account, error) {
	a, err := s.store.Identity().AccountByLogin(ctx, identity.NormalizeLogin(login))
	if fault.ReasonOf(err) == "account_not_found" {
		return a, noAccount(login)
	}
	return a, err
}

package command

import (
	"context"
	"errors"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/identity"
	"jiheng/internal/roster"
	"jiheng/internal/store"
	"jiheng/policy"
)

func (sh *shell) accounts() *cobra.Command {
	parent := &cobra.Command{Use: "account", Short: accountShort}
	parent.AddCommand(
		sh.accountList(), sh.accountPassword(), sh.accountGrant(), sh.accountRevoke(),
		sh.accountSwitch("disable", disableShort, (*identity.Sessions).Disable, accountDisabled),
		sh.accountSwitch("enable", enableShort, (*identity.Sessions).Enable, accountEnabled),
	)
	return parent
}

func (sh *shell) accountPassword() *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use: "password LOGIN", Short: passwordShort, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			next := newPassword()
			if file != "" {
				var err error
				if next, err = passwordFrom(file); err != nil {
					return err
				}
			}
			return sh.withPeople(cmd.Context(), func(s *system) error {
				a, err := s.account(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				if err := s.sessions.ResetPassword(cmd.Context(), atTheConsole, a.Person.ID, next); err != nil {
					return err
				}
				if file != "" {
					next = ""
				}
				return sh.say(passwordSet(a.Login, next, a.Disabled))
			})
		},
	}
	cmd.Flags().StringVar(&file, "password-file", "", passwordFileFlag)
	return cmd
}

// accountSwitch takes the right to log in away, or gives it back.
func (sh *shell) accountSwitch(name, short string, do func(*identity.Sessions, context.Context, identity.PersonID, identity.PersonID) error,
	done func(login string) string,
) *cobra.Command {
	return &cobra.Command{
		Use: name + " LOGIN", Short: short, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return sh.withPeople(cmd.Context(), func(s *system) error {
				a, err := s.account(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				if err := do(s.sessions, cmd.Context(), atTheConsole, a.Person.ID); err != nil {
					return err
				}
				return sh.say(done(a.Login))
			})
		},
	}
}

func (sh *shell) accountGrant() *cobra.Command {
	var department, from, to string
	cmd := &cobra.Command{
		Use: "grant LOGIN ROLE UNIT", Short: grantShort, Args: cobra.ExactArgs(3),
		RunE: func(cmd *cobra.Command, args []string) error {
			grant := roster.Grant{At: roster.At{Path: "grant"}, Role: args[1], UnitID: args[2], DepartmentID: department}
			var err error
			if grant.From, err = dateFlag("from", from); err != nil {
				return err
			}
			if grant.To, err = dateFlag("to", to); err != nil {
				return err
			}
			return sh.withPeople(cmd.Context(), func(s *system) error { return sh.grant(cmd.Context(), s, args[0], grant) })
		},
	}
	cmd.Flags().StringVar(&department, "department", "", departmentFlag)
	cmd.Flags().StringVar(&from, "from", "", fromFlag)
	cmd.Flags().StringVar(&to, "to", "", toFlag)
	return cmd
}

func (sh *shell) grant(ctx context.Context, s *system, login string, grant roster.Grant) error {
	a, err := s.account(ctx, login)
	if err != nil {
		return err
	}
	row := grantRow(string(a.Person.ID), grant)
	if !row.ValidTo.IsZero() && !row.ValidTo.After(time.Now()) {
		return exit(exitUsage, errOver)
	}
	// The roles may be given only where a roster might give them; the same
	// check says the same sentences.
	alone := store.Organisation{Grants: []store.Grant{row}}
	proposed, err := s.store.ImportAs(ctx, store.AtTheConsole(), alone, consoleReason, func(there store.Directory) error {
		return checkGrant(a, grant, there)
	})
	switch {
	case err != nil:
		return err
	case proposed > 0:
		return sh.say(grantProposed(a.Login, policy.RoleTitle(row.Role), place(grant)))
	}
	return sh.say(granted(a.Login, policy.RoleTitle(row.Role), place(grant)))
}

func checkGrant(a identity.Account, grant roster.Grant, there store.Directory) error {
	person := roster.Person{
		At: roster.At{Path: "person"}, ID: string(a.Person.ID), UnitID: string(a.Person.UnitID), Login: a.Login, Roles: []roster.Grant{grant},
	}
	var sentences []string
	for _, p := range roster.Check(roster.Roster{People: []roster.Person{person}}, knownOf(there), grantable()) {
		if strings.HasPrefix(p.Place, "grant.") || p.Place == "person.roles" {
			sentences = append(sentences, p.Text)
		}
	}
	if len(sentences) > 0 {
		return exit(exitUsage, errors.New(strings.Join(sentences, "")))
	}
	return nil
}

func dateFlag(name, text string) (calendar.Date, error) {
	if text == "" {
		return calendar.Date{}, nil
	}
	d, err := calendar.ParseDate(text)
	if err != nil {
		return d, exit(exitUsage, wrongDate(name, text))
	}
	return d, nil
}

func (sh *shell) accountRevoke() *cobra.Command {
	var department string
	cmd := &cobra.Command{
		Use: "revoke LOGIN ROLE UNIT", Short: revokeShort, Args: cobra.ExactArgs(3),
		RunE: func(cmd *cobra.Command, args []string) error {
			return sh.withPeople(cmd.Context(), func(s *system) error {
				a, err := s.account(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				grant := evaluation.Grant{Role: evaluation.RoleID(args[1]), UnitID: args[2], DepartmentID: department}
				proposed, err := s.store.EndAtConsole(cmd.Context(), evaluation.PersonID(a.Person.ID), grant, consoleReason)
				switch {
				case fault.ReasonOf(err) == "grant_not_found":
					return notHeld(a.Login, grant)
				case err != nil:
					return err
				case proposed:
					return sh.say(endProposed(a.Login, policy.RoleTitle(grant.Role)))
				}
				return sh.say(revoked(a.Login, policy.RoleTitle(grant.Role), grant))
			})
		},
	}
	cmd.Flags().StringVar(&department, "department", "", departmentFlag)
	return cmd
}

func (sh *shell) accountList() *cobra.Command {
	var unit string
	cmd := &cobra.Command{
		Use: "list", Short: accountListShort, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return sh.withPeople(cmd.Context(), func(s *system) error {
				there, err := s.store.Directory(cmd.Context())
				if err != nil {
					return err
				}
				return sh.list(there, unit)
			})
		},
	}
	cmd.Flags().StringVar(&unit, "unit", "", unitFlag)
	return cmd
}

func (sh *shell) list(there store.Directory, unit string) error {
	w := tabwriter.NewWriter(sh.out, 0, 0, 2, ' ', 0)
	lines := []string{strings.Join(accountColumns(), "\t")}
	for _, a := range there.Accounts {
		if unit != "" && string(a.Person.UnitID) != unit {
			continue
		}
		var roles []string
		for _, g := range there.Grants {
			if string(g.Person) == string(a.Person.ID) {
				roles = append(roles, grantWords(g))
			}
		}
		lines = append(lines, strings.Join([]string{
			a.Login, a.Person.Post, string(a.Person.UnitID), string(a.Person.DepartmentID), accountState(a), strings.Join(slices.Compact(roles), "、"),
		}, "\t"))
	}
	if _, err := w.Write([]byte(strings.Join(lines, "\n") + "\n")); err != nil {
		return err
	}
	return w.Flush()
}

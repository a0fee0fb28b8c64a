package command

import (
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"jiheng/internal/evaluation"
	"jiheng/internal/store"
	"jiheng/policy"
)

func (sh *shell) admin() *cobra.Command {
	parent := &cobra.Command{Use: "admin", Short: adminShort}
	parent.AddCommand(sh.adminList(), sh.adminAppoint())
	return parent
}

// adminAppoint fills an office that nobody holds: how an installation gets its
// first administrators, and how one comes back that has lost one.
func (sh *shell) adminAppoint() *cobra.Command {
	var unit, reason string
	cmd := &cobra.Command{
		Use: "appoint LOGIN ROLE", Short: appointShort, Long: appointLong, Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			role := evaluation.RoleID(args[1])
			if !slices.Contains(policy.AdministratorRoles(), role) {
				return exit(exitUsage, notAnOffice(args[1]))
			}
			return sh.withPeople(cmd.Context(), func(s *system) error {
				a, err := s.account(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				if unit == "" {
					unit = string(a.Person.UnitID)
				}
				proposed, err := s.store.AppointAdministrator(cmd.Context(), evaluation.PersonID(a.Person.ID), role, unit, reason)
				if err != nil {
					return err
				}
				return sh.say(appointedWords(a.Login, policy.RoleTitle(role), proposed))
			})
		},
	}
	cmd.Flags().StringVar(&unit, "unit", "", appointUnitFlag)
	cmd.Flags().StringVar(&reason, "reason", consoleReason, appointReasonFlag)
	return cmd
}

func (sh *shell) adminList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: adminListShort, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return sh.withPeople(cmd.Context(), func(s *system) error {
				there, err := s.store.Directory(cmd.Context())
				if err != nil {
					return err
				}
				return sh.listAdministrators(there)
			})
		},
	}
}

func (sh *shell) listAdministrators(there store.Directory) error {
	w := tabwriter.NewWriter(sh.out, 0, 0, 2, ' ', 0)
	lines := []string{strings.Join(adminColumns(), "\t")}
	for _, role := range policy.AdministratorRoles() {
		held := false
		for _, g := range there.Grants {
			i := slices.IndexFunc(there.Accounts, func(a store.DirectoryAccount) bool { return string(a.Person.ID) == string(g.Person) })
			if g.Role != role || i < 0 {
				continue
			}
			held = true
			a := there.Accounts[i]
			lines = append(lines, strings.Join([]string{policy.RoleTitle(role), a.Login, a.Person.Post, accountState(a), grantWords(g)}, "\t"))
		}
		if !held {
			lines = append(lines, policy.RoleTitle(role)+"\t"+vacantOffice)
		}
	}
	if _, err := w.Write([]byte(strings.Join(lines, "\n") + "\n")); err != nil {
		return err
	}
	return w.Flush()
}

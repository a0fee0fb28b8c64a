package command

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"jiheng/cmd/jiheng/adapter"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/identity"
	"jiheng/internal/roster"
	"jiheng/internal/store"
)

// maxRosterBytes is far above a roster of ten thousand people.
const maxRosterBytes = 16 << 20

func (sh *shell) organisation() *cobra.Command {
	parent := &cobra.Command{Use: "organisation", Short: organisationShort}
	parent.AddCommand(sh.organisationImport())
	return parent
}

// importer brings one roster in.
type importer struct {
	sh     *shell
	system *system
	roster roster.Roster
	flags  rosterFlags
	// common is the password that all newcomers get, "" for one each.
	common string
	// initial are the passwords of those who have none yet.
	initial []initialPassword
}

type rosterFlags struct {
	check        bool
	passwordFile string
	passwords    string
}

type initialPassword struct {
	person         roster.Person
	password, hash string
}

func (sh *shell) organisationImport() *cobra.Command {
	var flags rosterFlags
	cmd := &cobra.Command{
		Use: "import FILE", Short: importShort, Long: importLong, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if flags.passwordFile != "" && cmd.Flags().Changed("passwords") {
				return exit(exitUsage, errTwoPasswordFiles)
			}
			if isWorkbook(args[0]) {
				return sh.importList(cmd.Context(), args[0], flags)
			}
			content, err := readText(args[0], maxRosterBytes)
			if err != nil {
				return err
			}
			if len(content) > maxRosterBytes {
				return errRosterTooLarge
			}
			common := ""
			if flags.passwordFile != "" {
				if common, err = passwordFrom(flags.passwordFile); err != nil {
					return err
				}
			}
			return sh.withPeople(cmd.Context(), func(s *system) error {
				i := &importer{sh: sh, system: s, flags: flags, common: common}
				return i.run(cmd.Context(), content)
			})
		},
	}
	cmd.Flags().BoolVar(&flags.check, "check", false, checkFlag)
	cmd.Flags().StringVar(&flags.passwords, "passwords", "initial-passwords.csv", passwordsFlag)
	cmd.Flags().StringVar(&flags.passwordFile, "password-file", "", commonPasswordFlag)
	return cmd
}

func (i *importer) run(ctx context.Context, content []byte) error {
	var problems []roster.Problem
	i.roster, problems = roster.Read(content)
	there, err := i.system.store.Directory(ctx)
	if err != nil {
		return err
	}
	problems = append(problems, roster.Check(i.roster, knownOf(there), grantable())...)
	if len(problems) > 0 {
		return i.sh.tellProblems(problems)
	}
	newcomers := withoutPassword(i.roster, there)
	if i.flags.check {
		return i.sh.say(rosterRight(i.roster, len(newcomers)))
	}
	keep, err := i.preparePasswords(ctx, newcomers)
	if err != nil {
		return err
	}
	proposed, err := i.system.store.ImportAs(ctx, store.AtTheConsole(), i.rows(time.Now()), consoleReason,
		func(now store.Directory) error { return i.agree(now, newcomers) })
	if err != nil {
		return errors.Join(err, keep(false))
	}
	if err := keep(true); err != nil {
		return err
	}
	if err := i.sh.say(rosterDone(i.roster, len(newcomers), i.passwordsIn())); err != nil || proposed == 0 {
		return err
	}
	return i.sh.say(rosterProposed(proposed))
}

// agree looks again under the lock, since others may have written meanwhile.
func (i *importer) agree(now store.Directory, newcomers []roster.Person) error {
	if problems := roster.Check(i.roster, knownOf(now), grantable()); len(problems) > 0 {
		return i.sh.tellProblems(problems)
	}
	still := withoutPassword(i.roster, now)
	if !slices.EqualFunc(still, newcomers, func(a, b roster.Person) bool { return a.ID == b.ID }) {
		return errChangedMeanwhile
	}
	return nil
}

func withoutPassword(r roster.Roster, there store.Directory) []roster.Person {
	return slices.DeleteFunc(slices.Clone(r.People), func(p roster.Person) bool {
		return slices.ContainsFunc(there.Accounts, func(a store.DirectoryAccount) bool {
			return string(a.Person.ID) == p.ID && a.HasPassword
		})
	})
}

// preparePasswords makes and hashes the initial passwords, and writes those it
// made to a file before anything else is written: a password that nobody
// knows would be worse than a file too many. keep ends it.
func (i *importer) preparePasswords(ctx context.Context, newcomers []roster.Person) (keep func(bool) error, err error) {
	for _, p := range newcomers {
		initial := initialPassword{person: p, password: i.common}
		if i.common == "" {
			initial.password = identity.NewPassword()
		}
		if err := identity.CheckPassword(p.Login, initial.password); err != nil {
			return nil, err
		}
		if initial.hash, err = i.system.hasher.Hash(ctx, initial.password); err != nil {
			return nil, err
		}
		i.initial = append(i.initial, initial)
	}
	if i.common != "" || len(newcomers) == 0 {
		return func(bool) error { return nil }, nil
	}
	if err := writeSecret(i.flags.passwords, i.passwordList()); err != nil {
		return nil, err
	}
	return func(wanted bool) error {
		if wanted {
			return nil
		}
		return os.Remove(i.flags.passwords)
	}, nil
}

func (i *importer) passwordsIn() string {
	if i.flags.passwordFile != "" || len(i.initial) == 0 {
		return ""
	}
	return i.flags.passwords
}

func (i *importer) passwordList() []byte {
	var b bytes.Buffer
	b.WriteString("\xef\xbb\xbf") // so that spreadsheets know the encoding
	w := csv.NewWriter(&b)
	_ = w.Write(passwordColumns()) // a buffer takes everything
	for _, p := range i.initial {
		_ = w.Write([]string{p.person.Login, p.person.Name, p.person.Post, p.password})
	}
	w.Flush()
	return b.Bytes()
}

// writeSecret writes a new file that only its owner can read.
func writeSecret(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // the file that the administrator named
	if errors.Is(err, os.ErrExist) {
		return fileThere(path)
	}
	if err != nil {
		return fmt.Errorf("write passwords: %w", err)
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(fmt.Errorf("write passwords: %w", err), os.Remove(path))
	}
	return nil
}

// rows gives the roster as the store takes it. A role that is over already is
// left out.
func (i *importer) rows(now time.Time) store.Organisation {
	hashes := map[string]string{}
	for _, n := range i.initial {
		hashes[n.person.ID] = n.hash
	}
	o := adapter.OrganisationOf(i.roster, hashes, now.Add(identity.InitialFor))
	for _, p := range i.roster.People {
		for _, g := range p.Roles {
			if row := grantRow(p.ID, g); row.ValidTo.IsZero() || row.ValidTo.After(now) {
				o.Grants = append(o.Grants, row)
			}
		}
	}
	return o
}

// grantRow begins at the start of its first day and ends at the end of its
// last one.
func grantRow(person string, g roster.Grant) store.Grant {
	row := store.Grant{
		Person: evaluation.PersonID(person), Role: evaluation.RoleID(g.Role), UnitID: g.UnitID, DepartmentID: g.DepartmentID,
		GrantedBy: evaluation.SystemPerson,
	}
	if g.From != (calendar.Date{}) {
		row.ValidFrom = g.From.Start()
	}
	if g.To != (calendar.Date{}) {
		row.ValidTo = g.To.End()
	}
	return row
}

// tellProblems prints one line for each mistake.
func (sh *shell) tellProblems(problems []roster.Problem) error {
	for _, p := range problems {
		if err := sh.say(p.String()); err != nil {
			return err
		}
	}
	return exit(exitFindings, rosterWrong(len(problems)))
}

func (sh *shell) say(line string) error {
	_, err := fmt.Fprintln(sh.out, line)
	return err
}

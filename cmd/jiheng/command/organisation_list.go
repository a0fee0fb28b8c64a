package command

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"jiheng/cmd/jiheng/adapter"
	"jiheng/internal/evaluation"
	"jiheng/internal/roster"
	"jiheng/internal/store"
)

// maxListBytes bounds a list as a workbook, as the API does.
const maxListBytes = 4 << 20

func isWorkbook(path string) bool { return strings.EqualFold(filepath.Ext(path), ".xlsx") }

// importList takes over a list of departments or people in a workbook, which
// grants no roles.
func (sh *shell) importList(ctx context.Context, path string, flags rosterFlags) error {
	content, err := readInput(path, maxListBytes)
	if err != nil {
		return err
	}
	if len(content) > maxListBytes {
		return errListTooLarge
	}
	common := ""
	if flags.passwordFile != "" {
		if common, err = passwordFrom(flags.passwordFile); err != nil {
			return err
		}
	}
	return sh.withPeople(ctx, func(s *system) error {
		i := &importer{sh: sh, system: s, flags: flags, common: common}
		return i.takeOver(ctx, path, content)
	})
}

func (i *importer) takeOver(ctx context.Context, path string, content []byte) error {
	there, err := i.system.store.Directory(ctx)
	if err != nil {
		return err
	}
	plan, err := roster.PlanAny(content, adapter.RosterOf(there))
	if err != nil {
		return err
	}
	if err := i.tellPlan(path, plan); err != nil || i.flags.check {
		return err
	}
	i.roster = plan.Roster
	keep, err := i.preparePasswords(ctx, plan.Newcomers)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(content)
	err = i.system.store.TakeOver(ctx, store.AdministrationRequest{Actor: evaluation.SystemPerson},
		func(_ evaluation.Actor, now store.Directory) (store.ListImport, error) {
			again, err := roster.PlanAny(content, adapter.RosterOf(now))
			if err != nil || !slices.EqualFunc(again.Newcomers, plan.Newcomers, samePerson) || len(again.Problems) > 0 {
				return store.ListImport{}, errors.Join(err, errChangedMeanwhile)
			}
			data, err := again.Entry(hex.EncodeToString(sum[:]), whoImports(""))
			return store.ListImport{Organisation: i.rows(time.Now()), Data: data}, err
		})
	if err := errors.Join(err, keep(err == nil)); err != nil {
		return err
	}
	return i.sh.say(listDone(len(plan.Changes), len(plan.Newcomers), i.passwordsIn()))
}

func samePerson(a, b roster.Person) bool { return a.ID == b.ID }

// tellPlan prints what is wrong, cell by cell, or what would change.
func (i *importer) tellPlan(path string, plan roster.Plan) error {
	for _, p := range plan.Problems {
		if err := i.sh.say(path + " " + p.Sentence()); err != nil {
			return err
		}
	}
	if n := len(plan.Problems); n > 0 {
		return exit(exitFindings, rosterWrong(n))
	}
	for _, c := range plan.Changes {
		if err := i.sh.say(c.Sentence()); err != nil {
			return err
		}
	}
	if i.flags.check {
		return i.sh.say(listRight(len(plan.Changes), len(plan.Newcomers)))
	}
	return nil
}

package store_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/identity"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

func newcomer(until time.Time) store.Organisation {
	person := identity.Person{ID: "newcomer", UnitID: evaluationtest.Unit, Name: "新来的人", Post: "经办人"}
	return store.Organisation{
		Persons:  []identity.Person{person},
		Accounts: []identity.Account{{Person: person, Login: "New.Comer", PasswordHash: "hash"}},
		Grants: []store.Grant{
			{Person: "newcomer", Role: "finance_office", UnitID: evaluationtest.Unit, GrantedBy: "system"},
			{Person: "newcomer", Role: "unit_office", UnitID: evaluationtest.Unit, ValidTo: until, GrantedBy: "system"},
		},
	}
}

func yes(store.Directory) error { return nil }

func TestAnImportMayBeRepeated(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	ctx := t.Context()
	until := time.Now().AddDate(1, 0, 0).UTC().Truncate(time.Second)
	before, err := s.Directory(ctx)
	require.NoError(t, err)
	require.NoError(t, s.ImportOrganisation(ctx, newcomer(until), yes))
	first, err := s.Directory(ctx)
	require.NoError(t, err)
	require.Len(t, first.Grants, len(before.Grants)+2)
	require.Equal(t, until, first.Grants[len(first.Grants)-1].ValidTo)
	require.Len(t, first.Accounts, len(before.Accounts)+1)
	require.Contains(t, first.Accounts, store.DirectoryAccount{
		Person: identity.Person{ID: "newcomer", UnitID: evaluationtest.Unit, Name: "新来的人", Post: "经办人"}, Login: "new.comer", HasPassword: true,
	})
	require.NoError(t, s.ImportOrganisation(ctx, newcomer(until), yes))
	again, err := s.Directory(ctx)
	require.NoError(t, err)
	require.Equal(t, first, again, "nothing twice, dated roles neither")
}

func TestAnImportThatIsNotAgreedToWritesNothing(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	ctx := t.Context()
	before, err := s.Directory(ctx)
	require.NoError(t, err)
	no := errors.New("not so")
	require.Equal(t, no, s.ImportOrganisation(ctx, newcomer(time.Time{}), func(there store.Directory) error {
		require.Equal(t, before, there)
		return no
	}))
	bad := newcomer(time.Time{})
	bad.Grants[1].UnitID = "nowhere"
	require.Error(t, s.ImportOrganisation(ctx, bad, yes))
	after, err := s.Directory(ctx)
	require.NoError(t, err)
	require.Equal(t, before, after)
}

func TestImportsComeOneAfterAnother(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	var all sync.WaitGroup
	results := make(chan error, 8)
	taken := errors.New("taken")
	for range 8 {
		all.Go(func() {
			results <- s.ImportOrganisation(context.WithoutCancel(t.Context()), newcomer(time.Time{}), func(there store.Directory) error {
				for _, a := range there.Accounts {
					if a.Login == "new.comer" {
						return taken
					}
				}
				return nil
			})
		})
	}
	all.Wait()
	close(results)
	done := 0
	for err := range results {
		if err == nil {
			done++
			continue
		}
		require.Equal(t, taken, err)
	}
	require.Equal(t, 1, done, "each sees what the one before has written")
}

package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/identity"
	"jiheng/internal/identity/identitytest"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

func TestIdentity_keepsTheContract(t *testing.T) {
	t.Parallel()
	identitytest.Run(t, func(t *testing.T) identitytest.Subject {
		t.Helper()
		s, err := store.Open(t.Context(), storetest.StoreConfig(storetest.DSN(t)))
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, s.Close()) })
		return identitytest.Subject{
			Repository: s.Identity(),
			Seed:       func(t *testing.T, accounts ...identity.Account) { seedAccounts(t, s, accounts) },
			Entries: func(t *testing.T) []identity.Entry {
				t.Helper()
				log, err := s.SecurityLog(t.Context(), 0, store.MaxEntries)
				require.NoError(t, err)
				entries := make([]identity.Entry, len(log))
				for i, line := range log {
					entries[len(log)-1-i] = line.Entry
				}
				return entries
			},
		}
	})
}

// seedAccounts brings accounts in with the places their persons need, and
// replaces those that are there.
func seedAccounts(t *testing.T, s *store.Store, accounts []identity.Account) {
	t.Helper()
	for _, a := range accounts {
		o := store.Organisation{Persons: []identity.Person{a.Person}, Accounts: []identity.Account{a}}
		o.Units = []store.Unit{{ID: string(a.Person.UnitID), Name: "unit"}}
		if a.Person.DepartmentID != "" {
			o.Departments = []store.Department{{ID: string(a.Person.DepartmentID), UnitID: string(a.Person.UnitID), Name: "department"}}
		}
		require.NoError(t, s.SeedOrganisation(t.Context(), o))
		require.NoError(t, s.DB().Exec("UPDATE accounts SET password_hash = ?, disabled_at = CASE WHEN ? THEN now() END WHERE person_id = ?",
			a.PasswordHash, a.Disabled, string(a.Person.ID)).Error)
	}
}

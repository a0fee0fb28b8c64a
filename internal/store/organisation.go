package store

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"jiheng/internal/administration"
	"jiheng/internal/identity"
)

// Unit is a budget unit (预算单位).
type Unit struct {
	ID   string `gorm:"primaryKey"`
	Name string
}

// TableName names the table.
func (Unit) TableName() string { return "units" }

// Department is a department of a unit (科室).
type Department struct {
	ID     string `gorm:"primaryKey"`
	UnitID string
	Name   string
}

// TableName names the table.
func (Department) TableName() string { return "departments" }

// Organisation is who there is and who holds what (组织机构).
type Organisation struct {
	Units       []Unit
	Departments []Department
	Persons     []identity.Person
	// Accounts need only Person.ID, Login, PasswordHash and InitialUntil.
	Accounts []identity.Account
	Grants   []Grant
}

// SeedOrganisation brings in an organisation: what is new is added, names and
// places are brought up to date, nothing is taken away. A password that was
// set already stays. So it may be run as often as one likes. Its roles need no
// approval, and get none once there are administrators who could give it.
// Fault: conflict approval_needed.
func (s *Store) SeedOrganisation(ctx context.Context, o Organisation) error {
	return s.administrate(ctx, atTheConsole(), func(a *administrating) error {
		if err := a.seed(o); err != nil {
			return err
		}
		return a.recordAll(o.Grants, administration.Seeded)
	})
}

// seed brings in all but the roles.
func (a *administrating) seed(o Organisation) error {
	touched := wholly(administration.Units, administration.FormerUnits, administration.Departments, administration.FormerDepartments,
		administration.People, administration.FormerPeople, administration.Accounts)
	return a.registering(touched, func() error {
		for _, step := range []func(*gorm.DB, Organisation) error{
			seedUnits, seedDepartments, seedPersons, seedAccounts,
		} {
			if err := step(a.tx, o); err != nil {
				return err
			}
		}
		return nil
	})
}

func seedUnits(tx *gorm.DB, o Organisation) error { return upsert(tx, o.Units, "name") }

func seedDepartments(tx *gorm.DB, o Organisation) error {
	return upsert(tx, o.Departments, "unit_id", "name")
}

func seedPersons(tx *gorm.DB, o Organisation) error {
	rows := make([]personRow, len(o.Persons))
	for i, p := range o.Persons {
		rows[i] = newPersonRow(p)
	}
	return upsert(tx, rows, "unit_id", "department_id", "name", "post", "email")
}

func seedAccounts(tx *gorm.DB, o Organisation) error {
	for _, a := range o.Accounts {
		err := tx.Exec(`INSERT INTO accounts (person_id, login, password_hash, password_expires_at) VALUES (?, ?, ?, ?)
			ON CONFLICT (person_id) DO UPDATE SET login = excluded.login,
				password_expires_at = CASE WHEN accounts.password_hash = '' THEN excluded.password_expires_at ELSE accounts.password_expires_at END,
				password_hash = COALESCE(NULLIF(accounts.password_hash, ''), excluded.password_hash)`,
			string(a.Person.ID), identity.NormalizeLogin(a.Login), a.PasswordHash, nullable(a.InitialUntil)).Error
		if err != nil {
			return err
		}
	}
	return nil
}

func upsert[R any](tx *gorm.DB, rows []R, columns ...string) error {
	return insert(tx.Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "id"}}, DoUpdates: clause.AssignmentColumns(columns),
	}), rows)
}

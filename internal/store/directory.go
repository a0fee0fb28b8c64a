package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/identity"
)

// Directory is who there is, with their accounts and roles (机构人员目录).
type Directory struct {
	Units       []Unit
	Departments []Department
	Accounts    []DirectoryAccount
	// Grants are held now or later.
	Grants []Grant
}

// DirectoryAccount is an account as an administrator sees it.
type DirectoryAccount struct {
	Person      identity.Person
	Login       string
	HasPassword bool
	Disabled    bool
}

// Directory gives everything there is, by id.
func (s *Store) Directory(ctx context.Context) (Directory, error) {
	return directory(s.db.WithContext(ctx))
}

type heldRow struct {
	PersonID, Role, UnitID, DepartmentID string
	ValidFrom                            time.Time
	ValidTo                              *time.Time
	GrantedBy                            string
}

func directory(tx *gorm.DB) (Directory, error) {
	var d Directory
	if err := tx.Order("id").Find(&d.Units).Error; err != nil {
		return d, err
	}
	if err := tx.Order("id").Find(&d.Departments).Error; err != nil {
		return d, err
	}
	var accounts []accountRow
	if err := tx.Raw(selectAccount + "true ORDER BY p.unit_id, p.id").Scan(&accounts).Error; err != nil {
		return d, err
	}
	for i := range accounts {
		a := accounts[i].account()
		d.Accounts = append(d.Accounts, DirectoryAccount{Person: a.Person, Login: a.Login, HasPassword: a.PasswordHash != "", Disabled: a.Disabled})
	}
	var held []heldRow
	err := tx.Raw(`SELECT person_id, role, unit_id, COALESCE(department_id, '') AS department_id, valid_from, valid_to, granted_by
		FROM role_grants WHERE valid_to IS NULL OR valid_to > clock_timestamp() ORDER BY id`).Scan(&held).Error
	for _, g := range held {
		d.Grants = append(d.Grants, Grant{
			Person: evaluation.PersonID(g.PersonID), Role: evaluation.RoleID(g.Role), UnitID: g.UnitID, DepartmentID: g.DepartmentID,
			ValidFrom: g.ValidFrom.UTC(), ValidTo: instant(g.ValidTo), GrantedBy: evaluation.PersonID(g.GrantedBy),
		})
	}
	return d, err
}

// importReason is why roles are proposed that a roster brings.
const importReason = "organisation import"

// ImportOrganisation brings in what agree finds right against what is there,
// in one transaction in which nobody else imports: all of it or nothing. Like
// SeedOrganisation it adds and brings up to date, and may be repeated. It is
// the console's: see ImportAs.
// What agree refuses is given back as it is.
func (s *Store) ImportOrganisation(ctx context.Context, o Organisation, agree func(Directory) error) error {
	_, err := s.ImportAs(ctx, atTheConsole(), o, importReason, agree)
	return err
}

// ImportAs is ImportOrganisation by somebody, who may do it. Roles that are not
// held yet are proposed and wait to be approved, for the reason given; only the
// console lets them count at once, while nobody could approve them.
// Faults: forbidden duty_conflict for a role of one's own.
func (s *Store) ImportAs(ctx context.Context, req AdministrationRequest, o Organisation, reason string, agree func(Directory) error) (proposed int, err error) {
	var refused error
	err = s.administrate(ctx, req, func(a *administrating) error {
		refused = nil // a transaction may be tried again
		there, err := directory(a.tx)
		if err != nil {
			return err
		}
		if refused = agree(there); refused != nil {
			return refused
		}
		paired, err := a.paired()
		if err != nil {
			return err
		}
		if err := a.seed(o); err != nil {
			return err
		}
		proposed, err = a.giveOrPropose(o.Grants, paired, reason)
		return err
	})
	if refused != nil {
		return 0, refused
	}
	return proposed, err
}

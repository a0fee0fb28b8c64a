package store

// grantRow is a role held, as a decision sees it.
type grantRow struct {
	Role         string `json:"role"`
	UnitID       string `json:"unit_id"`
	DepartmentID string `json:"department_id"`
}

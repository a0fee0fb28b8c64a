package store

import (
	"time"

	"gorm.io/gorm"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

// reached is a person who is told, with what a notice needs of the person.
type reached struct {
	ID    string
	Name  string
	Email string
}

// toldTask is a task with what a notice says of it.
type toldTask struct {
	taskRow
	UnitName       string `json:"unit_name"`
	DepartmentName string `json:"department_name"`
}

// holders finds who holds one of a task's roles now, as evaluation.Situation's
// Holds decides it: by appointment, or by grant in the unit and the department.
const selectHolders = `SELECT p.id, p.name, p.email FROM persons p WHERE p.id IN (
	SELECT m.person_id FROM members m WHERE @appointed AND m.evaluation_id = @evaluation AND m.role IN @roles
	UNION
	SELECT g.person_id FROM role_grants g WHERE NOT @appointed AND g.unit_id = @unit AND g.role IN @roles
		AND (@department = '' OR g.department_id = @department)
		AND g.valid_from <= clock_timestamp() AND (g.valid_to IS NULL OR g.valid_to > clock_timestamp()))
ORDER BY p.id`

func holders(tx *gorm.DB, t *toldTask, roles []string, appointed bool, unit, department string) ([]reached, error) {
	var out []reached
	err := tx.Raw(selectHolders, map[string]any{
		"appointed": appointed, "evaluation": t.EvaluationID, "roles": roles, "unit": unit, "department": department,
	}).Scan(&out).Error
	return out, err
}

// audience finds the persons behind what a telling says, each once.
type audience struct {
	tx         *gorm.DB
	evaluation *evaluation.Evaluation
	definition *evaluation.Definition
	known      map[string][]reached
	calendar   calendar.Calendar
	left       map[[2]calendar.Date]int
}

// workdaysLeft counts the working days from an instant to a deadline, each
// pair of days once.
func (a *audience) workdaysLeft(at time.Time, due calendar.Date) int {
	days := [2]calendar.Date{a.evaluation.Timescale.Today(at), due}
	n, ok := a.left[days]
	if !ok {
		n, _ = a.calendar.WorkdaysBetween(days[0], due)
		a.left[days] = n
	}
	return n
}

func (a *audience) of(t *toldTask, w tell) ([]reached, error) {
	var out []reached
	add := func(people []reached, err error) error {
		for _, p := range people {
			if !containsPerson(out, p.ID) {
				out = append(out, p)
			}
		}
		return err
	}
	if w.person != "" {
		if err := add(a.person(string(w.person))); err != nil {
			return nil, err
		}
	}
	for _, to := range w.to {
		if err := add(a.resolve(t, to)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// resolve finds whoever has the task, its candidates while nobody has, or the
// holders of a role.
func (a *audience) resolve(t *toldTask, to evaluation.Audience) ([]reached, error) {
	switch {
	case to.Assignee && t.Assignee != "":
		return a.person(t.Assignee)
	case to.Assignee:
		key := "task:" + t.UnitID + ":" + t.DepartmentID + ":" + t.Step + ":" + t.StageID
		return a.once(key, func() ([]reached, error) {
			return holders(a.tx, t, t.Roles, t.Appointed, t.UnitID, t.DepartmentID)
		})
	}
	role, ok := a.definition.Role(to.Role)
	if !ok {
		return nil, nil
	}
	return a.once("role:"+string(to.Role), func() ([]reached, error) {
		return holders(a.tx, t, []string{string(role.ID)}, role.HeldBy == evaluation.HeldByAppointment, a.evaluation.UnitOf(role), "")
	})
}

func (a *audience) person(id string) ([]reached, error) {
	return a.once("person:"+id, func() ([]reached, error) {
		var out []reached
		err := a.tx.Raw("SELECT id, name, email FROM persons WHERE id = ?", id).Scan(&out).Error
		return out, err
	})
}

// once asks each question once: a stage that opens may tell thousands.
func (a *audience) once(key string, ask func() ([]reached, error)) ([]reached, error) {
	if people, ok := a.known[key]; ok {
		return people, nil
	}
	people, err := ask()
	if err == nil {
		a.known[key] = people
	}
	return people, err
}

func containsPerson(people []reached, id string) bool {
	for _, p := range people {
		if p.ID == id {
			return true
		}
	}
	return false
}

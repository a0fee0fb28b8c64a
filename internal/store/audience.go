package store

import (
	"strings"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/notify"
)

// reached is a person who is told, with what a notice needs of the person.
type reached struct {
	ID          string
	Name        string
	Email       string
	UnitID      string
	Preferences document[notify.Preferences]
}

// selectReached begins every question for people who are told.
const selectReached = `SELECT p.id, p.name, p.email, p.unit_id, q.content AS preferences
FROM persons p LEFT JOIN notice_preferences q ON q.person_id = p.id `

// toldTask is a task with what a notice says of it.
type toldTask struct {
	taskRow
	UnitName       string `json:"unit_name"`
	DepartmentName string `json:"department_name"`
}

// holders finds who holds one of a task's roles now, as evaluation.Situation's
// Holds decides it: by appointment, or by grant in the unit and the department.
const selectHolders = selectReached + `WHERE p.id IN (
	SELECT m.person_id FROM members m WHERE @appointed AND m.evaluation_id = @evaluation AND m.role IN @roles
	UNION
	SELECT g.person_id FROM role_grants g WHERE NOT @appointed AND g.unit_id = @unit AND g.role IN @roles
		AND (@department = '' OR g.department_id = @department)
		AND ` + grantCounts + `)
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
	calendar   calendar.Calendar
	*answered
}

// answered is what was found out already, for all evaluations that are told of
// together.
type answered struct {
	known map[string][]reached
	left  map[[2]calendar.Date]int
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
	if w.deciders {
		w.to = decidersOf(a.definition, evaluation.StageID(t.StageID))
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
		return a.holding(t, t.Roles, t.Appointed, t.UnitID, t.DepartmentID)
	}
	role, ok := a.definition.Role(to.Role)
	if !ok {
		return nil, nil
	}
	return a.holding(t, []string{string(role.ID)}, role.HeldBy == evaluation.HeldByAppointment, a.evaluation.UnitOf(role), "")
}

// holding asks for holders, once for all tasks that ask for the same.
func (a *audience) holding(t *toldTask, roles []string, appointed bool, unit, department string) ([]reached, error) {
	key := "unit:" + unit + ":" + department
	if appointed {
		key = "evaluation:" + t.EvaluationID
	}
	return a.once(key+":"+strings.Join(roles, ","), func() ([]reached, error) {
		return holders(a.tx, t, roles, appointed, unit, department)
	})
}

func (a *audience) person(id string) ([]reached, error) {
	return a.once("person:"+id, func() ([]reached, error) {
		var out []reached
		err := a.tx.Raw(selectReached+"WHERE p.id = ?", id).Scan(&out).Error
		return out, err
	})
}

// meet asks for many persons at once, so that nobody is asked for alone.
func (a *answered) meet(tx *gorm.DB, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	var people []reached
	if err := tx.Raw(selectReached+"WHERE p.id = ANY(CAST(? AS text[]))", texts(ids)).Scan(&people).Error; err != nil {
		return err
	}
	for _, p := range people {
		a.known["person:"+p.ID] = []reached{p}
	}
	return nil
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

// decidersOf are those who decide on more time in a stage.
func decidersOf(def *evaluation.Definition, id evaluation.StageID) []evaluation.Audience {
	stage, _ := def.Stage(id)
	if stage.Extension == nil {
		return nil
	}
	out := make([]evaluation.Audience, len(stage.Extension.By))
	for i, role := range stage.Extension.By {
		out[i] = evaluation.Audience{Role: role}
	}
	return out
}

package demo

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
)

//go:embed case.json
var caseJSON []byte

// Case is the evaluation that is played, with the people who play it.
type Case struct {
	Source       string          `json:"source"`
	Assumptions  []string        `json:"assumptions"`
	Organisation Organisation    `json:"organisation"`
	Evaluation   json.RawMessage `json:"evaluation"`
	Group        json.RawMessage `json:"group"`
	Declared     Declared        `json:"declared"`
	Sheet        json.RawMessage `json:"sheet"`
	Disclosure   Disclosure      `json:"disclosure"`
	Reports      Reports         `json:"reports"`
	Texts        Texts           `json:"texts"`
}

// Organisation is what has to be in the database before the play begins.
type Organisation struct {
	Units       []Unit       `json:"units"`
	Departments []Department `json:"departments"`
	People      []Player     `json:"people"`
}

// Unit is a public body (单位).
type Unit struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Department is a section of a unit (科室).
type Department struct {
	ID     string `json:"id"`
	UnitID string `json:"unit_id"`
	Name   string `json:"name"`
}

// Player is a person, known by post; the login is the id.
type Player struct {
	ID           string   `json:"id"`
	UnitID       string   `json:"unit_id"`
	DepartmentID string   `json:"department_id"`
	Post         string   `json:"post"`
	Roles        []string `json:"roles"`
}

// Declared is what the unit declared of itself.
type Declared struct {
	Total string `json:"total"`
	Grade string `json:"grade"`
}

// Disclosure is when the accounts of the department were approved and made public.
type Disclosure struct {
	ApprovedOn  string `json:"approved_on"`
	DisclosedOn string `json:"disclosed_on"`
}

// Reports are the parts of the reports, in the order of the process.
type Reports struct {
	Project []Field `json:"project"`
	// ProjectAgain are those that are written anew after the return.
	ProjectAgain []Field `json:"project_again"`
	Overall      []Field `json:"overall"`
}

// Field is a field of a form with what is filled in.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Texts are what the players write.
type Texts struct {
	NoticeNumber      string `json:"notice_number"`
	Conclusion        string `json:"conclusion"`
	ConclusionAgain   string `json:"conclusion_again"`
	ReturnReason      string `json:"return_reason"`
	InspectionOpinion string `json:"inspection_opinion"`
	Approval          string `json:"approval"`
	Late              string `json:"late"`
	// WithholdReason and WithholdBasis say why evidence is not published,
	// Acknowledged why what looks like personal data is none.
	WithholdReason string `json:"withhold_reason"`
	WithholdBasis  string `json:"withhold_basis"`
	Acknowledged   string `json:"acknowledged"`
}

// Load reads the case that is built in.
func Load() (*Case, error) {
	var c Case
	d := json.NewDecoder(bytes.NewReader(caseJSON))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		return nil, fmt.Errorf("read the demonstration's case: %w", err)
	}
	return &c, nil
}

// Post gives the post of a player.
func (c *Case) Post(id string) string {
	for _, p := range c.Organisation.People {
		if p.ID == id {
			return p.Post
		}
	}
	return id
}

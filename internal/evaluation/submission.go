package evaluation

import "encoding/json"

// Submission is what a person hands in with a task (提交内容).
type Submission struct {
	Fields []FieldValue `json:"fields,omitempty"`
	// Members are the persons appointed, where the step appoints.
	Members []Appointment `json:"members,omitempty"`
	// Sheet holds the figures and the score table as a JSON object; the core
	// carries it unread.
	Sheet json.RawMessage `json:"sheet,omitempty"`
	// Clearance says of the files of the dossier what may be published.
	Clearance *Clearing `json:"clearance,omitempty"`
}

// empty tells whether nothing was handed in.
func (s Submission) empty() bool {
	return len(s.Fields) == 0 && len(s.Members) == 0 && len(s.Sheet) == 0 && s.Clearance == nil
}

// FieldValue is the value of one form field, as text (字段值).
type FieldValue struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Appointment names a person for a role (任命).
type Appointment struct {
	Person PersonID `json:"person"`
	Role   RoleID   `json:"role"`
}

// Field gives the value of a form field, "" when absent.
func (s Submission) Field(name string) string {
	for _, f := range s.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

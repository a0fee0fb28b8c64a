package evaluation

// Names are the names of those an evaluation refers to, as people read them (名称).
type Names struct {
	Unit     string
	Receiver string
	// Reviewed is the title of what an evaluation follows from, as its unit
	// filed it; empty where there is none here.
	Reviewed    string
	People      []PersonName
	Departments []DepartmentName
}

// PersonName is a person as documents and pages name one: by post (职务).
type PersonName struct {
	ID           PersonID
	Name         string
	Post         string
	DepartmentID string
}

// DepartmentName is a department of a unit (科室).
type DepartmentName struct {
	ID   string
	Name string
}

// Person finds a person's name; the id itself stands in when it is unknown.
func (n Names) Person(id PersonID) PersonName {
	for _, p := range n.People {
		if p.ID == id {
			return p
		}
	}
	return PersonName{ID: id, Name: string(id), Post: string(id)}
}

// Department gives the name of a department, its id when unknown.
func (n Names) Department(id string) string {
	for _, d := range n.Departments {
		if d.ID == id {
			return d.Name
		}
	}
	return id
}

package evaluation

import (
	"github.com/shopspring/decimal"
)

// ItemID identifies an item (评价对象编号); WholeItem stands for the evaluation as a whole.
type ItemID string

// WholeItem is the item of stages that are done once.
const WholeItem ItemID = ""

// ItemKind is what is being evaluated one by one (评价对象种类).
type ItemKind string

// The kinds of item.
const (
	ItemProject    ItemKind = "project"    // money for one purpose, with its own budget (项目)
	ItemDepartment ItemKind = "department" // a department of the unit (科室)
	ItemUnit       ItemKind = "unit"       // a unit, where several are evaluated together (单位)
	ItemProblem    ItemKind = "problem"    // what a review found and asks to be put right (问题)
)

// ItemKinds lists all kinds of item.
func ItemKinds() []ItemKind { return []ItemKind{ItemProject, ItemDepartment, ItemUnit, ItemProblem} }

// Item is one object of the evaluation (评价对象): a project, a department.
type Item struct {
	ID    ItemID   `json:"id"`
	Kind  ItemKind `json:"kind"`
	Title string   `json:"title"`
	// DepartmentID is the section that is responsible for it.
	DepartmentID string `json:"department_id"`
	// Amount is its budget in yuan.
	Amount decimal.Decimal `json:"amount"`
}

// Item finds an item; nil for WholeItem and unknown ids.
func (e *Evaluation) Item(id ItemID) *Item {
	for i := range e.Items {
		if e.Items[i].ID == id {
			return &e.Items[i]
		}
	}
	return nil
}

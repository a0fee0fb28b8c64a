package board

import (
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

// The bounds of an answer.
const (
	MaxRows    = 1000
	MaxOverdue = 200
	MaxPersons = 200
	MaxPoints  = 1500
)

// Scope says what somebody sees (看板范围): the evaluations of units and those
// filed with receivers, those in which the person is appointed in one of Roles,
// all of them whole; of the units of Own only what is the person's or of the
// departments. Of what is yet to be filed with Overseen it is the outline:
// stages and how late they are, and nothing of what is in them.
type Scope struct {
	Units     []string
	Receivers []string
	Overseen  []string
	Person    evaluation.PersonID
	Roles     []evaluation.RoleID
	Own       []Department
}

// Department names a department of a unit; ID is "" for the unit alone.
type Department struct{ Unit, ID string }

// Question asks for a board: of a budget year and a process, the newest there
// is where they are left out; with Evaluation of its items instead (看板查询).
type Question struct {
	Scope
	Year       int
	Process    string
	Evaluation evaluation.ID
	Now        time.Time
}

// Board is the answer (看板).
type Board struct {
	Now       time.Time
	Year      int
	Process   string
	Years     []int
	Processes []Process
	Columns   []Column
	Rows      []Row
	// More is true where there are more than MaxRows.
	More     bool
	Overdue  []Overdue
	Late     int // of which Overdue shows the first
	Persons  []Load
	Progress []Point
}

// Process is one that can be asked for.
type Process struct{ Name, Title string }

// Column is a stage.
type Column struct {
	ID    evaluation.StageID
	Title string
}

// Row is an evaluation, or one of its items.
type Row struct {
	Evaluation evaluation.ID
	Item       evaluation.ItemID
	Unit       string
	Title      string
	Department string
	State      evaluation.State
	// Whole is false where only a share of it is counted.
	Whole bool
	// Outline is true where only its stages are seen. Evaluation is "" for a unit
	// that has begun nothing here.
	Outline bool
	UnitID  string
	// Filing is what the unit filed, "" for nothing.
	Filing string
	Told   Told
	Cells  []Cell // one for each column
}

// Told is how often people were told because of deadlines (提醒次数).
type Told struct {
	Reminders, Overdue, Escalations, Urges int
	LastAt                                 time.Time
}

// Sum is how often in all.
func (t Told) Sum() int { return t.Reminders + t.Overdue + t.Escalations + t.Urges }

// Overdue is a task whose deadline has passed (逾期任务).
type Overdue struct {
	Task       evaluation.TaskID
	Evaluation evaluation.ID
	Unit       string
	Stage      string
	Item       string
	Title      string
	Assignee   string // a name; "" while nobody has it
	Department string
	Roles      []evaluation.RoleID
	DueOn      calendar.Date
	DueAt      time.Time
	Days       int // begun days of delay
	Told       int
}

// Load is what a person has to do and has done (工作量).
type Load struct {
	Person           evaluation.PersonID
	Name, Post, Unit string
	Open, Soon, Late int
	Done             int // within the last 30 days
}

// Point is how many stages were to be settled by the end of a day, and were (进度点).
type Point struct {
	On               calendar.Date
	Planned, Settled int
}

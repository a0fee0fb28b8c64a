package evaluation

import (
	"jiheng/internal/calendar"
)

// StageDefinition is a stage (阶段) as the process describes it.
type StageDefinition struct {
	ID    StageID
	Title string
	// After are the stages that must be settled before this one opens.
	After []StageID
	// Due is when the stage ends; its planned opening is the latest due date
	// of After, or the start of the evaluation.
	Due Offset
	// Opens is how long after that day it opens; nil is on that day.
	Opens *Offset
	// Early opens it as soon as the stages of After are settled: its planned
	// opening is then the latest opening of these.
	Early bool
	// ForEach repeats the steps for every item that it selects; nil means
	// once, for the evaluation as a whole.
	ForEach     *ForEach
	Steps       []StepDefinition
	Reminders   []Notification
	Escalations []Notification
	// Extension says who may grant more time and how much; nil grants none.
	Extension *ExtensionRule
	// OnOverdue is what becomes of a task that is late.
	OnOverdue OnOverdue
	// CountOverdue is how the days of delay are counted.
	CountOverdue DayCount
	// DueAgain is how long it lasts when it is opened again, counted from that
	// day; nil is as long as Due.
	DueAgain *Offset
}

// Offset is a distance on the calendar (时限): a number of calendar days or
// working days, or a fixed date. Deadlines end at 24:00 of their day.
type Offset struct {
	Count    int
	Workdays bool
	On       *calendar.Date // a fixed date; Count is then unused
	// Parameter gives the count for one evaluation; Count is then its default.
	Parameter string
	// Minute ends a deadline at this minute of its day, counted from 0:00;
	// 0 ends it at 24:00.
	Minute int
}

// ForEach selects the items for which a stage is done (逐项办理).
type ForEach struct {
	Kind ItemKind
	// Where keeps only items that satisfy it; nil keeps all.
	Where Condition
}

// Condition is a compiled expression over an item and the parameters (条件). Its
// implementation is pure; Text is the source.
type Condition interface {
	Holds(item Item, parameters []ParameterValue) (bool, error)
	Text() string
}

// alike tells whether two stages are done for the same kind of item, or both
// once.
func alike(a, b StageDefinition) bool {
	if a.ForEach == nil || b.ForEach == nil {
		return a.ForEach == nil && b.ForEach == nil
	}
	return a.ForEach.Kind == b.ForEach.Kind
}

// following gives the step after one, false at the end of the stage.
func (s StageDefinition) following(step StepID) (StepDefinition, bool) {
	for i := range s.Steps {
		if s.Steps[i].ID == step && i+1 < len(s.Steps) {
			return s.Steps[i+1], true
		}
	}
	return StepDefinition{}, false
}

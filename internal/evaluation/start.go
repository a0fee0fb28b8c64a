package evaluation

import (
	"strings"

	"github.com/shopspring/decimal"

	"jiheng/internal/calendar"
	"jiheng/internal/fault"
)

// Start is what somebody gives to start an evaluation (启动).
type Start struct {
	UnitID     string
	ReceiverID string
	Title      string
	Year       int
	StartOn    calendar.Date
	Timescale  calendar.Timescale
	Parameters []ParameterValue // those that differ from the default
	Items      []Item
}

// MaxItems bounds the items of one evaluation.
const MaxItems = 2000

// Begin decides the start: the plan of all stages, frozen with everything it
// was made from. The situation's evaluation is still empty but for its id.
//
// Errors: invalid start_invalid with fields; those of Plan.
func Begin(s *Situation, in Start) ([]Event, error) {
	if wrong := checkStart(s.Definition, in); len(wrong) > 0 {
		return nil, fault.New(fault.Invalid, "start_invalid", "%d fields are wrong", len(wrong)).WithFields(wrong...)
	}
	stages, provisional, err := Plan(s.Definition, Timetable{StartOn: in.StartOn, Calendar: s.Calendar, Timescale: in.Timescale})
	if err != nil {
		return nil, err
	}
	return []Event{Started{
		UnitID: in.UnitID, ReceiverID: in.ReceiverID, Title: strings.TrimSpace(in.Title), Year: in.Year,
		Process: ProcessRef{Name: s.Definition.Name, Version: s.Definition.Version, Digest: s.Definition.Digest},
		StartOn: in.StartOn, Timescale: in.Timescale,
		CalendarVersion: s.Calendar.Version, Provisional: provisional,
		Parameters: parameters(s.Definition, in.Parameters), Stages: stages, Items: in.Items,
	}}, nil
}

func checkStart(def *Definition, in Start) []fault.Field {
	var wrong []fault.Field
	title := strings.TrimSpace(in.Title)
	if title == "" || len(title) > 300 {
		wrong = append(wrong, fault.Field{Name: "title", Reason: "title_required"})
	}
	if in.Year < 2000 || in.Year > 2100 {
		wrong = append(wrong, fault.Field{Name: "year", Reason: "year_invalid"})
	}
	if len(in.Items) > MaxItems {
		wrong = append(wrong, fault.Field{Name: "items", Reason: "too_many_items"})
	}
	for i, it := range in.Items {
		wrong = append(wrong, checkItem(in.Items[:i], it)...)
	}
	for _, p := range in.Parameters {
		if _, ok := defaultOf(def, p.Name); !ok {
			wrong = append(wrong, fault.Field{Name: "parameters." + p.Name, Reason: "parameter_unknown"})
		}
	}
	return wrong
}

func checkItem(before []Item, it Item) []fault.Field {
	var wrong []fault.Field
	if it.ID == "" || len(it.ID) > 64 || strings.ContainsAny(string(it.ID), ":/ \t\n") {
		wrong = append(wrong, fault.Field{Name: "items.id", Reason: "item_id_invalid", Params: map[string]string{"id": string(it.ID)}})
	}
	if strings.TrimSpace(it.Title) == "" || len(it.Title) > 300 {
		wrong = append(wrong, fault.Field{Name: "items.title", Reason: "title_required", Params: map[string]string{"id": string(it.ID)}})
	}
	if it.Amount.IsNegative() {
		wrong = append(wrong, fault.Field{Name: "items.amount", Reason: "number_invalid", Params: map[string]string{"id": string(it.ID)}})
	}
	for _, o := range before {
		if o.ID == it.ID {
			wrong = append(wrong, fault.Field{Name: "items.id", Reason: "item_twice", Params: map[string]string{"id": string(it.ID)}})
		}
	}
	return wrong
}

func parameters(def *Definition, given []ParameterValue) []ParameterValue {
	out := make([]ParameterValue, 0, len(def.Parameters))
	for _, p := range def.Parameters {
		v := ParameterValue{Name: p.Name, Value: p.Default}
		for _, g := range given {
			if g.Name == p.Name {
				v.Value = g.Value
			}
		}
		out = append(out, v)
	}
	return out
}

func defaultOf(def *Definition, name string) (decimal.Decimal, bool) {
	for _, p := range def.Parameters {
		if p.Name == name {
			return p.Default, true
		}
	}
	return decimal.Decimal{}, false
}

package evaluation

import (
	"slices"
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
	// Origin is what it follows from, nil for one that stands alone.
	Origin *Origin
}

// MaxItems bounds the items of one evaluation.
const MaxItems = 2000

// MaxTitle bounds titles, in bytes.
const MaxTitle = 300

// Begin decides the start: the plan of all stages, frozen with everything it
// was made from. The situation's evaluation is still empty but for its id.
//
// Errors: invalid start_invalid with fields; those of Plan.
func Begin(s *Situation, in Start) ([]Event, error) {
	if wrong := checkStart(s.Definition, in); len(wrong) > 0 {
		return nil, fault.New(fault.Invalid, "start_invalid", "%d fields are wrong", len(wrong)).WithFields(wrong...)
	}
	if in.ReceiverID == "" {
		in.ReceiverID = in.UnitID // a process without a receiver stays in the house
	}
	if wrong := s.unstaffed(in); len(wrong) > 0 {
		return nil, fault.New(fault.Invalid, "start_invalid", "%d steps have nobody", len(wrong)).WithFields(wrong...)
	}
	given := parameters(s.Definition, in.Parameters)
	stages, provisional, err := Plan(s.Definition.With(given), Timetable{StartOn: in.StartOn, Calendar: s.Calendar, Timescale: in.Timescale})
	if err != nil {
		return nil, err
	}
	return []Event{Started{
		UnitID: in.UnitID, ReceiverID: in.ReceiverID, Title: strings.TrimSpace(in.Title), Year: in.Year,
		Process: ProcessRef{Name: s.Definition.Name, Version: s.Definition.Version, Digest: s.Definition.Digest},
		StartOn: in.StartOn, Timescale: in.Timescale,
		CalendarVersion: s.Calendar.Version, Provisional: provisional,
		Parameters: given, Stages: stages, Items: append([]Item{}, in.Items...), Origin: in.Origin,
	}}, nil
}

func checkStart(def *Definition, in Start) []fault.Field {
	wrong := checkHead(def, in)
	if len(in.Items) > MaxItems {
		wrong = append(wrong, fault.Field{Name: "items", Reason: "too_many_items"})
		return wrong
	}
	for i, it := range in.Items {
		wrong = append(wrong, checkItem(in.Items[:i], it)...)
	}
	for _, p := range in.Parameters {
		if _, ok := defaultOf(def, p.Name); !ok {
			wrong = append(wrong, fault.Field{Name: "parameters." + p.Name, Reason: "parameter_unknown"})
		}
		if !sane(p.Value) || def.counts(p.Name) && !length(p.Value) {
			wrong = append(wrong, fault.Field{Name: "parameters." + p.Name, Reason: "number_invalid"})
		}
	}
	return wrong
}

// checkHead checks what an evaluation has once: who, what, which year, when.
func checkHead(def *Definition, in Start) []fault.Field {
	var wrong []fault.Field
	if in.UnitID == "" {
		wrong = append(wrong, fault.Field{Name: "unit_id", Reason: "unit_required"})
	}
	received := slices.ContainsFunc(def.Roles, func(r Role) bool { return r.HeldBy == HeldByReceiver })
	if received && in.ReceiverID == "" {
		wrong = append(wrong, fault.Field{Name: "receiver_id", Reason: "receiver_required"})
	}
	if reason := checkTitle(strings.TrimSpace(in.Title)); reason != "" {
		wrong = append(wrong, fault.Field{Name: "title", Reason: reason})
	}
	if in.Year < 2000 || in.Year > 2100 {
		wrong = append(wrong, fault.Field{Name: "year", Reason: "year_invalid"})
	}
	if !in.StartOn.Valid() {
		wrong = append(wrong, fault.Field{Name: "start_on", Reason: "date_invalid"})
	}
	if err := in.Timescale.Validate(); err != nil {
		wrong = append(wrong, fault.Field{Name: "timescale", Reason: fault.ReasonOf(err)})
	}
	return wrong
}

// checkTitle gives the reason why a title is wrong, "" when it is right.
func checkTitle(title string) string {
	switch {
	case strings.TrimSpace(title) == "":
		return "title_required"
	case !Line(title):
		return "text_not_printable"
	case len(title) > MaxTitle:
		return "text_too_long"
	}
	return ""
}

func checkItem(before []Item, it Item) []fault.Field {
	var wrong []fault.Field
	add := func(name, reason string) {
		wrong = append(wrong, fault.Field{Name: name, Reason: reason, Params: map[string]string{"id": string(it.ID)}})
	}
	if it.ID == "" || len(it.ID) > 64 || strings.ContainsAny(string(it.ID), ":/ \t\n") || !Line(string(it.ID)) {
		add("items.id", "item_id_invalid")
	}
	if !slices.Contains(ItemKinds(), it.Kind) {
		add("items.kind", "item_kind_unknown") // no stage would ever select it
	}
	if reason := checkTitle(it.Title); reason != "" {
		add("items.title", reason)
	}
	if it.Amount.IsNegative() || !sane(it.Amount) {
		add("items.amount", "number_invalid")
	}
	if slices.ContainsFunc(before, func(o Item) bool { return o.ID == it.ID }) {
		add("items.id", "item_twice")
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

package evaluation

import (
	"bytes"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"jiheng/internal/calendar"
	"jiheng/internal/fault"
)

// checkForm holds a submission against the form of a step: every required
// field is there and of its kind, and nothing is there that was not asked.
func checkForm(s *Situation, step StepDefinition, sub Submission) error {
	var wrong []fault.Field
	for _, f := range step.Form {
		if reason := f.check(sub); reason != "" {
			wrong = append(wrong, fault.Field{Name: f.Name, Reason: reason, Params: map[string]string{"title": f.Title}})
		}
	}
	for i, v := range sub.Fields {
		asked := slices.ContainsFunc(step.Form, func(f FormField) bool { return f.Name == v.Name && f.Kind.text() })
		if !asked {
			wrong = append(wrong, fault.Field{Name: v.Name, Reason: "field_unknown"})
		}
		if slices.ContainsFunc(sub.Fields[:i], func(o FieldValue) bool { return o.Name == v.Name }) {
			wrong = append(wrong, fault.Field{Name: v.Name, Reason: "field_twice"})
		}
	}
	if len(sub.Members) > 0 && !asks(step, FieldMembers) {
		wrong = append(wrong, fault.Field{Name: "members", Reason: "field_unknown"})
	}
	if len(sub.Sheet) > 0 && !asks(step, FieldSheet) {
		wrong = append(wrong, fault.Field{Name: "sheet", Reason: "field_unknown"})
	}
	if sub.Clearance != nil && !asks(step, FieldClearance) {
		wrong = append(wrong, fault.Field{Name: "clearance", Reason: "field_unknown"})
	}
	if len(wrong) > 0 {
		return fault.New(fault.Invalid, "form_incomplete", "%d fields of %s are wrong", len(wrong), step.ID).WithFields(wrong...)
	}
	if len(sub.Members) > 0 {
		return checkMembers(s.Definition, sub.Members)
	}
	return nil
}

// text tells whether a field of the kind is handed in among the fields, as
// text; members, sheets and clearances have a place of their own.
func (k FieldKind) text() bool {
	return k != FieldMembers && k != FieldSheet && k != FieldClearance
}

func asks(step StepDefinition, kind FieldKind) bool {
	return slices.ContainsFunc(step.Form, func(f FormField) bool { return f.Kind == kind })
}

// check gives the reason why a field is wrong, "" when it is right.
func (f FormField) check(sub Submission) string {
	value := sub.Field(f.Name)
	missing := value == ""
	switch f.Kind {
	case FieldMembers:
		missing = len(sub.Members) == 0
	case FieldSheet:
		missing = len(sub.Sheet) == 0
	case FieldPart:
		return f.checkPart(value)
	case FieldClearance:
		missing = sub.Clearance == nil
	case FieldText, FieldDate, FieldMoney, FieldPoints, FieldChoice:
	}
	if missing && !f.Required {
		return ""
	}
	if missing || f.Required && f.Kind.text() && strings.TrimSpace(value) == "" {
		return "field_required"
	}
	if f.Kind == FieldSheet && !bytes.HasPrefix(bytes.TrimSpace(sub.Sheet), []byte("{")) {
		return "sheet_invalid" // null, a list or a bare figure
	}
	return f.checkValue(value)
}

func (f FormField) checkValue(value string) string {
	switch f.Kind {
	case FieldText, FieldPart:
		if len(value) > f.longest() {
			return "text_too_long"
		}
		if !Prose(value) {
			return "text_not_printable"
		}
	case FieldDate:
		if _, err := calendar.ParseDate(value); err != nil {
			return "date_invalid"
		}
	case FieldMoney, FieldPoints:
		d, err := decimal.NewFromString(clipped(value))
		if err != nil || d.IsNegative() || !sane(d) {
			return "number_invalid"
		}
	case FieldChoice:
		if !slices.Contains(f.Options, value) {
			return "choice_unknown"
		}
	case FieldMembers, FieldSheet, FieldClearance:
	}
	return ""
}

// longest is the most bytes of a text of the field.
func (f FormField) longest() int {
	if f.Kind == FieldPart {
		return MaxPart
	}
	return MaxField
}

// clipped keeps a number from being read that is too long to be one.
func clipped(value string) string {
	if len(value) > 40 {
		return ""
	}
	return value
}

// sane tells whether a figure has a size that money or points can have: a huge
// exponent is short to write and long to print and to compare.
func sane(d decimal.Decimal) bool {
	return d.Exponent() >= -6 && d.Exponent() <= 20 && d.NumDigits() <= 20
}

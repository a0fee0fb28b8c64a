package evaluation

import (
	"slices"

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
	for _, v := range sub.Fields {
		asked := slices.ContainsFunc(step.Form, func(f FormField) bool { return f.Name == v.Name })
		if !asked {
			wrong = append(wrong, fault.Field{Name: v.Name, Reason: "field_unknown"})
		}
	}
	if len(sub.Members) > 0 && !asks(step, FieldMembers) {
		wrong = append(wrong, fault.Field{Name: "members", Reason: "field_unknown"})
	}
	if len(sub.Sheet) > 0 && !asks(step, FieldSheet) {
		wrong = append(wrong, fault.Field{Name: "sheet", Reason: "field_unknown"})
	}
	if len(wrong) > 0 {
		return fault.New(fault.Invalid, "form_incomplete", "%d fields of %s are wrong", len(wrong), step.ID).WithFields(wrong...)
	}
	if asks(step, FieldMembers) {
		return checkMembers(s.Definition, sub.Members)
	}
	return nil
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
	case FieldText, FieldDate, FieldMoney, FieldPoints, FieldChoice:
	}
	if missing {
		if f.Required {
			return "field_required"
		}
		return ""
	}
	return f.checkValue(value)
}

func (f FormField) checkValue(value string) string {
	switch f.Kind {
	case FieldText:
		if len(value) > MaxField {
			return "text_too_long"
		}
	case FieldDate:
		if _, err := calendar.ParseDate(value); err != nil {
			return "date_invalid"
		}
	case FieldMoney, FieldPoints:
		d, err := decimal.NewFromString(value)
		if err != nil || d.IsNegative() || d.Exponent() < -6 || d.NumDigits() > 20 {
			return "number_invalid"
		}
	case FieldChoice:
		if !slices.Contains(f.Options, value) {
			return "choice_unknown"
		}
	case FieldMembers, FieldSheet:
	}
	return ""
}

// checkMaterials refuses to go on while a paper of the checklist is missing.
func checkMaterials(e *Evaluation, step StepDefinition, t *Task) error {
	var missing []fault.Field
	for _, kind := range step.Materials {
		there := slices.ContainsFunc(e.Materials, func(m Material) bool { return m.Task == t.ID && m.Kind == kind.ID })
		if !there {
			missing = append(missing, fault.Field{Name: kind.ID, Reason: "material_missing", Params: map[string]string{"title": kind.Title}})
		}
	}
	if len(missing) > 0 {
		return fault.New(fault.Invalid, "materials_missing", "%d materials of %s are missing", len(missing), t.ID).WithFields(missing...)
	}
	return nil
}

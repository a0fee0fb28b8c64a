package evaluation

import (
	"strings"

	"jiheng/internal/fault"
)

// checkPart gives the reason why a part of the report is wrong, "" when it is
// right. What only stands in for a text is no text: a mandatory part has to be
// written.
func (f FormField) checkPart(value string) string {
	switch {
	case f.Required && strings.TrimSpace(value) == "":
		return "field_required"
	case value == "":
		return ""
	case f.Required && standsIn(value, f.Title):
		return "report_part_placeholder"
	}
	return f.checkValue(value)
}

// Parts lists the fields of a form that are parts of the report, in order.
func (s StepDefinition) Parts() []FormField {
	var parts []FormField
	for _, f := range s.Form {
		if f.Kind == FieldPart {
			parts = append(parts, f)
		}
	}
	return parts
}

// Written finds the task that was last completed at a step of an item: what was
// handed in there counts. Nil when there is none.
func (e *Evaluation) Written(stage StageID, step StepID, item ItemID) *Task {
	for i := len(e.Tasks) - 1; i >= 0; i-- {
		t := &e.Tasks[i]
		if t.Stage == stage && t.Step == step && t.Item == item && t.State == StateCompleted && t.AddedBy == "" {
			return t
		}
	}
	return nil
}

// checkReport refuses to seal a report that lacks a mandatory part. Completing
// the step asked for them already; this is for what came another way.
//
// Error: conflict report_incomplete, with a field for each part.
func (s *Situation) checkReport() error {
	var missing []fault.Field
	for _, stage := range s.Definition.Stages {
		for _, step := range stage.Steps {
			if parts := step.Parts(); len(parts) > 0 {
				missing = append(missing, s.Evaluation.missingParts(stage, step, parts)...)
			}
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return fault.New(fault.Conflict, "report_incomplete", "%d parts of the report of %s are missing", len(missing), s.Evaluation.ID).
		WithFields(missing...)
}

// missingParts lists what a step should have handed in and did not. Of a step
// that is done for each item, only those count that were done.
func (e *Evaluation) missingParts(stage StageDefinition, step StepDefinition, parts []FormField) []fault.Field {
	items := []ItemID{""}
	if stage.ForEach != nil {
		items = items[:0]
		for _, it := range e.Items {
			if e.Written(stage.ID, step.ID, it.ID) != nil {
				items = append(items, it.ID)
			}
		}
	}
	var missing []fault.Field
	for _, item := range items {
		var sub Submission
		if t := e.Written(stage.ID, step.ID, item); t != nil {
			sub = t.Submission
		}
		for _, f := range parts {
			if reason := f.checkPart(sub.Field(f.Name)); reason != "" {
				missing = append(missing, fault.Field{Name: f.Name, Reason: reason, Params: map[string]string{"title": f.Title}})
			}
		}
	}
	return missing
}

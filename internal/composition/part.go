package composition

import (
	"fmt"

	"jiheng/internal/document"
	"jiheng/internal/evaluation"
)

// parts gives what was written of the report of an item, in the order of the
// process: of every step that asks for parts, what was handed in last.
func (c Composition) parts(item evaluation.ItemID) []document.Part {
	var parts []document.Part
	for _, stage := range c.definition.Stages {
		if (stage.ForEach == nil) != (item == evaluation.WholeItem) {
			continue
		}
		for _, step := range stage.Steps {
			t := c.evaluation.Written(stage.ID, step.ID, item)
			if t == nil {
				continue
			}
			for _, f := range step.Parts() {
				if text := t.Submission.Field(f.Name); text != "" {
					parts = append(parts, document.Part{Title: f.Title, Article: f.Article, Text: text})
				}
			}
		}
	}
	return parts
}

// Parts gives what was written of the report as a whole, for pages to show.
func Parts(e *evaluation.Evaluation, d *evaluation.Definition) []document.Part {
	return Composition{evaluation: e, definition: d}.parts(evaluation.WholeItem)
}

// projectReports are the reports on single projects, where the process asks
// for them.
func (c Composition) projectReports() []document.Report {
	var reports []document.Report
	for _, it := range c.evaluation.Items {
		parts := c.parts(it.ID)
		if len(parts) == 0 {
			continue
		}
		reports = append(reports, document.Report{
			Title: projectReportTitle(it.Title) + c.mark, Unit: c.names.Unit, Year: c.evaluation.Year, FiledOn: c.day, Parts: parts, Statement: statement,
		})
	}
	return reports
}

// projectReportName names the report of a project in paths.
func projectReportName(n int) string { return fmt.Sprintf("%s-%03d", evaluation.ProjectReport, n) }

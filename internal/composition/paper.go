package composition

import (
	"io"
	"slices"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/typeset"
)

// Format is a kind of file that papers are printed as (格式).
type Format string

// The formats.
const (
	XLSX Format = "xlsx"
	DOCX Format = "docx"
	PDF  Format = "pdf"
)

// Formats lists all formats.
func Formats() []Format { return []Format{XLSX, DOCX, PDF} }

// MediaType is what the web calls the format.
func (f Format) MediaType() string {
	switch f {
	case XLSX:
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case DOCX:
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case PDF:
		return "application/pdf"
	}
	return "application/octet-stream"
}

// Paper is one paper of an evaluation (材料).
type Paper struct {
	// Name is what the paper is called in paths: data-table.
	Name  string
	Title string
	// Sealed says in which formats the dossier holds it; none for papers that
	// are no part of it.
	Sealed   []Format
	document func() typeset.Document
	workbook func(io.Writer) error // nil for papers that are no table
}

// Formats lists in what the paper can be printed.
func (p Paper) Formats() []Format {
	if p.workbook == nil {
		return []Format{DOCX, PDF}
	}
	return Formats()
}

// Write prints the paper. Equal papers give equal bytes.
//
// Faults: not_found document_not_found for a format that the paper does not
// have; invalid form_invalid for what cannot be printed.
func (p Paper) Write(f Format, w io.Writer) error {
	if !slices.Contains(p.Formats(), f) {
		return unknown(p.Name, f)
	}
	switch f {
	case XLSX:
		return p.workbook(w)
	case DOCX:
		return p.document().WriteDOCX(w)
	case PDF:
		return p.document().WritePDF(w)
	}
	return unknown(p.Name, f)
}

// ReasonUnknown means there is no such paper in this format.
const ReasonUnknown = "document_not_found"

func unknown(name string, f Format) error {
	return fault.New(fault.NotFound, ReasonUnknown, "no paper %s.%s", name, f)
}

// Papers lists the papers, those of the dossier first.
func (c Composition) Papers() []Paper {
	if c.evaluation.Rectifying() {
		return c.rectificationPapers()
	}
	score, report, checklist := c.scores(), c.report(), c.checklist()
	papers := []Paper{
		{"score-table", titleScoreTable, []Format{XLSX, PDF}, score.Document, score.WriteXLSX},
		{"report", titleReport, []Format{DOCX, PDF}, report.Document, nil},
	}
	if c.figured() {
		data := c.dataTable()
		papers = slices.Insert(papers, 0, Paper{"data-table", titleDataTable, []Format{XLSX, PDF}, data.Document, data.WriteXLSX})
	}
	for i, r := range c.projectReports() {
		papers = append(papers, Paper{projectReportName(i + 1), r.Title, []Format{DOCX, PDF}, r.Document, nil})
	}
	if len(c.scored.scores.Subjects) > 0 {
		a := Appraisal(c.scored.scheme, c.scored.scores, 0, c.head(titleAppraisal+c.mark))
		papers = append(papers, Paper{"appraisal-table", titleAppraisal, nil, a.Document, a.WriteXLSX})
	}
	if c.itemized() {
		projects := c.projectList()
		papers = append(papers, Paper{"project-list", titleProjects, nil, projects.Document, projects.WriteXLSX})
	}
	papers = append(papers, Paper{"material-checklist", titleChecklist, nil, checklist.Document, checklist.WriteXLSX})
	if c.evaluation.Group != nil {
		papers = append(papers, Paper{"formation-notice", titleFormation, nil, c.formationNotice().Document, nil})
	}
	if c.evaluation.Dossier != nil {
		papers = append(papers, Paper{"filing-letter", titleLetter, nil, c.filingLetter().Document, nil})
	}
	return papers
}

// figured tells that there is a data table: the common form of a project has
// none, unless figures were declared beside it.
func (c Composition) figured() bool {
	return len(c.content.Figures) > 0 || !c.definition.Printed()
}

// itemized tells that there is a list of projects: the process goes through
// them, or some were named.
func (c Composition) itemized() bool {
	return len(c.evaluation.Items) > 0 ||
		slices.ContainsFunc(c.definition.Stages, func(s evaluation.StageDefinition) bool { return s.ForEach != nil })
}

// Paper finds a paper by its name. Fault: not_found document_not_found.
func (c Composition) Paper(name string) (Paper, error) {
	papers := c.Papers()
	i := slices.IndexFunc(papers, func(p Paper) bool { return p.Name == name })
	if i < 0 {
		return Paper{}, unknown(name, "")
	}
	return papers[i], nil
}

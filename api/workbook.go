package api

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"jiheng/internal/composition"
	"jiheng/internal/declaration"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/scheme"
	"jiheng/internal/workbook"
	"jiheng/processes"
)

// maxForm is the most bytes of a filled form.
const maxForm = 4 << 20

// GetTemplate gives out an empty form.
func (s *server) GetTemplate(c context.Context, r GetTemplateRequestObject) (GetTemplateResponseObject, error) {
	if name, docx := strings.CutSuffix(r.File, ".docx"); docx {
		return s.blankReport(c, name, r.File)
	}
	if r.File == projectFormFile {
		return s.projectForm(c)
	}
	kind := workbook.Kind(strings.TrimSuffix(r.File, ".xlsx"))
	if !slices.Contains(workbook.Templates(), kind) {
		return s.appraisalForm(c, string(kind), r.File)
	}
	var content bytes.Buffer
	if err := workbook.WriteTemplate(kind, &content); err != nil {
		return nil, err
	}
	return s.printed(c, content.Bytes(), fileTitle(workbook.Title(kind), r.File)), nil
}

// projectFormFile is the common form of a project.
const projectFormFile = "project-score-table.xlsx"

// projectForm gives out the empty common form of a project.
func (s *server) projectForm(c context.Context) (GetTemplateResponseObject, error) {
	form := composition.BlankProjectForm()
	var content bytes.Buffer
	if err := form.WriteXLSX(&content); err != nil {
		return nil, err
	}
	return s.printed(c, content.Bytes(), fileTitle(form.Title, projectFormFile)), nil
}

// blankReport gives out an empty report.
func (s *server) blankReport(c context.Context, name, file string) (GetTemplateResponseObject, error) {
	blank, ok := composition.BlankReport(name)
	if !ok {
		return nil, fault.New(fault.NotFound, workbook.ReasonUnknownForm, "no form %q", name)
	}
	var content bytes.Buffer
	if err := blank.WriteDOCX(&content); err != nil {
		return nil, err
	}
	return s.printed(c, content.Bytes(), fileTitle(composition.BlankTitle(name), file)), nil
}

// appraisalForm gives out the empty form of a shipped scoring scheme.
func (s *server) appraisalForm(c context.Context, name, file string) (GetTemplateResponseObject, error) {
	shipped, err := scheme.Load(processes.Schemes())
	if err != nil {
		return nil, err
	}
	found, err := shipped.Find(name, 0)
	if err != nil {
		return nil, fault.Wrap(err, fault.NotFound, workbook.ReasonUnknownForm, "no form %q", name)
	}
	form := composition.AppraisalForm(found)
	var content bytes.Buffer
	if err := form.WriteXLSX(&content); err != nil {
		return nil, err
	}
	return s.printed(c, content.Bytes(), fileTitle(form.Title, file)), nil
}

// ExportScores gives out a score table that somebody fills in, as the printed
// form: the common one of a project where it has more than points. Nothing is
// stored.
func (s *server) ExportScores(c context.Context, r ExportScoresRequestObject) (ExportScoresResponseObject, error) {
	d, err := declaration.Parse(sheetOfTable(*r.Body))
	if err != nil {
		return nil, err
	}
	var content bytes.Buffer
	if d.Printed() || len(r.Body.Columns) > 0 {
		form := composition.ProjectForm(d, r.Body.Total, r.Body.Grade)
		form.Title = cmp.Or(r.Body.Title, composition.BlankProjectForm().Title)
		if err := form.WriteXLSX(&content); err != nil {
			return nil, err
		}
		return s.printed(c, content.Bytes(), fileTitle(form.Title, scoreTableFile)), nil
	}
	if err := workbook.WriteScores(tableOfPoints(*r.Body), &content); err != nil {
		return nil, err
	}
	return s.printed(c, content.Bytes(), fileTitle(workbook.Title(workbook.KindScores), scoreTableFile)), nil
}

const scoreTableFile = "score-table.xlsx"

// sheetOfTable is a score table as a sheet without figures.
func sheetOfTable(t ScoreTable) json.RawMessage {
	sheet := map[string]any{"figures": []any{}, "items": t.Items}
	if t.About != (SheetAbout{}) {
		sheet["about"] = t.About
	}
	if len(t.Money) > 0 {
		sheet["money"] = t.Money
	}
	raw, _ := json.Marshal(sheet) // of texts only
	return raw
}

func tableOfPoints(t ScoreTable) workbook.Sheet {
	items := make([]workbook.Item, len(t.Items))
	for i, item := range t.Items {
		items[i] = workbook.Item{Group: item.Group, Name: item.Name, Weight: item.Weight, Score: item.Score, Stated: item.Stated}
	}
	return workbook.Sheet{Items: items, Total: t.Total, Grade: t.Grade}
}

// ImportForm reads a filled form and gives back what it says, or all that is
// wrong with it. Nothing is stored.
func (s *server) ImportForm(c context.Context, r ImportFormRequestObject) (ImportFormResponseObject, error) {
	content, err := readForm(c, r.Body)
	if err != nil {
		return nil, err
	}
	read, err := workbook.Read(workbook.Kind(r.Kind), content)
	if err != nil {
		return nil, err
	}
	asked := columnsIn(r.Params.Columns)
	read = completed(read, asked).Asked(asked)
	if len(read.Projects) > 0 {
		if read, err = s.withDepartments(c, read); err != nil {
			return nil, err
		}
	}
	view, err := importView(read)
	return ImportForm200JSONResponse(view), err
}

// completed adds to the problems of a score table what else the process would
// ask for, so that whoever corrects the one fills in the other.
func completed(read workbook.Result, asked []evaluation.SheetColumn) workbook.Result {
	draft := read.Draft()
	if draft == nil || len(asked) == 0 {
		return read
	}
	raw, err := draft.JSON()
	if err != nil {
		return read
	}
	d, err := declaration.Parse(raw)
	if err != nil { // what is wrong with its texts is among the problems
		return read
	}
	wanting := d.CheckColumns(asked, draft.Total, draft.Grade)
	if wanting == nil {
		return read
	}
	for _, f := range fault.As(wanting).Fields {
		if f.Reason != declaration.ReasonNotAsked {
			read = read.Wanting(strings.TrimPrefix(f.Name, "sheet."), f.Reason, fieldMessage(f))
		}
	}
	return read
}

// withDepartments tells projects of departments that the caller's unit, whose
// evaluation they are for, does not have.
func (s *server) withDepartments(c context.Context, read workbook.Result) (workbook.Result, error) {
	ctx, x := enter(c)
	_, departments, err := s.store.People(ctx, string(x.session.Person.UnitID))
	if err != nil || len(departments) == 0 {
		return read, err
	}
	names := make([]string, len(departments))
	for i, d := range departments {
		names[i] = d.Name
	}
	return read.WithDepartments(names), nil
}

func importView(r workbook.Result) (Import, error) {
	view := Import{Kind: string(r.Kind), Problems: []ImportProblem{}}
	for _, p := range r.Problems {
		view.Problems = append(view.Problems, ImportProblem{Cell: p.Cell, Reason: p.Reason, Message: p.Sentence()})
	}
	for _, n := range r.Notes {
		view.Notes = append(view.Notes, ImportProblem{Cell: n.Cell, Reason: n.Reason, Message: n.Sentence()})
	}
	for _, p := range r.Projects {
		view.Projects = append(view.Projects, ImportedProject{Name: p.Name, Department: p.Department, AmountYuan: p.Amount.String(), Remark: p.Remark})
	}
	for _, d := range r.Departments {
		view.Departments = append(view.Departments, ImportedDepartment{Name: d.Name, Remark: d.Remark})
	}
	for _, p := range r.People {
		view.People = append(view.People, ImportedPerson{Name: p.Name, Department: p.Department, Post: p.Post, Email: p.Email, Remark: p.Remark})
	}
	if len(r.Figures) > 0 {
		var err error
		view.Sheet, err = workbook.FiguresJSON(r.Figures)
		return view, err
	}
	if r.Sheet == nil {
		return view, nil
	}
	view.Total, view.Grade = r.Sheet.Total, r.Sheet.Grade
	var err error
	view.Sheet, err = r.Sheet.JSON()
	return view, err
}

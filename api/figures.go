package api

import (
	"context"
	"strings"

	"jiheng/internal/declaration"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/scoring"
	"jiheng/policy"
)

// GetFigures lays declared results beside computed ones.
func (s *server) GetFigures(c context.Context, r GetFiguresRequestObject) (GetFiguresResponseObject, error) {
	ctx, x := enter(c)
	situation, err := s.permitted(ctx, x, r.EvaluationID, policy.ObjectEvaluation, policy.Read)
	if err != nil {
		return nil, err
	}
	view, err := figuresOf(situation.Evaluation)
	return GetFigures200JSONResponse(view), err
}

// handedIn is the task whose sheet counts: the last that was completed with
// one; nil while there is none.
func handedIn(e *evaluation.Evaluation) *evaluation.Task {
	var last *evaluation.Task
	for i := range e.Tasks {
		t := &e.Tasks[i]
		if t.State == evaluation.StateCompleted && len(t.Submission.Sheet) > 0 {
			last = t
		}
	}
	return last
}

// The form fields in which a process asks for the declared result.
const (
	fieldTotal = "total"
	fieldGrade = "grade"
)

func figuresOf(e *evaluation.Evaluation) (Figures, error) {
	view := Figures{Computed: []ComputedFigure{}, Items: []ScoreItem{}, Notes: []string{}}
	t := handedIn(e)
	if t == nil {
		return view, nil
	}
	d, err := declaration.Parse(t.Submission.Sheet)
	if err != nil {
		return view, fault.Wrap(err, fault.Internal, "sheet_unreadable", "sheet of task %s", t.ID)
	}
	view.Declared = Declared{Total: t.Submission.Field(fieldTotal), Grade: t.Submission.Field(fieldGrade)}
	for _, f := range d.Figures {
		view.Computed = append(view.Computed, figureView(f))
	}
	for _, it := range d.Items {
		view.Items = append(view.Items, ScoreItem{
			Group: it.Group, Name: it.Name, Weight: written(it.Weight), Score: written(it.Score), Stated: it.Stated,
			Second: it.Second, Unit: it.Unit, Target: it.Target, Actual: it.Actual, Reason: it.Reason,
		})
	}
	view.About, view.Money = aboutView(d.About), moneyViews(d.Money)
	view.Notes = append(view.Notes, noteOfFigures(), noteOfBands(scoring.National().Source))
	view.Notes = append(view.Notes, notesOfAnswers(d, view.Declared)...)
	return view, recheck(&view, d)
}

func aboutView(a *declaration.About) SheetAbout {
	if a == nil {
		return SheetAbout{}
	}
	return SheetAbout{Project: a.Project, Department: a.Department, Implementer: a.Implementer, MoneyUnit: a.MoneyUnit, Expected: a.Expected, Reached: a.Reached}
}

func moneyViews(rows []declaration.Money) []MoneyRow {
	var out []MoneyRow
	for _, m := range rows {
		out = append(out, MoneyRow{
			Name: m.Name, Initial: written(m.Initial), FullYear: written(m.FullYear), Executed: written(m.Executed),
			Weight: written(m.Weight), Rate: m.Rate, Score: written(m.Score), Reason: m.Reason,
		})
	}
	return out
}

// notesOfAnswers tell why the unit lets contradictions stand.
func notesOfAnswers(d declaration.Declaration, declared Declared) []string {
	var notes []string
	for _, c := range d.Contradictions(declared.Total, declared.Grade) {
		if reason := d.ReasonFor(c); reason != "" {
			notes = append(notes, noteOfAnswer(c, reason))
		}
	}
	return notes
}

// recheck holds the score table against the national scheme.
func recheck(view *Figures, d declaration.Declaration) error {
	scheme := scoring.National()
	total, err := scoring.ParseNumber(view.Declared.Total)
	if err != nil {
		return nil //nolint:nilerr // a total that is no number has no grade
	}
	if grade, err := scheme.GradeOf(total); err == nil {
		view.Declared.GradeByBands = grade.Label()
	}
	grade, _ := scoring.GradeNamed(view.Declared.Grade)
	report, err := scoring.Check(d.ScoreSheet(&total, grade), scheme)
	if err != nil {
		return fault.Wrap(err, fault.Internal, "sheet_unreadable", "check score table")
	}
	if len(d.Items) > 0 {
		view.Notes = append(view.Notes, report.Status.Label())
	}
	for _, f := range report.Findings {
		view.Notes = append(view.Notes, noteOfFinding(f))
	}
	return nil
}

func figureView(f declaration.Figure) ComputedFigure {
	return ComputedFigure{
		Name: f.Name, Stated: measured(f.Result.Stated, f.Unit), Computed: measured(&f.Result.Computed, unitOf(f)),
		Agrees: !f.Result.Differs, Arithmetic: arithmetic(f.Result), Remark: remarkOf(f.Result),
	}
}

// unitOf takes the declared unit where it is the result's own.
func unitOf(f declaration.Figure) string {
	if f.Unit == "" && f.Result.Unit == scoring.UnitPercent {
		return scoring.UnitPercent
	}
	return f.Unit
}

func written(n *scoring.Number) string {
	if n == nil {
		return ""
	}
	return n.String()
}

// measured writes a number with its unit, nothing for nil.
func measured(n *scoring.Number, unit string) string {
	if n == nil {
		return ""
	}
	return n.String() + unit
}

// arithmetic writes the steps as people would on paper.
func arithmetic(r scoring.Result) string {
	lines := make([]string, len(r.Steps))
	for i, step := range r.Steps {
		lines[i] = step.Text()
	}
	return strings.Join(lines, nextStep())
}

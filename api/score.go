package api

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"jiheng/internal/declaration"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/scheme"
	"jiheng/internal/scoring"
	"jiheng/policy"
)

// GetScore scores the sheet that was handed in by the scheme that the process
// names, beside what was declared.
func (s *server) GetScore(c context.Context, r GetScoreRequestObject) (GetScoreResponseObject, error) {
	ctx, x := enter(c)
	situation, err := s.permitted(ctx, x, r.EvaluationID, policy.ObjectEvaluation, policy.Read)
	if err != nil {
		return nil, err
	}
	view, err := s.scoreOf(situation)
	return GetScore200JSONResponse(view), err
}

func (s *server) scoreOf(situation *evaluation.Situation) (EvaluationScore, error) {
	ref := situation.Definition.Scheme
	view := EvaluationScore{Scheme: ref.String(), Problems: []ScoreProblem{}}
	t := handedIn(situation.Evaluation)
	if t != nil {
		view.Declared = Declared{Total: t.Submission.Field(fieldTotal), Grade: t.Submission.Field(fieldGrade)}
	}
	if t == nil || ref.Name == "" {
		return view, nil
	}
	judged, err := s.schemes.Find(ref.Name, ref.Version)
	if err != nil {
		return view, fault.Wrap(err, fault.Internal, "scheme_missing", "scheme %s of a running process", ref)
	}
	d, err := declaration.Parse(t.Submission.Sheet)
	if err != nil {
		return view, fault.Wrap(err, fault.Internal, "sheet_unreadable", "sheet of task %s", t.ID)
	}
	return view, view.score(judged, cohortOf(judged, situation.Evaluation, d, view.Declared))
}

// score scores a cohort by a scheme, and what is wrong with it beside what can
// be computed all the same.
func (view *EvaluationScore) score(by scoring.Scheme, cohort declaration.Cohort) error {
	scores, err := cohort.Score(by)
	if f, ok := errors.AsType[*fault.Error](err); ok && f.Code == fault.Invalid {
		view.Problems = scoreProblems(f)
		scores, err = cohort.Tolerant().Score(by)
	}
	switch {
	case err == nil:
		view.Scores = scheme.Worded(scores)
	case len(view.Problems) == 0:
		return err
	}
	return nil
}

// cohortOf is a sheet as a cohort of one: its inputs, what is declared, and by
// how many days each stage was late.
func cohortOf(by scoring.Scheme, e *evaluation.Evaluation, d declaration.Declaration, declared Declared) declaration.Cohort {
	cohort := d.Supplied(by)
	subject := cohort.Subjects[0]
	subject.ID, subject.Late = cmp.Or(subject.ID, e.UnitID), delays(e)
	if total, err := scoring.ParseNumber(declared.Total); err == nil {
		subject.Total = &total
	}
	if grade, ok := scoring.GradeNamed(declared.Grade); ok {
		subject.Grade = grade
	}
	cohort.Subjects, cohort.Year = []scoring.Subject{subject}, e.Year
	return cohort
}

// delays are the days that the engine counted, the most of each stage's tasks;
// stages of which nothing is settled yet have none.
func delays(e *evaluation.Evaluation) []scoring.StageDelay {
	var list []scoring.StageDelay
	for _, t := range e.Tasks {
		if t.State != evaluation.StateCompleted || t.Effect != evaluation.EffectNone {
			continue
		}
		stage := string(t.Stage)
		i := slices.IndexFunc(list, func(d scoring.StageDelay) bool { return d.Stage == stage })
		if i < 0 {
			list, i = append(list, scoring.StageDelay{Stage: stage}), len(list)
		}
		list[i].Days = max(list[i].Days, t.OverdueDays)
	}
	return list
}

func scoreProblems(f *fault.Error) []ScoreProblem {
	list := make([]ScoreProblem, len(f.Fields))
	for i, field := range f.Fields {
		list[i] = ScoreProblem{Path: field.Name, Reason: field.Reason, Message: fieldMessage(field)}
	}
	return list
}

package api

import (
	"context"
	"errors"

	"github.com/shopspring/decimal"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/process"
	"jiheng/internal/scheme"
	"jiheng/policy"
	"jiheng/processes"
)

// ListDefinitions lists what is kept.
func (s *server) ListDefinitions(c context.Context, _ ListDefinitionsRequestObject) (ListDefinitionsResponseObject, error) {
	ctx, _ := enter(c)
	if err := s.mayReadDefinitions(c); err != nil {
		return nil, err
	}
	kept, err := s.store.DefinitionVersions(ctx)
	if err != nil {
		return nil, err
	}
	out := ListDefinitions200JSONResponse{Versions: []DefinitionVersion{}}
	for i, k := range kept {
		out.Versions = append(out.Versions, DefinitionVersion{
			Name: k.Name, Version: k.Version, Title: k.Title, Digest: k.Digest, AddedAt: local(k.AddedAt),
			Newest: i == 0 || kept[i-1].Name != k.Name, Running: k.Running,
		})
	}
	return out, nil
}

// GetDefinition shows a version.
func (s *server) GetDefinition(c context.Context, r GetDefinitionRequestObject) (GetDefinitionResponseObject, error) {
	ctx, _ := enter(c)
	if err := s.mayReadDefinitions(c); err != nil {
		return nil, err
	}
	def, err := s.store.Definition(ctx, evaluation.ProcessRef{Name: r.ProcessName, Version: r.ProcessVersion, Digest: r.Params.Digest})
	if err != nil {
		return nil, err
	}
	source, err := s.store.DefinitionSource(ctx, evaluation.ProcessRef{Name: def.Name, Version: def.Version, Digest: def.Digest})
	return GetDefinition200JSONResponse{
		Name: def.Name, Version: def.Version, Title: def.Title, Digest: def.Digest, Source: source, Outline: outlineView(process.Outlined(def)),
	}, err
}

// LintDefinition says what is wrong with a source.
func (s *server) LintDefinition(c context.Context, r LintDefinitionRequestObject) (LintDefinitionResponseObject, error) {
	if err := s.mayReadDefinitions(c); err != nil {
		return nil, err
	}
	def, problems, err := parsed(r.Body.Source)
	if err != nil {
		return nil, err
	}
	out := LintDefinition200JSONResponse{Problems: []DefinitionProblem{}}
	for _, p := range problems {
		out.Problems = append(out.Problems, DefinitionProblem{Line: p.Line, Column: p.Column, Path: p.Path, Reason: p.Reason, Sentence: p.Sentence(process.Chinese)})
	}
	if def != nil {
		out.Name, out.Version, out.Title, out.Outline = def.Name, def.Version, def.Title, outlineView(process.Outlined(def))
	}
	return out, nil
}

// parsed reads a source against the roles and schemes that there are.
func parsed(source string) (*evaluation.Definition, []process.Problem, error) {
	schemes, err := scheme.Load(processes.Schemes())
	if err != nil {
		return nil, nil, err
	}
	o := process.Options{KnownSchemes: []string{}}
	for _, r := range policy.StandingRoles() {
		o.KnownRoles = append(o.KnownRoles, string(r))
	}
	for _, known := range schemes.All() {
		o.KnownSchemes = append(o.KnownSchemes, scheme.Ref(known))
	}
	def, err := process.Parse("", []byte(source), o)
	if list := (*process.Errors)(nil); errors.As(err, &list) {
		return nil, list.Problems, nil
	}
	return def, nil, err
}

func outlineView(o process.Outline) DefinitionOutline {
	view := DefinitionOutline{Parameters: append([]string{}, o.Parameters...), Rules: append([]string{}, o.Rules...), Stages: []OutlineStage{}}
	view.Roles = []struct {
		From  string `json:"from"`
		Title string `json:"title"`
	}{}
	for _, r := range o.Roles {
		view.Roles = append(view.Roles, struct {
			From  string `json:"from"`
			Title string `json:"title"`
		}{r.From, r.Title})
	}
	for _, st := range o.Stages {
		stage := OutlineStage{ID: string(st.ID), Title: st.Title, Rules: append([]string{}, st.Rules...), Steps: []OutlineStep{}}
		for _, step := range st.Steps {
			stage.Steps = append(stage.Steps, OutlineStep{ID: string(step.ID), Title: step.Title, Who: step.Who, Rules: append([]string{}, step.Rules...)})
		}
		view.Stages = append(view.Stages, stage)
	}
	return view
}

// PreviewPlan counts the dates of a process.
func (s *server) PreviewPlan(c context.Context, r PreviewPlanRequestObject) (PreviewPlanResponseObject, error) {
	ctx, _ := enter(c)
	if err := s.mayReadDefinitions(c); err != nil {
		return nil, err
	}
	def, err := s.planned(ctx, r.Body)
	if err != nil {
		return nil, err
	}
	inForce, err := s.store.CalendarInForce(ctx)
	if err != nil {
		return nil, err
	}
	schedule, err := process.NewSchedule(def, evaluation.Timetable{StartOn: r.Body.StartOn, Calendar: inForce.Calendar, Timescale: calendar.RealTime()})
	if err != nil {
		return nil, err
	}
	return PreviewPlan200JSONResponse(planView(schedule, def, inForce.Calendar)), nil
}

// planned is the process that is asked about, with the parameters given.
func (s *server) planned(ctx context.Context, r *PlanRequest) (*evaluation.Definition, error) {
	def, err := (*evaluation.Definition)(nil), error(nil)
	if r.Source != "" {
		def, err = sound(r.Source)
	} else {
		def, err = s.store.Definition(ctx, evaluation.ProcessRef{Name: r.Process, Version: r.Version})
	}
	if err != nil {
		return nil, err
	}
	var values []evaluation.ParameterValue
	for _, p := range r.Parameters {
		value, err := decimal.NewFromString(p.Value)
		if err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "start_invalid", "parameter %s", p.Name)
		}
		values = append(values, evaluation.ParameterValue{Name: p.Name, Value: value})
	}
	return def.With(values), nil
}

package api

import (
	"bytes"
	"context"

	"jiheng/internal/evaluation"
	"jiheng/internal/process"
)

// ListProcesses lists the processes that can be started.
func (s *server) ListProcesses(c context.Context, _ ListProcessesRequestObject) (ListProcessesResponseObject, error) {
	ctx, _ := enter(c)
	if err := s.mayReadDefinitions(c); err != nil {
		return nil, err
	}
	definitions, err := s.store.Definitions(ctx)
	if err != nil {
		return nil, err
	}
	out := ListProcesses200JSONResponse{Processes: []Process{}}
	for _, d := range definitions {
		out.Processes = append(out.Processes, processView(d))
	}
	return out, nil
}

// GetProcessDiagram draws a process.
func (s *server) GetProcessDiagram(c context.Context, r GetProcessDiagramRequestObject) (GetProcessDiagramResponseObject, error) {
	ctx, _ := enter(c)
	if err := s.mayReadDefinitions(c); err != nil {
		return nil, err
	}
	def, err := s.store.Definition(ctx, evaluation.ProcessRef{Name: r.ProcessName, Version: r.ProcessVersion, Digest: r.Params.Digest})
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := process.BPMN(&out, def); err != nil {
		return nil, err
	}
	return GetProcessDiagram200ApplicationXMLResponse{
		Body: &out, ContentLength: int64(out.Len()),
		Headers: GetProcessDiagram200ResponseHeaders{ContentDisposition: `attachment; filename="` + process.Ref(def) + `.bpmn"`},
	}, nil
}

func processView(d *evaluation.Definition) Process {
	view := Process{
		Name: d.Name, Version: d.Version, Title: d.Title,
		Parameters: []ProcessParameter{}, Roles: []ProcessRole{}, Stages: []ProcessStage{},
	}
	for _, p := range d.Parameters {
		view.Parameters = append(view.Parameters, ProcessParameter{Name: p.Name, Title: p.Title, Unit: p.Unit, Default: p.Default.String()})
	}
	for _, r := range d.Roles {
		view.Roles = append(view.Roles, ProcessRole{
			ID: string(r.ID), Title: r.Title, HeldBy: ProcessRoleHeldBy(r.HeldBy), Minimum: r.Minimum, Maximum: r.Maximum,
		})
	}
	for _, stage := range d.Stages {
		sv := ProcessStage{ID: string(stage.ID), Title: stage.Title, Steps: []ProcessStep{}}
		for _, step := range stage.Steps {
			sv.Steps = append(sv.Steps, ProcessStep{ID: string(step.ID), Title: step.Title, Roles: texts(step.By)})
		}
		view.Stages = append(view.Stages, sv)
	}
	return view
}

// texts turns names of a type of their own into plain ones, never nil.
func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

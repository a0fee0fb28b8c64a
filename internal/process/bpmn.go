package process

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"

	"jiheng/internal/evaluation"
)

// BPMN writes a process as BPMN 2.0 with its diagram, for tools that draw and
// compare processes (流程图). Stages are sub-processes, repeated where they are
// done item by item; steps are tasks; a decision that may send the matter back
// is a gateway, and out of its stage an error that the stage's edge catches. It
// describes the process and runs nothing. The same definition gives the same bytes.
func BPMN(w io.Writer, def *evaluation.Definition) error {
	d := drawing{def: def}
	d.draw()
	root := bpmnDefinitions{
		BPMN: "http://www.omg.org/spec/BPMN/20100524/MODEL", BPMNDI: "http://www.omg.org/spec/BPMN/20100524/DI",
		DC: "http://www.omg.org/spec/DD/20100524/DC", DI: "http://www.omg.org/spec/DD/20100524/DI",
		ID: "definitions", Namespace: fmt.Sprintf("urn:jiheng:process:%s:%d", def.Name, def.Version), Exporter: "jiheng",
		Errors: d.errors,
		Process: bpmnProcess{
			ID: "process." + def.Name, Name: def.Title, Documentation: documentProcess(def), Nodes: d.nodes, Flows: d.flows,
		},
		Diagram: bpmndiDiagram{ID: "diagram", Plane: bpmndiPlane{ID: "plane", Element: "process." + def.Name, Shapes: d.shapes, Edges: d.edges}},
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(root); err != nil {
		return fmt.Errorf("write diagram: %w", err)
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// StageElement and StepElement name what stands for a stage and a step in the
// diagram. Names in a definition have no dot, so these are never the same.
func StageElement(id evaluation.StageID) string { return "stage." + string(id) }

// StepElement names the element of a step.
func StepElement(stage evaluation.StageID, step evaluation.StepID) string {
	return "step." + string(stage) + "." + string(step)
}

func node(kind, id, name string) *bpmnNode {
	return &bpmnNode{XMLName: xml.Name{Local: "bpmn:" + kind}, ID: id, Name: name}
}

// task is a step: of the system, of one person, or of several at once.
func task(sd evaluation.StageDefinition, step evaluation.StepDefinition, def *evaluation.Definition) *bpmnNode {
	kind := "userTask"
	if step.Effect != evaluation.EffectNone {
		kind = "serviceTask"
	}
	n := node(kind, StepElement(sd.ID, step.ID), step.Title)
	n.Documentation = documentStep(step)
	if step.Effect != evaluation.EffectNone {
		return n
	}
	for _, role := range step.By {
		r, _ := def.Role(role)
		n.Owners = append(n.Owners, bpmnOwner{Name: r.Title, Role: string(role)})
	}
	if step.Quorum != evaluation.QuorumOne {
		n.Loop = &bpmnLoop{Sequential: step.Quorum == evaluation.QuorumSequence}
	}
	return n
}

// leaves tells whether no stage comes after one.
func leaves(def *evaluation.Definition, id evaluation.StageID) bool {
	return !slices.ContainsFunc(def.Stages, func(sd evaluation.StageDefinition) bool { return slices.Contains(sd.After, id) })
}

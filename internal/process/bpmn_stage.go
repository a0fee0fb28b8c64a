package process

import (
	"jiheng/internal/evaluation"
)

// row is the line of a stage's steps while it is drawn from left to right.
type row struct {
	*drawing
	sd      evaluation.StageDefinition
	box     *bpmnNode
	x, mid  int
	last    *bpmnNode
	label   string // of the next line
	depth   int    // lines that run back below the steps
	centres map[evaluation.StepID]int
	tasks   map[evaluation.StepID]*bpmnNode
}

// stage draws a stage with its steps and gives where it ends.
func (d *drawing) stage(sd evaluation.StageDefinition, y int) (bottom int) {
	n := node("subProcess", StageElement(sd.ID), sd.Title)
	n.Documentation = documentStage(sd)
	if sd.ForEach != nil {
		n.Loop = &bpmnLoop{}
	}
	shape := d.put(&d.nodes, n, dcBounds{X: boxLeft, Y: y})
	shape.Expanded = true
	r := &row{
		drawing: d, sd: sd, box: n, x: boxLeft + boxPad, mid: y + boxHead + boxPad/2 + taskHigh/2,
		centres: map[evaluation.StepID]int{}, tasks: map[evaluation.StepID]*bpmnNode{},
	}
	r.steps()
	shape.Bounds.Height = boxHead + boxPad + taskHigh + (r.depth+1)*channel
	d.width = max(d.width, r.x+boxPad-boxLeft)
	d.boxes = append(d.boxes, box{stage: sd, node: n, at: shape.Bounds})
	return y + shape.Bounds.Height
}

func (r *row) steps() {
	r.next(node("startEvent", "start."+string(r.sd.ID), ""), eventBig, eventBig)
	for _, step := range r.sd.Steps {
		t := task(r.sd, step, r.def)
		r.next(t, taskWide, taskHigh)
		r.tasks[step.ID], r.centres[step.ID] = t, r.x-taskWide/2
		if to, ok := step.SentBack(r.sd.ID); ok {
			r.decision(step, to)
		}
	}
	r.next(node("endEvent", "end.steps."+string(r.sd.ID), ""), eventBig, eventBig)
}

// next puts an element behind the last one.
func (r *row) next(n *bpmnNode, width, height int) *bpmndiShape {
	from := r.x
	if r.last != nil {
		r.x += spread
	}
	s := r.put(&r.box.Nodes, n, dcBounds{r.x, r.mid - height/2, width, height})
	if r.last != nil {
		r.flow(&r.box.Flows, r.last, n, r.label, diWaypoint{from, r.mid}, diWaypoint{r.x, r.mid})
	}
	r.last, r.label, r.x = n, "", r.x+width
	return s
}

// decision is the gateway behind a step that may send the matter back.
func (r *row) decision(step evaluation.StepDefinition, to evaluation.StepRef) {
	suffix := string(r.sd.ID) + "." + string(step.ID)
	gate := node("exclusiveGateway", "decided."+suffix, wordDecide)
	gate.Direction = "Diverging"
	r.next(gate, gateBig, gateBig).Marker = true
	r.label = wordAgree
	x, y := r.x-gateBig/2, r.mid+gateBig/2
	if to.Stage == r.sd.ID {
		r.depth++
		low, under := r.mid+taskHigh/2+r.depth*channel, r.centres[to.Step]
		r.flow(&r.box.Flows, gate, r.tasks[to.Step], wordReturn, diWaypoint{x, y}, diWaypoint{x, low}, diWaypoint{under, low}, diWaypoint{under, r.mid + taskHigh/2})
		return
	}
	code := "error." + suffix
	r.errors = append(r.errors, bpmnError{ID: code, Name: wordReturn, Code: "returned"})
	out := node("endEvent", "returned."+suffix, wordReturn)
	out.Throws = &bpmnThrows{code}
	r.depth = max(r.depth, 3)
	top := y + channel
	r.put(&r.box.Nodes, out, dcBounds{x - eventBig/2, top, eventBig, eventBig})
	r.flow(&r.box.Flows, gate, out, wordReturn, diWaypoint{x, y}, diWaypoint{x, top})
}

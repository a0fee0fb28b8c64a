package process

import (
	"slices"

	"jiheng/internal/evaluation"
)

// The measures of the diagram, in pixels.
const (
	boxLeft  = 90 // stages stand below each other from here on
	boxHead  = 34
	boxPad   = 24
	boxGap   = 56
	joinRoom = 84 // above a stage that waits for several
	taskWide = 124
	taskHigh = 72
	eventBig = 32
	gateBig  = 44
	spread   = 34 // between what follows each other
	channel  = 16 // between lines that run beside each other
	inFrom   = 60 // where a line enters a stage from above
)

// drawing puts the elements of a process on a sheet while it makes them.
type drawing struct {
	def    *evaluation.Definition
	nodes  []*bpmnNode
	flows  []*bpmnFlow
	errors []bpmnError
	shapes []*bpmndiShape
	edges  []bpmndiEdge

	boxes []box
	width int // of every stage
	left  int // channels taken left of the stages
	right int // and right of them
}

// box is a stage on the sheet.
type box struct {
	stage evaluation.StageDefinition
	node  *bpmnNode
	at    dcBounds
}

func (b box) middle() int { return b.at.Y + boxHead + boxPad/2 + taskHigh/2 }

func (b box) bottom() int { return b.at.Y + b.at.Height }

func (d *drawing) draw() {
	y := 110
	for _, sd := range d.def.Stages {
		if len(sd.After) > 1 {
			y += joinRoom
		}
		y = d.stage(sd, y) + boxGap
	}
	for i := range d.boxes {
		d.boxes[i].at.Width = d.width
		d.shapeOf(d.boxes[i].node).Bounds.Width = d.width
	}
	begin := node("startEvent", "start", wordStart)
	d.put(&d.nodes, begin, dcBounds{boxLeft + inFrom - eventBig/2, 30, eventBig, eventBig})
	for i, b := range d.boxes {
		d.connect(begin, i)
		if leaves(d.def, b.stage.ID) {
			end := node("endEvent", "end."+string(b.stage.ID), wordFinish)
			d.put(&d.nodes, end, dcBounds{boxLeft + d.width + spread, b.middle() - eventBig/2, eventBig, eventBig})
			d.flow(&d.flows, b.node, end, "", diWaypoint{boxLeft + d.width, b.middle()}, diWaypoint{boxLeft + d.width + spread, b.middle()})
		}
	}
	for _, b := range d.boxes {
		d.sendOut(b)
	}
}

// connect draws the lines by which a stage begins.
func (d *drawing) connect(begin *bpmnNode, i int) {
	b := d.boxes[i]
	x, top := boxLeft+inFrom, b.at.Y
	switch len(b.stage.After) {
	case 0:
		if i == 0 {
			d.flow(&d.flows, begin, b.node, "", diWaypoint{x, 30 + eventBig}, diWaypoint{x, top})
			return
		}
		lane := d.leftLane()
		d.flow(&d.flows, begin, b.node, "", diWaypoint{x - eventBig/2, 30 + eventBig/2}, diWaypoint{lane, 30 + eventBig/2},
			diWaypoint{lane, b.middle()}, diWaypoint{boxLeft, b.middle()})
	case 1:
		d.follow(d.box(b.stage.After[0]), b.node, x, top, boxLeft, b.middle())
	default:
		join := node("parallelGateway", "join."+string(b.stage.ID), "")
		join.Direction = "Converging"
		y := top - joinRoom + gateBig/2
		d.put(&d.nodes, join, dcBounds{x - gateBig/2, y - gateBig/2, gateBig, gateBig})
		for _, id := range b.stage.After {
			d.follow(d.box(id), join, x, y-gateBig/2, x-gateBig/2, y)
		}
		d.flow(&d.flows, join, b.node, "", diWaypoint{x, y + gateBig/2}, diWaypoint{x, top})
	}
}

// follow draws a line from a stage to what comes after it: straight down to
// (x, top) where nothing is between them, else around to (side, middle).
func (d *drawing) follow(from box, to *bpmnNode, x, top, side, middle int) {
	between := func(b box) bool { return b.at.Y > from.at.Y && b.at.Y < top }
	if !slices.ContainsFunc(d.boxes, between) {
		d.flow(&d.flows, from.node, to, "", diWaypoint{x, from.bottom()}, diWaypoint{x, top})
		return
	}
	lane, out := d.leftLane(), from.middle()+taskHigh/2
	d.flow(&d.flows, from.node, to, "", diWaypoint{boxLeft, out}, diWaypoint{lane, out}, diWaypoint{lane, middle}, diWaypoint{side, middle})
}

// sendOut draws how a matter leaves a stage back to an earlier one.
func (d *drawing) sendOut(b box) {
	for _, step := range b.stage.Steps {
		to, ok := step.SentBack(b.stage.ID)
		if !ok || to.Stage == b.stage.ID {
			continue
		}
		target, suffix := d.box(to.Stage), string(b.stage.ID)+"."+string(step.ID)
		catch := node("boundaryEvent", "caught."+suffix, wordReturn)
		catch.Attached, catch.Throws = b.node.ID, &bpmnThrows{"error." + suffix}
		x, y := boxLeft+d.width, b.bottom()-eventBig
		d.put(&d.nodes, catch, dcBounds{x - eventBig/2, y - eventBig/2, eventBig, eventBig})
		d.right++
		lane := x + spread + eventBig + d.right*channel
		d.flow(&d.flows, catch, target.node, wordReturn, diWaypoint{x + eventBig/2, y}, diWaypoint{lane, y},
			diWaypoint{lane, target.at.Y + boxHead/2}, diWaypoint{x, target.at.Y + boxHead/2})
	}
}

func (d *drawing) leftLane() int {
	d.left++
	return boxLeft - 10 - d.left*channel
}

func (d *drawing) box(id evaluation.StageID) box {
	return d.boxes[slices.IndexFunc(d.boxes, func(b box) bool { return b.stage.ID == id })]
}

// put makes an element and its shape.
func (d *drawing) put(list *[]*bpmnNode, n *bpmnNode, at dcBounds) *bpmndiShape {
	*list = append(*list, n)
	s := &bpmndiShape{ID: "shape." + n.ID, Element: n.ID, Bounds: at}
	d.shapes = append(d.shapes, s)
	return s
}

func (d *drawing) shapeOf(n *bpmnNode) *bpmndiShape {
	return d.shapes[slices.IndexFunc(d.shapes, func(s *bpmndiShape) bool { return s.Element == n.ID })]
}

// flow makes a line between two elements along points.
func (d *drawing) flow(list *[]*bpmnFlow, from, to *bpmnNode, name string, points ...diWaypoint) {
	f := &bpmnFlow{ID: "flow." + from.ID + "--" + to.ID, Name: name, Source: from.ID, Target: to.ID}
	*list = append(*list, f)
	from.Outgoing, to.Incoming = append(from.Outgoing, f.ID), append(to.Incoming, f.ID)
	d.edges = append(d.edges, bpmndiEdge{ID: "edge." + f.ID, Element: f.ID, Points: points})
}

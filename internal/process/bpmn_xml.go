package process

import "encoding/xml"

// The parts of BPMN 2.0 that a process needs, in the order of its schema.
type bpmnDefinitions struct {
	XMLName   xml.Name      `xml:"bpmn:definitions"`
	BPMN      string        `xml:"xmlns:bpmn,attr"`
	BPMNDI    string        `xml:"xmlns:bpmndi,attr"`
	DC        string        `xml:"xmlns:dc,attr"`
	DI        string        `xml:"xmlns:di,attr"`
	ID        string        `xml:"id,attr"`
	Namespace string        `xml:"targetNamespace,attr"`
	Exporter  string        `xml:"exporter,attr"`
	Errors    []bpmnError   `xml:"bpmn:error"`
	Process   bpmnProcess   `xml:"bpmn:process"`
	Diagram   bpmndiDiagram `xml:"bpmndi:BPMNDiagram"`
}

type bpmnError struct {
	ID   string `xml:"id,attr"`
	Name string `xml:"name,attr"`
	Code string `xml:"errorCode,attr"`
}

type bpmnProcess struct {
	ID            string `xml:"id,attr"`
	Name          string `xml:"name,attr"`
	Executable    bool   `xml:"isExecutable,attr"`
	Documentation string `xml:"bpmn:documentation,omitempty"`
	Nodes         []*bpmnNode
	Flows         []*bpmnFlow
}

// bpmnNode is an event, a task, a gateway or a sub-process, by its XMLName.
type bpmnNode struct {
	XMLName       xml.Name
	ID            string      `xml:"id,attr"`
	Name          string      `xml:"name,attr,omitempty"`
	Attached      string      `xml:"attachedToRef,attr,omitempty"`
	Direction     string      `xml:"gatewayDirection,attr,omitempty"`
	Documentation string      `xml:"bpmn:documentation,omitempty"`
	Incoming      []string    `xml:"bpmn:incoming"`
	Outgoing      []string    `xml:"bpmn:outgoing"`
	Throws        *bpmnThrows `xml:"bpmn:errorEventDefinition"`
	Owners        []bpmnOwner `xml:"bpmn:potentialOwner"`
	Loop          *bpmnLoop   `xml:"bpmn:multiInstanceLoopCharacteristics"`
	Nodes         []*bpmnNode
	Flows         []*bpmnFlow
}

type bpmnThrows struct {
	Error string `xml:"errorRef,attr"`
}

// bpmnOwner is a role whose holders may do a task.
type bpmnOwner struct {
	Name string `xml:"name,attr"`
	Role string `xml:"bpmn:resourceAssignmentExpression>bpmn:formalExpression"`
}

type bpmnLoop struct {
	Sequential bool `xml:"isSequential,attr"`
}

type bpmnFlow struct {
	XMLName xml.Name `xml:"bpmn:sequenceFlow"`
	ID      string   `xml:"id,attr"`
	Name    string   `xml:"name,attr,omitempty"`
	Source  string   `xml:"sourceRef,attr"`
	Target  string   `xml:"targetRef,attr"`
}

type bpmndiDiagram struct {
	ID    string      `xml:"id,attr"`
	Plane bpmndiPlane `xml:"bpmndi:BPMNPlane"`
}

type bpmndiPlane struct {
	ID      string `xml:"id,attr"`
	Element string `xml:"bpmnElement,attr"`
	Shapes  []*bpmndiShape
	Edges   []bpmndiEdge
}

type bpmndiShape struct {
	XMLName  xml.Name `xml:"bpmndi:BPMNShape"`
	ID       string   `xml:"id,attr"`
	Element  string   `xml:"bpmnElement,attr"`
	Expanded bool     `xml:"isExpanded,attr,omitempty"`
	Marker   bool     `xml:"isMarkerVisible,attr,omitempty"`
	Bounds   dcBounds `xml:"dc:Bounds"`
}

type dcBounds struct {
	X      int `xml:"x,attr"`
	Y      int `xml:"y,attr"`
	Width  int `xml:"width,attr"`
	Height int `xml:"height,attr"`
}

type bpmndiEdge struct {
	XMLName xml.Name     `xml:"bpmndi:BPMNEdge"`
	ID      string       `xml:"id,attr"`
	Element string       `xml:"bpmnElement,attr"`
	Points  []diWaypoint `xml:"di:waypoint"`
}

type diWaypoint struct {
	X int `xml:"x,attr"`
	Y int `xml:"y,attr"`
}

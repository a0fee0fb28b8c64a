package process_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/process"
	"jiheng/processes"
)

// element is one element of the XML with what refers to others.
type element struct {
	kind, id string
	refs     []string
}

func bpmnOf(t *testing.T, def *evaluation.Definition) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, process.BPMN(&out, def))
	return out.Bytes()
}

func elementsOf(t *testing.T, source []byte) []element {
	t.Helper()
	var out []element
	for d := xml.NewDecoder(bytes.NewReader(source)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		require.NoError(t, err)
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		e := element{kind: start.Name.Local}
		for _, a := range start.Attr {
			switch {
			case a.Name.Local == "id":
				e.id = a.Value
			case slices.Contains([]string{"bpmnElement", "sourceRef", "targetRef", "attachedToRef", "errorRef"}, a.Name.Local):
				e.refs = append(e.refs, a.Value)
			}
		}
		out = append(out, e)
	}
}

func shippedDefinitions(t *testing.T) []*evaluation.Definition {
	t.Helper()
	c, err := process.Load(processes.FS(), process.Options{})
	require.NoError(t, err)
	return c.All()
}

func TestTheDiagramOfAShippedProcessIsAsReviewed(t *testing.T) {
	t.Parallel()
	for _, def := range shippedDefinitions(t) {
		golden(t, "testdata/bpmn/"+process.Ref(def)+".bpmn", string(bpmnOf(t, def)))
	}
}

func TestEveryElementOfADiagramIsThereAndDrawnOnce(t *testing.T) {
	t.Parallel()
	drawn := []string{"startEvent", "endEvent", "boundaryEvent", "subProcess", "userTask", "serviceTask", "exclusiveGateway", "parallelGateway", "sequenceFlow"}
	for _, def := range shippedDefinitions(t) {
		elements := elementsOf(t, bpmnOf(t, def))
		ids, shapes := map[string]string{}, map[string]int{}
		for _, e := range elements {
			if e.id != "" {
				require.Empty(t, ids[e.id], "%s twice", e.id)
				ids[e.id] = e.kind
			}
			if e.kind == "BPMNShape" || e.kind == "BPMNEdge" {
				shapes[e.refs[0]]++
			}
		}
		for _, e := range elements {
			for _, r := range e.refs {
				require.NotEmpty(t, ids[r], "%s of %s refers to %s", e.kind, def.Name, r)
			}
			if slices.Contains(drawn, e.kind) {
				require.Equal(t, 1, shapes[e.id], e.id)
			}
		}
		for _, sd := range def.Stages {
			require.Equal(t, "subProcess", ids[process.StageElement(sd.ID)])
			for _, step := range sd.Steps {
				require.Contains(t, ids[process.StepElement(sd.ID, step.ID)], "Task")
			}
		}
	}
}

func TestNoTwoStepsLieOnEachOther(t *testing.T) {
	t.Parallel()
	type shape struct {
		Element string `xml:"bpmnElement,attr"`
		Bounds  struct {
			X int `xml:"x,attr"`
			Y int `xml:"y,attr"`
			W int `xml:"width,attr"`
			H int `xml:"height,attr"`
		} `xml:"Bounds"`
	}
	var drawn struct {
		Shapes []shape `xml:"BPMNDiagram>BPMNPlane>BPMNShape"`
	}
	for _, def := range shippedDefinitions(t) {
		drawn.Shapes = nil
		require.NoError(t, xml.Unmarshal(bpmnOf(t, def), &drawn))
		apart := func(a, b shape) bool {
			return a.Bounds.X+a.Bounds.W <= b.Bounds.X || b.Bounds.X+b.Bounds.W <= a.Bounds.X ||
				a.Bounds.Y+a.Bounds.H <= b.Bounds.Y || b.Bounds.Y+b.Bounds.H <= a.Bounds.Y
		}
		steps := slices.DeleteFunc(drawn.Shapes, func(s shape) bool { return !strings.HasPrefix(s.Element, "step.") })
		require.Len(t, steps, process.Steps(def))
		for i, a := range steps {
			for _, b := range steps[:i] {
				require.True(t, apart(a, b), "%s and %s", a.Element, b.Element)
			}
		}
	}
}

// A stage that waits for several is begun once, not by each of them.
func TestAStageThatWaitsForSeveralIsBehindAJoin(t *testing.T) {
	t.Parallel()
	def := *shippedDefinitions(t)[0]
	def.Stages = slices.Clone(def.Stages)
	last := &def.Stages[len(def.Stages)-1]
	last.After = []evaluation.StageID{def.Stages[0].ID, def.Stages[1].ID}
	text := string(bpmnOf(t, &def))
	require.Contains(t, text, `<bpmn:parallelGateway id="join.`+string(last.ID)+`" gatewayDirection="Converging">`)
	require.Equal(t, 1, strings.Count(text, `targetRef="`+process.StageElement(last.ID)+`"`))
}

func TestAReturnToAnotherStageIsCaughtAtTheEdgeOfItsOwn(t *testing.T) {
	t.Parallel()
	for _, def := range shippedDefinitions(t) {
		if def.Name != "rectification" {
			continue
		}
		text := string(bpmnOf(t, def))
		require.Contains(t, text, "<bpmn:boundaryEvent")
		require.Contains(t, text, `<bpmn:errorEventDefinition errorRef="error.`)
	}
}

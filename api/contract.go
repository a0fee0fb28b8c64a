package api

import (
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// operation is one operation of the contract, as requests are held against it.
type operation struct {
	id         string
	parameters openapi3.Parameters
	// body is the schema of a JSON body, nil when none is asked for.
	body *openapi3.Schema
	// streams is true where the body is a file that the handler reads itself.
	streams bool
	// open is true where nobody has to be logged in.
	open bool
}

// contract finds operations by method and route as Gin names it.
type contract map[string]*operation

const (
	mediaJSON   = "application/json"
	mediaStream = "application/octet-stream"
)

// readContract reads the embedded openapi.yaml.
func readContract() (contract, error) {
	spec, err := GetSpec()
	if err != nil {
		return nil, fmt.Errorf("read contract: %w", err)
	}
	out := make(contract)
	for path, item := range spec.Paths.Map() {
		for method, op := range item.Operations() {
			out[method+" "+routeOf(path)] = newOperation(item, op)
		}
	}
	return out, nil
}

// routeOf turns {name} into Gin's :name.
func routeOf(path string) string {
	return strings.ReplaceAll(strings.ReplaceAll(path, "{", ":"), "}", "")
}

func newOperation(item *openapi3.PathItem, op *openapi3.Operation) *operation {
	o := &operation{id: op.OperationID, parameters: slices.Concat(item.Parameters, op.Parameters)}
	o.open = op.Security != nil && len(*op.Security) == 0
	if op.RequestBody == nil {
		return o
	}
	content := op.RequestBody.Value.Content
	if media := content[mediaJSON]; media != nil {
		o.body = media.Schema.Value
	}
	o.streams = content[mediaStream] != nil
	return o
}

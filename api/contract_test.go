package api_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/cmd/jiheng/command"
)

// described is the contract, and which of its operations the tests have used.
type described struct {
	spec   *openapi3.T
	router routers.Router

	mu   sync.Mutex
	used map[string]bool
}

var contract = sync.OnceValues(readContract) //nolint:gochecknoglobals // shared by all tests

func readContract() (*described, error) {
	spec, err := openapi3.NewLoader().LoadFromFile("openapi.yaml")
	if err != nil {
		return nil, err
	}
	spec.Servers = nil // tests reach it wherever it listens
	router, err := legacy.NewRouter(spec)
	return &described{spec: spec, router: router, used: map[string]bool{}}, err
}

// checkContract holds a request and its answer against openapi.yaml. What the
// contract does not describe, and what was refused, need not be a request of
// the contract; every answer must be an answer of it.
func checkContract(t testing.TB, req *http.Request, body []byte, res *http.Response, answer []byte) {
	t.Helper()
	c, err := contract()
	require.NoError(t, err)
	route, params, err := c.router.FindRoute(req)
	if err != nil {
		ours := strings.HasPrefix(req.URL.Path, "/api/") || strings.HasPrefix(req.URL.Path, "/public/evaluations")
		require.True(t, !ours || res.StatusCode >= http.StatusBadRequest || strings.Contains(req.URL.RawPath, "%2F"),
			"%s %s is served and not described", req.Method, req.URL)
		return
	}
	c.mu.Lock()
	c.used[route.Operation.OperationID] = true
	c.mu.Unlock()
	req = req.Clone(req.Context())
	req.Body = io.NopCloser(bytes.NewReader(body))
	in := &openapi3filter.RequestValidationInput{
		Request: req, PathParams: params, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true},
	}
	if res.StatusCode < http.StatusBadRequest {
		require.NoError(t, openapi3filter.ValidateRequest(req.Context(), in), "request %s %s", req.Method, req.URL)
	}
	out := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: res.StatusCode, Header: res.Header, Options: in.Options,
	}
	require.NoError(t, openapi3filter.ValidateResponse(req.Context(), out.SetBodyBytes(answer)),
		"answer to %s %s: %d %s", req.Method, req.URL, res.StatusCode, answer)
}

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) != "" {
		os.Exit(command.Run(os.Args[1:], os.Stdout, os.Stderr, nil))
	}
	openapi3filter.RegisterBodyDecoder("text/html", openapi3filter.PlainBodyDecoder)
	openapi3filter.RegisterBodyDecoder("text/calendar", openapi3filter.PlainBodyDecoder)
	openapi3filter.RegisterBodyDecoder("application/atom+xml", openapi3filter.PlainBodyDecoder)
	openapi3filter.RegisterBodyDecoder("application/rss+xml", openapi3filter.PlainBodyDecoder)
	openapi3filter.RegisterBodyDecoder("text/csv", openapi3filter.PlainBodyDecoder)
	code := m.Run()
	whole := flag.Lookup("test.run").Value.String() == "" && flag.Lookup("test.skip").Value.String() == ""
	if missing := unused(); code == 0 && whole && len(missing) > 0 {
		fmt.Fprintln(os.Stderr, "operations of the contract that no test uses:", missing)
		code = 1
	}
	os.Exit(code)
}

// unused lists the operations that no test has used.
func unused() []string {
	c, err := contract()
	if err != nil {
		return []string{err.Error()}
	}
	var out []string
	for _, item := range c.spec.Paths.Map() {
		for _, op := range item.Operations() {
			if !c.used[op.OperationID] {
				out = append(out, op.OperationID)
			}
		}
	}
	slices.Sort(out)
	return out
}

func TestTheEmbeddedContractIsTheOneInTheFile(t *testing.T) {
	t.Parallel()
	c, err := readContract()
	require.NoError(t, err)
	embedded, err := api.GetSpec()
	require.NoError(t, err)
	embedded.Servers = nil
	for _, spec := range []*openapi3.T{c.spec, embedded} { // the generator writes ids as Go names
		for _, item := range spec.Paths.Map() {
			for _, op := range item.Operations() {
				op.OperationID = strings.ToLower(op.OperationID)
			}
		}
	}
	want, err := c.spec.MarshalJSON()
	require.NoError(t, err)
	got, err := embedded.MarshalJSON()
	require.NoError(t, err)
	require.JSONEq(t, string(want), string(got), "run go generate ./api")
	require.NoError(t, embedded.Validate(context.Background()))
}

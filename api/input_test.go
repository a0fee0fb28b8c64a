package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestJSONIsReadStrictly(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	task, head := p.live("formation", "draft_notice"), p.as("office-head")
	for name, c := range map[string]struct {
		body   string
		status int
		reason string
	}{
		"nothing":            {``, http.StatusBadRequest, "json_malformed"},
		"no JSON":            {`text=x`, http.StatusBadRequest, "json_malformed"},
		"cut off":            {`{"text":"x"`, http.StatusBadRequest, "json_malformed"},
		"trailing data":      {`{"text":"x"} {}`, http.StatusBadRequest, "json_malformed"},
		"a comment":          {`{"text":"x" /* */}`, http.StatusBadRequest, "json_malformed"},
		"a name twice":       {`{"text":"x","text":"y"}`, http.StatusBadRequest, "duplicate_key"},
		"an escaped twin":    {`{"text":"x","te\u0078t":"y"}`, http.StatusBadRequest, "duplicate_key"},
		"no UTF-8":           {"{\"text\":\"\xff\"}", http.StatusBadRequest, "text_not_utf8"},
		"half a surrogate":   {`{"text":"\ud800"}`, http.StatusBadRequest, "text_not_utf8"},
		"a NUL":              {`{"text":"a\u0000b"}`, http.StatusBadRequest, "text_has_nul"},
		"too deep":           {`{"text":` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + `}`, http.StatusBadRequest, "too_deep"},
		"a fraction":         {`{"text":"x","n":1.5}`, http.StatusBadRequest, "number_not_integer"},
		"an array":           {`["text"]`, http.StatusUnprocessableEntity, "request_invalid"},
		"null":               {`null`, http.StatusUnprocessableEntity, "request_invalid"},
		"an unknown field":   {`{"text":"x","admin":true}`, http.StatusUnprocessableEntity, "request_invalid"},
		"another case":       {`{"Text":"x"}`, http.StatusUnprocessableEntity, "request_invalid"},
		"a number for text":  {`{"text":1}`, http.StatusUnprocessableEntity, "request_invalid"},
		"a missing field":    {`{}`, http.StatusUnprocessableEntity, "request_invalid"},
		"too long a text":    {`{"text":"` + strings.Repeat("字", 4001) + `"}`, http.StatusUnprocessableEntity, "request_invalid"},
		"more than fits":     {bigJSON(1 << 20), http.StatusRequestEntityTooLarge, "body_too_large"},
		"text over the core": {`{"text":"` + strings.Repeat("字", 3000) + `"}`, http.StatusUnprocessableEntity, "text_too_long"},
	} {
		t.Run(name, func(t *testing.T) {
			problem := head.send(http.MethodPost, path(task, "comments"), []byte(c.body), contentType("application/json")).problem(c.status)
			require.Equal(t, c.reason, problem.Reason)
			for _, e := range problem.Errors {
				require.NotEmpty(t, e.Message)
				require.NotContains(t, e.Message, "{")
			}
		})
	}
}

func TestOtherMediaTypesAreRefused(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	task, head := p.live("formation", "draft_notice"), p.as("office-head")
	for _, kind := range []string{"", "text/plain", "application/x-www-form-urlencoded", "application/json; charset=gbk", "multipart/form-data"} {
		a := head.send(http.MethodPost, path(task, "comments"), []byte(`{"text":"x"}`), contentType(kind))
		require.Equal(t, "content_type_unsupported", a.problem(http.StatusUnsupportedMediaType).Reason, kind)
	}
	head.send(http.MethodPost, path(task, "comments"), []byte(`{"text":"x"}`), contentType("application/json; charset=UTF-8")).ok(http.StatusOK)
}

func TestParametersAreHeldAgainstTheContract(t *testing.T) {
	t.Parallel()
	b := open(t)
	head := b.as("office-head")
	for query, want := range map[string]struct{ field, reason string }{
		"":                             {"box", "field_required"},
		"?box=everything":              {"box", "choice_unknown"},
		"?box=mine&limit=0":            {"limit", "number_too_small"},
		"?box=mine&limit=101":          {"limit", "number_too_big"},
		"?box=mine&limit=ten":          {"limit", "field_type"},
		"?box=mine&limit=1&limit=2":    {"limit", "field_twice"},
		"?box=mine&person=director":    {"person", "field_unknown"},
		"?box=mine&cursor=" + longText: {"cursor", "text_too_long"},
	} {
		problem := head.get("/api/v1/tasks" + query).problem(http.StatusUnprocessableEntity)
		require.Equal(t, want.field, problem.Errors[0].Field, query)
		require.Equal(t, want.reason, problem.Errors[0].Reason, query)
	}
	require.Equal(t, "cursor_invalid", head.get("/api/v1/tasks?box=mine&cursor=made-up").problem(http.StatusUnprocessableEntity).Reason)
}

var longText = strings.Repeat("x", 501) //nolint:gochecknoglobals // a constant

func TestUnknownAddressesAndMethods(t *testing.T) {
	t.Parallel()
	b := open(t)
	head := b.as("office-head")
	require.Equal(t, "route_not_found", head.get("/api/v1/nothing").problem(http.StatusNotFound).Reason)
	require.Equal(t, "route_not_found", head.get("/api/v1/tasks/").problem(http.StatusNotFound).Reason)
	wrong := head.send(http.MethodPut, "/api/v1/session", nil)
	require.Equal(t, "method_not_allowed", wrong.problem(http.StatusMethodNotAllowed).Reason)
	require.NotEmpty(t, wrong.header.Get("Allow"))
	require.Equal(t, "task_not_found", head.get("/api/v1/tasks/"+url.PathEscape("../../etc/passwd")).problem(http.StatusNotFound).Reason)
	require.Equal(t, "task_not_found", head.get("/api/v1/tasks/"+url.PathEscape("' OR 1=1 --")).problem(http.StatusNotFound).Reason)
}

func TestAnotherSiteCannotMakeABrowserSend(t *testing.T) {
	t.Parallel()
	b := open(t)
	p := b.as("office-head")
	for name, options := range map[string][]with{
		"by fetch metadata":  {header("Sec-Fetch-Site", "cross-site")},
		"from a sister host": {header("Sec-Fetch-Site", "same-site")},
		"by origin":          {header("Origin", "https://evil.example")},
	} {
		a := p.post("/api/v1/evaluations", b.start(t), options...)
		require.Equal(t, "cross_site_refused", a.problem(http.StatusForbidden).Reason, name)
		a = b.anybody().post("/api/v1/session", map[string]string{"login": "director", "password": password}, options...)
		a.problem(http.StatusForbidden)
	}
	p.get("/api/v1/session", header("Sec-Fetch-Site", "cross-site")).ok(http.StatusOK)
	p.post("/api/v1/evaluations", b.start(t), header("Origin", b.server.URL), header("Sec-Fetch-Site", "same-origin")).ok(http.StatusCreated)
}

func TestEveryAnswerProtectsTheBrowser(t *testing.T) {
	t.Parallel()
	b := open(t)
	for _, target := range []string{"/api/v1/session", "/public/evaluations", "/", "/nothing.txt", "/healthz", "/public/evaluations/none"} {
		a := b.anybody().get(target)
		require.Equal(t, "nosniff", a.header.Get("X-Content-Type-Options"), target)
		require.Equal(t, "DENY", a.header.Get("X-Frame-Options"), target)
		require.Equal(t, "same-origin", a.header.Get("Referrer-Policy"), target)
		policy := a.header.Get("Content-Security-Policy")
		require.Contains(t, policy, "frame-ancestors 'none'", target)
		require.NotContains(t, policy, "script-src", target)
		require.NotContains(t, policy, "unsafe-eval", target)
		require.NotEmpty(t, a.header.Get("X-Request-Id"), target)
	}
}

func TestRequestIDsOfStrangersAreNotTaken(t *testing.T) {
	t.Parallel()
	b := open(t)
	a := b.anybody().get("/healthz", header("X-Request-Id", "chosen-by-me"))
	require.NotEqual(t, "chosen-by-me", a.header.Get("X-Request-Id"))
	a = b.anybody().get("/healthz", header("X-Forwarded-For", "203.0.113.9"))
	require.NotContains(t, b.log.String(), "203.0.113.9")
	require.Equal(t, http.StatusOK, a.status)
}

func TestATrustedProxyIsBelieved(t *testing.T) {
	t.Parallel()
	b := open(t, trustLoopback)
	a := b.anybody().get("/public/evaluations", header("X-Request-Id", "from-the-gateway"), header("X-Forwarded-For", "203.0.113.9"))
	require.Equal(t, "from-the-gateway", a.header.Get("X-Request-Id"))
	require.Contains(t, b.log.String(), "203.0.113.9")
	for _, bad := range []string{"short", "has space in it", "new\tline-in-it", strings.Repeat("x", 65), "<script>alert"} {
		a = b.anybody().get("/healthz", header("X-Request-Id", bad))
		require.NotEqual(t, bad, a.header.Get("X-Request-Id"))
	}
}

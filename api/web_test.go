package api_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"jiheng/api"
)

func application() fstest.MapFS {
	return fstest.MapFS{
		"index.html":           {Data: []byte("<!DOCTYPE html><title>绩衡</title>" + strings.Repeat("<p>绩衡</p>", 100))},
		"assets/main-abcd.js":  {Data: []byte(strings.Repeat("console.log(1);", 100))},
		"assets/logo-1234.png": {Data: []byte("\x89PNG")},
		"favicon.svg":          {Data: []byte("<svg/>")},
	}
}

func TestTheWebApplicationIsServed(t *testing.T) {
	t.Parallel()
	b := open(t, func(c *api.Config) { c.Web = application() })
	browser := header("Accept", "text/html,application/xhtml+xml")
	for _, target := range []string{"/", "/tasks", "/evaluations/ev-1/journal", "/tasks/ev-1:roll_up::approve:1.5"} {
		a := b.anybody().get(target, browser).ok(http.StatusOK)
		require.Contains(t, a.text(), "<title>绩衡</title>", target)
		require.Equal(t, "no-cache", a.header.Get("Cache-Control"), target)
		require.Contains(t, a.header.Get("Content-Security-Policy"), "default-src 'self'", target)
	}
	script := b.anybody().get("/assets/main-abcd.js").ok(http.StatusOK)
	require.Contains(t, script.header.Get("Cache-Control"), "immutable")
	require.Contains(t, script.header.Get("Content-Type"), "javascript")
	b.anybody().get("/assets/main-abcd.js", header("If-None-Match", script.header.Get("ETag"))).ok(http.StatusNotModified)

	// A missing script is not the page: a browser would run it.
	require.Equal(t, "route_not_found", b.anybody().get("/assets/gone.js", browser).problem(http.StatusNotFound).Reason)
	require.Equal(t, "route_not_found", b.anybody().get("/assets/gone", browser).problem(http.StatusNotFound).Reason)
	require.Equal(t, "route_not_found", b.anybody().get("/robots.txt", browser).problem(http.StatusNotFound).Reason)
	require.Equal(t, "route_not_found", b.anybody().get("/api/v1/gone", browser).problem(http.StatusNotFound).Reason)
	require.Equal(t, "route_not_found", b.anybody().get("/tasks", header("Accept", "application/json")).problem(http.StatusNotFound).Reason)
	require.Equal(t, "route_not_found", b.anybody().post("/", nil).problem(http.StatusNotFound).Reason)
}

func TestTheWebApplicationComesPacked(t *testing.T) {
	t.Parallel()
	b := open(t, func(c *api.Config) { c.Web = application() })
	a := b.anybody().get("/assets/main-abcd.js", header("Accept-Encoding", "gzip")).ok(http.StatusOK)
	require.Equal(t, "gzip", a.header.Get("Content-Encoding"))
	z, err := gzip.NewReader(bytes.NewReader(a.body))
	require.NoError(t, err)
	plain, err := io.ReadAll(z)
	require.NoError(t, err)
	require.Equal(t, strings.Repeat("console.log(1);", 100), string(plain))
	require.Empty(t, b.anybody().get("/assets/logo-1234.png", header("Accept-Encoding", "gzip")).header.Get("Content-Encoding"))
}

func TestWithoutAWebApplicationAPageLeadsToThePortal(t *testing.T) {
	t.Parallel()
	b := open(t)
	a := b.anybody().get("/").ok(http.StatusOK)
	require.Contains(t, a.text(), `href="/public/evaluations"`)
}

func TestTheShortAddressLeadsToThePortal(t *testing.T) {
	t.Parallel()
	b := open(t, func(c *api.Config) { c.Web = application() })
	for _, target := range []string{"/public", "/public/"} {
		a := b.anybody().get(target, header("Accept", "text/html")).ok(http.StatusFound)
		require.Equal(t, "/public/evaluations", a.header.Get("Location"), target)
	}
}

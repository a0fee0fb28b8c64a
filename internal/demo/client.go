package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// client is one person at the public API: a login and a cookie, like a
// browser's. What cannot reach the server, or is told to come back later, is
// sent again under the same idempotency key, as a careful program would.
type client struct {
	base   string
	person string
	post   string
	http   *http.Client
}

// Problem is what the API answers when it refuses (RFC 9457).
type Problem struct {
	Status int               `json:"status"`
	Title  string            `json:"title"`
	Detail string            `json:"detail"`
	Reason string            `json:"reason"`
	Rule   string            `json:"rule"`
	Params map[string]string `json:"params"`
	Errors []struct {
		Field   string `json:"field"`
		Message string `json:"message"`
	} `json:"errors"`
}

func (p *Problem) Error() string {
	parts := []string{fmt.Sprintf("%d %s: %s", p.Status, p.Reason, p.Title)}
	for _, e := range p.Errors {
		parts = append(parts, e.Field+": "+e.Message)
	}
	return strings.Join(parts, "; ")
}

// problemOf gives the problem inside an error, nil when there is none.
func problemOf(err error) *Problem {
	p, _ := errors.AsType[*Problem](err)
	return p
}

func logIn(ctx context.Context, base, person, post, password string) (*client, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, fmt.Errorf("cookie jar: %w", err)
	}
	c := &client{base: base, person: person, post: post, http: &http.Client{Jar: jar, Timeout: clientTimeout}}
	if err := c.send(ctx, call{method: http.MethodPost, path: "/api/v1/session", body: map[string]string{"login": person, "password": password}}, nil); err != nil {
		return nil, fmt.Errorf("log in as %s: %w", person, err)
	}
	return c, nil
}

// anybody is somebody from the public: no login, no cookie.
func anybody(base string) *client {
	return &client{base: base, person: "anybody", http: &http.Client{Timeout: clientTimeout}}
}

const clientTimeout = 30 * time.Second

// call is one request; key and version become the headers of a command.
type call struct {
	method  string
	path    string
	query   url.Values
	body    any    // marshalled as JSON
	file    []byte // or sent as it is
	key     string
	version string
}

func (c *client) get(ctx context.Context, path string, query url.Values, into any) error {
	return c.send(ctx, call{method: http.MethodGet, path: path, query: query}, into)
}

// command sends a command to a task at the version that was seen.
func (c *client) command(ctx context.Context, t task, action string, body, into any) error {
	return c.send(ctx, call{
		method: http.MethodPost, path: "/api/v1/tasks/" + url.PathEscape(t.ID) + "/" + action, body: body,
		key: uuid.NewString(), version: strconv.FormatInt(t.Version, 10),
	}, into)
}

const (
	retryPause = 250 * time.Millisecond
	maxAnswer  = 64 << 20
)

// send sends until there is an answer that is not "later".
func (c *client) send(ctx context.Context, in call, into any) error {
	for {
		err := c.once(ctx, in, into)
		p := problemOf(err)
		later := err != nil && (p == nil || p.Status == http.StatusServiceUnavailable || p.Status == http.StatusTooManyRequests)
		if !later {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		case <-time.After(retryPause):
		}
	}
}

func (c *client) once(ctx context.Context, in call, into any) error {
	req, err := c.request(ctx, in)
	if err != nil {
		return err
	}
	res, err := c.http.Do(req)
	if err != nil {
		return fmt.Errorf("%s %s: %w", in.method, in.path, err)
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return fmt.Errorf("read answer of %s: %w", in.path, err)
	}
	if res.StatusCode >= http.StatusBadRequest {
		p := &Problem{Status: res.StatusCode}
		if json.Unmarshal(answer, p) != nil {
			p.Title = http.StatusText(res.StatusCode)
		}
		return p
	}
	return unmarshal(answer, into)
}

func unmarshal(answer []byte, into any) error {
	switch v := into.(type) {
	case nil:
		return nil
	case *[]byte:
		*v = answer
		return nil
	}
	if err := json.Unmarshal(answer, into); err != nil {
		return fmt.Errorf("decode answer: %w", err)
	}
	return nil
}

func (c *client) request(ctx context.Context, in call) (*http.Request, error) {
	content, kind := in.file, "application/octet-stream"
	if in.file == nil && in.body != nil {
		encoded, err := json.Marshal(in.body)
		if err != nil {
			return nil, fmt.Errorf("encode request: %w", err)
		}
		content, kind = encoded, "application/json"
	}
	target := c.base + in.path
	if len(in.query) > 0 {
		target += "?" + in.query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, in.method, target, bytes.NewReader(content))
	if err != nil {
		return nil, fmt.Errorf("make request: %w", err)
	}
	if content != nil {
		req.Header.Set("Content-Type", kind)
	}
	if in.key != "" {
		req.Header.Set("Idempotency-Key", in.key)
	}
	if in.version != "" {
		req.Header.Set("If-Match", `"`+in.version+`"`)
	}
	return req, nil
}

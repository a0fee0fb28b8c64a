package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

// client is one person's browser at the API (客户端): one connection, one
// session. It does by hand what net/http would do, because it shares the
// machine with what it measures.
type client struct {
	conn   net.Conn
	in     *bufio.Reader
	out    bytes.Buffer
	host   string
	cookie string
}

// call is a request; key and version become the headers of a command.
type call struct {
	method, path string
	body         []byte
	key          string
	version      string
}

// answer is what came back.
type answer struct {
	status int
	etag   string
	body   []byte
}

const answerWithin = 30 * time.Second

// logIn connects and begins a real session.
func logIn(ctx context.Context, address, person string) (*client, error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	c := &client{conn: conn, in: bufio.NewReader(conn), host: address}
	body, err := json.Marshal(map[string]string{"login": person, "password": password})
	if err != nil {
		return nil, fmt.Errorf("encode login: %w", err)
	}
	if _, err := c.must(call{method: http.MethodPost, path: "/api/v1/session", body: body}, http.StatusOK); err != nil {
		return nil, fmt.Errorf("log in as %s: %w", person, err)
	}
	return c, nil
}

// must is do for what can only be answered in one way.
func (c *client) must(in call, status int) (answer, error) {
	a, err := c.do(in)
	if err == nil && a.status != status {
		err = fmt.Errorf("%s %s: %d %s", in.method, in.path, a.status, a.body)
	}
	return a, err
}

func (c *client) do(in call) (answer, error) {
	if err := c.conn.SetDeadline(time.Now().Add(answerWithin)); err != nil {
		return answer{}, fmt.Errorf("set deadline: %w", err)
	}
	c.write(in)
	if _, err := c.conn.Write(c.out.Bytes()); err != nil {
		return answer{}, fmt.Errorf("%s %s: %w", in.method, in.path, err)
	}
	res, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return answer{}, fmt.Errorf("%s %s: %w", in.method, in.path, err)
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return answer{}, fmt.Errorf("read answer of %s: %w", in.path, err)
	}
	if err := res.Body.Close(); err != nil {
		return answer{}, fmt.Errorf("read answer of %s: %w", in.path, err)
	}
	for _, cookie := range res.Cookies() {
		c.cookie = cookie.Name + "=" + cookie.Value
	}
	return answer{res.StatusCode, res.Header.Get("ETag"), body}, nil
}

func (c *client) write(in call) {
	c.out.Reset()
	header := func(name, value string) {
		if value != "" {
			c.out.WriteString(name + ": " + value + "\r\n")
		}
	}
	c.out.WriteString(in.method + " " + in.path + " HTTP/1.1\r\n")
	header("Host", c.host)
	header("Cookie", c.cookie)
	header("Idempotency-Key", in.key)
	header("If-Match", in.version)
	if in.body != nil {
		header("Content-Type", "application/json")
	}
	if in.method != http.MethodGet {
		header("Content-Length", strconv.Itoa(len(in.body)))
	}
	c.out.WriteString("\r\n")
	c.out.Write(in.body)
}

func (c *client) close() { _ = c.conn.Close() } // there is nothing left to lose

package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"runtime/debug"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"jiheng/internal/fault"
)

// begin opens the exchange: who calls from where, under which id.
func (s *server) begin(c *gin.Context) {
	x := &exchange{
		requestID: s.requestID(c.Request), address: c.ClientIP(), portal: strings.HasPrefix(c.Request.URL.Path, "/public/"),
	}
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), exchangeKey{}, x))
	c.Header(headerRequest, x.requestID)
	c.Next()
}

// requestID takes a well-formed id from a proxy that is trusted, and makes one
// otherwise: ids of strangers would let them write into our log and journal.
func (s *server) requestID(r *http.Request) string {
	if id := r.Header.Get(headerRequest); wellFormed(id) && s.fromProxy(r) {
		return id
	}
	return uuid.NewString()
}

func wellFormed(id string) bool {
	const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
	return len(id) >= 8 && len(id) <= 64 && strings.Trim(id, plain) == ""
}

func (s *server) fromProxy(r *http.Request) bool {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	for _, network := range s.proxies {
		if network.Contains(from.Addr().Unmap()) {
			return true
		}
	}
	return false
}

// observe counts the request and writes one line about it.
func (s *server) observe(c *gin.Context) {
	start := s.now()
	c.Next()
	ctx, x := enter(c)
	took := s.now().Sub(start)
	s.metrics.served(c.Request.Method, c.FullPath(), c.Writer.Status(), took)
	level := slog.LevelInfo
	if strings.HasSuffix(c.FullPath(), "z") { // probes
		level = slog.LevelDebug
	}
	attributes := []slog.Attr{
		slog.String("method", c.Request.Method), slog.String("route", c.FullPath()),
		slog.Int("status", c.Writer.Status()), slog.Int("bytes", max(c.Writer.Size(), 0)), slog.Duration("took", took),
		slog.String("request_id", x.requestID), slog.String("client", x.address),
	}
	for _, known := range []struct{ name, value string }{
		{"person", string(x.session.Person.ID)},
		{"session", x.session.ID},
		{"reason", x.fault},
		{"evaluation", c.Param("evaluationId")},
		{"task", c.Param("taskId")},
	} {
		if known.value != "" {
			attributes = append(attributes, slog.String(known.name, known.value))
		}
	}
	s.log.LogAttrs(ctx, level, "request", attributes...)
}

// recover turns a panic into a fault; the stack is for the log alone.
func (s *server) recover(c *gin.Context) {
	defer func() {
		broken := recover()
		if broken == nil {
			return
		}
		if err, ok := broken.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(broken) // net/http's own way to break an answer off
		}
		s.fail(c, fault.New(fault.Internal, "panic", "%v\n%s", broken, debug.Stack()))
	}()
	c.Next()
}

// protect sets the headers that keep a browser from harm, and refuses
// commands that another site makes a browser send.
func (s *server) protect(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	h.Set("Cache-Control", "no-store")
	if s.secure {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if err := s.crossing.Check(c.Request); err != nil {
		s.fail(c, fault.Wrap(err, fault.Forbidden, reasonCrossSite, "cross-origin request"))
		return
	}
	c.Next()
}

// describe finds the operation of the contract.
func (s *server) describe(c *gin.Context) {
	_, x := enter(c)
	method := c.Request.Method
	if method == http.MethodHead {
		method = http.MethodGet // which it is, without the body
	}
	x.operation = s.contract[method+" "+c.FullPath()]
	if x.operation == nil {
		s.fail(c, fault.New(fault.Internal, "operation_missing", "no operation for %s", c.FullPath()))
		return
	}
	c.Next()
}

// originOf gives scheme and host of an address.
func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return fmt.Sprintf("%s://%s", u.Scheme, u.Host)
}

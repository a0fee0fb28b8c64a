package api

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"jiheng/internal/evaluation"
	"jiheng/internal/identity"
)

// exchange is one request and its answer, as the middleware has found it out
// so far.
type exchange struct {
	requestID string
	address   string // the client's, without port
	operation *operation
	session   identity.Session
	token     string
	// actingFor is whom the caller stands in for; "" for himself.
	actingFor evaluation.PersonID
	// fingerprint is a hash of everything that was asked.
	fingerprint string
	// portal is true for the public pages.
	portal bool
	// fault is the reason of the problem that was answered, for the log.
	fault string
}

type exchangeKey struct{}

// enter gives the request's own context, which outlives the recycled one of
// Gin, and the exchange that it belongs to.
func enter(c context.Context) (context.Context, *exchange) {
	x, _ := c.Value(exchangeKey{}).(*exchange)
	if g, ok := c.(*gin.Context); ok {
		c = g.Request.Context()
	}
	return c, x
}

// person is who asks.
func (x *exchange) person() evaluation.PersonID { return evaluation.PersonID(x.session.Person.ID) }

// request begins a request to the store on behalf of whoever asks.
func (x *exchange) request() evaluation.Request {
	return evaluation.Request{Actor: x.person(), OnBehalfOf: x.actingFor, RequestID: x.requestID, ClientAddress: x.address}
}

// command begins a command under the client's own name for it.
func (x *exchange) command(key string) evaluation.Request {
	r := x.request()
	r.IdempotencyKey, r.Fingerprint = key, x.fingerprint
	return r
}

// requestOf gives the HTTP request that a handler answers.
func requestOf(c context.Context) *http.Request {
	if g, ok := c.(*gin.Context); ok {
		return g.Request
	}
	return &http.Request{Method: http.MethodGet, Header: http.Header{}}
}

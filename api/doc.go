// Package api is the HTTP face of Jiheng: the contract of openapi.yaml on a
// Gin router, the public portal (公开门户) and the web application's files.
//
// A request passes, in this order: recovery, request id, security headers,
// metrics and access log, the cross-origin check, and then for what the
// contract describes the session and the contract itself (parameters and
// body). A handler therefore sees only what the contract allows, from
// somebody who is logged in.
//
// Handlers are thin. A command becomes an evaluation.Command, is decided by
// policy inside the store's transaction, and is answered with the task as it
// is after it. What goes wrong is a fault; error.go alone knows which status
// that is, message_zh.go alone how it is said.
//
// The package knows neither the database nor Temporal: it declares the small
// interfaces that it needs, beside the handlers that need them.
package api

//go:generate go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2 -config oapi-codegen.yaml openapi.yaml

// Package fault is the one vocabulary of errors. Code says what the caller
// can do about it; Reason says exactly what happened and never changes, so
// that programs, translations and tests can rely on it.
//
// Faults are translated at exactly three edges: internal/store/error.go,
// activities/error.go and api/error.go.
package fault

import (
	"errors"
	"fmt"
)

// Code is what the caller can do about a fault.
type Code string

// The seven codes.
const (
	// Invalid means the input must be mended; see Fields.
	Invalid Code = "invalid"
	// Unauthenticated means the caller must log in.
	Unauthenticated Code = "unauthenticated"
	// Forbidden means a rule refuses it; see Rule.
	Forbidden Code = "forbidden"
	// NotFound means there is no such thing, or the caller may not know of it.
	NotFound Code = "not_found"
	// Conflict means the state or version moved on; reload.
	Conflict Code = "conflict"
	// Unavailable means try again later.
	Unavailable Code = "unavailable"
	// Internal means our fault; the text is never shown to a caller.
	Internal Code = "internal"
)

// Codes lists all codes, in the order they are documented.
func Codes() []Code {
	return []Code{Invalid, Unauthenticated, Forbidden, NotFound, Conflict, Unavailable, Internal}
}

// Field points at one wrong input: a JSON pointer or a dotted name, and a
// stable reason in lower_snake. Params fill the placeholders of its wording.
type Field struct {
	Name   string            `json:"name"`
	Reason string            `json:"reason"`
	Params map[string]string `json:"params,omitempty"`
}

// Error is a fault with everything a caller may need to react.
type Error struct {
	Code   Code
	Reason string // stable, lower_snake: "task_already_claimed"
	// Message is English for logs; clients see the wording of Reason.
	Message string
	// Rule names the rule that refused, for Forbidden.
	Rule string
	// Params are facts for the wording: who won, until when, which version.
	Params map[string]string
	Fields []Field
	cause  error
}

// New makes a fault. Message is formatted for logs only.
func New(code Code, reason, format string, args ...any) *Error {
	return &Error{Code: code, Reason: reason, Message: fmt.Sprintf(format, args...)}
}

// Wrap makes a fault that keeps its cause for errors.Is and for the log.
func Wrap(cause error, code Code, reason, format string, args ...any) *Error {
	e := New(code, reason, format, args...)
	e.cause = cause
	return e
}

// With adds a fact for the wording and returns the same fault.
func (e *Error) With(name, value string) *Error {
	if e.Params == nil {
		e.Params = make(map[string]string, 2)
	}
	e.Params[name] = value
	return e
}

// WithRule names the rule that refused and returns the same fault.
func (e *Error) WithRule(rule string) *Error {
	e.Rule = rule
	return e
}

// WithFields adds wrong inputs and returns the same fault.
func (e *Error) WithFields(fields ...Field) *Error {
	e.Fields = append(e.Fields, fields...)
	return e
}

func (e *Error) Error() string {
	text := string(e.Code) + " " + e.Reason + ": " + e.Message
	if e.cause != nil {
		return text + ": " + e.cause.Error()
	}
	return text
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.cause }

// Is matches a fault of the same code and reason, so that a fault made for a
// test or a sentinel compares equal whatever its message.
func (e *Error) Is(target error) bool {
	t, ok := errors.AsType[*Error](target)
	return ok && t.Code == e.Code && t.Reason == e.Reason
}

// As gives the fault inside err. Anything else is an internal fault that
// keeps err as its cause; nil stays nil.
func As(err error) *Error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	return Wrap(err, Internal, "internal", "unexpected error")
}

// CodeOf gives the code of err; an error that is no fault is Internal, nil is "".
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	return As(err).Code
}

// ReasonOf gives the reason of err, "" for nil.
func ReasonOf(err error) string {
	if err == nil {
		return ""
	}
	return As(err).Reason
}

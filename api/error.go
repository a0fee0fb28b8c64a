package api

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// statusOf gives the status of a fault. This is the only place that knows
// status numbers of what went wrong.
func statusOf(f *fault.Error) int {
	if status := statusOfReason(f.Reason); status != 0 {
		return status
	}
	switch f.Code {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.Unauthenticated:
		return http.StatusUnauthorized
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	case fault.Internal:
	}
	return http.StatusInternalServerError
}

// statusOfReason gives the status of the reasons for which HTTP has a word of
// its own, 0 for all others.
func statusOfReason(reason string) int {
	switch reason {
	case "json_malformed", "text_not_utf8", "text_has_nul", "duplicate_key", "too_deep", "number_not_integer",
		"number_too_large", "upload_interrupted", reasonVersion, reasonNoKey:
		return http.StatusBadRequest
	case reasonStale, reasonDraftStale, reasonViewStale, reasonPrefsStale:
		return http.StatusPreconditionFailed
	case reasonNoVersion:
		return http.StatusPreconditionRequired
	case reasonBodyTooLarge, reasonFileTooLarge, reasonTableTooLarge, "part_too_large", "upload_too_large":
		return http.StatusRequestEntityTooLarge
	case reasonMedia:
		return http.StatusUnsupportedMediaType
	case reasonMethod:
		return http.StatusMethodNotAllowed
	case reasonLoginLocked, reasonLoginOften, reasonSessionStreams, reasonFeedOften, reasonTooMany:
		return http.StatusTooManyRequests
	}
	return 0
}

// statusGone is what the log says of a client that did not wait, as nginx has
// it; nobody ever receives it.
const statusGone = 499

// retryAfter is when to come back, in seconds, unless the fault knows better.
const retryAfter = 5

// retryAfterOf tells when it is worth trying again; 0 for never.
func retryAfterOf(f *fault.Error) int {
	if seconds, err := strconv.Atoi(f.Params["retry_after"]); err == nil && seconds > 0 {
		return seconds
	}
	if f.Code == fault.Unavailable {
		return retryAfter
	}
	return 0
}

// ofProcess is a refusal within an evaluation, with the definition that has
// the titles for its wording.
type ofProcess struct {
	error
	definition *evaluation.Definition
}

func (e ofProcess) Unwrap() error { return e.error }

// fail answers with the problem and ends the exchange. It is where errors end,
// so it is where they are logged.
func (s *server) fail(c *gin.Context, err error) {
	ctx, x := enter(c)
	c.Abort()
	f := fault.As(err)
	x.fault = f.Reason
	if errors.Is(ctx.Err(), context.Canceled) {
		c.Status(statusGone) // nobody is there to be answered
		return
	}
	switch f.Code {
	case fault.Internal:
		s.log.ErrorContext(ctx, "request failed", "request_id", x.requestID, "reason", f.Reason, "error", err)
	case fault.Unavailable:
		s.log.WarnContext(ctx, "request not served", "request_id", x.requestID, "reason", f.Reason, "error", err)
	case fault.Invalid, fault.Unauthenticated, fault.Forbidden, fault.NotFound, fault.Conflict:
	}
	if c.Writer.Written() {
		return // the answer has begun; all that is left is to break it off
	}
	s.metrics.refused(f)
	if seconds := retryAfterOf(f); seconds > 0 {
		c.Header("Retry-After", strconv.Itoa(seconds))
	}
	if x.public() {
		s.failPage(c, f)
		return
	}
	c.Header("Content-Type", "application/problem+json")
	c.Header("Cache-Control", "no-store")
	c.JSON(statusOf(f), s.problem(ctx, x, err))
}

// problem says what went wrong, as far as a client may know.
func (s *server) problem(ctx context.Context, x *exchange, err error) Problem {
	f := fault.As(err)
	reason := f.Reason
	if f.Code == fault.Internal {
		reason = reasonInternal // what exactly is ours to know
	}
	p := Problem{
		Type: "urn:jiheng:problem:" + reason, Status: statusOf(f), Code: ProblemCode(f.Code), Reason: reason,
		RequestID: x.requestID,
	}
	if f.Code == fault.Internal {
		said := s.messages.of(f, nil)
		p.Title, p.Detail = said.title, said.detail
		return p
	}
	p.Params = s.readable(ctx, f.Params)
	said := s.messages.of(f, p.Params)
	p.Title, p.Detail, p.Rule = said.title, said.detail, f.Rule
	p.RuleText = s.ruleText(f.Rule, err)
	for _, field := range f.Fields {
		p.Errors = append(p.Errors, fieldError(field))
	}
	return p
}

func (s *server) ruleText(rule string, err error) string {
	within, _ := errors.AsType[ofProcess](err)
	return s.policy.WordingIn(within.definition, rule)
}

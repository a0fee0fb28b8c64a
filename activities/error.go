package activities

import (
	"errors"

	"go.temporal.io/sdk/temporal"

	"jiheng/internal/fault"
)

// toTemporal translates a fault for the workflow: the code becomes the type
// that retry policies know, reason and fields become details. Faults that the
// same input would meet again are not retried.
func toTemporal(err error) error {
	if err == nil {
		return nil
	}
	f := fault.As(err)
	opts := temporal.ApplicationErrorOptions{
		NonRetryable: final(f.Code),
		Cause:        err,
		Details:      []any{f.Reason, f.Fields},
	}
	return temporal.NewApplicationErrorWithOptions(f.Error(), string(f.Code), opts)
}

// final tells whether trying again with the same input is useless.
func final(code fault.Code) bool {
	switch code {
	case fault.Invalid, fault.Unauthenticated, fault.Forbidden, fault.NotFound, fault.Conflict:
		return true
	case fault.Unavailable, fault.Internal:
	}
	return false
}

// FromTemporal gives the fault inside an error that came back from an
// activity; anything else is internal.
func FromTemporal(err error) *fault.Error {
	if err == nil {
		return nil
	}
	app, ok := errors.AsType[*temporal.ApplicationError](err)
	if !ok {
		return fault.As(err)
	}
	var reason string
	var fields []fault.Field
	if app.HasDetails() {
		if derr := app.Details(&reason, &fields); derr != nil {
			return fault.As(err)
		}
	}
	for _, code := range fault.Codes() {
		if string(code) == app.Type() {
			return fault.Wrap(err, code, reason, "activity failed").WithFields(fields...)
		}
	}
	return fault.As(err)
}

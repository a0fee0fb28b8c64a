package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"jiheng/internal/fault"
)

// translate makes a fault of whatever GORM, database/sql and the driver say. A
// fault passes unchanged, wrapped or not, and nil stays nil.
func translate(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*fault.Error](err); ok {
		return err
	}
	if told, ok := errors.AsType[*pgconn.PgError](err); ok {
		return translateState(err, told)
	}
	switch {
	case errors.Is(err, gorm.ErrRecordNotFound), errors.Is(err, sql.ErrNoRows):
		return fault.Wrap(err, fault.NotFound, "row_not_found", "no such row")
	case lost(err):
		return fault.Wrap(err, fault.Unavailable, "database_unavailable", "the database is out of reach")
	}
	return fault.Wrap(err, fault.Internal, "database_error", "unexpected error of the database")
}

// translateState goes by SQLSTATE: the exact code first, then its class.
func translateState(err error, told *pgconn.PgError) error {
	switch told.ConstraintName {
	case "role_grants_three_administrators", "member_terms_no_administrator":
		return fault.Wrap(err, fault.Conflict, "roles_exclusive", "an administrator holds no other role").WithRule("duty:three-administrators")
	case "role_grants_two_persons":
		return fault.Wrap(err, fault.Conflict, "approval_needed", "two have to agree about a role")
	}
	var code fault.Code
	var reason string
	switch told.Code {
	case "23505", "23P01": // unique_violation, exclusion_violation
		code, reason = fault.Conflict, "already_there"
	case "23503": // foreign_key_violation
		code, reason = fault.Invalid, "reference_unknown"
	case "23502", "23514": // not_null_violation, check_violation
		code, reason = fault.Internal, "invariant_violated"
	case "40001", "40P01", "55P03": // serialization_failure, deadlock_detected, lock_not_available
		code, reason = fault.Unavailable, "database_busy"
	case "57014": // query_canceled: by a timeout, or because the caller went away
		code, reason = fault.Unavailable, "database_timeout"
	case "25006": // read_only_sql_transaction: a standby, or made read-only
		code, reason = fault.Unavailable, "database_read_only"
	case "53100": // disk_full
		code, reason = fault.Unavailable, "disk_full"
	case "3D000": // invalid_catalog_name: the database is not there yet, or being restored
		code, reason = fault.Unavailable, "database_unavailable"
	case "25P03": // idle_in_transaction_session_timeout
		code, reason = fault.Unavailable, "database_timeout"
	default:
		code, reason = translateClass(told.Code)
	}
	return fault.Wrap(err, code, reason, "the database answers %s", told.Code)
}

func translateClass(state string) (fault.Code, string) {
	switch state[:min(2, len(state))] {
	case "08", "28", "57", "58": // connection, authorisation, operator intervention, system error
		return fault.Unavailable, "database_unavailable"
	case "53": // insufficient resources, such as too many connections
		return fault.Unavailable, "database_overloaded"
	case "22": // data exception: text or a number that cannot be stored
		return fault.Invalid, "value_not_storable"
	}
	return fault.Internal, "database_error"
}

// lost tells whether the connection broke, could not be made, or was given up
// because the caller's time ran out.
func lost(err error) bool {
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	for _, sign := range []error{
		driver.ErrBadConn, sql.ErrConnDone, sql.ErrTxDone, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed,
		context.Canceled, context.DeadlineExceeded,
	} {
		if errors.Is(err, sign) {
			return true
		}
	}
	// These two have no type of their own.
	return strings.Contains(err.Error(), "conn closed") || strings.Contains(err.Error(), "database is closed")
}

// violates tells whether a fault comes from a constraint of this name.
func violates(err error, constraint string) bool {
	told, ok := errors.AsType[*pgconn.PgError](err)
	return ok && told.ConstraintName == constraint
}

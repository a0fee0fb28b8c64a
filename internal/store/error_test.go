package store_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"jiheng/internal/fault"
	"jiheng/internal/store"
)

func TestTranslate_knowsTheCodesOfTheDatabase(t *testing.T) {
	t.Parallel()
	for state, want := range map[string]struct {
		code   fault.Code
		reason string
	}{
		"23505": {fault.Conflict, "already_there"},
		"23P01": {fault.Conflict, "already_there"},
		"23503": {fault.Invalid, "reference_unknown"},
		"23502": {fault.Internal, "invariant_violated"},
		"23514": {fault.Internal, "invariant_violated"},
		"22021": {fault.Invalid, "value_not_storable"},
		"22001": {fault.Invalid, "value_not_storable"},
		"22003": {fault.Invalid, "value_not_storable"},
		"40001": {fault.Unavailable, "database_busy"},
		"40P01": {fault.Unavailable, "database_busy"},
		"55P03": {fault.Unavailable, "database_busy"},
		"57014": {fault.Unavailable, "database_timeout"},
		"25P03": {fault.Unavailable, "database_timeout"},
		"25006": {fault.Unavailable, "database_read_only"},
		"53100": {fault.Unavailable, "disk_full"},
		"53200": {fault.Unavailable, "database_overloaded"},
		"53300": {fault.Unavailable, "database_overloaded"},
		"08006": {fault.Unavailable, "database_unavailable"},
		"08P01": {fault.Unavailable, "database_unavailable"},
		"28P01": {fault.Unavailable, "database_unavailable"},
		"3D000": {fault.Unavailable, "database_unavailable"},
		"57P01": {fault.Unavailable, "database_unavailable"},
		"57P02": {fault.Unavailable, "database_unavailable"},
		"57P03": {fault.Unavailable, "database_unavailable"},
		"57P05": {fault.Unavailable, "database_unavailable"},
		"58030": {fault.Unavailable, "database_unavailable"},
		"42501": {fault.Internal, "database_error"},
		"42P01": {fault.Internal, "database_error"},
		"42601": {fault.Internal, "database_error"},
		"XX000": {fault.Internal, "database_error"},
		"0A000": {fault.Internal, "database_error"},
		"":      {fault.Internal, "database_error"},
	} {
		for _, err := range []error{
			&pgconn.PgError{Code: state, Message: "secret"},
			fmt.Errorf("query: %w", &pgconn.PgError{Code: state, Message: "secret"}),
		} {
			got := fault.As(store.Translate(err))
			require.Equal(t, want.code, got.Code, state)
			require.Equal(t, want.reason, got.Reason, state)
			require.ErrorIs(t, got, err, "the cause is kept for the log")
			require.NotContains(t, got.Message, "secret")
			require.Empty(t, got.Params, "nothing of the database reaches a client")
		}
	}
}

func TestTranslate_knowsALostConnection(t *testing.T) {
	t.Parallel()
	for _, err := range []error{
		driver.ErrBadConn, sql.ErrConnDone, sql.ErrTxDone, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed,
		context.Canceled, context.DeadlineExceeded, errors.New("conn closed"), errors.New("sql: database is closed"),
		&net.OpError{Op: "dial", Err: errors.New("connection refused")}, &net.DNSError{Err: "no such host"},
		fmt.Errorf("deep: %w", fmt.Errorf("down: %w", io.ErrUnexpectedEOF)),
	} {
		got := fault.As(store.Translate(err))
		require.Equal(t, fault.Unavailable, got.Code, "%v", err)
		require.Equal(t, "database_unavailable", got.Reason)
	}
}

func TestTranslate_leavesFaultsAndNothingAlone(t *testing.T) {
	t.Parallel()
	require.NoError(t, store.Translate(nil))
	for _, code := range fault.Codes() {
		err := fmt.Errorf("load: %w", fault.New(code, "some_reason", "text"))
		require.Same(t, err, store.Translate(err))
	}
	require.Equal(t, fault.NotFound, fault.CodeOf(store.Translate(gorm.ErrRecordNotFound)))
	require.Equal(t, fault.NotFound, fault.CodeOf(store.Translate(sql.ErrNoRows)))
	require.Equal(t, fault.Internal, fault.CodeOf(store.Translate(errors.New("anything"))))
}

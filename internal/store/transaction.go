package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"

	"jiheng/internal/fault"
)

// transaction is one command's transaction (事务). Its two ends cost no round
// trip of their own: it begins together with the first question and commits
// together with the last statement. What lies between goes through GORM.
type transaction struct {
	ctx  context.Context //nolint:containedctx // a transaction lives no longer than its request
	conn *sql.Conn
	tx   *gorm.DB
	// open is true from the first question until the commit has been answered.
	open bool
}

// command runs f in a transaction, which f begins and commits. Whatever f has
// begun and not committed is rolled back.
func (s *Store) command(ctx context.Context, f func(*transaction) error) error {
	conn, err := s.pool.Conn(ctx)
	if err != nil {
		return translate(err)
	}
	t := &transaction{ctx: ctx, conn: conn, tx: s.db.WithContext(ctx).Session(&gorm.Session{})}
	t.tx.Statement.ConnPool = conn
	defer t.end()
	return translate(f(t))
}

// rollbackWithin bounds the rollback of a request that may have run out of its
// own time.
const rollbackWithin = 5 * time.Second

// end gives the connection back, or closes it when it cannot be cleared.
func (t *transaction) end() {
	if t.open {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.ctx), rollbackWithin)
		defer cancel()
		if _, err := t.conn.ExecContext(ctx, "rollback"); err != nil {
			_ = t.conn.Raw(func(any) error { return driver.ErrBadConn }) // it answers what it was given
		}
	}
	_ = t.conn.Close() // gives it back; what was wrong with it was told before
}

// begin begins the transaction and asks its first question, which has one text
// for an answer; found is false when there is none.
func (t *transaction) begin(query string, args map[string]any) (text string, found bool, err error) {
	t.open = true
	err = t.send(func(b *pgx.Batch) {
		b.Queue("begin")
		b.Queue(query, pgx.NamedArgs(args)).QueryRow(func(row pgx.Row) error {
			err := row.Scan(&text)
			if errors.Is(err, pgx.ErrNoRows) {
				return nil
			}
			found = err == nil
			return err
		})
	})
	return text, found, err
}

// commit gives a last statement, which must change one row, and commits. The
// database itself refuses to go on when it did not: a statement that fails ends
// all behind it.
func (t *transaction) commit(query string, args map[string]any, what, id string) error {
	err := t.send(func(b *pgx.Batch) {
		b.Queue("WITH last AS MATERIALIZED ("+query+" RETURNING 1) SELECT 1 / count(*) FROM last", pgx.NamedArgs(args))
		b.Queue("commit")
	})
	if sqlState(err) == "22012" { // division_by_zero
		return fault.Wrap(err, fault.Internal, "row_out_of_step", "%s %s is not as it was read", what, id)
	}
	if err == nil {
		t.open = false
	}
	return err
}

// send makes one round trip of several statements.
func (t *transaction) send(queue func(*pgx.Batch)) error {
	return t.conn.Raw(func(conn any) error {
		var b pgx.Batch
		queue(&b)
		return conn.(*stdlib.Conn).Conn().SendBatch(t.ctx, &b).Close() //nolint:forcetypeassert // connect.go opened it
	})
}

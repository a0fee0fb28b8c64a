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
)

// transaction is one command's transaction (事务). Its two ends cost no round
// trip of their own: it begins together with the first question and commits
// together with the last statement. What lies between goes through GORM.
type transaction struct {
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
	t := &transaction{conn: conn, tx: s.db.WithContext(ctx)}
	t.tx.Statement.ConnPool = conn
	defer t.end(ctx)
	return translate(f(t))
}

// rollbackWithin bounds the rollback of a request that may have run out of its
// own time.
const rollbackWithin = 5 * time.Second

// end gives the connection back, or closes it when it cannot be cleared.
func (t *transaction) end(ctx context.Context) {
	if t.open {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), rollbackWithin)
		defer cancel()
		if _, err := t.conn.ExecContext(ctx, "rollback"); err != nil {
			_ = t.conn.Raw(func(any) error { return driver.ErrBadConn }) // it answers what it was given
		}
	}
	_ = t.conn.Close() // gives it back; what was wrong with it was told before
}

// begin begins the transaction and asks its first question, which has one text
// for an answer; found is false when there is none.
func (t *transaction) begin(ctx context.Context, query string, args map[string]any) (text string, found bool, err error) {
	t.open = true
	err = t.send(ctx, func(b *pgx.Batch) {
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

// commit gives a last statement and commits. When that statement fails, the
// database goes no further and nothing is committed.
func (t *transaction) commit(ctx context.Context, query string, args map[string]any) error {
	err := t.send(ctx, func(b *pgx.Batch) {
		b.Queue(query, pgx.NamedArgs(args))
		b.Queue("commit")
	})
	t.open = err != nil
	return err
}

// send makes one round trip of several statements.
func (t *transaction) send(ctx context.Context, queue func(*pgx.Batch)) error {
	return t.conn.Raw(func(conn any) error {
		var b pgx.Batch
		queue(&b)
		return conn.(*stdlib.Conn).Conn().SendBatch(ctx, &b).Close()
	})
}

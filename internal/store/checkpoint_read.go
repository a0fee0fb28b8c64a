package store

import (
	"context"
	"database/sql"

	"gorm.io/gorm"

	"jiheng/internal/checkpoint"
	"jiheng/internal/journal"
)

func snapshot() *sql.TxOptions {
	return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
}

// Installation names the installation that this database is of.
func (s *Store) Installation(ctx context.Context) (string, error) {
	var id string
	err := s.db.WithContext(ctx).Raw("SELECT id FROM installation").Scan(&id).Error
	return id, err
}

// Checkpoints gives checkpoints behind a number, in order; limit is 1 to
// MaxEntries. Fault: invalid limit_out_of_range.
func (s *Store) Checkpoints(ctx context.Context, after int64, limit int) ([]SignedCheckpoint, error) {
	if limit < 1 || limit > MaxEntries {
		return nil, outOfRange(MaxEntries)
	}
	return checkpointsAfter(s.db.WithContext(ctx), after, limit)
}

func checkpointsAfter(tx *gorm.DB, after int64, limit int) ([]SignedCheckpoint, error) {
	var rows []checkpointRow
	err := tx.Where("number > ?", after).Order("number").Limit(limit).Find(&rows).Error
	return coreOf(rows, (*checkpointRow).signed), err
}

// LastCheckpoint gives the newest checkpoint; number 0 when there is none.
func (s *Store) LastCheckpoint(ctx context.Context) (SignedCheckpoint, error) {
	var rows []checkpointRow
	err := s.db.WithContext(ctx).Order("number DESC").Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return SignedCheckpoint{}, err
	}
	return rows[0].signed(), nil
}

// FirstCheckpointOver gives the first checkpoint that covers a position of the log
// and was signed with a key; number 0 when there is none.
func (s *Store) FirstCheckpointOver(ctx context.Context, position int64, key string) (SignedCheckpoint, error) {
	var rows []checkpointRow
	err := s.db.WithContext(ctx).Where("size > ? AND key_id = ?", position, key).Order("number").Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return SignedCheckpoint{}, err
	}
	return rows[0].signed(), nil
}

// WalkCheckpoints hands out the log of statements and the checkpoints over it,
// each checkpoint behind the statements that it covers, from one snapshot.
// What statement or covers returns ends it.
func (s *Store) WalkCheckpoints(ctx context.Context, statement func(position int64, st checkpoint.Statement) error, covers func(SignedCheckpoint) error) error {
	return s.transact(ctx, func(tx *gorm.DB) error {
		next := &statements{tx: tx}
		for last := int64(0); ; {
			page, err := checkpointsAfter(tx, last, MaxEntries)
			if err != nil {
				return err
			}
			if len(page) == 0 {
				return next.until(-1, statement)
			}
			for _, c := range page {
				if err := next.until(c.Size, statement); err != nil {
					return err
				}
				if err := covers(c); err != nil {
					return err
				}
			}
			last = page[len(page)-1].Number
		}
	}, snapshot())
}

// statements reads the log page by page.
type statements struct {
	tx   *gorm.DB
	page []statementRow
	// after is the position of the last statement handed out, plus one.
	after int64
	ended bool
}

// until hands out what stands before a position; -1 is the end.
func (l *statements) until(position int64, use func(int64, checkpoint.Statement) error) error {
	for {
		if err := l.fill(); err != nil || len(l.page) == 0 {
			return err
		}
		row := l.page[0]
		if position >= 0 && row.Position >= position {
			return nil
		}
		l.page, l.after = l.page[1:], row.Position+1
		if err := use(row.Position, row.statement()); err != nil {
			return err
		}
	}
}

func (l *statements) fill() error {
	if len(l.page) > 0 || l.ended {
		return nil
	}
	err := l.tx.Where("position >= ?", l.after).Order("position").Limit(MaxEntries).Find(&l.page).Error
	l.ended = len(l.page) == 0
	return err
}

func (r *statementRow) statement() checkpoint.Statement {
	return checkpoint.Statement{Chain: r.Chain, Seq: r.Seq, Hash: journal.Digest(r.Hash)}
}

// Stated gives the statements about a chain, in order: heads that it must have
// had.
func (s *Store) Stated(ctx context.Context, chain string) ([]journal.Head, error) {
	var rows []statementRow
	err := s.db.WithContext(ctx).Where("chain = ?", chain).Order("position").Find(&rows).Error
	out := make([]journal.Head, len(rows))
	for i := range rows {
		out[i] = rows[i].statement().Head()
	}
	return out, err
}

// Lost gives the last statement about every chain that is not there any more.
func (s *Store) Lost(ctx context.Context) ([]checkpoint.Statement, error) {
	var rows []statementRow
	err := s.db.WithContext(ctx).Raw(`SELECT DISTINCT ON (chain) position, chain, seq, hash FROM checkpoint_statements s
		WHERE chain <> 'installation' AND NOT EXISTS (SELECT FROM evaluations e WHERE e.id = s.chain)
			AND NOT EXISTS (SELECT FROM review_books b WHERE 'review:' || b.receiver_id || ':' || b.year = s.chain)
		ORDER BY chain, position DESC`).Scan(&rows).Error
	return coreOf(rows, (*statementRow).statement), err
}

// StatementsUpTo gives the first statements of the log, with their leaves, for
// audit paths.
func (s *Store) StatementsUpTo(ctx context.Context, size int64) ([]checkpoint.Statement, error) {
	var rows []statementRow
	err := s.db.WithContext(ctx).Where("position < ?", size).Order("position").Find(&rows).Error
	return coreOf(rows, (*statementRow).statement), err
}

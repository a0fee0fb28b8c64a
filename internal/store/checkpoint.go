package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/checkpoint"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// SignedCheckpoint is a checkpoint as it is kept (检查点).
type SignedCheckpoint struct {
	Number int64
	Size   int64
	At     time.Time
	Edge   []checkpoint.Hash
	KeyID  string
	// Envelope is the signed text as one line of JSON.
	Envelope string
}

type checkpointRow struct {
	Number   int64 `gorm:"primaryKey"`
	Size     int64
	At       time.Time
	Edge     []byte
	KeyID    string
	Envelope string
}

// TableName names the table.
func (checkpointRow) TableName() string { return "checkpoints" }

func newCheckpointRow(c checkpoint.Checkpoint, t *checkpoint.Tree, signed Seal) checkpointRow {
	row := checkpointRow{Number: c.Number, Size: c.Size, At: c.At, KeyID: signed.KeyID, Envelope: signed.Envelope, Edge: []byte{}}
	for _, h := range t.Edge() {
		row.Edge = append(row.Edge, h[:]...)
	}
	return row
}

func (r *checkpointRow) signed() SignedCheckpoint {
	c := SignedCheckpoint{Number: r.Number, Size: r.Size, At: r.At.UTC(), KeyID: r.KeyID, Envelope: r.Envelope}
	for b := r.Edge; len(b) >= len(checkpoint.Hash{}); b = b[len(checkpoint.Hash{}):] {
		c.Edge = append(c.Edge, checkpoint.Hash(b[:len(checkpoint.Hash{})]))
	}
	return c
}

// Seal is a signature over a checkpoint (签章).
type Seal struct {
	KeyID string
	// PublicKey is the PEM that checks it.
	PublicKey string
	Envelope  string
}

// Notary opens and signs checkpoints, with a key that the store knows nothing
// of.
type Notary interface {
	// Open gives the checkpoint in an envelope, if its signature fits.
	Open(envelope string) (checkpoint.Checkpoint, error)
	Sign(c checkpoint.Checkpoint) (Seal, error)
}

// Checkpointed is what came of an attempt to write a checkpoint.
type Checkpointed struct {
	// Written is false when the last checkpoint is young or nothing has moved.
	Written    bool
	Checkpoint checkpoint.Checkpoint
	// Regressed are chains that stand before their last statement, or beside
	// it. They get no new statement.
	Regressed []journal.Finding
}

// checkpointLock lets one process at a time write a checkpoint.
const checkpointLock = `SELECT pg_advisory_xact_lock(7237421053)`

// WriteCheckpoint puts statements for all chains that have moved behind the
// log and signs what it comes to, unless the last checkpoint is younger than
// every. Any number of processes may ask at once: one writes.
//
// Faults: internal checkpoint_damaged when the last checkpoint is not what was
// signed, for nothing may be signed on top of it; those of the notary.
func (s *Store) WriteCheckpoint(ctx context.Context, every time.Duration, n Notary) (Checkpointed, error) {
	var out Checkpointed
	err := s.transact(ctx, func(tx *gorm.DB) error {
		out = Checkpointed{}
		if err := tx.Exec(checkpointLock).Error; err != nil {
			return err
		}
		last, tree, err := lastCheckpoint(tx, n)
		if err != nil {
			return err
		}
		now, err := clock(tx)
		if err != nil || last.Number > 0 && now.Sub(last.At) < every {
			return err
		}
		moved, regressed, err := moved(tx)
		out.Regressed = regressed
		if err != nil || len(moved) == 0 {
			return err
		}
		if rests, err := restsBut(tx, moved); err != nil || rests {
			return err
		}
		out.Checkpoint, err = extend(tx, last, tree, moved, now, n)
		out.Written = err == nil
		return err
	})
	return out, err
}

func clock(tx *gorm.DB) (time.Time, error) {
	var now time.Time
	err := tx.Raw("SELECT clock_timestamp()").Scan(&now).Error
	return now.UTC(), err
}

// lastCheckpoint gives the newest checkpoint with its tree; number 0 before
// the first.
func lastCheckpoint(tx *gorm.DB, n Notary) (checkpoint.Checkpoint, *checkpoint.Tree, error) {
	var installation string
	if err := tx.Raw("SELECT id FROM installation").Scan(&installation).Error; err != nil {
		return checkpoint.Checkpoint{}, nil, err
	}
	var row checkpointRow
	err := tx.Order("number DESC").Take(&row).Error
	if fault.CodeOf(translate(err)) == fault.NotFound {
		return checkpoint.Checkpoint{Installation: installation}, &checkpoint.Tree{}, nil
	}
	if err != nil {
		return checkpoint.Checkpoint{}, nil, err
	}
	kept := row.signed()
	c, err := n.Open(kept.Envelope)
	tree, ok := checkpoint.Restore(kept.Size, kept.Edge)
	if err != nil || !ok || c.Number != kept.Number || c.Size != kept.Size || c.Root != tree.Root() || c.Installation != installation {
		return checkpoint.Checkpoint{}, nil, fault.Wrap(err, fault.Internal, "checkpoint_damaged", "checkpoint %d is not what was signed", row.Number)
	}
	return c, &tree, nil
}

// moved compares every head with the last statement about it.
const selectMoved = `SELECT h.chain, h.seq, h.hash, COALESCE(s.seq, 0) AS stated_seq, s.hash AS stated_hash
FROM (SELECT id AS chain, seq, head_hash AS hash FROM evaluations
	UNION ALL SELECT 'installation', seq, hash FROM installation_head
	UNION ALL SELECT 'review:' || receiver_id || ':' || year, seq, head_hash FROM review_books) h
LEFT JOIN LATERAL (SELECT seq, hash FROM checkpoint_statements WHERE chain = h.chain ORDER BY position DESC LIMIT 1) s ON true
WHERE h.seq > 0 AND (s.seq IS NULL OR s.seq <> h.seq OR s.hash <> h.hash)
ORDER BY h.chain COLLATE "C"`

type movedRow struct {
	Chain      string
	Seq        int64
	Hash       digest
	StatedSeq  int64
	StatedHash *digest
}

// moved gives a statement for each chain that is ahead of its last one, and a
// finding for each that is not.
func moved(tx *gorm.DB) ([]checkpoint.Statement, []journal.Finding, error) {
	var rows []movedRow
	if err := tx.Raw(selectMoved).Scan(&rows).Error; err != nil {
		return nil, nil, err
	}
	var statements []checkpoint.Statement
	var regressed []journal.Finding
	for _, r := range rows {
		if r.Seq > r.StatedSeq {
			statements = append(statements, checkpoint.Statement{Chain: r.Chain, Seq: r.Seq, Hash: journal.Digest(r.Hash)})
			continue
		}
		stated := checkpoint.Statement{Chain: r.Chain, Seq: r.StatedSeq, Hash: journal.Digest(*r.StatedHash)}
		regressed = append(regressed, regress(stated, r))
	}
	return statements, regressed, nil
}

// regress tells what is wrong with a head that is not ahead.
func regress(stated checkpoint.Statement, r movedRow) journal.Finding {
	f := journal.Finding{EvaluationID: r.Chain, Seq: r.Seq, Kind: journal.HeadChanged, Level: journal.Broken}
	f.Expected, f.Found = stated.Hash.String(), journal.Digest(r.Hash).String()
	if r.Seq < stated.Seq {
		f.Kind = journal.TailCut
	}
	return f
}

const insertStatements = `INSERT INTO checkpoint_statements (position, chain, seq, hash)
SELECT n.position, n.chain, n.seq, n.hash
FROM json_to_recordset(CAST(? AS json)) AS n(position bigint, chain text, seq bigint, hash bytea)`

type statementRow struct {
	Position int64  `json:"position"`
	Chain    string `json:"chain"`
	Seq      int64  `json:"seq"`
	Hash     digest `json:"hash"`
}

// TableName names the table.
func (statementRow) TableName() string { return "checkpoint_statements" }

// extend puts statements behind the log and a signed checkpoint on top.
func extend(tx *gorm.DB, last checkpoint.Checkpoint, tree *checkpoint.Tree, moved []checkpoint.Statement, now time.Time, n Notary) (checkpoint.Checkpoint, error) {
	rows := make([]statementRow, len(moved))
	for i, m := range moved {
		rows[i] = statementRow{Position: tree.Size(), Chain: m.Chain, Seq: m.Seq, Hash: digest(m.Hash)}
		tree.Add(m.Leaf())
	}
	next := last.Next(tree, now)
	signed, err := n.Sign(next)
	if err != nil {
		return next, err
	}
	text, err := encode(rows)
	if err != nil {
		return next, err
	}
	if err := tx.Exec(insertStatements, string(text)).Error; err != nil {
		return next, err
	}
	row := newCheckpointRow(next, tree, signed)
	if err := tx.Create(&row).Error; err != nil {
		return next, err
	}
	return next, noteCheckpoint(tx, next, signed, now)
}

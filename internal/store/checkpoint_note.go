package store

import (
	"context"
	"encoding/json"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/checkpoint"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// noteCheckpoint puts a checkpoint into the journal of the installation, and
// before it the key if the journal does not know it. It stands behind the head
// that the checkpoint states: only the next one vouches for it.
func noteCheckpoint(tx *gorm.DB, made checkpoint.Checkpoint, signed Seal, now time.Time) error {
	known, err := notedKeys(tx)
	if err != nil {
		return err
	}
	if len(known) == 0 {
		if known, err = inheritKeys(tx, made.Number); err != nil {
			return err
		}
	}
	if known[signed.KeyID].KeyID == "" {
		if err := addKey(tx, checkpoint.Key{KeyID: signed.KeyID, PublicKey: signed.PublicKey, AddedAt: now, From: made.Number}); err != nil {
			return err
		}
	}
	return noteData(tx, checkpoint.MadeType, checkpoint.Made{Number: made.Number, Size: made.Size, Digest: made.Digest(), KeyID: signed.KeyID})
}

// addKey keeps a key as a row and as an entry.
func addKey(tx *gorm.DB, k checkpoint.Key) error {
	err := tx.Exec("INSERT INTO checkpoint_keys (key_id, public_key, added_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", k.KeyID, k.PublicKey, k.AddedAt).Error
	if err != nil {
		return err
	}
	var kept checkpointKeyRow // it may be there from before the journal spoke of keys
	if err := tx.Where("key_id = ?", k.KeyID).Take(&kept).Error; err != nil {
		return err
	}
	k.AddedAt = kept.AddedAt.UTC()
	return noteData(tx, checkpoint.KeyType, k)
}

// inheritKeys takes over the keys that had signed before the journal spoke of
// keys.
func inheritKeys(tx *gorm.DB, before int64) (map[string]checkpoint.Key, error) {
	var rows []struct {
		KeyID, PublicKey string
		AddedAt          time.Time
		First            int64
	}
	err := tx.Raw(`SELECT k.key_id, k.public_key, k.added_at, min(c.number) AS first FROM checkpoint_keys k JOIN checkpoints c USING (key_id)
		WHERE c.number < ? GROUP BY k.key_id ORDER BY first`, before).Scan(&rows).Error
	out := map[string]checkpoint.Key{}
	for _, r := range rows {
		k := checkpoint.Key{KeyID: r.KeyID, PublicKey: r.PublicKey, AddedAt: r.AddedAt.UTC(), From: r.First, Inherited: true}
		if err := noteData(tx, checkpoint.KeyType, k); err != nil {
			return nil, err
		}
		out[k.KeyID] = k
	}
	return out, err
}

func noteData(tx *gorm.DB, kind string, what any) error {
	data, err := encode(what)
	if err != nil {
		return err
	}
	_, err = note(tx, journal.Entry{Type: kind, ActorID: string(evaluation.SystemPerson), Data: data})
	return err
}

// notedKeys gives the keys that the journal of the installation speaks of.
func notedKeys(tx *gorm.DB) (map[string]checkpoint.Key, error) {
	var texts []string
	err := tx.Raw("SELECT data FROM installation_journal WHERE type = ? ORDER BY seq", checkpoint.KeyType).Scan(&texts).Error
	out := map[string]checkpoint.Key{}
	for _, text := range texts {
		var k checkpoint.Key
		if err := json.Unmarshal([]byte(text), &k); err != nil {
			return nil, fault.Wrap(err, fault.Internal, "event_unreadable", "read a key of checkpoints")
		}
		if _, twice := out[k.KeyID]; !twice {
			out[k.KeyID] = k
		}
	}
	return out, err
}

type checkpointKeyRow struct {
	KeyID     string `gorm:"primaryKey"`
	PublicKey string
	AddedAt   time.Time
}

// TableName names the table.
func (checkpointKeyRow) TableName() string { return "checkpoint_keys" }

// CheckpointKeys gives the public keys that the journal of the installation
// speaks of, as PEM by their ids. Before it spoke of any, those in the table
// have to do.
func (s *Store) CheckpointKeys(ctx context.Context) (map[string]string, error) {
	noted, err := notedKeys(s.db.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	out := make(map[string]string, len(noted))
	for id, k := range noted {
		out[id] = k.PublicKey
	}
	if len(out) > 0 {
		return out, nil
	}
	rows, err := s.KeptKeys(ctx)
	for _, k := range rows {
		out[k.KeyID] = k.PublicKey
	}
	return out, err
}

// KeptKeys gives the keys in the table, whoever put them there.
func (s *Store) KeptKeys(ctx context.Context) ([]checkpoint.Key, error) {
	var rows []checkpointKeyRow
	err := s.db.WithContext(ctx).Order("key_id").Find(&rows).Error
	return coreOf(rows, func(r *checkpointKeyRow) checkpoint.Key {
		return checkpoint.Key{KeyID: r.KeyID, PublicKey: r.PublicKey, AddedAt: r.AddedAt.UTC()}
	}), err
}

// restsBut tells whether nothing but checkpoints was put into the journal of
// the installation since it was stated: that alone asks for no other checkpoint.
func restsBut(tx *gorm.DB, moved []checkpoint.Statement) (bool, error) {
	if len(moved) != 1 || moved[0].Chain != InstallationChain {
		return false, nil
	}
	var other bool
	err := tx.Raw(`SELECT EXISTS (SELECT FROM installation_journal WHERE type NOT IN (?, ?)
		AND seq > COALESCE((SELECT seq FROM checkpoint_statements WHERE chain = ? ORDER BY position DESC LIMIT 1), 0))`,
		checkpoint.MadeType, checkpoint.KeyType, InstallationChain).Scan(&other).Error
	return !other, err
}

package checkpoint

import (
	"time"

	"jiheng/internal/journal"
)

// What the journal of the installation says of checkpoints, so that neither one
// of them nor a key can come or go past it.
const (
	// MadeType is the entry of a checkpoint that was made.
	MadeType = "checkpoint_made"
	// KeyType is the entry of a key that checkpoints are signed with from then on.
	KeyType = "checkpoint_key_added"
)

// Made is that a checkpoint was made (检查点登记). The entry is written together
// with it and stands behind the head that it states.
type Made struct {
	Number int64          `json:"number"`
	Size   int64          `json:"size"`
	Digest journal.Digest `json:"digest"`
	KeyID  string         `json:"key_id"`
}

// Key is a public key that checkpoints are signed with (检查点公钥).
type Key struct {
	KeyID string `json:"key_id"`
	// PublicKey is PEM.
	PublicKey string    `json:"public_key"`
	AddedAt   time.Time `json:"added_at"`
	// From is the first checkpoint that it signed.
	From int64 `json:"from"`
	// Inherited keys had signed before the journal spoke of keys.
	Inherited bool `json:"inherited,omitempty"`
}

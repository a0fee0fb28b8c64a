package audit

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"jiheng/internal/checkpoint"
	"jiheng/internal/journal"
)

// sealed is a checkpoint as it was found.
type sealed struct {
	digest journal.Digest
	key    string
	// unopened ones were reported.
	unopened bool
	// told names it for people.
	told string
}

func (s sealed) line() string {
	if s.key == "" {
		return ""
	}
	return s.digest.String() + " " + s.key
}

// notes are what the journal of the installation says of checkpoints.
type notes struct {
	made []checkpoint.Made
	keys map[string]checkpoint.Key
	// begun is set by the first that was not taken over from before.
	begun bool
	last  int64
}

// noteCheckpoint remembers an entry about checkpoints; ok tells that it was one.
// The journal may be read again: what was seen counts once.
func (r *run) noteCheckpoint(e journal.Entry) (ok bool) {
	if e.Type != checkpoint.MadeType && e.Type != checkpoint.KeyType {
		return false
	}
	if e.Seq <= r.notes.last {
		return true
	}
	r.notes.last = e.Seq
	var made checkpoint.Made
	var key checkpoint.Key
	var err error
	if e.Type == checkpoint.MadeType {
		if err = json.Unmarshal(e.Data, &made); err == nil {
			r.notes.made, r.notes.begun = append(r.notes.made, made), true
		}
	} else if err = json.Unmarshal(e.Data, &key); err == nil {
		r.noteKey(e.Seq, key)
	}
	if err != nil {
		r.report(Unreadable.at(Installation, "", where("journal", e.Seq), e.Type, unread(err)).because(err))
	}
	return true
}

func (r *run) noteKey(seq int64, key checkpoint.Key) {
	if key.Inherited && r.notes.begun {
		r.report(InheritedLate.at(Installation, "", where("journal", seq), "", key.KeyID))
	}
	r.notes.begun = r.notes.begun || !key.Inherited
	if said, twice := r.notes.keys[key.KeyID]; twice {
		r.report(KeyDiffers.at(Checkpoints, "", where("journal", seq)+" "+key.KeyID, keyLine(said), keyLine(key)))
		return
	}
	r.notes.keys[key.KeyID] = key
}

// checkpointsNoted holds checkpoints and their keys against what the journal of
// the installation says of them, each way.
func (r *run) checkpointsNoted(ctx context.Context) error {
	if n := len(r.notes.made); n > 0 {
		// One may have been made since they were read.
		if err := r.readUpTo(ctx, r.notes.made[n-1].Number); err != nil {
			return err
		}
	}
	said := map[int64]checkpoint.Made{}
	for _, m := range r.notes.made {
		r.checkpointNoted(m, said)
	}
	for _, n := range slices.Sorted(maps.Keys(r.sealed)) {
		if _, noted := said[n]; !noted && len(r.notes.made) > 0 && n > r.notes.made[0].Number {
			r.report(CheckpointUnnoted.at(Checkpoints, "", where("checkpoint", n), "", r.sealed[n].line()))
		}
	}
	return r.keysNoted(ctx)
}

func (r *run) checkpointNoted(m checkpoint.Made, said map[int64]checkpoint.Made) {
	place, want := where("checkpoint", m.Number), sealed{digest: m.Digest, key: m.KeyID}
	if before, twice := said[m.Number]; twice {
		r.report(CheckpointUnlike.at(Checkpoints, "", place, before.Digest.String(), m.Digest.String()))
		return
	}
	said[m.Number] = m
	found, there := r.sealed[m.Number]
	switch {
	case !there:
		r.report(CheckpointGone.at(Checkpoints, "", place, want.line(), ""))
	case !found.unopened && found.line() != want.line():
		r.report(CheckpointUnlike.at(Checkpoints, "", place, want.line(), found.line()))
	}
	if k, known := r.notes.keys[m.KeyID]; !known || m.Number < k.From {
		r.report(KeyUnknown.at(Checkpoints, "", place, keyLine(k), m.KeyID))
	}
}

// keysNoted holds the table of keys against the journal. Before the journal
// spoke of keys there is nothing to hold it against.
func (r *run) keysNoted(ctx context.Context) error {
	rows, err := r.Source.KeptKeys(ctx)
	if err != nil || !r.notes.begun {
		return err
	}
	left := maps.Clone(r.notes.keys)
	for _, row := range rows {
		said, noted := left[row.KeyID]
		delete(left, row.KeyID)
		if !noted {
			if r.renoted(ctx, row.KeyID) {
				continue
			}
			r.report(KeyDiffers.at(Checkpoints, "", "checkpoint_keys "+row.KeyID, "", keyLine(row)))
		} else if keyLine(said) != keyLine(row) {
			r.report(KeyDiffers.at(Checkpoints, "", "checkpoint_keys "+row.KeyID, keyLine(said), keyLine(row)))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(left)) {
		r.report(KeyDiffers.at(Checkpoints, "", "checkpoint_keys "+id, keyLine(left[id]), ""))
	}
	return nil
}

// renoted asks the journal once more: a key may have been added since it was read.
func (r *run) renoted(ctx context.Context, id string) bool {
	_, err := r.Source.InstallationJournal(ctx, func(e journal.Entry) error { r.noteCheckpoint(e); return nil }, nil)
	_, noted := r.notes.keys[id]
	return err == nil && noted
}

func keyLine(k checkpoint.Key) string {
	if k.KeyID == "" {
		return ""
	}
	return k.AddedAt.UTC().Format(time.RFC3339Nano) + " " + k.PublicKey
}

// readUpTo reads the checkpoints behind the last that was read, up to one.
func (r *run) readUpTo(ctx context.Context, number int64) error {
	if number <= r.newest {
		return nil
	}
	list, err := r.Source.CheckpointsBehind(ctx, r.newest)
	for _, k := range list {
		if k.Number <= number {
			_, _, _ = r.remember(k) // what is wrong with it is found the next time
		}
	}
	return err
}

// remember keeps what a checkpoint came to, and gives it.
func (r *run) remember(k Kept) (checkpoint.Checkpoint, string, error) {
	c, key, err := r.Open(k.Envelope)
	// That its row is another is reported elsewhere.
	r.sealed[k.Number] = sealed{c.Digest(), key, err != nil || c.Number != k.Number, c.Told()}
	r.newest = max(r.newest, k.Number)
	return c, key, err
}

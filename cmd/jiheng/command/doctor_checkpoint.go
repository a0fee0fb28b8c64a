package command

import (
	"context"
	"log/slog"

	"jiheng/internal/checkpoint"
	"jiheng/internal/doctor"
)

// examineCheckpointFile holds the file of checkpoints against the database where
// the two end: a file that is ahead tells that a restore lost what came last, and
// one that parts from the database that it went on past such a loss. Each
// checkpoint carries the digest of the one before, so that where two ends agree
// all before them does; audit verify compares every line.
func (c config) examineCheckpointFile(ctx context.Context) doctor.Finding {
	path := c.checkpointFile()
	if path == "" {
		return checkpointFileNone()
	}
	s, err := openDatabase(ctx, c, slog.New(slog.DiscardHandler))
	if err != nil {
		return checkpointFileUnread(path)
	}
	defer func() { _ = s.Close() }()
	kept, parted, err := s.lastKept(ctx)
	if err != nil {
		return checkpointFileUnread(path)
	}
	own, err := s.store.LastCheckpoint(ctx)
	switch {
	case err != nil:
		return checkpointFileUnread(path)
	case kept.Number > own.Number:
		return checkpointFileAhead(path, kept.Told(), own.Number)
	case parted.Number > 0:
		return checkpointFileParts(path, parted.Told())
	case kept.Number == 0:
		return checkpointFileFine(path)
	}
	same, err := s.hasCheckpoint(ctx, kept)
	switch {
	case err != nil:
		return checkpointFileUnread(path)
	case !same:
		return checkpointFileParts(path, kept.Told())
	}
	return checkpointFileFine(path)
}

// lastKept gives the last checkpoint of the file, and the first that does not
// follow from the one before it; number 0 for none.
func (s *system) lastKept(ctx context.Context) (last, parted checkpoint.Checkpoint, err error) {
	keys, err := s.trusted(ctx, nil)
	if err != nil {
		return last, parted, err
	}
	lines, err := s.keptFile(keys.Keys)()
	for _, line := range lines {
		next := line.Checkpoint
		if next.Number <= last.Number { // not a checkpoint, or written again
			continue
		}
		if parted.Number == 0 && last.Number > 0 && next.Number == last.Number+1 && next.Prev != last.Digest() {
			parted = last
		}
		last = next
	}
	return last, parted, err
}

// hasCheckpoint tells whether the database has this checkpoint and no other of
// its number.
func (s *system) hasCheckpoint(ctx context.Context, kept checkpoint.Checkpoint) (bool, error) {
	page, err := s.store.Checkpoints(ctx, kept.Number-1, 1)
	if err != nil || len(page) == 0 {
		return false, err
	}
	keys, err := s.trusted(ctx, nil)
	if err != nil {
		return false, err
	}
	c, _, err := keys.Open(page[0].Envelope)
	return err == nil && c.Digest() == kept.Digest(), nil
}

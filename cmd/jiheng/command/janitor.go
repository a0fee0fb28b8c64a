package command

import (
	"context"
	"log/slog"
	"time"

	"jiheng/internal/preview"
)

const (
	// tidyEvery is how often what nobody needs is cleared away.
	tidyEvery = time.Hour
	// orphansKept is how long a file stays that nothing refers to: far longer
	// than an upload takes, and long enough to notice that a backup was put
	// back which is older than the files.
	orphansKept = 7 * 24 * time.Hour
	// previewsKept is how long what was converted stays; it is made anew when
	// somebody looks.
	previewsKept = 30 * 24 * time.Hour
	// answersKept is how long a command may be repeated under its key.
	answersKept = 7 * 24 * time.Hour
)

// chore clears one kind of thing away and says how many went.
type chore struct {
	name string
	do   func(context.Context) (int64, error)
}

// keepTidy does the chores hourly until ctx ends. Any number of workers may:
// what is cleared away twice is gone once.
func (s *system) keepTidy(ctx context.Context) {
	every := time.NewTicker(tidyEvery)
	defer every.Stop()
	for {
		tidy(ctx, s.chores(), s.log.With("part", "janitor"))
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
	}
}

// tidy does each chore once. One that fails does not keep the others back; its
// turn comes again.
func tidy(ctx context.Context, chores []chore, log *slog.Logger) {
	for _, c := range chores {
		if ctx.Err() != nil {
			return
		}
		n, err := c.do(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			log.WarnContext(ctx, "janitor: chore left for the next round", "chore", c.name, "error", err)
		case n > 0:
			log.InfoContext(ctx, "janitor: cleared away", "chore", c.name, "count", n)
		}
	}
}

func (s *system) chores() []chore {
	return []chore{
		{"sessions and login throttles", func(ctx context.Context) (int64, error) {
			n, err := s.sessions.Sweep(ctx)
			return int64(n), err
		}},
		{"answers to old commands", func(ctx context.Context) (int64, error) {
			return s.store.PurgeAnswers(ctx, time.Now().Add(-answersKept))
		}},
		{"uploads that nobody goes on with", s.store.ExpireUploads},
		{"notices of long ago", s.purgeNotices},
		{"drafts and notices of what was disposed of", s.store.PurgeDisposed},
		{"parts of uploads that are over", s.sweepParts},
		{"files that nothing refers to", s.sweepFiles},
		{"previews that nobody looks at", func(context.Context) (int64, error) {
			n, err := preview.Sweep(previewsIn(s.cfg.DataDir), time.Now().Add(-previewsKept))
			return int64(n), err
		}},
	}
}

// purgeNotices clears old notices away where somebody set how old they get.
func (s *system) purgeNotices(ctx context.Context) (int64, error) {
	if s.cfg.NoticeDays == 0 {
		return 0, nil
	}
	return s.store.PurgeNotices(ctx, time.Now().AddDate(0, 0, -s.cfg.NoticeDays))
}

// partsKept is how long parts stay that no upload speaks of: longer than it
// takes to write the first of them and to say so.
const partsKept = time.Hour

// sweepParts removes what has arrived of uploads that are finished, given up or
// expired, and of those that a dead process never got to record.
func (s *system) sweepParts(ctx context.Context) (int64, error) {
	olderThan := time.Now().Add(-partsKept)
	wanted, err := s.store.UploadsUnderWay(ctx)
	if err != nil {
		return 0, err
	}
	swept, err := s.blobs.SweepParts(ctx, func(id string) bool { return wanted[id] }, olderThan)
	return int64(swept), err
}

// sweepFiles removes files that were uploaded and never became part of an
// evaluation. What is referred to is read before the folder is walked; a file
// that is referred to only afterwards was stored again by then, so it is young.
func (s *system) sweepFiles(ctx context.Context) (int64, error) {
	olderThan := time.Now().Add(-orphansKept)
	wanted, err := s.store.Referenced(ctx)
	if err != nil {
		return 0, err
	}
	swept, err := s.blobs.Sweep(ctx, func(sha256 string) bool { return wanted[sha256] }, olderThan)
	return int64(swept.Blobs + swept.Leftovers), err
}

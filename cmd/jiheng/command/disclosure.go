package command

import (
	"context"
	"time"
)

// remindEvery is how often it is looked whether something has to be public soon.
// What is told is counted in days, so that nobody waits for the minute.
const remindEvery = 10 * time.Minute

// remindOfDisclosures tells those who have to make something public, until ctx
// ends. Any number of workers may: each thing is told once.
func (s *system) remindOfDisclosures(ctx context.Context) {
	every := time.NewTicker(remindEvery)
	defer every.Stop()
	log := s.log.With("part", "disclosure")
	for {
		told, err := s.store.RemindOfDisclosures(ctx, time.Now())
		if err != nil && ctx.Err() == nil {
			log.WarnContext(ctx, "disclosure: will be looked at again", "error", err)
		}
		if told > 0 {
			log.InfoContext(ctx, "disclosure: reminded", "evaluations", told)
		}
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
	}
}

package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
)

// score is what one round gave (一轮成绩).
type score struct {
	tasks    int
	took     time.Duration
	claim    []time.Duration // of single commands, where they are known
	complete []time.Duration
	cpu      usage
}

func (s score) rate() float64 { return float64(s.tasks) / s.took.Seconds() }

// side is one of those that are compared (对比方).
type side struct {
	name string
	run  func(ctx context.Context, clients int, long time.Duration) (score, error)
}

// turns lets the sides take turns, so that whatever the machine does besides
// falls on all of them alike.
func (b *bench) turns(ctx context.Context, sides []side, clients int) ([][]score, error) {
	out := make([][]score, len(sides))
	for i, s := range sides {
		if _, err := s.run(ctx, clients, b.warm); err != nil {
			return nil, fmt.Errorf("%s, warming up: %w", s.name, err)
		}
		out[i] = make([]score, 0, b.rounds)
	}
	for range b.rounds {
		for i, s := range sides {
			got, err := s.run(ctx, clients, b.round)
			if err != nil {
				return nil, fmt.Errorf("%s with %d clients: %w", s.name, clients, err)
			}
			if got.tasks == 0 {
				return nil, fmt.Errorf("%s with %d clients completed nothing", s.name, clients)
			}
			out[i] = append(out[i], got)
		}
	}
	return out, nil
}

// spread is a median with the range around it.
type spread struct{ low, median, high float64 }

func spreadOf(values []float64) spread {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	if n == 0 {
		return spread{}
	}
	return spread{sorted[0], (sorted[(n-1)/2] + sorted[n/2]) / 2, sorted[n-1]}
}

func rates(scores []score) spread {
	values := make([]float64, len(scores))
	for i, s := range scores {
		values[i] = s.rate()
	}
	return spreadOf(values)
}

func (s spread) String() string { return fmt.Sprintf("%.0f (%.0f–%.0f)", s.median, s.low, s.high) }

// quantile gives the value that a share of the values does not exceed.
func quantile[T cmp.Ordered](values []T, share float64) T {
	var none T
	if len(values) == 0 {
		return none
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)]
}

// millis shows a latency.
func millis(d time.Duration) string { return fmt.Sprintf("%.1f", float64(d.Microseconds())/1000) }

package relay_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/relay"
	"jiheng/internal/store"
)

// plans is a database in memory: which calendar each evaluation goes by.
type plans struct {
	mu      sync.Mutex
	inForce string
	by      map[evaluation.ID]string
	asked   map[evaluation.ID]int // how often each was planned anew
	looks   int
	broken  error
	fails   func(evaluation.ID) error
}

func newPlans(number int) *plans {
	p := &plans{inForce: "1", by: map[evaluation.ID]string{}, asked: map[evaluation.ID]int{}}
	for i := range number {
		p.by[evaluation.ID("e"+strconv.Itoa(1000+i))] = "1"
	}
	return p
}

var (
	_ relay.Calendars = (*plans)(nil)
	_ relay.Planner   = (*plans)(nil)
)

// CalendarVersion implements relay.Calendars.
func (p *plans) CalendarVersion(context.Context) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.looks++
	return p.inForce, p.broken
}

// Outdated implements relay.Calendars.
func (p *plans) Outdated(_ context.Context, version string, after evaluation.ID, limit int) ([]evaluation.ID, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []evaluation.ID
	for id, by := range p.by {
		if by != version && id > after {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out[:min(len(out), limit)], p.broken
}

// Replan implements relay.Planner.
func (p *plans) Replan(_ context.Context, id evaluation.ID) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fails != nil {
		if err := p.fails(id); err != nil {
			return err
		}
	}
	if p.by[id] != p.inForce {
		p.by[id] = p.inForce
		p.asked[id]++
	}
	return nil
}

func (p *plans) change(f func(*plans)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f(p)
}

// outdated counts the evaluations that do not go by the calendar in force.
func (p *plans) outdated() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := 0
	for _, by := range p.by {
		if by != p.inForce {
			n++
		}
	}
	return n
}

func replanner(p *plans, cfg relay.ReplanConfig) *relay.Replanner {
	return relay.NewReplanner(p, p, cfg, slog.New(slog.DiscardHandler))
}

func TestReplan_leaves_none_behind_and_plans_each_once(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := newPlans(rapid.IntRange(0, 40).Draw(t, "evaluations"))
		batch := rapid.IntRange(1, 12).Draw(t, "batch")
		p.inForce = "2"
		var all sync.WaitGroup
		for range rapid.IntRange(1, 3).Draw(t, "processes") {
			r := replanner(p, relay.ReplanConfig{Batch: batch})
			all.Go(func() { _ = r.Replan(context.Background()) })
		}
		all.Wait()
		require.Zero(t, p.outdated())
		for id := range p.by {
			require.Equal(t, 1, p.asked[id], id)
		}
	})
}

func TestReplan_one_that_fails_keeps_no_other_from_it(t *testing.T) {
	t.Parallel()
	p := newPlans(7)
	p.inForce = "2"
	p.fails = nobodyBut("e1001", errAway)
	r := replanner(p, relay.ReplanConfig{Batch: 1})
	require.ErrorIs(t, r.Replan(t.Context()), errAway)
	require.Equal(t, 1, p.outdated())
	p.fails = nil
	require.NoError(t, r.Replan(t.Context()))
	require.Zero(t, p.outdated())
}

func TestReplan_does_nothing_while_the_database_is_away(t *testing.T) {
	t.Parallel()
	p := newPlans(3)
	p.inForce, p.broken = "2", errors.New("away")
	require.ErrorIs(t, replanner(p, relay.ReplanConfig{}).Replan(t.Context()), p.broken)
	require.Equal(t, 3, p.outdated())
}

func TestReplanner_runs_soon_after_an_import_and_rests_otherwise(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPlans(250)
		p.by["e2000"] = "0" // outdated from before
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { replanner(p, relay.ReplanConfig{}).Run(ctx) })
		synctest.Wait()
		require.Zero(t, p.outdated(), "at the start, as after a restart")

		p.change(func(p *plans) { p.inForce = "2" })
		pass(3 * time.Second)
		require.Zero(t, p.outdated())

		// One begins by the old calendar while the new one comes in.
		p.change(func(p *plans) { p.by["e3000"] = "1" })
		pass(time.Minute)
		require.Zero(t, p.outdated())

		p.change(func(p *plans) { p.inForce, p.fails = "3", nobodyBut("e1007", errAway) })
		pass(time.Hour)
		require.Equal(t, 1, p.outdated())
		p.change(func(p *plans) { p.fails, p.looks = nil, 0 })
		pass(time.Minute)
		require.Zero(t, p.outdated())
		require.InDelta(t, 31, p.looks, 2)

		p.change(func(p *plans) { p.inForce, p.broken = "4", errAway })
		pass(time.Hour)
		p.change(func(p *plans) { p.broken = nil })
		pass(3 * time.Second)
		require.Zero(t, p.outdated(), "soon after the database is back")
		cancel()
		running.Wait()
	})
}

// marking plans by naming the calendar in the row, which is all that the core
// would change of an evaluation whose dates stay.
type marking struct{ b *bench }

// Replan implements relay.Planner.
func (m marking) Replan(ctx context.Context, id evaluation.ID) error {
	version, err := m.b.store.CalendarVersion(ctx)
	if err != nil {
		return err
	}
	var n int
	m.b.query("WITH marked AS (UPDATE evaluations SET calendar_version = '"+version+"' WHERE id = '"+string(id)+"' RETURNING 1) SELECT count(*) FROM marked", &n)
	return nil
}

func TestReplanner_on_a_database(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var ids []evaluation.ID
	for range 5 {
		ids = append(ids, b.start())
	}
	b.finish(ids[2])
	r := relay.NewReplanner(b.store, marking{b}, relay.ReplanConfig{Batch: 2}, slog.New(slog.DiscardHandler))
	require.NoError(t, r.Replan(t.Context()))
	notice, err := calendar.New("", []calendar.Notice{{Year: 2027, Papers: []string{"p"}, Days: []calendar.Day{
		{Date: calendar.Date{Year: 2027, Month: time.January, Day: 1}, Name: "x", Off: true},
	}}})
	require.NoError(t, err)
	_, err = b.store.ImportCalendar(t.Context(), store.CalendarImport{Notices: notice, By: "clerk"})
	require.NoError(t, err)
	require.NoError(t, r.Replan(t.Context()))
	for i, id := range ids {
		want := "CN-2027.1"
		if i == 2 {
			want = "CN-2026.1" // what is finished stays as it was
		}
		require.Equal(t, want, b.whole(id).CalendarVersion)
	}
}

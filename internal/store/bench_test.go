package store_test

import (
	"context"
	"os"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/store/storetest"
)

// benchDSN is the database to measure on: one of its own, or that of
// BENCH_DATABASE_URL, which is migrated and used as it is.
func benchDSN(b *testing.B) string {
	b.Helper()
	if dsn := os.Getenv("BENCH_DATABASE_URL"); dsn != "" {
		return dsn
	}
	return storetest.DSN(b)
}

// BenchmarkUpdate measures one command of a person through the whole of
// Update: claiming and releasing tasks of many evaluations, under fresh keys.
func BenchmarkUpdate(b *testing.B) {
	for _, clients := range []int{1, 8, 32} {
		b.Run(strconv.Itoa(clients), func(b *testing.B) {
			s := storetest.OpenAt(b, benchDSN(b))
			const evaluations = 200
			tasks := make([]evaluation.TaskID, evaluations)
			for i := range tasks {
				id := storetest.Start(b, s).Evaluation.ID
				require.NoError(b, storetest.Turn(b.Context(), s, id))
				e, err := s.Whole(b.Context(), id)
				require.NoError(b, err)
				tasks[i] = e.Tasks[0].ID
			}
			var next, failed atomic.Int64
			b.SetParallelism(clients)
			b.ResetTimer()
			start := time.Now()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					n := next.Add(1)
					command := evaluation.Command{Action: evaluation.Claim, Task: tasks[n%evaluations]}
					_, err := s.Update(context.Background(), evaluation.Request{
						Task: command.Task, Actor: "office-head", IdempotencyKey: "k-" + strconv.FormatInt(start.UnixNano()+n, 36), Fingerprint: "f",
					}, func(sit *evaluation.Situation) (evaluation.Outcome, error) {
						if sit.Evaluation.Task(command.Task).State == evaluation.StateClaimed {
							command.Action = evaluation.Release
						}
						return storetest.Apply(command)(sit)
					})
					if err != nil {
						failed.Add(1)
					}
				}
			})
			b.ReportMetric(float64(b.N)/time.Since(start).Seconds(), "commands/s")
			require.Zero(b, failed.Load())
		})
	}
}

// BenchmarkInbox measures a page of every box among a million tasks.
func BenchmarkInbox(b *testing.B) {
	dsn := benchDSN(b)
	c := runningAt(b, dsn)
	c.owner = connect(b, dsn)
	fillTasks(b, c, 1_000_000)
	for _, box := range evaluation.Boxes() {
		b.Run(string(box), func(b *testing.B) {
			for b.Loop() {
				page, err := c.s.Inbox(b.Context(), evaluation.InboxQuery{
					Person: evaluationtest.CoordinationClerk().Person, Box: box, Limit: 50, Now: time.Now(),
				})
				require.NoError(b, err)
				require.NotEmpty(b, page.Tasks)
			}
		})
	}
	b.Run("counts", func(b *testing.B) {
		for b.Loop() {
			_, err := c.s.InboxCounts(b.Context(), evaluationtest.CoordinationClerk().Person, readers(), time.Now())
			require.NoError(b, err)
		}
	})
}

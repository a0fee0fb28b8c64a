package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
	"jiheng/internal/store"
)

func TestUploads_areOnesOwnAndEnd(t *testing.T) {
	t.Parallel()
	b := running(t)
	ctx := t.Context()
	task := b.live("formation", "", "draft_notice")
	bounds := store.UploadBounds{PersonBytes: 100, UnitBytes: 150, PersonCount: 2}
	begin := func(id, person string, size int64, lasts time.Duration) error {
		now := time.Now().UTC().Truncate(time.Microsecond)
		_, err := b.s.BeginUpload(ctx, store.Upload{
			ID: id, Person: evaluation.PersonID(person), UnitID: "centre", Task: task.ID, Kind: "plan", FileName: "a.pdf", Size: size,
			CreatedAt: now, ExpiresAt: now.Add(lasts),
		}, bounds)
		return err
	}
	require.NoError(t, begin("AAAAAAAAAAAAAAAAAAAAAAAAAA", "office-head", 60, time.Hour))
	require.Equal(t, "uploads_too_large", fault.ReasonOf(begin("BBBBBBBBBBBBBBBBBBBBBBBBBB", "office-head", 60, time.Hour)))
	require.NoError(t, begin("CCCCCCCCCCCCCCCCCCCCCCCCCC", "director", 60, -time.Second))
	require.Equal(t, "uploads_too_large", fault.ReasonOf(begin("DDDDDDDDDDDDDDDDDDDDDDDDDD", "hotline-clerk", 60, time.Hour)), "the unit has a bound too")
	_, err := b.s.Upload(ctx, "CCCCCCCCCCCCCCCCCCCCCCCCCC", "director", "")
	require.Equal(t, "upload_not_found", fault.ReasonOf(err), "its time is over")
	_, err = b.s.Upload(ctx, "AAAAAAAAAAAAAAAAAAAAAAAAAA", "director", "")
	require.Equal(t, "upload_not_found", fault.ReasonOf(err), "it is another's")
	n, err := b.s.ExpireUploads(ctx)
	require.NoError(t, err)
	require.Equal(t, int64(1), n)
	left, err := b.s.UploadsUnderWay(ctx)
	require.NoError(t, err)
	require.Equal(t, map[string]bool{"AAAAAAAAAAAAAAAAAAAAAAAAAA": true}, left)

	mine, err := b.s.Upload(ctx, "AAAAAAAAAAAAAAAAAAAAAAAAAA", "office-head", "")
	require.NoError(t, err)
	_, err = b.s.ContinueUpload(ctx, mine, mine.ExpiresAt, func(int64) (int64, error) {
		return 0, fault.New(fault.Unavailable, "disk_full", "no room")
	})
	require.Equal(t, "disk_full", fault.ReasonOf(err))
	after, err := b.s.ContinueUpload(ctx, mine, mine.ExpiresAt, func(received int64) (int64, error) { return received + 10, nil })
	require.NoError(t, err)
	require.Equal(t, int64(10), after.Received, "what failed did not count")
}

func TestAVerdictOnAFileStands(t *testing.T) {
	t.Parallel()
	b := running(t)
	ctx := t.Context()
	paper := evaluationtest.Paper("plan")
	f := store.File{SHA256: paper.SHA256, SM3: paper.SM3, Size: 1, MediaType: "application/pdf"}
	require.NoError(t, b.s.SaveFileToScan(ctx, f))
	require.NoError(t, b.s.SaveFileToScan(ctx, f))
	waiting, err := b.s.UnscannedFiles(ctx, 10, time.Now())
	require.NoError(t, err)
	require.Equal(t, []string{f.SHA256}, waiting)
	waiting, err = b.s.UnscannedFiles(ctx, 10, time.Now().Add(-time.Minute))
	require.NoError(t, err)
	require.Empty(t, waiting, "another ward is at it")
	require.NoError(t, b.s.SaveScan(ctx, f.SHA256, "Eicar"))
	require.NoError(t, b.s.SaveScan(ctx, f.SHA256, ""))
	require.Equal(t, "file_infected", fault.ReasonOf(b.s.SaveFileToScan(ctx, f)))
	require.Error(t, b.s.DB().Exec("UPDATE file_scans SET state = 'clean', signature = ''").Error)
	require.Error(t, b.s.DB().Exec("DELETE FROM material_accesses").Error)
}

package store_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

func TestSaveDraft_refusesToOverwriteWhatWasNotSeen(t *testing.T) {
	t.Parallel()
	b := running(t)
	ctx := t.Context()
	task := b.live("formation", "", "draft_notice").ID
	_, err := b.s.Draft(ctx, task, "office-head")
	require.Equal(t, "draft_not_found", fault.ReasonOf(err))

	d := store.Draft{Task: task, Person: "office-head", Content: []byte(`{"b":"<&>", "a":1.50}`)}
	first, err := b.s.SaveDraft(ctx, d)
	require.NoError(t, err)
	require.EqualValues(t, 1, first.Version)
	read, err := b.s.Draft(ctx, task, "office-head")
	require.NoError(t, err)
	require.Equal(t, first, read)
	require.Equal(t, string(d.Content), string(read.Content), "byte for byte")

	_, err = b.s.SaveDraft(ctx, d)
	require.Equal(t, "draft_stale", fault.ReasonOf(err), "it is there already")
	require.Equal(t, "1", fault.As(err).Params["current"])
	d.Version = 1
	second, err := b.s.SaveDraft(ctx, d)
	require.NoError(t, err)
	require.EqualValues(t, 2, second.Version)
	_, err = b.s.SaveDraft(ctx, d)
	require.Equal(t, "2", fault.As(err).Params["current"])

	other := d
	other.Person, other.Version = "office-clerk", 3
	_, err = b.s.SaveDraft(ctx, other)
	require.Equal(t, "0", fault.As(err).Params["current"], "a draft is its writer's own")

	require.NoError(t, b.s.DropDraft(ctx, task, "office-head"))
	require.NoError(t, b.s.DropDraft(ctx, task, "office-head"))
	_, err = b.s.Draft(ctx, task, "office-head")
	require.Equal(t, "draft_not_found", fault.ReasonOf(err))
	_, err = b.s.SaveDraft(ctx, store.Draft{Task: "nothing", Person: "x", Content: []byte("{}")})
	require.Equal(t, "task_not_found", fault.ReasonOf(err))
	_, err = b.s.SaveDraft(ctx, store.Draft{Task: task, Person: "x", Content: []byte("{")})
	require.Equal(t, "draft_unreadable", fault.ReasonOf(err))
}

func TestSaveDraft_ofOneVersionTwiceAtOnceSavesOne(t *testing.T) {
	t.Parallel()
	b := running(t)
	task := b.live("formation", "", "draft_notice").ID
	failures := make([]error, 8)
	var wg sync.WaitGroup
	for i := range failures {
		wg.Go(func() {
			_, failures[i] = b.s.SaveDraft(t.Context(), store.Draft{Task: task, Person: "x", Content: []byte("{}")})
		})
	}
	wg.Wait()
	saved := 0
	for _, err := range failures {
		if err == nil {
			saved++
			continue
		}
		require.Equal(t, "draft_stale", fault.ReasonOf(err))
	}
	require.Equal(t, 1, saved)
}

func TestComments_comeInTheOrderTheyWereMade(t *testing.T) {
	t.Parallel()
	b := running(t)
	task := b.live("formation", "", "draft_notice").ID
	for _, text := range []string{"first", "第二", "third <&>"} {
		b.must("director", evaluation.Command{Action: evaluation.Comment, Task: task, Text: text})
	}
	got, err := b.s.Comments(t.Context(), task, "nothing")
	require.NoError(t, err)
	require.Len(t, got, 3)
	require.Equal(t, "第二", got[1].Text)
	require.Equal(t, evaluation.PersonID("director"), got[1].By)
	require.Equal(t, task, got[1].Task)
	none, err := b.s.Comments(t.Context())
	require.NoError(t, err)
	require.Empty(t, none)
}

func TestFiles_areKnownByTheirContent(t *testing.T) {
	t.Parallel()
	b := running(t).formed()
	ctx := t.Context()
	_, err := b.s.File(ctx, strings.Repeat("a", 64))
	require.Equal(t, "file_not_found", fault.ReasonOf(err))
	f := store.File{SHA256: strings.Repeat("a", 64), SM3: strings.Repeat("b", 64), Size: 7, MediaType: "text/plain"}
	require.NoError(t, b.s.SaveFile(ctx, f))
	f.MediaType = "text/html"
	require.NoError(t, b.s.SaveFile(ctx, f), "the same content again")
	got, err := b.s.File(ctx, f.SHA256)
	require.NoError(t, err)
	require.Equal(t, "text/plain", got.MediaType)
	require.WithinDuration(t, time.Now(), got.CreatedAt, time.Minute)

	task := b.live("self_check", "online-hall", "submit")
	b.must("hotline-head", claim(task))
	paper := evaluationtest.Paper("score_sheet")
	paper.SHA256 = strings.Repeat("c", 64)
	_, err = b.s.Update(ctx, evaluation.Request{Task: task.ID, Actor: "hotline-head"}, func(s *evaluation.Situation) (evaluation.Outcome, error) {
		events, err := evaluation.Apply(s, evaluation.Command{Action: evaluation.Supply, Task: task.ID, Material: paper})
		return evaluation.Outcome{Events: events}, err
	})
	require.Equal(t, "reference_unknown", fault.ReasonOf(err), "a paper whose file is not kept")

	kept := evaluationtest.Paper("score_sheet")
	b.must("hotline-head", evaluation.Command{Action: evaluation.Supply, Task: task.ID, Material: kept})
	e := b.whole()
	id, material, err := b.s.Material(ctx, e.Materials[0].ID, "director")
	require.NoError(t, err)
	require.Equal(t, b.id, id)
	require.Equal(t, e.Materials[0], material)
	_, _, err = b.s.Material(ctx, "nothing", "director")
	require.Equal(t, "material_not_found", fault.ReasonOf(err))

	wanted, err := b.s.Referenced(ctx)
	require.NoError(t, err)
	require.False(t, wanted[f.SHA256], "it was kept, and nothing refers to it")
	for _, m := range b.whole().Materials {
		require.True(t, wanted[m.SHA256])
	}
}

func TestReferenced_knowsEveryColumnThatRefersToAFile(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	b := runningAt(t, dsn).formed().finished()
	d := b.whole().Dossier
	wanted, err := b.s.Referenced(t.Context())
	require.NoError(t, err)
	require.True(t, wanted[d.Package])
	manifest := `{"files":[{"sha256":"` + strings.Repeat("ab", 32) + `"},{"sha256":"` + strings.Repeat("cd", 32) + `"}]}`
	owner := connect(t, dsn)
	_, err = owner.Exec(t.Context(), "UPDATE dossiers SET manifest = $1", manifest)
	require.NoError(t, err)
	wanted, err = b.s.Referenced(t.Context())
	require.NoError(t, err)
	require.True(t, wanted[strings.Repeat("ab", 32)])
	require.True(t, wanted[strings.Repeat("cd", 32)])
	columns := column(t, owner, `SELECT table_name || '.' || column_name FROM information_schema.columns
		WHERE table_schema = 'public' AND column_name ~ '(sha256|package|manifest|blob|attachment)' ORDER BY 1`)
	// Scans and accesses speak of files that papers have; an upload has none yet;
	// an archived history has its content beside its digest.
	require.Equal(t, []string{
		"dossiers.manifest", "dossiers.package", "file_scans.sha256", "files.sha256", "material_accesses.sha256", "materials.sha256",
		"publications.package", "received_filings.package", "uploads.sha256", "workflow_archives.sha256",
	}, columns,
		"teach Referenced what refers to a file, else the janitor removes it")
}

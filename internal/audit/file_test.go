package audit

import (
	"bytes"
	"context"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// oneFile is a store with one file, which it counts the readings of.
type oneFile struct {
	Source
	row  File
	read *int
}

func (o oneFile) File(context.Context, string) (File, error) { return o.row, nil }

func (o oneFile) Open(string) (io.ReadSeekCloser, int64, error) {
	*o.read++
	return struct {
		io.ReadSeeker
		io.Closer
	}{bytes.NewReader([]byte("paper")), io.NopCloser(nil)}, 5, nil
}

func TestFile_is_read_once_and_compared_with_all_that_is_said_of_it(t *testing.T) {
	t.Parallel()
	var read int
	store := oneFile{read: &read}
	var kinds []string
	r := newRun(Config{Source: store, Blobs: store}, func(f Finding) { kinds = append(kinds, f.Kind) })
	paper, err := r.measure("")
	require.NoError(t, err)
	store.row = paper
	store.row.Size++
	r.Source, read = store, 0
	for range 2 {
		require.NoError(t, r.file(t.Context(), &evaluation.Evaluation{ID: "ev-1"}, paper, false))
		require.NoError(t, r.file(t.Context(), &evaluation.Evaluation{ID: "ev-1"}, paper, true))
	}
	require.Equal(t, []string{string(FileRowDiffers)}, kinds, "the row is looked at after a manifest named the file")
	other := paper
	other.SM3 = "other"
	require.NoError(t, r.file(t.Context(), &evaluation.Evaluation{ID: "ev-2"}, other, false))
	require.Equal(t, []string{string(FileRowDiffers), string(FileChanged)}, kinds, "another manifest says something else of it")
	require.Equal(t, 1, read)
	require.EqualValues(t, 1, r.result.Files)
}

// nothing has no file at all.
type nothing struct{ oneFile }

func (nothing) Open(string) (io.ReadSeekCloser, int64, error) {
	return nil, 0, fault.New(fault.NotFound, "blob_not_found", "nothing is kept")
}

func TestFile_is_missed_unless_it_was_disposed_of(t *testing.T) {
	t.Parallel()
	var kinds []string
	r := newRun(Config{Source: nothing{}, Blobs: nothing{}}, func(f Finding) { kinds = append(kinds, f.Kind) })
	gone := &evaluation.Evaluation{ID: "ev-1", Disposals: []evaluation.Disposal{{Number: 1, State: evaluation.DisposalAgreed}}}
	require.NoError(t, r.file(t.Context(), gone, File{SHA256: "aa"}, false))
	require.Empty(t, kinds)
	declined := &evaluation.Evaluation{ID: "ev-2", Disposals: []evaluation.Disposal{{Number: 1, State: evaluation.DisposalDeclined}}}
	require.NoError(t, r.file(t.Context(), declined, File{SHA256: "aa"}, false))
	require.Equal(t, []string{string(FileMissing)}, kinds, "another evaluation that needs it is not content with that")
}

// What the public is given is a file of its own where papers were withheld.
func TestFiles_include_what_the_public_is_given(t *testing.T) {
	t.Parallel()
	published := []evaluation.Publication{{Digest: "d1"}, {Digest: "d2", Package: "aa"}}
	var found []Finding
	tell := func(f Finding) { found = append(found, f) }
	require.NoError(t, newRun(Config{Blobs: nothing{}}, tell).files(t.Context(), &evaluation.Evaluation{ID: "ev-1", Publications: published}))
	require.Len(t, found, 1)
	require.Equal(t, string(FileMissing), found[0].Kind)
	require.Equal(t, "publications ev-1 2 package", found[0].Where)
	found = nil
	var read int
	require.NoError(t, newRun(Config{Blobs: oneFile{read: &read}}, tell).files(t.Context(), &evaluation.Evaluation{ID: "ev-1", Publications: published}))
	require.Len(t, found, 1, "what is there is no package at all")
	found = nil
	gone := &evaluation.Evaluation{ID: "ev-1", Publications: published, Disposals: []evaluation.Disposal{{Number: 1, State: evaluation.DisposalAgreed}}}
	require.NoError(t, newRun(Config{Blobs: nothing{}}, tell).files(t.Context(), gone))
	require.Empty(t, found)
}

func TestLook_keeps_the_policy_a_task_was_settled_under(t *testing.T) {
	t.Parallel()
	j := newRun(Config{}, func(Finding) {}).judge("ev-1", nil)
	for _, e := range []journal.Entry{
		{Type: string(evaluation.TypeTaskOpened), PolicyVersion: "one"},
		{Type: string(evaluation.TypeTaskApproved), PolicyVersion: "two"},
		{Type: string(evaluation.TypeCommented), PolicyVersion: "three"},
		{Type: string(evaluation.TypeTaskRead), PolicyVersion: "three"},
	} {
		e.TaskID = "t-1"
		j.look(Moment{Entry: e})
	}
	require.Equal(t, map[evaluation.TaskID]string{"t-1": "two"}, j.under)
}

package evidence

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/dossier"
)

// zeros are as many as are read.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// A sealed dossier with a long paper in it is longer than anything that is read
// at once.
func TestAPackageInAPackageIsVerifiedWhereItLies(t *testing.T) {
	t.Parallel()
	inner := packedOf(t, Piece{"影像.bin", "影像", "application/octet-stream", func() (io.ReadCloser, error) {
		return io.NopCloser(io.LimitReader(zeros{}, maxList+1)), nil
	}})
	outer := packedOf(t, Piece{DocumentsFolder + "a", "卷宗", "application/zip", fixed(inner)})
	z, err := zip.NewReader(bytes.NewReader(outer), int64(len(outer)))
	require.NoError(t, err)
	v := &verifier{report: &Report{}, content: bytes.NewReader(outer), zip: z}
	report, ok := v.unpack(DocumentsFolder + "a")
	require.True(t, ok)
	require.Equal(t, "影像.bin", report.Manifest.Files[0].Path)
	_, ok = v.unpack(DocumentsFolder + "b")
	require.False(t, ok, "there is none")
	outer[len(inner)/2] ^= 1
	_, ok = v.unpack(DocumentsFolder + "a")
	require.False(t, ok, "a bit was changed")
}

func packedOf(t *testing.T, p Piece) []byte {
	t.Helper()
	f, err := measure(p)
	require.NoError(t, err)
	m, err := dossier.New(dossier.Manifest{
		EvaluationID: "ev-1", Title: "自评", Unit: "中心", Year: 2020, SealedAt: time.Date(2020, 8, 1, 0, 0, 0, 0, time.UTC),
		JournalSeq: 1, JournalHash: f.SHA256, Files: []dossier.File{f},
	})
	require.NoError(t, err)
	var out bytes.Buffer
	_, err = dossier.Pack(&out, m, func(dossier.File) (io.ReadCloser, error) { return p.Open() })
	require.NoError(t, err)
	return out.Bytes()
}

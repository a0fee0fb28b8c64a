package activities_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// reading is a program that reads PDF, by what they are.
type reading map[string]struct {
	pages []string
	err   error
}

func (r reading) Pages(_ context.Context, sha string) ([]string, error) {
	return r[sha].pages, r[sha].err
}

const plainPDF = "%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\nxref\n0 1\n0000000000 65535 f \ntrailer << /Root 1 0 R >>\nstartxref\n45\n%%EOF\n"

func TestPerform_looks_through_the_pages_of_what_was_supplied(t *testing.T) {
	t.Parallel()
	const text = "本项目按计划完成，资金使用合规，资料齐全，验收合格。"
	broken := fault.New(fault.Conflict, "preview_failed", "it hangs")
	for about, row := range map[string]struct {
		content string
		pages   []string
		err     error
		places  []string
		unread  bool
	}{
		"text on two pages":       {plainPDF, []string{text, text + "电话0759-3180000"}, nil, []string{"第2页"}, false},
		"a picture behind text":   {plainPDF, []string{text + "手机13800138000", ""}, nil, []string{"第1页"}, true},
		"one that hangs":          {plainPDF, nil, broken, nil, true},
		"one with an attachment":  {plainPDF + "2 0 obj << /EmbeddedFiles 3 0 R >> endobj\n%%EOF\n", []string{text}, nil, nil, true},
		"one that is no PDF more": {"garbage", []string{text}, nil, nil, true},
	} {
		b := releasingWith(t, "说明.PDF", row.content)
		sum := sha256.Sum256([]byte(row.content))
		b.acts.Pages = reading{hex.EncodeToString(sum[:]): {row.pages, row.err}}
		b.sign()
		require.NoError(t, b.move(b.step(evaluation.EffectSeal)), about)
		d := b.store.Evaluation(b.id).Dossier
		var places []string
		for _, f := range d.Findings {
			places = append(places, f.Place)
		}
		require.Equal(t, row.places, places, about)
		require.Equal(t, row.unread, len(d.Unread) == 1, about)
	}
	b := releasingWith(t, "说明.pdf", plainPDF)
	sum := sha256.Sum256([]byte(plainPDF))
	b.acts.Pages = reading{hex.EncodeToString(sum[:]): {nil, fault.New(fault.Unavailable, "preview_busy", "later")}}
	b.sign()
	require.Error(t, b.move(b.step(evaluation.EffectSeal)), "it is tried again")
	require.Nil(t, b.store.Evaluation(b.id).Dossier)
}

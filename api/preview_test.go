package api_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"io"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"jiheng/api"
)

func book(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	require.NoError(t, f.SetCellStr("Sheet1", "A1", "=项目<b>"))
	require.NoError(t, f.SetCellInt("Sheet1", "B2", 469))
	var b bytes.Buffer
	require.NoError(t, f.Write(&b))
	return b.Bytes()
}

func picture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, image.NewGray(image.Rect(0, 0, 3, 3))))
	return b.Bytes()
}

func TestAPaperIsLookedAtInTheBrowserAndTheLookIsWrittenDown(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	task, clerk := p.claims("coordination-clerk", "self_check", "submit"), p.as("coordination-clerk")
	supply := func(name string, content []byte) string {
		m := into[api.Material](clerk.upload(task, "score_sheet", name, content).ok(http.StatusOK))
		return "/api/v1/materials/" + url.PathEscape(m.ID)
	}
	pdf, img, sheet := supply("a.pdf", paper("1")), supply("a.png", picture(t)), supply("a.xlsx", book(t))

	got := clerk.get(pdf + "/preview").ok(http.StatusOK)
	require.Equal(t, paper("1"), got.body)
	require.Equal(t, "application/pdf", got.header.Get("Content-Type"))
	require.Contains(t, got.header.Get("Content-Disposition"), "inline;")
	require.Equal(t, "nosniff", got.header.Get("X-Content-Type-Options"))
	require.Equal(t, "SAMEORIGIN", got.header.Get("X-Frame-Options"))
	require.Contains(t, got.header.Get("Content-Security-Policy"), "frame-ancestors 'self'")
	got = clerk.get(img + "/preview").ok(http.StatusOK)
	require.Equal(t, "image/png", got.header.Get("Content-Type"))
	require.Contains(t, got.header.Get("Content-Security-Policy"), "sandbox")

	require.Equal(t, "preview_unavailable", clerk.get(sheet+"/preview").problem(http.StatusConflict).Reason)
	text := into[api.PaperText](clerk.get(sheet + "/text").ok(http.StatusOK))
	require.Equal(t, [][]string{{"=项目<b>"}, {"", "469"}}, text.Blocks[1].Rows)
	require.Equal(t, "preview_unavailable", clerk.get(pdf+"/text").problem(http.StatusConflict).Reason)

	for _, who := range []string{"stranger", "bureau-clerk"} {
		for _, how := range []string{"/preview", "/text", "/accesses", "/content"} {
			require.Equal(t, "material_not_found", p.as(who).get(pdf+how).problem(http.StatusNotFound).Reason, who+how)
		}
	}
	p.anybody().get(pdf + "/preview").problem(http.StatusUnauthorized)
	clerk.get(pdf + "/content").ok(http.StatusOK)
	p.as("director").get(pdf + "/content").ok(http.StatusOK)
	p.as("auditor").get(pdf + "/content").problem(http.StatusForbidden)

	seen := into[api.Accesses](p.as("auditor").get(pdf + "/accesses").ok(http.StatusOK)).Accesses
	var whoAndHow []string
	for _, a := range seen {
		whoAndHow = append(whoAndHow, a.PersonID+" "+string(a.Manner))
	}
	require.Equal(t, []string{"director download", "coordination-clerk download", "coordination-clerk preview"}, whoAndHow[:3])
	require.NotEmpty(t, seen[0].Name)
	older := into[api.Accesses](p.as("auditor").get(pdf + "/accesses?limit=1&before=" + "9").ok(http.StatusOK)).Accesses
	require.LessOrEqual(t, len(older), 1)
}

// printed makes the same PDF of everything.
type printed struct{}

func (printed) PDF(context.Context, string, string) (io.ReadSeekCloser, error) {
	return struct {
		io.ReadSeeker
		io.Closer
	}{bytes.NewReader(paper("converted")), io.NopCloser(nil)}, nil
}

func TestOfficeFilesAreShownAsPDFWhereThereIsAConverter(t *testing.T) {
	t.Parallel()
	p := started(t, open(t, func(c *api.Config) { c.Converter = printed{} })).formed()
	task, clerk := p.claims("coordination-clerk", "self_check", "submit"), p.as("coordination-clerk")
	m := into[api.Material](clerk.upload(task, "score_sheet", "a.xlsx", book(t)).ok(http.StatusOK))
	list := into[api.Checklist](clerk.get(path(task, "materials")).ok(http.StatusOK))
	require.Equal(t, api.MaterialPreviewPdf, list.Entries[1].Papers[0].Preview)
	got := clerk.get("/api/v1/materials/" + url.PathEscape(m.ID) + "/preview").ok(http.StatusOK)
	require.Equal(t, paper("converted"), got.body)
	require.Equal(t, "application/pdf", got.header.Get("Content-Type"))
}

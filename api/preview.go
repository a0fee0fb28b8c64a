package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"jiheng/internal/document"
	"jiheng/internal/fault"
)

// Converter makes PDF of Office files.
type Converter interface {
	// PDF gives a stored file as PDF, made once for each content. Faults:
	// conflict preview_failed, unavailable preview_busy.
	PDF(ctx context.Context, sha256, name string) (io.ReadSeekCloser, error)
}

// The ways of looking at a paper.
const (
	previewPDF   = "pdf"
	previewImage = "image"
	previewText  = "text"
	previewNone  = "none"
)

// previewOf tells how a file can be looked at.
func previewOf(mediaType string, converts bool) string {
	switch {
	case mediaType == "application/pdf":
		return previewPDF
	case strings.HasPrefix(mediaType, "image/"):
		return previewImage
	case strings.HasPrefix(mediaType, "text/"):
		return previewText
	case mediaType == "application/ofd":
		return previewNone
	case converts:
		return previewPDF
	case strings.HasPrefix(mediaType, "application/vnd.openxmlformats-"):
		return previewText
	}
	return previewNone
}

// PreviewMaterial gives a paper to the browser to show.
func (s *server) PreviewMaterial(c context.Context, r PreviewMaterialRequestObject) (PreviewMaterialResponseObject, error) {
	ctx, x := enter(c)
	in, m, err := s.paperFor(ctx, x, r.MaterialID)
	if err != nil {
		return nil, err
	}
	how := previewOf(m.MediaType, s.converter != nil)
	if how != previewPDF && how != previewImage {
		return nil, fault.New(fault.Conflict, document.ReasonNoPreview, "%s cannot be shown", m.MediaType)
	}
	d := &download{
		server: s, request: requestOf(c), name: m.FileName, digest: m.SHA256, mediaType: m.MediaType, cache: "private, no-cache",
		shown: true,
	}
	if how == previewPDF && m.MediaType != "application/pdf" {
		d.mediaType, d.digest, d.name = "application/pdf", m.SHA256+"-pdf", m.FileName+".pdf"
		d.content, err = s.converter.PDF(ctx, m.SHA256, m.FileName)
	} else {
		d.content, _, err = s.blobs.Open(m.SHA256)
	}
	if err != nil {
		return nil, err
	}
	if err := s.seen(ctx, x, in, m, mannerPreview); err != nil {
		return nil, errors.Join(err, d.content.Close())
	}
	return d, nil
}

// VisitPreviewMaterialResponse sends a paper to be shown.
func (d *download) VisitPreviewMaterialResponse(w http.ResponseWriter) error { return d.send(w) }

// protectShown lets a page of ours show a file in a frame, and nobody else. A
// picture runs in a sandbox. A PDF cannot, for browsers refuse to start their
// viewer in one; it may load nothing, and what runs in a PDF was refused when
// it came.
func protectShown(h http.Header, mediaType string) {
	policy := "default-src 'none'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
	if mediaType == "application/pdf" {
		policy += "; object-src 'self'; style-src 'unsafe-inline'"
	} else {
		policy += "; img-src 'self'; style-src 'unsafe-inline'; sandbox"
	}
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Frame-Options", "SAMEORIGIN")
}

// ReadMaterial gives the text and tables of a paper.
func (s *server) ReadMaterial(c context.Context, r ReadMaterialRequestObject) (ReadMaterialResponseObject, error) {
	ctx, x := enter(c)
	in, m, err := s.paperFor(ctx, x, r.MaterialID)
	if err != nil {
		return nil, err
	}
	text, err := s.blobs.ReadText(m.SHA256, m.FileName)
	if err != nil {
		return nil, err
	}
	out := ReadMaterial200JSONResponse{Blocks: []TextBlock{}, Cut: text.Cut}
	for _, b := range text.Blocks {
		out.Blocks = append(out.Blocks, TextBlock{Kind: TextBlockKind(b.Kind), Text: b.Text, Rows: b.Rows})
	}
	return out, s.seen(ctx, x, in, m, mannerText)
}

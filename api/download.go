package api

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"
)

// download is a file on its way to a client: whole or in parts, and not at all
// when the client has it. It answers every operation that gives out a file.
type download struct {
	server  *server
	request *http.Request
	content io.ReadSeekCloser
	name    string // as people call it
	digest  string // SHA-256, hex
	// mediaType is what the contract says of the operation's answer.
	mediaType string
	cache     string
	// shown is true for what is looked at within our page.
	shown bool
}

// open gives the file of a digest as a download. What belongs to one person's
// work is not to be kept by anybody on the way.
func (s *server) open(c context.Context, digest, name string) (*download, error) {
	content, _, err := s.blobs.Open(digest)
	if err != nil {
		return nil, err
	}
	return &download{
		server: s, request: requestOf(c), content: content, name: name, digest: digest,
		mediaType: mediaStream, cache: "private, no-cache",
	}, nil
}

// send answers. Content of strangers is never shown within our pages: it
// comes as an attachment, and browsers must not guess what it is.
func (d *download) send(w http.ResponseWriter) error {
	d.server.unhurried(w)
	h := w.Header()
	h.Set("Content-Type", d.mediaType)
	disposition := attachment(d.name)
	if d.shown {
		disposition = "inline" + strings.TrimPrefix(disposition, "attachment")
		protectShown(h, d.mediaType)
	}
	h.Set("Content-Disposition", disposition)
	h.Set("ETag", `"`+d.digest+`"`)
	h.Set("Cache-Control", d.cache)
	http.ServeContent(w, d.request, "", time.Time{}, d.content)
	return d.content.Close()
}

// VisitGetMaterialContentResponse sends a paper.
func (d *download) VisitGetMaterialContentResponse(w http.ResponseWriter) error { return d.send(w) }

// VisitGetDossierPackageResponse sends a sealed dossier.
func (d *download) VisitGetDossierPackageResponse(w http.ResponseWriter) error { return d.send(w) }

// VisitGetFilingPackageResponse sends a received dossier.
func (d *download) VisitGetFilingPackageResponse(w http.ResponseWriter) error { return d.send(w) }

// VisitGetDocumentResponse sends a paper of an evaluation.
func (d *download) VisitGetDocumentResponse(w http.ResponseWriter) error { return d.send(w) }

// VisitGetReviewTableResponse sends a table of the bureau.
func (d *download) VisitGetReviewTableResponse(w http.ResponseWriter) error { return d.send(w) }

// VisitGetYearRollUpFileResponse sends a roll-up of a year.
func (d *download) VisitGetYearRollUpFileResponse(w http.ResponseWriter) error { return d.send(w) }

// VisitExportBoardResponse gives the board.
func (d *download) VisitExportBoardResponse(w http.ResponseWriter) error { return d.send(w) }

// VisitGetTemplateResponse sends an empty form.
func (d *download) VisitGetTemplateResponse(w http.ResponseWriter) error { return d.send(w) }

// VisitExportScoresResponse sends a score table that is filled in.
func (d *download) VisitExportScoresResponse(w http.ResponseWriter) error { return d.send(w) }

// VisitPublicPackageResponse sends a published dossier.
func (d *download) VisitPublicPackageResponse(w http.ResponseWriter) error { return d.send(w) }

// VisitPublicFileResponse sends a file of a published dossier.
func (d *download) VisitPublicFileResponse(w http.ResponseWriter) error { return d.send(w) }

// attachment names a file as RFC 6266 has it: a plain name for old programs,
// and the real one in UTF-8 (RFC 8187).
func attachment(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r >= unicode.MaxASCII || strings.ContainsRune(`"\/%`, r) {
			return '_'
		}
		return r
	}, name)
	return `attachment; filename="` + plain + `"; filename*=UTF-8''` + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}

package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"

	"github.com/gin-gonic/gin"

	"jiheng/internal/fault"
)

//go:embed templates
var templates embed.FS

// immutable is for what has its digest in its name.
const immutable = "public, max-age=31536000, immutable"

// portal is the public pages (公开门户): they need no script, print well and
// fit a narrow screen.
type portal struct {
	pages     *template.Template
	style     []byte
	styleName string
}

func newPortal() (*portal, error) {
	style, err := templates.ReadFile("templates/style.css")
	if err != nil {
		return nil, fmt.Errorf("read style: %w", err)
	}
	p := &portal{style: style, styleName: "style-" + shortDigest(style) + ".css"}
	p.pages, err = template.New("").Funcs(template.FuncMap{
		"style": func() string { return "/public/assets/" + p.styleName }, "day": dayMark, "days": daysIn, "span": span,
	}).ParseFS(templates, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("read pages: %w", err)
	}
	return p, nil
}

func shortDigest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:8])
}

// pagePolicy lets a page load its style from here and nothing from anywhere.
const pagePolicy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// page fills a page in.
func (s *server) page(c context.Context, name string, view any) (*handout, error) {
	var body bytes.Buffer
	if err := s.portal.pages.ExecuteTemplate(&body, name, view); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "page_failed", "fill in %s", name)
	}
	return s.pageOf(c, body.Bytes()), nil
}

// pageOf gives out a page that is filled in.
func (s *server) pageOf(c context.Context, body []byte) *handout {
	if g, ok := c.(*gin.Context); ok {
		g.Header("Content-Security-Policy", pagePolicy)
	}
	return s.copyOf(c, shortDigest(body), "text/html; charset=utf-8", body)
}

// failPage says what went wrong as a page, for people who followed a link.
func (s *server) failPage(c *gin.Context, f *fault.Error) {
	ctx, x := enter(c)
	said := s.messages.of(f, s.readable(ctx, f.Params))
	var body bytes.Buffer
	view := errorView{Title: said.title, Detail: said.detail, RequestID: x.requestID}
	if err := s.portal.pages.ExecuteTemplate(&body, "error.html", view); err != nil {
		s.log.ErrorContext(ctx, "error page failed", "request_id", x.requestID, "error", err)
	}
	c.Header("Content-Security-Policy", pagePolicy)
	c.Header("Cache-Control", "no-store")
	c.Data(statusOf(f), "text/html; charset=utf-8", body.Bytes())
}

package api

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
	"unicode"

	"github.com/gin-gonic/gin"

	"jiheng/internal/fault"
)

// webPolicy is for the web application: everything from here. Its components
// set styles on elements, which cannot run anything.
const webPolicy = "default-src 'self'; img-src 'self' data:; style-src 'self'; style-src-attr 'unsafe-inline'; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"

// web is the built web application, held in memory.
type web struct {
	files map[string]webFile
	index *webFile
}

type webFile struct {
	content   []byte
	packed    []byte // with gzip; nil where it saves nothing
	mediaType string
	tag       string
	cache     string
}

// newWeb reads the application's files. Nil gives none.
func newWeb(files fs.FS) (*web, error) {
	w := &web{files: make(map[string]webFile)}
	if files == nil {
		return w, nil
	}
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		f, err := newWebFile(name, content)
		w.files["/"+name] = f
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read web application: %w", err)
	}
	if f, ok := w.files["/index.html"]; ok {
		w.index = &f
	}
	return w, nil
}

func newWebFile(name string, content []byte) (webFile, error) {
	f := webFile{content: content, mediaType: mime.TypeByExtension(path.Ext(name)), tag: shortDigest(content), cache: "no-cache"}
	if f.mediaType == "" {
		f.mediaType = mediaStream
	}
	// The build puts what has its digest in its name below assets/.
	if strings.HasPrefix(name, "assets/") {
		f.cache = immutable
	}
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return f, err
	}
	if _, err := z.Write(content); err != nil {
		return f, err
	}
	if err := z.Close(); err != nil {
		return f, err
	}
	if packed.Len() < len(content)*9/10 {
		f.packed = packed.Bytes()
	}
	return f, nil
}

// elsewhere answers what no route is for: the web application's files, its
// page for every address that a person may have typed, and a problem.
func (s *server) elsewhere(c *gin.Context) {
	name := c.Request.URL.Path
	reading := c.Request.Method == http.MethodGet || c.Request.Method == http.MethodHead
	if f, ok := s.web.files[name]; ok && reading {
		f.send(c)
		return
	}
	page := name == "/" || strings.Contains(c.GetHeader("Accept"), "text/html") && !isFileName(name)
	switch {
	case reading && strings.TrimSuffix(name, "/") == path.Dir(publicPath):
		c.Redirect(http.StatusFound, publicPath) // what people type
	case !reading || strings.HasPrefix(name, "/api/") || strings.HasPrefix(name, "/public/") || !page:
		s.fail(c, fault.New(fault.NotFound, reasonNoRoute, "nothing at %q", name))
	case s.web.index != nil:
		s.web.index.send(c)
	default:
		s.plainHome(c)
	}
}

// isFileName tells the address of a file, such as a script of an older build,
// from that of a page. Ids may contain dots too, as those of a group's tasks
// do, so an ending that is a number is no file's.
func isFileName(name string) bool {
	if strings.HasPrefix(name, "/assets/") {
		return true
	}
	return strings.ContainsFunc(path.Ext(name), unicode.IsLetter)
}

// plainHome stands in where the web application is not installed.
func (s *server) plainHome(c *gin.Context) {
	home, err := s.page(c, "home.html", nil)
	if err != nil {
		s.fail(c, err)
		return
	}
	c.Status(http.StatusOK)
	if err := home.send(c.Writer); err != nil {
		s.fail(c, err)
	}
}

// send serves a file, packed for those who can unpack it.
func (f webFile) send(c *gin.Context) {
	c.Status(http.StatusOK) // Gin came here believing that nothing was found
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", webPolicy)
	h.Set("Content-Type", f.mediaType)
	h.Set("Cache-Control", f.cache)
	h.Set("Vary", "Accept-Encoding")
	content, tag := f.content, f.tag
	if f.packed != nil && strings.Contains(c.GetHeader("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		content, tag = f.packed, f.tag+"-gzip"
	}
	h.Set("ETag", `"`+tag+`"`)
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, bytes.NewReader(content))
}

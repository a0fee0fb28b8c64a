package document

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

const (
	docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	// zipType is reported when a packed file is no Office file at all.
	zipType = "application/zip"
	// contentTypes is the part in which an Office file says what it is.
	contentTypes = "[Content_Types].xml"
	// maxEmbedded bounds a workbook or document within another, in bytes.
	maxEmbedded = 16 << 20
	// maxMarkup bounds the parts that are parsed, in bytes.
	maxMarkup = 16 << 20
)

// errDirective is met when a part has a document type, which may name what is
// to be fetched; no Office writes one.
var errDirective = errors.New("document type in a part")

// errEncoding is met when a part is not written in UTF-8, as no Office does.
var errEncoding = errors.New("encoding of part not understood")

// office accepts a .docx or .xlsx (ECMA-376): the main part must be of the
// right kind, and nothing in it may run or fetch.
func (f file) office(found *mimetype.MIME, kind Kind) (Kind, error) {
	if !descends(found, zipType) {
		return Kind{}, f.mismatch(kind, found.String())
	}
	p := &parcel{file: f, programs: map[string]string{}, endings: map[string]bool{}}
	if err := f.eachPart(p.visit); err != nil {
		return Kind{}, err
	}
	if err := p.checkPrograms(); err != nil {
		return Kind{}, err
	}
	if found := p.mediaType(); found != kind.MediaType {
		return Kind{}, f.mismatch(kind, found)
	}
	kind.Embedded = p.embedded
	return kind, nil
}

// ofd accepts the national fixed-layout format (GB/T 33190): a ZIP with
// OFD.xml at its root.
func (f file) ofd(found *mimetype.MIME, kind Kind) (Kind, error) {
	if !descends(found, zipType) {
		return Kind{}, f.mismatch(kind, found.String())
	}
	root := false
	err := f.eachPart(func(name string, _ io.Reader) error {
		root = root || name == "OFD.xml"
		return nil
	})
	if err != nil {
		return Kind{}, err
	}
	if !root {
		return Kind{}, f.mismatch(kind, zipType)
	}
	return kind, nil
}

// parcel gathers what the parts of an Office file say about it.
type parcel struct {
	file
	main     string // content type of the main part
	word, xl bool   // has the main part at its place
	embedded bool
	// programs are the endings whose parts would be programs, with that content
	// type; endings are those of the parts that there are.
	programs map[string]string
	endings  map[string]bool
}

// checkPrograms refuses parts that are programs only by their ending. Libraries
// declare such an ending in workbooks that have no part of it.
func (p *parcel) checkPrograms() error {
	for ending, kind := range p.programs {
		if p.endings[ending] {
			return p.refuse(ReasonMacro, kind)
		}
	}
	return nil
}

func (p *parcel) visit(name string, content io.Reader) error {
	lower := strings.ToLower(name)
	base := path.Base(lower)
	p.endings[strings.TrimPrefix(path.Ext(lower), ".")] = true
	switch {
	case strings.HasPrefix(base, "vbaproject"), strings.HasPrefix(base, "vbadata"),
		strings.Contains(lower, "/activex/"), strings.HasPrefix(lower, "xl/macrosheets/"):
		return p.refuse(ReasonMacro, name)
	case strings.HasPrefix(lower, "xl/externallinks/"), lower == "xl/connections.xml", strings.HasPrefix(lower, "xl/querytables/"),
		strings.Contains(lower, "webextension"):
		return p.refuse(ReasonExternalLink, name)
	case strings.Contains(lower, "/embeddings/") && !strings.HasSuffix(lower, "/"):
		return p.readEmbedded(name, content)
	case name == contentTypes:
		return p.readTypes(content)
	case strings.HasSuffix(lower, ".rels"):
		return p.readLinks(content)
	}
	p.word = p.word || strings.HasPrefix(lower, "word/document")
	p.xl = p.xl || strings.HasPrefix(lower, "xl/workbook")
	return p.readPart(name, content)
}

// readPart looks at a part that is neither a link nor a declaration: fields and
// formulas where it is markup, and a second archive where it is not.
func (p *parcel) readPart(name string, content io.Reader) error {
	head := make([]byte, 8)
	n, err := io.ReadFull(content, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	if archived(name, head[:n]) {
		return p.refuse(ReasonArchive, name)
	}
	lower := strings.ToLower(name)
	if strings.HasSuffix(lower, ".xml") && (strings.HasPrefix(lower, "word/") || strings.HasPrefix(lower, "xl/")) {
		return p.readFields(io.MultiReader(bytes.NewReader(head[:n]), content))
	}
	return nil
}

// readEmbedded takes a workbook or document within a document, as charts have
// them, when it would be taken by itself. Objects of other programs are not
// taken: nobody can tell what opening them does.
func (p *parcel) readEmbedded(name string, content io.Reader) error {
	kind := strings.ToLower(path.Ext(name))
	if p.inner || kind != ".xlsx" && kind != ".docx" {
		return p.refuse(ReasonObject, name)
	}
	whole, err := io.ReadAll(io.LimitReader(content, maxEmbedded+1))
	if err != nil {
		return err
	}
	if len(whole) > maxEmbedded {
		return p.refuse(ReasonArchive, "too_large_unpacked")
	}
	p.embedded = true
	f := file{name: p.name, r: bytes.NewReader(whole), size: int64(len(whole)), inner: true}
	found := mimetype.Detect(whole)
	if kind == ".xlsx" {
		_, err = f.office(found, Kind{Extension: "xlsx", MediaType: xlsxType})
	} else {
		_, err = f.office(found, Kind{Extension: "docx", MediaType: docxType})
	}
	return err
}

// mediaType is what the file is by its own account, zipType when it has none.
func (p *parcel) mediaType() string {
	media := strings.TrimSuffix(p.main, ".main+xml")
	if media == "" || media == docxType && !p.word || media == xlsxType && !p.xl {
		return zipType
	}
	return media
}

// readTypes finds the content type of the main part, and refuses any that
// stands for a program, whatever the parts are called.
func (p *parcel) readTypes(content io.Reader) error {
	return eachElement(content, func(e xml.StartElement) error {
		kind := attribute(e, "ContentType")
		lower := strings.ToLower(kind)
		if strings.Contains(lower, "macroenabled") || strings.Contains(lower, "vbaproject") ||
			strings.Contains(lower, "activex") {
			if e.Name.Local != "Default" {
				return p.refuse(ReasonMacro, kind)
			}
			p.programs[strings.ToLower(attribute(e, "Extension"))] = kind
		}
		if strings.HasSuffix(kind, ".main+xml") {
			p.main = kind
		}
		return nil
	})
}

// readLinks refuses whatever the file would fetch when opened: a template, a
// picture, a workbook, an object from elsewhere. A hyperlink is only text
// until somebody follows it, and stays, unless it leads to another machine's
// share, which is told the reader's login as soon as it is touched.
func (p *parcel) readLinks(content io.Reader) error {
	return eachElement(content, func(e xml.StartElement) error {
		kind := path.Base(attribute(e, "Type"))
		if strings.EqualFold(kind, "aFChunk") { // a page or an old document that is read in when it is opened
			return p.refuse(ReasonObject, kind)
		}
		if !strings.EqualFold(attribute(e, "TargetMode"), "External") {
			return nil
		}
		if kind == "hyperlink" && !onShare(attribute(e, "Target")) || kind == "attachedTemplate" && onDrive(attribute(e, "Target")) {
			return nil
		}
		return p.refuse(ReasonExternalLink, kind)
	})
}

// onDrive says whether a target lies on a drive of the reader's own machine.
// Word notes the author's template that way in many honest files.
func onDrive(target string) bool {
	rest, ok := strings.CutPrefix(strings.ToLower(target), "file:///")
	return ok && len(rest) > 2 && rest[0] >= 'a' && rest[0] <= 'z' && rest[1] == ':'
}

// onShare says whether a target lies on a share of another machine.
func onShare(target string) bool {
	target = strings.ReplaceAll(strings.ToLower(target), `\`, "/")
	rest, file := strings.CutPrefix(target, "file:")
	return strings.HasPrefix(target, "//") || file && !onDrive(target) && strings.HasPrefix(rest, "//") && !strings.HasPrefix(rest, "///") ||
		file && strings.HasPrefix(rest, "////")
}

// eachElement shows every XML element of a part to visit. The decoder knows
// no entities and no DTD, so there is nothing to expand; raw tokens keep no
// stack, so deep nesting costs nothing.
func eachElement(content io.Reader, visit func(xml.StartElement) error) error {
	d := xml.NewDecoder(&meter{r: content, left: maxMarkup})
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errEncoding }
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch v := token.(type) {
		case xml.Directive:
			return errDirective
		case xml.StartElement:
			if err := visit(v); err != nil {
				return err
			}
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

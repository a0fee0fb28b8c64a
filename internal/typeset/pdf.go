package typeset

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
)

// WritePDF prints the document as .pdf with what it uses of the fonts, so that
// it looks the same everywhere. Equal documents give equal bytes.
//
// Fault: invalid form_invalid, as for WriteDOCX.
func (d Document) WritePDF(w io.Writer) error {
	if err := d.check(); err != nil {
		return err
	}
	fonts, err := openFonts()
	if err != nil {
		return err
	}
	p := newPrinter(d, fonts)
	p.print()
	content, err := p.file()
	if err != nil {
		return err
	}
	if _, err := w.Write(content); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	return nil
}

// pdfFile is a PDF being written, object by object.
type pdfFile struct {
	out     bytes.Buffer
	offsets []int // by number, from 1
	err     error
}

// The numbers of the objects that others refer to before they are written.
const (
	objCatalog = iota + 1
	objPages
	objInfo
	objOutlines
	objReserved
)

func newPDFFile() *pdfFile {
	f := &pdfFile{offsets: make([]int, objReserved)}
	// The second line tells programs that the file is not text.
	f.out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	return f
}

// reserve takes a number for an object to come.
func (f *pdfFile) reserve() int {
	f.offsets = append(f.offsets, 0)
	return len(f.offsets) - 1
}

func (f *pdfFile) object(number int, body string) {
	f.offsets[number] = f.out.Len()
	fmt.Fprintf(&f.out, "%d 0 obj\n%s\nendobj\n", number, body)
}

func (f *pdfFile) add(body string) int {
	n := f.reserve()
	f.object(n, body)
	return n
}

// stream writes packed content; more is added to its dictionary.
func (f *pdfFile) stream(content []byte, more string) int {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	_, err := z.Write(content)
	if closed := z.Close(); err == nil {
		err = closed
	}
	if err != nil && f.err == nil {
		f.err = fmt.Errorf("pack stream: %w", err)
	}
	return f.add(fmt.Sprintf("<</Filter/FlateDecode/Length %d%s>>stream\n%s\nendstream", packed.Len(), more, packed.String()))
}

// end writes the table of objects. The file's identifier is its digest.
func (f *pdfFile) end() ([]byte, error) {
	digest := sha256.Sum256(f.out.Bytes())
	id := strings.ToUpper(hex.EncodeToString(digest[:16]))
	at := f.out.Len()
	fmt.Fprintf(&f.out, "xref\n0 %d\n0000000000 65535 f \n", len(f.offsets))
	for _, offset := range f.offsets[1:] {
		fmt.Fprintf(&f.out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&f.out, "trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(f.offsets), objCatalog, objInfo, id, id, at)
	return f.out.Bytes(), f.err
}

// pdfText writes a text for people, as PDF does outside of pages.
func pdfText(text string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, unit := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&b, "%04X", unit)
	}
	b.WriteString(">")
	return b.String()
}

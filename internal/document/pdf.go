package document

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

const (
	// maxObjects is how much of a PDF's packed objects is unpacked to be looked
	// at, in bytes.
	maxObjects = 64 << 20
	// maxDictionary bounds the dictionary before a stream that is looked at.
	maxDictionary = 8 << 10
)

// pdf accepts a PDF in which nothing runs. Names of actions stand in it in the
// clear or in packed object streams, so both are looked through; what cannot be
// looked through, as in an encrypted file, is not taken. Attachments are taken,
// and marked: electronic invoices and receipts carry their figures in one.
func (f file) pdf(found *mimetype.MIME, kind Kind) (Kind, error) {
	if !descends(found, kind.MediaType) {
		return Kind{}, f.mismatch(kind, found.String())
	}
	head := make([]byte, 5)
	if _, err := f.r.ReadAt(head, 0); err != nil || string(head) != "%PDF-" {
		return Kind{}, f.mismatch(kind, found.String())
	}
	if err := f.alone(); err != nil {
		return Kind{}, err
	}
	p := &pdfNames{file: f}
	if err := p.look(f.content(), true); err != nil {
		return Kind{}, err
	}
	if err := p.lookIntoObjects(); err != nil {
		return Kind{}, err
	}
	kind.Embedded = p.attached
	return kind, f.ended()
}

// pdfNames looks at the names in a PDF.
type pdfNames struct {
	file
	attached bool
}

// look reads the names of a text of PDF, however they are spelt. In the clear
// the text of a picture can spell a short name by chance, so only long ones
// count, which it cannot.
func (p *pdfNames) look(content io.Reader, clear bool) error {
	r := bufio.NewReaderSize(content, 64<<10)
	for {
		if _, err := skipTo(r, '/'); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return p.unpackable(err, clear)
		}
		name, err := readName(r)
		if err != nil && !errors.Is(err, io.EOF) {
			return p.unpackable(err, clear)
		}
		if err := p.judgeName(name); err != nil {
			return err
		}
	}
}

// unpackable tells a broken disk from broken content.
func (p *pdfNames) unpackable(err error, clear bool) error {
	if clear {
		return fmt.Errorf("read PDF: %w", err)
	}
	if errors.Is(err, errTooMuch) {
		return p.refuse(ReasonArchive, "too_large_unpacked")
	}
	return p.damaged(err)
}

func (p *pdfNames) judgeName(name string) error {
	switch name {
	case "JavaScript", "Launch", "RichMedia", "ImportData", "SubmitForm":
		return p.refuse(ReasonActive, name)
	case "Encrypt":
		return p.refuse(ReasonEncrypted, name)
	case "EmbeddedFile", "EmbeddedFiles":
		p.attached = true
	}
	return nil
}

// skipTo reads on until a byte and says how many there were before it.
func skipTo(r *bufio.Reader, want byte) (int, error) {
	n := 0
	for {
		piece, err := r.ReadSlice(want)
		n += len(piece)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return n, err
		}
	}
}

// readName reads a name behind its slash; #4a stands for J (ISO 32000-1, 7.3.5).
// What is longer than any name that matters is cut.
func readName(r *bufio.Reader) (string, error) {
	var name []byte
	for {
		c, err := r.ReadByte()
		if err != nil {
			return string(name), err
		}
		if strings.IndexByte("\x00\t\n\f\r ()<>[]{}/%", c) >= 0 {
			return string(name), r.UnreadByte()
		}
		if c == '#' {
			if hex, err := r.Peek(2); err == nil && isHex(hex[0]) && isHex(hex[1]) {
				c = unhex(hex[0])<<4 | unhex(hex[1])
				_, _ = r.Discard(2) // they were peeked at
			}
		}
		if len(name) < 32 {
			name = append(name, c)
		}
	}
}

const hexDigits = "0123456789abcdefABCDEF"

func isHex(c byte) bool { return strings.IndexByte(hexDigits, c) >= 0 }

func unhex(c byte) byte {
	at := strings.IndexByte(hexDigits, c)
	if at > 15 {
		at -= 6
	}
	return byte(at) //nolint:gosec // below 16
}

// lookIntoObjects unpacks every stream of objects and looks at its names. A
// stream of objects that is packed in another way than all programs pack them
// is refused: there is no reason for it but to hide something.
func (p *pdfNames) lookIntoObjects() error {
	m := &meter{left: maxObjects}
	return p.eachStream(func(dictionary []byte, content io.Reader) error {
		if !namesIn(dictionary, "ObjStm") {
			return nil
		}
		if bytes.Count(dictionary, []byte("Decode")) != bytes.Count(dictionary, []byte("FlateDecode")) || !namesIn(dictionary, "FlateDecode") {
			return p.refuse(ReasonActive, "ObjStm")
		}
		z, err := zlib.NewReader(content)
		if err != nil {
			return p.damaged(err)
		}
		m.r = z
		return p.look(m, false)
	})
}

func namesIn(dictionary []byte, want string) bool {
	r := bufio.NewReader(bytes.NewReader(dictionary))
	for {
		if _, err := skipTo(r, '/'); err != nil {
			return false
		}
		name, err := readName(r)
		if name == want {
			return true
		}
		if err != nil {
			return false
		}
	}
}

// eachStream shows every stream with the text before it, which ends in its
// dictionary.
func (p *pdfNames) eachStream(visit func(dictionary []byte, content io.Reader) error) error {
	at := int64(0)
	buf := make([]byte, 64<<10)
	for at < p.size {
		n, err := p.r.ReadAt(buf, at)
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read PDF: %w", err)
		}
		i := bytes.Index(buf[:n], []byte("stream"))
		if i < 0 {
			at += int64(max(n-len("stream"), 1))
			if n < len(buf) {
				return nil
			}
			continue
		}
		found := at + int64(i)
		if err := p.visitStream(found, visit); err != nil {
			return err
		}
		at = found + int64(len("stream"))
	}
	return nil
}

func (p *pdfNames) visitStream(found int64, visit func([]byte, io.Reader) error) error {
	from := max(found-maxDictionary, 0)
	before := make([]byte, found-from)
	if _, err := p.r.ReadAt(before, from); err != nil {
		return fmt.Errorf("read PDF: %w", err)
	}
	if bytes.HasSuffix(before, []byte("end")) {
		return nil
	}
	if i := bytes.LastIndex(before, []byte("obj")); i >= 0 {
		before = before[i:]
	}
	start := found + int64(len("stream"))
	content := bufio.NewReader(io.NewSectionReader(p.r, start, p.size-start))
	for range 2 { // the line ends in CR LF or LF
		if c, err := content.Peek(1); err == nil && (c[0] == '\r' || c[0] == '\n') {
			_, _ = content.Discard(1) // it was peeked at
		}
	}
	return visit(before, content)
}

// alone refuses a file that is an archive as well: read from its end it would
// be another file than read from its beginning.
func (f file) alone() error {
	tail := make([]byte, min(f.size, 66<<10))
	if _, err := f.r.ReadAt(tail, f.size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read end of file: %w", err)
	}
	for at := bytes.LastIndex(tail, []byte("PK\x05\x06")); at >= 0; at = bytes.LastIndex(tail[:at], []byte("PK\x05\x06")) {
		if len(tail)-at < 22 {
			continue
		}
		comment := int(tail[at+20]) | int(tail[at+21])<<8
		if at+22+comment == len(tail) {
			return f.refuse(ReasonTwoFaced, zipType)
		}
	}
	return nil
}

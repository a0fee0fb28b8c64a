package document

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"jiheng/internal/fault"
)

// Kind is what a file has proved to be (文件类型).
type Kind struct {
	// Extension is in lower case, without the dot; jpeg becomes jpg.
	Extension string
	// MediaType is the one to serve the file with.
	MediaType string
	// Legacy marks the binary .doc and .xls: readable, but no format to keep
	// for ten years, and their inside is checked less.
	Legacy bool
	// Embedded marks a PDF with attachments, which were not judged, and an
	// Office file with workbooks or documents inside it, which were.
	Embedded bool
}

// Extensions lists what is taken, in the order people are told.
func Extensions() []string {
	return []string{"pdf", "ofd", "docx", "xlsx", "doc", "xls", "png", "jpg", "jpeg", "txt", "csv"}
}

// Sniff decides whether a file is what its name says, is whole, and does
// nothing when opened. It reads the whole file where the format asks for it.
// Faults, all invalid: file_name_invalid, file_type_not_allowed, file_empty,
// file_type_mismatch, file_damaged, macro_refused, external_link_refused,
// archive_unsafe, active_content_refused, embedded_object_refused,
// file_encrypted, picture_too_large, file_two_faced.
func Sniff(name string, r io.ReaderAt, size int64) (Kind, error) {
	if err := CheckKind(name); err != nil {
		return Kind{}, err
	}
	f := file{name: name, r: r, size: size}
	if size == 0 {
		return Kind{}, f.refuse(ReasonEmpty, "")
	}
	found, err := mimetype.DetectReader(f.content())
	if err != nil {
		return Kind{}, fmt.Errorf("read start of file: %w", err)
	}
	return f.judge(found)
}

// CheckKind refuses a file by its name alone, before any of it is there.
// Faults, all invalid: file_name_invalid, file_type_not_allowed.
func CheckKind(name string) error {
	if err := CheckName(name); err != nil {
		return err
	}
	if f := (file{name: name}); !f.allowed() {
		return f.refuse(ReasonNotAllowed, extension(name))
	}
	return nil
}

// file is a file under judgement.
type file struct {
	name string
	r    io.ReaderAt
	size int64
	// inner is true for a file within a file.
	inner bool
}

func (f file) content() io.Reader { return io.NewSectionReader(f.r, 0, f.size) }

func (f file) allowed() bool {
	for _, known := range Extensions() {
		if known == extension(f.name) {
			return true
		}
	}
	return false
}

func (f file) judge(found *mimetype.MIME) (Kind, error) {
	switch extension(f.name) {
	case "pdf":
		return f.pdf(found, Kind{Extension: "pdf", MediaType: "application/pdf"})
	case "png":
		return f.png(found)
	case "jpg", "jpeg":
		return f.jpeg(found)
	case "txt":
		return f.text(found, Kind{Extension: "txt", MediaType: "text/plain"})
	case "csv":
		return f.text(found, Kind{Extension: "csv", MediaType: "text/csv"})
	case "doc":
		return f.ole(found, Kind{Extension: "doc", MediaType: "application/msword", Legacy: true}, "WordDocument")
	case "xls":
		return f.ole(found, Kind{Extension: "xls", MediaType: "application/vnd.ms-excel", Legacy: true}, "Workbook", "Book")
	case "docx":
		return f.office(found, Kind{Extension: "docx", MediaType: docxType})
	case "xlsx":
		return f.office(found, Kind{Extension: "xlsx", MediaType: xlsxType})
	case "ofd":
		return f.ofd(found, Kind{Extension: "ofd", MediaType: "application/ofd"})
	}
	return Kind{}, f.refuse(ReasonNotAllowed, extension(f.name))
}

// descends says whether a found type is the wanted one or a special case of it.
func descends(found *mimetype.MIME, want string) bool {
	for m := found; m != nil; m = m.Parent() {
		if m.Is(want) {
			return true
		}
	}
	return false
}

func (f file) refuse(reason, found string) error {
	e := fault.New(fault.Invalid, reason, "file %q: %s", f.name, found).With("name", f.name)
	if found != "" {
		e = e.With("found", printable(found))
	}
	return e
}

func (f file) mismatch(kind Kind, found string) error {
	media, _, _ := strings.Cut(found, ";")
	return fault.New(fault.Invalid, ReasonMismatch, "file %q should be %s, is %s", f.name, kind.MediaType, media).
		With("name", f.name).With("expected", kind.MediaType).With("found", media)
}

func (f file) damaged(cause error) error {
	return fault.Wrap(cause, fault.Invalid, ReasonDamaged, "file %q cannot be read to its end", f.name).
		With("name", f.name)
}

// isFault says whether an error was judged already.
func isFault(err error) bool {
	_, ok := errors.AsType[*fault.Error](err)
	return ok
}

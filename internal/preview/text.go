package preview

import (
	"context"
	"errors"
	"io"
	"strings"

	"jiheng/internal/document"
	"jiheng/internal/fault"
)

// PDFToText is how pdftotext, or a program with the same arguments, reads the
// text of a PDF page by page.
func PDFToText(program string) []string {
	return []string{program, "-enc", "UTF-8", "-eol", "unix", "{in}", "{out}/in.txt"}
}

// Pages gives the text of each page of a stored PDF. Nothing of it is kept: it
// may hold what nobody should read twice. Faults: conflict preview_failed,
// unavailable preview_busy.
func (c *Converter) Pages(ctx context.Context, sha256 string) (pages []string, err error) {
	if !document.IsSHA256(sha256) {
		return nil, fault.New(fault.Invalid, document.ReasonBlobID, "%q is no blob id", sha256)
	}
	err = c.inTurn(func() error {
		return c.inWorkshop(ctx, sha256, "in.pdf", func(work string) (err error) {
			pages, err = c.text(work)
			if err != nil {
				return failed(err, sha256)
			}
			return nil
		})
	})
	return pages, err
}

func (c *Converter) text(work string) ([]string, error) {
	f, size, err := c.product(work, "in.txt")
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(f, size))
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	// Every page ends in a form feed, the last one too.
	return strings.Split(strings.TrimSuffix(strings.ToValidUTF8(string(content), "?"), "\f"), "\f"), nil
}

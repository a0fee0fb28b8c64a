package activities

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"jiheng/internal/document"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/privacy"
)

// Pages reads the text of PDF files.
type Pages interface {
	// Pages gives the text of each page of a stored PDF. Fault: conflict
	// preview_failed for one that cannot be read.
	Pages(ctx context.Context, sha256 string) ([]string, error)
}

// scan looks through what may be published. A print of ours has the same text as
// the paper beside it that can be read.
func (a *Activities) scan(ctx context.Context, d *evaluation.Dossier) error {
	for _, f := range d.Files {
		if f.Publish == evaluation.PublishNo || d.Printed(f.Path) {
			continue
		}
		found, readable, err := a.lookThrough(ctx, f)
		if err != nil {
			return err
		}
		d.Findings = append(d.Findings, found...)
		if !readable {
			d.Unread = append(d.Unread, f.Path)
		}
	}
	return nil
}

func (a *Activities) lookThrough(ctx context.Context, f evaluation.SealedFile) ([]evaluation.PersonalData, bool, error) {
	content, size, err := a.Blobs.Open(f.SHA256)
	if err != nil {
		return nil, false, err
	}
	if a.Pages != nil && strings.HasSuffix(f.Path, ".pdf") {
		attached := hidesFiles(content, size)
		if err := content.Close(); err != nil {
			return nil, false, fmt.Errorf("close %s: %w", f.Path, err)
		}
		found, readable, err := a.lookThroughPages(ctx, f)
		return found, readable && !attached, err
	}
	found, readable, err := privacy.File(f.Path, content)
	if err := errors.Join(err, content.Close()); err != nil {
		return nil, false, fault.Wrap(err, fault.Unavailable, "file_unreadable", "look through %s", f.Path)
	}
	return found, readable, nil
}

// lookThroughPages reads a PDF in the process that is shut in. One that breaks
// the program there, or keeps it too long, counts as not looked through; a
// person looks at it.
func (a *Activities) lookThroughPages(ctx context.Context, f evaluation.SealedFile) ([]evaluation.PersonalData, bool, error) {
	pages, err := a.Pages.Pages(ctx, f.SHA256)
	switch {
	case err == nil:
		found, readable := privacy.Pages(f.Path, pages)
		return found, readable, nil
	case fault.CodeOf(err) == fault.Conflict:
		a.Log.WarnContext(ctx, "seal: the text of a paper cannot be read", "sha256", f.SHA256, "error", err)
		return nil, false, nil
	}
	return nil, false, err
}

// hidesFiles tells whether a PDF has attachments, which have no pages, or is
// none that we would take.
func hidesFiles(content io.ReadSeeker, size int64) bool {
	r, ok := content.(io.ReaderAt)
	if !ok {
		return true
	}
	kind, err := document.Sniff("paper.pdf", r, size)
	return err != nil || kind.Embedded
}

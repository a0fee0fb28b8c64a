package document

import (
	"context"
	"errors"
	"fmt"
	"io"
	"syscall"

	"jiheng/internal/fault"
)

// source reads what is handed in, stops when the context ends, and remembers
// its own error: a broken upload is not a broken disk.
type source struct {
	ctx context.Context
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		s.err = err
		return 0, err
	}
	n, err := s.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

// interrupted names the error of a reader. A fault keeps its own name: the
// reader may be a program of ours and know better.
func interrupted(err error) error {
	if _, ok := errors.AsType[*fault.Error](err); ok {
		return fmt.Errorf("read content: %w", err)
	}
	return fault.Wrap(err, fault.Invalid, ReasonInterrupted, "content broke off")
}

// diskFault names the error of a disk.
func diskFault(err error, doing string) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fault.Wrap(err, fault.Unavailable, ReasonDiskFull, "%s", doing)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

package adapter

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"jiheng/internal/audit"
	"jiheng/internal/store"
)

// CheckpointFile is where checkpoints are written down outside of the database
// (检查点留存文件), best on another host and in the hands of the audit
// administrator: one envelope a line. It is only ever appended to.
type CheckpointFile struct {
	Path string
	Keys Keys
}

// atOnce is how many checkpoints are read at once.
const atOnce = 500

// CatchUp appends all checkpoints behind the last in the file. Several
// processes may do so at once: a line that is there twice says nothing else.
func (f CheckpointFile) CatchUp(ctx context.Context, s *store.Store) error {
	last, torn, err := f.last()
	if err != nil {
		return err
	}
	for {
		page, err := s.Checkpoints(ctx, last, atOnce)
		if err != nil || len(page) == 0 {
			return err
		}
		var lines strings.Builder
		if torn {
			lines.WriteByte('\n')
		}
		for _, c := range page {
			lines.WriteString(c.Envelope + "\n")
		}
		if err := f.append(lines.String()); err != nil {
			return err
		}
		last, torn = page[len(page)-1].Number, false
	}
}

// last gives the number of the last checkpoint in the file, and whether the
// file ends within a line.
func (f CheckpointFile) last() (number int64, torn bool, err error) {
	err = f.lines(func(_ int, line string, whole bool) error {
		if c, _, err := f.Keys.Open(line); err == nil && whole {
			number = max(number, c.Number)
		}
		torn = !whole
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return 0, false, nil
	}
	return number, torn, err
}

// lines hands out the lines of the file, counted from 1; whole tells that one
// was ended.
func (f CheckpointFile) lines(use func(n int, line string, whole bool) error) error {
	file, err := os.Open(f.Path)
	if err != nil {
		return fmt.Errorf("open file of checkpoints: %w", err)
	}
	defer func() { _ = file.Close() }()
	in := bufio.NewReader(file)
	for n := 1; ; n++ {
		line, err := in.ReadBytes('\n')
		if len(line) > 0 {
			if err := use(n, string(bytes.TrimSuffix(line, []byte("\n"))), err == nil); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read file of checkpoints: %w", err)
		}
	}
}

func (f CheckpointFile) append(lines string) error {
	file, err := os.OpenFile(f.Path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o640) //nolint:gosec // the administrator names the file, and reads it as another user
	if err != nil {
		return fmt.Errorf("open file of checkpoints: %w", err)
	}
	_, err = file.WriteString(lines)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("write file of checkpoints: %w", err)
	}
	return nil
}

// Read gives what the file says, line by line: envelopes, and lines that were
// printed and typed again.
func (f CheckpointFile) Read() ([]audit.Line, error) {
	var out []audit.Line
	err := f.lines(func(n int, line string, _ bool) error {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, f.read(fmt.Sprintf("%s:%d", f.Path, n), line))
		}
		return nil
	})
	return out, err
}

// ReadWhole gives the lines of a file that nothing but checkpoints are written
// to: an empty line is none. A line that was never ended, as it is being written
// or the machine went down, says nothing unless it is all there; it is written
// again behind it.
func (f CheckpointFile) ReadWhole() ([]audit.Line, error) {
	var out []audit.Line
	err := f.lines(func(n int, line string, whole bool) error {
		if last := len(out) - 1; last >= 0 && out[last].Number == 0 && out[last].Text != "" && strings.HasPrefix(line, out[last].Text) {
			out = out[:last]
		}
		if read := f.read(fmt.Sprintf("%s:%d", f.Path, n), line); whole || read.Number != 0 {
			out = append(out, read)
		}
		return nil
	})
	return out, err
}

func (f CheckpointFile) read(place, line string) audit.Line {
	if strings.HasPrefix(line, "JH ") {
		var number int64
		if _, err := fmt.Sscanf(line, "JH %d ", &number); err != nil {
			return audit.Line{Place: place, Text: line}
		}
		return audit.Line{Place: place, Number: number, Text: line, Printed: true}
	}
	c, _, err := f.Keys.Open(line)
	if err != nil {
		return audit.Line{Place: place, Text: line}
	}
	return audit.Line{Place: place, Number: c.Number, Text: c.Digest().String(), Checkpoint: c}
}

package command

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"unicode/utf8"
)

// byteOrderMark is what some editors put before a text in UTF-8.
const byteOrderMark = "\xef\xbb\xbf"

// openInput opens a file that the person at the terminal names. Whatever is
// wrong with it is said in one sentence that names it.
func openInput(path string) (*os.File, fs.FileInfo, error) {
	file, err := os.Open(path) //nolint:gosec // the person at the terminal names the file
	if err != nil {
		return nil, nil, inputFault(path, err)
	}
	info, err := file.Stat()
	switch {
	case err != nil:
		err = inputFault(path, err)
	case info.IsDir():
		err = exit(exitFailed, isFolder(path))
	}
	if err != nil {
		return nil, nil, errors.Join(err, file.Close())
	}
	return file, info, nil
}

// openPackage opens a file that is read here and there, which a pipe cannot
// be, and gives its size.
func openPackage(path string) (*os.File, int64, error) {
	file, info, err := openInput(path)
	if err != nil {
		return nil, 0, err
	}
	switch {
	case !info.Mode().IsRegular():
		err = exit(exitFailed, notOnDisk(path))
	case info.Size() == 0:
		err = exit(exitFailed, isEmpty(path))
	}
	if err != nil {
		return nil, 0, errors.Join(err, file.Close())
	}
	return file, info.Size(), nil
}

// readInput reads a file of any kind, and no more of it than one byte above
// most; who takes it apart says that it is too large.
func readInput(path string, most int64) ([]byte, error) {
	file, _, err := openInput(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(io.LimitReader(file, most+1))
	switch {
	case err != nil:
		return nil, inputFault(path, err)
	case len(content) == 0:
		return nil, exit(exitFailed, isEmpty(path))
	}
	return content, nil
}

// readText reads a file that people write: UTF-8, with or without a mark at
// the beginning.
func readText(path string, most int64) ([]byte, error) {
	content, err := readInput(path, most)
	if err != nil {
		return nil, err
	}
	content = bytes.TrimPrefix(content, []byte(byteOrderMark))
	switch {
	case int64(len(content)) > most: // the cut may be within a character
		return content, nil
	case isUTF16(content):
		return nil, exit(exitFailed, isUTF16Text(path))
	case !utf8.Valid(content):
		return nil, exit(exitFailed, badEncoding(path, content))
	case len(bytes.TrimSpace(content)) == 0:
		return nil, exit(exitFailed, isEmpty(path))
	}
	return content, nil
}

// inputFault says why a file cannot be read.
func inputFault(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return exit(exitFailed, missingFile{path})
	case errors.Is(err, fs.ErrPermission):
		return exit(exitFailed, mayNotRead(path))
	}
	return exit(exitFailed, cannotRead(path, err))
}

// missingFile is said where no file has the name that was given; commands that
// also take the name of something shipped look there next.
type missingFile struct{ path string }

func (m missingFile) Error() string { return isMissing(m.path) }

func isMissingFile(err error) bool {
	_, missing := errors.AsType[missingFile](err)
	return missing
}

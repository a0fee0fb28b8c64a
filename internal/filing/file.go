package filing

import (
	"bufio"
	"bytes"
	"io"

	"jiheng/internal/fault"
	"jiheng/internal/signing"
)

// Suffix is what the names of filing files end in.
const Suffix = ".filing.zip"

// Compose gives a filing file as a stream, and its length.
func Compose(e signing.Envelope, size int64, content io.Reader) (io.Reader, int64, error) {
	line, err := e.Encode()
	if err != nil {
		return nil, 0, err
	}
	return io.MultiReader(bytes.NewReader(line), content), int64(len(line)) + size, nil
}

// Split reads the envelope of a filing file; what is left is the package.
// Faults: invalid filing_unreadable, envelope_unreadable.
func Split(r io.Reader) (signing.Envelope, io.Reader, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case len(line) > MaxManifest:
			return signing.Envelope{}, nil, unreadable(nil)
		case err == nil:
			e, err := signing.Decode(bytes.NewReader(line))
			return e, in, err
		case err != bufio.ErrBufferFull: //nolint:errorlint // ReadSlice gives it bare
			return signing.Envelope{}, nil, fault.Wrap(err, fault.Invalid, "filing_unreadable", "read the envelope of a filing")
		}
	}
}

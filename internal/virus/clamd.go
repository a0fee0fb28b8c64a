package virus

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"time"

	"jiheng/internal/fault"
)

const (
	// answerWithin bounds the scanning of one file.
	answerWithin = 5 * time.Minute
	// dialWithin bounds the call.
	dialWithin = 5 * time.Second
	chunk      = 64 << 10
	maxAnswer  = 4 << 10
)

// Clamd is a scanner that speaks the protocol of clamd (查毒程序).
type Clamd struct {
	network, address string
}

// NewClamd reads where the scanner listens: "host:3310", "tcp://host:3310",
// "unix:/run/clamav/clamd.ctl" or a path. Fault: invalid scanner_address.
func NewClamd(where string) (*Clamd, error) {
	rest, socket := strings.CutPrefix(where, "unix:")
	if socket || strings.HasPrefix(where, "/") {
		return &Clamd{"unix", rest}, nil
	}
	address := strings.TrimPrefix(where, "tcp://")
	host, port, err := net.SplitHostPort(address)
	if _, wrong := strconv.ParseUint(port, 10, 16); err != nil || wrong != nil || host == "" {
		return nil, fault.New(fault.Invalid, "scanner_address", "%q is neither host:port nor the path of a socket", where)
	}
	return &Clamd{"tcp", address}, nil
}

// Scan sends a file and gives the name of what was found in it, "" for nothing.
// Faults: unavailable scanner_away when nobody answers, scanner_undecided when
// the answer is no verdict.
func (c *Clamd) Scan(ctx context.Context, content io.Reader) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	dialer := net.Dialer{Timeout: dialWithin}
	conn, err := dialer.DialContext(ctx, c.network, c.address)
	if err != nil {
		return "", fault.Wrap(err, fault.Unavailable, "scanner_away", "call %s", c.address)
	}
	defer func() { _ = conn.Close() }() // it was read to its end
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	sent := send(conn, content)
	if errors.Is(sent, errContent) {
		return "", sent
	}
	// A scanner that has had enough answers before the end, so the answer
	// counts more than the sending.
	answer, err := bufio.NewReaderSize(io.LimitReader(conn, maxAnswer), maxAnswer).ReadString(0)
	if err != nil {
		return "", fault.Wrap(errors.Join(sent, err), fault.Unavailable, "scanner_away", "hear %s", c.address)
	}
	return verdict(strings.TrimRight(answer, "\x00"))
}

// Ping asks whether the scanner is there. Fault: unavailable scanner_away.
func (c *Clamd) Ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*dialWithin)
	defer cancel()
	dialer := net.Dialer{Timeout: dialWithin}
	conn, err := dialer.DialContext(ctx, c.network, c.address)
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "scanner_away", "call %s", c.address)
	}
	defer func() { _ = conn.Close() }() // it was read to its end
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	if _, err := io.WriteString(conn, "zPING\x00"); err != nil {
		return fault.Wrap(err, fault.Unavailable, "scanner_away", "call %s", c.address)
	}
	answer, err := bufio.NewReaderSize(io.LimitReader(conn, maxAnswer), maxAnswer).ReadString(0)
	if err != nil || answer != "PONG\x00" {
		return fault.Wrap(err, fault.Unavailable, "scanner_away", "%s says %.20q", c.address, answer)
	}
	return nil
}

// errContent marks that the file itself could not be read.
var errContent = errors.New("read what is scanned")

// send gives the file in pieces, each behind its length; an empty one ends it.
func send(w io.Writer, content io.Reader) error {
	if _, err := io.WriteString(w, "zINSTREAM\x00"); err != nil {
		return err
	}
	piece := make([]byte, 4+chunk)
	for {
		n, err := io.ReadFull(content, piece[4:])
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return fmt.Errorf("%w: %w", errContent, err)
		}
		binary.BigEndian.PutUint32(piece, uint32(n)) //nolint:gosec // a piece is small
		if _, err := w.Write(piece[:4+n]); err != nil || n == 0 {
			return err
		}
	}
}

// verdict reads "stream: OK" or "stream: Name FOUND". Whatever else there is to
// say, such as that the file is too large, is no verdict.
func verdict(answer string) (string, error) {
	said, ours := strings.CutPrefix(answer, "stream: ")
	name, found := strings.CutSuffix(said, " FOUND")
	switch {
	case ours && said == "OK":
		return "", nil
	case ours && found && strings.TrimSpace(name) != "":
		return clean(name), nil
	}
	return "", fault.New(fault.Unavailable, "scanner_undecided", "the scanner says %q", clean(answer))
}

// clean makes a name from elsewhere fit to be kept and shown.
func clean(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, name)
	return name[:min(len(name), 200)]
}

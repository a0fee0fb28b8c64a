package command

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"jiheng/internal/doctor"
	"jiheng/internal/signing"
)

const (
	// roomNeeded is below what no paper can be taken any more, roomWanted below
	// what somebody should see to it.
	roomNeeded = 1 << 30
	roomWanted = 10 << 30
	dialWithin = 5 * time.Second
)

// examineFiles looks whether files can be kept, without keeping one: whether
// the folder is one and this user may write to it.
func (c config) examineFiles() doctor.Finding {
	folder := filepath.Join(c.DataDir, "files")
	info, err := os.Stat(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return filesMissing(folder)
	case err != nil || !info.IsDir():
		return filesBroken(folder)
	case syscall.Access(folder, accessWrite) != nil:
		return filesClosed(folder)
	}
	return filesFine(folder)
}

const accessWrite = 2 // W_OK of access(2)

func (c config) examineRoom() doctor.Finding {
	var room syscall.Statfs_t
	folder, err := filepath.Abs(c.DataDir)
	for err == nil && folder != filepath.Dir(folder) && syscall.Statfs(folder, &room) != nil {
		folder = filepath.Dir(folder) // it is not there yet
	}
	if err != nil || syscall.Statfs(folder, &room) != nil {
		return roomUnknown(c.DataDir)
	}
	return roomFinding(folder, room.Bavail*uint64(room.Bsize)) //nolint:gosec // A size of blocks is not negative.
}

// examineKey looks at the key that signs checkpoints and, where one is named,
// at the one that signs filings. Keys do not expire; they are changed by hand.
func (c config) examineKey() doctor.Finding {
	paths := []string{c.keyFile()}
	if c.SigningKey != "" {
		paths = append(paths, c.SigningKey)
	}
	for _, path := range paths {
		info, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist) && path == c.keyFile() && c.CheckpointKey == "":
			return keyToCome(path)
		case err != nil:
			return keyMissing(path)
		case info.Mode().Perm()&0o077 != 0:
			return keyOpen(path, strconv.FormatUint(uint64(info.Mode().Perm()), 8))
		}
		if _, err := signing.ReadFile(path); err != nil {
			return keyIllegible(path)
		}
	}
	return keyFine(paths)
}

func (c config) examineMail(ctx context.Context) doctor.Finding {
	if c.SMTP.Host == "" {
		return mailNone()
	}
	address := net.JoinHostPort(c.SMTP.Host, strconv.Itoa(c.SMTP.Port))
	if !answers(ctx, address) {
		return mailSilent(address)
	}
	return mailFine(address)
}

// answers tells whether anybody listens at an address; nothing is said there.
func answers(ctx context.Context, address string) bool {
	d := net.Dialer{Timeout: dialWithin}
	conn, err := d.DialContext(ctx, "tcp", address)
	if err != nil {
		return false
	}
	return conn.Close() == nil
}

// examineChannels counts what else people are told by. What a webhook or a
// robot is sent cannot be tried without telling somebody.
func (c config) examineChannels() []doctor.Finding {
	if len(c.Channels) == 0 {
		return nil
	}
	return []doctor.Finding{channelsFound(len(c.Channels))}
}

// examinePrograms looks for the programs that are configured, and the scanner.
func (c config) examinePrograms(ctx context.Context) []doctor.Finding {
	out := []doctor.Finding{
		programFinding("pdf_reader", c.PDFReader, found(c.PDFReader)),
		programFinding("converter", c.Converter, found(c.Converter)),
	}
	if c.Scanner == nil {
		return append(out, scannerNone())
	}
	if err := c.Scanner.Ping(ctx); err != nil {
		return append(out, scannerSilent())
	}
	return append(out, scannerFine())
}

func found(command []string) bool {
	if len(command) == 0 {
		return false
	}
	_, err := exec.LookPath(command[0])
	return err == nil
}

package checkpoint

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strconv"
	"strings"
	"time"

	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

const textDomain = "jiheng/checkpoint/v1"

// Type is what a signed checkpoint is called in its envelope.
const Type = textDomain

// stampLayout writes microseconds always, so that a time has one text.
const stampLayout = "2006-01-02T15:04:05.000000Z"

// Checkpoint is what all chains came to at a moment (检查点).
type Checkpoint struct {
	Installation string `json:"installation"`
	// Number counts from 1 without gaps.
	Number int64 `json:"number"`
	// Size is how many statements the log has.
	Size int64 `json:"size"`
	Root Hash  `json:"root"`
	// At is UTC, to the microsecond.
	At time.Time `json:"at"`
	// Prev is the digest of the checkpoint before; zero for the first.
	Prev journal.Digest `json:"prev"`
}

// Next gives the checkpoint behind c over a tree that has grown. A clock set
// back does not turn time.
func (c Checkpoint) Next(t *Tree, now time.Time) Checkpoint {
	next := Checkpoint{
		Installation: c.Installation, Number: c.Number + 1, Size: t.Size(), Root: t.Root(), At: now.UTC().Truncate(time.Microsecond),
	}
	if c.Number > 0 {
		next.Prev = c.Digest()
	}
	if next.At.Before(c.At) {
		next.At = c.At
	}
	return next
}

// Text is the text of seven lines that is signed.
func (c Checkpoint) Text() []byte {
	return fmt.Appendf(nil, "%s\n%s\n%d\n%d\n%s\n%s\n%s\n",
		textDomain, c.Installation, c.Number, c.Size, c.Root, c.At.UTC().Format(stampLayout), c.Prev)
}

// Digest is the SHA-256 of the text.
func (c Checkpoint) Digest() journal.Digest { return sha256.Sum256(c.Text()) }

// Parse reads what Text wrote, and nothing that is written otherwise.
// Fault: invalid checkpoint_unreadable.
func Parse(text []byte) (Checkpoint, error) {
	lines := strings.Split(string(text), "\n")
	if len(lines) != 8 || lines[0] != textDomain {
		return Checkpoint{}, unreadable(nil)
	}
	c := Checkpoint{Installation: lines[1]}
	var err error
	for _, read := range []func() error{
		func() error { c.Number, err = strconv.ParseInt(lines[2], 10, 64); return err },
		func() error { c.Size, err = strconv.ParseInt(lines[3], 10, 64); return err },
		func() error { c.Root, err = journal.ParseDigest(lines[4]); return err },
		func() error { c.At, err = time.Parse(stampLayout, lines[5]); return err },
		func() error { c.Prev, err = journal.ParseDigest(lines[6]); return err },
	} {
		if err := read(); err != nil {
			return Checkpoint{}, unreadable(err)
		}
	}
	if string(c.Text()) != string(text) || c.Number < 1 || c.Size < 0 {
		return Checkpoint{}, unreadable(nil)
	}
	return c, nil
}

func unreadable(err error) error {
	return fault.Wrap(err, fault.Invalid, "checkpoint_unreadable", "read checkpoint")
}

// codeBytes is how much of the digest a printed line carries: 120 bits, so that
// nobody finds another checkpoint that fits it.
const codeBytes = 15

// Line is a checkpoint short enough to print, to read out and to type: number,
// size, time and the beginning of its digest in groups of four letters.
func (c Checkpoint) Line() string {
	digest := c.Digest()
	code := base32.StdEncoding.EncodeToString(digest[:codeBytes])
	groups := make([]string, 0, len(code)/4)
	for ; code != ""; code = code[4:] {
		groups = append(groups, code[:4])
	}
	return fmt.Sprintf("JH %d %d %s %s", c.Number, c.Size, c.At.UTC().Format(time.RFC3339), strings.Join(groups, "-"))
}

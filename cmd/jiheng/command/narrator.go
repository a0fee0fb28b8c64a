package command

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"jiheng/internal/demo"
)

// narrator prints a demonstration, with colours on a terminal only.
type narrator struct {
	mu     sync.Mutex
	out    io.Writer
	colour bool
}

func newNarrator(out io.Writer) *narrator {
	return &narrator{out: out, colour: isTerminal(out) && os.Getenv("NO_COLOR") == ""}
}

func isTerminal(out io.Writer) bool {
	file, ok := out.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

const (
	bold  = "1"
	faint = "2"
	green = "32"
	amber = "33"
)

func (n *narrator) line(style, text string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.colour {
		text = "\x1b[" + style + "m" + text + "\x1b[0m"
	}
	_, _ = fmt.Fprintln(n.out, text)
}

// Stage prints a progress line.
func (n *narrator) Stage(title, state, due string) { n.line(bold, stageLine(title, state, due)) }

// Event prints one journal entry.
func (n *narrator) Event(at time.Time, who, what, detail string) {
	n.line(faint, eventLine(at, who, what, detail))
}

// Say prints anything else.
func (n *narrator) Say(text string) { n.line(amber, text) }

// Result prints what a demonstration came to.
func (n *narrator) Result(r *demo.Report, path string) {
	for _, line := range resultLines(r, path) {
		n.line(green, line)
	}
}

package checkpoint

import (
	"strconv"

	"jiheng/internal/journal"
)

// Kind is what a check of the checkpoints found (发现的问题).
type Kind string

// The kinds of findings.
const (
	// NumberWrong: a checkpoint is missing, doubled or out of order.
	NumberWrong Kind = "checkpoint_missing"
	// PrevBroken: it does not carry the digest of the one before.
	PrevBroken Kind = "checkpoint_link_broken"
	// SizeWrong: its log is shorter than that of the one before, or the log has
	// fewer statements than it says.
	SizeWrong Kind = "statement_missing"
	// RootDiffers: the statements up to its size give another root.
	RootDiffers Kind = "root_differs"
	// TimeTurned: it is earlier than the one before.
	TimeTurned Kind = "checkpoint_time_backwards"
	// Foreign: it is of another installation.
	Foreign Kind = "checkpoint_foreign"
	// Unsigned: the signature does not fit.
	Unsigned Kind = "checkpoint_forged"
	// StatementsBeyond: statements that no checkpoint covers.
	StatementsBeyond Kind = "statement_uncovered"
)

// Kinds lists all kinds.
func Kinds() []Kind {
	return []Kind{NumberWrong, PrevBroken, SizeWrong, RootDiffers, TimeTurned, Foreign, Unsigned, StatementsBeyond}
}

// Finding is one thing wrong with the checkpoints, at the number of one.
type Finding struct {
	Number          int64
	Kind            Kind
	Expected, Found string
}

// Log checks checkpoints and the statements below them, in order and in
// constant memory: for each checkpoint give it the statements that it added,
// then the checkpoint itself.
type Log struct {
	tree Tree
	last Checkpoint
	// adrift is set once a root differs, so that one change is told once.
	adrift bool
}

// NewLog begins the log of an installation.
func NewLog(installation string) *Log { return &Log{last: Checkpoint{Installation: installation}} }

// Tree is what the statements came to so far.
func (l *Log) Tree() *Tree { return &l.tree }

// Last is the checkpoint checked last.
func (l *Log) Last() Checkpoint { return l.last }

// Add takes the next statement.
func (l *Log) Add(s Statement) { l.tree.Add(s.Leaf()) }

// Check holds the next checkpoint against the one before and the tree, which
// has taken its statements.
func (l *Log) Check(c Checkpoint) []Finding {
	var found []Finding
	say := func(k Kind, expected, got string) { found = append(found, Finding{c.Number, k, expected, got}) }
	if c.Installation != l.last.Installation {
		say(Foreign, l.last.Installation, c.Installation)
	}
	if c.Number != l.last.Number+1 {
		say(NumberWrong, decimal(l.last.Number+1), decimal(c.Number))
	} else if prev := l.prev(); c.Prev != prev {
		say(PrevBroken, prev.String(), c.Prev.String())
	}
	if c.At.Before(l.last.At) {
		say(TimeTurned, l.last.At.Format(stampLayout), c.At.Format(stampLayout))
	}
	found = append(found, l.checkTree(c)...)
	l.last = c
	return found
}

func (l *Log) prev() journal.Digest {
	if l.last.Number == 0 {
		return journal.Digest{}
	}
	return l.last.Digest()
}

func (l *Log) checkTree(c Checkpoint) []Finding {
	switch {
	case l.adrift:
	case c.Size < l.last.Size || c.Size != l.tree.Size():
		l.adrift = true
		return []Finding{{c.Number, SizeWrong, decimal(c.Size), decimal(l.tree.Size())}}
	case c.Root != l.tree.Root():
		l.adrift = true
		return []Finding{{c.Number, RootDiffers, c.Root.String(), l.tree.Root().String()}}
	}
	return nil
}

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

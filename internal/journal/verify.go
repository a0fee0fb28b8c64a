package journal

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// Verifier checks a chain entry by entry in constant memory. Make one with
// NewVerifier, give it every entry in the order it is kept, then Close it.
type Verifier struct {
	head    Head
	anchors []Head
	buf     []byte
}

// NewVerifier begins with the chain of one evaluation. Anchors are heads that
// were written down elsewhere along the way, such as signed checkpoints; they
// may come in any order.
func NewVerifier(evaluationID string, anchors ...Head) *Verifier {
	anchors = slices.Clone(anchors)
	slices.SortStableFunc(anchors, func(a, b Head) int {
		return cmp.Compare(a.Seq, b.Seq)
	})
	return &Verifier{head: Genesis(evaluationID), anchors: anchors}
}

// Head is where the chain has got to.
func (v *Verifier) Head() Head { return v.head }

// Check looks at the next entry. A fault is reported once, where it is: after
// a changed entry the chain is followed by the hash it claims.
func (v *Verifier) Check(e Entry) []Finding {
	var found []Finding
	if e.EvaluationID != v.head.EvaluationID {
		found = append(found, v.finding(e.Seq, WrongEvaluation, v.head.EvaluationID, e.EvaluationID))
	}
	sum, buf := sumInto(v.buf, &e)
	v.buf = buf
	if sum != e.Hash {
		found = append(found, v.finding(e.Seq, EntryChanged, e.Hash.String(), sum.String()))
	} else if micro := e.At.Truncate(time.Microsecond); !micro.Equal(e.At) {
		// The hash covers microseconds; anything finer was put there later.
		found = append(found, v.finding(e.Seq, EntryChanged, stamp(micro), stamp(e.At)))
	}
	if e.Seq <= v.head.Seq {
		return append(found, v.finding(e.Seq, OutOfOrder, number(v.head.Seq+1), number(e.Seq)))
	}
	found = append(found, v.follow(&e)...)
	return append(found, v.passAnchors()...)
}

// follow moves the head on to e.
func (v *Verifier) follow(e *Entry) []Finding {
	var found []Finding
	switch {
	case e.Seq > v.head.Seq+1:
		found = append(found, v.finding(v.head.Seq+1, Gap, number(v.head.Seq+1), number(e.Seq)))
	case e.PrevHash != v.head.Hash:
		found = append(found, v.finding(e.Seq, LinkBroken, v.head.Hash.String(), e.PrevHash.String()))
	}
	if e.At.Before(v.head.At) {
		found = append(found, v.finding(e.Seq, TimeBackwards, stamp(v.head.At), stamp(e.At)))
	}
	v.head.Seq, v.head.Hash, v.head.At = e.Seq, e.Hash, e.At
	return found
}

// passAnchors compares the head with the anchors it has reached.
func (v *Verifier) passAnchors() []Finding {
	var found []Finding
	for len(v.anchors) > 0 && v.anchors[0].Seq <= v.head.Seq {
		found = append(found, v.compare(v.anchors[0])...)
		v.anchors = v.anchors[1:]
	}
	return found
}

// compare holds an anchor against the head; an anchor already passed lay in a
// gap, which was reported.
func (v *Verifier) compare(anchor Head) []Finding {
	switch {
	case anchor.EvaluationID != v.head.EvaluationID:
		return []Finding{v.finding(anchor.Seq, WrongEvaluation, v.head.EvaluationID, anchor.EvaluationID)}
	case anchor.Seq == v.head.Seq && anchor.Hash != v.head.Hash:
		return []Finding{v.finding(anchor.Seq, HeadChanged, anchor.Hash.String(), v.head.Hash.String())}
	}
	return nil
}

// Close compares the end of the chain with the head that is on record. Heads
// from elsewhere beyond that end speak of the same loss: it is told once, up to
// the highest of them.
func (v *Verifier) Close(expected Head) []Finding {
	var found []Finding
	var lost int64
	for _, anchor := range append(v.anchors, expected) {
		if anchor.EvaluationID == v.head.EvaluationID && anchor.Seq > v.head.Seq {
			lost = max(lost, anchor.Seq)
			continue
		}
		found = append(found, v.compare(anchor)...)
	}
	if lost > 0 {
		found = append(found, v.finding(v.head.Seq+1, TailCut, number(lost), number(v.head.Seq)))
	}
	if expected.Seq < v.head.Seq {
		found = append(found, v.finding(expected.Seq+1, BeyondHead, number(expected.Seq), number(v.head.Seq)))
	}
	v.anchors = nil
	return found
}

func (v *Verifier) finding(seq int64, kind Kind, expected, found string) Finding {
	return Finding{
		EvaluationID: v.head.EvaluationID, Seq: seq, Kind: kind, Level: kind.Level(), Expected: expected, Found: found,
	}
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// Verify checks a whole chain against the head on record and any anchors, and
// gives what it found, in order; nothing found is a proof.
func Verify(entries []Entry, expected Head, anchors ...Head) []Finding {
	v := NewVerifier(expected.EvaluationID, anchors...)
	var found []Finding
	for _, e := range entries {
		found = append(found, v.Check(e)...)
	}
	return append(found, v.Close(expected)...)
}

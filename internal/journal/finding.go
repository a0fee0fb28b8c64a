package journal

// Kind is what a check of a chain found (发现的问题).
type Kind string

// The kinds of findings.
const (
	// EntryChanged: the entry is not the one that was hashed.
	EntryChanged Kind = "entry_changed"
	// LinkBroken: the entry does not carry the hash of the one before it.
	LinkBroken Kind = "link_broken"
	// Gap: entries before this one are missing.
	Gap Kind = "gap"
	// OutOfOrder: the entry comes after one with the same or a higher number.
	OutOfOrder Kind = "out_of_order"
	// WrongEvaluation: the entry or head belongs to another evaluation.
	WrongEvaluation Kind = "wrong_evaluation"
	// TailCut: the chain ends before the head that was written down.
	TailCut Kind = "tail_cut"
	// BeyondHead: the chain goes on after the head that was written down.
	BeyondHead Kind = "beyond_head"
	// HeadChanged: the chain reaches the number of a head that was written
	// down, with another hash: all behind some point was rewritten.
	HeadChanged Kind = "head_changed"
	// TimeBackwards: the entry is stamped earlier than the one before it.
	TimeBackwards Kind = "time_backwards"
)

// Kinds lists all kinds.
func Kinds() []Kind {
	return []Kind{
		EntryChanged, LinkBroken, Gap, OutOfOrder, WrongEvaluation, TailCut, BeyondHead, HeadChanged, TimeBackwards,
	}
}

// Level is how much a finding says (严重程度).
type Level string

// The levels.
const (
	// Broken means the chain does not prove what it should.
	Broken Level = "broken"
	// Warning means the chain holds and yet something is odd.
	Warning Level = "warning"
)

// Level gives the weight of a kind.
func (k Kind) Level() Level {
	if k == TimeBackwards {
		return Warning
	}
	return Broken
}

// Finding is one fault of a chain and where it is (核验发现). Expected and Found
// are numbers, hashes, identifiers or times as text, whatever Kind is about.
type Finding struct {
	EvaluationID string `json:"evaluation_id"`
	// Seq is the number of the entry, or of the first missing one.
	Seq      int64  `json:"seq"`
	Kind     Kind   `json:"kind"`
	Level    Level  `json:"level"`
	Expected string `json:"expected"`
	Found    string `json:"found"`
}

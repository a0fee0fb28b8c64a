package checkpoint

import (
	"encoding/binary"

	"jiheng/internal/journal"
)

const statementDomain = "jiheng/checkpoint/statement/v1"

// Statement says where a chain had got to when a checkpoint was made (链头陈述).
type Statement struct {
	// Chain is the evaluation, or the name of another chain.
	Chain string         `json:"chain"`
	Seq   int64          `json:"seq"`
	Hash  journal.Digest `json:"hash"`
}

// Leaf is the hash of the statement's leaf, as the package comment lays it out.
func (s Statement) Leaf() Hash {
	buf := appendFrame(nil, []byte(statementDomain))
	buf = appendFrame(buf, []byte(s.Chain))
	buf = binary.BigEndian.AppendUint64(buf, 8)
	buf = binary.BigEndian.AppendUint64(buf, uint64(s.Seq)) //nolint:gosec // two's complement is the layout
	buf = appendFrame(buf, s.Hash[:])
	return LeafHash(buf)
}

// Head is the statement as a head that the chain must have had.
func (s Statement) Head() journal.Head {
	return journal.Head{EvaluationID: s.Chain, Seq: s.Seq, Hash: s.Hash}
}

func appendFrame(buf, x []byte) []byte {
	buf = binary.BigEndian.AppendUint64(buf, uint64(len(x)))
	return append(buf, x...)
}

package checkpoint

import (
	"crypto/sha256"
	"math/bits"

	"jiheng/internal/journal"
)

// Hash is a node of the tree or its root (树节点).
type Hash = journal.Digest

// The prefixes of RFC 6962, section 2.1, which keep leaves and nodes apart.
const (
	leafPrefix byte = 0
	nodePrefix byte = 1
)

// LeafHash is the hash of a leaf with this content.
func LeafHash(content []byte) Hash {
	return sha256.Sum256(append([]byte{leafPrefix}, content...))
}

func nodeHash(left, right Hash) Hash {
	var buf [1 + 2*sha256.Size]byte
	buf[0] = nodePrefix
	copy(buf[1:], left[:])
	copy(buf[1+sha256.Size:], right[:])
	return sha256.Sum256(buf[:])
}

// Tree is a Merkle tree that grows, kept as its right edge: the roots of the
// full subtrees from the left, the largest first. The zero value is empty.
type Tree struct {
	size int64
	edge []Hash
}

// Restore makes a tree of its size and edge; ok is false when they do not fit
// each other.
func Restore(size int64, edge []Hash) (t Tree, ok bool) {
	return Tree{size, append([]Hash(nil), edge...)}, size >= 0 && len(edge) == bits.OnesCount64(uint64(size))
}

// Size is the number of leaves.
func (t *Tree) Size() int64 { return t.size }

// Edge gives the right edge, for Restore.
func (t *Tree) Edge() []Hash { return append([]Hash(nil), t.edge...) }

// Add puts a leaf behind the others.
func (t *Tree) Add(leaf Hash) {
	for n := t.size; n&1 == 1; n >>= 1 {
		last := len(t.edge) - 1
		leaf = nodeHash(t.edge[last], leaf)
		t.edge = t.edge[:last]
	}
	t.edge = append(t.edge, leaf)
	t.size++
}

// Root is the Merkle tree hash; that of an empty tree is SHA-256 of nothing.
func (t *Tree) Root() Hash {
	if len(t.edge) == 0 {
		return sha256.Sum256(nil)
	}
	root := t.edge[len(t.edge)-1]
	for i := len(t.edge) - 2; i >= 0; i-- {
		root = nodeHash(t.edge[i], root)
	}
	return root
}

// rootOf is MTH of RFC 6962 over leaf hashes.
func rootOf(leaves []Hash) Hash {
	var t Tree
	for _, leaf := range leaves {
		t.Add(leaf)
	}
	return t.Root()
}

// split is the largest power of two smaller than n, for n > 1.
func split(n int) int { return 1 << (bits.Len(uint(n-1)) - 1) }

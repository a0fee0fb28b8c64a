package checkpoint

import "slices"

// Inclusion gives the audit path of RFC 6962, section 2.1.1, for the leaf at
// an index among all leaves; nil when there is no such leaf.
func Inclusion(leaves []Hash, index int) []Hash {
	if index < 0 || index >= len(leaves) {
		return nil
	}
	path := []Hash{}
	for len(leaves) > 1 {
		k := split(len(leaves))
		if index < k {
			path = append(path, rootOf(leaves[k:]))
			leaves = leaves[:k]
		} else {
			path = append(path, rootOf(leaves[:k]))
			leaves, index = leaves[k:], index-k
		}
	}
	slices.Reverse(path)
	return path
}

// Included tells whether a path leads from the leaf at an index to the root of
// a tree of this size.
func Included(leaf Hash, index, size int64, path []Hash, root Hash) bool {
	if index < 0 || index >= size {
		return false
	}
	at, last := index, size-1
	for _, sibling := range path {
		if last == 0 {
			return false
		}
		if at&1 == 1 || at == last {
			leaf = nodeHash(sibling, leaf)
			for at&1 == 0 && at != 0 {
				at, last = at>>1, last>>1
			}
		} else {
			leaf = nodeHash(leaf, sibling)
		}
		at, last = at>>1, last>>1
	}
	return last == 0 && leaf == root
}

// Consistency gives the proof of RFC 6962, section 2.1.2, that the first old
// leaves were the whole tree once; nil when there are fewer.
func Consistency(leaves []Hash, old int) []Hash {
	if old <= 0 || old > len(leaves) {
		return nil
	}
	proof := []Hash{}
	whole := true
	for old != len(leaves) {
		k := split(len(leaves))
		if old <= k {
			proof = append(proof, rootOf(leaves[k:]))
			leaves = leaves[:k]
		} else {
			proof = append(proof, rootOf(leaves[:k]))
			leaves, old, whole = leaves[k:], old-k, false
		}
	}
	if !whole {
		proof = append(proof, rootOf(leaves))
	}
	slices.Reverse(proof)
	return proof
}

// Consistent tells whether a proof shows that the tree of the old size and
// root is a prefix of the new one.
func Consistent(oldSize, newSize int64, oldRoot, newRoot Hash, proof []Hash) bool {
	if oldSize <= 0 || oldSize > newSize {
		return false
	}
	if oldSize == newSize {
		return len(proof) == 0 && oldRoot == newRoot
	}
	at, last := oldSize-1, newSize-1
	for at&1 == 1 {
		at, last = at>>1, last>>1
	}
	if at == 0 { // the old tree is a full subtree: its root is where to begin
		proof = append([]Hash{oldRoot}, proof...)
	}
	if len(proof) == 0 {
		return false
	}
	before, after := proof[0], proof[0]
	for _, p := range proof[1:] {
		if last == 0 {
			return false
		}
		if at&1 == 1 || at == last {
			before, after = nodeHash(p, before), nodeHash(p, after)
			for at&1 == 0 && at != 0 {
				at, last = at>>1, last>>1
			}
		} else {
			after = nodeHash(after, p)
		}
		at, last = at>>1, last>>1
	}
	return last == 0 && before == oldRoot && after == newRoot
}

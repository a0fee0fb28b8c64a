package checkpoint_test

import (
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/checkpoint"
	"jiheng/internal/journal"
)

// The leaves and roots are the test vectors of the reference implementation of
// RFC 6962 (Certificate Transparency, merkletree_test).
func vectors() (leaves []checkpoint.Hash, roots []string) {
	for _, text := range []string{
		"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
	} {
		content, _ := hex.DecodeString(text)
		leaves = append(leaves, checkpoint.LeafHash(content))
	}
	return leaves, []string{
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
		"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
		"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
		"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
		"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	}
}

func TestTree_has_the_roots_of_RFC_6962(t *testing.T) {
	t.Parallel()
	leaves, roots := vectors()
	var tree checkpoint.Tree
	for n, want := range roots {
		require.Equal(t, want, tree.Root().String(), "%d leaves", n)
		again, ok := checkpoint.Restore(tree.Size(), tree.Edge())
		require.True(t, ok)
		require.Equal(t, want, again.Root().String())
		if n < len(leaves) {
			tree.Add(leaves[n])
		}
	}
	_, ok := checkpoint.Restore(3, tree.Edge())
	require.False(t, ok)
}

func hashes(t *testing.T, texts ...string) []checkpoint.Hash {
	t.Helper()
	out := []checkpoint.Hash{}
	for _, text := range texts {
		h, err := journal.ParseDigest(text)
		require.NoError(t, err)
		out = append(out, h)
	}
	return out
}

func TestProofs_are_those_of_RFC_6962(t *testing.T) {
	t.Parallel()
	leaves, _ := vectors()
	require.Equal(t, hashes(t,
		"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
		"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
		"6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"), checkpoint.Inclusion(leaves, 0))
	require.Equal(t, hashes(t,
		"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
		"ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"), checkpoint.Inclusion(leaves, 5))
	require.Equal(t, hashes(t, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"), checkpoint.Inclusion(leaves[:3], 2))
	require.Equal(t, hashes(t,
		"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
		"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
		"6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"), checkpoint.Consistency(leaves, 1))
	require.Equal(t, hashes(t,
		"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
		"ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"), checkpoint.Consistency(leaves, 6))
	require.Nil(t, checkpoint.Inclusion(leaves, 8))
	require.Nil(t, checkpoint.Consistency(leaves, 9))
}

func anyLeaves(t *rapid.T) []checkpoint.Hash {
	leaves := make([]checkpoint.Hash, rapid.IntRange(1, 70).Draw(t, "size"))
	for i := range leaves {
		leaves[i] = checkpoint.LeafHash([]byte{byte(i)})
	}
	return leaves
}

func rootOf(leaves []checkpoint.Hash) checkpoint.Hash {
	var tree checkpoint.Tree
	for _, l := range leaves {
		tree.Add(l)
	}
	return tree.Root()
}

// spoil changes a proof in one of the ways a proof can be wrong.
func spoil(t *rapid.T, proof []checkpoint.Hash) []checkpoint.Hash {
	out := append([]checkpoint.Hash{}, proof...)
	switch kind := rapid.IntRange(0, 2).Draw(t, "kind"); {
	case kind == 0 && len(out) > 0:
		out[rapid.IntRange(0, len(out)-1).Draw(t, "at")][rapid.IntRange(0, 31).Draw(t, "byte")] ^= 1
	case kind == 1 && len(out) > 0:
		out = out[:len(out)-1]
	default:
		out = append(out, checkpoint.Hash{9})
	}
	return out
}

func TestInclusion_shows_what_is_there_and_nothing_else(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		leaves := anyLeaves(t)
		i := rapid.IntRange(0, len(leaves)-1).Draw(t, "index")
		size, root, path := int64(len(leaves)), rootOf(leaves), checkpoint.Inclusion(leaves, i)
		require.True(t, checkpoint.Included(leaves[i], int64(i), size, path, root))
		require.False(t, checkpoint.Included(leaves[i], int64(i), size, spoil(t, path), root))
		require.False(t, checkpoint.Included(checkpoint.Hash{1}, int64(i), size, path, root))
		require.False(t, checkpoint.Included(leaves[i], size, size, path, root))
		if other := rapid.IntRange(0, len(leaves)-1).Draw(t, "other"); other != i {
			require.False(t, checkpoint.Included(leaves[i], int64(other), size, path, root))
		}
	})
}

func TestConsistency_shows_growth_and_nothing_else(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		leaves := anyLeaves(t)
		old := rapid.IntRange(1, len(leaves)).Draw(t, "old")
		size, before, after := int64(len(leaves)), rootOf(leaves[:old]), rootOf(leaves)
		proof := checkpoint.Consistency(leaves, old)
		require.True(t, checkpoint.Consistent(int64(old), size, before, after, proof))
		require.False(t, checkpoint.Consistent(int64(old), size, before, after, spoil(t, proof)))
		require.False(t, checkpoint.Consistent(int64(old), size, checkpoint.Hash{1}, after, proof))
		require.False(t, checkpoint.Consistent(int64(old), size, before, checkpoint.Hash{1}, proof))
		require.False(t, checkpoint.Consistent(size+1, size, before, after, proof))
		require.False(t, checkpoint.Consistent(0, size, before, after, proof))
	})
}

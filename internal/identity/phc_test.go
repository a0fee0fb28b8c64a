package identity

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestAHashIsReadBackAsItWasWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		lanes := rapid.Uint8Range(1, maxLanes).Draw(t, "lanes")
		want := phc{
			params: Params{
				MemoryKiB: rapid.Uint32Range(8*uint32(lanes), maxMemoryKiB).Draw(t, "memory"),
				Passes:    rapid.Uint32Range(1, maxPasses).Draw(t, "passes"),
				Lanes:     lanes,
			},
			salt: rapid.SliceOfN(rapid.Byte(), minSaltBytes, maxPartBytes).Draw(t, "salt"),
			key:  rapid.SliceOfN(rapid.Byte(), minKeyBytes, maxPartBytes).Draw(t, "key"),
		}
		got, err := parsePHC(want.String())
		require.NoError(t, err)
		require.Equal(t, want.params, got.params)
		require.True(t, bytes.Equal(want.salt, got.salt))
		require.True(t, bytes.Equal(want.key, got.key))
	})
}

// Whatever is accepted is exactly what would have been written: no second
// spelling, no costs beyond the bounds, no panic.
func TestAMangledHashIsRefusedOrUnchanged(t *testing.T) {
	t.Parallel()
	good := phc{params: DefaultParams(), salt: make([]byte, 16), key: make([]byte, 32)}.String()
	rapid.Check(t, func(t *rapid.T) {
		b := []byte(good)
		for range rapid.IntRange(1, 3).Draw(t, "changes") {
			at := rapid.IntRange(0, len(b)-1).Draw(t, "at")
			with := rapid.SliceOfN(rapid.SampledFrom([]byte("019$,=mtpva\n A/+")), 0, 4).Draw(t, "with")
			b = append(b[:at:at], append(with, b[at+1:]...)...)
		}
		h, err := parsePHC(string(b))
		if err != nil {
			return
		}
		require.Equal(t, string(b), h.String())
		require.NoError(t, h.params.check())
	})
}

func TestAHashThatWouldEatTheMachineIsRefused(t *testing.T) {
	t.Parallel()
	const tail = "$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	_, err := parsePHC("$argon2id$v=19$m=19456,t=2,p=1" + tail)
	require.NoError(t, err, "the tail is sound")
	cases := map[string]string{
		"memory":           "$argon2id$v=19$m=4194304,t=2,p=1" + tail,
		"memory overflow":  "$argon2id$v=19$m=4294967297,t=2,p=1" + tail,
		"passes":           "$argon2id$v=19$m=19456,t=1000000,p=1" + tail,
		"lanes":            "$argon2id$v=19$m=19456,t=2,p=255" + tail,
		"lanes overflow":   "$argon2id$v=19$m=19456,t=2,p=257" + tail,
		"no passes":        "$argon2id$v=19$m=19456,t=0,p=1" + tail,
		"no lanes":         "$argon2id$v=19$m=19456,t=2,p=0" + tail,
		"too little":       "$argon2id$v=19$m=7,t=2,p=1" + tail,
		"other order":      "$argon2id$v=19$t=2,m=19456,p=1" + tail,
		"leading zero":     "$argon2id$v=19$m=019456,t=2,p=1" + tail,
		"sign":             "$argon2id$v=19$m=+19456,t=2,p=1" + tail,
		"old version":      "$argon2id$v=16$m=19456,t=2,p=1" + tail,
		"other algorithm":  "$argon2i$v=19$m=19456,t=2,p=1" + tail,
		"bcrypt":           "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
		"empty":            "",
		"short salt":       "$argon2id$v=19$m=19456,t=2,p=1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"short key":        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
		"long":             "$argon2id$v=19$m=19456,t=2,p=1$" + strings.Repeat("A", 1<<20) + tail[23:],
		"line break":       "$argon2id$v=19$m=19456,t=2,p=1" + tail[:5] + "\n" + tail[5:],
		"something behind": "$argon2id$v=19$m=19456,t=2,p=1" + tail + "$",
	}
	for name, hash := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := parsePHC(hash)
			require.Error(t, err)
		})
	}
}

package journal_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

func TestCanonicalize_writes_one_form(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, in, want string }{
		{"order and space", " { \"b\" : 1 ,\n\"a\" : [ true , false , null ] } ", `{"a":[true,false,null],"b":1}`},
		{"nested", `{"z":{"y":{"b":2,"a":1}},"a":{}}`, `{"a":{},"z":{"y":{"a":1,"b":2}}}`},
		{"escapes", `"\u003c\u4e2d\/\u0041\u000a\u001f\u2028\u007f\"\\\b\f\r\t"`, "\"<中/A\\n\\u001f\u2028\u007f\\\"\\\\\\b\\f\\r\\t\""},
		{"surrogate pair", `"\ud83d\ude00"`, `"😀"`},
		{"no normalisation", "\"e\u0301\"", "\"e\u0301\""},
		{"replacement character", `"\ufffd"`, "\"\ufffd\""},
		{"integers", `[0,-1,9007199254740991,-9007199254740991]`, `[0,-1,9007199254740991,-9007199254740991]`},
		{"empty name", `{"a":1,"":2}`, `{"":2,"a":1}`},
		// The example of RFC 8785, section 3.2.3: sorted by UTF-16, not by runes.
		{
			"order of UTF-16", `{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}`,
			"{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
		},
	} {
		got, err := journal.Canonicalize([]byte(tt.in))
		require.NoError(t, err, tt.name)
		require.Equal(t, tt.want, string(got), tt.name)
		again, err := journal.Canonicalize(got)
		require.NoError(t, err, tt.name)
		require.Equal(t, tt.want, string(again), tt.name)
	}
}

func TestCanonicalize_refuses(t *testing.T) {
	t.Parallel()
	for reason, list := range map[string][]string{
		"json_malformed": {
			``, ` `, `{`, `}`, `[`, `[1`, `[1,`, `[1,]`, `{"a"}`, `{"a":}`, `{"a":1,}`, `{a:1}`, `{"a" 1}`, `{1:1}`, `nul`, `truex`, `tru`,
			`01`, `-`, `-x`, `+1`, `"`, `"a`, `"\`, `"\x"`, `"\u12"`, `"\u12g4"`, `"\ud83d\u12g4"`, "\"\n\"", "\"\x00\"", `1 2`, `[1 2]`, `{"a":1 "b":2}`, `'a'`, `NaN`, `Infinity`, `//x`,
		},
		"number_not_integer": {`1.0`, `1.5`, `1e3`, `1E3`, `-0`, `0.1`, `[0e0]`},
		"number_too_large":   {`9007199254740992`, `-9007199254740992`, `99999999999999999999999`},
		"text_not_utf8":      {"\"\xff\"", `"\ud800"`, `"\ud800x"`, `"\udc00\ud800"`, `"\ud83d\u0041"`, `"\ud83d\n"`},
		"text_has_nul":       {`"\u0000"`, `{"\u0000":1}`},
		"duplicate_key":      {`{"a":1,"a":1}`, `{"a":1,"b":{"c":1,"d":2,"c":3}}`, `{"a":1,"\u0061":2}`},
		"too_deep":           {strings.Repeat("[", 1000) + strings.Repeat("]", 1000), strings.Repeat(`{"a":`, 66) + "1" + strings.Repeat("}", 66)},
	} {
		for _, text := range list {
			_, err := journal.Canonicalize([]byte(text))
			require.ErrorIs(t, err, fault.New(fault.Invalid, reason, ""), text)
			require.Contains(t, fault.As(err).Params, "offset")
		}
	}
}

func TestCanonical_takes_values_as_encoding_json_shows_them(t *testing.T) {
	t.Parallel()
	type inner struct {
		Round int    `json:"round"`
		Note  string `json:"note,omitempty"`
	}
	got, err := journal.Canonical(struct {
		To    string         `json:"to"`
		By    map[string]int `json:"by"`
		Inner inner          `json:"inner"`
		Whole float64        `json:"whole"`
	}{To: "<a&b>\u2028\ufffd", By: map[string]int{"乙": 2, "甲": 1}, Inner: inner{Round: 3}, Whole: 7})
	require.NoError(t, err)
	want := "{\"by\":{\"乙\":2,\"甲\":1},\"inner\":{\"round\":3},\"to\":\"<a&b>\u2028\ufffd\",\"whole\":7}"
	require.Equal(t, want, string(got))

	for name, tt := range map[string]struct {
		value  any
		reason string
	}{
		"NaN":       {math.NaN(), "value_not_encodable"},
		"infinite":  {math.Inf(1), "value_not_encodable"},
		"a channel": {make(chan int), "value_not_encodable"},
		"fraction":  {0.5, "number_not_integer"},
		"exponent":  {1e21, "number_not_integer"},
		"too large": {int64(1) << 53, "number_too_large"},
		"not UTF-8": {map[string]string{"a": "x\xff"}, "text_not_utf8"},
		"bad name":  {map[string]string{"x\xff": "a"}, "text_not_utf8"},
		"NUL":       {"a\x00", "text_has_nul"},
		"twice":     {json.RawMessage(`{"a":1,"a":2}`), "duplicate_key"},
	} {
		_, err := journal.Canonical(tt.value)
		require.ErrorIs(t, err, fault.New(fault.Invalid, tt.reason, ""), name)
	}
}

// anyValue draws JSON that canonical form can hold.
func anyValue(depth int) *rapid.Generator[any] {
	text := rapid.Map(rapid.String(), func(s string) any { return strings.ReplaceAll(s, "\x00", "") })
	leaves := []*rapid.Generator[any]{
		text, rapid.Just[any](nil), rapid.Map(rapid.Bool(), func(b bool) any { return b }),
		rapid.Map(rapid.Int64Range(-(1<<53-1), 1<<53-1), func(n int64) any { return json.Number(jsonOf(n)) }),
	}
	if depth > 0 {
		leaves = append(leaves,
			rapid.Map(rapid.SliceOfN(anyValue(depth-1), 0, 4), func(v []any) any { return v }),
			rapid.Map(rapid.MapOfN(rapid.Map(text, func(v any) string { s, _ := v.(string); return s }), anyValue(depth-1), 0, 4),
				func(m map[string]any) any { return m }))
	}
	return rapid.OneOf(leaves...)
}

func jsonOf(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func TestCanonical_means_the_same_and_is_a_fixed_point(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := anyValue(3).Draw(t, "v")
		got, err := journal.Canonical(v)
		require.NoError(t, err)
		require.JSONEq(t, jsonOf(v), string(got))
		again, err := journal.Canonicalize(got)
		require.NoError(t, err)
		require.Equal(t, string(got), string(again))
	})
}

func FuzzCanonicalize(f *testing.F) {
	for _, seed := range []string{`{"a":[1,"\ud83d\ude00",{"b":null}]}`, `"\u0000"`, `[1.5,-0]`, "{\"\xff\":1}", `{"a":1,"a":2}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := journal.Canonicalize(text)
		if err != nil {
			require.Equal(t, fault.Invalid, fault.CodeOf(err))
			if fault.ReasonOf(err) == "json_malformed" {
				require.False(t, json.Valid(text), "%q", text)
			}
			return
		}
		require.True(t, json.Valid(text))
		require.JSONEq(t, string(text), string(got))
		again, err := journal.Canonicalize(got)
		require.NoError(t, err)
		require.Equal(t, string(got), string(again))
	})
}

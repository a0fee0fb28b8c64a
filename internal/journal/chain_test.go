package journal_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// The numbers were computed from the package comment by a program in another
// language. If this test fails, chains that exist can no longer be verified.
func TestGolden_the_layout_never_changes(t *testing.T) {
	t.Parallel()
	head := journal.Genesis("e-2019")
	require.Equal(t, "fe04856b188f96d3ebe5bd9d213790cf67ee19a3f60f7471c7d4e7637533b3fe", head.Hash.String())

	first, head, err := journal.Append(head, journal.Entry{
		At: time.Date(2020, 8, 5, 1, 0, 0, 123456000, time.UTC), Type: "EvaluationStarted", ActorID: "p-1",
	})
	require.NoError(t, err)
	require.Equal(t, "70be5313d1f20394795d78f8f259a6c594b32a1c0b396d2c3d61e790ee9be7b8", first.Hash.String())

	second, head, err := journal.Append(head, journal.Entry{
		At: time.Date(2020, 8, 12, 17, 30, 0, 0, time.FixedZone("", 8*3600)), Type: "TaskReturned",
		ActorID: "p-2", OnBehalfOf: "p-3", TaskID: "t-7", ItemID: "i-4", StageID: "check",
		Rule: "return.within_stage", PolicyVersion: "policy-3", RequestID: "r-00f", ClientAddress: "10.0.0.8",
		Data: []byte(`{"to": "submit", "comment": "缺少验收材料", "round": 2}`),
	})
	require.NoError(t, err)
	require.Equal(t, "757eca191ec200a44b50d61909c0f1a0217632b54e75beb023ab483094c08588", second.Hash.String())
	require.Equal(t, first.Hash, second.PrevHash)
	require.Equal(t, int64(2), second.Seq)
	require.Equal(t, "e-2019", second.EvaluationID)
	data := `{"comment":"缺少验收材料","round":2,"to":"submit"}`
	require.Equal(t, data, string(second.Data))
	require.Equal(t, journal.Head{EvaluationID: "e-2019", Seq: 2, Hash: second.Hash, At: second.At}, head)
	require.Empty(t, journal.Verify([]journal.Entry{first, second}, head))
}

func TestAppend_a_clock_set_back_does_not_turn_time(t *testing.T) {
	t.Parallel()
	at := time.Date(2020, 8, 5, 9, 0, 0, 1999, time.UTC)
	first, head, err := journal.Append(journal.Genesis("e"), journal.Entry{At: at, Type: "A"})
	require.NoError(t, err)
	require.Equal(t, 1000, first.At.Nanosecond(), "truncated to the microsecond")
	second, head, err := journal.Append(head, journal.Entry{At: at.Add(-time.Hour), Type: "B"})
	require.NoError(t, err)
	require.Equal(t, first.At, second.At)
	require.Empty(t, journal.Verify([]journal.Entry{first, second}, head))
}

func TestAppend_refuses_what_could_not_be_proved_later(t *testing.T) {
	t.Parallel()
	at := time.Date(2020, 8, 5, 9, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name   string
		head   journal.Head
		entry  journal.Entry
		code   fault.Code
		reason string
	}{
		{"another evaluation", journal.Genesis("e"), journal.Entry{EvaluationID: "f", At: at, Type: "A"}, fault.Internal, "journal_wrong_evaluation"},
		{"no evaluation", journal.Head{}, journal.Entry{At: at, Type: "A"}, fault.Internal, "journal_entry_incomplete"},
		{"no type", journal.Genesis("e"), journal.Entry{At: at}, fault.Internal, "journal_entry_incomplete"},
		{"no time", journal.Genesis("e"), journal.Entry{Type: "A"}, fault.Internal, "journal_entry_incomplete"},
		{"not UTF-8", journal.Genesis("e"), journal.Entry{At: at, Type: "A", RequestID: "\xff"}, fault.Invalid, "text_not_utf8"},
		{"NUL", journal.Genesis("e"), journal.Entry{At: at, Type: "A", ClientAddress: "a\x00"}, fault.Invalid, "text_has_nul"},
		{"data is a list", journal.Genesis("e"), journal.Entry{At: at, Type: "A", Data: []byte(`[]`)}, fault.Invalid, "data_not_object"},
		{"data is no JSON", journal.Genesis("e"), journal.Entry{At: at, Type: "A", Data: []byte(`{`)}, fault.Invalid, "json_malformed"},
		{"data has a fraction", journal.Genesis("e"), journal.Entry{At: at, Type: "A", Data: []byte(`{"x":1.5}`)}, fault.Invalid, "number_not_integer"},
	} {
		_, head, err := journal.Append(tt.head, tt.entry)
		require.ErrorIs(t, err, fault.New(tt.code, tt.reason, ""), tt.name)
		require.Equal(t, tt.head, head, "the head stays")
	}
}

func TestEntry_survives_json_in_the_hands_of_others(t *testing.T) {
	t.Parallel()
	e, head, err := journal.Append(journal.Genesis("e"), journal.Entry{
		At: time.Date(2020, 8, 5, 9, 0, 0, 1000, time.UTC), Type: "A",
		Data: []byte(`{"b":"<&>\u2028\ufffd","a":[1,-2,null,true]}`),
	})
	require.NoError(t, err)
	text, err := json.MarshalIndent(e, "", "    ")
	require.NoError(t, err)
	require.Contains(t, string(text), `"hash": "`+e.Hash.String()+`"`)
	var back journal.Entry
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, e, back)
	require.Empty(t, journal.Verify([]journal.Entry{back}, head))

	require.Error(t, json.Unmarshal([]byte(`{"data":{"a":1.5}}`), &back))
	require.Error(t, json.Unmarshal([]byte(`{"hash":"00"}`), &back))
	require.Error(t, json.Unmarshal([]byte(`{"seq":"1"}`), &back))
}

func TestDigest_is_hexadecimal_text(t *testing.T) {
	t.Parallel()
	d, err := journal.ParseDigest(strings.Repeat("0a", 32))
	require.NoError(t, err)
	require.False(t, d.IsZero())
	require.True(t, journal.Digest{}.IsZero())
	back, err := journal.DigestFromBytes(d[:])
	require.NoError(t, err)
	require.Equal(t, d, back)
	for _, text := range []string{"", "0a", strings.Repeat("0g", 32), strings.Repeat("0a", 33)} {
		_, err := journal.ParseDigest(text)
		require.ErrorIs(t, err, fault.New(fault.Invalid, "digest_unreadable", ""), text)
	}
}

package journal_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/journal"
)

// chain makes n entries of an evaluation, a minute apart.
func chain(t require.TestingT, id string, n int) ([]journal.Entry, journal.Head) {
	at := time.Date(2020, 8, 5, 1, 0, 0, 0, time.UTC)
	head := journal.Genesis(id)
	entries := make([]journal.Entry, 0, n)
	for i := range n {
		e, next, err := journal.Append(head, journal.Entry{
			At: at.Add(time.Duration(i) * time.Minute), Type: "TaskCompleted",
			ActorID: fmt.Sprintf("p-%d", i%7), OnBehalfOf: "p-0", TaskID: fmt.Sprintf("t-%d", i), ItemID: "i-1", StageID: "self_check",
			Rule: "complete.claimed", PolicyVersion: "policy-1", RequestID: fmt.Sprintf("r-%d", i), ClientAddress: "10.0.0.1",
			Data: fmt.Appendf(nil, `{"decision":"approve","round":%d,"comment":"材料齐全"}`, i),
		})
		require.NoError(t, err)
		entries, head = append(entries, e), next
	}
	return entries, head
}

func kinds(found []journal.Finding) []journal.Kind {
	list := make([]journal.Kind, 0, len(found))
	for _, f := range found {
		list = append(list, f.Kind)
	}
	return list
}

func TestVerify_an_intact_chain_has_no_findings(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 20).Draw(t, "n")
		entries, head := chain(t, "e-1", n)
		var anchors []journal.Head
		for _, e := range entries {
			anchors = append(anchors, journal.Head{EvaluationID: e.EvaluationID, Seq: e.Seq, Hash: e.Hash, At: e.At})
		}
		anchors = append(anchors, journal.Genesis("e-1"))
		require.Empty(t, journal.Verify(entries, head, anchors...))
	})
}

func TestVerify_says_where_and_what(t *testing.T) {
	t.Parallel()
	whole, head := chain(t, "e-1", 6)
	foreign, foreignHead := chain(t, "e-2", 6)
	other, _ := chain(t, "e-1", 3)
	rewritten, rewrittenHead := rewrite(t, whole, 3)
	late := slices.Clone(whole)
	late[4].At = late[4].At.Add(1) // finer than the hash sees
	for _, tt := range []struct {
		name    string
		entries []journal.Entry
		head    journal.Head
		seq     int64
		kinds   []journal.Kind
	}{
		{"a comment is changed", changed(whole, 2, func(e *journal.Entry) { e.Data = []byte(`{"decision":"return"}`) }), head, 3, []journal.Kind{journal.EntryChanged}},
		{"changed and hashed anew", changed(whole, 2, rehash(func(e *journal.Entry) { e.ActorID = "p-9" })), head, 4, []journal.Kind{journal.LinkBroken}},
		{"the last one changed and hashed anew", changed(whole, 5, rehash(func(e *journal.Entry) { e.ActorID = "p-9" })), head, 6, []journal.Kind{journal.HeadChanged}},
		{"everything behind rewritten", rewritten, head, 6, []journal.Kind{journal.HeadChanged}},
		{"rewritten with the head", rewritten, rewrittenHead, 0, nil}, // only an anchor elsewhere can tell
		{"finer than a microsecond", late, head, 5, []journal.Kind{journal.EntryChanged}},
		{"one dropped", slices.Delete(slices.Clone(whole), 2, 3), head, 3, []journal.Kind{journal.Gap}},
		{"the first dropped", whole[1:], head, 1, []journal.Kind{journal.Gap}},
		{"the tail cut", whole[:4], head, 5, []journal.Kind{journal.TailCut}},
		{"all gone", nil, head, 1, []journal.Kind{journal.TailCut}},
		{"one twice", slices.Insert(slices.Clone(whole), 3, whole[2]), head, 3, []journal.Kind{journal.OutOfOrder}},
		{"two swapped", slices.Concat(whole[:2], whole[3:4], whole[2:3], whole[4:]), head, 3, []journal.Kind{journal.Gap, journal.OutOfOrder}},
		{"more than the head", append(slices.Clone(whole), appended(t, head)), head, 7, []journal.Kind{journal.BeyondHead}},
		{"of the same evaluation but made elsewhere", slices.Concat(changed(other, 0, rehash(func(e *journal.Entry) { e.Rule = "x" }))[:1], whole[1:]), head, 2, []journal.Kind{journal.LinkBroken}},
		{"head of another evaluation", whole, foreignHead, 1, repeat(journal.WrongEvaluation, 6, journal.LinkBroken, journal.HeadChanged)},
		{"one from another evaluation", slices.Concat(whole[:2], foreign[2:3], whole[3:]), head, 3, []journal.Kind{journal.WrongEvaluation, journal.LinkBroken, journal.LinkBroken}},
	} {
		found := journal.Verify(tt.entries, tt.head)
		require.ElementsMatch(t, tt.kinds, kinds(found), "%s: %+v", tt.name, found)
		if len(found) > 0 {
			require.Equal(t, tt.seq, found[0].Seq, tt.name)
			require.NotEqual(t, found[0].Expected, found[0].Found, tt.name)
		}
	}
}

func repeat(k journal.Kind, n int, more ...journal.Kind) []journal.Kind {
	return append(slices.Repeat([]journal.Kind{k}, n), more...)
}

func changed(entries []journal.Entry, i int, change func(*journal.Entry)) []journal.Entry {
	entries = slices.Clone(entries)
	change(&entries[i])
	return entries
}

func rehash(change func(*journal.Entry)) func(*journal.Entry) {
	return func(e *journal.Entry) {
		change(e)
		e.Hash = journal.Sum(e)
	}
}

func appended(t require.TestingT, head journal.Head) journal.Entry {
	e, _, err := journal.Append(head, journal.Entry{At: head.At, Type: "X"})
	require.NoError(t, err)
	return e
}

// rewrite changes entry i and makes a consistent chain of all that follow.
func rewrite(t require.TestingT, entries []journal.Entry, i int) ([]journal.Entry, journal.Head) {
	before := entries[i-1]
	head := journal.Head{EvaluationID: before.EvaluationID, Seq: before.Seq, Hash: before.Hash, At: before.At}
	list := slices.Clone(entries[:i])
	for j, e := range entries[i:] {
		if j == 0 {
			e.ActorID = "p-rewritten"
		}
		next, h, err := journal.Append(head, e)
		require.NoError(t, err)
		list, head = append(list, next), h
	}
	return list, head
}

func TestVerify_an_anchor_elsewhere_betrays_a_rewritten_chain(t *testing.T) {
	t.Parallel()
	entries, head := chain(t, "e-1", 6)
	anchor := journal.Head{EvaluationID: "e-1", Seq: 5, Hash: entries[4].Hash}
	early := journal.Head{EvaluationID: "e-1", Seq: 2, Hash: entries[1].Hash}
	forged, forgedHead := rewrite(t, entries, 3)
	found := journal.Verify(forged, forgedHead, anchor, early)
	require.Equal(t, []journal.Finding{{
		EvaluationID: "e-1", Seq: 5, Kind: journal.HeadChanged, Level: journal.Broken,
		Expected: anchor.Hash.String(), Found: forged[4].Hash.String(),
	}}, found)

	short := journal.Head{EvaluationID: "e-1", Seq: 3, Hash: entries[2].Hash}
	found = journal.Verify(entries[:3], short, anchor)
	require.Equal(t, []journal.Kind{journal.TailCut}, kinds(found), "head and tail were cut together")

	found = journal.Verify(entries[:3], head, head, anchor)
	require.Equal(t, []journal.Finding{{
		EvaluationID: "e-1", Seq: 4, Kind: journal.TailCut, Level: journal.Broken, Expected: "6", Found: "3",
	}}, found, "what the head and checkpoints say of one loss is told once")

	foreign := journal.Head{EvaluationID: "e-2", Seq: 4, Hash: entries[3].Hash}
	require.Equal(t, []journal.Kind{journal.WrongEvaluation}, kinds(journal.Verify(entries, head, foreign)))
}

func TestVerify_time_that_runs_backwards_is_a_warning(t *testing.T) {
	t.Parallel()
	entries, head := chain(t, "e-1", 2)
	e := journal.Entry{EvaluationID: "e-1", Seq: 3, At: head.At.Add(-time.Second), Type: "X", Data: []byte(`{}`), PrevHash: head.Hash}
	e.Hash = journal.Sum(&e) // by some other program
	found := journal.Verify(append(entries, e), journal.Head{EvaluationID: "e-1", Seq: 3, Hash: e.Hash})
	require.Len(t, found, 1)
	require.Equal(t, journal.Finding{
		EvaluationID: "e-1", Seq: 3, Kind: journal.TimeBackwards, Level: journal.Warning,
		Expected: "2020-08-05T01:01:00Z", Found: "2020-08-05T01:00:59Z",
	}, found[0])
}

// Any one change to any field of any entry, however small, is found.
func TestVerify_finds_any_flipped_bit(t *testing.T) {
	t.Parallel()
	whole, head := chain(t, "e-1", 8)
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.IntRange(0, len(whole)-1).Draw(t, "entry")
		field := rapid.IntRange(0, 15).Draw(t, "field")
		at := rapid.IntRange(0, 1<<20).Draw(t, "byte")
		bit := byte(1) << rapid.IntRange(0, 7).Draw(t, "bit")
		tampered := changed(whole, i, func(e *journal.Entry) { flip(e, field, at, bit) })
		require.NotEqual(t, whole[i], tampered[i])
		found := journal.Verify(tampered, head)
		require.NotEmpty(t, found)
		require.Equal(t, journal.Broken, found[0].Level)
		require.Contains(t, []int64{whole[i].Seq, tampered[i].Seq, int64(i + 2)}, found[0].Seq, "found at the entry or its successor")
	})
}

func flip(e *journal.Entry, field, at int, bit byte) {
	texts := []*string{
		&e.EvaluationID, &e.Type, &e.ActorID, &e.OnBehalfOf, &e.TaskID, &e.ItemID, &e.StageID, &e.Rule,
		&e.PolicyVersion, &e.RequestID, &e.ClientAddress,
	}
	switch field {
	case 11:
		e.Seq ^= int64(bit) << (8 * (at % 7))
	case 12:
		e.At = time.Unix(0, e.At.UnixNano()^int64(bit)<<(8*(at%7)))
	case 13:
		e.PrevHash[at%32] ^= bit
	case 14:
		e.Hash[at%32] ^= bit
	case 15:
		e.Data = slices.Clone(e.Data)
		e.Data[at%len(e.Data)] ^= bit
	default:
		b := []byte(*texts[field])
		b[at%len(b)] ^= bit
		*texts[field] = string(b)
	}
}

func TestVerify_finds_any_drop_insert_swap_and_cut(t *testing.T) {
	t.Parallel()
	whole, head := chain(t, "e-1", 8)
	foreign, _ := chain(t, "e-2", 8)
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.IntRange(0, len(whole)-1).Draw(t, "i")
		j := rapid.IntRange(0, len(whole)-1).Filter(func(j int) bool { return j != i }).Draw(t, "j")
		var tampered []journal.Entry
		switch rapid.SampledFrom([]string{"drop", "insert", "forge", "swap", "cut", "exchange", "move text"}).Draw(t, "how") {
		case "drop":
			tampered = slices.Delete(slices.Clone(whole), i, i+1)
		case "insert":
			tampered = slices.Insert(slices.Clone(whole), i, whole[j])
		case "forge":
			forged := whole[i]
			forged.ActorID, forged.Seq = "p-forged", int64(j+1)
			forged.Hash = journal.Sum(&forged)
			tampered = slices.Insert(slices.Clone(whole), i, forged)
		case "swap":
			tampered = slices.Clone(whole)
			tampered[i], tampered[j] = tampered[j], tampered[i]
		case "cut":
			tampered = whole[:i]
		case "exchange":
			tampered = changed(whole, i, func(e *journal.Entry) { *e = foreign[i] })
		case "move text": // the length in front keeps neighbours apart
			tampered = changed(whole, i, func(e *journal.Entry) {
				e.ActorID, e.OnBehalfOf = e.ActorID+e.OnBehalfOf[:1], e.OnBehalfOf[1:]
			})
		}
		require.NotEmpty(t, journal.Verify(tampered, head))
	})
}

func TestKinds_have_a_level_and_a_label(t *testing.T) {
	t.Parallel()
	for _, k := range journal.Kinds() {
		require.NotEqual(t, string(k), k.Label())
		require.NotEqual(t, string(k.Level()), k.Level().Label())
	}
	require.Equal(t, "x", journal.Kind("x").Label())
	require.Equal(t, "x", journal.Level("x").Label())
}

// Not parallel: allocations are counted for the whole process.
func TestVerifier_works_in_constant_memory(t *testing.T) {
	entries, head := chain(t, "e-1", 200)
	v := journal.NewVerifier("e-1")
	for _, e := range entries[:100] {
		require.Empty(t, v.Check(e))
	}
	i := 99
	allocs := testing.AllocsPerRun(90, func() {
		i++
		if len(v.Check(entries[i])) > 0 {
			panic("finding")
		}
	})
	require.Zero(t, allocs)
	for _, e := range entries[i+1:] {
		require.Empty(t, v.Check(e))
	}
	require.Equal(t, head, v.Head())
	require.Empty(t, v.Close(head))
}

func BenchmarkVerifier(b *testing.B) {
	entries, _ := chain(b, "e-1", 1000)
	v := journal.NewVerifier("e-1")
	for i := 0; b.Loop(); i++ {
		if i%len(entries) == 0 {
			v = journal.NewVerifier("e-1")
		}
		v.Check(entries[i%len(entries)])
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "entries/s")
}

func BenchmarkAppend(b *testing.B) {
	entries, _ := chain(b, "e-1", 1)
	head := journal.Genesis("e-1")
	for b.Loop() {
		_, next, err := journal.Append(head, entries[0])
		if err != nil {
			b.Fatal(err)
		}
		head = next
	}
}

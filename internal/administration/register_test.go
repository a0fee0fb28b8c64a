package administration_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/administration"
	"jiheng/internal/journal"
)

func changed(t *testing.T, seq int64, e administration.RegisterChanged) journal.Entry {
	t.Helper()
	data, err := json.Marshal(e)
	require.NoError(t, err)
	return journal.Entry{Seq: seq, At: time.Unix(seq, 0), Type: e.Type(), Data: data}
}

func TestBooks_registersAreWhatTheirEntriesSay(t *testing.T) {
	t.Parallel()
	row := func(name string) administration.Row { return administration.Row{"name": name} }
	b := administration.NewBooks()
	for i, e := range []administration.RegisterChanged{
		{Register: administration.Units, Inherited: true, Rows: []administration.RowChange{{Key: "a", After: row("甲")}}},
		{Register: administration.People, Inherited: true, Rows: []administration.RowChange{{Key: "p", After: row("人")}}},
		{Register: administration.Units, Rows: []administration.RowChange{
			{Key: "a", Before: row("甲"), After: row("乙")}, {Key: "b", After: row("丙")},
		}},
		{Register: administration.Units, Rows: []administration.RowChange{{Key: "b", Before: row("丙")}}},
	} {
		require.NoError(t, b.Add(changed(t, int64(i+1), e)))
	}
	require.Equal(t, map[string]administration.Row{"a": row("乙")}, b.Registers[administration.Units])
	require.Equal(t, map[string]administration.Row{"p": row("人")}, b.Registers[administration.People])
	require.Empty(t, b.Unlike)
	require.Empty(t, b.Late)

	// An entry that found something else tells of it, and nothing is taken over
	// as if from before once the journal has begun.
	require.NoError(t, b.Add(changed(t, 5, administration.RegisterChanged{
		Register: administration.Units, Rows: []administration.RowChange{{Key: "a", Before: row("丁"), After: row("戊")}},
	})))
	require.NoError(t, b.Add(changed(t, 6, administration.RegisterChanged{
		Register: administration.SenderKeys, Inherited: true, Rows: []administration.RowChange{{Key: "k", After: row("x")}},
	})))
	require.Equal(t, []administration.Unlike{{Seq: 5, Register: administration.Units, Key: "a", Said: row("乙"), Found: row("丁")}}, b.Unlike)
	require.Equal(t, []int64{6}, b.Late)
}

func TestRegisterChanged_knowsWhoChangedNothingButHisOwnPassword(t *testing.T) {
	t.Parallel()
	account := func(login, credential string) administration.Row {
		return administration.Row{"login": login, administration.Credential: credential}
	}
	of := func(r administration.Register, key string, before, after administration.Row) administration.RegisterChanged {
		return administration.RegisterChanged{Register: r, Rows: []administration.RowChange{{Key: key, Before: before, After: after}}}
	}
	require.True(t, of(administration.Accounts, "me", account("me", "1"), account("me", "2")).OwnCredential("me"))
	require.False(t, of(administration.Accounts, "other", account("o", "1"), account("o", "2")).OwnCredential("me"))
	require.False(t, of(administration.Accounts, "me", account("me", "1"), account("chief", "2")).OwnCredential("me"))
	require.False(t, of(administration.People, "me", account("me", "1"), account("me", "2")).OwnCredential("me"))
}

func TestRegisters_haveWords(t *testing.T) {
	t.Parallel()
	for _, r := range administration.Registers() {
		require.NotEqual(t, string(r), r.Label())
	}
	for _, kind := range administration.Types() {
		require.NotEmpty(t, administration.Label(kind), kind)
	}
}

package command

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOnlyADatabaseOfOurOwnGetsTheDemonstration(t *testing.T) {
	t.Parallel()
	ours, theirs := &ground{postgres: &Postgres{}}, &ground{ownerURL: "postgres://elsewhere/jiheng"}
	require.True(t, ours.config(config{}, standaloneFlags{}).Rehearsal)
	require.False(t, theirs.config(config{}, standaloneFlags{}).Rehearsal)
	require.True(t, theirs.config(config{Rehearsal: true}, standaloneFlags{}).Rehearsal, "as configured")
	require.True(t, theirs.config(config{}, standaloneFlags{demo: true}).Rehearsal)
	require.True(t, ours.rehearses(standaloneFlags{}))
	require.False(t, theirs.rehearses(standaloneFlags{}))
	require.True(t, theirs.rehearses(standaloneFlags{demo: true}))
}

func TestTheGreetingNamesAccountsOnlyWhereThereAreSome(t *testing.T) {
	t.Parallel()
	var said bytes.Buffer
	sh := &shell{out: &said}
	sh.greet(&system{}, "127.0.0.1:8080")
	require.Contains(t, said.String(), "http://127.0.0.1:8080/")
	require.NotContains(t, said.String(), "演示账号")
	said.Reset()
	sh.greet(&system{password: "secret"}, "127.0.0.1:8080")
	require.Contains(t, said.String(), "演示账号（密码均为 secret）")
}

package api_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"jiheng/internal/audit"
)

// changes is how many changes the test makes; each must be found, and where it
// was made.
const changes = 1000

// tampered is a copy of a finished system whose owner stops at nothing: no
// trigger and no key stands in the way of a change.
type tampered struct {
	*audited
	owner *pgx.Conn
	rnd   *rand.Rand
}

// change is one change that was made.
type change struct {
	what   string
	tables []string // to be put back
	undo   func()   // of files
	// located tells whether a finding points at the place.
	located func(audit.Finding) bool
}

func TestVerify_findsEveryChangeAndItsPlace(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("makes a thousand changes")
	}
	x := finished(t)
	found, result := x.findings("")
	require.Empty(t, found)
	t.Log(result.Summary())
	kinds := map[string]int{}
	began := time.Now()
	for made := 0; made < changes; {
		op := x.operations()[made%len(x.operations())]
		c, ok := op.do()
		if !ok {
			x.restore(c)
			continue
		}
		made++
		kinds[op.name]++
		x.mustFind(op.name, c)
		x.restore(c)
	}
	t.Log(changes, "changes found in", time.Since(began).Round(time.Second), kinds)
	found, _ = x.findings("")
	require.Empty(t, found, "all was put back")
}

// mustFind verifies and looks for the place.
func (x *tampered) mustFind(name string, c change) {
	x.t.Helper()
	found, result := x.findings("")
	require.False(x.t, result.OK(), "%s: %s was not found", name, c.what)
	if !slices.ContainsFunc(found, c.located) {
		var lines []string
		for _, f := range found[:min(8, len(found))] {
			lines = append(lines, f.Line())
		}
		require.Fail(x.t, "not located", "%s: %s\n%s", name, c.what, strings.Join(lines, "\n"))
	}
}

type operation struct {
	name string
	do   func() (change, bool)
}

func (x *tampered) operations() []operation {
	return []operation{
		{"flip a column of an entry", x.flipEntry},
		{"drop an entry", x.dropEntry},
		{"insert an entry", x.insertEntry},
		{"swap entries", x.swapEntries},
		{"cut the tail", x.cutTail},
		{"cut the tail and set the head", x.cutTailAndHead},
		{"write anew from the middle", x.rewrite},
		{"drop a chain", x.dropChain},
		{"edit a row", x.editRow},
		{"edit another row", x.editRow},
		{"drop a row", x.dropRow},
		{"copy a row", x.copyRow},
		{"edit a row of the bureau", x.editBureauRow},
		{"edit another row of the bureau", x.editBureauRow},
		{"drop a row of the bureau", x.dropBureauRow},
		{"copy a row of the bureau", x.copyBureauRow},
		{"drop a book", x.dropBook},
		{"flip a byte of a file", x.flipFile},
		{"cut or lengthen a file", x.resizeFile},
		{"drop a file", x.dropFile},
		{"swap files", x.swapFiles},
		{"edit what is recorded of a file", x.editFileRow},
		{"edit a policy", x.editPolicy},
		{"edit a definition", x.editDefinition},
		{"edit a checkpoint", x.editCheckpoint},
		{"flip a letter of an envelope", x.flipEnvelope},
		{"drop a checkpoint", x.dropCheckpoint},
		{"swap checkpoints", x.swapCheckpoints},
		{"edit a statement", x.editStatement},
		{"drop a statement", x.dropStatement},
		{"cut the log", x.cutLog},
		{"add a statement", x.addStatement},
		{"edit the file of checkpoints", x.flipKept},
		{"drop a line of the file of checkpoints", x.dropKept},
		{"swap lines of the file of checkpoints", x.swapKept},
		{"put a line into the file of checkpoints", x.insertKept},
		{"empty the file of checkpoints", x.emptyKept},
		{"drop a checkpoint in the middle, and its line", x.dropCheckpointAndLine},
		{"cut the log and the file of checkpoints", x.cutLogAndFile},
		{"put an unknown member into a document", x.addMember},
		{"take a guard away", x.takeGuard},
		{"give a right", x.giveRight},
		{"put a rule before a table", x.bendRule},
		{"change row level security", x.bendRowSecurity},
		{"change a constraint", x.bendConstraint},
		{"change a column's definition", x.bendColumn},
		{"change a function", x.bendFunction},
		{"change an owner", x.bendOwner},
		{"give or take another right", x.bendRight},
		{"edit a key", x.editKey},
		{"drop a key", x.dropKey},
		{"add a key", x.addKey},
		{"edit an archive", x.editArchive},
		{"flip a bit of an archived history", x.flipArchive},
		{"drop an archive", x.dropArchive},
		{"swap archived histories", x.swapArchives},
		{"edit a role", x.editGrant},
		{"drop a role", x.dropGrant},
		{"give a role", x.addGrant},
		{"edit a register", x.editRegister},
		{"edit another register", x.editRegister},
		{"drop a row of a register", x.dropRegisterRow},
		{"copy a row of a register", x.copyRegisterRow},
		{"edit a proposal", x.editProposal},
		{"drop a proposal", x.dropProposal},
	}
}

// pick draws one of some.
func pick[T any](x *tampered, list ...T) T { return list[x.rnd.IntN(len(list))] }

package api_test

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"jiheng/internal/audit"
)

func ofCheckpoint(file string, numbers ...int64) func(audit.Finding) bool {
	return func(f audit.Finding) bool {
		return f.Area == audit.Checkpoints && slices.ContainsFunc(numbers, func(n int64) bool {
			return strings.HasPrefix(f.Where+" ", fmt.Sprintf("checkpoint %d ", n)) || f.Where == fmt.Sprintf("%s:%d", file, n)
		})
	}
}

func (x *tampered) aCheckpoint() int64 {
	return 1 + x.rnd.Int64N(x.number(`SELECT max(number) FROM checkpoints`))
}

func (x *tampered) editCheckpoint() (change, bool) {
	n := x.aCheckpoint()
	column, kind := x.aColumn("checkpoints", "number", "envelope")
	x.run(`UPDATE checkpoints SET `+column+` = `+another(column, kind)+` WHERE number = $1`, n)
	return change{what: fmt.Sprint(n, column), tables: []string{"checkpoints"}, located: ofCheckpoint(x.kept.Path, n)}, true
}

func (x *tampered) flipEnvelope() (change, bool) {
	n := x.aCheckpoint()
	envelope := []byte(x.ask(`SELECT envelope FROM checkpoints WHERE number = $1`, n)[0])
	at := x.rnd.IntN(len(envelope))
	envelope[at] = pick(x, []byte("ABCabc019{}\" ")...)
	x.run(`UPDATE checkpoints SET envelope = $2 WHERE number = $1 AND envelope <> $2`, n, string(envelope))
	changed := x.number(`SELECT count(*) FROM checkpoints c JOIN backup.checkpoints b USING (number) WHERE b.envelope <> c.envelope`) == 1
	return change{what: fmt.Sprint(n, at), tables: []string{"checkpoints"}, located: ofCheckpoint(x.kept.Path, n)}, changed
}

func (x *tampered) dropCheckpoint() (change, bool) {
	n := x.aCheckpoint()
	x.run(`DELETE FROM checkpoints WHERE number = $1`, n)
	return change{what: fmt.Sprint(n), tables: []string{"checkpoints"}, located: ofCheckpoint(x.kept.Path, n, n+1)}, true
}

func (x *tampered) swapCheckpoints() (change, bool) {
	a, b := x.aCheckpoint(), x.aCheckpoint()
	if a == b {
		return change{}, false
	}
	x.run(`UPDATE checkpoints c SET envelope = b.envelope FROM backup.checkpoints b
		WHERE c.number = $1 AND b.number = $2 OR c.number = $2 AND b.number = $1`, a, b)
	return change{what: fmt.Sprint(a, b), tables: []string{"checkpoints"}, located: ofCheckpoint(x.kept.Path, a, b)}, true
}

// aStatement draws one with the checkpoint that covers it.
func (x *tampered) aStatement() (position, number int64) {
	position = x.rnd.Int64N(x.number(`SELECT count(*) FROM checkpoint_statements`))
	return position, x.number(`SELECT min(number) FROM checkpoints WHERE size > $1`, position)
}

func (x *tampered) editStatement() (change, bool) {
	position, number := x.aStatement()
	column, kind := x.aColumn("checkpoint_statements", "position")
	x.run(`UPDATE checkpoint_statements SET `+column+` = `+another(column, kind)+` WHERE position = $1`, position)
	return change{what: fmt.Sprint(position, column), tables: []string{"checkpoint_statements"}, located: ofCheckpoint(x.kept.Path, number)}, true
}

func ofStatement(position int64, or func(audit.Finding) bool) func(audit.Finding) bool {
	return func(f audit.Finding) bool { return f.Where == fmt.Sprintf("statement %d", position) || or(f) }
}

func (x *tampered) dropStatement() (change, bool) {
	position, number := x.aStatement()
	if x.rnd.IntN(2) == 0 {
		x.run(`DELETE FROM checkpoint_statements WHERE position = $1`, position)
	} else {
		x.run(`UPDATE checkpoint_statements SET position = position + 1000 WHERE position = $1`, position)
	}
	return change{
		what: fmt.Sprint(position), tables: []string{"checkpoint_statements"},
		located: ofStatement(position, ofCheckpoint(x.kept.Path, number)),
	}, true
}

// cutLog takes the newest checkpoints away with all their statements: what was
// kept elsewhere knows better.
func (x *tampered) cutLog() (change, bool) {
	n := x.aCheckpoint()
	x.run(`DELETE FROM checkpoint_statements WHERE position >= (SELECT COALESCE(max(size), 0) FROM checkpoints WHERE number < $1)`, n)
	x.run(`DELETE FROM checkpoints WHERE number >= $1`, n)
	return change{what: fmt.Sprint(n), tables: []string{"checkpoint_statements", "checkpoints"}, located: ofCheckpoint(x.kept.Path, n)}, true
}

func (x *tampered) addStatement() (change, bool) {
	last := x.number(`SELECT max(number) FROM checkpoints`)
	x.run(`INSERT INTO checkpoint_statements SELECT (SELECT max(position) + 1 FROM checkpoint_statements), chain, seq, hash
		FROM checkpoint_statements ORDER BY random() LIMIT 1`)
	return change{what: "one more", tables: []string{"checkpoint_statements"}, located: ofCheckpoint(x.kept.Path, last)}, true
}

func (x *tampered) flipKept() (change, bool) {
	content, err := os.ReadFile(x.kept.Path)
	require.NoError(x.t, err)
	at := x.rnd.IntN(len(content))
	if content[at] == '\n' {
		return change{}, false
	}
	line := int64(1 + strings.Count(string(content[:at]), "\n"))
	changed := slices.Clone(content)
	changed[at] ^= 1
	if changed[at] == '\n' {
		return change{}, false
	}
	return change{what: fmt.Sprint(at), undo: x.write(x.kept.Path, changed), located: ofCheckpoint(x.kept.Path, line)}, true
}

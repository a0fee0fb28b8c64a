package api_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"jiheng/internal/audit"
	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
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

// finished plays the case to its end, with checkpoints on the way and a second
// evaluation beside it, and takes away all that protects it.
func finished(t *testing.T) *tampered {
	t.Helper()
	dsn := storetest.DSN(t)
	b := openAt(t, dsn)
	p := started(t, b)
	a := p.audited()
	a.checkpoint()
	p.checked()
	a.checkpoint()
	p.seals().publishes()
	a.note(3)
	a.checkpoint()
	second := started(t, b)
	a.checkpoint()
	second.formed()
	a.note(4)
	for _, run := range []string{"run-1", "run-2", "run-3"} {
		a.archive(run)
	}
	a.checkpoint()
	owner, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, owner.Close(context.WithoutCancel(t.Context()))) })
	x := &tampered{audited: a, owner: owner, rnd: rand.New(rand.NewPCG(2020, 8))} //nolint:gosec // the same changes every time
	x.unprotect()
	return x
}

// note reads journals, for the journal of the installation.
func (a *audited) note(times int) {
	a.t.Helper()
	for i := range times {
		_, err := a.store.Note(a.t.Context(), journal.Entry{
			Type: "journal_read", ActorID: "auditor", ClientAddress: "192.0.2." + strconv.Itoa(i), Data: []byte(`{"evaluation":"` + a.id + `"}`),
		})
		require.NoError(a.t, err)
	}
}

// archive keeps the history of a run that was told of the third entry.
func (a *audited) archive(run string) {
	a.t.Helper()
	history := `{"events":[{"eventId":"1","eventType":"EVENT_TYPE_WORKFLOW_EXECUTION_STARTED"},` +
		`{"eventId":"2","eventType":"EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED","workflowExecutionSignaledEventAttributes":{"signalName":"look-again","identity":"` + run + `","requestId":"` + a.id + `:3"}}]}`
	require.NoError(a.t, a.store.KeepHistory(a.t.Context(), store.Archive{
		Workflow: "evaluation:" + a.id, Run: run, Evaluation: evaluation.ID(a.id), Status: "ContinuedAsNew", Events: 2, History: []byte(history),
	}))
}

// evidentTables are the tables that are evidence.
func evidentTables() []string {
	return []string{
		"journal", "installation_journal", "installation_head", "evaluations", "stages", "items", "member_terms", "tasks", "materials",
		"dossiers", "filings", "publications", "recusals", "task_copies", "task_reads", "files", "process_definitions",
		"policies", "checkpoints", "checkpoint_statements", "workflow_archives",
	}
}

// unprotect drops triggers and foreign keys, and keeps a copy of all rows.
func (x *tampered) unprotect() {
	x.t.Helper()
	x.run(`DO $$ DECLARE r record; BEGIN
		FOR r IN SELECT tgname, tgrelid::regclass AS rel FROM pg_trigger WHERE NOT tgisinternal LOOP
			EXECUTE format('DROP TRIGGER %I ON %s', r.tgname, r.rel);
		END LOOP;
		FOR r IN SELECT conname, conrelid::regclass AS rel FROM pg_constraint WHERE contype IN ('f', 'c') AND connamespace = 'public'::regnamespace LOOP
			EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', r.rel, r.conname);
		END LOOP;
	END $$`)
	for _, column := range []string{"person_id", "role", "unit_id"} {
		x.run(`ALTER TABLE grant_proposals ALTER COLUMN ` + column + ` DROP EXPRESSION`)
	}
	x.run(`ALTER TABLE role_grants ALTER COLUMN id DROP IDENTITY`)
	x.run(`CREATE SCHEMA backup`)
	for _, table := range evidentTables() {
		x.run(`CREATE TABLE backup.` + table + ` AS TABLE public.` + table)
	}
}

func (x *tampered) run(sql string, args ...any) {
	x.t.Helper()
	_, err := x.owner.Exec(x.t.Context(), sql, args...)
	require.NoError(x.t, err, sql)
}

// restore puts everything back.
func (x *tampered) restore(c change) {
	x.t.Helper()
	for _, table := range c.tables {
		x.run(`DELETE FROM public.` + table)
		x.run(`INSERT INTO public.` + table + ` SELECT * FROM backup.` + table)
	}
	if c.undo != nil {
		c.undo()
	}
}

// ask gives one row of texts.
func (x *tampered) ask(sql string, args ...any) []string {
	x.t.Helper()
	rows, err := x.owner.Query(x.t.Context(), sql, args...)
	require.NoError(x.t, err, sql)
	all, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) ([]string, error) {
		values := make([]string, len(r.FieldDescriptions()))
		into := make([]any, len(values))
		for i := range values {
			into[i] = &values[i]
		}
		return values, r.Scan(into...)
	})
	require.NoError(x.t, err, sql)
	if len(all) == 0 {
		return nil
	}
	return all[0]
}

func (x *tampered) number(sql string, args ...any) int64 {
	x.t.Helper()
	row := x.ask(`SELECT (`+sql+`)::text`, args...)
	n, err := strconv.ParseInt(row[0], 10, 64)
	require.NoError(x.t, err)
	return n
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
		{"edit an archive", x.editArchive},
		{"flip a bit of an archived history", x.flipArchive},
		{"drop an archive", x.dropArchive},
		{"swap archived histories", x.swapArchives},
	}
}

// pick draws one of some.
func pick[T any](x *tampered, list ...T) T { return list[x.rnd.IntN(len(list))] }

// chain is a journal that can be bent.
type chain struct {
	table, id string
	last      int64
}

// where is the condition that names its entries.
func (c chain) where(condition string) string {
	if c.id == "" {
		return c.table + " WHERE " + condition
	}
	return c.table + " WHERE evaluation_id = '" + c.id + "' AND " + condition
}

func (x *tampered) chain() chain {
	c := chain{table: "installation_journal"}
	if x.rnd.IntN(4) > 0 {
		c = chain{table: "journal", id: x.evaluation()}
	}
	c.last = x.number(`SELECT max(seq) FROM ` + c.where("true"))
	return c
}

// evaluation draws one of the two.
func (x *tampered) evaluation() string {
	return x.ask(`SELECT id FROM evaluations ORDER BY id OFFSET $1 LIMIT 1`, x.rnd.IntN(2))[0]
}

// at says that a finding is about one of some entries of a chain.
func (c chain) at(seqs ...int64) func(audit.Finding) bool {
	return func(f audit.Finding) bool {
		if f.Evaluation != c.id || (c.id == "") != (f.Area == audit.Installation) {
			return false
		}
		return slices.ContainsFunc(seqs, func(n int64) bool { return f.Where == fmt.Sprintf("journal %d", n) })
	}
}

func (x *tampered) seq(c chain) int64 { return 1 + x.rnd.Int64N(c.last) }

func (x *tampered) flipEntry() (change, bool) {
	c := x.chain()
	seq := x.seq(c)
	column := pick(x, "at", "type", "actor_id", "on_behalf_of", "task_id", "item_id", "stage_id", "rule", "policy_version",
		"request_id", "client_address", "data", "prev_hash", "hash")
	set := column + ` || 'x'`
	switch column {
	case "at":
		set = `at + interval '1 microsecond'`
	case "prev_hash", "hash":
		n := strconv.Itoa(x.rnd.IntN(32))
		set = `set_byte(` + column + `, ` + n + `, get_byte(` + column + `, ` + n + `) # 1)`
	case "data":
		set = `overlay(data placing '~' from ` + strconv.Itoa(2+x.rnd.IntN(20)) + `)`
	}
	x.run(`UPDATE ` + strings.Replace(c.where(`seq = `+strconv.FormatInt(seq, 10)), " WHERE", ` SET `+column+` = `+set+` WHERE`, 1))
	return change{what: fmt.Sprint(c, seq, column), tables: []string{c.table}, located: c.at(seq)}, true
}

func (x *tampered) dropEntry() (change, bool) {
	c := x.chain()
	seq := x.seq(c)
	x.run(`DELETE FROM ` + c.where(`seq = `+strconv.FormatInt(seq, 10)))
	return change{what: fmt.Sprint(c, seq), tables: []string{c.table}, located: c.at(seq)}, true
}

// insertEntry puts a copy in and moves the rest on.
func (x *tampered) insertEntry() (change, bool) {
	c := x.chain()
	seq := x.seq(c)
	set := func(assign, condition string) {
		x.run(`UPDATE ` + strings.Replace(c.where(condition), " WHERE", ` SET `+assign+` WHERE`, 1))
	}
	set(`seq = seq + 100000`, fmt.Sprintf("seq > %d", seq))
	set(`seq = seq - 99999`, "seq > 100000")
	columns := `seq, at, type, actor_id, on_behalf_of, task_id, item_id, stage_id, rule, policy_version, request_id, client_address, data, prev_hash, hash`
	into, from := columns, strings.Replace(columns, "seq", "seq + 1", 1)
	if c.id != "" {
		into, from = "evaluation_id, "+into, "evaluation_id, "+from
	}
	x.run(`INSERT INTO ` + c.table + ` (` + into + `) SELECT ` + from + ` FROM ` + c.where(fmt.Sprintf("seq = %d", seq)))
	return change{what: fmt.Sprint(c, seq), tables: []string{c.table}, located: c.at(seq, seq+1)}, true
}

func (x *tampered) swapEntries() (change, bool) {
	c := x.chain()
	a, b := x.seq(c), x.seq(c)
	if a == b {
		return change{}, false
	}
	for _, move := range [][2]int64{{a, 100000}, {b, a}, {100000, b}} {
		x.run(`UPDATE ` + strings.Replace(c.where(fmt.Sprintf("seq = %d", move[0])), " WHERE", fmt.Sprintf(" SET seq = %d WHERE", move[1]), 1))
	}
	return change{what: fmt.Sprint(c, a, b), tables: []string{c.table}, located: c.at(a, b)}, true
}

func (x *tampered) cutTail() (change, bool) {
	c := x.chain()
	seq := x.seq(c)
	x.run(`DELETE FROM ` + c.where(fmt.Sprintf("seq >= %d", seq)))
	return change{what: fmt.Sprint(c, seq), tables: []string{c.table}, located: c.at(seq)}, true
}

// setHead makes the head of a chain what it would be.
func (x *tampered) setHead(c chain, seq int64) string {
	if c.id == "" {
		if seq == 0 {
			x.run(`UPDATE installation_head SET seq = 0, hash = NULL, at = NULL`)
		} else {
			x.run(`UPDATE installation_head h SET seq = j.seq, hash = j.hash, at = j.at FROM installation_journal j WHERE j.seq = $1`, seq)
		}
		return "installation_head"
	}
	x.run(`UPDATE evaluations e SET seq = j.seq, head_hash = j.hash, head_at = j.at, told_seq = 0, notified_seq = 0
		FROM journal j WHERE j.evaluation_id = e.id AND e.id = $1 AND j.seq = $2`, c.id, seq)
	return "evaluations"
}

func (x *tampered) cutTailAndHead() (change, bool) {
	c := x.chain()
	seq := 1 + x.seq(c)
	if seq > c.last {
		return change{}, false
	}
	x.run(`DELETE FROM ` + c.where(fmt.Sprintf("seq >= %d", seq)))
	head := x.setHead(c, seq-1)
	return change{what: fmt.Sprint(c, seq), tables: []string{c.table, head}, located: c.at(seq)}, true
}

// rewrite changes an entry, computes every hash behind it anew, and sets the
// head to match: a sound chain, and another.
func (x *tampered) rewrite() (change, bool) {
	c := x.chain()
	from := x.seq(c)
	name := c.id
	if name == "" {
		name = store.InstallationChain
	}
	head := journal.Genesis(name)
	for _, e := range x.entries(c) {
		if e.Seq == from {
			e.ClientAddress += "1"
		}
		if e.Seq < from {
			head = journal.Head{EvaluationID: name, Seq: e.Seq, Hash: e.Hash, At: e.At}
			continue
		}
		var err error
		e, head, err = journal.Append(head, e)
		require.NoError(x.t, err)
		x.run(`UPDATE `+strings.Replace(c.where("seq = $1"), " WHERE", " SET client_address = $2, prev_hash = $3, hash = $4 WHERE", 1),
			e.Seq, e.ClientAddress, e.PrevHash[:], e.Hash[:])
	}
	table := x.setHead(c, c.last)
	var behind []int64
	for n := from; n <= c.last; n++ {
		behind = append(behind, n)
	}
	return change{what: fmt.Sprint(c, from), tables: []string{c.table, table}, located: c.at(behind...)}, true
}

func (x *tampered) entries(c chain) []journal.Entry {
	x.t.Helper()
	var entries []journal.Entry
	var err error
	if c.id == "" {
		entries, err = x.store.InstallationJournal(x.t.Context(), 0, 1000)
	} else {
		entries, err = x.store.Journal(x.t.Context(), evaluation.ID(c.id), 0, 1000)
	}
	require.NoError(x.t, err)
	return entries
}

func (x *tampered) dropChain() (change, bool) {
	id := x.evaluation()
	tables := []string{"journal", "stages", "items", "member_terms", "tasks", "materials", "dossiers", "filings", "publications", "recusals", "task_copies", "task_reads"}
	if x.rnd.IntN(2) == 0 {
		tables = tables[:x.rnd.IntN(len(tables))] // some are forgotten
	}
	for _, table := range tables {
		x.run(`DELETE FROM `+table+` WHERE evaluation_id = $1`, id)
	}
	x.run(`DELETE FROM evaluations WHERE id = $1`, id)
	return change{what: id, tables: append(tables, "evaluations"), located: func(f audit.Finding) bool {
		return f.Evaluation == id && f.Kind == string(audit.ChainLost)
	}}, true
}

// folded are the tables that are the fold of the journal, with the columns
// that are no part of it.
func folded() map[string][]string {
	return map[string][]string{
		"evaluations": {"told_seq", "told_lease_until", "workflow_confirmed_at", "notified_seq"},
		"stages":      nil, "items": nil, "member_terms": nil, "tasks": nil, "materials": nil, "dossiers": nil, "publications": nil,
	}
}

// aRow draws a row of a table: its place, evaluation and the columns.
func (x *tampered) aRow(table string) (ctid, evaluation string) {
	x.t.Helper()
	id := "evaluation_id"
	if table == "evaluations" {
		id = "id"
	}
	n := x.number(`SELECT count(*) FROM ` + table)
	row := x.ask(`SELECT ctid::text, `+id+` FROM `+table+` ORDER BY ctid OFFSET $1 LIMIT 1`, x.rnd.Int64N(n))
	return row[0], row[1]
}

func (x *tampered) aTable() string {
	return pick(x, "evaluations", "stages", "items", "member_terms", "tasks", "tasks", "materials", "dossiers", "publications")
}

// aColumn draws a column of a table with its type.
func (x *tampered) aColumn(table string, not ...string) (column, kind string) {
	x.t.Helper()
	row := x.ask(`SELECT attname::text, format_type(atttypid, NULL) FROM pg_attribute
		WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attname <> ALL ($2) ORDER BY random() LIMIT 1`, "public."+table, append([]string{""}, not...))
	return row[0], row[1]
}

// another is an expression for another value of a column.
func another(column, kind string) string {
	value := map[string]string{
		"text": `COALESCE(%s || 'x', 'x')`, "timestamp with time zone": `COALESCE(%s + interval '1 second', now())`,
		"bigint": `COALESCE(%s + 1, 1)`, "smallint": `COALESCE(%s + 1, 1)`, "integer": `COALESCE(%s + 1, 1)`, "numeric": `COALESCE(%s + 1, 1)`, "boolean": `NOT COALESCE(%s, false)`,
		"date": `COALESCE(%s + 1, '2020-01-01')`, "bytea": `set_byte(%[1]s, 0, get_byte(%[1]s, 0) # 1)`, "text[]": `array_append(%s, 'x')`,
		"jsonb": `jsonb_build_array(%s)`, "json": `json_build_array(%s)`, "bigint[]": `array_append(%s, 1::bigint)`, "integer[]": `array_append(%s, 1)`,
	}[kind]
	if value == "" {
		panic("no other value of type " + kind)
	}
	return fmt.Sprintf(value, column)
}

// inTable says that a finding is about a row of a table.
func inTable(table, evaluation string) func(audit.Finding) bool {
	shown := strings.Replace(table, "member_terms", "members", 1)
	return func(f audit.Finding) bool {
		if !strings.HasPrefix(f.Evaluation, evaluation) {
			return false
		}
		return strings.HasPrefix(f.Where, shown+" ") || table == "evaluations" && strings.HasPrefix(f.Where, "process_definitions ") ||
			strings.HasPrefix(f.Where, "evaluations ") || f.Kind == string(audit.ChainLost)
	}
}

func (x *tampered) editRow() (change, bool) {
	table := x.aTable()
	ctid, evaluation := x.aRow(table)
	column, kind := x.aColumn(table, folded()[table]...)
	what := fmt.Sprint(table, " ", ctid, " ", column)
	if _, err := x.owner.Exec(x.t.Context(), `UPDATE `+table+` SET `+column+` = `+another(column, kind)+` WHERE ctid = $1::tid`, ctid); err != nil {
		return change{what: what, tables: []string{table}}, false // such as a key that is there already
	}
	return change{what: what, tables: []string{table}, located: inTable(table, evaluation)}, true
}

func (x *tampered) dropRow() (change, bool) {
	table := x.aTable()
	if table == "evaluations" {
		return change{}, false
	}
	ctid, evaluation := x.aRow(table)
	x.run(`DELETE FROM `+table+` WHERE ctid = $1::tid`, ctid)
	return change{what: table + " " + ctid, tables: []string{table}, located: inTable(table, evaluation)}, true
}

func (x *tampered) copyRow() (change, bool) {
	table := pick(x, "stages", "items", "tasks", "materials")
	ctid, evaluation := x.aRow(table)
	columns := x.ask(`SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
		WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`, "public."+table)[0]
	from := strings.Replace(", "+columns+",", ", id,", ", id || 'x',", 1)
	from = strings.Replace(strings.Trim(from, ", "), "round", "round + 50", 1)
	_, err := x.owner.Exec(x.t.Context(), `INSERT INTO `+table+` (`+columns+`) SELECT `+from+` FROM `+table+` WHERE ctid = $1::tid`, ctid)
	if err != nil {
		return change{tables: []string{table}}, false
	}
	return change{what: table + " " + ctid, tables: []string{table}, located: inTable(table, evaluation)}, true
}

// aFile draws a file that something refers to.
func (x *tampered) aFile() (sha, path string) {
	x.t.Helper()
	wanted, err := x.store.Referenced(x.t.Context())
	require.NoError(x.t, err)
	list := make([]string, 0, len(wanted))
	for sha := range wanted {
		list = append(list, sha)
	}
	slices.Sort(list)
	sha = pick(x, list...)
	return sha, filepath.Join(x.files, "sha256", sha[:2], sha[2:])
}

func ofFile(shas ...string) func(audit.Finding) bool {
	return func(f audit.Finding) bool {
		return slices.ContainsFunc(shas, func(sha string) bool { return strings.Contains(f.Where+" "+f.Expected, sha) })
	}
}

// spoil changes a file on disk.
func (x *tampered) spoil(how func(content []byte) []byte) (change, bool) {
	sha, path := x.aFile()
	content, err := os.ReadFile(path) //nolint:gosec // a file of this test
	require.NoError(x.t, err)
	return change{what: sha, undo: x.write(path, how(slices.Clone(content))), located: ofFile(sha)}, true
}

// write writes a file, nil removes it, and gives what undoes it.
func (x *tampered) write(path string, content []byte) (undo func()) {
	x.t.Helper()
	before, err := os.ReadFile(path) //nolint:gosec // a file of this test
	require.NoError(x.t, err)
	put := func(content []byte) {
		require.NoError(x.t, os.Remove(path))
		require.NoError(x.t, os.WriteFile(path, content, 0o600)) //nolint:gosec // a file of this test
	}
	if content == nil {
		require.NoError(x.t, os.Remove(path))
		return func() { require.NoError(x.t, os.WriteFile(path, before, 0o600)) } //nolint:gosec // a file of this test
	}
	put(content)
	return func() { put(before) }
}

func (x *tampered) flipFile() (change, bool) {
	return x.spoil(func(content []byte) []byte {
		content[x.rnd.IntN(len(content))] ^= 1 << x.rnd.IntN(8)
		return content
	})
}

func (x *tampered) resizeFile() (change, bool) {
	return x.spoil(func(content []byte) []byte {
		if x.rnd.IntN(2) == 0 {
			return append(content, byte(x.rnd.IntN(256))) //nolint:gosec // below 256
		}
		return content[:x.rnd.IntN(len(content))]
	})
}

func (x *tampered) dropFile() (change, bool) { return x.spoil(func([]byte) []byte { return nil }) }

func (x *tampered) swapFiles() (change, bool) {
	a, pathA := x.aFile()
	b, pathB := x.aFile()
	if a == b {
		return change{}, false
	}
	one, err := os.ReadFile(pathA) //nolint:gosec // a file of this test
	require.NoError(x.t, err)
	other, err := os.ReadFile(pathB) //nolint:gosec // a file of this test
	require.NoError(x.t, err)
	undoA, undoB := x.write(pathA, other), x.write(pathB, one)
	return change{what: a + " " + b, undo: func() { undoA(); undoB() }, located: ofFile(a, b)}, true
}

func (x *tampered) editFileRow() (change, bool) {
	row := x.ask(`SELECT f.sha256 FROM files f WHERE EXISTS (SELECT FROM materials m WHERE m.sha256 = f.sha256) ORDER BY random() LIMIT 1`)
	switch x.rnd.IntN(4) {
	case 0:
		x.run(`DELETE FROM files WHERE sha256 = $1`, row[0])
	case 1:
		x.run(`UPDATE files SET size = size + 1 WHERE sha256 = $1`, row[0])
	case 2:
		x.run(`UPDATE files SET sm3 = reverse(sm3) WHERE sha256 = $1`, row[0])
	default:
		x.run(`UPDATE files SET sha256 = reverse(sha256) WHERE sha256 = $1`, row[0])
	}
	return change{what: row[0], tables: []string{"files"}, located: ofFile(row[0])}, true
}

func (x *tampered) editPolicy() (change, bool) {
	// What no entry names proves nothing, and nobody misses it.
	version := x.ask(`SELECT version FROM policies WHERE version IN (SELECT policy_version FROM journal) ORDER BY random() LIMIT 1`)[0]
	switch x.rnd.IntN(3) {
	case 0:
		x.run(`DELETE FROM policies WHERE version = $1`, version)
	case 1:
		column := pick(x, "model", "rules", "code_rules")
		length := int(x.number(`SELECT min(length(` + column + `)) FROM policies`))
		x.run(`UPDATE policies SET `+column+` = overlay(`+column+` placing '~' from $2) WHERE version = $1`, version, 1+x.rnd.IntN(length))
	default:
		x.run(`UPDATE policies SET version = reverse(version) WHERE version = $1`, version)
	}
	return change{what: version, tables: []string{"policies"}, located: func(f audit.Finding) bool {
		return f.Area == audit.Authority && (f.Expected == version || strings.HasPrefix(f.Where, "policies "))
	}}, true
}

func (x *tampered) editDefinition() (change, bool) {
	if x.rnd.IntN(4) == 0 {
		x.run(`DELETE FROM process_definitions`)
	} else {
		length := int(x.number(`SELECT length(source) FROM process_definitions LIMIT 1`))
		x.run(`UPDATE process_definitions SET source = overlay(source placing '~' from $1)`, 1+x.rnd.IntN(length))
	}
	return change{what: "definition", tables: []string{"process_definitions"}, located: func(f audit.Finding) bool {
		return strings.HasPrefix(f.Where, "process_definitions ")
	}}, true
}

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

func ofArchive(runs ...string) func(audit.Finding) bool {
	return func(f audit.Finding) bool {
		return f.Area == audit.Histories && slices.ContainsFunc(runs, func(run string) bool { return strings.Contains(f.Where, " "+run) })
	}
}

func (x *tampered) anArchive() string {
	return x.ask(`SELECT run_id FROM workflow_archives ORDER BY run_id OFFSET $1 LIMIT 1`, x.rnd.IntN(3))[0]
}

func (x *tampered) editArchive() (change, bool) {
	run := x.anArchive()
	column, kind := x.aColumn("workflow_archives", "history", "started_at", "closed_at") // the history says when
	x.run(`UPDATE workflow_archives SET `+column+` = `+another(column, kind)+` WHERE run_id = $1`, run)
	return change{what: run + " " + column, tables: []string{"workflow_archives"}, located: ofArchive(run)}, true
}

func (x *tampered) flipArchive() (change, bool) {
	run := x.anArchive()
	size := x.number(`SELECT octet_length(history) FROM workflow_archives WHERE run_id = $1`, run)
	x.run(`UPDATE workflow_archives SET history = set_bit(history, $2, 1 - get_bit(history, $2)) WHERE run_id = $1`, run, x.rnd.Int64N(8*size))
	return change{what: run, tables: []string{"workflow_archives"}, located: ofArchive(run)}, true
}

func (x *tampered) dropArchive() (change, bool) {
	run := x.anArchive()
	x.run(`DELETE FROM workflow_archives WHERE run_id = $1`, run)
	return change{what: run, tables: []string{"workflow_archives"}, located: ofArchive(run)}, true
}

func (x *tampered) swapArchives() (change, bool) {
	a, b := x.anArchive(), x.anArchive()
	x.run(`UPDATE workflow_archives SET run_id = 'aside' WHERE run_id = $1`, a)
	x.run(`UPDATE workflow_archives SET run_id = $1 WHERE run_id = $2`, a, b)
	x.run(`UPDATE workflow_archives SET run_id = $1 WHERE run_id = 'aside'`, b)
	return change{what: a + " " + b, tables: []string{"workflow_archives"}, located: ofArchive(a, b)}, a != b
}

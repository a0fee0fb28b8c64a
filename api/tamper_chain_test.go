package api_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"jiheng/internal/audit"
	"jiheng/internal/review"
)

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
	if c.ofBook() {
		return c.table + " WHERE " + bookChain + " = '" + c.id + "' AND " + condition
	}
	return c.table + " WHERE evaluation_id = '" + c.id + "' AND " + condition
}

// bookChain is the name of the chain of a book, in SQL.
const bookChain = `'review:' || receiver_id || ':' || year`

func (c chain) ofBook() bool { return c.table == "review_journal" }

// has tells whether a finding is about the chain.
func (c chain) has(f audit.Finding) bool {
	if book, ok := review.BookOf(c.id); ok {
		return f.Book == book && f.Evaluation == ""
	}
	return f.Evaluation == c.id
}

// columns are those of an entry, beside the chain it is of.
func (c chain) columns() string {
	if c.ofBook() {
		return "seq, at, type, actor_id, filing_id, rule, policy_version, request_id, client_address, data, prev_hash, hash"
	}
	return "seq, at, type, actor_id, on_behalf_of, task_id, item_id, stage_id, rule, policy_version, request_id, client_address, data, prev_hash, hash"
}

func (x *tampered) chain() chain {
	c := chain{table: "installation_journal"}
	switch x.rnd.IntN(6) {
	case 0:
	case 1, 2:
		c = chain{table: "review_journal", id: x.book()}
	default:
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
		if !c.has(f) || (c.id == "") != (f.Area == audit.Installation) {
			return false
		}
		return slices.ContainsFunc(seqs, func(n int64) bool { return f.Where == fmt.Sprintf("journal %d", n) })
	}
}

func (x *tampered) seq(c chain) int64 { return 1 + x.rnd.Int64N(c.last) }

func (x *tampered) flipEntry() (change, bool) {
	c := x.chain()
	seq := x.seq(c)
	column := pick(x, slices.DeleteFunc(strings.Split(c.columns(), ", "), func(name string) bool { return name == "seq" })...)
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
	into, from := c.columns(), strings.Replace(c.columns(), "seq", "seq + 1", 1)
	switch {
	case c.ofBook():
		into, from = "receiver_id, year, "+into, "receiver_id, year, "+from
	case c.id != "":
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

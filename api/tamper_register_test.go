package api_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	offices "jiheng/internal/administration"
	"jiheng/internal/audit"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/identity"
	"jiheng/internal/review"
	"jiheng/internal/store"
)

// registered brings something into every register: names that were others, an
// account that was locked for a while, a substitute, whom the bureau expects, a
// calendar that somebody imported.
func (a *audited) registered() {
	a.t.Helper()
	ctx := a.t.Context()
	require.NoError(a.t, a.store.SeedOrganisation(ctx, store.Organisation{
		Units:       []store.Unit{{ID: "other-unit", Name: "又一个单位"}},
		Departments: []store.Department{{ID: "other-office", UnitID: "other-unit", Name: "综合办公室"}},
		Persons:     []identity.Person{{ID: "stranger", UnitID: "other-unit", DepartmentID: "other-office", Name: "新来的主任", Post: "主任"}},
	}))
	for _, locked := range []bool{true, false} {
		entry := identity.Entry{At: time.Now(), Kind: identity.EntryAccountDisabled, ActorID: identity.PersonID(evaluation.SystemPerson)}
		require.NoError(a.t, a.store.Identity().SetDisabled(ctx, "stranger", locked, entry))
	}
	today := calendar.DateOf(time.Now())
	asked, err := a.store.AskSubstitution(ctx, store.AtTheConsole(), evaluation.Substitution{
		ID: "sub-evidence", Principal: "office-head", Substitute: "office-clerk-1", UnitID: "service-centre", FromOn: today, ToOn: today,
		Reason: "出差", AskedBy: "office-head",
	})
	require.NoError(a.t, err)
	_, err = a.store.DecideSubstitution(ctx, store.AtTheConsole(), "service-centre", asked.ID,
		func(s evaluation.Substitution, at time.Time) (evaluation.Substitution, error) {
			return s.Confirm("director", at)
		})
	require.NoError(a.t, err)
	require.NoError(a.t, a.store.PutDuties(ctx, store.AtTheConsole(), review.Book{ReceiverID: bureau, Year: 2019}, map[string]calendar.Date{"service-centre": today}))
	whole, err := a.store.Whole(ctx, evaluation.ID(a.id))
	require.NoError(a.t, err)
	for _, m := range whole.Materials[:2] {
		require.NoError(a.t, a.store.RecordAccess(ctx, store.Access{
			Evaluation: evaluation.ID(a.id), Material: m.ID, SHA256: m.SHA256, Person: "director", Manner: store.MannerPreview, ClientAddress: "192.0.2.7",
		}))
	}
	require.NoError(a.t, a.store.RecordDossierAccess(ctx, store.DossierAccess{Evaluation: evaluation.ID(a.id), Path: "package.zip", Person: "director"}))
	require.NoError(a.t, a.store.ShipCalendar(ctx, "system"))
	notice, err := calendar.New("", []calendar.Notice{{Year: 2051, Papers: []string{"通知"}, Days: []calendar.Day{{Date: calendar.Date{Year: 2051, Month: time.January, Day: 1}, Name: "元旦", Off: true}}}})
	require.NoError(a.t, err)
	_, err = a.store.ImportCalendar(ctx, store.CalendarImport{Notices: notice, By: "clerk"})
	require.NoError(a.t, err)
	a.publishesProcess(a.newProcess("shipped-again"))
}

// inRegister says that a finding is about a row of a register, or about what a
// calendar, a policy or a process came to.
func inRegister(table string) func(audit.Finding) bool {
	return func(f audit.Finding) bool { return strings.HasPrefix(f.Where, table+" ") }
}

func (x *tampered) aRegister() (table, ctid string) {
	registers := offices.Registers()
	table = string(registers[x.rnd.IntN(len(registers))])
	n := x.number(`SELECT count(*) FROM ` + table)
	return table, x.ask(`SELECT ctid::text FROM `+table+` ORDER BY ctid OFFSET $1 LIMIT 1`, x.rnd.Int64N(n))[0]
}

// changedRow edits a column of a row, if the keys of the table let it.
func (x *tampered) changedRow(table, ctid, column, kind string) (change, bool) {
	c := change{what: fmt.Sprint(table, " ", ctid, " ", column), tables: []string{table}, located: inRegister(table)}
	_, err := x.owner.Exec(x.t.Context(), `UPDATE `+table+` SET `+column+` = `+another(column, kind)+` WHERE ctid = $1::tid`, ctid)
	return c, err == nil
}

func (x *tampered) editRegister() (change, bool) {
	table, ctid := x.aRegister()
	column, kind := x.aColumn(table)
	return x.changedRow(table, ctid, column, kind)
}

func (x *tampered) dropRegisterRow() (change, bool) {
	table, ctid := x.aRegister()
	x.run(`DELETE FROM `+table+` WHERE ctid = $1::tid`, ctid)
	return change{what: table + " " + ctid, tables: []string{table}, located: inRegister(table)}, true
}

// copyRegisterRow puts the same row in again, or one of another key.
func (x *tampered) copyRegisterRow() (change, bool) {
	table, ctid := x.aRegister()
	columns := x.ask(`SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
		WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`, "public."+table)[0]
	from := strings.Trim(strings.NewReplacer(", id,", ", id || 'x',", ", number,", ", number + 100,", ", version,", ", version || 'x',",
		", key_id,", ", reverse(key_id),", ", year,", ", year + 1,").Replace(", "+columns+","), ", ")
	if table == "substitutions" || table == "definition_proposals" {
		from = strings.Replace(from, "version || 'x'", "version", 1)
	}
	if table == "process_definitions" {
		from = strings.Replace(from, "version || 'x'", "version + 1", 1)
	}
	_, err := x.owner.Exec(x.t.Context(), `INSERT INTO `+table+` (`+columns+`) SELECT `+from+` FROM `+table+` WHERE ctid = $1::tid`, ctid)
	return change{what: table + " " + ctid, tables: []string{table}, located: inRegister(table)}, err == nil
}

func TestVerify_findsEveryColumnOfEveryRegister(t *testing.T) {
	t.Parallel()
	x := finished(t)
	found, _ := x.findings("")
	require.Empty(t, found)
	edited := 0
	for _, register := range offices.Registers() {
		table := string(register)
		ctid := x.ask(`SELECT ctid::text FROM ` + table + ` ORDER BY ctid DESC LIMIT 1`)
		require.NotNil(t, ctid, table)
		rows, err := x.owner.Query(t.Context(), `SELECT attname::text, format_type(atttypid, NULL) FROM pg_attribute
			WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`, "public."+table)
		require.NoError(t, err)
		var columns [][2]string
		for rows.Next() {
			var c [2]string
			require.NoError(t, rows.Scan(&c[0], &c[1]))
			columns = append(columns, c)
		}
		require.NoError(t, rows.Err())
		for _, c := range columns {
			made, ok := x.changedRow(table, ctid[0], c[0], c[1])
			require.True(t, ok, made.what)
			x.mustFind("edit", made)
			x.restore(made)
			ctid = x.ask(`SELECT ctid::text FROM ` + table + ` ORDER BY ctid DESC LIMIT 1`)
			edited++
		}
	}
	require.Greater(t, edited, 60)
	found, _ = x.findings("")
	require.Empty(t, found, "all was put back")
}

// A row that is bent and then changed by those who may: the entry of the second
// change tells of the first.
func TestVerify_findsWhatWasBentBeforeItWasChangedRightly(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	a := p.audited()
	a.checkpoint()
	x := &tampered{audited: a, owner: p.owner()}
	x.run(`ALTER TABLE persons DISABLE TRIGGER USER`)
	x.unguarded()
	x.run(`UPDATE persons SET name = '冒名' WHERE id = 'stranger'`)
	require.NoError(t, a.store.SeedOrganisation(t.Context(), store.Organisation{
		Persons: []identity.Person{{ID: "stranger", UnitID: "other-unit", DepartmentID: "other-office", Name: "改名", Post: "主任"}},
	}))
	found, _ := a.findings("")
	require.Len(t, found, 1)
	require.Equal(t, string(audit.PastJournal), found[0].Kind)
	require.Contains(t, found[0].Line(), "persons stranger")
	require.Contains(t, found[0].Found, "冒名")
}

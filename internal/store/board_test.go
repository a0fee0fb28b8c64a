package store_test

import (
	"context"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/board"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/review"
	"jiheng/internal/store/storetest"
)

func (b *bench) board(q board.Question) board.Board {
	b.t.Helper()
	if q.Now.IsZero() {
		q.Now = time.Now()
	}
	out, err := b.s.Board(b.t.Context(), q)
	require.NoError(b.t, err)
	return out
}

func ofUnit() board.Scope { return board.Scope{Units: []string{evaluationtest.Unit}} }

func TestTheBoardShowsEveryStageOfAUnitsEvaluations(t *testing.T) {
	t.Parallel()
	b := running(t)
	b.formed()
	out := b.board(board.Question{Scope: ofUnit()})
	require.Equal(t, 2019, out.Year)
	require.Equal(t, "overall-self-evaluation", out.Process)
	require.Len(t, out.Columns, 6)
	require.Len(t, out.Rows, 1)
	cells := out.Rows[0].Cells
	require.Equal(t, board.Done, cells[0].State)
	require.Positive(t, cells[0].Days, "the case lies years back")
	require.Equal(t, board.Late, cells[1].State)
	require.Equal(t, 3, cells[1].Items)
	require.Equal(t, 3, cells[1].Open)
	require.Equal(t, board.Late, cells[5].State, "it should have begun")
	require.Equal(t, 3, out.Late)
	require.Len(t, out.Overdue, 3)
	require.Equal(t, []evaluation.RoleID{"section"}, out.Overdue[0].Roles)
	require.Positive(t, out.Overdue[0].Days)
	last := out.Progress[len(out.Progress)-1]
	require.Equal(t, 6, last.Planned)
	require.Equal(t, 1, last.Settled)
	require.Equal(t, 1, out.Persons[slices.IndexFunc(out.Persons, func(l board.Load) bool { return l.Person == "director" })].Done)
}

func TestTheBoardOfOneEvaluationShowsItsItems(t *testing.T) {
	t.Parallel()
	b := running(t)
	b.formed()
	out := b.board(board.Question{Scope: ofUnit(), Evaluation: b.id})
	require.Len(t, out.Rows, 5, "the whole and its four projects")
	require.Equal(t, evaluation.WholeItem, out.Rows[0].Item)
	require.Equal(t, board.Done, out.Rows[0].Cells[0].State)
	of := func(id evaluation.ItemID) board.Row {
		return out.Rows[slices.IndexFunc(out.Rows, func(r board.Row) bool { return r.Item == id })]
	}
	require.Equal(t, board.Late, of("online-hall").Cells[1].State)
	require.Equal(t, board.Skipped, of("running-costs").Cells[1].State, "it is below the amount")
	require.Equal(t, board.Skipped, of("online-hall").Cells[0].State, "the group is formed once")
	require.Equal(t, board.Skipped, of("online-hall").Cells[3].State, "and all is rolled up once")
	require.Equal(t, board.Late, out.Rows[0].Cells[3].State)
	require.Equal(t, board.Skipped, out.Rows[0].Cells[1].State, "the sections do it item by item")
}

func TestTheBoardShowsNobodyWhatIsNotHis(t *testing.T) {
	t.Parallel()
	b := running(t)
	b.formed()
	none := b.board(board.Question{Scope: board.Scope{Units: []string{evaluationtest.OtherUnit}, Receivers: []string{evaluationtest.OtherUnit}, Person: "stranger"}})
	require.Empty(t, none.Rows)
	require.Empty(t, none.Overdue)
	require.Empty(t, none.Persons)
	require.Empty(t, none.Years)
	none = b.board(board.Question{Scope: board.Scope{Person: "stranger"}, Evaluation: b.id})
	require.Empty(t, none.Rows, "its id opens nothing")

	// Not filed yet, so its receiver sees nothing of it.
	require.Empty(t, b.board(board.Question{Scope: board.Scope{Receivers: []string{evaluationtest.Receiver}}}).Rows)

	own := board.Scope{Person: "hotline-clerk", Own: []board.Department{{Unit: evaluationtest.Unit, ID: "hotline"}}}
	mine := b.board(board.Question{Scope: own})
	require.False(t, mine.Rows[0].Whole)
	require.Equal(t, 1, mine.Rows[0].Cells[1].Items, "of three, the department's one")
	require.Len(t, mine.Overdue, 1)
	require.Empty(t, mine.Persons, "what others have is theirs")
	items := b.board(board.Question{Scope: own, Evaluation: b.id})
	require.Len(t, items.Rows, 2)
	require.Equal(t, evaluation.ItemID("online-hall"), items.Rows[1].Item)

	appointed := b.board(board.Question{Scope: board.Scope{Person: "director", Roles: []evaluation.RoleID{"chair"}}})
	require.True(t, appointed.Rows[0].Whole, "the chair sees the evaluation he chairs")
	require.Empty(t, b.board(board.Question{Scope: board.Scope{Person: "director", Roles: []evaluation.RoleID{"group_office"}}}).Rows)
}

func TestTheBoardCountsWhoWasReminded(t *testing.T) {
	t.Parallel()
	b := running(t)
	b.formed()
	b.turn()
	b.enqueue()
	out := b.board(board.Question{Scope: ofUnit()})
	require.Positive(t, out.Rows[0].Told.Overdue)
	require.Positive(t, out.Overdue[0].Told)
	require.False(t, out.Rows[0].Told.LastAt.IsZero())
}

// units puts an evaluation of its own, like the one of the case, into each of
// so many units.
func (b *bench) units(n int) {
	b.t.Helper()
	ctx := context.WithoutCancel(b.t.Context())
	for _, statement := range []string{
		`INSERT INTO units (id, name) SELECT 'u' || n, '单位' || n FROM generate_series(1, ` + strconv.Itoa(n) + `) n`,
		`INSERT INTO evaluations SELECT (jsonb_populate_record(e, jsonb_build_object('id', 'ev-copy-' || n, 'unit_id', 'u' || n))).*
			FROM evaluations e, generate_series(1, ` + strconv.Itoa(n) + `) n WHERE e.id = '` + string(b.id) + `'`,
		`INSERT INTO stages SELECT (jsonb_populate_record(s, jsonb_build_object('evaluation_id', e.id))).*
			FROM stages s, evaluations e WHERE s.evaluation_id = '` + string(b.id) + `' AND e.id LIKE 'ev-copy-%'`,
		`INSERT INTO tasks (id, evaluation_id, opened_seq, stage_id, item_id, step, round, seat, title, state, roles, appointed, unit_id,
			department_id, assignee, effect, due_on, due_at, opened_at, done_by, on_behalf_of, done_as, opinion, submission, agenda, version)
		SELECT e.id || ':self_check:x' || n || ':submit:1', e.id, 1000 + n, 'self_check', 'x' || n, 'submit', 1, 0, 'x', 'open', '{section}', false, e.unit_id,
			'', '', '', current_date, now() + (n - 20) * interval '1 day', now(), '', '', '', '', 'null', '[]', 1
		FROM evaluations e, generate_series(1, 40) n WHERE e.id LIKE 'ev-copy-%'`,
		`ANALYZE units, evaluations, stages, tasks`,
	} {
		_, err := b.owner.Exec(ctx, statement)
		require.NoError(b.t, err)
	}
}

func TestTheBoardOfHundredsOfUnitsIsAFewStatements(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	b := runningAt(t, dsn)
	b.formed()
	b.owner = connect(t, dsn)
	b.units(500)
	var all []string
	for n := range 500 {
		all = append(all, "u"+strconv.Itoa(n+1))
	}
	out := b.board(board.Question{Scope: board.Scope{Units: all}})
	require.Len(t, out.Rows, 500)
	require.Equal(t, 40, out.Rows[0].Cells[1].Items)
	require.Len(t, out.Overdue, board.MaxOverdue)
	require.Greater(t, out.Late, board.MaxOverdue)
	require.Equal(t, 500*6, out.Progress[len(out.Progress)-1].Planned)

	// One unit's board goes through that unit's tasks only.
	plan := b.boardPlan("u7")
	require.NotContains(t, plan, "Seq Scan on tasks", plan)
	require.Contains(t, plan, "tasks_live_of_evaluation", plan)
}

func (b *bench) boardPlan(unit string) string {
	b.t.Helper()
	text, err := b.s.ExplainBoard(b.t.Context(), board.Question{Scope: board.Scope{Units: []string{unit}}, Now: time.Now()})
	require.NoError(b.t, err)
	return text
}

func TestABureauSeesTheOutlineOfWhatIsYetToBeFiled(t *testing.T) {
	t.Parallel()
	b := running(t)
	b.formed()
	b.turn()
	b.enqueue()
	bureau := board.Scope{Receivers: []string{evaluationtest.Receiver}, Overseen: []string{evaluationtest.Receiver}, Person: "bureau-clerk"}
	out := b.board(board.Question{Scope: bureau})
	require.Len(t, out.Rows, 1)
	line := out.Rows[0]
	require.True(t, line.Outline)
	require.False(t, line.Whole)
	require.Equal(t, out.Processes[0].Title, line.Title, "not what the unit calls it")
	require.Equal(t, board.Done, line.Cells[0].State)
	require.Equal(t, board.Late, line.Cells[1].State)
	require.Zero(t, line.Cells[1].Items, "nor how much there is in it")
	require.Positive(t, line.Told.Sum())
	require.Empty(t, out.Persons)
	require.NotEmpty(t, out.Overdue)
	for _, o := range out.Overdue {
		require.Empty(t, o.Task)
		require.Empty(t, o.Who(func(evaluation.RoleID) string { return "x" }))
		require.NotEmpty(t, o.Stage)
	}
	require.Equal(t, len(out.Overdue), out.Late)
	require.Empty(t, b.board(board.Question{Scope: bureau, Evaluation: b.id}).Rows, "its items are the unit's")
	require.Empty(t, b.board(board.Question{Scope: board.Scope{Overseen: []string{evaluationtest.OtherUnit}}}).Rows, "of others it is others' matter")
}

func TestABureauSeesWhereEveryUnitStandsThatItExpects(t *testing.T) {
	t.Parallel()
	b := running(t)
	book := review.Book{ReceiverID: evaluationtest.Receiver, Year: 2019}
	require.NoError(t, storetest.FiledByMany(t.Context(), b.s, book, 40, "clerk"))
	bureau := board.Scope{Receivers: []string{evaluationtest.Receiver}, Overseen: []string{evaluationtest.Receiver}}
	out := b.board(board.Question{Scope: bureau, Year: 2019})
	ids := func() (list []string) {
		for _, c := range out.Columns {
			list = append(list, string(c.ID))
		}
		return list
	}()
	require.Equal(t, []string{"filing", "book.accept", "book.review", "book.rectify"}, ids[5:])
	require.Len(t, out.Rows, 41)
	count := map[board.State]int{}
	for _, r := range out.Rows {
		require.Len(t, r.Cells, len(out.Columns))
		if r.Evaluation == "" {
			require.Equal(t, board.Elsewhere, r.Cells[0].State)
			count[r.Cells[5].State]++
			require.Equal(t, r.Filing != "", r.Cells[5].State == board.Done || r.Cells[5].State == board.Returned)
		}
	}
	page, err := b.s.Completeness(t.Context(), book, review.UnitFilter{}, time.Now(), 100, "")
	require.NoError(t, err)
	require.Equal(t, page.Counts[review.StandingFiled]+page.Counts[review.StandingLate], count[board.Done])
	require.Equal(t, page.Counts[review.StandingReturned], count[board.Returned])
	require.Equal(t, page.Counts[review.StandingMissing], 40-count[board.Done]-count[board.Returned])
	require.Contains(t, out.Years, 2019)
}

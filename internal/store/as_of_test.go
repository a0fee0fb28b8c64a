package store_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
	"jiheng/internal/identity"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

// looked is what somebody was told at an instant.
type looked struct {
	at       time.Time
	person   evaluation.PersonID
	boxes    map[evaluation.Box][]evaluation.InboxTask
	counts   store.InboxCounts
	names    evaluation.Names
	calendar string
	tasks    []lookedAt
}

// lookedAt is a task as it was shown to a person, or to one standing in.
type lookedAt struct {
	request     evaluation.Request
	situation   *evaluation.Situation
	permissions []evaluation.Permission
	watched     bool
	refusal     string
}

// asOf asks the same of the past when at is not zero.
func (b *bench) look(rt require.TestingT, person evaluation.PersonID, requests []evaluation.Request, at time.Time) looked {
	ctx := b.t.Context()
	out := looked{at: at, person: person, boxes: map[evaluation.Box][]evaluation.InboxTask{}}
	live := at.IsZero()
	if live {
		time.Sleep(time.Millisecond) // entries are stamped to the microsecond
		out.at = time.Now().UTC().Truncate(time.Microsecond)
	}
	for _, box := range evaluation.Boxes() {
		q := evaluation.InboxQuery{Person: person, Box: box, Limit: 7, Readers: readers(), Now: out.at, AsOf: at}
		for {
			page, err := b.s.Inbox(ctx, q)
			require.NoError(rt, err)
			out.boxes[box] = append(out.boxes[box], page.Tasks...)
			if q.Cursor = page.NextCursor; q.Cursor == "" {
				break
			}
		}
	}
	var err error
	var days calendar.Calendar
	if live {
		out.counts, err = b.s.InboxCounts(ctx, person, readers(), out.at)
		require.NoError(rt, err)
		out.names, err = b.s.Names(ctx, b.whole())
		require.NoError(rt, err)
		_, days, err = b.s.CalendarInForce(ctx)
	} else {
		out.counts, err = b.s.InboxCountsAt(ctx, evaluation.InboxQuery{Person: person, Readers: readers(), AsOf: at})
		require.NoError(rt, err)
		then, err := b.s.SituationAt(ctx, evaluation.Request{Evaluation: b.id, Actor: person, Whole: true}, at)
		require.NoError(rt, err)
		out.names, err = b.s.NamesAt(ctx, then.Evaluation, at)
		require.NoError(rt, err)
		days, err = b.s.CalendarAt(ctx, at)
		require.NoError(rt, err)
	}
	require.NoError(rt, err)
	out.calendar = days.Version
	for _, r := range requests {
		out.tasks = append(out.tasks, b.lookAt(rt, r, at))
	}
	if live {
		time.Sleep(time.Millisecond)
	}
	return out
}

func (b *bench) lookAt(rt require.TestingT, r evaluation.Request, at time.Time) lookedAt {
	ctx := b.t.Context()
	out := lookedAt{request: r}
	var err error
	if at.IsZero() {
		out.situation, err = b.s.Situation(ctx, r)
	} else {
		out.situation, err = b.s.SituationAt(ctx, r, at)
	}
	if err != nil {
		out.refusal = fault.ReasonOf(err)
		require.Equal(rt, fault.Forbidden, fault.CodeOf(err), "%v", err)
		return out
	}
	out.permissions = b.policy.Explain(out.situation, r.Task)
	if at.IsZero() {
		out.watched, err = b.s.Watches(ctx, r.Actor, r.Task)
	} else {
		out.watched, err = b.s.WatchedAt(ctx, r.Actor, r.Task, at)
	}
	require.NoError(rt, err)
	out.situation.Now = time.Time{}
	return out
}

// Whatever happened, and however often it was changed afterwards: asked as of
// an instant, everybody is told what they were told then.
func TestAsOfAnyInstantEverybodyIsToldWhatTheyWereToldThen(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	const walks = 6
	done := 0
	rapid.Check(t, func(rt *rapid.T) {
		if done == walks {
			return // each is long
		}
		b := &bench{t: t, s: s, id: storetest.Start(t, s).Evaluation.ID, policy: rules(t)}
		b.turn()
		if rapid.Bool().Draw(rt, "formed") {
			b.formed()
		}
		var truth []looked
		for range rapid.IntRange(6, 14).Draw(rt, "steps") {
			b.randomly(rt)
			b.meanwhile(rt)
			truth = append(truth, b.look(rt, rapid.SampledFrom(onlookers()).Draw(rt, "onlooker"), b.requests(rt), time.Time{}))
		}
		for i, want := range truth {
			got := b.look(rt, want.person, requestsOf(want), want.at)
			require.Equal(rt, want, got, "moment %d of %d", i, len(truth))
		}
		done++
	})
}

func onlookers() []evaluation.PersonID {
	return []evaluation.PersonID{"director", "office-head", "office-clerk", "hotline-head", "hotline-clerk", "coordination-clerk", "bureau-clerk", "stranger"}
}

// requests asks about some tasks, as somebody and as somebody standing in.
func (b *bench) requests(rt *rapid.T) []evaluation.Request {
	task := rapid.SampledFrom(b.whole().Tasks)
	who := rapid.SampledFrom(onlookers())
	return []evaluation.Request{
		{Task: task.Draw(rt, "task shown").ID, Actor: who.Draw(rt, "shown to")},
		{Task: task.Draw(rt, "task shown too").ID, Actor: who.Draw(rt, "shown to too")},
		{Task: task.Draw(rt, "task of another").ID, Actor: "hotline-clerk", OnBehalfOf: "hotline-head"},
	}
}

func requestsOf(l looked) []evaluation.Request {
	var out []evaluation.Request
	for _, t := range l.tasks {
		out = append(out, t.request)
	}
	return out
}

// meanwhile changes what is in no journal of an evaluation: roles, substitutes,
// departments, names, accounts, the calendar, what is watched.
func (b *bench) meanwhile(rt *rapid.T) {
	ctx := b.t.Context()
	someone := rapid.SampledFrom(onlookers()).Draw(rt, "whom")
	held := evaluation.Grant{Role: "section", UnitID: evaluationtest.Unit, DepartmentID: "hotline"}
	switch rapid.IntRange(0, 9).Draw(rt, "meanwhile") {
	case 0:
		require.NoError(rt, b.s.GrantRole(ctx, store.Grant{
			Person: someone, Role: held.Role, UnitID: held.UnitID, DepartmentID: held.DepartmentID, GrantedBy: "administrator",
		}))
	case 1:
		if err := b.s.RevokeRole(ctx, someone, held); err != nil {
			require.Equal(rt, "grant_not_found", fault.ReasonOf(err))
		}
	case 2:
		id := "sub-" + strconv.Itoa(int(time.Now().UnixNano()))
		if _, err := b.s.AskSubstitution(ctx, store.AtTheConsole(), standIn(id, "hotline-clerk", "hotline-head")); err == nil {
			b.confirm(id)
		}
	case 3:
		list, err := b.s.Substitutions(ctx, evaluationtest.Unit)
		require.NoError(rt, err)
		for _, one := range list {
			if one.EndedAt.IsZero() {
				_, err := b.s.DecideSubstitution(ctx, store.AtTheConsole(), evaluationtest.Unit, one.ID, func(x evaluation.Substitution, at time.Time) (evaluation.Substitution, error) {
					return x.End("hotline-head", at)
				})
				require.NoError(rt, err)
			}
		}
	case 4:
		require.NoError(rt, b.s.Watch(ctx, someone, rapid.SampledFrom(b.whole().Tasks).Draw(rt, "watched").ID))
	case 5:
		require.NoError(rt, b.s.Unwatch(ctx, someone, rapid.SampledFrom(b.whole().Tasks).Draw(rt, "not watched").ID))
	case 6:
		o := storetest.Organisation()
		o.Accounts, o.Grants = nil, nil
		for i, p := range o.Persons {
			if p.ID == "hotline-clerk" {
				o.Persons[i].DepartmentID = identity.DepartmentID(rapid.SampledFrom([]string{"hotline", "office"}).Draw(rt, "department"))
				o.Persons[i].Name = rapid.SampledFrom([]string{"before", "after"}).Draw(rt, "name")
			}
		}
		require.NoError(rt, b.s.SeedOrganisation(ctx, o))
	case 7:
		change := `UPDATE accounts SET disabled_at = CASE WHEN disabled_at IS NULL THEN clock_timestamp() END WHERE person_id = ?`
		require.NoError(rt, b.s.DB().Exec(change, "hotline-clerk").Error)
	case 8:
		notices := noticeFor(b.t, "", 2050+rapid.IntRange(0, 40).Draw(rt, "year"))
		_, err := b.s.ImportCalendar(ctx, store.CalendarImport{Notices: notices, By: "administrator"})
		require.NoError(rt, err)
	}
}

func TestSituationAt_knowsTheInstantsBetweenWhichSomethingHappened(t *testing.T) {
	t.Parallel()
	b := running(t)
	ctx := t.Context()
	task := b.live("formation", "", "draft_notice")
	first := b.whole().StartedAt
	b.must("office-head", claim(task))
	claimed := b.whole().Task(task.ID).ClaimedAt
	b.must("office-head", evaluation.Command{Action: evaluation.Release, Task: task.ID})

	at := func(moment time.Time) (*evaluation.Situation, error) {
		return b.s.SituationAt(ctx, evaluation.Request{Task: task.ID, Actor: "office-head"}, moment)
	}
	_, err := b.s.SituationAt(ctx, evaluation.Request{Evaluation: b.id, Actor: "office-head"}, first.Add(-time.Microsecond))
	require.Equal(t, "evaluation_not_found", fault.ReasonOf(err))
	_, err = at(first)
	require.Equal(t, "task_not_found", fault.ReasonOf(err), "it was started and no stage was open")
	then, err := at(claimed.Add(-time.Microsecond))
	require.NoError(t, err)
	require.Equal(t, evaluation.StateOpen, then.Evaluation.Task(task.ID).State)
	for _, moment := range []time.Time{claimed, claimed.Add(999 * time.Nanosecond)} {
		then, err = at(moment)
		require.NoError(t, err)
		require.Equal(t, evaluation.StateClaimed, then.Evaluation.Task(task.ID).State)
	}
	then, err = at(time.Now())
	require.NoError(t, err)
	require.Equal(t, evaluation.StateOpen, then.Evaluation.Task(task.ID).State)
}

// What happens within one microsecond happened together: as of it, all of it has.
func TestSituationAt_takesAllEntriesOfOneMicrosecond(t *testing.T) {
	t.Parallel()
	b := running(t).formed()
	ctx := t.Context()
	entries, err := b.s.Journal(ctx, b.id, 0, 1000)
	require.NoError(t, err)
	together := 0
	for i, e := range entries {
		then, err := b.s.SituationAt(ctx, evaluation.Request{Evaluation: b.id, Actor: "director", Whole: true}, e.At)
		require.NoError(t, err)
		last := i
		for last+1 < len(entries) && entries[last+1].At.Equal(e.At) {
			last++
		}
		together = max(together, last-i)
		want, err := b.s.Replay(ctx, b.id, entries[last].Seq)
		require.NoError(t, err)
		require.Equal(t, want, then.Evaluation)
		require.Equal(t, entries[last].Hash.String(), then.Head)
	}
	require.Positive(t, together, "a command has several entries")
}

// A year of a large installation: what is held at once does not grow with it.
func TestInbox_asOfHoldsFewTasksHoweverManyEvaluationsThereAre(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	const evaluations = 1000
	for range evaluations {
		b := &bench{t: t, s: s, id: storetest.Start(t, s).Evaluation.ID}
		b.turn()
	}
	at := time.Now()
	most, batches := 0, 0
	s.Holds(func(n int) { most, batches = max(most, n), batches+1 })
	q := evaluation.InboxQuery{Person: "office-head", Box: evaluation.BoxClaimable, Readers: readers(), Limit: 100, Now: at}
	want, err := s.Inbox(t.Context(), q)
	require.NoError(t, err)
	require.Len(t, want.Tasks, 100)
	q.AsOf = at
	got, err := s.Inbox(t.Context(), q)
	require.NoError(t, err)
	require.Equal(t, want.Tasks, got.Tasks)
	require.LessOrEqual(t, most, 700)
	require.Greater(t, batches, 1)
	counts, err := s.InboxCountsAt(t.Context(), q)
	require.NoError(t, err)
	require.Equal(t, evaluations, counts.Claimable)

	// Only what the person could see is folded: nothing of it is the stranger's.
	most = 0
	q.Person, q.Cursor = "stranger", ""
	got, err = s.Inbox(t.Context(), q)
	require.NoError(t, err)
	require.Empty(t, got.Tasks)
	require.Zero(t, most)
	q.Person, q.Units = "office-head", []string{evaluationtest.OtherUnit}
	got, err = s.Inbox(t.Context(), q)
	require.NoError(t, err)
	require.Empty(t, got.Tasks, "of the units that may be asked about")
	require.Zero(t, most)
}

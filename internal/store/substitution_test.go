package store_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

func thisDay() calendar.Date { return calendar.DateOf(time.Now()) }

func standIn(id string, substitute, principal evaluation.PersonID) evaluation.Substitution {
	return evaluation.Substitution{
		ID: id, Principal: principal, Substitute: substitute, UnitID: evaluationtest.Unit,
		FromOn: thisDay(), ToOn: thisDay().AddDays(2), Reason: "on leave", AskedBy: principal,
	}
}

// standsIn lets somebody stand in for another from today on.
func (b *bench) standsIn(substitute, principal evaluation.PersonID) {
	b.t.Helper()
	asked, err := b.s.AskSubstitution(b.t.Context(), store.AtTheConsole(), standIn("sub-"+string(substitute), substitute, principal))
	require.NoError(b.t, err)
	b.confirm(asked.ID)
}

func (b *bench) confirm(id string) {
	b.t.Helper()
	_, err := b.s.DecideSubstitution(b.t.Context(), store.AtTheConsole(), evaluationtest.Unit, id,
		func(s evaluation.Substitution, at time.Time) (evaluation.Substitution, error) {
			return s.Confirm("administrator", at)
		})
	require.NoError(b.t, err)
}

func TestASubstituteActsOnlyOnceConfirmedOnItsDaysAndUntilItIsEnded(t *testing.T) {
	t.Parallel()
	b := running(t).formed()
	task := b.live("self_check", "online-hall", "submit")
	try := func() error {
		_, err := b.s.Update(t.Context(), evaluation.Request{Task: task.ID, Actor: "office-head", OnBehalfOf: "hotline-head"},
			storetest.Apply(claim(task)))
		return err
	}
	missing := fault.New(fault.Forbidden, "substitution_missing", "")
	require.ErrorIs(t, try(), missing)
	asked, err := b.s.AskSubstitution(t.Context(), store.AtTheConsole(), standIn("sub-1", "office-head", "hotline-head"))
	require.NoError(t, err)
	require.ErrorIs(t, try(), missing, "nobody has confirmed it")
	b.confirm(asked.ID)
	require.NoError(t, b.s.DB().Exec("UPDATE substitutions SET from_on = from_on + 1").Error)
	require.ErrorIs(t, try(), missing, "it begins tomorrow")
	require.NoError(t, b.s.DB().Exec("UPDATE substitutions SET from_on = from_on - 1, process = 'another'").Error)
	require.ErrorIs(t, try(), missing, "it is for another process")
	require.NoError(t, b.s.DB().Exec("UPDATE substitutions SET process = ''").Error)
	require.NoError(t, try())
	held := b.live("self_check", "online-hall", "submit")
	require.Equal(t, evaluation.PersonID("hotline-head"), held.Assignee, "the task is whom he stands in for")

	_, err = b.s.DecideSubstitution(t.Context(), store.AtTheConsole(), evaluationtest.Unit, asked.ID,
		func(s evaluation.Substitution, at time.Time) (evaluation.Substitution, error) {
			return s.End("hotline-head", at)
		})
	require.NoError(t, err)
	_, err = b.s.Update(t.Context(), evaluation.Request{Task: task.ID, Actor: "office-head", OnBehalfOf: "hotline-head"},
		storetest.Apply(evaluation.Command{Action: evaluation.Release, Task: task.ID}))
	require.ErrorIs(t, err, missing, "it was ended")
	records, err := b.s.Replay(t.Context(), b.id, 0)
	require.NoError(t, err)
	require.Equal(t, evaluation.PersonID("hotline-head"), records.Task(task.ID).Assignee)
}

// Two that are asked for at once must not make a chain.
func TestOfTwoSubstitutionsThatWouldChainOneIsTaken(t *testing.T) {
	t.Parallel()
	b := running(t)
	results := make([]error, 2)
	var both sync.WaitGroup
	for i, s := range []evaluation.Substitution{
		standIn("sub-a", "office-head", "hotline-head"), standIn("sub-b", "hotline-head", "hotline-clerk"),
	} {
		both.Go(func() { _, results[i] = b.s.AskSubstitution(t.Context(), store.AtTheConsole(), s) })
	}
	both.Wait()
	require.NotEqual(t, results[0] == nil, results[1] == nil, "%v", results)
	again, err := b.s.AskSubstitution(t.Context(), store.AtTheConsole(), standIn("sub-c", "nobody", "finance-officer"))
	require.Equal(t, "person_unknown", fault.ReasonOf(err), "%v", again)
	list, err := b.s.Substitutions(t.Context(), evaluationtest.Unit)
	require.NoError(t, err)
	require.Len(t, list, 1)
	same, err := b.s.AskSubstitution(t.Context(), store.AtTheConsole(), list[0])
	require.NoError(t, err, "asked again under its name")
	require.Equal(t, list[0], same)
}

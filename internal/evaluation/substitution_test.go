package evaluation_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// standing is a substitution of B for A from one day to another.
func standing(id string, a, b evaluation.PersonID, from, to string) evaluation.Substitution {
	return evaluation.Substitution{
		ID: id, Principal: a, Substitute: b, FromOn: day(from), ToOn: day(to), Reason: "on leave", AskedBy: "clerk", Version: 1,
	}
}

func TestASubstitutionHasTwoPersonsDatesAndAReason(t *testing.T) {
	t.Parallel()
	today := day("2020-08-05")
	good := standing("1", "a", "b", "2020-08-05", "2020-08-05")
	require.NoError(t, good.Check(nil, today), "one day is enough")
	for name, row := range map[string]struct {
		change func(*evaluation.Substitution)
		want   string
	}{
		"one person":         {func(s *evaluation.Substitution) { s.Substitute = "a" }, "substitute substitution_same"},
		"ends before it is":  {func(s *evaluation.Substitution) { s.ToOn = day("2020-08-04") }, "to_on substitution_dates"},
		"is over already":    {func(s *evaluation.Substitution) { s.FromOn, s.ToOn = day("2020-08-01"), day("2020-08-04") }, "to_on substitution_dates"},
		"no first day":       {func(s *evaluation.Substitution) { s.FromOn.Day = 0 }, "to_on substitution_dates"},
		"longer than a year": {func(s *evaluation.Substitution) { s.ToOn = s.FromOn.AddDays(366) }, "to_on substitution_dates"},
		"no reason":          {func(s *evaluation.Substitution) { s.Reason = " " }, "reason reason_required"},
	} {
		s := good
		row.change(&s)
		require.Equal(t, []string{row.want}, reasons(s.Check(nil, today)), name)
	}
	good.ToOn = good.FromOn.AddDays(365)
	require.NoError(t, good.Check(nil, today))
}

func TestThereAreNoChainsAndNoLoops(t *testing.T) {
	t.Parallel()
	today := day("2020-08-05")
	asked := standing("1", "a", "b", "2020-08-10", "2020-08-20")
	ended := asked
	ended.EndedAt = time.Date(2020, time.August, 6, 9, 0, 0, 0, time.UTC)
	scoped := asked
	scoped.Process = "overall"
	for name, row := range map[string]struct {
		other      evaluation.Substitution
		a, b       evaluation.PersonID
		from, to   string
		process    string
		want, whom string
	}{
		"b's own substitute":            {asked, "b", "c", "2020-08-20", "2020-08-25", "", "substitution_chain", "b"},
		"somebody for whom a stands in": {asked, "c", "a", "2020-08-01", "2020-08-10", "", "substitution_chain", "a"},
		"a loop":                        {asked, "b", "a", "2020-08-15", "2020-08-15", "", "substitution_chain", "a"},
		"a second substitute":           {asked, "a", "c", "2020-08-15", "2020-08-30", "", "substitution_overlaps", "a"},
		"for one process of all":        {asked, "a", "c", "2020-08-15", "2020-08-30", "overall", "substitution_overlaps", "a"},
		"for all while one has":         {scoped, "a", "c", "2020-08-15", "2020-08-30", "", "substitution_overlaps", "a"},
		"for another process":           {scoped, "a", "c", "2020-08-15", "2020-08-30", "items", "", ""},
		"before":                        {asked, "a", "c", "2020-08-06", "2020-08-09", "", "", ""},
		"afterwards":                    {asked, "b", "a", "2020-08-21", "2020-08-25", "", "", ""},
		"after it was ended":            {ended, "a", "c", "2020-08-15", "2020-08-30", "", "", ""},
		"b for somebody else too":       {asked, "c", "b", "2020-08-15", "2020-08-30", "", "", ""},
		"itself, asked again":           {func() evaluation.Substitution { o := asked; o.ID = "2"; return o }(), "a", "b", "2020-08-10", "2020-08-20", "", "", ""},
	} {
		s := standing("2", row.a, row.b, row.from, row.to)
		s.Process = row.process
		err := s.Check([]evaluation.Substitution{row.other}, today)
		if row.want == "" {
			require.NoError(t, err, name)
			continue
		}
		requireFault(t, err, fault.Conflict, row.want)
		require.Equal(t, row.whom, fault.As(err).Params["person"], name)
	}
}

func TestASubstitutionIsConfirmedBySomebodyWithoutAPartInIt(t *testing.T) {
	t.Parallel()
	at := time.Date(2020, time.August, 5, 9, 0, 0, 0, time.UTC)
	asked := standing("1", "a", "b", "2020-08-10", "2020-08-20")
	require.Equal(t, evaluation.SubstitutionAsked, asked.State())
	for _, party := range []evaluation.PersonID{"a", "b", "clerk"} {
		_, err := asked.Confirm(party, at)
		requireFault(t, err, fault.Forbidden, "duty_conflict")
		require.Equal(t, "duty:not-party", fault.As(err).Rule)
	}
	confirmed, err := asked.Confirm("admin", at)
	require.NoError(t, err)
	require.Equal(t, evaluation.SubstitutionConfirmed, confirmed.State())
	require.Equal(t, int64(2), confirmed.Version)
	require.Equal(t, evaluation.SubstitutionAsked, asked.State(), "what was asked is left as it was")
	_, err = confirmed.Confirm("admin", at)
	requireFault(t, err, fault.Conflict, "substitution_settled")

	ended, err := confirmed.End("a", at.Add(time.Hour))
	require.NoError(t, err)
	require.Equal(t, evaluation.SubstitutionEnded, ended.State())
	require.Equal(t, []any{evaluation.PersonID("a"), at.Add(time.Hour), int64(3)}, []any{ended.EndedBy, ended.EndedAt, ended.Version})
	_, err = ended.End("a", at)
	requireFault(t, err, fault.Conflict, "substitution_settled")
	_, err = ended.Confirm("admin", at)
	requireFault(t, err, fault.Conflict, "substitution_settled")
	require.Len(t, evaluation.SubstitutionStates(), 3)
}

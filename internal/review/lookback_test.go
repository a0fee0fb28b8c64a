package review_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/internal/review"
)

// noticed is a book in which a notice was answered by a filing.
func noticed(t *testing.T, accepted bool) (*kept, review.Notice) {
	t.Helper()
	k := newKept(t)
	k.arrives("a", review.ChannelFile)
	f := k.filings[review.FilingID("bureau", "a", "ev", 1)]
	n := review.Notice{ID: "rn-1", FilingID: f.ID, Title: "整改", Problems: []string{"甲", "乙"}, ReplyDays: 30, LookBackDays: 60, OrderedBy: "clerk", OrderedAt: k.now(), RowVersion: 1}
	k.write(n.Order(f))
	reply := f
	reply.ID, reply.EvaluationID, reply.Number, reply.Rectifies = "rf-reply", "ev-reply", k.book.Number(2), n.ID
	_, events, err := review.Enter(reply, nil, "key")
	require.NoError(t, err)
	k.write(events...)
	if accepted {
		k.write(review.FilingAccepted{Filing: reply.ID, Digest: reply.Digest})
	}
	return k, n
}

func (k *kept) ledger() (*review.Ledger, error) {
	l := &review.Ledger{Book: k.book}
	for _, e := range k.entries {
		if err := l.Add(e); err != nil {
			return l, err
		}
	}
	return l, nil
}

func found() []evaluation.ProblemOutcome {
	return []evaluation.ProblemOutcome{{Problem: "甲", Rectified: true, Finding: "已补"}, {Problem: "乙", Finding: "未补"}}
}

func TestALedger_comes_to_the_look_back(t *testing.T) {
	t.Parallel()
	k, n := noticed(t, true)
	n, err := n.BeginLookBack("ev-look", n.LookBackDue(k.now()))
	require.NoError(t, err)
	require.Equal(t, calendar.DateOf(k.now()).AddDays(60), n.LookBackOn)
	k.write(review.LookBackBegun{Filing: n.FilingID, Notice: n.ID, Evaluation: n.LookBack, On: n.LookBackOn})
	_, err = n.BeginLookBack("ev-other", n.LookBackOn)
	require.Equal(t, "look_back_begun", fault.ReasonOf(err), "one look-back a notice")
	n = n.EndLookBack(found(), k.now())
	k.write(review.LookedBack{Filing: n.FilingID, Notice: n.ID, Evaluation: n.LookBack, Outcomes: found()})
	l, err := k.ledger()
	require.NoError(t, err)
	require.Equal(t, []review.Notice{n}, l.Notices)
	require.Equal(t, calendar.DateOf(at()).AddDays(90), review.Notice{}.LookBackDue(at()), "where the notice does not say")

	replies := []review.Filing{{Version: 1, State: review.Accepted}}
	require.Equal(t, review.NoticeNotDone, n.Standing(replies, k.now()).State)
	n.Outcomes[1].Rectified = true
	require.Equal(t, review.NoticeRectified, n.Standing(replies, k.now()).State)
	n.Outcomes = nil
	require.Equal(t, review.NoticeAccepted, n.Standing(replies, k.now()).State)
}

func TestALedger_takes_no_look_back_that_does_not_fit(t *testing.T) {
	t.Parallel()
	begun := review.LookBackBegun{Notice: "rn-1", Evaluation: "ev-look", On: calendar.DateOf(at())}
	for name, c := range map[string]struct {
		accepted bool
		before   []review.Event
		event    review.Event
	}{
		"before the reply has passed":  {false, nil, begun},
		"twice":                        {true, []review.Event{begun}, begun},
		"on a notice that is not here": {true, nil, review.LookBackBegun{Notice: "rn-2"}},
		"ended before it began":        {true, nil, review.LookedBack{Notice: "rn-1", Evaluation: "ev-look", Outcomes: found()}},
		"ended by another":             {true, []review.Event{begun}, review.LookedBack{Notice: "rn-1", Evaluation: "ev-other", Outcomes: found()}},
		"with a problem left out":      {true, []review.Event{begun}, review.LookedBack{Notice: "rn-1", Evaluation: "ev-look", Outcomes: found()[:1]}},
	} {
		k, _ := noticed(t, c.accepted)
		k.write(c.before...)
		l, err := k.ledger()
		require.NoError(t, err, name)
		data, err := json.Marshal(c.event)
		require.NoError(t, err)
		require.Equal(t, "event_unfit", fault.ReasonOf(l.Add(journal.Entry{Type: c.event.Type(), Data: data, At: k.now()})), name)
	}
}

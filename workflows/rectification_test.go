package workflows_test

import (
	"context"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/process"
	"jiheng/processes"
)

// rectifying is the shipped process on one problem, from 5 August 2020.
func rectifying(t *testing.T) *rig {
	t.Helper()
	catalogue, err := process.Load(processes.FS(), process.Options{})
	require.NoError(t, err)
	source, err := catalogue.Source(evaluation.RectificationProcess, 0)
	require.NoError(t, err)
	r := newRig(t)
	r.c.Definition, err = process.Parse(evaluation.RectificationProcess, source, process.Options{})
	require.NoError(t, err)
	r.c.Start.Title, r.c.Start.Parameters = "整改", []evaluation.ParameterValue{{Name: "reply_days", Value: decimal.NewFromInt(30)}}
	r.c.Start.Items = []evaluation.Item{{ID: "problem-1", Kind: evaluation.ItemProblem, Title: "产出指标没有佐证"}}
	r.c.Start.Origin = &evaluation.Origin{Evaluation: "e-2018", Digest: "d", Number: "2018-00001"}
	r.begin()
	return r
}

func (r *rig) terminate() {
	_, err := r.store.Update(context.Background(), evaluation.Request{Evaluation: r.id(), Actor: "director", Whole: true},
		func(s *evaluation.Situation) (evaluation.Outcome, error) {
			events, err := evaluation.Apply(s, evaluation.Command{Action: evaluation.Terminate, Reason: "enough was seen"})
			return evaluation.Outcome{Events: events}, err
		})
	require.NoError(r.t, err)
}

func (r *rig) outcome(civil string) evaluation.RectificationState {
	found := evaluation.Rectifications(r.evaluation(), evaluationtest.Instant(r.t, civil))
	require.Len(r.t, found, 1)
	return found[0].State
}

func (r *rig) happened(e evaluation.EventType) int {
	n := 0
	for _, rec := range r.store.Journal(r.id()) {
		if rec.Event.Type() == e {
			n++
		}
	}
	return n
}

func TestRectification_counts_thirty_days_from_its_delivery(t *testing.T) {
	t.Parallel()
	r := rectifying(t)
	r.at("2020-09-04 23:59", func() {
		require.Equal(t, evaluation.RectificationUnderway, r.outcome("2020-09-04 23:59"))
		require.Zero(t, r.happened(evaluation.TypeFoundOverdue))
		require.Equal(t, 2, r.happened(evaluation.TypeReminded), "three days before, and on the day")
	})
	r.at("2020-09-05 00:01", func() {
		require.Equal(t, evaluation.RectificationUnreported, r.outcome("2020-09-05 00:01"), "nobody has to say so")
		require.Equal(t, 1, r.happened(evaluation.TypeFoundOverdue))
	})
	r.at("2020-09-06 00:01", func() {
		require.Equal(t, 1, r.happened(evaluation.TypeEscalated), "the head of the unit and the bureau are told")
		told := r.store.Journal(r.id())
		last := slices.IndexFunc(told, func(rec evaluation.Record) bool { return rec.Event.Type() == evaluation.TypeEscalated })
		require.Equal(t, []evaluation.Audience{{Role: "unit_head"}, {Role: "bureau"}}, told[last].Event.(evaluation.Escalated).To)
	})
	r.at("2020-09-07 09:00", r.terminate)
	require.NoError(t, r.run())
}

func TestRectification_replied_in_time_waits_for_the_bureau(t *testing.T) {
	t.Parallel()
	r := rectifying(t)
	reply := complete(evaluationtest.Fields("measures", "补充验收单", "responsible_post", "科长", "done_on", "2020-08-20"))
	r.play([]act{
		{"2020-08-10 09:00", evaluationtest.FinanceOfficer(), "reply", "problem-1", "fill", []evaluation.Command{claim(), reply}},
		{"2020-08-10 10:00", evaluationtest.Director(), "reply", "problem-1", "sign", []evaluation.Command{claim(), approve()}},
	})
	r.at("2020-09-05 00:01", func() {
		require.Equal(t, evaluation.RectificationUnderway, r.outcome("2020-09-05 00:01"))
		require.Zero(t, r.happened(evaluation.TypeFoundOverdue))
	})
	r.at("2020-09-07 09:00", r.terminate)
	require.NoError(t, r.run())
}

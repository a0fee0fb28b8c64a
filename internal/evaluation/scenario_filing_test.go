package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

// handedIn is the case just before the dossier is filed, and just after.
func handedIn(t *testing.T) *evaluationtest.Case {
	t.Helper()
	c := evaluationtest.New(t).Running().Opened("filing")
	c.As(evaluationtest.FinanceOfficer()).On("filing", evaluation.WholeItem, "hand_in").Claims().Approves()
	return c
}

func (a answering) of(c *evaluationtest.Case) evaluation.Answer {
	f := c.Evaluation.Filing
	return evaluation.Answer{Number: "2019-00001", Version: f.Version, Digest: f.Digest, Reasons: a.reasons, Evidence: `{"type":"t"}`}
}

type answering struct{ reasons []string }

func TestAReceiptFromElsewhere_does_the_receivers_step_once(t *testing.T) {
	t.Parallel()
	c := handedIn(t)
	c.Turn()
	receipt := answering{}.of(c)
	wrong := receipt
	wrong.Digest = "another"
	_, err := evaluation.Acknowledge(bySystem(c), wrong)
	requireFault(t, err, fault.Conflict, "receipt_of_another")
	wrong = receipt
	wrong.Version = 2
	_, err = evaluation.Acknowledge(bySystem(c), wrong)
	requireFault(t, err, fault.Conflict, "receipt_of_another")

	events, err := evaluation.Acknowledge(bySystem(c), receipt)
	require.NoError(t, err)
	c.Record(evaluation.System(), events)
	require.Equal(t, receipt.Number, c.Evaluation.Filing.ReceiptNo)
	require.Equal(t, receipt.Evidence, c.Evaluation.Filing.Receipt)
	again, err := evaluation.Acknowledge(bySystem(c), receipt)
	require.NoError(t, err)
	require.Empty(t, again)
	other := receipt
	other.Number = "2019-00002"
	_, err = evaluation.Acknowledge(bySystem(c), other)
	requireFault(t, err, fault.Conflict, "receipt_twice")
	c.Turn()
	require.Equal(t, evaluation.StageClosed, c.Evaluation.Stage("filing").State)
}

func TestAReturnFromElsewhere_takes_the_roll_up_up_again(t *testing.T) {
	t.Parallel()
	c := handedIn(t)
	c.Turn()
	events, err := evaluation.Acknowledge(bySystem(c), answering{}.of(c))
	require.NoError(t, err)
	c.Record(evaluation.System(), events)
	c.Turn()

	_, err = evaluation.SendBack(bySystem(c), answering{}.of(c))
	requireFault(t, err, fault.Invalid, "reason_required")
	back := answering{[]string{"没有盖章"}}.of(c)
	events, err = evaluation.SendBack(bySystem(c), back)
	require.NoError(t, err)
	c.Record(evaluation.System(), events)
	require.Equal(t, evaluation.Running, c.Evaluation.State)
	require.Equal(t, back.Reasons, c.Evaluation.Filing.Reasons)
	again, err := evaluation.SendBack(bySystem(c), back)
	require.NoError(t, err)
	require.Empty(t, again)
	live := 0
	for _, task := range c.Evaluation.Tasks {
		if task.State.Live() {
			live++
			require.Equal(t, evaluation.StageID("roll_up"), task.Stage)
			require.Equal(t, evaluation.StepID("compile"), task.Step)
		}
	}
	require.Equal(t, 1, live, "it is where the unit put its result together, and nowhere else")
}
